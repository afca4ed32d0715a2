"""Which way each part travels, where it left from, and how soon its picture may change."""

from dataclasses import replace
from datetime import timedelta

import pytest

from orders.domain.order import Order
from orders.domain.timeline import Journey, Pace, build_pace, build_timeline
from orders.gallery.builders import NOW, a_fulfillment, a_fulfillment_order, a_line, an_event, an_order
from orders.gallery.states import GALLERY


@pytest.mark.parametrize(
    ("method", "journey"),
    [
        ("SHIPPING", Journey.SHIPPING),
        ("LOCAL", Journey.LOCAL_DELIVERY),
        ("PICK_UP", Journey.PICKUP),
        ("PICKUP_POINT", Journey.PICKUP_POINT),
        ("NONE", Journey.DIGITAL),
        ("SOMETHING_NEW", Journey.SHIPPING),
        (None, Journey.SHIPPING),
    ],
)
def test_a_part_takes_the_way_its_delivery_method_names(method: str | None, journey: Journey) -> None:
    sent = a_fulfillment_order(status="CLOSED", method_type=method, items=(), fulfillments=(1,))
    waits = a_fulfillment_order(method_type=method)

    parcel = build_timeline(an_order(fulfillments=(a_fulfillment(),), fulfillment_orders=(sent,)), now=NOW)
    waiting = build_timeline(an_order(fulfillment_orders=(waits,)), now=NOW)

    assert parcel.parcels[0].journey is journey
    assert waiting.waiting[0].journey is journey


@pytest.mark.parametrize(
    ("order", "journey"),
    [
        (an_order(fulfillments=(a_fulfillment(),), fulfillment_orders=None), Journey.SHIPPING),
        (an_order(fulfillment_orders=None), Journey.SHIPPING),
        (an_order(fulfillments=(a_fulfillment(),), requires_shipping=False), Journey.DIGITAL),
        (an_order(fulfillments=(a_fulfillment(requires_shipping=False),)), Journey.DIGITAL),
        (an_order(lines=(a_line(requires_shipping=False),)), Journey.DIGITAL),
        (an_order(fulfillment_status="FULFILLMENT_NOT_REQUIRED"), Journey.DIGITAL),
        (an_order(lines=(), requires_shipping=False), Journey.DIGITAL),
    ],
)
def test_without_a_delivery_method_only_what_needs_shipping_is_known(order: Order, journey: Journey) -> None:
    assert build_timeline(order, now=NOW).journey is journey


def test_a_parcel_without_a_link_is_found_by_what_is_inside() -> None:
    work = a_fulfillment_order(method_type="LOCAL", items=((2, 1),), city="Valencia")
    order = an_order(
        lines=(a_line(1), a_line(2, quantity=2)),
        fulfillments=(a_fulfillment(items=((1, 1), (2, 1))),),
        fulfillment_orders=(work,),
    )

    (parcel,) = build_timeline(order, now=NOW).parcels

    assert (parcel.journey, parcel.from_city) == (Journey.LOCAL_DELIVERY, "Valencia")


def test_a_parcel_says_where_it_left_from_if_that_is_known() -> None:
    linked = [
        a_fulfillment_order(1, status="CLOSED", items=(), fulfillments=(1,), location=None, city=None),
        a_fulfillment_order(2, status="CLOSED", items=(), fulfillments=(1,), city="Valencia"),
    ]
    known = an_order(fulfillments=(a_fulfillment(),), fulfillment_orders=linked)
    unknown = an_order(fulfillments=(a_fulfillment(),), fulfillment_orders=linked[:1])

    assert build_timeline(known, now=NOW).parcels[0].from_city == "Valencia"
    assert build_timeline(unknown, now=NOW).parcels[0].from_city is None


def test_parcels_are_numbered_as_they_were_made() -> None:
    made = [a_fulfillment(number, hours_ago=20) for number in (10, 9)] + [a_fulfillment(11, hours_ago=40)]

    parcels = build_timeline(an_order(fulfillments=made), now=NOW).parcels

    assert [(parcel.number, parcel.fulfillment_id.rsplit("/")[-1]) for parcel in parcels] == [
        (1, "11"),
        (2, "9"),
        (3, "10"),
    ]


@pytest.mark.parametrize(
    ("name", "pace"),
    [
        ("received", Pace.WAITING),
        ("preorder", Pace.WAITING),
        ("label_ready", Pace.WAITING),
        ("pickup_ready", Pace.WAITING),
        ("shipped", Pace.MOVING),
        ("out_for_delivery", Pace.MOVING),
        ("problem", Pace.MOVING),
        ("partly_shipped", Pace.MOVING),
        ("partly_delivered_rest_waiting", Pace.WAITING),
        ("delivered", Pace.SETTLED),
        ("digital_sent", Pace.SETTLED),
        ("cancelled", Pace.SETTLED),
        ("cancelled_partly_shipped", Pace.MOVING),
    ],
)
def test_the_pace_is_that_of_the_liveliest_part(name: str, pace: Pace) -> None:
    order = GALLERY[name](NOW)

    assert build_timeline(order, now=NOW).pace is pace
    assert build_pace(order, now=NOW) is pace


@pytest.mark.parametrize(
    ("name", "pace"),
    [
        ("delivered", Pace.CLOSED),
        ("cancelled", Pace.CLOSED),
        ("returned", Pace.CLOSED),
        ("return_in_progress", Pace.SETTLED),
        ("shipped", Pace.SETTLED),
        ("label_ready", Pace.SETTLED),
        ("received", Pace.WAITING),
    ],
)
def test_after_a_quiet_month_ended_orders_are_closed_and_lost_parcels_are_settled(
    name: str, pace: Pace
) -> None:
    assert build_pace(GALLERY[name](NOW), now=NOW + timedelta(days=34)) is pace


def test_a_late_scan_makes_a_forgotten_parcel_move_again() -> None:
    scan = an_event("IN_TRANSIT", hours_ago=24 * 50, heard_hours_ago=1)
    parcel = a_fulfillment(hours_ago=24 * 60, events=(scan,))

    assert build_pace(an_order(fulfillments=(parcel,)), now=NOW) is Pace.MOVING


def test_the_return_status_is_passed_on_as_it_came() -> None:
    order = replace(GALLERY["returned"](NOW), return_status="SOMETHING_NEW")

    assert build_timeline(order, now=NOW).return_status == "SOMETHING_NEW"
