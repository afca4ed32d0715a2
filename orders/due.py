"""Work is state: which stored orders are to be fetched next, and who is at it.

A row says that it is due and since when; a worker claims due rows for a while by one atomic statement, and the row
moves on when it is done. A worker that dies leaves the row due; two workers never hold the same row; a thousand hints
for one order are one fetch.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from django.db import connection

from orders.domain.timeline import Pace

LEASE_SECONDS = 60.0
NEVER = 1e12
"""Later than any time: an order that nothing is expected of any more."""
BACK_OFF_SECONDS = 30.0
LONGEST_BACK_OFF_SECONDS = 3600.0


class Urgency(IntEnum):
    """HINTED: Shopify says it changed. The others follow from its pace, the nearest to a doorbell first."""

    HINTED = 0
    MOVING = 1
    WAITING = 2
    SETTLED = 3


URGENCY_OF = {Pace.MOVING: Urgency.MOVING, Pace.WAITING: Urgency.WAITING}
CHECK_AGAIN_SECONDS = {Pace.MOVING: 6 * 3600.0, Pace.WAITING: 24 * 3600.0, Pace.SETTLED: 24 * 3600.0}
"""How long an order of some pace is left alone when neither a hint nor a shopper asks for it."""

HINT = """
INSERT INTO orders_trackedorder AS tracked
  (shopify_id, ordered_at, snapshot, version, pace, shopify_updated_at, fetched_at, failed_at,
   urgency, due_at, leased_until, hinted_at, failures, removed_at)
VALUES (%(shopify_id)s, 0, %(nothing)s, 0, 'waiting', 0, 0, 0, 0, %(now)s, 0, %(now)s, 0, NULL)
ON CONFLICT (shopify_id) DO UPDATE SET
  hinted_at = CASE WHEN tracked.hinted_at > excluded.hinted_at THEN tracked.hinted_at ELSE excluded.hinted_at END,
  urgency = 0,
  due_at = CASE WHEN tracked.due_at < excluded.due_at THEN tracked.due_at ELSE excluded.due_at END
WHERE tracked.removed_at IS NULL
"""
CLAIM_ON_POSTGRESQL = """
WITH picked AS MATERIALIZED (
  SELECT id FROM orders_trackedorder
  WHERE urgency = %(urgency)s AND due_at <= %(now)s AND leased_until <= %(now)s
  ORDER BY due_at, id LIMIT %(most)s FOR UPDATE SKIP LOCKED)
UPDATE orders_trackedorder AS tracked SET leased_until = %(until)s FROM picked WHERE tracked.id = picked.id
RETURNING tracked.id, tracked.shopify_id, tracked.fetched_at, tracked.leased_until
"""
CLAIM_ON_SQLITE = """
UPDATE orders_trackedorder SET leased_until = %(until)s WHERE id IN (
  SELECT id FROM orders_trackedorder
  WHERE urgency = %(urgency)s AND due_at <= %(now)s AND leased_until <= %(now)s
  ORDER BY due_at, id LIMIT %(most)s)
RETURNING id, shopify_id, fetched_at, leased_until
"""


@dataclass(frozen=True, slots=True)
class Claimed:
    """An order that is ours to fetch until `leased_until`."""

    pk: int
    shopify_id: str
    fetched_at: float
    leased_until: float


def hint(shopify_ids: Sequence[str], *, now: float) -> None:
    """Note that orders changed. Unknown ones are written down, to be fetched; removed ones stay removed."""
    with connection.cursor() as cursor:
        for shopify_id in shopify_ids:
            cursor.execute(HINT, {"shopify_id": shopify_id, "nothing": b"", "now": now})


def claim(*, most: int, now: float, lease: float = LEASE_SECONDS) -> list[Claimed]:
    """Take up to `most` due orders, the most urgent first. Each is left to us until its lease runs out."""
    statement = CLAIM_ON_POSTGRESQL if connection.vendor == "postgresql" else CLAIM_ON_SQLITE
    claimed: list[Claimed] = []
    with connection.cursor() as cursor:
        for urgency in Urgency:
            wanted = most - len(claimed)
            if wanted <= 0:
                break
            values = {"urgency": int(urgency), "now": now, "most": wanted, "until": now + lease}
            cursor.execute(statement, values)
            claimed.extend(Claimed(*row) for row in cursor.fetchall())
    return claimed


def put_off(claimed: Claimed, *, seconds: float, failed: bool, now: float) -> None:
    """Give a claimed order back, due again after `seconds`; a failure is counted, for the back-off."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE orders_trackedorder SET leased_until = 0, due_at = %s, failures = failures + %s, "
            "failed_at = CASE WHEN %s THEN %s ELSE failed_at END WHERE id = %s AND leased_until = %s",
            [now + seconds, int(failed), failed, now, claimed.pk, claimed.leased_until],
        )


def next_due_at(pace: Pace, *, now: float) -> float:
    """When an order of this pace is looked at again unasked."""
    return now + CHECK_AGAIN_SECONDS[pace] if pace in CHECK_AGAIN_SECONDS else NEVER


def back_off(failures: int) -> float:
    """Seconds to wait after so many failures in a row, doubling up to an hour; the caller adds chance."""
    return float(min(BACK_OFF_SECONDS * 2 ** min(failures, 12), LONGEST_BACK_OFF_SECONDS))
