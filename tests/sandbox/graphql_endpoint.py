"""`/admin/api/{version}/graphql.json`: who asks, what breaks, what is answered."""

import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.sandbox.auth import scopes_of
from tests.sandbox.execution import Call, Outcome, call_from_body, deprecated_reason, operation_name_of, run
from tests.sandbox.faults import Fault, status_body
from tests.sandbox.http import JSON, Request, Response, json_response
from tests.sandbox.resolvers import Context
from tests.sandbox.state import SandboxState
from tests.sandbox.token_endpoint import UNAUTHORISED
from tests.sandbox.versions import version_served

NOT_WHAT_IT_SHOULD_BE: dict[str, tuple[str, bytes]] = {
    "html": ("text/html; charset=utf-8", b"<!DOCTYPE html><html><body>Just a moment...</body></html>"),
    "wrong_shape": (JSON, b'{"data":[{"order":"yes"}],"errors":"none","extensions":[]}'),
    "empty": (JSON, b""),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One GraphQL call in the log. `requested_cost` is None when it never came to that."""

    operation: str | None
    requested_cost: int | None
    actual_cost: int | None
    at: datetime
    status: int
    version: str | None
    variables: Mapping[str, Any]


class RequestLog:
    """What was asked, oldest first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked: list[Asked] = []

    def add(self, asked: Asked) -> None:
        """Write one down."""
        with self._lock:
            self._asked.append(asked)

    def all(self) -> list[Asked]:
        """A copy."""
        with self._lock:
            return list(self._asked)

    def clear(self) -> None:
        """Forget them."""
        with self._lock:
            self._asked.clear()


def answer_graphql(
    request: Request, version: str | None, *, state: SandboxState, log: RequestLog, base_url: str
) -> Response:
    """Answer one post. Every answer bears the version served and a request id."""
    served = state.behaviour.served_version or version_served(version)
    try:
        call: Call | None = call_from_body(request.body) if request.media_type == "application/json" else None
    except ValueError:
        call = None
    operation = operation_name_of(call) if call else None
    outcome: Outcome | None = None
    fault = state.faults.take("graphql", operation)
    response = broken_answer(fault) if fault else None
    if response is None:
        response, outcome = _served(request, call, served, fault, state=state, base_url=base_url)
    response.headers |= {"X-Shopify-API-Version": served, "X-Request-Id": secrets.token_hex(16)}
    reason = state.behaviour.deprecated_reason or (deprecated_reason(call.query) if call else None)
    if reason and response.status == 200:
        response.headers["X-Shopify-API-Deprecated-Reason"] = reason.replace("\n", " ")
    response.delay = state.faults.delay(operation)
    log.add(
        Asked(
            operation=operation,
            requested_cost=outcome.requested if outcome else None,
            actual_cost=outcome.actual if outcome else None,
            at=state.clock.now(),
            status=response.status,
            version=version,
            variables=call.variables if call else {},
        )
    )
    return response


def _served(
    request: Request,
    call: Call | None,
    served: str,
    fault: Fault | None,
    *,
    state: SandboxState,
    base_url: str,
) -> tuple[Response, Outcome | None]:
    identity = state.tokens.identify(request.headers.get("x-shopify-access-token"), now=state.clock.now())
    if identity is None:
        return json_response(UNAUTHORISED, 401), None
    if call is None:
        return json_response({"errors": {"query": "Required parameter missing or invalid"}}, 400), None
    context = Context(
        state=state,
        identity=identity,
        scopes=scopes_of(identity, state.access.scopes),
        version=served,
        base_url=base_url,
    )
    outcome = run(
        call,
        context,
        state.buckets.for_app(identity.app),
        debug_cost=_asks(request, "shopify-graphql-cost-debug")
        or _asks(request, "x-graphql-cost-include-fields"),
        debug_search=_asks(request, "shopify-search-query-debug"),
        throttled=fault is not None and fault.kind == "throttled",
    )
    if fault is not None and fault.kind == "errors":
        outcome.payload["errors"] = [*outcome.payload.get("errors", []), *fault.errors]
        if fault.hide_data:
            outcome.payload.pop("data", None)
    response = json_response(outcome.payload)
    if fault is not None and fault.kind == "truncated":
        response.body = response.body[: len(response.body) // 2]
    if fault is not None and fault.kind == "cut":
        response.ending = "cut"
    return response, outcome


def broken_answer(fault: Fault) -> Response | None:
    """The answer of a fault that needs no execution."""
    if fault.kind == "drop":
        return Response(200, ending="drop")
    if fault.kind == "status":
        content_type, body = status_body(fault.status)
        headers = {"Retry-After": fault.retry_after} if fault.retry_after is not None else {}
        return Response(fault.status, body, content_type, headers)
    if fault.kind in NOT_WHAT_IT_SHOULD_BE:
        content_type, body = NOT_WHAT_IT_SHOULD_BE[fault.kind]
        return Response(200, body, content_type)
    return None


def _asks(request: Request, header: str) -> bool:
    return request.headers.get(header, "").casefold() in ("1", "true")
