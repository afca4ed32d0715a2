"""Fulfillments as parcels. A fulfillment that was cancelled or failed is none: its items wait again."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from orders.domain.order import Fulfillment, FulfillmentOrder, LineItem, Order, TrackingInfo
from orders.domain.status import FulfillmentDisplayStatus, FulfillmentStatus
from orders.domain.timeline.expected import Dates, find_expected
from orders.domain.timeline.facts import ARRIVED
from orders.domain.timeline.items import merged
from orders.domain.timeline.journey import FulfillmentOrderIndex, journey_of_fulfillment, natural
from orders.domain.timeline.kinds import ParcelState
from orders.domain.timeline.milestones import ParcelStory, parcel_milestones
from orders.domain.timeline.model import Parcel, ParcelItem
from orders.domain.timeline.parcel_state import decide_state, known_facts
from orders.domain.timeline.scans import find_last_seen, has_happened, in_order

NO_PARCEL = (FulfillmentStatus.CANCELLED, FulfillmentStatus.ERROR, FulfillmentStatus.FAILURE)
NO_LONGER_EXPECTED = ARRIVED | {ParcelState.READY_TO_COLLECT, ParcelState.RETURNING}
"""It is there, or it is not coming: a date for it would only confuse."""


def is_parcel(fulfillment: Fulfillment) -> bool:
    """Whether a fulfillment still stands for something sent or about to be."""
    withdrawn = fulfillment.display_status == FulfillmentDisplayStatus.CANCELED
    return fulfillment.status not in NO_PARCEL and not withdrawn


def build_parcels(order: Order, works: FulfillmentOrderIndex, *, now: datetime) -> tuple[Parcel, ...]:
    """The parcels of an order in the order they were made, numbered from 1."""
    lines = {line.id: line for line in order.line_items}
    made = sorted(
        (fulfillment for fulfillment in order.fulfillments if is_parcel(fulfillment)),
        key=lambda fulfillment: (fulfillment.created_at, natural(fulfillment.id)),
    )
    return tuple(
        _build_parcel(order, fulfillment, works, lines, number=number, now=now)
        for number, fulfillment in enumerate(made, start=1)
    )


def _build_parcel(
    order: Order,
    fulfillment: Fulfillment,
    works: FulfillmentOrderIndex,
    lines: Mapping[str, LineItem],
    *,
    number: int,
    now: datetime,
) -> Parcel:
    behind = works.of(fulfillment)
    journey = journey_of_fulfillment(order, fulfillment, behind)
    events = in_order(fulfillment.events, now.tzinfo)
    believed = [event for event in events if has_happened(event.happened_at, now=now)]
    facts = known_facts(fulfillment, believed, now=now)
    decided = decide_state(fulfillment, facts, journey=journey)
    seen = find_last_seen(believed)
    place = _find_place(behind)
    return Parcel(
        number=number,
        fulfillment_id=fulfillment.id,
        journey=journey,
        state=decided.state,
        state_at=decided.at,
        tracking=_usable_tracking(fulfillment),
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
            ),
        ),
        events=tuple(reversed(events)),
        expected=None
        if decided.state in NO_LONGER_EXPECTED
        else find_expected(fulfillment, believed, behind, Dates.of(order, now=now)),
        last_seen_at=None if seen is None else seen.happened_at,
        last_seen_city=None if seen is None else seen.city,
        from_location=None if place is None else place.location_name,
        from_city=None if place is None else place.location_city,
    )


def _usable_tracking(fulfillment: Fulfillment) -> tuple[TrackingInfo, ...]:
    """The numbers it travels under; a voided label's number leads nowhere any more."""
    voided = fulfillment.display_status == FulfillmentDisplayStatus.LABEL_VOIDED
    return () if voided else fulfillment.tracking


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
