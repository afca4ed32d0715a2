"""Hypothesis strategies: orders of any shape, with known, unknown and contradictory values."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from hypothesis import strategies as st

from orders.domain import status as statuses
from orders.domain.order import (
    DeliveryMethod,
    Fulfillment,
    FulfillmentEvent,
    FulfillmentOrder,
    ItemQuantity,
    LineItem,
    Order,
    Refund,
    TrackingInfo,
)
from orders.gallery.builders import NOW, gid

UNKNOWN = ("SOMETHING_NEW", "", "delivered", "DELIVERED_TO_NEIGHBOUR")
"""Values no enum has, some of which look as if they promised something."""

LINES = 4


def values_of(enum: type[StrEnum]) -> st.SearchStrategy[str]:
    """Any value of the enum, or one that is not in it."""
    return st.sampled_from([*(member.value for member in enum), *UNKNOWN])


def times() -> st.SearchStrategy[datetime]:
    """Quarter hours around now, so that times also coincide; a few in the future."""
    return st.integers(min_value=-400, max_value=40).map(
        lambda quarters: NOW + timedelta(minutes=15 * quarters)
    )


def item_quantities() -> st.SearchStrategy[tuple[ItemQuantity, ...]]:
    """Claims on known and unknown lines, of sensible and of senseless quantities."""
    claim = st.builds(
        ItemQuantity,
        line_item_id=st.integers(min_value=1, max_value=LINES + 1).map(lambda line: gid("LineItem", line)),
        quantity=st.integers(min_value=-1, max_value=4),
    )
    return st.lists(claim, max_size=4).map(tuple)


def events(
    statuses_of: st.SearchStrategy[str] | None = None,
) -> st.SearchStrategy[tuple[FulfillmentEvent, ...]]:
    """Scans with ids of their own, in any order."""
    scan = st.builds(
        FulfillmentEvent,
        id=st.integers(min_value=1, max_value=10_000).map(lambda number: gid("FulfillmentEvent", number)),
        status=values_of(statuses.FulfillmentEventStatus) if statuses_of is None else statuses_of,
        happened_at=times(),
        created_at=times(),
        estimated_delivery_at=st.none() | times(),
        city=st.sampled_from([None, "Madrid", "Teruel"]),
    )
    return st.lists(scan, max_size=5, unique_by=lambda event: event.id).map(tuple)


def fulfillments(number: int) -> st.SearchStrategy[Fulfillment]:
    """One fulfillment of any status."""
    return st.builds(
        Fulfillment,
        id=st.just(gid("Fulfillment", number)),
        name=st.just(f"#1001.{number}"),
        status=st.just("SUCCESS") | values_of(statuses.FulfillmentStatus),
        display_status=st.none() | values_of(statuses.FulfillmentDisplayStatus),
        created_at=times(),
        updated_at=times(),
        in_transit_at=st.none() | times(),
        delivered_at=st.none() | times(),
        estimated_delivery_at=st.none() | times(),
        requires_shipping=st.booleans(),
        tracking=st.sampled_from([(), (TrackingInfo(),), (TrackingInfo(number="1Z"),)]),
        events=events(),
        line_items=item_quantities(),
    )


def fulfillment_orders(number: int) -> st.SearchStrategy[FulfillmentOrder]:
    """One fulfillment order of any status, linked to any fulfillments."""
    method = st.builds(
        DeliveryMethod,
        method_type=values_of(statuses.DeliveryMethodType),
        min_delivery_at=st.none() | times(),
        max_delivery_at=st.none() | times(),
    )
    return st.builds(
        FulfillmentOrder,
        id=st.just(gid("FulfillmentOrder", number)),
        status=values_of(statuses.FulfillmentOrderStatus),
        request_status=values_of(statuses.FulfillmentOrderRequestStatus),
        updated_at=times(),
        fulfill_at=st.none() | times(),
        hold_reasons=st.lists(values_of(statuses.HoldReason), max_size=2).map(tuple),
        delivery_method=st.none() | method,
        location_name=st.sampled_from([None, "Casa Lumbre"]),
        location_city=st.sampled_from([None, "Madrid", "Valencia"]),
        line_items=item_quantities(),
        fulfillment_ids=st.lists(
            st.integers(min_value=1, max_value=3).map(lambda made: gid("Fulfillment", made)), max_size=2
        ).map(tuple),
    )


def lines(number: int) -> st.SearchStrategy[LineItem]:
    """One line whose three quantities need not agree."""
    quantity = st.integers(min_value=-1, max_value=4)
    return st.builds(
        LineItem,
        id=st.just(gid("LineItem", number)),
        title=st.just(f"Line {number}"),
        quantity=quantity,
        current_quantity=quantity,
        unfulfilled_quantity=quantity,
        requires_shipping=st.booleans(),
    )


def refunds(number: int) -> st.SearchStrategy[Refund]:
    """One refund of any lines."""
    return st.builds(
        Refund, id=st.just(gid("Refund", number)), created_at=times(), line_items=item_quantities()
    )


@st.composite
def orders(draw: st.DrawFn) -> Order:
    """An order of up to four lines, three fulfillments, three fulfillment orders and two refunds."""
    works = [draw(fulfillment_orders(number)) for number in _numbers(draw, 3)]
    money = [draw(refunds(number)) for number in _numbers(draw, 2)]
    return Order(
        id=gid("Order", 1001),
        name="#1001",
        created_at=draw(times()),
        updated_at=draw(times()),
        cancelled_at=draw(st.none() | st.none() | times()),
        cancel_reason=draw(st.none() | values_of(statuses.CancelReason)),
        edited=draw(st.booleans()),
        requires_shipping=draw(st.booleans()),
        financial_status=draw(st.none() | values_of(statuses.FinancialStatus)),
        fulfillment_status=draw(values_of(statuses.OrderFulfillmentStatus)),
        return_status=draw(values_of(statuses.ReturnStatus)),
        line_items=tuple(draw(lines(number)) for number in _numbers(draw, LINES)),
        fulfillments=tuple(draw(fulfillments(number)) for number in _numbers(draw, 3)),
        fulfillment_orders=draw(st.sampled_from([tuple(works), None])),
        refunds=draw(st.sampled_from([tuple(money), None])),
    )


@st.composite
def orders_near_their_end(draw: st.DrawFn) -> Order:
    """Two lines, parcels that mostly arrived, and perhaps some work left: orders that could wrongly look complete."""
    ends = st.sampled_from(["DELIVERED", "DELIVERED", "DELIVERED", "PICKED_UP", "IN_TRANSIT"])
    parcels = [
        Fulfillment(
            id=gid("Fulfillment", number),
            name=f"#1001.{number}",
            status="SUCCESS",
            display_status=draw(ends),
            created_at=NOW - timedelta(days=2),
            updated_at=NOW - timedelta(days=1),
            delivered_at=draw(st.none() | times()),
            line_items=draw(item_quantities()),
        )
        for number in (1, 2)
    ]
    ordered = [
        LineItem(
            id=gid("LineItem", number), title="Mug", quantity=1, current_quantity=1, unfulfilled_quantity=0
        )
        for number in (1, 2)
    ]
    return Order(
        id=gid("Order", 1001),
        name="#1001",
        created_at=NOW - timedelta(days=3),
        updated_at=NOW,
        line_items=tuple(ordered),
        fulfillments=tuple(parcels),
        fulfillment_orders=tuple(draw(fulfillment_orders(number)) for number in _numbers(draw, 1)),
    )


def _numbers(draw: st.DrawFn, most: int) -> Sequence[int]:
    return range(1, 1 + draw(st.integers(min_value=0, max_value=most)))
