"""What happens to shipments: made, tracked, scanned, cancelled. Everything takes the moment it happens."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from tests.sandbox.building import Delivery, open_fulfillment_order
from tests.sandbox.parts import EventRecord, TrackingRecord
from tests.sandbox.records import (
    FulfillmentLineRecord,
    FulfillmentOrderLineRecord,
    FulfillmentOrderRecord,
    FulfillmentRecord,
    OrderRecord,
)

IN_TRANSIT_STATUSES = frozenset({"CARRIER_PICKED_UP", "IN_TRANSIT", "OUT_FOR_DELIVERY"})


class CannotFulfil(ValueError):
    """The store refuses, in words that Shopify would put into `userErrors`."""


def fulfill(
    order: OrderRecord,
    *,
    at: datetime,
    quantities: Mapping[str, int] | None = None,
    fulfillment_order: FulfillmentOrderRecord | None = None,
    tracking: Sequence[TrackingRecord] = (),
    display_status: str | None = "FULFILLED",
    estimated_delivery_at: datetime | None = None,
) -> FulfillmentRecord:
    """Send what is left at one place, or the `quantities` given by line title or by fulfillment order line id.

    The first fulfillment order with something left is used when none is named. Raises CannotFulfil.
    """
    return fulfill_parts(
        order,
        [(fulfillment_order or next_open(order), quantities)],
        at=at,
        tracking=tracking,
        display_status=display_status,
        estimated_delivery_at=estimated_delivery_at,
    )


type Part = tuple[FulfillmentOrderRecord, Mapping[str, int] | None]


def fulfill_parts(
    order: OrderRecord,
    parts: Sequence[Part],
    *,
    at: datetime,
    tracking: Sequence[TrackingRecord] = (),
    display_status: str | None = "FULFILLED",
    estimated_delivery_at: datetime | None = None,
) -> FulfillmentRecord:
    """One shipment of several fulfillment orders, which must lie at one place. Nothing is changed when it is refused.

    Raises CannotFulfil.
    """
    works = [work for work, _ in parts]
    for work in works:
        # What a service was stopped from sending may still be sent.
        is_over = work.status == "CANCELLED" and work.request_status != "CANCELLATION_ACCEPTED"
        if is_over or work.status in ("CLOSED", "INCOMPLETE", "ON_HOLD", "SCHEDULED"):
            raise CannotFulfil(
                f"Fulfillment order {work.id.rpartition('/')[2]} has an unfulfillable status= {work.status.lower()}."
            )
    if len({work.id for work in works}) < len(works):
        raise CannotFulfil("Fulfillment order is given twice.")
    if len({work.location.id for work in works}) > 1:
        raise CannotFulfil("All fulfillment orders must be assigned to the same location.")
    chosen = [(work, _chosen_lines(work, quantities)) for work, quantities in parts]
    fulfillment = FulfillmentRecord(
        id=order.next_id("Fulfillment"),
        order=order,
        name=f"{order.name}.{len(order.fulfillments) + 1}",
        display_status=display_status,
        created_at=at,
        updated_at=at,
        estimated_delivery_at=estimated_delivery_at,
        requires_shipping=any(line.line_item.requires_shipping for _, lines in chosen for line, _ in lines),
        location=works[0].location,
        tracking=list(tracking),
        fulfillment_orders=works,
    )
    for work, lines in chosen:
        _take_from_work(work, lines, fulfillment, at=at)
    order.fulfillments.append(fulfillment)
    return fulfillment


def _take_from_work(
    work: FulfillmentOrderRecord,
    lines: Sequence[tuple[FulfillmentOrderLineRecord, int]],
    fulfillment: FulfillmentRecord,
    *,
    at: datetime,
) -> None:
    for line, quantity in lines:
        line.remaining_quantity -= quantity
        made = FulfillmentLineRecord(
            id=fulfillment.order.next_id("FulfillmentLineItem"), line_item=line.line_item, quantity=quantity
        )
        fulfillment.lines.append(made)
    if work.remaining_quantity == 0:
        work.status = "CLOSED"
    work.updated_at = at
    work.fulfillments.append(fulfillment)


def next_open(order: OrderRecord) -> FulfillmentOrderRecord:
    """The first fulfillment order with something left. Raises CannotFulfil."""
    for work in order.fulfillment_orders:
        if work.remaining_quantity and work.status not in ("CLOSED", "CANCELLED"):
            return work
    raise CannotFulfil("The order has nothing left to fulfill.")


def _chosen_lines(
    work: FulfillmentOrderRecord, quantities: Mapping[str, int] | None
) -> list[tuple[FulfillmentOrderLineRecord, int]]:
    if quantities is None:
        return [(line, line.remaining_quantity) for line in work.lines if line.remaining_quantity]
    chosen = []
    for key, quantity in quantities.items():
        line = next((each for each in work.lines if key in (each.id, each.line_item.title)), None)
        if line is None:
            raise CannotFulfil("Fulfillment order line item does not exist.")
        if not 0 < quantity <= line.remaining_quantity:
            raise CannotFulfil("Invalid fulfillment order line item quantity requested.")
        chosen.append((line, quantity))
    return chosen


def cancel_fulfillment(fulfillment: FulfillmentRecord, *, at: datetime) -> FulfillmentOrderRecord:
    """Cancel a shipment. A partly done fulfillment order grows back; a closed one is followed by a new one."""
    if not fulfillment.is_good:
        raise CannotFulfil("Fulfillment is already cancelled.")
    fulfillment.status, fulfillment.display_status, fulfillment.updated_at = "CANCELLED", "CANCELED", at
    work = fulfillment.fulfillment_orders[0]
    if work.status != "CLOSED":
        by_item = {line.line_item.id: line for line in work.lines}
        for sent in fulfillment.lines:
            by_item[sent.line_item.id].remaining_quantity += sent.quantity
        work.updated_at = at
        return work
    method = work.delivery_method
    delivery = Delivery(
        method_type=method.method_type if method else "SHIPPING",
        presented_name=method.presented_name if method else None,
        min_at=method.min_delivery_date_time if method else None,
        max_at=method.max_delivery_date_time if method else None,
    )
    quantities = [(sent.line_item, sent.quantity) for sent in fulfillment.lines]
    return open_fulfillment_order(fulfillment.order, quantities, work.location, delivery, at=at)


def set_tracking(fulfillment: FulfillmentRecord, tracking: Sequence[TrackingRecord], *, at: datetime) -> None:
    """Replace the numbers of a shipment."""
    fulfillment.tracking = list(tracking)
    fulfillment.updated_at = at


def add_event(
    fulfillment: FulfillmentRecord,
    status: str,
    *,
    at: datetime,
    happened_at: datetime | None = None,
    message: str | None = None,
    city: str | None = None,
    province: str | None = None,
    country: str | None = "Spain",
    zip_code: str | None = None,
    estimated_delivery_at: datetime | None = None,
    shows_as: str | None = None,
) -> EventRecord:
    """Add a scan heard of at `at`. The newest one (by when it happened) decides the display status.

    `shows_as` sets another display status than the event's own, as Shopify has some that no event bears.
    """
    event = EventRecord(
        id=fulfillment.order.next_id("FulfillmentEvent"),
        status=status,
        happened_at=happened_at or at,
        created_at=at,
        message=message,
        city=city,
        province=province,
        country=country,
        zip=zip_code,
        estimated_delivery_at=estimated_delivery_at,
    )
    is_newest = fulfillment.newest_event_at is None or event.happened_at >= fulfillment.newest_event_at
    fulfillment.events.append(event)
    fulfillment.updated_at = max(at, fulfillment.updated_at)
    if is_newest:
        fulfillment.newest_event_at = event.happened_at
    if shows_as or is_newest:
        fulfillment.display_status = shows_as or status
    if status in IN_TRANSIT_STATUSES and fulfillment.in_transit_at is None:
        fulfillment.in_transit_at = event.happened_at
    if status == "DELIVERED":
        fulfillment.delivered_at = event.happened_at
    if is_newest and estimated_delivery_at is not None:
        fulfillment.estimated_delivery_at = estimated_delivery_at
    return event


def remove_event(fulfillment: FulfillmentRecord, event: EventRecord, *, at: datetime) -> None:
    """Take a scan back, as carriers sometimes do; the newest of the rest decides again."""
    fulfillment.events.remove(event)
    fulfillment.updated_at = at
    newest = max(fulfillment.events, key=lambda each: each.happened_at, default=None)
    fulfillment.newest_event_at = newest.happened_at if newest else None
    fulfillment.display_status = newest.status if newest else "FULFILLED"
    if event.status == "DELIVERED":
        fulfillment.delivered_at = None
