"""The parts of an order that come by queries of their own: fulfillment orders and refunds."""

from collections.abc import Iterable
from typing import Protocol

from orders.domain.order import DeliveryMethod, FulfillmentOrder, ItemQuantity, Refund
from orders.domain.status import (
    DeliveryMethodType,
    FulfillmentOrderRequestStatus,
    FulfillmentOrderStatus,
    HoldReason,
)
from orders.shopify.payload import Fields


class HasId(Protocol):
    """Anything with a Shopify id."""

    @property
    def id(self) -> str:
        """The GID."""


def distinct_by_id[T: HasId](things: Iterable[T]) -> tuple[T, ...]:
    """The things in their order, each id once: pages of a list that is changing can overlap."""
    by_id: dict[str, T] = {}
    for thing in things:
        by_id.setdefault(thing.id, thing)
    return tuple(by_id.values())


def item_quantities(fields: Fields, key: str, *, quantity: str) -> tuple[ItemQuantity, ...]:
    """How many of which line items a connection holds; `quantity` names its field. Entries of none are left
    out.
    """
    found = []
    for node in fields.fields_in(key, kind=key):
        number = node.find_integer(quantity)
        line_item = node.find_fields("lineItem", kind="LineItem")
        if number and line_item is not None:
            found.append(ItemQuantity(line_item_id=line_item.get_whole("id"), quantity=number))
    return tuple(found)


def fulfillment_order_from_fields(fields: Fields) -> FulfillmentOrder:
    """Parse a fulfillment order with its complete lists."""
    location = fields.find_fields("assignedLocation", kind="FulfillmentOrderAssignedLocation")
    reasons = (
        hold.find_enum("reason", HoldReason)
        for hold in fields.fields_in("fulfillmentHolds", kind="FulfillmentHold")
    )
    return FulfillmentOrder(
        id=fields.get_whole("id"),
        status=fields.get_enum("status", FulfillmentOrderStatus),
        request_status=fields.find_enum("requestStatus", FulfillmentOrderRequestStatus)
        or FulfillmentOrderRequestStatus.UNSUBMITTED.value,
        updated_at=fields.get_moment("updatedAt"),
        fulfill_at=fields.find_when("fulfillAt"),
        hold_reasons=tuple(reason for reason in reasons if reason is not None),
        delivery_method=_find_delivery_method(fields.find_fields("deliveryMethod", kind="DeliveryMethod")),
        location_name=location.find_text("name") if location else None,
        location_city=location.find_text("city") if location else None,
        location_country_code=location.find_whole("countryCode", limit=2) if location else None,
        line_items=item_quantities(fields, "lineItems", quantity="remainingQuantity"),
        fulfillment_ids=tuple(
            dict.fromkeys(
                node.get_whole("id") for node in fields.fields_in("fulfillments", kind="Fulfillment")
            )
        ),
    )


def _find_delivery_method(fields: Fields | None) -> DeliveryMethod | None:
    method_type = fields.find_enum("methodType", DeliveryMethodType) if fields else None
    if fields is None or method_type is None:
        return None
    return DeliveryMethod(
        method_type=method_type,
        presented_name=fields.find_text("presentedName"),
        min_delivery_at=fields.find_when("minDeliveryDateTime"),
        max_delivery_at=fields.find_when("maxDeliveryDateTime"),
    )


def refund_from_fields(fields: Fields) -> Refund:
    """Parse a refund. Shopify leaves `createdAt` empty for some; then it was made when it was processed."""
    return Refund(
        id=fields.get_whole("id"),
        created_at=fields.find_moment("createdAt") or fields.get_moment("processedAt"),
        line_items=item_quantities(fields, "refundLineItems", quantity="quantity"),
    )
