"""Refunds and returns, with the parcels that bring things back."""

from tests.sandbox.connections import Connection, connect
from tests.sandbox.parts import TrackingRecord
from tests.sandbox.records import (
    LineItemRecord,
    OrderRecord,
    RefundLineRecord,
    RefundRecord,
    ReturnLineRecord,
    ReturnRecord,
)
from tests.sandbox.resolvers.orders import Payload
from tests.sandbox.resolvers.registry import Args, Context, legacy_resource_id, resolves


@resolves("Refund.legacyResourceId")
def refund_legacy_id(record: RefundRecord, _args: Args, _context: Context) -> str:
    """The number of the GID."""
    return legacy_resource_id(record.id)


@resolves("Refund.processedAt", "Refund.updatedAt")
def refund_moment(record: RefundRecord, _args: Args, _context: Context) -> object:
    """When it was made."""
    return record.created_at


@resolves("Refund.refundLineItems")
def refund_lines(record: RefundRecord, args: Args, _context: Context) -> Connection[RefundLineRecord]:
    """What was taken off."""
    return connect(record.lines, args)


@resolves("RefundLineItem.restocked")
def restocked(record: RefundLineRecord, _args: Args, _context: Context) -> bool:
    """Whether the units went back into stock."""
    return record.restock_type in ("RETURN", "CANCEL")


@resolves("Order.returns")
def returns(record: OrderRecord, args: Args, _context: Context) -> Connection[ReturnRecord]:
    """All returns of the order."""
    return connect(record.returns, args)


@resolves("QueryRoot.return")
def one_return(_root: object, args: Args, context: Context) -> ReturnRecord | None:
    """By GID."""
    made = (each for order in context.state.orders for each in order.returns)
    return next((each for each in made if each.id == args["id"]), None)


@resolves("Return.totalQuantity")
def total_quantity(record: ReturnRecord, _args: Args, _context: Context) -> int:
    """Units on their way back."""
    return sum(line.quantity for line in record.lines)


@resolves("Return.requestApprovedAt")
def request_approved_at(record: ReturnRecord, _args: Args, _context: Context) -> object:
    """At once, unless it is only requested or was declined."""
    return None if record.status in ("REQUESTED", "DECLINED") else record.created_at


@resolves("Return.decline")
def decline(record: ReturnRecord, _args: Args, _context: Context) -> Payload | None:
    """Why it was refused, in words meant for the shopper."""
    if record.decline_reason is None:
        return None
    return {"reason": record.decline_reason, "note": record.decline_note}


@resolves("Return.returnLineItems")
def return_lines(record: ReturnRecord, args: Args, _context: Context) -> Connection[ReturnLineRecord]:
    """What is coming back."""
    return connect(record.lines, args)


@resolves("ReturnLineItem.fulfillmentLineItem")
def fulfillment_line_item(record: ReturnLineRecord, _args: Args, _context: Context) -> object:
    """The shipped line it belongs to."""
    return record.fulfillment_line


@resolves("ReturnLineItem.returnReasonNote")
def return_reason_note(_record: ReturnLineRecord, _args: Args, _context: Context) -> str:
    """Nothing was noted."""
    return ""


class ReverseWork:
    """The one reverse fulfillment order of a return; its deliveries are the return's parcels."""

    def __init__(self, made: ReturnRecord) -> None:
        self.id = made.id.replace("/Return/", "/ReverseFulfillmentOrder/")
        self.status = "CLOSED" if made.status == "CLOSED" else "OPEN"
        self.order = made.order
        self.deliveries = [
            ReverseParcel(f"{made.id.replace('/Return/', '/ReverseDelivery/')}{index}", self, tracking)
            for index, tracking in enumerate(made.tracking)
        ]


class ReverseParcel:
    """One parcel on its way back."""

    def __init__(self, gid: str, work: ReverseWork, tracking: TrackingRecord) -> None:
        self.id = gid
        self.reverse_fulfillment_order = work
        self.deliverable: Payload = {
            "__typename": "ReverseDeliveryShippingDeliverable",
            "tracking": {"carrierName": tracking.company, "number": tracking.number, "url": tracking.url},
        }


@resolves("Return.reverseFulfillmentOrders")
def reverse_fulfillment_orders(
    record: ReturnRecord, args: Args, _context: Context
) -> Connection[ReverseWork]:
    """One, as soon as the return is open."""
    return connect([] if record.status in ("REQUESTED", "DECLINED") else [ReverseWork(record)], args)


@resolves("ReverseFulfillmentOrder.reverseDeliveries")
def reverse_deliveries(record: ReverseWork, args: Args, _context: Context) -> Connection[ReverseParcel]:
    """The parcels that bring it back."""
    return connect(record.deliveries, args)


@resolves("Order.nonFulfillableLineItems")
def non_fulfillable(record: OrderRecord, args: Args, _context: Context) -> Connection[LineItemRecord]:
    """Lines of which nothing will be sent any more."""
    return connect([item for item in record.line_items if item.non_fulfillable_quantity], args)
