"""Orders of one parcel, in every state a parcel can be in."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from orders.domain.order import FulfillmentEvent, Order, TrackingInfo
from orders.gallery.builders import (
    a_fulfillment,
    a_fulfillment_order,
    a_line,
    a_tracking,
    an_event,
    an_order,
)


def shipped(
    now: datetime,
    display_status: str | None,
    *,
    events: Sequence[FulfillmentEvent] = (),
    method_type: str | None = "SHIPPING",
    hours_ago: float = 60,
    tracking: Sequence[TrackingInfo] | None = None,
    delivered_hours_ago: float | None = None,
    estimated_in_hours: float | None = None,
) -> Order:
    """Two mugs and a runner, all in one parcel."""
    items = ((1, 2), (2, 1))
    parcel = a_fulfillment(
        now=now,
        display_status=display_status,
        hours_ago=hours_ago,
        delivered_hours_ago=delivered_hours_ago,
        estimated_in_hours=estimated_in_hours,
        events=events,
        items=items,
        tracking=tracking,
    )
    work = a_fulfillment_order(now=now, status="CLOSED", method_type=method_type, items=(), fulfillments=(1,))
    return an_order(
        now=now,
        lines=(a_line(1, quantity=2), a_line(2, title="Washed linen table runner", variant_title="Olive")),
        fulfillments=(parcel,),
        fulfillment_orders=(work,),
        fulfillment_status="FULFILLED",
    )


def scans(
    now: datetime, *last: FulfillmentEvent, estimated_in_hours: float | None = None
) -> list[FulfillmentEvent]:
    """A believable journey from Madrid, and then `last`."""
    return [
        an_event("LABEL_PURCHASED", now=now, event=1, hours_ago=62),
        an_event("CONFIRMED", now=now, event=2, hours_ago=58, message="Shipment information received"),
        an_event("CARRIER_PICKED_UP", now=now, event=3, hours_ago=50, city="Madrid", message="Picked up"),
        an_event(
            "IN_TRANSIT",
            now=now,
            event=4,
            hours_ago=44,
            heard_hours_ago=43.5,
            city="Guadalajara",
            message="Arrived at sorting centre",
            estimated_in_hours=estimated_in_hours,
        ),
        *last,
    ]


def last_scan(
    now: datetime,
    status: str,
    *,
    hours_ago: float = 3,
    city: str | None = "Zaragoza",
    estimated_in_hours: float | None = None,
    method_type: str = "SHIPPING",
) -> Order:
    """A parcel whose display status and newest scan agree on `status`."""
    scan = an_event(
        status, now=now, event=9, hours_ago=hours_ago, city=city, estimated_in_hours=estimated_in_hours
    )
    delivered = hours_ago if status == "DELIVERED" else None
    events = scans(now, scan, estimated_in_hours=6)
    return shipped(now, status, events=events, delivered_hours_ago=delivered, method_type=method_type)


def overdue(now: datetime) -> Order:
    """Expected two days ago, last seen in Guadalajara."""
    return shipped(now, "IN_TRANSIT", events=scans(now, estimated_in_hours=-48))


def three_numbers(now: datetime) -> Order:
    """One fulfillment in three boxes."""
    numbers = [a_tracking(f"PQ4X7A041000123012801{box}A") for box in range(3)]
    return shipped(now, "IN_TRANSIT", events=scans(now, estimated_in_hours=30), tracking=numbers)


def messy_events(now: datetime) -> Order:
    """Scans late, twice, out of order, one in the future and one of a status nobody knows."""
    scan = an_event("IN_TRANSIT", now=now, event=20, hours_ago=8, city="Zaragoza", estimated_in_hours=28)
    again = an_event(
        "IN_TRANSIT",
        now=now,
        event=21,
        hours_ago=8,
        heard_hours_ago=1,
        city="Zaragoza",
        estimated_in_hours=28,
    )
    future = an_event("DELIVERED", now=now, event=22, hours_ago=-40, city="Zaragoza")
    unknown = an_event("HANDED_TO_DRONE", now=now, event=23, hours_ago=2, city="Zaragoza")
    return shipped(now, "IN_TRANSIT", events=[future, again, *reversed(scans(now)), unknown, scan])


PARCELS: Mapping[str, Callable[[datetime], Order]] = {
    "label_ready": lambda now: shipped(
        now, "LABEL_PRINTED", events=[an_event("LABEL_PRINTED", now=now, event=1, hours_ago=5)]
    ),
    "label_voided": lambda now: shipped(now, "LABEL_VOIDED"),
    "handed_to_warehouse": lambda now: shipped(now, "SUBMITTED", tracking=()),
    "shipped": lambda now: shipped(now, "FULFILLED"),
    "shipped_with_date": lambda now: shipped(now, "FULFILLED", estimated_in_hours=76),
    "shipped_without_tracking": lambda now: shipped(now, "MARKED_AS_FULFILLED", tracking=()),
    "shipped_without_display_status": lambda now: shipped(now, None),
    "arriving": lambda now: shipped(now, "IN_TRANSIT", events=scans(now, estimated_in_hours=76)),
    "arriving_today": lambda now: shipped(now, "IN_TRANSIT", events=scans(now, estimated_in_hours=6)),
    "on_its_way": lambda now: shipped(now, "IN_TRANSIT", events=scans(now)),
    "on_its_way_without_number": lambda now: shipped(now, "IN_TRANSIT", tracking=()),
    "out_for_delivery": lambda now: last_scan(now, "OUT_FOR_DELIVERY", estimated_in_hours=4),
    "delayed": lambda now: last_scan(now, "DELAYED", estimated_in_hours=52),
    "delayed_without_date": lambda now: shipped(
        now, "DELAYED", events=scans(now, an_event("DELAYED", now=now, event=9, hours_ago=3))
    ),
    "delivery_attempted": lambda now: last_scan(now, "ATTEMPTED_DELIVERY"),
    "problem": lambda now: last_scan(now, "FAILURE"),
    "not_delivered": lambda now: shipped(now, "NOT_DELIVERED", events=scans(now)),
    "action_needed": lambda now: last_scan(now, "BUYER_ACTION_REQUIRED"),
    "returning": lambda now: last_scan(now, "RETURNING_TO_SENDER"),
    "overdue": overdue,
    "delivered": lambda now: last_scan(now, "DELIVERED", hours_ago=21),
    "delivered_without_time": lambda now: shipped(now, "DELIVERED", tracking=()),
    "carrier_point_ready": lambda now: last_scan(now, "READY_FOR_PICKUP"),
    "pickup_point_on_its_way": lambda now: last_scan(now, "IN_TRANSIT", method_type="PICKUP_POINT"),
    "pickup_point_ready": lambda now: last_scan(now, "READY_FOR_PICKUP", method_type="PICKUP_POINT"),
    "pickup_point_collected": lambda now: shipped(
        now,
        "PICKED_UP",
        events=scans(
            now,
            an_event("READY_FOR_PICKUP", now=now, event=8, hours_ago=20, city="Zaragoza"),
            an_event("PICKED_UP", now=now, event=9, hours_ago=3, city="Zaragoza"),
        ),
        method_type="PICKUP_POINT",
    ),
    "pickup_ready": lambda now: shipped(now, "READY_FOR_PICKUP", method_type="PICK_UP", tracking=()),
    "pickup_collected": lambda now: shipped(now, "PICKED_UP", method_type="PICK_UP", tracking=()),
    "local_out": lambda now: shipped(now, "FULFILLED", method_type="LOCAL", tracking=(), hours_ago=2),
    "local_delivered": lambda now: shipped(
        now, "DELIVERED", method_type="LOCAL", tracking=(), delivered_hours_ago=4
    ),
    "three_numbers": three_numbers,
    "messy_events": messy_events,
    "unknown_statuses": lambda now: shipped(
        now, "TELEPORTED", events=scans(now, an_event("TELEPORTED", now=now, event=9, hours_ago=1))
    ),
}
