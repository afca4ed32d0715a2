"""From an order and a time to all that a shopper reads as status."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from orders.domain.order import Order
from orders.domain.timeline.expected import Dates
from orders.domain.timeline.headline import RULES, choose_headline, choose_with_rule
from orders.domain.timeline.items import Allocation, allocate
from orders.domain.timeline.journey import (
    FulfillmentOrderIndex,
    find_told_journey,
    first_of,
    index_fulfillment_orders,
    journey_of_order,
)
from orders.domain.timeline.kinds import Journey, Pace, Quiet
from orders.domain.timeline.model import ItemView, Parcel, Timeline, Waiting
from orders.domain.timeline.next_step import choose_next
from orders.domain.timeline.order_milestones import order_milestones
from orders.domain.timeline.pace import decide_pace
from orders.domain.timeline.parcels import build_parcels
from orders.domain.timeline.scene import build_scene
from orders.domain.timeline.silent_parts import find_silence, silence_of_shop
from orders.domain.timeline.usual_times import USUAL_TIMES, UsualTimes


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """An order divided into parcels and what waits, and every item in its places."""

    journey: Journey
    parcels: tuple[Parcel, ...]
    waiting: tuple[Waiting, ...]
    items: tuple[ItemView, ...]


def build_timeline(
    order: Order,
    *,
    now: datetime,
    usual: UsualTimes = USUAL_TIMES,
    own_carriers: Mapping[str, str] = MappingProxyType({}),
    country: str | None = None,
) -> Timeline:
    """The timeline of `order` as read at `now`, an aware time in the store's time zone, whose days are the calendar.

    `usual` says how long a silence is usual, by what is waited for. `own_carriers` are the merchant's link templates by
    company and `country` (ISO 3166) is where parcels start: they tell which parcels have a carrier's page to open.
    Never raises, whatever statuses, quantities and ids the order holds.
    """
    parts = divide(order, now=now, usual=usual)
    return tell(order, parts, now=now, usual=usual, own_carriers=own_carriers, country=country)


def divide(order: Order, *, now: datetime, usual: UsualTimes) -> Parts:
    """The parts of `order`, each with all that is known of it."""
    works = index_fulfillment_orders(order)
    dates = Dates.of(order, now=now)
    parcels = build_parcels(order, works, usual=usual, dates=dates)
    allocation = allocate(order, parcels, works, dates=dates)
    journey = _journey_of_all(order, works, parcels, allocation)
    return Parts(journey=journey, parcels=parcels, waiting=allocation.waiting, items=allocation.views)


def tell(
    order: Order,
    parts: Parts,
    *,
    now: datetime,
    usual: UsualTimes,
    own_carriers: Mapping[str, str] = MappingProxyType({}),
    country: str | None = None,
) -> Timeline:
    """What is said of an order that has been divided."""
    scene = build_scene(
        order,
        parts.journey,
        parts.parcels,
        parts.waiting,
        now=now,
        own_carriers=own_carriers,
        country=country,
    )
    headline = choose_headline(scene)
    silence = find_silence(scene, headline, usual=usual)
    return Timeline(
        headline=headline,
        next=choose_next(scene, headline, silence),
        journey=parts.journey,
        milestones=order_milestones(
            order,
            parts.journey,
            parts.parcels,
            parts.waiting,
            now.tzinfo,
            is_quiet=bool(parts.waiting)
            and silence_of_shop(order, usual=usual, now=now).quiet is not Quiet.USUAL,
        ),
        parcels=parts.parcels,
        waiting=parts.waiting,
        items=parts.items,
        pace=decide_pace(order, parts.parcels, parts.waiting, now=now),
        return_status=order.return_status,
        silence=silence,
    )


def explain_headline(order: Order, *, now: datetime, usual: UsualTimes = USUAL_TIMES) -> tuple[str, int]:
    """The name of the rule that gave the headline `build_timeline` gives, and how many were asked before it."""
    parts = divide(order, now=now, usual=usual)
    scene = build_scene(order, parts.journey, parts.parcels, parts.waiting, now=now)
    name = choose_with_rule(scene)[1]
    names = [rule.__name__ for rule in RULES]
    return name, names.index(name) if name in names else len(names)


def build_pace(order: Order, *, now: datetime) -> Pace:
    """How soon `order` may change, for whoever stores it; the same as `build_timeline(…).pace`."""
    works = index_fulfillment_orders(order)
    dates = Dates.of(order, now=now)
    parcels = build_parcels(order, works, usual=USUAL_TIMES, dates=dates)
    return decide_pace(order, parcels, allocate(order, parcels, works, dates=dates).waiting, now=now)


def _journey_of_all(
    order: Order, works: FulfillmentOrderIndex, parcels: tuple[Parcel, ...], allocation: Allocation
) -> Journey:
    """The journey that speaks for the whole order: of its parts, else of its delivery methods, else of itself."""
    parts = [parcel.journey for parcel in parcels] + [group.journey for group in allocation.waiting]
    return first_of(parts) or find_told_journey(works.all) or journey_of_order(order)
