"""One at a time changes what has left of an order: two imports, a form and the API never take the same last unit.

A lock is a row with an end, longer than any change may take, so that a process that died holds nobody up for long.
"""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from orders import clock

LOCK_SECONDS = 60.0
LOOK_AGAIN_SECONDS = 0.1

TAKE = """
INSERT INTO fulfilment_orderlock AS held (shopify_id, until) VALUES (%(shopify_id)s, %(until)s)
ON CONFLICT (shopify_id) DO UPDATE SET until = excluded.until
WHERE held.until <= %(now)s OR held.until > %(too_late)s
RETURNING until
"""
FORGET = "DELETE FROM fulfilment_orderlock WHERE shopify_id = %s AND until = %s"


class OrderBusy(Exception):
    """Somebody else is changing this order; nothing was done. It may be tried again in a moment."""


@contextmanager
def hold(shopify_id: str, *, patience: float) -> Iterator[None]:
    """Be the only one at this order, waiting up to `patience` seconds for others. Raises OrderBusy."""
    give_up_at = time.monotonic() + patience
    while (until := _take(shopify_id)) is None:
        if time.monotonic() >= give_up_at:
            raise OrderBusy
        time.sleep(LOOK_AGAIN_SECONDS * random.uniform(0.5, 1.0))  # noqa: S311
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(FORGET, [shopify_id, until])


def _take(shopify_id: str) -> float | None:
    now = clock.seconds()
    values: dict[str, str | float] = {
        "shopify_id": shopify_id,
        "until": now + LOCK_SECONDS + random.random(),  # noqa: S311 - tells one lock from the next
        "now": now,
        "too_late": now + 2 * LOCK_SECONDS,  # of a clock that ran ahead
    }
    with connection.cursor() as cursor:
        cursor.execute(TAKE, values)
        row = cursor.fetchone()
    return float(row[0]) if row else None
