"""Work is state: which stored orders are to be fetched next, and who is at it.

A row says that it is due and since when; a worker claims due rows for a while by one atomic statement, and the row
moves on when it is done. A worker that dies leaves the row due; two workers never hold the same row; a thousand hints
for one order are one fetch.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from django.db import connection

from orders.domain.order import Order
from orders.domain.status import FulfillmentDisplayStatus
from orders.domain.timeline import Pace
from orders.storage.statements import run

LEASE_SECONDS = 60.0
NEVER = 1e12
"""Later than any time: an order that nothing is expected of any more."""
BACK_OFF_SECONDS = 30.0
LONGEST_BACK_OFF_SECONDS = 900.0


class Urgency(IntEnum):
    """HINTED: Shopify says it changed. The others follow from where it is, the nearest to a doorbell first."""

    HINTED = 0
    ARRIVING = 1
    MOVING = 2
    WAITING = 3
    SETTLED = 4


CHECK_AGAIN_SECONDS = {
    Urgency.ARRIVING: 3600.0,
    Urgency.MOVING: 6 * 3600.0,
    Urgency.WAITING: 24 * 3600.0,
    Urgency.SETTLED: 24 * 3600.0,
}
"""How long an order is left alone when neither a hint nor a shopper asks for it."""
ARRIVING_STATUSES = frozenset(
    {FulfillmentDisplayStatus.OUT_FOR_DELIVERY, FulfillmentDisplayStatus.ATTEMPTED_DELIVERY}
)

HINT = """
INSERT INTO orders_trackedorder AS tracked
  (shopify_id, ordered_at, snapshot, version, pace, shopify_updated_at, fetched_at, failed_at,
   urgency, due_at, leased_until, hinted_at, failures, removed_at, missing_at)
VALUES (%(shopify_id)s, 0, %(nothing)s, 0, 'waiting', 0, 0, 0, %(urgency)s, %(now)s, 0, %(now)s, 0, NULL, 0)
ON CONFLICT (shopify_id) DO UPDATE SET
  hinted_at = CASE WHEN tracked.hinted_at > excluded.hinted_at THEN tracked.hinted_at ELSE excluded.hinted_at END,
  urgency = CASE WHEN tracked.urgency < excluded.urgency THEN tracked.urgency ELSE excluded.urgency END,
  due_at = CASE WHEN tracked.due_at < excluded.due_at THEN tracked.due_at ELSE excluded.due_at END
WHERE tracked.removed_at IS NULL
"""
CLAIM_ON_POSTGRESQL = """
WITH picked AS MATERIALIZED (
  SELECT id FROM orders_trackedorder
  WHERE urgency = %(urgency)s AND due_at <= %(now)s AND leased_until <= %(now)s
  ORDER BY due_at, id LIMIT %(most)s FOR UPDATE SKIP LOCKED)
UPDATE orders_trackedorder AS tracked SET leased_until = %(until)s FROM picked WHERE tracked.id = picked.id
RETURNING tracked.id, tracked.shopify_id, tracked.failures, tracked.leased_until
"""
CLAIM_ON_SQLITE = """
UPDATE orders_trackedorder SET leased_until = %(until)s WHERE id IN (
  SELECT id FROM orders_trackedorder
  WHERE urgency = %(urgency)s AND due_at <= %(now)s AND leased_until <= %(now)s
  ORDER BY due_at, id LIMIT %(most)s)
RETURNING id, shopify_id, failures, leased_until
"""


FIND_MOST_URGENT = """
SELECT urgency FROM orders_trackedorder
WHERE urgency IN (0, 1, 2, 3, 4) AND due_at <= %(now)s AND leased_until <= %(now)s
ORDER BY urgency, due_at LIMIT 1
"""
PUT_OFF = """
UPDATE orders_trackedorder SET leased_until = 0, due_at = %(due_at)s, failures = failures + %(failed)s,
  failed_at = CASE WHEN %(failed)s = 1 THEN %(now)s ELSE failed_at END
WHERE id = %(pk)s AND leased_until = %(leased_until)s
"""


@dataclass(frozen=True, slots=True)
class Claimed:
    """An order that is ours to fetch until `leased_until`; `failures` is how often in a row that went wrong."""

    pk: int
    shopify_id: str
    failures: int
    leased_until: float


def hint(shopify_ids: Sequence[str], *, now: float, urgency: Urgency = Urgency.HINTED) -> None:
    """Note that orders changed. Unknown ones are written down, to be fetched; removed ones stay removed."""
    for shopify_id in shopify_ids:
        run(HINT, {"shopify_id": shopify_id, "nothing": b"", "now": now, "urgency": int(urgency)})


def claim(*, most: int, now: float, lease: float = LEASE_SECONDS) -> list[Claimed]:
    """Take up to `most` due orders of the most urgent kind there is. Each is left to us until its lease runs out.

    Looking first costs no lock, so that an idle worker does not hold up those who write.
    """
    statement = CLAIM_ON_POSTGRESQL if connection.vendor == "postgresql" else CLAIM_ON_SQLITE
    with connection.cursor() as cursor:
        cursor.execute(FIND_MOST_URGENT, {"now": now})
        found = cursor.fetchone()
        if found is None:
            return []
        values = {"urgency": found[0], "now": now, "most": most, "until": build_lease(now, lease)}
        cursor.execute(statement, values)
        return [Claimed(*row) for row in cursor.fetchall()]


def build_lease(now: float, lease: float) -> float:
    """Until when; it differs each time, so that a lapsed lease cannot be taken for the one that followed it."""
    return now + lease + random.random()  # noqa: S311 - tells one from the next


def renew(claimed: Claimed, until: float) -> bool:
    """Hold an order longer; False when it is not ours any more."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE orders_trackedorder SET leased_until = %s WHERE id = %s AND leased_until = %s",
            [until, claimed.pk, claimed.leased_until],
        )
        return bool(cursor.rowcount)


def put_off(claimed: Claimed, *, seconds: float, failed: bool, now: float) -> None:
    """Give a claimed order back, due again after `seconds`; a failure is counted, for the back-off.

    Nothing happens when it is not ours any more: stored meanwhile, or taken over after our lease had run out.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            PUT_OFF,
            {
                "due_at": now + seconds,
                "failed": int(failed),
                "now": now,
                "pk": claimed.pk,
                "leased_until": claimed.leased_until,
            },
        )


def build_urgency(order: Order, pace: Pace) -> Urgency:
    """How much an order of this pace matters when nothing was hinted."""
    if pace is Pace.MOVING:
        arriving = any(parcel.display_status in ARRIVING_STATUSES for parcel in order.fulfillments)
        return Urgency.ARRIVING if arriving else Urgency.MOVING
    return Urgency.WAITING if pace is Pace.WAITING else Urgency.SETTLED


def next_due_at(urgency: Urgency, pace: Pace, *, now: float) -> float:
    """When an order is looked at again unasked."""
    return NEVER if pace is Pace.CLOSED else now + CHECK_AGAIN_SECONDS[urgency]


def back_off(failures: int, *, dice: float) -> float:
    """Seconds to wait after so many failures before this one, doubling up to 15 minutes; `dice` (0 to 1) spreads it."""
    longest = min(BACK_OFF_SECONDS * 2 ** min(failures, 12), LONGEST_BACK_OFF_SECONDS)
    return float(longest * (0.5 + dice / 2))
