"""The days on which an order's parcels are expected, or came: what a calendar shows, as plain values."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, tzinfo

from orders.domain.timeline import Timeline
from orders.domain.timeline.facts import ARRIVED
from orders.domain.when import day_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelDay:
    """The day or days of one parcel; `is_there`: it came on that day."""

    fulfillment_id: str
    number: int
    first_day: date
    last_day: date
    is_there: bool = False


def find_days(timeline: Timeline, *, zone: tzinfo | None) -> Iterator[ParcelDay]:
    """One for each parcel that has a day. A parcel that is there keeps the day it came."""
    for parcel in timeline.parcels:
        if parcel.state in ARRIVED and parcel.state_at is not None:
            came = day_of(parcel.state_at, zone).date
            yield ParcelDay(
                fulfillment_id=parcel.fulfillment_id,
                number=parcel.number,
                first_day=came,
                last_day=came,
                is_there=True,
            )
        elif parcel.expected is not None:
            yield ParcelDay(
                fulfillment_id=parcel.fulfillment_id,
                number=parcel.number,
                first_day=parcel.expected.first_day.date,
                last_day=parcel.expected.last_day.date,
            )
