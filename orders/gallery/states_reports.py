"""Orders by what carriers report of them: nothing for days, a locker, the way back, a notice, another number."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from orders.domain.order import FulfillmentEvent, Order, Renumbering, TrackingInfo
from orders.gallery.builders import a_fulfillment, a_fulfillment_order, a_line, a_tracking, an_event, an_order
from orders.gallery.states_parcels import shipped

DAY = 24


def scan(
    now: datetime,
    status: str,
    days_ago: float,
    city: str | None = None,
    message: str | None = None,
) -> FulfillmentEvent:
    """A report so many days ago."""
    number = 500 + int(days_ago * 100)
    return an_event(status, now=now, event=number, hours_ago=days_ago * DAY, city=city, message=message)


def reported(
    now: datetime,
    *events: FulfillmentEvent,
    days_ago: float = 14,
    method_type: str = "SHIPPING",
    display_status: str | None = None,
    tracking: Sequence[TrackingInfo] | None = None,
) -> Order:
    """A parcel that was shipped so many days ago, with what was reported since; its status is the newest report's."""
    newest = max(events, key=lambda event: event.happened_at, default=None)
    status = display_status or (newest.status if newest else "FULFILLED")
    order = shipped(
        now, status, events=events, method_type=method_type, hours_ago=days_ago * DAY, tracking=tracking
    )
    return replace(order, created_at=now - timedelta(days=days_ago + 1))


def on_the_way(now: datetime) -> list[FulfillmentEvent]:
    """What usually comes first."""
    return [
        scan(now, "CARRIER_PICKED_UP", 6, "Madrid", "Picked up"),
        scan(now, "IN_TRANSIT", 5, "Guadalajara", "Arrived at sorting centre"),
    ]


def going_back(now: datetime, *last: FulfillmentEvent) -> Order:
    """Refused at the door, and then `last`."""
    return reported(
        now,
        *on_the_way(now),
        scan(now, "OUT_FOR_DELIVERY", 4, "Zaragoza"),
        scan(now, "ATTEMPTED_DELIVERY", 3.9, "Zaragoza"),
        *last,
        display_status="DELIVERED",
    )


def one_of_four_failed(now: datetime) -> Order:
    """Three parcels are there; of the fourth the carrier reports a problem."""
    delivered = [
        a_fulfillment(
            number,
            now=now,
            display_status="DELIVERED",
            hours_ago=90,
            events=(scan(now, "DELIVERED", number / 2, "Zaragoza"),),
            items=((number, 1),),
        )
        for number in (1, 2, 3)
    ]
    failed = a_fulfillment(
        4,
        now=now,
        display_status="FAILURE",
        hours_ago=80,
        events=(
            scan(now, "IN_TRANSIT", 2, "Guadalajara"),
            scan(now, "FAILURE", 1, "Zaragoza", "Parcel damaged"),
        ),
        items=((4, 1),),
    )
    titles = ("Stoneware mug", "Beeswax candle", "Brass table lamp", "Terracotta vase")
    return an_order(
        now=now,
        lines=[a_line(number, title=title) for number, title in enumerate(titles, start=1)],
        fulfillments=(*delivered, failed),
        fulfillment_status="FULFILLED",
    )


def renumbered(now: datetime) -> Order:
    """The first number's parcel was never picked up; a day ago the shop entered another one."""
    order = reported(
        now,
        scan(now, "FAILURE", 3, "Madrid", "Pickup failed"),
        tracking=[a_tracking("1Z999AA10123456784", company="UPS")],
    )
    (parcel,) = order.fulfillments
    change = Renumbering(
        at=now - timedelta(days=1), former=(a_tracking("PK43A70412345670108014X"),), display_status="FAILURE"
    )
    return replace(order, fulfillments=(replace(parcel, renumbering=change),))


def unfulfilled(now: datetime, days_ago: float) -> Order:
    """Nobody has touched it for days."""
    return an_order(
        now=now, placed_hours_ago=days_ago * DAY, fulfillment_orders=(a_fulfillment_order(now=now),)
    )


