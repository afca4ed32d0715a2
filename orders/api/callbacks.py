"""Telling the owner of a token that an operation has ended: signed, retried for a day, never to a private address."""

import json
import logging
import random
import uuid
from dataclasses import dataclass
from http import HTTPStatus

from django.db import connection

from orders.api import tokens
from orders.api.describing import describe
from orders.api.models import Callback, Operation
from orders.storage.write_queue import in_turn
from orders.transport.errors import TransportError
from orders.transport.http import HttpReply
from orders.transport.reachable import MayReach, is_public
from orders.transport.signed_posts import Poster

logger = logging.getLogger(__name__)

SECONDS = 8.0
LEASE_SECONDS = 30.0
FIRST_WAIT_SECONDS = 10.0
LONGEST_WAIT_SECONDS = 3 * 3600.0
DAY_SECONDS = 86_400.0

CLAIM = """
UPDATE api_callback SET leased_until = %(until)s, tries = tries + 1 WHERE id = (
  SELECT id FROM api_callback WHERE ended_at IS NULL AND due_at <= %(now)s AND leased_until <= %(now)s
  ORDER BY due_at, id LIMIT 1)
AND leased_until <= %(now)s RETURNING id
"""


def note_ended(operation: Operation, *, now: float) -> None:
    """Write down that the owner is to be told, where there is somebody to tell. Within the transaction of the end."""
    if operation.token.callback_url:
        Callback.objects.create(
            operation=operation, event_id=f"evt_{uuid.uuid4().hex}", created_at=now, due_at=now
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliverer:
    """Delivers what is due. `may_reach` decides about every address that is connected to."""

    may_reach: MayReach = is_public
    schemes: tuple[str, ...] = ("https",)

    def deliver_next(self, *, now: float) -> bool:
        """Try the callback that has been due longest; False when none is."""
        callback = _claim(now=now)
        if callback is None:
            return False
        operation = callback.operation
        if operation.token.revoked_at is not None:
            _end(callback, "the token was revoked", now=now)
            return True
        try:
            reply = self._send(callback, now=now)
        except TransportError as error:
            _put_off(callback, str(error), now=now)
            return True
        if HTTPStatus.OK <= reply.status < HTTPStatus.MULTIPLE_CHOICES:
            _end(callback, f"{reply.status}", now=now)
        elif reply.status == HTTPStatus.GONE:
            _end(callback, "410: no more is wanted", now=now)
        else:
            _put_off(callback, f"{reply.status}", now=now)
        return True

    def _send(self, callback: Callback, *, now: float) -> HttpReply:
        token = callback.operation.token
        poster = Poster(partner="the callback's receiver", may_reach=self.may_reach, schemes=self.schemes)
        return poster.post(
            token.callback_url,
            _body(callback),
            event_id=callback.event_id,
            at=int(now),
            secret=tokens.callback_secret(token),
            seconds=SECONDS,
        )


def _body(callback: Callback) -> bytes:
    operation = describe(callback.operation)
    said = {"type": f"operation.{callback.operation.state}", "operation": operation}
    return json.dumps(said, default=lambda moment: moment.isoformat()).encode()


def _claim(*, now: float) -> Callback | None:
    until = now + LEASE_SECONDS + random.random()  # noqa: S311 - tells one claim from the next
    with in_turn(), connection.cursor() as cursor:
        cursor.execute(CLAIM, {"now": now, "until": until})
        row = cursor.fetchone()
    return Callback.objects.select_related("operation__token").get(pk=row[0]) if row else None


def _end(callback: Callback, answer: str, *, now: float) -> None:
    Callback.objects.filter(pk=callback.pk).update(ended_at=now, answer=answer[:120], leased_until=0)


def _put_off(callback: Callback, answer: str, *, now: float) -> None:
    """Again later, and longer each time; given up a day after the first try."""
    if now - callback.created_at >= DAY_SECONDS:
        logger.warning("A callback was given up after a day: %s", answer)
        _end(callback, f"given up: {answer}", now=now)
        return
    longest = min(FIRST_WAIT_SECONDS * 2.0 ** min(callback.tries - 1, 12), LONGEST_WAIT_SECONDS)
    wait = longest * random.uniform(0.8, 1.0)  # noqa: S311 - spreads, protects nothing
    Callback.objects.filter(pk=callback.pk).update(due_at=now + wait, answer=answer[:120], leased_until=0)
