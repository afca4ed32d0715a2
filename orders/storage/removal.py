"""Removing orders for good: asked for by the shop or the law, or because the retention period is over.

What stays of an order is its row without content, so that a link can say what happened and nothing brings it back:
`orders.storage.store` and `orders.storage.due` leave a removed row alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection, transaction

from orders import conf
from orders.domain.order import Fulfillment, Order
from orders.domain.timeline import Pace
from orders.domain.when import end_of
from orders.storage import due, signals, snapshots
from orders.storage.snapshots import UnreadableSnapshot

DAY_SECONDS = 86_400
CHUNK = 500

# The order's dates say something about a person too, so they go as well.
FORGET_EVERYTHING = """
UPDATE orders_trackedorder AS tracked SET
  ordered_at = 0, snapshot = %(nothing)s, version = tracked.version + 1, pace = %(pace)s, shopify_updated_at = 0,
  fetched_at = 0, failed_at = 0, urgency = %(urgency)s, due_at = %(never)s, leased_until = 0, hinted_at = 0,
  failures = 0, missing_at = 0, removed_at = %(now)s
WHERE tracked.removed_at IS NULL
"""
FORGET = """
INSERT INTO orders_trackedorder AS tracked
  (shopify_id, ordered_at, snapshot, version, pace, shopify_updated_at, fetched_at, failed_at,
   urgency, due_at, leased_until, hinted_at, failures, removed_at, missing_at)
VALUES (%(shopify_id)s, 0, %(nothing)s, 1, %(pace)s, 0, 0, 0, %(urgency)s, %(never)s, 0, 0, 0, %(now)s, 0)
ON CONFLICT (shopify_id) DO UPDATE SET
  ordered_at = 0, snapshot = excluded.snapshot, version = tracked.version + 1, pace = excluded.pace,
  shopify_updated_at = 0, fetched_at = 0, failed_at = 0, urgency = excluded.urgency, due_at = excluded.due_at,
  leased_until = 0, hinted_at = 0, failures = 0, missing_at = 0, removed_at = excluded.removed_at
WHERE tracked.removed_at IS NULL
RETURNING id
"""
AT_REST = """
SELECT id, shopify_id, shopify_updated_at, snapshot FROM orders_trackedorder
WHERE id > %s AND removed_at IS NULL AND fetched_at > 0 AND pace IN (%s, %s) AND ordered_at < %s
ORDER BY id LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Swept:
    """One batch of the retention sweep. `after` is where the next begins; None when all were looked at."""

    removed: int
    after: int | None


def forget_orders(shopify_ids: Iterable[str], *, now: float) -> int:
    """Remove these orders, known here or not; returns how many had not been removed before.

    One that is not known leaves an empty row as well, lest a fetch that is under way store it a moment later.
    """
    removed: list[int] = []
    ordered = sorted(set(shopify_ids))  # in the same order always, so that two removals cannot deadlock
    with transaction.atomic(), connection.cursor() as cursor:
        signals.removal_begins.send(None, order_pks=_lock_known(ordered), now=now)
        for shopify_id in ordered:
            cursor.execute(FORGET, {"shopify_id": shopify_id, **_emptied(now)})
            removed.extend(int(row[0]) for row in cursor.fetchall())
        for start in range(0, len(removed), CHUNK):
            _delete_keys(removed[start : start + CHUNK])
        signals.orders_removed.send(None, order_pks=removed)
    return len(removed)


def forget_everything(*, now: float) -> int:
    """Remove every order; returns how many had not been removed before."""
    with transaction.atomic(), connection.cursor() as cursor:
        signals.removal_begins.send(None, order_pks=None, now=now)
        cursor.execute(FORGET_EVERYTHING, _emptied(now))
        removed = int(cursor.rowcount)
        cursor.execute("DELETE FROM orders_orderkey")
        cursor.execute("DELETE FROM orders_ordercontact")
        signals.orders_removed.send(None, order_pks=None)
        cursor.execute("DELETE FROM orders_calendarday")
    return removed


def forget_expired(*, now: float, most: int = CHUNK, after: int = 0) -> Swept:
    """Look at up to `most` orders at rest, beginning behind the row `after`, and remove those whose time is over.

    It is over when nothing has happened to the order for the retention period. An order that something is still
    expected of is kept.
    """
    over = now - conf.order_retention_days() * DAY_SECONDS
    with connection.cursor() as cursor:
        cursor.execute(AT_REST, [after, Pace.SETTLED, Pace.CLOSED, over, most])
        rows = cursor.fetchall()
    expired = [
        shopify_id
        for _, shopify_id, updated_at, snapshot in rows
        if _ended_at(bytes(snapshot), updated_at) < over
    ]
    removed = forget_orders(expired, now=now) if expired else 0
    return Swept(removed=removed, after=int(rows[-1][0]) if len(rows) == most else None)


def _lock_known(shopify_ids: Sequence[str]) -> list[int]:
    """The keys of those that are stored with their details; these stay as they are until the transaction ends."""
    lock = " FOR UPDATE" if connection.vendor == "postgresql" else ""  # SQLite has one writer anyway
    known: list[int] = []
    with connection.cursor() as cursor:
        for start in range(0, len(shopify_ids), CHUNK):
            chunk = shopify_ids[start : start + CHUNK]
            marks = ", ".join(["%s"] * len(chunk))
            cursor.execute(
                f"SELECT id FROM orders_trackedorder WHERE shopify_id IN ({marks}) AND removed_at IS NULL "  # noqa: S608
                f"ORDER BY shopify_id{lock}",
                chunk,
            )
            known.extend(int(row[0]) for row in cursor.fetchall())
    return known


def _emptied(now: float) -> dict[str, str | float | bytes]:
    """What a removed row holds: nothing, and nothing to do."""
    return {
        "nothing": b"",
        "pace": Pace.CLOSED,
        "urgency": int(due.Urgency.SETTLED),
        "never": due.NEVER,
        "now": now,
    }


def _ended_at(snapshot: bytes, updated_at: float) -> float:
    """When the last thing happened; where the snapshot cannot be read, when Shopify last changed the order."""
    try:
        return last_happened_at(snapshots.decode(snapshot))
    except UnreadableSnapshot:
        return updated_at


def last_happened_at(order: Order) -> float:
    """When the last thing happened to an order, in seconds since the epoch: mostly its delivery.

    What a merchant does to the record afterwards, a tag or a note, does not count.
    """
    moments = [order.created_at, order.cancelled_at]
    moments += [refund.created_at for refund in order.refunds or ()]
    for fulfillment in order.fulfillments:
        moments += _moments_of(fulfillment)
    return max(moment.timestamp() for moment in moments if moment is not None)


def _moments_of(fulfillment: Fulfillment) -> list[datetime]:
    heard_of = [event.created_at for event in fulfillment.events]
    # Nothing has happened after Shopify heard of it, whatever a carrier's clock says.
    told = [
        min(end_of(when, UTC), fulfillment.updated_at)
        for when in (fulfillment.in_transit_at, fulfillment.delivered_at)
        if when is not None
    ]
    return [fulfillment.created_at, *heard_of, *told]


def _delete_keys(order_pks: Sequence[int]) -> None:
    marks = ", ".join(["%s"] * len(order_pks))
    with connection.cursor() as cursor:
        for table in ("orders_orderkey", "orders_ordercontact", "orders_calendarday"):
            cursor.execute(f"DELETE FROM {table} WHERE order_id IN ({marks})", order_pks)  # noqa: S608 - own names
