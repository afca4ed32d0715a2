"""What others than the buyer may know of an order: how far it is, and never where, to whom, under which number, or what
the shop or the carrier wants of the buyer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType

from orders.domain.order import FulfillmentEvent, Order
from orders.domain.status import CancelReason, FulfillmentEventStatus, ReturnStatus
from orders.domain.timeline.build import Parts, divide, tell
from orders.domain.timeline.facts import ARRIVED
from orders.domain.timeline.kinds import (
    Awaited,
    ItemPlaceKind,
    Journey,
    ParcelState,
    StepState,
    WaitingReason,
)
from orders.domain.timeline.model import (
    ItemPlace,
    ItemView,
    Parcel,
    ParcelItem,
    Silence,
    Timeline,
    Waiting,
)
from orders.domain.timeline.usual_times import USUAL_TIMES, Usual, UsualTimes
from orders.domain.when import end_of, last_of

SHOWN_AFTER_ARRIVAL = timedelta(days=7)
NEVER = Usual(10**6, 10**6)
REASONS: Mapping[WaitingReason, WaitingReason] = {
    WaitingReason.AWAITING_PAYMENT: WaitingReason.RECEIVED,
    WaitingReason.CHECK_ADDRESS: WaitingReason.PREPARING,
    WaitingReason.AWAITING_RETURN: WaitingReason.PREPARING,
    WaitingReason.REVIEW: WaitingReason.PREPARING,
    WaitingReason.REFUNDED: WaitingReason.NOT_LEFT,
    WaitingReason.PAYMENT_LAPSED: WaitingReason.NOT_LEFT,
}
"""What concerns the buyer's address, money, returns or honesty, and what is told instead."""


def build_for_others(
    order: Order,
    *,
    now: datetime,
    with_items: bool,
    usual: UsualTimes = USUAL_TIMES,
    own_carriers: Mapping[str, str] = MappingProxyType({}),
    country: str | None = None,
) -> Timeline:
    """The timeline without tracking numbers, places below the country and carriers' own words, which may name the
    receiver, and without what is between the buyer and the shop; without what is inside as well, unless `with_items`.

    Its parts are made of all that is known, so that what is decided by a hidden fact stays decided as it is; the
    sentence, the steps and all else are then chosen for the parts as others see them. Takes what `build_timeline` does.
    """
    usual = {**usual, Awaited.PACKING: NEVER}
    parts = _parts(divide(order, now=now, usual=usual))
    told = tell(_order(order), parts, now=now, usual=usual, own_carriers=own_carriers, country=country)
    return replace(
        told,
        headline=replace(told.headline, place=None),
        parcels=tuple(_parcel(parcel, with_items=with_items) for parcel in told.parcels),
        waiting=tuple(_waiting(waiting, with_items=with_items) for waiting in told.waiting),
        items=told.items if with_items else (),
        silence=_silence(told.silence),
    )


def is_over_for_others(timeline: Timeline, *, updated_at: datetime, now: datetime) -> bool:
    """Whether everything arrived more than a week ago: then nobody needs to watch it any more.

    `now` is in the store's zone; `updated_at`, when the order last changed, stands in for a time nobody knows.
    """
    if timeline.waiting or not timeline.parcels:
        return False
    if any(parcel.state not in ARRIVED for parcel in timeline.parcels):
        return False
    arrived = last_of((parcel.state_at for parcel in timeline.parcels), now.tzinfo) or updated_at
    return end_of(arrived, now.tzinfo) + SHOWN_AFTER_ARRIVAL < now


def _order(order: Order) -> Order:
    """Without who cancelled it, its money and its returns."""
    reason = None if order.cancel_reason == CancelReason.CUSTOMER else order.cancel_reason
    return replace(
        order, cancel_reason=reason, financial_status=None, refunds=None, return_status=ReturnStatus.NO_RETURN
    )


def _parts(parts: Parts) -> Parts:
    return replace(
        parts,
        parcels=tuple(map(_as_seen, parts.parcels)),
        waiting=_together(
            replace(group, reason=REASONS.get(group.reason, group.reason)) for group in parts.waiting
        ),
        items=tuple(map(_item, parts.items)),
    )


def _as_seen(parcel: Parcel) -> Parcel:
    """What the carrier wants of the buyer is news that others do not read: to them it is still on its way."""
    if parcel.state is not ParcelState.ACTION_NEEDED:
        return parcel
    return replace(
        parcel,
        state=_state(parcel.state),
        milestones=tuple(
            replace(each, state=StepState.CURRENT) if each.state is StepState.PROBLEM else each
            for each in parcel.milestones
        ),
    )


def _state(state: ParcelState) -> ParcelState:
    return ParcelState.IN_TRANSIT if state is ParcelState.ACTION_NEEDED else state


def _together(groups: Iterable[Waiting]) -> tuple[Waiting, ...]:
    """Groups that wait for the same as others see it, as one, each item once."""
    inside: dict[Waiting, dict[str, ParcelItem]] = {}
    for group in groups:
        items = inside.setdefault(replace(group, items=()), {})
        for each in group.items:
            known = items.get(each.item.id)
            items[each.item.id] = (
                each if known is None else replace(known, quantity=known.quantity + each.quantity)
            )
    return tuple(replace(group, items=tuple(items.values())) for group, items in inside.items())


def _item(view: ItemView) -> ItemView:
    quantities: dict[ItemPlace, int] = {}
    for place in view.places:
        seen = replace(_place(place), quantity=0)
        quantities[seen] = quantities.get(seen, 0) + place.quantity
    return replace(
        view, places=tuple(replace(place, quantity=quantity) for place, quantity in quantities.items())
    )


def _place(place: ItemPlace) -> ItemPlace:
    """A refund is told as what left the order."""
    if place.kind is ItemPlaceKind.REFUNDED:
        return replace(place, kind=ItemPlaceKind.REMOVED, at=None)
    return replace(
        place,
        reason=place.reason and REASONS.get(place.reason, place.reason),
        parcel_state=place.parcel_state and _state(place.parcel_state),
    )


def _parcel(parcel: Parcel, *, with_items: bool) -> Parcel:
    to_fetch = parcel.journey is Journey.PICKUP
    return replace(
        parcel,
        tracking=(),
        items=parcel.items if with_items else (),
        events=tuple(_event(event) for event in parcel.events),
        told=tuple(_event(event) for event in parcel.told),
        renumbering=None,
        silence=_silence(parcel.silence),
        last_seen_city=None,
        from_location=None if to_fetch else parcel.from_location,
        from_city=None if to_fetch else parcel.from_city,
    )


def _silence(silence: Silence | None) -> Silence | None:
    if silence is None:
        return None
    return replace(
        silence, last=silence.last and _event(silence.last), state=silence.state and _state(silence.state)
    )


def _event(event: FulfillmentEvent) -> FulfillmentEvent:
    asked = event.status == FulfillmentEventStatus.BUYER_ACTION_REQUIRED
    return replace(event, status="" if asked else event.status, message=None, city=None, province=None)


def _waiting(waiting: Waiting, *, with_items: bool) -> Waiting:
    to_fetch = waiting.journey is Journey.PICKUP
    return replace(
        waiting,
        items=waiting.items if with_items else (),
        from_location=None if to_fetch else waiting.from_location,
        from_city=None if to_fetch else waiting.from_city,
    )
