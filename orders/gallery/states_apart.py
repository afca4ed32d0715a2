"""Days without hours, payments, and orders of which a part never travels."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from orders.domain.order import Order, TrackingInfo
from orders.domain.when import Day
from orders.gallery.builders import a_fulfillment, a_fulfillment_order, a_line, an_event, an_order
from orders.gallery.states_parcels import scans, shipped
from orders.gallery.states_waiting import WAITING, cancelled, waiting


def days_from(now: datetime, days: int) -> Day:
    """A day as a carrier names it, so many days from today."""
    return Day(now.date() + timedelta(days=days))


def arriving_on_a_day(now: datetime) -> Order:
    """The carrier's estimate, and one of its scans, are days without hours."""
    gone = an_event("CARRIER_PICKED_UP", now=now, event=1, hours_ago=50, city="Madrid")
    scan = replace(
        an_event(now=now, event=2, hours_ago=20, city="Teruel"),
        happened_at=days_from(now, -1),
        estimated_delivery_at=days_from(now, 4),
    )
    return shipped(now, "IN_TRANSIT", events=(gone, scan))


def delivered_on_a_day(now: datetime) -> Order:
    """The carrier says on which day, and no more."""
    last = replace(
        an_event("DELIVERED", now=now, event=9, hours_ago=12, city="Zaragoza"), happened_at=days_from(now, -1)
    )
    return shipped(now, "DELIVERED", events=scans(now, last))


def dated_never(now: datetime) -> Order:
    """A system wrote the end of time where it had no date."""
    never = replace(an_event(now=now, city="Teruel"), estimated_delivery_at=Day(date(9999, 12, 31)))
    return shipped(now, "IN_TRANSIT", events=(never,))


def delivered_and_protected(now: datetime) -> Order:
    """The mug is there; the cover for its way was never to be sent."""
    lines = (
        a_line(1),
        a_line(2, title="Shipping protection", variant_title=None, requires_shipping=False),
    )
    scan = an_event("DELIVERED", now=now, event=31, hours_ago=22, city="Zaragoza")
    return an_order(
        now=now,
        lines=lines,
        fulfillments=(a_fulfillment(now=now, display_status="DELIVERED", events=(scan,)),),
        fulfillment_orders=(
            a_fulfillment_order(1, now=now, status="CLOSED", items=(), fulfillments=(1,)),
            a_fulfillment_order(2, now=now, method_type="NONE", items=((2, 1),)),
        ),
        fulfillment_status="PARTIALLY_FULFILLED",
    )


def nothing_to_send(now: datetime) -> Order:
    """Shopify says so of the whole order."""
    tip = a_line(title="Tip for the workshop", variant_title=None, requires_shipping=False)
    return an_order(
        now=now, lines=(tip,), requires_shipping=False, fulfillment_status="FULFILLMENT_NOT_REQUIRED"
    )


def rest_to_collect(now: datetime, display_status: str) -> Order:
    """One part is sent, the other waits in the shop until it can be fetched."""
    scan = an_event(display_status, now=now, event=31, hours_ago=22, city="Zaragoza")
    return an_order(
        now=now,
        lines=(a_line(1), a_line(2, title="Brass table lamp", variant_title="Small")),
        fulfillments=(a_fulfillment(now=now, display_status=display_status, events=(scan,)),),
        fulfillment_orders=(
            a_fulfillment_order(1, now=now, status="CLOSED", items=(), fulfillments=(1,)),
            a_fulfillment_order(2, now=now, method_type="PICK_UP", items=((2, 1),)),
        ),
        fulfillment_status="PARTIALLY_FULFILLED",
    )


def cancelled_after_packing(now: datetime) -> Order:
    """The label was made and the shipment marked as sent when the order was called off; no scan ever came."""
    label = an_event("LABEL_PRINTED", now=now, event=1, hours_ago=8)
    packed = a_fulfillment(now=now, hours_ago=8, events=(label,), items=((1, 2), (2, 1)))
    return replace(cancelled(now, "CUSTOMER"), fulfillments=(packed,), fulfillment_orders=())


def late_and_held(now: datetime) -> Order:
    """The promise of checkout has passed, and the shop waits for stock."""
    held = waiting(
        now,
        "ON_HOLD",
        holds=("INVENTORY_OUT_OF_STOCK",),
        promise_in_hours=(-98, -50),
        fulfillment_status="ON_HOLD",
    )
    return replace(held, created_at=now - timedelta(days=7))


def late_and_not_ready(now: datetime) -> Order:
    """The promise of checkout has passed, and nobody has begun."""
    return replace(waiting(now, promise_in_hours=(-98, -50)), created_at=now - timedelta(days=7))


def as_of(build: Callable[[datetime], Order], days: float) -> Callable[[datetime], Order]:
    """The same order as it was told so many days ago."""
    return lambda now: build(now - timedelta(days=days))


APART: Mapping[str, Callable[[datetime], Order]] = {
    "number_to_come": lambda now: shipped(now, "FULFILLED", hours_ago=2, tracking=()),
    "number_missing_in_address": lambda now: shipped(
        now,
        "FULFILLED",
        hours_ago=2,
        tracking=(TrackingInfo(company="MRW", number="", url="https://www.mrw.es/t?franq=&envio="),),
    ),
    "arriving_on_a_day": arriving_on_a_day,
    "delivered_on_a_day": delivered_on_a_day,
    "dated_never": dated_never,
    "overdue_out_of_stock": late_and_held,
    "overdue_not_ready": late_and_not_ready,
    "delivered_and_protected": delivered_and_protected,
    "nothing_to_send": nothing_to_send,
    "partly_delivered_rest_to_collect": lambda now: rest_to_collect(now, "DELIVERED"),
    "partly_shipped_rest_to_collect": lambda now: rest_to_collect(now, "IN_TRANSIT"),
    "refunded_unsent": lambda now: waiting(now, financial_status="REFUNDED"),
    "payment_lapsed": lambda now: waiting(now, financial_status="VOIDED"),
    "cancelled_after_packing": cancelled_after_packing,
    "cancelled_long_ago": as_of(WAITING["cancelled"], 40),
}
