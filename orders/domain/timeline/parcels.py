"""Fulfillments as parcels. A fulfillment that was cancelled or failed is none: its items wait again."""

from collections.abc import Mapping, Sequence

from orders.domain.order import Fulfillment, FulfillmentEvent, FulfillmentOrder, LineItem, Order, TrackingInfo
from orders.domain.renumbering import of_present_number
from orders.domain.status import FulfillmentDisplayStatus, FulfillmentStatus
from orders.domain.timeline.deliveries import Reader, Way
from orders.domain.timeline.expected import Dates, find_estimate, find_expected
from orders.domain.timeline.facts import ARRIVED, HANDED_OVER, UNSURE
from orders.domain.timeline.items import merged
from orders.domain.timeline.journey import FulfillmentOrderIndex, journey_of_fulfillment, natural
from orders.domain.timeline.kinds import Journey, ParcelState
from orders.domain.timeline.milestones import ParcelStory, parcel_milestones
from orders.domain.timeline.model import Expected, Parcel, ParcelItem
from orders.domain.timeline.notices import find_told
from orders.domain.timeline.parcel_state import GOING_BACK, TO_COLLECT, Fact, decide_state, known_facts
from orders.domain.timeline.scans import believed_of, find_last_seen, in_order
from orders.domain.timeline.silence import silence_of_parcel
from orders.domain.timeline.tracking import distinct_tracking
from orders.domain.timeline.usual_times import UsualTimes

NO_PARCEL = (FulfillmentStatus.CANCELLED, FulfillmentStatus.ERROR, FulfillmentStatus.FAILURE)
NO_LONGER_EXPECTED = ARRIVED | UNSURE | TO_COLLECT | GOING_BACK
"""It is there, or it is not coming: a date for it would only confuse."""


UPSET = frozenset({ParcelState.DELIVERY_ATTEMPTED, ParcelState.ACTION_NEEDED, ParcelState.PROBLEM})
"""A date from before it is one for a try that has failed; only one that was named since says anything."""


def is_parcel(fulfillment: Fulfillment) -> bool:
    """Whether a fulfillment still stands for something sent or about to be."""
    withdrawn = fulfillment.display_status == FulfillmentDisplayStatus.CANCELED
    return fulfillment.status not in NO_PARCEL and not withdrawn


def build_parcels(
    order: Order, works: FulfillmentOrderIndex, *, usual: UsualTimes, dates: Dates
) -> tuple[Parcel, ...]:
    """The parcels of an order in the order they were made, numbered from 1."""
    lines = {line.id: line for line in order.line_items}
    made = sorted(
        (fulfillment for fulfillment in order.fulfillments if is_parcel(fulfillment)),
        key=lambda fulfillment: (fulfillment.created_at, natural(fulfillment.id)),
    )
    return tuple(
        _build_parcel(order, fulfillment, works, lines, number=number, usual=usual, dates=dates)
        for number, fulfillment in enumerate(made, start=1)
    )


def _build_parcel(
    order: Order,
    fulfillment: Fulfillment,
    works: FulfillmentOrderIndex,
    lines: Mapping[str, LineItem],
    *,
    number: int,
    usual: UsualTimes,
    dates: Dates,
) -> Parcel:
    now = dates.now
    behind = works.of(fulfillment)
    told, fulfillment = fulfillment, of_present_number(fulfillment)
    journey = journey_of_fulfillment(order, fulfillment, behind)
    events = in_order(fulfillment.events, now.tzinfo)
    believed = believed_of(events, now=now)
    place = _find_place(behind)
    tracking = distinct_tracking(fulfillment.tracking)
    reader = Reader(_way(order, journey, place, tracking), now.tzinfo)
    facts = known_facts(fulfillment, believed, reader, now=now)
    decided = decide_state(fulfillment, facts, reader, journey=journey)
    seen = find_last_seen(believed)
    silence = silence_of_parcel(
        order,
        fulfillment,
        behind,
        believed,
        state=decided.state,
        state_at=decided.at,
        journey=journey,
        usual=usual,
        now=now,
    )
    return Parcel(
        number=number,
        fulfillment_id=fulfillment.id,
        journey=journey,
        state=decided.state,
        state_at=decided.at,
        tracking=() if _is_label_withdrawn(fulfillment) else tracking,
        items=_items_of(fulfillment, lines),
        milestones=parcel_milestones(
            order,
            ParcelStory(
                fulfillment=fulfillment,
                journey=journey,
                decided=decided,
                facts=facts,
                events=believed,
                zone=now.tzinfo,
                silence=silence,
            ),
        ),
        events=tuple(reversed(events if told is fulfillment else in_order(told.events, now.tzinfo))),
        expected=None
        if order.cancelled_at is not None and decided.state not in HANDED_OVER
        else _find_expected(fulfillment, decided, believed, behind, dates),
        last_seen_at=None if seen is None else seen.happened_at,
        last_seen_city=None if seen is None else seen.city,
        from_location=None if place is None else place.location_name,
        from_city=None if place is None else place.location_city,
        told=find_told(facts, decided, believed),
        silence=silence,
        renumbering=told.renumbering,
    )


def _find_expected(
    fulfillment: Fulfillment,
    decided: Fact,
    events: Sequence[FulfillmentEvent],
    works: Sequence[FulfillmentOrder],
    dates: Dates,
) -> Expected | None:
    if decided.state in NO_LONGER_EXPECTED:
        return None
    if decided.state not in UPSET:
        return find_expected(fulfillment, events, works, dates)
    since = events[events.index(decided.event) :] if decided.event is not None else ()
    return find_estimate(since, dates)


def _way(
    order: Order, journey: Journey, place: FulfillmentOrder | None, tracking: Sequence[TrackingInfo]
) -> Way:
    return Way(
        journey=journey,
        origin=None if place is None else place.location_city,
        destination=order.destination_city,
        numbers=sum(bool(info.number) for info in tracking),
    )


def _is_label_withdrawn(fulfillment: Fulfillment) -> bool:
    """Whether its number leads nowhere any more."""
    return fulfillment.display_status == FulfillmentDisplayStatus.LABEL_VOIDED


def _items_of(fulfillment: Fulfillment, lines: Mapping[str, LineItem]) -> tuple[ParcelItem, ...]:
    """What the fulfillment says is inside, by line; lines the order does not know are left out."""
    inside = merged(fulfillment.line_items)
    return tuple(
        ParcelItem(item=lines[line_item_id], quantity=quantity)
        for line_item_id, quantity in inside.items()
        if line_item_id in lines
    )


def _find_place(works: Sequence[FulfillmentOrder]) -> FulfillmentOrder | None:
    return next((work for work in works if work.location_name or work.location_city), None)
