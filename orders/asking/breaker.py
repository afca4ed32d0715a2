"""The circuit breaker: whether Shopify is worth asking now, as all processes see it.

After `LIMIT` failures in a row nobody asks for a while; then one process tries, for all, and what it finds closes the
breaker or keeps it open longer. The state is one row changed by single statements (docs/decisions/0031).

It also remembers that Shopify was lately too slow for somebody who waited: then nobody waits for what can do without.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection

from orders import clock
from orders.shopify.errors import (
    WHOLE_API,
    AccessDenied,
    Misconfigured,
    OrderNotFound,
    QueryRefused,
    ShopifyError,
    Throttled,
    Unavailable,
)

LIMIT = 5
TOGETHER_SECONDS = 60.0
"""Failures further apart than this are no outage, only an order that Shopify has trouble with."""
FIRST_REST_SECONDS = 30.0
LONGEST_REST_SECONDS = 300.0
LONGEST_AHEAD_SECONDS = LONGEST_REST_SECONDS * 1.2 + clock.AHEAD_SECONDS
"""A rest that ends later than this was set by a clock that ran ahead, and counts as over."""
PROBE_SECONDS = 20.0
"""Longer than any fetch takes; a process that died while trying for all holds up the others no longer than this."""
MOST_COUNTED = 100
SLOW_FOR_SECONDS = 60.0

COUNT_FAILURE = """
INSERT INTO orders_breaker AS breaker (id, failures, open_until, failed_at, slow_until) VALUES (1, 1, 0, %(now)s, 0)
ON CONFLICT (id) DO UPDATE SET
  failures = CASE WHEN breaker.failed_at < %(now)s - %(together)s THEN 1 ELSE breaker.failures + 1 END,
  open_until = CASE WHEN breaker.failed_at >= %(now)s - %(together)s AND breaker.failures + 1 >= %(limit)s
               THEN %(open_until)s ELSE 0 END,
  failed_at = excluded.failed_at
