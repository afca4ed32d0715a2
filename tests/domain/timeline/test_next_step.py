"""What is said to come next: only what the page can show, and only who can be asked."""

from dataclasses import replace
from datetime import timedelta

import pytest

from orders.domain.order import FulfillmentEvent, Order, TrackingInfo
from orders.domain.timeline import HeadlineKind, NextKind, build_timeline
from orders.gallery.builders import NOW, a_fulfillment, a_tracking, an_event, an_order
from orders.gallery.states import GALLERY

NAMELESS = (TrackingInfo(company="Rijdende Rita", number="RR-4711-22", url=None),)
"""A number whose carrier nobody knows: there is no page to open."""


def a_parcel(
    status: str | None,
    *events: FulfillmentEvent,
    tracking: tuple[TrackingInfo, ...] | None = None,
    hours_ago: float = 60,
) -> Order:
    return an_order(
        placed_hours_ago=hours_ago + 1,
        fulfillments=(
            a_fulfillment(display_status=status, events=events, tracking=tracking, hours_ago=hours_ago),
        ),
    )


def next_of(order: Order) -> NextKind:
    return build_timeline(order, now=NOW).next


def reports(status: str) -> tuple[FulfillmentEvent, ...]:
    return an_event("IN_TRANSIT", event=1, hours_ago=30, city="Teruel"), an_event(status, event=2)


def unclear() -> tuple[FulfillmentEvent, ...]:
    return an_event("FAILURE", event=1, hours_ago=30), an_event("DELIVERED", event=2)


@pytest.mark.parametrize(
    ("status", "events", "led", "not_led"),
    [
        (
            "ATTEMPTED_DELIVERY",
            reports("ATTEMPTED_DELIVERY"),
            NextKind.CARRIER_TRIES_AGAIN,
            NextKind.CONTACT_SHOP,
        ),
        (
            "BUYER_ACTION_REQUIRED",
            reports("BUYER_ACTION_REQUIRED"),
            NextKind.CONTACT_CARRIER,
            NextKind.CONTACT_SHOP,
        ),
        ("DELIVERED", unclear(), NextKind.CARRIER_THEN_SHOP, NextKind.ASK_SHOP),
        (
            "IN_TRANSIT",
            (an_event("IN_TRANSIT", hours_ago=24 * 5),),
            NextKind.CARRIER_FIRST,
            NextKind.TRANSIT,
        ),
        (
            "IN_TRANSIT",
            (an_event("IN_TRANSIT", hours_ago=24 * 30),),
            NextKind.CARRIER_THEN_SHOP,
            NextKind.ASK_SHOP,
        ),
    ],
)
def test_a_carriers_page_is_spoken_of_only_where_there_is_one(
    status: str, events: tuple[FulfillmentEvent, ...], led: NextKind, not_led: NextKind
) -> None:
    hours = 24 * 40
    assert next_of(a_parcel(status, *events, hours_ago=hours)) is led
    assert next_of(a_parcel(status, *events, tracking=NAMELESS, hours_ago=hours)) is not_led


def test_several_numbers_without_a_page_are_asked_of_the_shop() -> None:
    several = tuple(replace(NAMELESS[0], number=f"RR-4711-2{box}") for box in range(3))
    order = a_parcel("DELIVERED", *reports("DELIVERED"), tracking=several)
    assert build_timeline(order, now=NOW).headline.kind is HeadlineKind.SOME_DELIVERED
    assert next_of(order) is NextKind.ASK_SHOP


def test_the_merchants_own_template_is_a_page_too() -> None:
    order = a_parcel("ATTEMPTED_DELIVERY", *reports("ATTEMPTED_DELIVERY"), tracking=NAMELESS)
    own = {"Rijdende Rita": "https://rita.example/{number}"}
    assert build_timeline(order, now=NOW, own_carriers=own).next is NextKind.CARRIER_TRIES_AGAIN


