"""Shipments, their scans, and the work they come from."""

from tests.sandbox.access import may_see_location
from tests.sandbox.connections import Connection, connect
from tests.sandbox.parts import EventRecord, LocationRecord, MerchantRequestRecord, TrackingRecord
from tests.sandbox.records import (
    FulfillmentLineRecord,
    FulfillmentOrderLineRecord,
    FulfillmentOrderRecord,
    FulfillmentRecord,
    OrderRecord,
)
from tests.sandbox.resolvers.orders import Payload, image
from tests.sandbox.resolvers.registry import Args, Context, legacy_resource_id, resolves


@resolves("QueryRoot.fulfillment")
def fulfillment(_root: object, args: Args, context: Context) -> FulfillmentRecord | None:
    """By GID."""
    made = (each for order in context.state.orders for each in order.fulfillments)
    return next((each for each in made if each.id == args["id"]), None)


@resolves("Fulfillment.legacyResourceId")
def fulfillment_legacy_id(record: FulfillmentRecord, _args: Args, _context: Context) -> str:
    """The number of the GID."""
    return legacy_resource_id(record.id)


@resolves("Fulfillment.trackingInfo")
def tracking_info(record: FulfillmentRecord, args: Args, _context: Context) -> list[TrackingRecord]:
    """A plain list, cut off at `first`."""
    return record.tracking[: args.get("first")]


@resolves("Fulfillment.events")
def events(record: FulfillmentRecord, args: Args, _context: Context) -> Connection[EventRecord]:
    """Scans, by when they happened unless asked otherwise."""
    by_id = args.get("sortKey") in ("ID", "CREATED_AT")
    ordered = record.events if by_id else sorted(record.events, key=lambda event: event.happened_at)
    return connect(ordered, args)


@resolves("Fulfillment.fulfillmentLineItems")
def fulfillment_line_items(
    record: FulfillmentRecord, args: Args, _context: Context
) -> Connection[FulfillmentLineRecord]:
    """What is inside."""
    return connect(record.lines, args)


@resolves("Order.fulfillmentOrders")
def fulfillment_orders(
    record: OrderRecord, args: Args, context: Context
) -> Connection[FulfillmentOrderRecord]:
    """Only those at places the granted scopes cover, without a word about the others."""
    shown = [work for work in record.fulfillment_orders if work.displayable or not args.get("displayable")]
    return connect(visible(shown, context), args)


@resolves("Fulfillment.fulfillmentOrders")
def orders_of_fulfillment(
    record: FulfillmentRecord, args: Args, context: Context
) -> Connection[FulfillmentOrderRecord]:
    """The work this shipment did."""
    return connect(visible(record.fulfillment_orders, context), args)


@resolves("QueryRoot.fulfillmentOrder")
def fulfillment_order(_root: object, args: Args, context: Context) -> FulfillmentOrderRecord | None:
    """By GID."""
    every = [work for order in context.state.orders for work in order.fulfillment_orders]
    return next((work for work in visible(every, context) if work.id == args["id"]), None)


@resolves("QueryRoot.fulfillmentOrders")
def all_fulfillment_orders(_root: object, args: Args, context: Context) -> Connection[FulfillmentOrderRecord]:
    """All open ones, or all."""
    every = [work for order in context.state.orders for work in order.fulfillment_orders]
    wanted = [work for work in every if args.get("includeClosed") or work.status != "CLOSED"]
    return connect(visible(wanted, context), args)


def visible(works: list[FulfillmentOrderRecord], context: Context) -> list[FulfillmentOrderRecord]:
    """Those whose place the scopes cover."""
    return [work for work in works if may_see_location(context.scopes, third_party=work.location.third_party)]


@resolves("FulfillmentOrder.lineItems")
def fulfillment_order_lines(
    record: FulfillmentOrderRecord, args: Args, _context: Context
) -> Connection[FulfillmentOrderLineRecord]:
    """What is to be done here."""
    return connect(record.lines, args)


@resolves("FulfillmentOrder.merchantRequests")
def merchant_requests(
    record: FulfillmentOrderRecord, args: Args, _context: Context
) -> Connection[MerchantRequestRecord]:
    """What the merchant has asked of the place, in the order in which it was asked."""
    kind = args.get("kind")
    return connect([each for each in record.merchant_requests if kind in (None, each.kind)], args)


@resolves("FulfillmentOrder.fulfillments")
def fulfillments_of_order(
    record: FulfillmentOrderRecord, args: Args, _context: Context
) -> Connection[FulfillmentRecord]:
    """What came of it, cancelled ones included."""
    return connect(record.fulfillments, args)


@resolves("FulfillmentOrder.orderId")
def order_id(record: FulfillmentOrderRecord, _args: Args, _context: Context) -> str:
    """The order's GID."""
    return record.order.id


@resolves("FulfillmentOrder.orderName")
def order_name(record: FulfillmentOrderRecord, _args: Args, _context: Context) -> str:
    """The order's name."""
    return record.order.name


@resolves("FulfillmentOrder.assignedLocation", "FulfillmentOrderAssignedLocation.location")
def assigned_location(
    record: FulfillmentOrderRecord | LocationRecord, _args: Args, _context: Context
) -> LocationRecord:
    """The place as it was when the work began, and from there the place itself: one record here."""
    return record if isinstance(record, LocationRecord) else record.location


@resolves("FulfillmentOrderLineItem.productTitle")
def product_title(record: FulfillmentOrderLineRecord, _args: Args, _context: Context) -> str:
    """The line's title."""
    return record.line_item.title


@resolves("FulfillmentOrderLineItem.variantTitle")
def variant_title(record: FulfillmentOrderLineRecord, _args: Args, _context: Context) -> str | None:
    """The line's variant."""
    return record.line_item.variant_title


@resolves("FulfillmentOrderLineItem.sku")
def sku(record: FulfillmentOrderLineRecord, _args: Args, _context: Context) -> str | None:
    """The line's SKU."""
    return record.line_item.sku


@resolves("FulfillmentOrderLineItem.requiresShipping")
def requires_shipping(record: FulfillmentOrderLineRecord, _args: Args, _context: Context) -> bool:
    """Whether the line has to travel."""
    return record.line_item.requires_shipping


@resolves("FulfillmentOrderLineItem.image")
def line_image(record: FulfillmentOrderLineRecord, _args: Args, context: Context) -> Payload | None:
    """The line's picture."""
    picture = record.line_item.picture
    return image(picture, context) if picture else None
