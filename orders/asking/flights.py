"""Single flight: of many processes that want the same thing at once, one does it and the others take its outcome.

A flight is a row claimed by one atomic statement. A process that dies in flight leaves the claim to run out.
"""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection

from orders import clock
from orders.storage.connections import give_back

FAILED = "failed"
LOOK_AGAIN_SECONDS = 0.05
CLAIM_SECONDS = 10.0
"""Longer than the longest fetch for a shopper may take, so a live claim is never taken over."""
OUTCOME_SECONDS = 2.0
"""How long an outcome is handed to those who asked at the same moment."""
LATE_OUTCOME_SECONDS = 30.0
"""How long one is handed out that came when nobody waited any more, to whoever asks the same again."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to do the work behind `key`."""

    key: str
    owner: str


def fly(
    key: str, work: Callable[[Claim], str | None], *, patience: float, longest: float = CLAIM_SECONDS
) -> str | None:
    """Do `work` unless somebody is at it, and return the short word it came to.

    Who comes while it is being done waits up to `patience` seconds for the outcome; None when that was not enough. Who
    comes later does it again, so `work` looks first whether it still needs doing. If the one at it dies, a waiting one
    takes over. `work` that raises publishes `FAILED`. `work` that returns None goes on elsewhere, for up to `longest`
    seconds, and whoever goes on with it lands its claim by `finish`.
    """
    give_up_at = time.monotonic() + patience
    waited = False
    while True:
        mine = claim(key, now=clock.seconds(), after_landing=not waited, lasting=longest)
        if mine is not None:
            return _land(mine, work)
        waited = True
        outcome = find_outcome(key, now=clock.seconds())
        if outcome:
            return outcome
        if time.monotonic() >= give_up_at:
            return None
        give_back()
        time.sleep(LOOK_AGAIN_SECONDS)


def _land(mine: Claim, work: Callable[[Claim], str | None]) -> str | None:
    outcome: str | None = FAILED
    try:
        outcome = work(mine)
    finally:
        if outcome is not None:
            finish(mine, outcome, now=clock.seconds())
    return outcome


def claim(
    key: str, *, now: float, after_landing: bool = False, lasting: float = CLAIM_SECONDS
) -> Claim | None:
    """Try to become the one who does it, for `lasting` seconds. None while somebody else does, or has just done it.

    With `after_landing` a flight that has landed may be claimed at once, while others still read its outcome; one that
    landed late keeps its outcome for those who could not wait for it.
    """
    owner = secrets.token_hex(8)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO orders_flight (key, owner, outcome, until) VALUES (%s, %s, '', %s) "
            "ON CONFLICT (key) DO UPDATE SET owner = excluded.owner, outcome = '', until = excluded.until "
            "WHERE orders_flight.until <= %s "
            "OR (%s AND orders_flight.outcome <> '' AND orders_flight.until <= %s) RETURNING key",
            [key, owner, now + lasting, now, after_landing, now + OUTCOME_SECONDS],
        )
        return Claim(key, owner) if cursor.fetchone() else None


def finish(claim: Claim, outcome: str, *, now: float, readable: float = OUTCOME_SECONDS) -> None:
    """Publish a short word about how it went, for so many seconds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE orders_flight SET outcome = %s, until = %s WHERE key = %s AND owner = %s",
            [outcome, now + readable, claim.key, claim.owner],
        )


def find_outcome(key: str, *, now: float) -> str | None:
    """The outcome, '' while still in flight, None when nobody is at it any more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT outcome FROM orders_flight WHERE key = %s AND until > %s", [key, now])
        row = cursor.fetchone()
    return str(row[0]) if row else None


def forget_landed(*, now: float) -> None:
    """Delete flights that ran out an hour ago."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM orders_flight WHERE until < %s", [now - 3600])