@pytest.mark.parametrize(
    ("order", "following"),
    [
        (a_parcel("LABEL_PRINTED"), NextKind.HANDOVER_SCANNED),
        (a_parcel("LABEL_PRINTED", tracking=()), NextKind.HANDOVER),
        (GALLERY["packing"](NOW), NextKind.HANDOVER),
        (a_parcel("IN_TRANSIT"), NextKind.TRANSIT),
        (a_parcel("IN_TRANSIT", tracking=()), NextKind.CARRIER_HAS_IT),
        (a_parcel("IN_TRANSIT", an_event("IN_TRANSIT"), tracking=()), NextKind.TRANSIT),
        (a_parcel("DELAYED", *reports("DELAYED")), NextKind.TRANSIT),
        (a_parcel("DELAYED", an_event("DELAYED")), NextKind.REPORTS_FOLLOW),
        (a_parcel("DELAYED"), NextKind.CARRIER_SCANS),
        (a_parcel("DELAYED", tracking=()), NextKind.NO_SCANS),
    ],
    ids=str,
)
def test_scans_are_promised_only_of_what_is_tracked_and_the_carrier_has_only_what_was_seen(
    order: Order, following: NextKind
) -> None:
    assert next_of(order) is following


@pytest.mark.parametrize("known_time", [True, False])
@pytest.mark.parametrize(
    ("name", "while_fresh"),
    [
        ("delivered", NextKind.LOOK_AROUND),
        ("finished", NextKind.LOOK_FOR_DELIVERED),
        ("digital_sent", NextKind.CHECK_INBOX),
    ],
)
def test_nobody_looks_around_for_what_arrived_long_ago(
    name: str, while_fresh: NextKind, *, known_time: bool
) -> None:
    order = GALLERY[name](NOW)
    if not known_time and name != "digital_sent":
        order = replace(
            order,
            fulfillments=tuple(
                replace(each, events=(), in_transit_at=None, delivered_at=None) for each in order.fulfillments
            ),
        )
    assert build_timeline(order, now=NOW + timedelta(days=13)).next is while_fresh
    assert build_timeline(order, now=NOW + timedelta(days=16)).next is NextKind.NOTHING


@pytest.mark.parametrize(
    ("money", "following"),
    [
        ("PAID", NextKind.SHOP_DECIDES),
        ("REFUNDED", NextKind.NOTHING_OWED),
        ("VOIDED", NextKind.NOTHING_OWED),
    ],
)
@pytest.mark.parametrize("name", ["cancelled", "returning"])
def test_the_shop_is_next_only_while_it_owes_something(name: str, money: str, following: NextKind) -> None:
    assert next_of(replace(GALLERY[name](NOW), financial_status=money)) is following


@pytest.mark.parametrize("name", ["cancelled", "cancelled_after_packing", "returning", "returned_to_sender"])
def test_what_the_shop_owes_is_not_told_as_its_next_step_for_ever(name: str) -> None:
    order = replace(GALLERY[name](NOW), financial_status="PAID")
    assert build_timeline(order, now=NOW + timedelta(days=12)).next is NextKind.SHOP_DECIDES
    for days in (15, 400):
        assert build_timeline(order, now=NOW + timedelta(days=days)).next is NextKind.ANYTHING_OPEN


def test_a_parcel_that_came_back_after_the_cancellation_is_newer_than_it() -> None:
    back = an_event("DELIVERED", event=2, hours_ago=1, message="Delivered to sender")
    order = replace(a_parcel("DELIVERED", back), cancelled_at=NOW - timedelta(days=30))
    assert next_of(order) is NextKind.SHOP_DECIDES


def test_a_cancelled_order_whose_parcel_came_back_travels_no_more() -> None:
    back = an_event("DELIVERED", event=2, hours_ago=1, message="Delivered to sender")
    order = replace(a_parcel("DELIVERED", back), cancelled_at=NOW - timedelta(hours=2))
    assert build_timeline(order, now=NOW).headline.kind is HeadlineKind.CANCELLED_PARTLY_SHIPPED
    assert next_of(order) is NextKind.SHOP_DECIDES


def test_a_number_is_followed_where_only_the_carrier_is_unknown() -> None:
    known = (a_tracking(),)
    assert next_of(a_parcel("FULFILLED", tracking=NAMELESS)) is next_of(a_parcel("FULFILLED", tracking=known))
