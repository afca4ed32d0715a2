"""Makes new orders, as checkout and Shopify's routing would."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tests.sandbox.locations import MADRID
from tests.sandbox.parts import DeliveryMethodRecord, LocationRecord
from tests.sandbox.records import (
    FulfillmentOrderLineRecord,
    FulfillmentOrderRecord,
    LineItemRecord,
    OrderRecord,
)

# No 0, 1, I or O: shoppers read these aloud.
CONFIRMATION_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
CONFIRMATION_DIGITS = "23456789"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of an order to be: what, how many, and from where it is to be sent."""

    title: str
    quantity: int = 1
    variant_title: str | None = None
    sku: str | None = None
    picture: str | None = None
    requires_shipping: bool = True
    is_gift_card: bool = False
    location: LocationRecord = MADRID


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """The delivery method chosen at checkout; the two times are its promise."""

    method_type: str = "SHIPPING"
    presented_name: str | None = "Envío estándar"
    min_at: datetime | None = None
    max_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """Who ordered and where it goes; all invented."""

    email: str | None = None
    phone: str | None = None
    first_name: str = "Lucía"
    last_name: str = "Ferrer"
    address1: str = "Calle de la Paz 12"
    zip: str = "28012"
    city: str = "Madrid"
    province: str = "Madrid"
    province_code: str | None = "M"
    country_code: str = "ES"
    locale: str = "es"


def build_order(
    *,
    legacy_id: int,
    name: str,
    buyer: Buyer,
    lines: Sequence[Line],
    delivery: Delivery,
    at: datetime,
    number: int | None = None,
    financial_status: str | None = "PAID",
    source_name: str = "web",
    routed: bool = True,
) -> OrderRecord:
    """An order just placed at `at`. `routed=False` leaves it without fulfillment orders, as in its first seconds."""
    order = OrderRecord(
        id=f"gid://shopify/Order/{legacy_id}",
        name=name,
        number=number if number is not None else digits_of(name) or legacy_id % 100_000,
        confirmation_number=confirmation_number_for(legacy_id),
        email=buyer.email,
        phone=buyer.phone,
        created_at=at,
        processed_at=at,
        updated_at=at,
        customer_locale=buyer.locale,
        display_financial_status=financial_status,
        source_name=source_name,
        first_name=buyer.first_name,
        last_name=buyer.last_name,
        address1=buyer.address1,
        zip=buyer.zip,
        city=buyer.city,
        province=buyer.province,
        province_code=buyer.province_code,
        country_code=buyer.country_code,
    )
    for line in lines:
        add_line_item(order, line)
    if routed:
        route(order, lines, delivery, at=at)
    return order


def add_line_item(order: OrderRecord, line: Line) -> LineItemRecord:
    """Put one more line on the order."""
    item = LineItemRecord(
        id=order.next_id("LineItem"),
        order=order,
        title=line.title,
        quantity=line.quantity,
        current_quantity=line.quantity,
        variant_title=line.variant_title,
        sku=line.sku,
        picture=line.picture,
        requires_shipping=line.requires_shipping,
        is_gift_card=line.is_gift_card,
    )
    order.line_items.append(item)
    return item


def route(order: OrderRecord, lines: Sequence[Line], delivery: Delivery, *, at: datetime) -> None:
    """One fulfillment order for each place and each way of delivery; digital lines get a NONE method of their own."""
    groups: dict[tuple[str, bool], list[tuple[LineItemRecord, Line]]] = {}
    for item, line in zip(order.line_items[-len(lines) :] if lines else [], lines, strict=True):
        groups.setdefault((line.location.id, line.requires_shipping), []).append((item, line))
    for (_, requires_shipping), members in groups.items():
        method = delivery if requires_shipping or delivery.method_type == "RETAIL" else DIGITAL
        open_fulfillment_order(
            order,
            [(item, item.current_quantity) for item, _ in members],
            members[0][1].location,
            method,
            at=at,
        )


DIGITAL = Delivery(method_type="NONE", presented_name=None)


def open_fulfillment_order(
    order: OrderRecord,
    quantities: Sequence[tuple[LineItemRecord, int]],
    location: LocationRecord,
    delivery: Delivery,
    *,
    at: datetime,
) -> FulfillmentOrderRecord:
    """New work for one place."""
    work = FulfillmentOrderRecord(
        id=order.next_id("FulfillmentOrder"),
        order=order,
        created_at=at,
        updated_at=at,
        location=location,
        delivery_method=DeliveryMethodRecord(
            id=order.next_id("DeliveryMethod"),
            method_type=delivery.method_type,
            presented_name=delivery.presented_name,
            min_delivery_date_time=delivery.min_at,
            max_delivery_date_time=delivery.max_at,
        ),
    )
    for item, quantity in quantities:
        work.lines.append(
            FulfillmentOrderLineRecord(
                id=order.next_id("FulfillmentOrderLineItem"),
                line_item=item,
                total_quantity=quantity,
                remaining_quantity=quantity,
            )
        )
    order.fulfillment_orders.append(work)
    return work


def digits_of(name: str) -> int | None:
    """The number inside an order's name, if there is one."""
    digits = "".join(each for each in name if each.isascii() and each.isdigit())
    return int(digits) if digits else None


def confirmation_number_for(legacy_id: int) -> str:
    """Nine letters and digits that look random and are always the same for one order."""
    digest = hashlib.sha256(str(legacy_id).encode()).digest()
    return "".join(
        alphabet[byte % len(alphabet)]
        for byte, kind in zip(digest, "AAAA111AA", strict=False)
        for alphabet in [CONFIRMATION_LETTERS if kind == "A" else CONFIRMATION_DIGITS]
    )
