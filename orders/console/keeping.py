"""The console's rows about an order, written within the transaction that stores its snapshot."""

import logging
from collections.abc import Sequence
from typing import Any

from django.db import DatabaseError, transaction

from orders.console import attending, tracking_keys
from orders.console.models import Attention, FailedLookUp, Look, MissedLookUp, TrackingKey
from orders.domain.order import Order
from orders.models import TrackedOrder
from orders.storage import snapshots
from orders.storage.snapshots import UnreadableSnapshot

logger = logging.getLogger(__name__)

BATCH = 50
FILLED = "filled"


def on_snapshot_stored(*, order_pk: int, order: Order, now: float, **_: Any) -> None:
    """Note what staff find it by, and what needs them. A fault in that must not keep an order from being stored."""
    try:
        with transaction.atomic():
            keep(order_pk, order, now=now)
    except DatabaseError:
        raise
    except Exception as error:  # noqa: BLE001 - see above
        logger.error("An order could not be noted for the console: %s", type(error).__name__)


def keep(order_pk: int, order: Order, *, now: float) -> None:
    """Bring all rows about one order up to date; others with the same number are looked at soon."""
    hashes = tracking_keys.keep(order_pk, order)
    others = tracking_keys.others_with(hashes, order_pk)
    if others:
        Look.objects.filter(order_id__in=others).update(at=now)
    attending.keep(order_pk, order, shares_number=bool(others), now=now)


def on_failing(order_pk: int, *, now: float) -> None:
    """Have an order looked at soon that could not be fetched several times in a row, if it may still change."""
    Look.objects.filter(order_id=order_pk).update(at=now)


def on_orders_removed(*, order_pks: Sequence[int] | None, **_: Any) -> None:
    """Delete what belongs to these orders; to all, where it is None."""
    for model in (TrackingKey, Attention, Look, FailedLookUp):
        rows = model._default_manager.all()  # noqa: SLF001 - Django's own name
        (rows if order_pks is None else rows.filter(order_id__in=list(order_pks))).delete()
    if order_pks is None:
        MissedLookUp.objects.all().delete()  # they name no order yet


def fill_in(after: int, *, now: float, most: int = BATCH) -> int | None:
    """Note up to `most` orders that were stored before there was a console, behind the row `after`; None at the end."""
    rows = TrackedOrder.objects.filter(pk__gt=after, fetched_at__gt=0, removed_at=None).order_by("pk")[:most]
    last = None
    for count, row in enumerate(rows, 1):
        try:
            order = snapshots.decode(bytes(row.snapshot))
        except UnreadableSnapshot:
            continue
        finally:
            last = row.pk if count == most else None
        on_snapshot_stored(order_pk=row.pk, order=order, now=now)
    return last


def go_on(cursor: str, *, now: float) -> tuple[str, bool]:
    """A step of the console's chore from its cursor: fill in what was stored before, then look again at what is due.

    Returns the next cursor, and whether that is for another time.
    """
    if cursor != FILLED:
        after = fill_in(int(cursor or 0), now=now)
        return (FILLED, False) if after is None else (str(after), False)
    return FILLED, not attending.look_again(now=now)
