"""Shopify's JSON to the domain's frozen dataclasses, in one pass at the edge.

What cannot be done without (ids, names, quantities ordered, the times an order was made and changed) raises
Unavailable when it is missing; for the rest the value is taken that claims least.
"""

from collections.abc import Callable, Iterable
from datetime import UTC

from orders.domain.carriers import read_tracking_numbers
from orders.domain.order import (
    Fulfillment,
    FulfillmentEvent,
    Image,
    LineItem,
    Order,
    TrackingInfo,
)
from orders.domain.receivers import without_receiver
from orders.domain.status import (
    CancelReason,
    FinancialStatus,
    FulfillmentDisplayStatus,
    FulfillmentEventStatus,
    FulfillmentStatus,
    OrderFulfillmentStatus,
    ReturnStatus,
)
from orders.domain.when import end_of
from orders.shopify.errors import Unavailable
from orders.shopify.json_shapes import Json, get_object
from orders.shopify.mapping_parts import (
    HasId,
    distinct_by_id,
    fulfillment_order_from_fields,
    item_quantities,
    refund_from_fields,
)
from orders.shopify.observations import Observations
from orders.shopify.payload import MESSAGE_LIMIT, NUMBER_LIMIT, PASTED_LIMIT, TITLE_LIMIT, URL_LIMIT, Fields
from orders.shopify.results import Contact, OrderCandidate

PROVINCE_LIMIT = 10
"""Shopify's province codes are the latter part of ISO 3166-2, which has three characters at the most."""


def order_from_payload(
    order: Json,
    *,
    fulfillment_orders: list[Json] | None,
    refunds: list[Json] | None,
    observations: Observations,
) -> Order:
    """Parse the order with its complete lists; the two lists beside it are None when the app may not read
    them.

    Raises Unavailable when something required is missing.
    """
    fields = Fields(order, kind="Order", observations=observations)
    get_object(get_object(order, "Order").get("lineItems"), "Order.lineItems")
    address = fields.find_fields("shippingAddress", kind="MailingAddress")
    return Order(
        id=fields.get_whole("id"),
        name=fields.get_whole("name"),
        number=fields.find_integer("number"),
        confirmation_number=fields.find_whole("confirmationNumber", limit=NUMBER_LIMIT),
        created_at=fields.get_moment("createdAt"),
        updated_at=fields.get_moment("updatedAt"),
        cancelled_at=fields.find_moment("cancelledAt"),
        cancel_reason=fields.find_enum("cancelReason", CancelReason),
        edited=fields.flag("edited", default=False),
        requires_shipping=fields.flag("requiresShipping", default=True),
        financial_status=fields.find_enum("displayFinancialStatus", FinancialStatus),
        fulfillment_status=fields.find_enum("displayFulfillmentStatus", OrderFulfillmentStatus)
        or OrderFulfillmentStatus.UNFULFILLED.value,
        return_status=fields.find_enum("returnStatus", ReturnStatus) or ReturnStatus.NO_RETURN.value,
        destination_city=address.find_text("city") if address else None,
        destination_country_code=address.find_whole("countryCodeV2", limit=2) if address else None,
        destination_province_code=address.find_whole("provinceCode", limit=PROVINCE_LIMIT)
        if address
        else None,
        line_items=distinct_by_id(map(_line_item, fields.fields_in("lineItems", kind="LineItem"))),
        fulfillments=distinct_by_id(map(_fulfillment, fields.fields_in("fulfillments", kind="Fulfillment"))),
        fulfillment_orders=_parse_each(
            fulfillment_orders,
            fulfillment_order_from_fields,
            kind="FulfillmentOrder",
            observations=observations,
        ),
        refunds=_parse_each(refunds, refund_from_fields, kind="Refund", observations=observations),
    )


def contact_from_payload(order: Json, *, observations: Observations) -> Contact:
    """Parse the email and the phone number of an order."""
    fields = Fields(order, kind="Order", observations=observations)
    return Contact(
        email=fields.find_whole("email", limit=320), phone=fields.find_whole("phone", limit=NUMBER_LIMIT)
    )


