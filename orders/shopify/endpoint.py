"""One GraphQL question and its answer: token, rate limit, retries, deadline, and what is odd about the
reply.
"""

import json
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from orders.shopify.auth import TokenSource
from orders.shopify.connection import Connection
from orders.shopify.errors import OutcomeUnknown, ShopClosed, ShopifyError, Throttled, Unavailable
from orders.shopify.json_shapes import Json, parse_json
from orders.shopify.listener import ANSWERED, Listener, Silent, outcome_of
from orders.shopify.observations import Observations
from orders.shopify.operations import Operation
from orders.shopify.replies import GraphQLReply, cost_of_reply, read_reply
from orders.shopify.retrying import ask_until_answered, wait_or_raise
from orders.shopify.statuses import find_http_date, find_request_id, raise_for_status
from orders.shopify.text import clean_text
from orders.shopify.throttle import QueryCost, Throttle, ThrottleStatus
from orders.transport.deadline import Deadline, Timing
from orders.transport.http import HttpReply

type Variable = str | int | float | Sequence[Variable] | Mapping[str, Variable] | None
type Variables = Mapping[str, Variable]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedBy:
    """What the headers of the newest reply said: the version that really ran, why it is deprecated, the time
    there.
    """

    version: str | None = None
    deprecated_reason: str | None = None
    answered_at: datetime | None = None


class Endpoint:
    """The GraphQL address of one shop and API version. Safe to use from any number of threads."""

    def __init__(
        self,
        *,
        transport: Connection,
        api_version: str,
        tokens: TokenSource,
        throttle: Throttle,
        timing: Timing,
        observations: Observations,
        listener: Listener | None = None,
    ) -> None:
        self._transport = transport
        self.api_version = api_version
        self._path = f"/admin/api/{api_version}/graphql.json"
        self._tokens = tokens
        self._throttle = throttle
        self._timing = timing
        self.observations = observations
        self._listener = listener or Silent()
        self.served_by = ServedBy()

    @property
    def bucket(self) -> ThrottleStatus | None:
        """The bucket as Shopify last described it."""
        return self._throttle.bucket

    @property
    def points_spent(self) -> float:
        """What all queries so far have really cost."""
        return self._throttle.spent

    def execute(self, operation: Operation, variables: Variables, *, deadline: Deadline) -> GraphQLReply:
        """Ask, and ask again where that can help, until the deadline. Raises a ShopifyError otherwise."""
        return ask_until_answered(
            lambda: self._try(operation, variables, deadline=deadline), timing=self._timing, deadline=deadline
        )

    def execute_once(self, operation: Operation, variables: Variables, *, deadline: Deadline) -> GraphQLReply:
        """Send a change, again only where Shopify surely has not made it (the rate limit, an old token).

        Raises OutcomeUnknown when no usable answer came, and any other ShopifyError when nothing was changed.
        """
        while True:
            try:
                return self._try(operation, variables, deadline=deadline)
            except Throttled as error:
                wait_or_raise(error, timing=self._timing, deadline=deadline)
            except ShopClosed:
                raise
            except Unavailable as error:
                raise OutcomeUnknown(str(error), request_id=error.request_id) from error

    def _try(self, operation: Operation, variables: Variables, *, deadline: Deadline) -> GraphQLReply:
        """One attempt, of which the listener is told."""
        began_at = self._timing.monotonic()
        outcome = ANSWERED
        try:
            return self._attempt(operation, variables, deadline=deadline)
        except ShopifyError as error:
            outcome = outcome_of(error)
            raise
        finally:
            seconds = self._timing.monotonic() - began_at
            self._listener.call_ended(
                operation=operation.name, outcome=outcome, seconds=seconds, bucket=self.bucket
            )

    def _attempt(self, operation: Operation, variables: Variables, *, deadline: Deadline) -> GraphQLReply:
        body = json.dumps(
            {"query": operation.text, "variables": dict(variables), "operationName": operation.name}
        ).encode()
        # Page sizes decide what a query costs, so they are part of what kind of query it is.
        kind = (
            operation.name,
            *(
                value
                for value in variables.values()
                if isinstance(value, int) and not isinstance(value, bool)
            ),
        )
        token = self._tokens.get_token(deadline=deadline)
        reply, payload = self._post(kind, body, token=token, deadline=deadline)
        if reply.status == 401:
            token = self._tokens.renew(refused=token, deadline=deadline)
            reply, payload = self._post(kind, body, token=token, deadline=deadline)
        raise_for_status(reply)
        self._note_headers(reply)
        try:
            return read_reply(payload, root=operation.root)
        except ShopifyError as error:
            error.request_id = find_request_id(reply)
            raise

    def _post(self, kind: Hashable, body: bytes, *, token: str, deadline: Deadline) -> tuple[HttpReply, Json]:
        headers = {
            "Content-Type": "application/json",
            "X-Shopify-Access-Token": token,
            # Without it an unknown search filter is ignored in silence, and the search returns everything.
            "Shopify-Search-Query-Debug": "1",
        }
        cost = QueryCost()
        reserved = self._throttle.take(kind, deadline=deadline)
        try:
            reply = self._transport.post(self._path, body=body, headers=headers, deadline=deadline)
            payload = parse_json(reply.body) if reply.status == 200 else None
            cost = cost_of_reply(payload)
        finally:
            self._throttle.settle(kind, reserved=reserved, cost=cost)
        return reply, payload

    def _note_headers(self, reply: HttpReply) -> None:
        version = clean_text(reply.headers.get("x-shopify-api-version", ""), limit=20)
        reason = clean_text(reply.headers.get("x-shopify-api-deprecated-reason", ""), limit=200)
        if version is not None and version != self.api_version:
            self.observations.note("another API version answered", version)
        if reason is not None:
            self.observations.note("the API calls something deprecated", reason)
        answered_at = find_http_date(reply.headers.get("date"))
        self.served_by = ServedBy(version=version, deprecated_reason=reason, answered_at=answered_at)
