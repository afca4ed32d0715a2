"""The two orders that figures are given for: a usual one, and the largest the site promises to show whole."""

from dataclasses import replace
from datetime import datetime

from orders.domain.order import FulfillmentEvent, Image, LineItem, Order
from orders.gallery.builders import (
    a_fulfillment,
    a_fulfillment_order,
    a_line,
    a_tracking,
    an_event,
    an_order,
    gid,
)

EMAIL = "ana.garcia@example.com"
HUGE_LINES, HUGE_FULFILLMENTS, HUGE_EVENTS = 200, 40, 100


def usual_order(now: datetime) -> Order:
    """Three lines in one parcel on its way, with ten scans."""
    items = tuple((line, 1) for line in (1, 2, 3))
    return an_order(
        now=now,
        lines=[_line(line) for line in (1, 2, 3)],
        fulfillments=[
            a_fulfillment(
                now=now,
                display_status="IN_TRANSIT",
                in_transit_hours_ago=40,
                estimated_in_hours=30,
                events=_scans(10, now=now),
                items=items,
            )
        ],
        fulfillment_orders=[
            a_fulfillment_order(now=now, status="CLOSED", items=items, fulfillments=(1,)),
        ],
        fulfillment_status="FULFILLED",
    )


def huge_order(now: datetime) -> Order:
    """200 lines in 40 parcels, with 100 scans each."""
    each = HUGE_LINES // HUGE_FULFILLMENTS
    parcels = range(1, HUGE_FULFILLMENTS + 1)
    contents = {
        parcel: tuple((line, 1) for line in range((parcel - 1) * each + 1, parcel * each + 1))
        for parcel in parcels
    }
    order = an_order(
        now=now,
        lines=[_line(line) for line in range(1, HUGE_LINES + 1)],
        fulfillments=[
            a_fulfillment(
                parcel,
                now=now,
                display_status="IN_TRANSIT",
                in_transit_hours_ago=40,
                estimated_in_hours=30,
                events=_scans(HUGE_EVENTS, now=now, first=parcel * 1000),
                items=contents[parcel],
                tracking=(a_tracking(f"PQ4X7A04100012301280{parcel:02}A"),),
            )
            for parcel in parcels
        ],
        fulfillment_orders=[
            a_fulfillment_order(
                parcel, now=now, status="CLOSED", items=contents[parcel], fulfillments=(parcel,)
            )
            for parcel in parcels
        ],
        fulfillment_status="FULFILLED",
    )
    return replace(order, id=gid("Order", 1002))


def _line(line: int) -> LineItem:
    picture = Image(url=f"https://cdn.shopify.com/s/files/1/0001/products/{line}.jpg", alt_text="A mug")
    return replace(a_line(line, title=f"Stoneware mug no. {line}"), image=picture)


def _scans(count: int, *, now: datetime, first: int = 1) -> list[FulfillmentEvent]:
    """From pick-up to the newest, an even time apart over the last two days."""
    cities = ("Madrid", "Coslada", "Guadalajara", "Zaragoza")
    return [
        an_event(
            "CARRIER_PICKED_UP" if scan == 0 else "IN_TRANSIT",
            now=now,
            event=first + scan,
            hours_ago=47 - scan * 40 / count,
            city=cities[scan * len(cities) // count],
            message="The parcel is moving within the carrier's network",
        )
        for scan in range(count)
    ]
