"""Which webhooks a change fires, found by comparing an order with what it was.

Work that moves between warehouses, holds and dates touches fulfillment orders only, and a scan fires nothing but
itself: so it is reported of the real shop, and it is the harder case.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.sandbox.records import FulfillmentOrderRecord, OrderRecord
from tests.sandbox.webhook_payloads import (
    Payload,
    deletion_payload,
    edit_payload,
    event_payload,
    fulfillment_order_payload,
    fulfillment_payload,
    hold_payload,
    moved_payload,
    order_payload,
    refund_payload,
    return_payload,
)

RETURN_TOPICS = {
    "REQUESTED": "returns/request",
    "OPEN": "returns/approve",
    "DECLINED": "returns/decline",
    "CLOSED": "returns/close",
    "CANCELED": "returns/cancel",
}
WORK_TOPICS = {
    "IN_PROGRESS": "fulfillment_orders/progress_reported",
    "SCHEDULED": "fulfillment_orders/rescheduled",
    "CANCELLED": "fulfillment_orders/cancelled",
    "OPEN": "fulfillment_orders/scheduled_fulfillment_order_ready",
}


@dataclass(frozen=True, slots=True)
class Fired:
    """One webhook to be sent to whoever subscribed to its topic."""

    topic: str
    payload: Payload


@dataclass(frozen=True, slots=True)
class Work:
    """What of a fulfillment order fires webhooks."""

    status: str
    request_status: str
    fulfill_at: object
    holds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """An order as it was."""

    plain: tuple[object, ...]
    lines: tuple[tuple[str, int, int], ...]
    shipments: dict[str, tuple[object, ...]]
    scans: dict[str, str]
    refunds: frozenset[str]
    returns: dict[str, str]
    works: dict[str, Work]


def look(order: OrderRecord) -> Seen:
    """Remember an order as it is."""
    return Seen(
        plain=(
            *(order.email, order.phone, order.display_financial_status, order.cancelled_at, order.closed_at),
            *(order.return_status, order.shown_fulfillment_status, order.city, order.staff_note),
        ),
        lines=tuple((line.id, line.quantity, line.current_quantity) for line in order.line_items),
        shipments={
            each.id: (
                *(each.status, each.display_status if not each.events else None),
                tuple((t.company, t.number, t.url) for t in each.tracking),
            )
            for each in order.fulfillments
        },
        scans={scan.id: each.id for each in order.fulfillments for scan in each.events},
        refunds=frozenset(refund.id for refund in order.refunds),
        returns={made.id: made.status for made in order.returns},
        works={
            work.id: Work(
                work.status,
                work.request_status,
                work.fulfill_at,
                tuple(hold.id for hold in work.fulfillment_holds),
            )
            for work in order.fulfillment_orders
        },
    )


def find_fired(order: OrderRecord, before: Seen | None, now: Seen, *, deleted: bool) -> list[Fired]:
    """What the change fires, in an order that Shopify does not promise either."""
    if deleted:
        return [Fired("orders/delete", deletion_payload(order))]
    if before is None:
        return [Fired("orders/create", order_payload(order))]
    special = [
        *_shipments(order, before, now),
        *_refunds_and_returns(order, before, now),
        *_edits(order, before, now),
    ]
    apart = [*_scans(order, before, now), *_works(order, before, now)]
    if special or before.plain != now.plain or not apart:
        special.append(Fired("orders/updated", order_payload(order)))
    return special + apart


def _shipments(order: OrderRecord, before: Seen, now: Seen) -> Iterator[Fired]:
    for each in order.fulfillments:
        known = before.shipments.get(each.id)
        if known is None:
            yield Fired("fulfillments/create", fulfillment_payload(each))
            left = any(line.unfulfilled_quantity for line in order.line_items)
            yield Fired("orders/partially_fulfilled" if left else "orders/fulfilled", order_payload(order))
        elif known != now.shipments[each.id] and len(now.scans) == len(before.scans):
            yield Fired("fulfillments/update", fulfillment_payload(each))


def _scans(order: OrderRecord, before: Seen, now: Seen) -> Iterator[Fired]:
    for each in order.fulfillments:
        for scan in each.events:
            if scan.id not in before.scans:
                yield Fired("fulfillment_events/create", event_payload(each, scan))
    for scan_id in before.scans.keys() - now.scans.keys():
        gone = {
            "id": int(scan_id.rpartition("/")[2]),
            "fulfillment_id": int(before.scans[scan_id].rpartition("/")[2]),
        }
        yield Fired("fulfillment_events/delete", gone)


def _refunds_and_returns(order: OrderRecord, before: Seen, now: Seen) -> Iterator[Fired]:
    if before.plain[3] is None and order.cancelled_at is not None:
        yield Fired("orders/cancelled", order_payload(order))
    for refund in order.refunds:
        if refund.id not in before.refunds:
            yield Fired("refunds/create", refund_payload(refund))
    for made in order.returns:
        if before.returns.get(made.id) != now.returns[made.id]:
            yield Fired(RETURN_TOPICS.get(made.status, "returns/update"), return_payload(made))


def _edits(order: OrderRecord, before: Seen, now: Seen) -> Iterator[Fired]:
    if before.lines != now.lines and before.refunds == now.refunds and order.edited:
        yield Fired("orders/edited", edit_payload(order))


def _works(order: OrderRecord, before: Seen, now: Seen) -> Iterator[Fired]:
    new = [work for work in order.fulfillment_orders if work.id not in before.works]
    for work in order.fulfillment_orders:
        known = before.works.get(work.id)
        if known is not None and known != now.works[work.id]:
            yield from _work(work, known, now.works[work.id], new)


def _work(
    work: FulfillmentOrderRecord, known: Work, current: Work, new: list[FulfillmentOrderRecord]
) -> Iterator[Fired]:
    if len(current.holds) > len(known.holds):
        yield Fired("fulfillment_holds/added", hold_payload(work, current.holds[-1:]))
        if not known.holds:
            yield Fired("fulfillment_orders/placed_on_hold", fulfillment_order_payload(work))
    elif len(current.holds) < len(known.holds):
        yield Fired("fulfillment_holds/released", hold_payload(work, known.holds[-1:]))
        if not current.holds:
            yield Fired("fulfillment_orders/hold_released", fulfillment_order_payload(work))
    elif not work.displayable and new:
        yield Fired("fulfillment_orders/moved", moved_payload(work, new[0]))
    elif current.request_status != known.request_status:
        yield Fired(_request_topic(current.request_status), fulfillment_order_payload(work))
    elif current.status in WORK_TOPICS:
        yield Fired(WORK_TOPICS[current.status], fulfillment_order_payload(work))


def _request_topic(request_status: str) -> str:
    """By what was asked or answered."""
    if request_status == "CANCELLATION_REQUESTED":
        return "fulfillment_orders/cancellation_request_submitted"
    if request_status.startswith("CANCELLATION_"):
        return (
            f"fulfillment_orders/cancellation_request_{request_status.removeprefix('CANCELLATION_').lower()}"
        )
    return f"fulfillment_orders/fulfillment_request_{request_status.lower()}"
