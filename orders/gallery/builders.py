"""Builders of orders, for the gallery and for tests: sensible defaults, small ids, times from a given `now`."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypedDict, Unpack
from zoneinfo import ZoneInfo

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

NOW = datetime(2026, 11, 23, 11, 0, tzinfo=ZoneInfo("Europe/Madrid"))
"""A Monday morning in the store's time zone."""

NOT_PARCELS = ("CANCELLED", "ERROR", "FAILURE")

type Quantities = Iterable[tuple[int, int]]
"""Pairs of line number and quantity."""


class OrderFields(TypedDict, total=False):
    """What `an_order` passes on to `Order` as it is."""

    name: str
    number: int | None
    confirmation_number: str | None
    updated_at: datetime
    cancelled_at: datetime | None
    cancel_reason: str | None
    edited: bool
    requires_shipping: bool
    financial_status: str | None
    fulfillment_status: str
    return_status: str
    destination_city: str | None
    destination_country_code: str | None
    destination_province_code: str | None
    refunds: tuple[Refund, ...] | None


def gid(kind: str, number: int) -> str:
    """Shopify's global id, such as `gid://shopify/LineItem/1`."""
    return f"gid://shopify/{kind}/{number}"


def item_quantities(pairs: Quantities) -> tuple[ItemQuantity, ...]:
    """Pairs of line number and quantity as Shopify's line item quantities."""
    return tuple(ItemQuantity(line_item_id=gid("LineItem", line), quantity=count) for line, count in pairs)


def a_line(
    line: int = 1,
    *,
    title: str = "Stoneware mug",
    variant_title: str | None = "Sand",
    quantity: int = 1,
    current_quantity: int | None = None,
    requires_shipping: bool = True,
    is_gift_card: bool = False,
) -> LineItem:
    """A line item; `current_quantity` follows `quantity` unless given."""
    current = quantity if current_quantity is None else current_quantity
    return LineItem(
        id=gid("LineItem", line),
        title=title,
        variant_title=variant_title,
        quantity=quantity,
        current_quantity=current,
        unfulfilled_quantity=current,
        requires_shipping=requires_shipping,
        is_gift_card=is_gift_card,
    )


def a_tracking(
    number: str | None = "PQ4X7A0410001230128012A",
    *,
    company: str | None = "Correos",
    url: str | None = None,
) -> TrackingInfo:
    """One tracking number."""
    return TrackingInfo(company=company, number=number, url=url)


def an_event(
    status: str = "IN_TRANSIT",
    *,
    now: datetime = NOW,
    event: int = 0,
    hours_ago: float = 5,
    heard_hours_ago: float | None = None,
    estimated_in_hours: float | None = None,
    city: str | None = None,
    message: str | None = None,
) -> FulfillmentEvent:
    """A scan `hours_ago` (below 0: in the future), heard of at once unless `heard_hours_ago` says when."""
    heard = hours_ago if heard_hours_ago is None else heard_hours_ago
    estimate = None if estimated_in_hours is None else now + timedelta(hours=estimated_in_hours)
    return FulfillmentEvent(
        id=gid("FulfillmentEvent", event or 1000 + int(hours_ago * 10)),
        status=status,
        happened_at=now - timedelta(hours=hours_ago),
        created_at=now - timedelta(hours=heard),
        estimated_delivery_at=estimate,
        message=message,
        city=city,
        country=None if city is None else "Spain",
    )


def a_fulfillment(
    fulfillment: int = 1,
    *,
    now: datetime = NOW,
    status: str = "SUCCESS",
    display_status: str | None = "FULFILLED",
    hours_ago: float = 48,
    in_transit_hours_ago: float | None = None,
    delivered_hours_ago: float | None = None,
    estimated_in_hours: float | None = None,
    events: Sequence[FulfillmentEvent] = (),
    items: Quantities = ((1, 1),),
    tracking: Sequence[TrackingInfo] | None = None,
    requires_shipping: bool = True,
) -> Fulfillment:
    """A shipment made `hours_ago`, with one Correos number unless told otherwise."""
    heard = [event.created_at for event in events]
    made_at = now - timedelta(hours=hours_ago)

    def ago(hours: float | None) -> datetime | None:
        return None if hours is None else now - timedelta(hours=hours)

    return Fulfillment(
        id=gid("Fulfillment", fulfillment),
        name=f"#1001.{fulfillment}",
        status=status,
        display_status=display_status,
        created_at=made_at,
        updated_at=max([made_at, *heard]),
        in_transit_at=ago(in_transit_hours_ago),
        delivered_at=ago(delivered_hours_ago),
        estimated_delivery_at=None
        if estimated_in_hours is None
        else now + timedelta(hours=estimated_in_hours),
        requires_shipping=requires_shipping,
        tracking=(a_tracking(),) if tracking is None else tuple(tracking),
        events=tuple(events),
        line_items=item_quantities(items),
    )


