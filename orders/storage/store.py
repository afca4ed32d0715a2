"""The one door to stored orders.

Statements are written out where one atomic statement is the point, or where the speed of the page is: Django's query
builder costs ten times what the query does (docs/decisions/0004).
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction

from orders.domain.matching import ContactKey, Kinship, OrderNumber, asked_keys, asked_order_keys
from orders.domain.order import Order
from orders.domain.renumbering import remember_renumbering
from orders.domain.timeline import build_pace
from orders.shopify.results import FetchedOrder
from orders.storage import due, keys, signals, snapshots
from orders.storage.statements import run

COLUMNS = (
    "tracked.id, tracked.shopify_id, tracked.version, tracked.pace, tracked.fetched_at, tracked.failed_at, "
    "tracked.removed_at, tracked.missing_at"
)

PUT_IF_NEWER = """
INSERT INTO orders_trackedorder AS tracked
  (shopify_id, ordered_at, snapshot, version, pace, shopify_updated_at, fetched_at, failed_at,
   urgency, due_at, leased_until, hinted_at, failures, removed_at, missing_at)
VALUES (%(shopify_id)s, %(ordered_at)s, %(snapshot)s, 1, %(pace)s, %(updated_at)s, %(fetched_at)s, 0,
   %(urgency)s, %(due_at)s, 0, 0, 0, NULL, 0)
ON CONFLICT (shopify_id) DO UPDATE SET
  ordered_at = excluded.ordered_at,
  version = CASE WHEN tracked.snapshot = excluded.snapshot THEN tracked.version ELSE tracked.version + 1 END,
  snapshot = excluded.snapshot,
  pace = excluded.pace,
  shopify_updated_at = excluded.shopify_updated_at,
  fetched_at = excluded.fetched_at,
  failed_at = 0,
  failures = 0,
  missing_at = 0,
  leased_until = 0,
  urgency = CASE WHEN tracked.hinted_at >= excluded.fetched_at THEN tracked.urgency ELSE excluded.urgency END,
  due_at = CASE WHEN tracked.hinted_at >= excluded.fetched_at THEN tracked.due_at ELSE excluded.due_at END
WHERE tracked.removed_at IS NULL AND (excluded.shopify_updated_at > tracked.shopify_updated_at
   OR (excluded.shopify_updated_at = tracked.shopify_updated_at AND excluded.fetched_at >= tracked.fetched_at))
RETURNING id
"""
NOTE_MISSING = """
UPDATE orders_trackedorder SET
  missing_at = CASE WHEN missing_at > %(now)s THEN missing_at ELSE %(now)s END,
  failed_at = 0, failures = 0, leased_until = 0,
  urgency = CASE WHEN hinted_at >= %(now)s THEN urgency ELSE %(settled)s END,
  due_at = CASE WHEN hinted_at >= %(now)s THEN due_at ELSE %(never)s END
WHERE id = %(pk)s AND removed_at IS NULL RETURNING fetched_at
"""
SNAPSHOT = "SELECT snapshot FROM orders_trackedorder WHERE shopify_id = %s AND removed_at IS NULL"
FIND = """
SELECT tracked.id, contact.hash FROM orders_orderkey known
JOIN orders_trackedorder tracked ON tracked.id = known.order_id
JOIN orders_ordercontact contact ON contact.order_id = tracked.id
WHERE known.key IN ({keys}) AND contact.hash IN ({hashes})
ORDER BY CASE {kinships} END, tracked.ordered_at DESC, tracked.id DESC, contact.hash LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class StoredOrder:
    """What a page needs to know before it reads the snapshot; the fields are `COLUMNS`."""

    pk: int
    shopify_id: str
    version: int
    pace: str
    fetched_at: float
    failed_at: float
    removed_at: float | None
    """When its details were removed for good; there is no snapshot then."""
    missing_at: float = 0.0
    """When Shopify was last asked and showed no such order; 0 while it shows it."""

    @property
    def asked_at(self) -> float:
        """When Shopify last said something of it, be it that there is no such order."""
        return max(self.fetched_at, self.missing_at)

    @property
    def is_fetched(self) -> bool:
        """Whether there is anything to show; else it was found, and is being fetched for the first time."""
        return self.fetched_at > 0


@dataclass(frozen=True, slots=True)
class Proved:
    """A stored order that a number and a contact both belong to; `proof` is the hash of the contact."""

    pk: int
    proof: str


class NotStored(Exception):
    """There is no such order here (any more)."""


def find(order_number: OrderNumber, contact: ContactKey) -> int | None:
    """The key of the stored order that number and contact both belong to; see `prove`."""
    proved = prove(order_number, contact)
    return proved.pk if proved else None


def prove(
    order_number: OrderNumber, contact: ContactKey, *, at_most: Kinship = Kinship.NUMBER
) -> Proved | None:
    """The stored order that number and contact both belong to: of several the one whose name comes nearest to what was
    typed, then the newest. None where none comes as near as `at_most`.
    """
    asked = {key: kinship for key, kinship in asked_order_keys(order_number).items() if kinship <= at_most}
    hashes = [keys.contact_hash(key) for key in asked_keys(contact)]
    statement = FIND.format(
        keys=", ".join(["%s"] * len(asked)),
        hashes=", ".join(["%s"] * len(hashes)),
        kinships=" ".join(["WHEN known.key = %s THEN %s"] * len(asked)),
    )
    ranks = [value for key, kinship in asked.items() for value in (key, int(kinship))]
    rows = run(statement, [*asked, *hashes, *ranks])
    return Proved(int(rows[0][0]), str(rows[0][1])) if rows else None


