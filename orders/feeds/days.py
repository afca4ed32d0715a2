"""The days on which an order's parcels are expected, or came: what a calendar shows, as plain values."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, tzinfo

from orders.domain.timeline import Journey, Timeline
from orders.domain.timeline.facts import ARRIVED
from orders.domain.timeline.model import Expected, Parcel
from orders.domain.when import day_of

BROUGHT = frozenset({Journey.SHIPPING, Journey.LOCAL_DELIVERY, Journey.PICKUP_POINT})
"""What comes to somebody; a file, or what is fetched in the shop, has no day to wait for a parcel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelDay:
    """The day or days of one parcel; `is_there`: it came on that day. `key` is the fulfillment's id, or, with the
    order's, stands for what has not left, of which nobody knows in how many parcels it will; `number` is 0 then.
    """

    key: str
    number: int
    first_day: date
    last_day: date
    is_there: bool = False


def find_days(timeline: Timeline, *, order_id: str, zone: tzinfo | None) -> Iterator[ParcelDay]:
    """One for each parcel and each part that has not left, where it has a day. What is there keeps the day it came."""
    for parcel in timeline.parcels:
        if parcel.journey in BROUGHT:
            yield from _of_parcel(parcel, zone)
    waiting = [group for group in timeline.waiting if group.journey in BROUGHT]
    for place, group in enumerate(waiting, start=1):
        if group.expected is not None:
            yield _expected(f"{order_id}:{place}", 0, group.expected)


def _of_parcel(parcel: Parcel, zone: tzinfo | None) -> Iterator[ParcelDay]:
    if parcel.state in ARRIVED and parcel.state_at is not None:
        came = day_of(parcel.state_at, zone).date
        yield ParcelDay(
            key=parcel.fulfillment_id, number=parcel.number, first_day=came, last_day=came, is_there=True
        )
    elif parcel.expected is not None:
        yield _expected(parcel.fulfillment_id, parcel.number, parcel.expected)


def _expected(key: str, number: int, expected: Expected) -> ParcelDay:
    return ParcelDay(
        key=key, number=number, first_day=expected.first_day.date, last_day=expected.last_day.date
    )
