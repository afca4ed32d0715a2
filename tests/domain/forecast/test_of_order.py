"""For which parcels of an order a forecast may be given, and by what it is looked up."""

from datetime import date

from orders.domain.forecast.of_order import Asked, find_asked, nothing_usual
from orders.domain.forecast.trips import Lane, Window
from orders.domain.order import Order
from orders.domain.timeline import build_timeline
from orders.gallery.builders import NOW, a_fulfillment, a_fulfillment_order, an_event, an_order
from orders.gallery.states import GALLERY


def asked(order: Order, *, country: str | None = "ES") -> dict[str, Asked]:
    return find_asked(order, build_timeline(order, now=NOW), zone=NOW.tzinfo, country=country)


def test_what_travels_without_a_date_is_asked_for() -> None:
    parcel = a_fulfillment(events=[an_event("IN_TRANSIT", hours_ago=30)])
    order = an_order(fulfillments=[parcel], destination_province_code="Z")
    lane = Lane("Correos", "ES", "ES", "Z")
    assert asked(order) == {parcel.id: Asked(lane, date(2026, 11, 22))}


def test_the_location_says_where_it_left() -> None:
    parcel = a_fulfillment(events=[an_event("IN_TRANSIT", hours_ago=30)])
    work = a_fulfillment_order(fulfillments=[1])
    order = an_order(fulfillments=[parcel], fulfillment_orders=[work], destination_country_code=None)
    assert asked(order, country="FR")[parcel.id].lane == Lane("Correos", "ES", "")
    assert asked(an_order(fulfillments=[parcel]), country=None)[parcel.id].lane.origin == ""


def test_a_parcel_that_only_shopify_says_is_moving_has_no_first_day() -> None:
    assert asked(an_order(fulfillments=[a_fulfillment(display_status="IN_TRANSIT")])) == {}


def test_nothing_is_asked_where_there_is_a_date_or_something_else_to_say() -> None:
    for name in (
        "arriving",
        "overdue",
        "shipped",
        "out_for_delivery",
        "delayed_without_date",
        "delivered",
        "returning",
        "problem",
        "pickup_point_on_its_way",
        "silent_on_its_way",
        "received",
        "local_out",
    ):
        assert asked(GALLERY[name](NOW)) == {}, name


def test_where_nothing_is_known_nothing_is_usual() -> None:
    order = GALLERY["on_its_way"](NOW)
    assert nothing_usual(order, build_timeline(order, now=NOW), NOW.tzinfo) == {}


def test_a_window_is_over_on_the_day_behind_its_last() -> None:
    window = Window(date(2026, 11, 25), date(2026, 11, 27))
    assert [window.is_over(date(2026, 11, day)) for day in (24, 27, 28)] == [False, False, True]