REPORTS: Mapping[str, Callable[[datetime], Order]] = {
    "silent_unfulfilled": lambda now: unfulfilled(now, 20),
    "silent_label": lambda now: reported(now, scan(now, "LABEL_PRINTED", 6), days_ago=6),
    "silent_shipped": lambda now: reported(now, days_ago=5),
    "silent_shipped_for_long": lambda now: reported(now, days_ago=118),
    "silent_untracked": lambda now: reported(now, days_ago=16, tracking=()),
    "silent_on_its_way": lambda now: reported(now, *on_the_way(now)),
    "silent_on_its_way_for_long": lambda now: reported(
        now, scan(now, "IN_TRANSIT", 36, "Guadalajara"), days_ago=38
    ),
    "silent_out_for_delivery": lambda now: reported(
        now, *on_the_way(now), scan(now, "OUT_FOR_DELIVERY", 4, "Zaragoza")
    ),
    "silent_attempted": lambda now: reported(
        now, scan(now, "ATTEMPTED_DELIVERY", 10, "Zaragoza", "Recipient absent")
    ),
    "silent_ready": lambda now: reported(
        now, scan(now, "READY_FOR_PICKUP", 15, "Zaragoza", "Locker 12"), days_ago=18
    ),
    "silent_local": lambda now: reported(now, days_ago=4, method_type="LOCAL", tracking=()),
    "locker_ready": lambda now: reported(
        now,
        *on_the_way(now),
        scan(now, "READY_FOR_PICKUP", 0.2, "Zaragoza", "Locker 12, code sent by SMS"),
        method_type="PICKUP_POINT",
    ),
    "locker_delivered": lambda now: reported(
        now, *on_the_way(now), scan(now, "DELIVERED", 0.7, "Zaragoza", "Delivered to parcel locker")
    ),
    "pickup_point_delivered": lambda now: reported(
        now, *on_the_way(now), scan(now, "DELIVERED", 0.7, "Zaragoza"), method_type="PICKUP_POINT"
    ),
    "locker_collected": lambda now: reported(
        now,
        scan(now, "READY_FOR_PICKUP", 1.2, "Zaragoza", "Locker 12"),
        scan(now, "DELIVERED", 0.7, "Zaragoza"),
    ),
    "returned_to_sender": lambda now: going_back(
        now,
        scan(now, "FAILURE", 3, "Zaragoza", "Return to sender"),
        scan(now, "IN_TRANSIT", 2, "Guadalajara"),
        scan(now, "DELIVERED", 0.7, "Madrid", "Delivered to sender"),
    ),
    "returning_by_words": lambda now: reported(
        now, *on_the_way(now), scan(now, "FAILURE", 1, "Zaragoza", "Devuelto al remitente")
    ),
    "delivery_unclear": lambda now: going_back(
        now, scan(now, "FAILURE", 3, "Zaragoza"), scan(now, "DELIVERED", 0.7, "Teruel")
    ),
    "delivery_unclear_nowhere": lambda now: going_back(
        now, scan(now, "FAILURE", 3), scan(now, "DELIVERED", 0.7)
    ),
    "notice_while_ready": lambda now: reported(
        now,
        *on_the_way(now),
        scan(now, "READY_FOR_PICKUP", 0.5, "Zaragoza", "Locker 12"),
        scan(now, "FAILURE", 0.4, message="SMS could not be delivered"),
    ),
    "notice_of_customs": lambda now: reported(
        now, *on_the_way(now), scan(now, "FAILURE", 1, message="Customs documents needed")
    ),
    "notice_after_delivery": lambda now: reported(
        now, scan(now, "DELIVERED", 0.7, "Zaragoza"), scan(now, "DELAYED", 0.3, message="Delay at the depot")
    ),
    "one_of_four_failed": one_of_four_failed,
    "some_delivered": lambda now: reported(
        now,
        *on_the_way(now),
        scan(now, "DELIVERED", 0.7, "Zaragoza"),
        tracking=[a_tracking(f"PQ4X7A041000123012801{box}A") for box in (0, 1, 2, 2)],
    ),
    "renumbered": renumbered,
    "numbers_pasted": lambda now: reported(
        now,
        *on_the_way(now),
        scan(now, "IN_TRANSIT", 0.8, "Zaragoza"),
        tracking=[a_tracking("\ufeffPQ4X7A0410001\u200b230128012A PQ4X7A0410001230128013A")],
    ),
    "number_destroyed": lambda now: reported(
        now, days_ago=2, tracking=[a_tracking("9.40011E+21", company="USPS")]
    ),
    "unknown_scan_only": lambda now: reported(now, scan(now, "HANDED_TO_DRONE", 0.5), days_ago=2),
}