def candidate_from_payload(
    node: Json, *, denied: frozenset[str], observations: Observations
) -> OrderCandidate:
    """Parse one hit of a search. Raises Unavailable when something required is missing."""
    fields = Fields(node, kind="Order", observations=observations)
    return OrderCandidate(
        id=fields.get_whole("id"),
        name=fields.get_whole("name"),
        number=fields.find_integer("number"),
        confirmation_number=fields.find_whole("confirmationNumber", limit=NUMBER_LIMIT),
        created_at=fields.get_moment("createdAt"),
        contact=contact_from_payload(node, observations=observations),
        denied=denied,
    )


def _parse_each[T: HasId](
    payloads: list[Json] | None,
    parse: Callable[[Fields], T],
    *,
    kind: str,
    observations: Observations,
) -> tuple[T, ...] | None:
    if payloads is None:
        return None
    return distinct_by_id(
        parse(Fields(payload, kind=kind, observations=observations)) for payload in payloads
    )


def _line_item(fields: Fields) -> LineItem:
    quantity = fields.get_integer("quantity")
    current_quantity = fields.find_integer("currentQuantity")
    if current_quantity is None:
        current_quantity = quantity
    unfulfilled_quantity = fields.find_integer("unfulfilledQuantity")
    return LineItem(
        id=fields.get_whole("id"),
        title=fields.find_text("title", limit=TITLE_LIMIT) or "",
        variant_title=fields.find_text("variantTitle", limit=TITLE_LIMIT),
        quantity=quantity,
        current_quantity=current_quantity,
        unfulfilled_quantity=current_quantity if unfulfilled_quantity is None else unfulfilled_quantity,
        requires_shipping=fields.flag("requiresShipping", default=True),
        is_gift_card=fields.flag("isGiftCard", default=False),
        image=_find_image(fields.find_fields("image", kind="Image")),
    )


def _find_image(fields: Fields | None) -> Image | None:
    url = fields.find_whole("url", limit=URL_LIMIT) if fields else None
    if fields is None or url is None:
        return None
    return Image(url=url, alt_text=fields.find_text("altText", limit=TITLE_LIMIT))


def _fulfillment(fields: Fields) -> Fulfillment:
    created_at = fields.get_moment("createdAt")
    return Fulfillment(
        id=fields.get_whole("id"),
        name=fields.find_text("name") or "",
        status=fields.get_enum("status", FulfillmentStatus),
        display_status=fields.find_enum("displayStatus", FulfillmentDisplayStatus),
        created_at=created_at,
        updated_at=fields.find_moment("updatedAt") or created_at,
        in_transit_at=fields.find_when("inTransitAt"),
        delivered_at=fields.find_when("deliveredAt"),
        estimated_delivery_at=fields.find_when("estimatedDeliveryAt"),
        requires_shipping=fields.flag("requiresShipping", default=True),
        tracking=tuple(map(_tracking_info, fields.fields_in("trackingInfo", kind="FulfillmentTrackingInfo"))),
        events=distinct_by_id(_events(fields.fields_in("events", kind="FulfillmentEvent"))),
        line_items=item_quantities(fields, "fulfillmentLineItems", quantity="quantity"),
    )


def _tracking_info(fields: Fields) -> TrackingInfo:
    number = fields.find_pasted("number", limit=PASTED_LIMIT)
    for fault in (each.fault for each in read_tracking_numbers(number) if each.fault):
        fields.observe("tracking number destroyed by a spreadsheet", fault.value)
    return TrackingInfo(
        company=fields.find_text("company"),
        number=number,
        url=fields.find_whole("url", limit=URL_LIMIT),
    )


def _events(listed: Iterable[Fields]) -> Iterable[FulfillmentEvent]:
    for fields in listed:
        try:
            yield _event(fields)
        except Unavailable:
            # One scan fewer claims less, and `fields` has counted what was unusable.
            continue


def _event(fields: Fields) -> FulfillmentEvent:
    happened_at = fields.get_when("happenedAt")
    return FulfillmentEvent(
        id=fields.get_whole("id"),
        status=fields.get_enum("status", FulfillmentEventStatus),
        happened_at=happened_at,
        created_at=fields.find_moment("createdAt") or end_of(happened_at, UTC),
        estimated_delivery_at=fields.find_when("estimatedDeliveryAt"),
        message=without_receiver(fields.find_text("message", limit=MESSAGE_LIMIT) or "") or None,
        city=fields.find_text("city"),
        province=fields.find_text("province"),
        country=fields.find_text("country"),
    )