WHERE breaker.failures < %(limit)s
"""
CLAIM_PROBE = """
UPDATE orders_breaker SET open_until = %(until)s
WHERE id = 1 AND failures >= %(limit)s AND (open_until <= %(now)s OR open_until > %(ahead)s) RETURNING failures
"""
REST_LONGER = """
UPDATE orders_breaker SET failures = %(failures)s, open_until = %(open_until)s, failed_at = %(now)s
WHERE id = 1 AND open_until = %(until)s
"""
NOTE_SLOWNESS = """
INSERT INTO orders_breaker AS breaker (id, failures, open_until, failed_at, slow_until)
VALUES (1, 0, 0, 0, %(slow_until)s)
ON CONFLICT (id) DO UPDATE SET slow_until = excluded.slow_until
"""
CLOSE = "UPDATE orders_breaker SET failures = 0, open_until = 0 WHERE id = 1 AND failures > 0"
READ = "SELECT failures, open_until, failed_at, slow_until FROM orders_breaker WHERE id = 1"


class Resting(Unavailable):
    """Shopify was not asked, because it has just failed many times in a row. `retry_after` is when somebody will."""


@dataclass(frozen=True, slots=True)
class State:
    """The breaker at one moment. `open_until` is 0 while it is closed; times in seconds since the epoch."""

    failures: int
    open_until: float
    failed_at: float
    slow_until: float = 0.0

    def is_slow(self, *, now: float) -> bool:
        """Whether somebody has lately waited for Shopify in vain."""
        return now < self.slow_until <= now + SLOW_FOR_SECONDS

    def is_closed(self) -> bool:
        """Whether everybody may ask."""
        return self.failures < LIMIT

    def seconds_to_rest(self, *, now: float) -> float:
        """How long nobody should ask; 0 when one may."""
        rest = self.open_until - now
        return 0.0 if self.is_closed() or rest > LONGEST_AHEAD_SECONDS else max(0.0, rest)


@dataclass(frozen=True, slots=True)
class _Probe:
    """The right to try for all: the failures so far, and until when it is ours."""

    failures: int
    until: float


@dataclass(frozen=True, slots=True)
class Attempt:
    """Leave to ask once; how it ended is to be noted, for all processes."""

    before: State
    probe: _Probe | None

    def note[Answer](self, outcome: Callable[[], Answer]) -> None:
        """Note how the question ended; `outcome` gives its answer or raises its error."""
        try:
            outcome()
        except Throttled:
            return  # Shopify is well, and said so; a probe's claim simply runs out
        except (OrderNotFound, QueryRefused):
            _note_success(self.before)
        except AccessDenied as denial:
            # A scope that is missing keeps one from one thing; that it was said shows that Shopify is well.
            if denial.field == WHOLE_API:
                _note_failure(self.probe, now=clock.seconds())
            else:
                _note_success(self.before)
        except (Unavailable, Misconfigured):
            _note_failure(self.probe, now=clock.seconds())
        except Exception:  # noqa: BLE001 - our own fault, which says nothing of Shopify
            return
        else:
            _note_success(self.before)


def begin() -> Attempt:
    """Leave to ask Shopify now. Raises `Resting` at once while the breaker is open."""
    before = read()
    return Attempt(before, None if before.is_closed() else _claim_probe(before, now=clock.seconds()))


def ask[Answer](question: Callable[[], Answer]) -> Answer:
    """Ask Shopify through the breaker: `question` is called, and how it ends is noted for all processes.

    Raises `Resting` at once while the breaker is open, else whatever `question` raises.
    """
    attempt = begin()
    try:
        answer = question()
    except ShopifyError as error:
        attempt.note(_raiser(error))
        raise
    attempt.note(lambda: answer)
    return answer


def note_slowness(*, now: float) -> None:
    """Somebody waited for Shopify in vain, and it is still being asked."""
    with connection.cursor() as cursor:
        cursor.execute(NOTE_SLOWNESS, {"slow_until": now + SLOW_FOR_SECONDS})


def read() -> State:
    """The breaker as it is now. One short query."""
    with connection.cursor() as cursor:
        cursor.execute(READ)
        row = cursor.fetchone()
    return State(*row) if row else State(0, 0.0, 0.0)


def _claim_probe(state: State, *, now: float) -> _Probe:
    until = now + PROBE_SECONDS + random.random()  # noqa: S311 - tells one claim from the next
    with connection.cursor() as cursor:
        cursor.execute(
            CLAIM_PROBE, {"until": until, "limit": LIMIT, "now": now, "ahead": now + LONGEST_AHEAD_SECONDS}
        )
        row = cursor.fetchone()
    if row is None:
        message = "Shopify has failed repeatedly and is left alone for a while."
        raise Resting(message, retry_after=state.seconds_to_rest(now=now))
    return _Probe(int(row[0]), until)


def _raiser(error: ShopifyError) -> Callable[[], None]:
    def fail() -> None:
        raise error

    return fail


def _note_success(before: State) -> None:
    """A failure noted between reading and now is left standing: it is the newer one."""
    if before.failures:
        with connection.cursor() as cursor:
            cursor.execute(CLOSE)


def _note_failure(probe: _Probe | None, *, now: float) -> None:
    failures = min(probe.failures + 1, MOST_COUNTED) if probe else LIMIT
    values: dict[str, float] = {
        "now": now,
        "limit": LIMIT,
        "together": TOGETHER_SECONDS,
        "failures": failures,
        "open_until": now + rest_seconds(failures, dice=random.random()),  # noqa: S311 - spreads, protects nothing
        "until": probe.until if probe else 0.0,
    }
    with connection.cursor() as cursor:
        cursor.execute(REST_LONGER if probe else COUNT_FAILURE, values)


def rest_seconds(failures: int, *, dice: float) -> float:
    """How long Shopify is left alone after so many failures in a row; `dice` (0 to 1) adds up to a fifth."""
    rest = FIRST_REST_SECONDS * 2.0 ** min(failures - LIMIT, 10)
    return min(rest, LONGEST_REST_SECONDS) * (1 + dice / 5)
