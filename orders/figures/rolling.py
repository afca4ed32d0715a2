"""Past parcels counted up week by week, and the weeks of each period together, so that a page reads one row.

A step counts one week: rows are kept up to date as long as their order is, so a week is counted anew rather than added
to. Weeks that are over are left alone while they have as many parcels as were counted.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from orders import clock
from orders.figures.groups import Groups
from orders.figures.models import HourlyCount, ParcelWeek, Summary
from orders.figures.periods import CHOICES, WEEK, monday_of
from orders.figures.tallies import Facts
from orders.history.models import PastParcel
from orders.storage.write_queue import in_turn

ALWAYS_ANEW = 6 * WEEK
"""Of parcels that ended so lately, more may still be heard."""
MOST_WEEKS = max(CHOICES)
COLUMNS = ("carrier", "origin_country", "destination_country", "destination_region", *Facts._fields)


def go_on(cursor: str, *, now: float) -> tuple[str, bool]:
    """A step of the chore from its cursor, the next Monday: count a week, or at the end what the periods come to.

    Returns the next cursor, and whether that is for another time.
    """
    this = monday_of(clock.local(now).date())
    first = this - (MOST_WEEKS - 1) * WEEK
    monday = max(date.fromisoformat(cursor), first) if cursor else first
    while monday <= this:
        counted = _count_if_needed(monday, always=this - monday < ALWAYS_ANEW)
        monday += WEEK
        if counted:
            return monday.isoformat(), False
    _sum_up(first, now=now)
    return "", True


def on_orders_removed(*, order_pks: Sequence[int] | None, **_: Any) -> None:
    """Delete all that was counted where the shop itself, None, asks that everything be forgotten."""
    if order_pks is not None:
        return
    for model in (ParcelWeek, Summary, HourlyCount):
        model._default_manager.all().delete()  # noqa: SLF001 - Django's own name


def _count_if_needed(monday: date, *, always: bool) -> bool:
    rows = PastParcel.objects.filter(ended_on__range=(monday, monday + WEEK - date.resolution))
    there = rows.count()
    counted = ParcelWeek.objects.filter(monday=monday).values_list("parcels", flat=True).first() or 0
    if there == counted and not (always and there):
        return False
    groups = Groups()
    for carrier, origin, destination, region, *facts in rows.values_list(*COLUMNS).iterator(chunk_size=2000):
        groups.count((carrier, origin, destination), region, Facts(*facts))
    with in_turn():
        ParcelWeek.objects.update_or_create(
            monday=monday, defaults={"parcels": there, "data": groups.to_json()}
        )
    return True


def _sum_up(first: date, *, now: float) -> None:
    groups, made = Groups(), {}
    this = monday_of(clock.local(now).date())
    stored = {week.monday: week.data for week in ParcelWeek.objects.filter(monday__gte=first)}
    for number in range(MOST_WEEKS):
        monday = this - number * WEEK
        if monday in stored:
            groups.add_week(monday, stored[monday])
        if number + 1 in CHOICES:
            made[number + 1] = groups.to_json()
    with in_turn(), transaction.atomic():
        for weeks, data in made.items():
            Summary.objects.update_or_create(weeks=weeks, defaults={"made_at": now, "data": data})
        ParcelWeek.objects.filter(monday__lt=first).delete()
