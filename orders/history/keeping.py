"""Rows of past parcels, written within the transaction that stores or removes an order."""

import logging
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction

from orders import clock, conf
from orders.domain import past_parcels
from orders.domain.order import Order
from orders.domain.timeline import build_timeline
from orders.history.models import ParcelMark, PastParcel, UsualDays
from orders.models import TrackedOrder
from orders.storage import snapshots
from orders.storage.snapshots import UnreadableSnapshot

logger = logging.getLogger(__name__)

CHUNK = 500


def on_snapshot_stored(*, order_pk: int, order: Order, now: float, **_: Any) -> None:
    """Note the parcels that have come to their end."""
    if conf.parcel_history() and order.fulfillments:
        keep(order_pk, order, now=now)


def on_removal_begins(*, order_pks: Sequence[int] | None, now: float, **_: Any) -> None:
    """Note the parcels of these orders, ended or not, and cut what leads from the rows to them.

    None stands for the shop itself, which asks that all of it be forgotten: then the history goes too.
    """
    if order_pks is None:
        forget_all()
        return
    for start in range(0, len(order_pks), CHUNK):
        chunk = order_pks[start : start + CHUNK]
        if conf.parcel_history():
            for pk, snapshot in _snapshots_of(chunk):
                _note_last(pk, snapshot, now=now)
        ParcelMark.objects.filter(order_id__in=chunk).delete()


def forget_all() -> None:
    """Delete the history."""
    for model in (ParcelMark, PastParcel, UsualDays):
        model._default_manager.all().delete()  # noqa: SLF001 - Django's own name


def fill_in(after: int, *, now: float, most: int = CHUNK) -> tuple[int, int | None]:
    """Note the parcels of up to `most` stored orders behind the row `after`; how many orders, and where to go on."""
    rows = TrackedOrder.objects.filter(pk__gt=after, fetched_at__gt=0, removed_at=None).order_by("pk")
    pks = list(rows.values_list("pk", flat=True)[:most])
    for pk in pks:
        with transaction.atomic():
            row = TrackedOrder.objects.select_for_update().filter(pk=pk, removed_at=None).first()
            order = None if row is None else _read(bytes(row.snapshot))
            if order is not None:
                keep(pk, order, now=now)
    return len(pks), pks[-1] if len(pks) == most else None


def keep(order_pk: int, order: Order, *, now: float, is_over: bool = False) -> None:
    """Make the rows of one order what is true of it now; with `is_over` of parcels that are still travelling, too.

    To be called within a transaction. A fault in finding them out is logged and changes nothing: neither storing nor
    removing an order may fail for the sake of figures.
    """
    try:
        found = _find(order, now=now, is_over=is_over)
    except Exception as error:  # noqa: BLE001 - see above
        logger.error("Parcels could not be noted for the history: %s", type(error).__name__)
        return
    marks = ParcelMark.objects.filter(order_id=order_pk).values_list("fulfillment_id", "row_id")
    held = dict(marks)
    if gone := [row for fulfillment_id, row in held.items() if fulfillment_id not in found]:
        PastParcel.objects.filter(pk__in=gone).delete()
    for fulfillment_id, past in found.items():
        fields = _fields_of(past)
        if fulfillment_id in held:
            PastParcel.objects.filter(pk=held[fulfillment_id]).update(**fields)
        else:
            row = PastParcel.objects.create(**fields)
            ParcelMark.objects.create(order_id=order_pk, fulfillment_id=fulfillment_id, row=row)


def _find(order: Order, *, now: float, is_over: bool) -> dict[str, past_parcels.PastParcel]:
    local = clock.local(now)
    return past_parcels.find_past_parcels(
        order,
        build_timeline(order, now=local),
        now=local,
        country=conf.country(),
        own_carriers=conf.carrier_links(),
        is_over=is_over,
    )


def _fields_of(past: past_parcels.PastParcel) -> dict[str, Any]:
    left = past.left_on
    return asdict(past) | {
        "promised_by": past.promised_by or "",
        "left_on": left,
        "weekday_left": None if left is None else left.weekday(),
        "days_late": past.days_late,
    }


def _note_last(order_pk: int, snapshot: bytes, *, now: float) -> None:
    """Of most orders all parcels are noted long since, and then there is nothing to work out."""
    order = _read(snapshot)
    if order is None or not order.fulfillments:
        return
    noted = ParcelMark.objects.filter(order_id=order_pk).values_list("fulfillment_id", flat=True)
    if {fulfillment.id for fulfillment in order.fulfillments} - set(noted):
        keep(order_pk, order, now=now, is_over=True)


def _snapshots_of(order_pks: Sequence[int]) -> list[tuple[int, bytes]]:
    rows = TrackedOrder.objects.filter(pk__in=list(order_pks)).order_by("pk")
    return [(pk, bytes(snapshot)) for pk, snapshot in rows.values_list("pk", "snapshot")]


def _read(snapshot: bytes) -> Order | None:
    try:
        return snapshots.decode(snapshot)
    except UnreadableSnapshot:
        return None
