"""Webhook bodies as Shopify writes them: in the style of its REST API, numbers for ids, times with the shop's offset.

Fulfillment orders alone come with GIDs and without the number of their order.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from tests.sandbox.clock import SHOP_TIMEZONE
from tests.sandbox.parts import EventRecord
from tests.sandbox.records import (
    FulfillmentOrderRecord,
    FulfillmentRecord,
    LineItemRecord,
    OrderRecord,
    RefundRecord,
    ReturnRecord,
)

type Payload = dict[str, Any]


def order_payload(order: OrderRecord) -> Payload:
    """`orders/*`: the order, without fulfillment orders, holds, delivery method or display status."""
    return {
        "id": order.legacy_id,
        "admin_graphql_api_id": order.id,
        "browser_ip": "203.0.113.9",
        "cancel_reason": order.cancel_reason.lower() if order.cancel_reason else None,
        "cancelled_at": moment(order.cancelled_at),
        "closed_at": moment(order.closed_at),
        "confirmation_number": order.confirmation_number,
        "contact_email": order.email,
        "created_at": moment(order.created_at),
        "customer": {"email": order.email, "first_name": order.first_name, "last_name": order.last_name},
        "email": order.email,
        "financial_status": (order.display_financial_status or "").lower() or None,
        "fulfillment_status": _fulfillment_status(order),
        "fulfillments": [fulfillment_payload(each) for each in order.fulfillments],
        "line_items": [_line_payload(line) for line in order.line_items],
        "name": order.name,
        "note": order.staff_note,
        "number": order.number,
        "order_number": order.number,
        "order_status_url": f"https://casalumbre.example/61/orders/{order.legacy_id:x}/authenticate?key=0123456789abcdef",
        "phone": order.phone,
        "processed_at": moment(order.processed_at),
        "refunds": [refund_payload(each) for each in order.refunds],
        "shipping_address": {"address1": order.address1, "zip": order.zip, "city": order.city},
        "test": order.test,
        "token": f"{order.legacy_id:032x}",
        "total_price": "42.00",
        "updated_at": moment(order.updated_at),
    }


def deletion_payload(order: OrderRecord) -> Payload:
    """`orders/delete`."""
    return {"id": order.legacy_id}


def edit_payload(order: OrderRecord) -> Payload:
    """`orders/edited`: what was edited, which is not the order."""
    return {
        "order_edit": {
            "id": order.legacy_id * 10 + 1,
            "app_id": None,
            "created_at": moment(order.updated_at),
            "line_items": {
                "additions": [],
                "removals": [{"id": number(line.id), "delta": 1} for line in order.line_items[:1]],
            },
            "notify_customer": False,
            "order_id": order.legacy_id,
            "staff_note": order.staff_note,
        }
    }


def fulfillment_payload(fulfillment: FulfillmentRecord) -> Payload:
    """`fulfillments/*`."""
    tracking = fulfillment.tracking
    numbers = [each.number for each in tracking if each.number]
    urls = [each.url for each in tracking if each.url]
    return {
        "id": number(fulfillment.id),
        "admin_graphql_api_id": fulfillment.id,
        "created_at": moment(fulfillment.created_at),
        "destination": {"address1": fulfillment.order.address1, "zip": fulfillment.order.zip},
        "email": fulfillment.order.email,
        "line_items": [_line_payload(line.line_item) for line in fulfillment.lines],
        "name": fulfillment.name,
        "order_id": fulfillment.order.legacy_id,
        "service": "manual",
        "shipment_status": fulfillment.events[-1].status.lower() if fulfillment.events else None,
        "status": fulfillment.status.lower(),
        "tracking_company": tracking[0].company if tracking else None,
        "tracking_number": numbers[0] if numbers else None,
        "tracking_numbers": numbers,
        "tracking_url": urls[0] if urls else None,
        "tracking_urls": urls,
        "updated_at": moment(fulfillment.updated_at),
    }


def event_payload(fulfillment: FulfillmentRecord, event: EventRecord) -> Payload:
    """`fulfillment_events/create`."""
    return {
        "id": number(event.id),
        "admin_graphql_api_id": event.id,
        "address1": event.address1,
        "city": event.city,
        "country": event.country,
        "created_at": moment(event.created_at),
        "estimated_delivery_at": moment(event.estimated_delivery_at),
        "fulfillment_id": number(fulfillment.id),
        "happened_at": moment(event.happened_at),
        "message": event.message,
        "order_id": fulfillment.order.legacy_id,
        "province": event.province,
        "shop_id": 61_000_000_001,
        "status": event.status.lower(),
        "updated_at": moment(event.created_at),
        "zip": event.zip,
    }


def refund_payload(refund: RefundRecord) -> Payload:
    """`refunds/create`."""
    return {
        "id": number(refund.id),
        "admin_graphql_api_id": refund.id,
        "created_at": moment(refund.created_at),
        "note": refund.note,
        "order_id": refund.order.legacy_id,
        "refund_line_items": [
            {"id": number(line.id), "line_item_id": number(line.line_item.id), "quantity": line.quantity}
            for line in refund.lines
        ],
    }


def return_payload(made: ReturnRecord) -> Payload:
    """`returns/*`."""
    return {
        "id": number(made.id),
        "admin_graphql_api_id": made.id,
        "name": made.name,
        "order": {"id": made.order.legacy_id, "admin_graphql_api_id": made.order.id},
        "status": made.status.lower(),
    }


def fulfillment_order_payload(work: FulfillmentOrderRecord) -> Payload:
    """`fulfillment_orders/*`, but for moved."""
    return {"fulfillment_order": {"id": work.id, "status": work.status.lower()}}


def moved_payload(old: FulfillmentOrderRecord, new: FulfillmentOrderRecord) -> Payload:
    """`fulfillment_orders/moved`."""
    return {
        "original_fulfillment_order": {"id": old.id, "status": old.status.lower()},
        "moved_fulfillment_order": {"id": new.id, "status": new.status.lower()},
        "source_location": {"id": old.location.id},
        "destination_location_id": new.location.id,
    }


def hold_payload(work: FulfillmentOrderRecord, hold_ids: Sequence[str]) -> Payload:
    """`fulfillment_holds/*`."""
    hold = {"id": hold_ids[0]} if hold_ids else None
    return fulfillment_order_payload(work) | {"fulfillment_hold": hold}


def pick(payload: Payload, paths: Iterable[str]) -> Payload:
    """What a subscription's `includeFields` leave: dotted paths, through lists too. All of it without any."""
    trees: dict[str, list[str]] = {}
    for path in paths:
        name, _, rest = path.partition(".")
        trees.setdefault(name, []).append(rest)
    if not trees:
        return payload
    return {
        name: _pick_inside(payload[name], [rest for rest in rests if rest])
        for name, rests in trees.items()
        if name in payload
    }


def _pick_inside(value: Any, paths: list[str]) -> Any:
    if isinstance(value, list):
        return [_pick_inside(each, paths) for each in value]
    return pick(value, paths) if isinstance(value, dict) else value


def number(gid: str) -> int:
    """The number at the end of a GID."""
    return int(gid.rpartition("/")[2])


def moment(at: datetime | None) -> str | None:
    """An ISO time with the shop's offset, to the second."""
    return at.astimezone(SHOP_TIMEZONE).isoformat(timespec="seconds") if at else None


def _line_payload(line: LineItemRecord) -> Payload:
    return {
        "id": number(line.id),
        "admin_graphql_api_id": line.id,
        "current_quantity": line.current_quantity,
        "name": line.title,
        "quantity": line.quantity,
        "requires_shipping": line.requires_shipping,
        "title": line.title,
    }


def _fulfillment_status(order: OrderRecord) -> str | None:
    if not any(line.fulfilled_quantity for line in order.line_items):
        return None
    return "partial" if any(line.unfulfilled_quantity for line in order.line_items) else "fulfilled"
