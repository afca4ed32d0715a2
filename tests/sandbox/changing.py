"""What a merchant does to an order beside shipping it: holds, schedules, edits, refunds, returns, cancellation."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from tests.sandbox.building import Delivery, Line, add_line_item, open_fulfillment_order, route
from tests.sandbox.parts import HoldRecord, LocationRecord, MerchantRequestRecord, TrackingRecord
from tests.sandbox.records import (
    FulfillmentOrderRecord,
    FulfillmentRecord,
    LineItemRecord,
    OrderRecord,
    RefundLineRecord,
    RefundRecord,
    ReturnLineRecord,
    ReturnRecord,
)


def set_hold(
    work: FulfillmentOrderRecord, reason: str, *, at: datetime, display_reason: str | None = None
) -> HoldRecord:
    """Put one fulfillment order on hold, with one more reason."""
    hold = HoldRecord(
        id=work.order.next_id("FulfillmentHold"),
        reason=reason,
        display_reason=display_reason or reason.replace("_", " ").capitalize(),
        reason_notes="Llamar al cliente antes de las 18 h",
    )
    work.fulfillment_holds.append(hold)
    work.status, work.updated_at = "ON_HOLD", at
    return hold


def keep_only(
    work: FulfillmentOrderRecord, quantities: Mapping[str, int], *, at: datetime
) -> FulfillmentOrderRecord | None:
    """Give all but these quantities, by the ids of its lines, to a fulfillment order of their own; None where
    nothing is left over.
    """
    rest: list[tuple[LineItemRecord, int]] = []
    for line in work.lines:
        over = line.remaining_quantity - quantities.get(line.id, 0)
        if over:
            rest.append((line.line_item, over))
        line.total_quantity -= over
        line.remaining_quantity -= over
    work.lines = [line for line in work.lines if line.total_quantity]
    if not rest:
        return None
    method = work.delivery_method
    delivery = Delivery(method_type=method.method_type) if method else Delivery()
    return open_fulfillment_order(work.order, rest, work.location, delivery, at=at)


def release_holds(work: FulfillmentOrderRecord, *, at: datetime) -> None:
    """Let it go on."""
    work.fulfillment_holds.clear()
    work.status, work.updated_at = "OPEN", at


def release_some_holds(work: FulfillmentOrderRecord, hold_ids: Collection[str], *, at: datetime) -> None:
    """Take these holds off; it goes on when none is left."""
    work.fulfillment_holds = [hold for hold in work.fulfillment_holds if hold.id not in hold_ids]
    work.status, work.updated_at = "ON_HOLD" if work.fulfillment_holds else "OPEN", at


def answer_request(work: FulfillmentOrderRecord, request_status: str, *, at: datetime) -> None:
    """What the fulfillment service says. A cancelled fulfillment order keeps its items: they may be sent, or asked for
    again.
    """
    after = {"ACCEPTED": "IN_PROGRESS", "REJECTED": "OPEN", "CANCELLATION_ACCEPTED": "CANCELLED"}
    work.request_status, work.updated_at = request_status, at
    work.status = after.get(request_status, work.status)


def schedule(work: FulfillmentOrderRecord, fulfill_at: datetime | None, *, at: datetime) -> None:
    """Plan it for a day to come; None is a pre-order whose date nobody knows."""
    work.status, work.fulfill_at, work.updated_at = "SCHEDULED", fulfill_at, at


def start_packing(work: FulfillmentOrderRecord, *, at: datetime) -> None:
    """The warehouse has begun; a third party also says that it has accepted the request."""
    work.status, work.updated_at = "IN_PROGRESS", at
    if work.location.third_party:
        work.request_status = "ACCEPTED"


def ask_service(
    work: FulfillmentOrderRecord, kind: str, message: str | None, options: object, *, at: datetime
) -> MerchantRequestRecord:
    """The merchant asks the fulfillment service to send it, or to stop."""
    request = MerchantRequestRecord(
        id=work.order.next_id("FulfillmentOrderMerchantRequest"),
        kind=kind,
        sent_at=at,
        message=message,
        request_options=options,
    )
    work.merchant_requests.append(request)
    work.request_status = "SUBMITTED" if kind == "FULFILLMENT_REQUEST" else "CANCELLATION_REQUESTED"
    work.updated_at = at
    return request


def move(work: FulfillmentOrderRecord, location: LocationRecord, *, at: datetime) -> FulfillmentOrderRecord:
    """Give the rest to another place; the old fulfillment order is closed and no longer displayable."""
    remaining = [(line.line_item, line.remaining_quantity) for line in work.lines if line.remaining_quantity]
    method = work.delivery_method
    delivery = Delivery(method_type=method.method_type) if method else Delivery()
    for line in work.lines:
        line.remaining_quantity = 0
    work.status, work.displayable, work.updated_at = "CLOSED", False, at
    return open_fulfillment_order(work.order, remaining, location, delivery, at=at)


def cancel_order(order: OrderRecord, reason: str, *, at: datetime) -> None:
    """Cancel all that has not been sent."""
    order.cancelled_at, order.cancel_reason, order.closed_at = at, reason, at
    order.staff_note = "Solo para el equipo"
    made = RefundRecord(id=order.next_id("Refund"), order=order, created_at=at)
    for item in order.line_items:
        if item.unfulfilled_quantity:
            made.lines.append(refund_line(order, item, item.unfulfilled_quantity, "CANCEL"))
            item.current_quantity = item.fulfilled_quantity
    order.refunds.append(made)
    for work in order.fulfillment_orders:
        if work.status != "CLOSED":
            work.status, work.updated_at = "CANCELLED", at
            for line in work.lines:
                line.remaining_quantity = 0
    was_paid = order.display_financial_status in ("PAID", "PARTIALLY_PAID", "PARTIALLY_REFUNDED")
    order.display_financial_status = refunded_status(order) if was_paid else "VOIDED"


def add_by_edit(
    order: OrderRecord, line: Line, *, at: datetime, delivery: Delivery | None = None
) -> LineItemRecord:
    """An order edit that adds a line."""
    item = add_line_item(order, line)
    route(order, [line], delivery or Delivery(), at=at)
    order.edited = True
    return item


def remove_by_edit(order: OrderRecord, item: LineItemRecord, quantity: int) -> None:
    """An order edit that takes units off which have not been sent."""
    order.edited = True
    take_off(order, item, quantity)


def take_off(order: OrderRecord, item: LineItemRecord, quantity: int) -> None:
    """Lower what is still owed, in the line and in the work not yet done."""
    item.current_quantity -= quantity
    left = quantity
    for work in order.fulfillment_orders:
        for line in work.lines:
            if line.line_item is item:
                taken = min(left, line.remaining_quantity)
                line.remaining_quantity -= taken
                line.total_quantity -= taken
                left -= taken
        if work.remaining_quantity == 0 and work.status not in ("CLOSED", "CANCELLED"):
            work.status = "CANCELLED" if not work.fulfillments else "CLOSED"


def refund(
    order: OrderRecord, quantities: Mapping[str, int], *, at: datetime, restock_type: str = "CANCEL"
) -> RefundRecord:
    """Refund units by line title; `restock_type` is RETURN for goods that had already been sent."""
    made = RefundRecord(id=order.next_id("Refund"), order=order, created_at=at)
    for title, quantity in quantities.items():
        item = item_by_title(order, title)
        made.lines.append(refund_line(order, item, quantity, restock_type))
        take_off(order, item, quantity)
    order.refunds.append(made)
    order.display_financial_status = refunded_status(order)
    return made


def refund_line(
    order: OrderRecord, item: LineItemRecord, quantity: int, restock_type: str
) -> RefundLineRecord:
    """One line of a refund."""
    return RefundLineRecord(
        id=order.next_id("RefundLineItem"), line_item=item, quantity=quantity, restock_type=restock_type
    )


def refunded_status(order: OrderRecord) -> str:
    """The money follows the goods."""
    return "PARTIALLY_REFUNDED" if any(item.current_quantity for item in order.line_items) else "REFUNDED"


def open_return(
    fulfillment: FulfillmentRecord,
    *,
    at: datetime,
    status: str = "OPEN",
    quantities: Mapping[str, int] | None = None,
    tracking: Sequence[TrackingRecord] = (),
    decline: tuple[str, str] | None = None,
) -> ReturnRecord:
    """Start a return of a shipment's lines (all, or `quantities` by title). `decline` is a reason and a note."""
    order = fulfillment.order
    made = ReturnRecord(
        id=order.next_id("Return"),
        order=order,
        name=f"{order.name}-R{len(order.returns) + 1}",
        status=status,
        created_at=at,
        closed_at=at if status == "CLOSED" else None,
        decline_reason=decline[0] if decline else None,
        decline_note=decline[1] if decline else None,
        tracking=list(tracking),
    )
    for line in fulfillment.lines:
        quantity = line.quantity if quantities is None else quantities.get(line.line_item.title, 0)
        if quantity:
            made.lines.append(
                ReturnLineRecord(id=order.next_id("ReturnLineItem"), fulfillment_line=line, quantity=quantity)
            )
    order.returns.append(made)
    order.return_status = {"REQUESTED": "RETURN_REQUESTED", "OPEN": "IN_PROGRESS", "CLOSED": "RETURNED"}.get(
        status, "NO_RETURN"
    )
    return made


def close_return(made: ReturnRecord, *, at: datetime) -> None:
    """The goods are back."""
    made.status, made.closed_at = "CLOSED", at
    made.order.return_status = "RETURNED"


def item_by_title(order: OrderRecord, title: str) -> LineItemRecord:
    """The line with this title. Raises LookupError."""
    for item in order.line_items:
        if item.title == title:
            return item
    raise LookupError(f"{order.name} has no line of that title")
