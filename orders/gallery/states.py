"""Every order a shopper can meet, by name: for tables of tests, screenshots and accessibility checks."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from orders.domain.order import Fulfillment, FulfillmentOrder, LineItem, Order
from orders.gallery.builders import (
    a_fulfillment,
    a_fulfillment_order,
    a_line,
    a_refund,
    an_event,
    an_order,
)
from orders.gallery.states_apart import APART
from orders.gallery.states_extreme import EXTREME
from orders.gallery.states_parcels import PARCELS
from orders.gallery.states_reports import REPORTS
from orders.gallery.states_waiting import WAITING


def candle_and_lamp() -> Sequence[LineItem]:
    """The two lines of the split orders below."""
    return (
        a_line(1, title="Beeswax candle", variant_title=None, quantity=2),
        a_line(2, title="Brass table lamp", variant_title="Small"),
    )


def candles(now: datetime, display_status: str = "DELIVERED", *, hours_ago: float = 22) -> Fulfillment:
    """The first parcel: both candles."""
    scan = an_event(display_status, now=now, event=31, hours_ago=hours_ago, city="Zaragoza")
    return a_fulfillment(1, now=now, display_status=display_status, events=(scan,), items=((1, 2),))


def lamp(
    now: datetime, display_status: str = "IN_TRANSIT", *, estimated_in_hours: float | None = 52
) -> Fulfillment:
    """The second parcel: the lamp, from Valencia."""
    scan = an_event(
        display_status, now=now, event=32, hours_ago=10, city="Teruel", estimated_in_hours=estimated_in_hours
    )
    return a_fulfillment(
        2, now=now, display_status=display_status, hours_ago=30, events=(scan,), items=((2, 1),)
    )


def split(
    now: datetime, first: Fulfillment, second: Fulfillment, *, second_method: str = "SHIPPING"
) -> Order:
    """Two parcels from two locations."""
    return an_order(
        now=now,
        lines=candle_and_lamp(),
        fulfillments=(first, second),
        fulfillment_orders=(
            a_fulfillment_order(1, now=now, status="CLOSED", items=(), fulfillments=(1,)),
            a_fulfillment_order(
                2,
                now=now,
                status="CLOSED",
                method_type=second_method,
                items=(),
                fulfillments=(2,),
                location="Casa Lumbre, Carrer de la Pau 8",
                city="Valencia",
            ),
        ),
        fulfillment_status="FULFILLED",
    )


def rest_waits(now: datetime, first: Fulfillment, rest: FulfillmentOrder) -> Order:
    """The candles have left, the lamp has not."""
    done = a_fulfillment_order(1, now=now, status="CLOSED", items=(), fulfillments=(1,))
    return an_order(
        now=now,
        lines=candle_and_lamp(),
        fulfillments=(first,),
        fulfillment_orders=(done, rest),
        fulfillment_status="PARTIALLY_FULFILLED",
    )


def lamp_work(now: datetime, status: str = "OPEN", *holds: str) -> FulfillmentOrder:
    """The fulfillment order of the lamp."""
    return a_fulfillment_order(2, now=now, status=status, holds=holds, items=((2, 1),), city="Valencia")


def fulfillment_cancelled(now: datetime) -> Order:
    """The label was withdrawn, and the items went back to a new fulfillment order."""
    gone = a_fulfillment(1, now=now, status="CANCELLED", display_status="CANCELED", items=((1, 2), (2, 1)))
    again = a_fulfillment_order(3, now=now, items=((1, 2), (2, 1)))
    return an_order(now=now, lines=candle_and_lamp(), fulfillments=(gone,), fulfillment_orders=(again,))


def partly_refunded(now: datetime) -> Order:
    """One of two candles was refunded before the rest was sent."""
    lines = (
        a_line(1, title="Beeswax candle", variant_title=None, quantity=2, current_quantity=1),
        a_line(2, title="Brass table lamp", variant_title="Small"),
    )
    parcel = a_fulfillment(
        1,
        now=now,
        display_status="IN_TRANSIT",
        events=(an_event(now=now, city="Guadalajara", estimated_in_hours=28),),
        items=((1, 1), (2, 1)),
    )
    return an_order(
        now=now,
        lines=lines,
        fulfillments=(parcel,),
        refunds=(a_refund(now=now),),
        financial_status="PARTIALLY_REFUNDED",
    )


def edited(now: datetime) -> Order:
    """One line was taken off by an edit, another added."""
    lines = (*candle_and_lamp(), a_line(3, title="Terracotta vase", variant_title="Tall", current_quantity=0))
    work = a_fulfillment_order(now=now, status="IN_PROGRESS", items=((1, 2), (2, 1)))
    return an_order(now=now, lines=lines, fulfillment_orders=(work,), edited=True)


def returned(now: datetime, return_status: str) -> Order:
    """Delivered, and then a return was opened."""
    return an_order(
        now=now,
        lines=candle_and_lamp(),
        fulfillments=(candles(now), lamp(now, "DELIVERED", estimated_in_hours=None)),
        return_status=return_status,
    )


MIXED: Mapping[str, Callable[[datetime], Order]] = {
    "partly_delivered": lambda now: split(now, candles(now), lamp(now)),
    "partly_delivered_without_date": lambda now: split(now, candles(now), lamp(now, estimated_in_hours=None)),
    "partly_delivered_rest_waiting": lambda now: rest_waits(now, candles(now), lamp_work(now)),
    "partly_shipped": lambda now: rest_waits(now, candles(now, "IN_TRANSIT"), lamp_work(now)),
    "partly_shipped_rest_out_of_stock": lambda now: rest_waits(
        now, candles(now, "IN_TRANSIT"), lamp_work(now, "ON_HOLD", "INVENTORY_OUT_OF_STOCK")
    ),
    "two_parcels_on_their_way": lambda now: split(now, candles(now, "IN_TRANSIT"), lamp(now)),
    "one_parcel_overdue": lambda now: split(now, candles(now), lamp(now, estimated_in_hours=-50)),
    "finished": lambda now: split(now, candles(now), lamp(now, "PICKED_UP"), second_method="PICK_UP"),
    "fulfillment_cancelled": fulfillment_cancelled,
    "partly_refunded": partly_refunded,
    "edited": edited,
    "return_in_progress": lambda now: returned(now, "IN_PROGRESS"),
    "returned": lambda now: returned(now, "RETURNED"),
}

GALLERY: Mapping[str, Callable[[datetime], Order]] = {
    **WAITING,
    **PARCELS,
    **REPORTS,
    **MIXED,
    **APART,
    **EXTREME,
}
