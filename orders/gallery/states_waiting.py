"""Orders of which nothing has left: received, held, scheduled, cancelled, removed, digital, in store."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Unpack

from orders.domain.order import Order
from orders.gallery.builders import (
    OrderFields,
    a_fulfillment,
    a_fulfillment_order,
    a_line,
    a_refund,
    an_event,
    an_order,
)


def waiting(
    now: datetime,
    status: str = "OPEN",
    *,
    request_status: str = "UNSUBMITTED",
    method_type: str = "SHIPPING",
    holds: tuple[str, ...] = (),
    fulfill_in_hours: float | None = None,
    promise_in_hours: tuple[float | None, float | None] = (None, None),
    **fields: Unpack[OrderFields],
) -> Order:
    """Two lines that wait in one fulfillment order."""
    work = a_fulfillment_order(
        now=now,
        status=status,
        request_status=request_status,
        method_type=method_type,
        holds=holds,
        fulfill_in_hours=fulfill_in_hours,
        promise_in_hours=promise_in_hours,
        items=((1, 2), (2, 1)),
    )
    lines = (a_line(1, quantity=2), a_line(2, title="Washed linen table runner", variant_title="Olive"))
    return an_order(now=now, placed_hours_ago=20, lines=lines, fulfillment_orders=(work,), **fields)


def held(now: datetime, *reasons: str) -> Order:
    """An order whose one fulfillment order is on hold for `reasons`."""
    return waiting(now, "ON_HOLD", holds=reasons, fulfillment_status="ON_HOLD")


def cancelled(now: datetime, reason: str) -> Order:
    """An order cancelled six hours ago before anything left."""
    return waiting(now, "CANCELLED", cancelled_at=now - timedelta(hours=6), cancel_reason=reason)


def held_in_part(now: datetime, reason: str) -> Order:
    """One fulfillment order is being packed, the other is on hold for `reason`."""
    works = (
        a_fulfillment_order(1, now=now, status="IN_PROGRESS", items=((1, 2),)),
        a_fulfillment_order(2, now=now, status="ON_HOLD", holds=(reason,), items=((2, 1),), city="Valencia"),
    )
    lines = (a_line(1, quantity=2), a_line(2, title="Washed linen table runner", variant_title="Olive"))
    return an_order(now=now, placed_hours_ago=20, lines=lines, fulfillment_orders=works)


def digital(now: datetime, *, sent: bool) -> Order:
    """A gift card: `sent` once its fulfillment exists."""
    line = a_line(title="Gift card", variant_title="50 €", requires_shipping=False, is_gift_card=True)
    fulfillments = (
        (a_fulfillment(now=now, hours_ago=2, tracking=(), requires_shipping=False),) if sent else ()
    )
    return an_order(
        now=now, placed_hours_ago=3, lines=(line,), fulfillments=fulfillments, requires_shipping=False
    )


def in_store(now: datetime) -> Order:
    """A sale at the till: fulfilled the moment it was paid."""
    return an_order(
        now=now,
        placed_hours_ago=26,
        fulfillments=(a_fulfillment(now=now, hours_ago=26, tracking=()),),
        fulfillment_orders=(
            a_fulfillment_order(now=now, status="CLOSED", method_type="RETAIL", items=(), fulfillments=(1,)),
        ),
    )


def cancelled_partly_shipped(now: datetime) -> Order:
    """One mug was on its way when the rest was cancelled."""
    event = an_event("IN_TRANSIT", now=now, hours_ago=9, city="Guadalajara", estimated_in_hours=30)
    return an_order(
        now=now,
        lines=(
            a_line(1, quantity=2, current_quantity=1),
            a_line(2, title="Beeswax candle", current_quantity=0),
        ),
        fulfillments=(a_fulfillment(now=now, display_status="IN_TRANSIT", events=(event,)),),
        cancelled_at=now - timedelta(hours=20),
        cancel_reason="OTHER",
    )


def removed(now: datetime) -> Order:
    """Every line was refunded; the order itself was never cancelled."""
    return an_order(
        now=now,
        lines=(a_line(1, quantity=2, current_quantity=0),),
        refunds=(a_refund(now=now, items=((1, 2),)),),
        financial_status="REFUNDED",
    )


WAITING: Mapping[str, Callable[[datetime], Order]] = {
    "just_placed": lambda now: an_order(now=now, placed_hours_ago=0.05),
    "received": waiting,
    "received_with_promise": lambda now: waiting(now, promise_in_hours=(72, 120)),
    "no_fulfillment_order_scope": lambda now: an_order(now=now, fulfillment_orders=None),
    "packing": lambda now: waiting(now, "IN_PROGRESS", fulfillment_status="IN_PROGRESS"),
    "accepted_by_warehouse": lambda now: waiting(now, request_status="ACCEPTED", promise_in_hours=(48, 48)),
    "rerouting": lambda now: waiting(now, request_status="REJECTED", fulfillment_status="REQUEST_DECLINED"),
    "out_of_stock": lambda now: held(now, "INVENTORY_OUT_OF_STOCK"),
    "partly_out_of_stock": lambda now: held_in_part(now, "INVENTORY_OUT_OF_STOCK"),
    "check_address": lambda now: held(now, "INCORRECT_ADDRESS"),
    "awaiting_payment": lambda now: held(now, "AWAITING_PAYMENT"),
    "payment_pending": lambda now: waiting(now, financial_status="PENDING"),
    "awaiting_return": lambda now: held(now, "AWAITING_RETURN_ITEMS"),
    "date_unknown": lambda now: held(now, "UNKNOWN_DELIVERY_DATE"),
    "partly_date_unknown": lambda now: held_in_part(now, "UNKNOWN_DELIVERY_DATE"),
    "partly_review": lambda now: held_in_part(now, "OTHER"),
    "review": lambda now: held(now, "HIGH_RISK_OF_FRAUD"),
    "held_for_another_reason": lambda now: held(now, "OTHER"),
    "scheduled": lambda now: waiting(
        now, "SCHEDULED", fulfill_in_hours=24 * 9, fulfillment_status="SCHEDULED"
    ),
    "preorder": lambda now: waiting(now, "SCHEDULED", fulfillment_status="SCHEDULED"),
    "pickup_preparing": lambda now: waiting(now, "IN_PROGRESS", method_type="PICK_UP"),
    "local_preparing": lambda now: waiting(now, method_type="LOCAL", promise_in_hours=(26, 30)),
    "cancelled": lambda now: cancelled(now, "FRAUD"),
    "cancelled_by_shopper": lambda now: cancelled(now, "CUSTOMER"),
    "cancelled_out_of_stock": lambda now: cancelled(now, "INVENTORY"),
    "cancelled_and_refunded": lambda now: replace(cancelled(now, "OTHER"), financial_status="REFUNDED"),
    "cancelled_partly_shipped": cancelled_partly_shipped,
    "removed": removed,
    "digital_pending": lambda now: digital(now, sent=False),
    "digital_sent": lambda now: digital(now, sent=True),
    "in_store": in_store,
}
