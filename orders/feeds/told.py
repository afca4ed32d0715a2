"""What calendars were told, so that a day that moved rises in sequence, and one that was withdrawn is cancelled.

A calendar program keeps an event until it is told otherwise, and only believes what has a higher sequence.
"""

from collections.abc import Iterable

from django.db import transaction

from orders.feeds.days import ParcelDay
from orders.models import CalendarDay
from orders.storage.write_queue import in_turn


def tell(order_pk: int, days: Iterable[ParcelDay], *, now: float) -> list[CalendarDay]:
    """What a calendar is to show of this order: the days as they are, and those it was told that are gone."""
    wanted = {day.key: day for day in days}
    told = {row.fulfillment_id: row for row in CalendarDay.objects.filter(order_id=order_pk)}
    if not all(_is_told(told.get(gid), day) for gid, day in wanted.items()) or any(
        not row.is_cancelled for gid, row in told.items() if gid not in wanted
    ):
        with in_turn(), transaction.atomic():
            _write(order_pk, wanted, now=now)
        told = {row.fulfillment_id: row for row in CalendarDay.objects.filter(order_id=order_pk)}
    return sorted(told.values(), key=lambda row: row.pk)


def _is_told(row: CalendarDay | None, day: ParcelDay) -> bool:
    return row is not None and (row.first_day, row.last_day, row.is_there, row.is_cancelled) == (
        day.first_day,
        day.last_day,
        day.is_there,
        False,
    )


def _write(order_pk: int, wanted: dict[str, ParcelDay], *, now: float) -> None:
    rows = {
        row.fulfillment_id: row for row in CalendarDay.objects.select_for_update().filter(order_id=order_pk)
    }
    for gid, day in wanted.items():
        row = rows.get(gid)
        if _is_told(row, day):
            continue
        if row is None:
            row = CalendarDay(order_id=order_pk, fulfillment_id=gid, sequence=-1)
        row.first_day, row.last_day, row.is_there, row.is_cancelled = (
            day.first_day,
            day.last_day,
            day.is_there,
            False,
        )
        _raise(row, now=now)
    for gid, row in rows.items():
        if gid not in wanted and not row.is_cancelled:
            row.is_cancelled = True
            _raise(row, now=now)


def _raise(row: CalendarDay, *, now: float) -> None:
    row.sequence += 1
    row.changed_at = now
    row.save()
