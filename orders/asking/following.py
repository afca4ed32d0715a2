"""Whether the shop is being followed: a worker is alive, sweeps are done, and Shopify's webhooks arrive.

Then a snapshot is known to be new without asking, and pages ask less (`orders.asking.freshness`). Without webhooks
it is not: a carrier's scan need not change the order's own `updatedAt`, so that a sweep would miss it.
"""

from dataclasses import dataclass

from django.db import Error, connection

from orders import clock
from orders.storage import shop_watch

SWEPT_SECONDS = 900.0
SEEN_SECONDS = 60.0
DELIVERED_SECONDS = 86_400.0
BELIEVED_SECONDS = 5.0
"""How long a process believes its last look, so that a page costs no query for it."""

IS_FOLLOWED = """
SELECT EXISTS (SELECT 1 FROM orders_worker WHERE seen_at > %(seen)s AND seen_at < %(ahead)s)
  AND EXISTS (SELECT 1 FROM orders_chore WHERE name = 'changed_orders' AND finished_at > %(swept)s
              AND finished_at < %(ahead)s)
  AND EXISTS (SELECT 1 FROM orders_webhookdelivery WHERE received_at > %(delivered)s AND received_at < %(ahead)s)
"""
"""What a clock wrote that ran ahead proves nothing: it would until the day comes."""


@dataclass(frozen=True, slots=True)
class _Look:
    at: float
    answer: bool


class _Memory:
    """The last look of this process; replaced as a whole, so that threads need no lock."""

    last: _Look | None = None


def is_shop_followed(*, now: float) -> bool:
    """The answer of the last few seconds, or a new one by one short query; False where the database does not answer."""
    last = _Memory.last
    if last is None or not 0 <= now - last.at < BELIEVED_SECONDS:
        last = _Look(now, _look(now=now))
        _Memory.last = last
    return last.answer


def forget() -> None:
    """Look anew next time, as a process that has just started."""
    _Memory.last = None


def _look(*, now: float) -> bool:
    values = {
        "seen": now - SEEN_SECONDS,
        "swept": now - SWEPT_SECONDS,
        "delivered": now - DELIVERED_SECONDS,
        "ahead": now + clock.AHEAD_SECONDS,
    }
    try:
        with connection.cursor() as cursor:
            cursor.execute(IS_FOLLOWED, values)
            row = cursor.fetchone()
        return bool(row and row[0]) and _is_told_of_all(now=now)
    except Error:
        return False


def _is_told_of_all(*, now: float) -> bool:
    watch = shop_watch.read(now=now)
    if watch is None:
        return False
    return not watch.missing_topics(
        delivered=shop_watch.delivered_topics(since=now - shop_watch.TOLD_SECONDS)
    )
