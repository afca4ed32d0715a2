"""Which parcels of an order a forecast may be given for, and what is known of them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, tzinfo

from orders.domain.carriers.key import carrier_key
from orders.domain.forecast.trips import Lane, Window
from orders.domain.order import Order
from orders.domain.past_parcels import find_origin
from orders.domain.timeline import Journey, Parcel, ParcelState, Step, Timeline
from orders.domain.timeline.journey import index_fulfillment_orders
from orders.domain.timeline.kinds import Quiet
from orders.domain.when import day_of

type FindUsual = Callable[[Order, Timeline, tzinfo | None], Mapping[str, Window]]
"""Knows what usually happens to the parcels of an order, by fulfillment; days are those of the zone."""


def nothing_usual(*_: object) -> Mapping[str, Window]:
    """For orders of which nothing is known but what they say themselves."""
    return {}


@dataclass(frozen=True, slots=True)
class Asked:
    """A parcel on a lane, seen by its carrier first on a day."""

    lane: Lane
    left_on: date


def find_asked(
    order: Order,
    timeline: Timeline,
    *,
    zone: tzinfo | None,
    country: str | None = None,
    own_carriers: Collection[str] = (),
) -> dict[str, Asked]:
    """What to ask for, by fulfillment: parcels on their way of which nobody has named a day, and nothing is wrong.

    `country` is the store's.
    """
    lefts = {
        parcel.fulfillment_id: left
        for parcel in timeline.parcels
        if _is_open(parcel) and (left := _left_on(parcel, zone)) is not None
    }
    if not lefts:
        return {}
    works = index_fulfillment_orders(order)
    made = {fulfillment.id: fulfillment for fulfillment in order.fulfillments}
    asked = {}
    for fulfillment_id, left in lefts.items():
        fulfillment = made[fulfillment_id]
        origin = find_origin(works.of(fulfillment)) or country or ""
        lane = Lane(
            carrier_key(fulfillment.tracking, country=origin or None, own_names=own_carriers),
            origin,
            order.destination_country_code or "",
            order.destination_province_code or "",
        )
        asked[fulfillment_id] = Asked(lane, left)
    return asked


def _is_open(parcel: Parcel) -> bool:
    quiet = parcel.silence.quiet if parcel.silence else Quiet.USUAL
    return (
        parcel.journey is Journey.SHIPPING
        and parcel.state is ParcelState.IN_TRANSIT
        and parcel.expected is None
        and quiet is Quiet.USUAL
    )


def _left_on(parcel: Parcel, zone: tzinfo | None) -> date | None:
    scanned = (each.reached_at for each in parcel.milestones if each.step is Step.IN_TRANSIT)
    first = next((at for at in scanned if at is not None), None)
    return None if first is None else day_of(first, zone).date