def find_all(order_number: OrderNumber) -> list[int]:
    """The keys of all stored orders that answer to the number, for staff."""
    asked = list(asked_order_keys(order_number))
    places = ", ".join(["%s"] * len(asked))
    statement = f"SELECT DISTINCT order_id FROM orders_orderkey WHERE key IN ({places}) ORDER BY order_id"  # noqa: S608
    return [int(order_pk) for (order_pk,) in run(statement, asked)]


def get(pk: int) -> StoredOrder:
    """The order as it is stored now; raises `NotStored`."""
    return StoredOrder(*_get_row(f"SELECT {COLUMNS} FROM orders_trackedorder tracked WHERE id = %s", pk))  # noqa: S608


def is_fetched(pk: int, *, shopify_id: str) -> bool:
    """Whether this row is that order of Shopify's, and has been fetched."""
    stored = get(pk)
    return stored.shopify_id == shopify_id and stored.fetched_at > 0


def get_snapshot(pk: int) -> Order:
    """The stored order itself; raises `NotStored`, or `UnreadableSnapshot` where another codec wrote it."""
    (snapshot,) = _get_row("SELECT snapshot FROM orders_trackedorder WHERE id = %s", pk)
    return snapshots.decode(bytes(snapshot))


def put_if_newer(fetched: FetchedOrder, *, fetched_at: float) -> int:
    """Store what was fetched, unless something newer is stored already; returns the stored order's key.

    Newer is what Shopify says was updated later; where that is equal (a scan need not touch the order), the fetch that
    began later. The decision and the change are one statement, so late answers cannot undo newer ones. What only two
    answers show together, that a number was replaced, is remembered in what is stored.
    """
    asked_at = datetime.fromtimestamp(fetched_at, UTC)
    order, snapshot = _remember(fetched.order, asked_at=asked_at)
    pace = build_pace(order, now=asked_at)
    urgency = due.build_urgency(order, pace)
    values: dict[str, str | float | bytes] = {
        "shopify_id": order.id,
        "ordered_at": order.created_at.timestamp(),
        "snapshot": snapshot,
        "pace": pace,
        "urgency": int(urgency),
        "due_at": due.next_due_at(urgency, pace, now=fetched_at),
        "updated_at": order.updated_at.timestamp(),
        "fetched_at": fetched_at,
    }
    with transaction.atomic():
        before = _lock_snapshot(order.id)
        stored = run(PUT_IF_NEWER, values)
        if not stored:
            return int(_get_row("SELECT id FROM orders_trackedorder WHERE shopify_id = %s", order.id)[0])
        order_pk = int(stored[0][0])
        keys.replace_names(order_pk, order)
        if not fetched.denied & {"email", "phone"}:  # what may not be read is not gone
            keys.replace_contacts(order_pk, fetched.contact, now=fetched_at)
        if before and before != snapshot:
            signals.snapshot_replaced.send(
                None, order_pk=order_pk, before=before, after=order, now=fetched_at
            )
        if before != values["snapshot"]:
            signals.snapshot_stored.send(None, order_pk=order_pk, order=order, before=before, now=fetched_at)
    return order_pk


def note_missing(pk: int, *, now: float) -> bool:
    """Shopify was asked at `now` and shows no such order. What is stored stays; only a hint makes it due again.

    One that was never fetched is found by nothing any more, so that a look-up asks Shopify anew. Returns whether
    there is something stored of it.
    """
    values = {"pk": pk, "now": now, "never": due.NEVER, "settled": due.Urgency.SETTLED}
    with transaction.atomic():
        noted = run(NOTE_MISSING, values)
        if not noted or noted[0][0]:
            return bool(noted)
        keys.delete_all(pk)
        run("DELETE FROM orders_accesslink WHERE order_id = %s", [pk])
    return False


def note_failure(pk: int, *, now: float) -> None:
    """Shopify could not be asked."""
    run("UPDATE orders_trackedorder SET failed_at = %s WHERE id = %s", [now, pk])


def _lock_snapshot(shopify_id: str) -> bytes:
    """The snapshot as it is until this transaction ends; empty when there is none."""
    lock = " FOR UPDATE" if connection.vendor == "postgresql" else ""  # SQLite has one writer anyway
    rows = run(f"SELECT snapshot FROM orders_trackedorder WHERE shopify_id = %s{lock}", [shopify_id])  # noqa: S608
    return bytes(rows[0][0]) if rows else b""


def _remember(order: Order, *, asked_at: datetime) -> tuple[Order, bytes]:
    """The order with what is remembered of its numbers, and its snapshot. Where nothing changed nothing is read."""
    snapshot = snapshots.encode(order)
    if not any(fulfillment.tracking for fulfillment in order.fulfillments):
        return order, snapshot
    stored = run(SNAPSHOT, [order.id])
    if not stored or snapshots.holds_same_tracking(bytes(stored[0][0]), order):
        return order, snapshot
    try:
        before = snapshots.decode_fulfillments(bytes(stored[0][0]))
    except snapshots.UnreadableSnapshot:
        return order, snapshot
    remembering = remember_renumbering(order, before, fetched_at=asked_at)
    return remembering, snapshot if remembering is order else snapshots.encode(remembering)


def _get_row(statement: str, key: int | str) -> tuple[Any, ...]:
    rows = run(statement, [key])
    if not rows:
        raise NotStored
    return rows[0]
