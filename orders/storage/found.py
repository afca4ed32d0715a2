"""Orders that a look-up has found and proved, before they are fetched: what was proved is not thrown away.

Such a row has no snapshot yet. It can be found, linked to, and is due at once.
"""

from django.db import connection, transaction

from orders.shopify.results import OrderCandidate
from orders.storage import due, keys
from orders.storage.due import Claimed, Urgency

NOTE = """
INSERT INTO orders_trackedorder AS tracked
  (shopify_id, ordered_at, snapshot, version, pace, shopify_updated_at, fetched_at, failed_at,
   urgency, due_at, leased_until, hinted_at, failures, removed_at, missing_at)
VALUES (%(shopify_id)s, %(ordered_at)s, %(nothing)s, 0, 'waiting', 0, 0, 0, %(urgency)s, %(now)s, 0, 0, 0, NULL, 0)
ON CONFLICT (shopify_id) DO UPDATE SET
  ordered_at = CASE WHEN tracked.fetched_at = 0 THEN excluded.ordered_at ELSE tracked.ordered_at END,
  urgency = excluded.urgency,
  due_at = CASE WHEN tracked.due_at < excluded.due_at THEN tracked.due_at ELSE excluded.due_at END
WHERE tracked.removed_at IS NULL
RETURNING id
"""
CLAIM = """
UPDATE orders_trackedorder SET leased_until = %(until)s
WHERE id = %(pk)s AND removed_at IS NULL AND due_at <= %(now)s AND leased_until <= %(now)s
RETURNING id, shopify_id, failures, leased_until
"""


def note(candidate: OrderCandidate, *, now: float) -> int | None:
    """Write down an order whose number and contact were proved; it is due at once. None for one that was removed."""
    values: dict[str, str | float | bytes] = {
        "shopify_id": candidate.id,
        "ordered_at": candidate.created_at.timestamp(),
        "nothing": b"",
        "urgency": int(Urgency.HINTED),
        "now": now,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(NOTE, values)
        row = cursor.fetchone()
        if row is None:
            return None
        keys.add_candidate(int(row[0]), candidate)
    return int(row[0])


def claim(pk: int, *, now: float, lease: float = due.LEASE_SECONDS) -> Claimed | None:
    """Take this one order if it is due and nobody has it."""
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, {"pk": pk, "now": now, "until": due.build_lease(now, lease)})
        row = cursor.fetchone()
    return Claimed(*row) if row else None