def a_fulfillment_order(
    fulfillment_order: int = 1,
    *,
    now: datetime = NOW,
    status: str = "OPEN",
    request_status: str = "UNSUBMITTED",
    method_type: str | None = "SHIPPING",
    holds: Sequence[str] = (),
    fulfill_in_hours: float | None = None,
    promise_in_hours: tuple[float | None, float | None] = (None, None),
    items: Quantities = ((1, 1),),
    fulfillments: Sequence[int] = (),
    location: str | None = "Casa Lumbre, Calle Mayor 3",
    city: str | None = "Madrid",
) -> FulfillmentOrder:
    """Work at one location; `promise_in_hours` is the checkout's earliest and latest delivery."""

    def ahead(hours: float | None) -> datetime | None:
        return None if hours is None else now + timedelta(hours=hours)

    method = None
    if method_type is not None:
        earliest, latest = promise_in_hours
        method = DeliveryMethod(
            method_type=method_type, min_delivery_at=ahead(earliest), max_delivery_at=ahead(latest)
        )
    return FulfillmentOrder(
        id=gid("FulfillmentOrder", fulfillment_order),
        status=status,
        request_status=request_status,
        updated_at=now - timedelta(hours=12),
        fulfill_at=ahead(fulfill_in_hours),
        hold_reasons=tuple(holds),
        delivery_method=method,
        location_name=location,
        location_city=city,
        location_country_code="ES",
        line_items=item_quantities(items),
        fulfillment_ids=tuple(gid("Fulfillment", number) for number in fulfillments),
    )


def a_refund(
    refund: int = 1, *, now: datetime = NOW, hours_ago: float = 30, items: Quantities = ((1, 1),)
) -> Refund:
    """Quantities taken off the order `hours_ago`."""
    return Refund(
        id=gid("Refund", refund),
        created_at=now - timedelta(hours=hours_ago),
        line_items=item_quantities(items),
    )


def an_order(
    *,
    now: datetime = NOW,
    placed_hours_ago: float = 72,
    lines: Sequence[LineItem] | None = None,
    fulfillments: Sequence[Fulfillment] = (),
    fulfillment_orders: Sequence[FulfillmentOrder] | None = (),
    **fields: Unpack[OrderFields],
) -> Order:
    """A paid order of one mug; unfulfilled quantities are worked out from the fulfillments that count."""
    settled = with_unfulfilled_quantities((a_line(),) if lines is None else lines, fulfillments)
    order = Order(
        id=gid("Order", 1001),
        name="#1001",
        number=1001,
        confirmation_number="XPAV284CT",
        created_at=now - timedelta(hours=placed_hours_ago),
        updated_at=now - timedelta(minutes=5),
        financial_status="PAID",
        destination_city="Zaragoza",
        destination_country_code="ES",
        line_items=settled,
        fulfillments=tuple(fulfillments),
        fulfillment_orders=None if fulfillment_orders is None else tuple(fulfillment_orders),
        refunds=(),
    )
    return replace(order, **fields)


def with_unfulfilled_quantities(
    lines: Iterable[LineItem], fulfillments: Iterable[Fulfillment]
) -> tuple[LineItem, ...]:
    """The lines with `unfulfilled_quantity` as Shopify would count it."""
    sent: dict[str, int] = {}
    for fulfillment in fulfillments:
        if fulfillment.status not in NOT_PARCELS:
            for part in fulfillment.line_items:
                sent[part.line_item_id] = sent.get(part.line_item_id, 0) + part.quantity
    return tuple(
        replace(line, unfulfilled_quantity=max(0, line.current_quantity - sent.get(line.id, 0)))
        for line in lines
    )
