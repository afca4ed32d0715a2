"""Windows of days made of the rows of past parcels, once a day for every lane."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction

from orders import clock
from orders.domain.forecast.learning import Forecaster, replay
from orders.domain.forecast.trips import HolidaysOf, Lane, Trip, Window
from orders.domain.past_parcels import Outcome
from orders.domain.timeline import Journey
from orders.history.models import PastParcel, UsualDays
from orders.history.public_holidays import holidays_of
from orders.history.usual_days import lane_of

MOST_ROWS = 20_000
LEARNED_DAYS = 400
OFFERED_DAYS = 30
"""So long ago a parcel may have left: what is still on its way then is not as usual."""


def read_trips(*, before: date, most: int = MOST_ROWS) -> list[Trip]:
    """The trips of the newest parcels that arrived before a day."""
    rows = PastParcel.objects.filter(
        journey=Journey.SHIPPING,
        outcome=Outcome.DELIVERED,
        scanned_on__isnull=False,
        arrived_on__lt=before,
        arrived_on__gte=before - timedelta(days=LEARNED_DAYS),
    ).order_by("-arrived_on")
    names = ("carrier", "origin_country", "destination_country", "destination_region")
    return [
        Trip(Lane(*lane), left_on, arrived_on)
        for *lane, left_on, arrived_on in rows.values_list(*names, "scanned_on", "arrived_on")[:most]
        if left_on <= arrived_on
    ]


def make_windows(*, now: float) -> int:
    """Make today's windows for every lane, and those of days before that have none; returns how many are kept.

    What was made for a day stays as it was made: a shopper reads on the page tomorrow what a mail says today, and what
    is measured is what was said. So a province gets no window of its own for a day whose parcels there were told the
    country's. Windows of days on which nothing can still be on its way go.
    """
    today = clock.local(now).date()
    oldest = today - timedelta(days=OFFERED_DAYS)
    made = _make(read_trips(before=today), oldest, today)
    with transaction.atomic():
        UsualDays.objects.filter(left_on__lt=oldest).delete()
        told = {(row.left_on, lane_of(row)) for row in UsualDays.objects.all()}
        new = [row for row in made if (row.left_on, lane_of(row).without_region) not in told]
        UsualDays.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)
    return UsualDays.objects.count()


def holidays_for(first: date, last: date) -> HolidaysOf:
    """The holidays of any country and province from the year before the first day to the one after the last."""
    return lambda country, province: holidays_of(country, province, first.year - 1, last.year + 1)


def _make(trips: Sequence[Trip], oldest: date, today: date) -> list[UsualDays]:
    if not trips:
        return []
    forecaster = Forecaster(holidays_for(min(trip.left_on for trip in trips), today))
    made: list[UsualDays] = []

    def offer(day: date) -> None:
        if day >= oldest:
            windows = ((lane, forecaster.predict(lane, day)) for lane in forecaster.lanes)
            made.extend(_row(lane, day, window) for lane, window in windows if window is not None)

    for _ in replay(forecaster, trips, until=today, each_day=offer):
        pass
    return made


def _row(lane: Lane, left_on: date, window: Window) -> UsualDays:
    return UsualDays(
        carrier=lane.carrier,
        origin_country=lane.origin,
        destination_country=lane.destination,
        destination_region=lane.region,
        left_on=left_on,
        first_day=window.first_day,
        last_day=window.last_day,
    )
