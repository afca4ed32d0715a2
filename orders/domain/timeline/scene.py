"""The parts of an order, divided as the headline and the next step look at them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from orders.domain.order import Order
from orders.domain.timeline.facts import ARRIVED
from orders.domain.timeline.journey import NO_BOXES
from orders.domain.timeline.kinds import Journey, ParcelState, Quiet
from orders.domain.timeline.model import Expected, Parcel, Waiting
from orders.domain.when import When, day_of, last_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What the rules look at. `boxes` are the parcels that travel, `arrived` and `coming` divide them.

    `to_leave` is what waits and will travel or be collected; what is never shipped stands apart and holds up nothing.
    `own_carriers` are the merchant's link templates by company, `country` (ISO 3166) is where parcels start.
    """

    order: Order
    journey: Journey
    now: datetime
    parcels: Sequence[Parcel]
    waiting: Sequence[Waiting]
    to_leave: Sequence[Waiting]
    boxes: Sequence[Parcel]
    arrived: Sequence[Parcel]
    coming: Sequence[Parcel]
    first_in: Mapping[ParcelState, Parcel]
    own_carriers: Mapping[str, str] = MappingProxyType({})
    country: str | None = None

    def find(self, state: ParcelState) -> Parcel | None:
        """The first parcel, by number, in this state."""
        return self.first_in.get(state)


def build_scene(
    order: Order,
    journey: Journey,
    parcels: Sequence[Parcel],
    waiting: Sequence[Waiting],
    *,
    now: datetime,
    own_carriers: Mapping[str, str] = MappingProxyType({}),
    country: str | None = None,
) -> Scene:
    """Divide the parts of an order as the rules need them."""
    boxes = [parcel for parcel in parcels if parcel.journey not in NO_BOXES]
    return Scene(
        order=order,
        journey=journey,
        now=now,
        parcels=parcels,
        waiting=waiting,
        to_leave=[group for group in waiting if group.journey not in NO_BOXES],
        boxes=boxes,
        arrived=[parcel for parcel in boxes if parcel.state in ARRIVED],
        coming=[parcel for parcel in boxes if parcel.state not in ARRIVED],
        first_in={parcel.state: parcel for parcel in reversed(parcels)},
        own_carriers=own_carriers,
        country=country,
    )


def is_out_today(parcel: Parcel, *, now: datetime) -> bool:
    """Out for delivery is news of one day: yesterday's scan with nothing after it is not "today".

    Where nobody says since when, it is believed while its silence is bearable.
    """
    if parcel.state is not ParcelState.OUT_FOR_DELIVERY:
        return False
    if parcel.state_at is not None:
        return day_of(parcel.state_at, now.tzinfo).date >= now.date()
    return parcel.silence is None or parcel.silence.quiet is not Quiet.ASK


def days_late(part: Parcel | Waiting) -> int:
    """Whole days past the expected date; 0 when it is not past, or none is known."""
    return 0 if part.expected is None else part.expected.days_late


def last_at(parcels: Iterable[Parcel], *, now: datetime) -> When | None:
    """When the last of them reached its state; None if one time is unknown."""
    return last_of((parcel.state_at for parcel in parcels), now.tzinfo)


def next_of(dates: Iterable[Expected | None]) -> Expected | None:
    """The date that comes first; None when none is known."""
    known = [expected for expected in dates if expected is not None]
    return min(known, key=lambda expected: (expected.last_day, expected.first_day), default=None)
