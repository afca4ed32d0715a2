"""What is told of parcels, of downloads, and of what never travels; and what is too early to be told."""

import pytest

from orders.domain.order import Order
from orders.domain.timeline import build_timeline
from orders.gallery.builders import NOW, a_fulfillment, a_fulfillment_order, a_line, an_event, an_order
from orders.presenters import OrderPage, present_order


def page_of(order: Order) -> OrderPage:
    return present_order(
        order, build_timeline(order, now=NOW), now=NOW, checked_at=NOW, overrides={}, image_hosts=[]
    )


def download_and(*others: str) -> Order:
    """An order of a download, sent first, and one line more for each method."""
    methods = ("NONE", *others)
    return an_order(
        lines=tuple(a_line(number, title=f"Item {number}") for number, _ in enumerate(methods, start=1)),
        fulfillments=tuple(
            a_fulfillment(number, display_status="FULFILLED", items=((number, 1),))
            for number, _ in enumerate(methods, start=1)
        ),
        fulfillment_orders=tuple(
            a_fulfillment_order(number, status="CLOSED", method_type=method, items=(), fulfillments=(number,))
            for number, method in enumerate(methods, start=1)
        ),
        fulfillment_status="FULFILLED",
    )


def in_transit(*scans: tuple[str, float]) -> Order:
    """One parcel; scans are pairs of status and hours ago."""
    events = [an_event(status, event=number, hours_ago=hours) for number, (status, hours) in enumerate(scans)]
    return an_order(
        fulfillments=(a_fulfillment(display_status=None, events=events),), fulfillment_status="FULFILLED"
    )


def test_a_download_beside_a_parcel_is_no_parcel() -> None:
    page = page_of(download_and("SHIPPING"))
    assert [parcel.heading for parcel in page.parcels] == ["Your digital items", "Your parcel"]
    assert [place.words for row in page.items for place in row.places] == [
        "Nothing to ship",
        "Your parcel",
    ]


def test_parcels_beside_a_download_are_counted_without_it() -> None:
    page = page_of(download_and("SHIPPING", "SHIPPING"))
    assert [parcel.heading for parcel in page.parcels] == [
        "Your digital items",
        "Parcel 1 of 2",
        "Parcel 2 of 2",
    ]
    places = [place for row in page.items[1:] for place in row.places]
    assert [place.words for place in places] == ["Parcel 1", "Parcel 2"]
    assert [place.anchor for place in places] == [parcel.anchor for parcel in page.parcels[1:]]


def test_a_download_left_from_nowhere_and_goes_to_no_town() -> None:
    page = page_of(download_and())
    assert page.parcels[0].left_from == ""
    assert page.destination == ""


def test_a_download_that_was_not_sent_yet_waits_nowhere() -> None:
    work = a_fulfillment_order(method_type="NONE")
    page = page_of(an_order(fulfillment_orders=(work,)))
    assert page.waiting[0].from_words == ""


@pytest.mark.parametrize(("method", "is_told"), [("SHIPPING", True), ("LOCAL", True), ("PICK_UP", False)])
def test_a_destination_is_told_of_what_goes_there(method: str, *, is_told: bool) -> None:
    order = an_order(fulfillment_orders=(a_fulfillment_order(method_type=method),), destination_city="León")
    assert page_of(order).destination == ("León" if is_told else "")


def test_a_scan_from_the_future_is_not_shown_as_one_that_was() -> None:
    (parcel,) = page_of(in_transit(("IN_TRANSIT", 9), ("DELIVERED", -200))).parcels
    assert [event.words for event in parcel.events] == ["On its way"]
    assert parcel.events_words == "1 report so far"


def test_a_label_alone_is_not_called_a_scan() -> None:
    (parcel,) = page_of(in_transit(("LABEL_PURCHASED", 9), ("CONFIRMED", 5))).parcels
    assert parcel.events == ()


def test_a_label_is_shown_once_the_parcel_was_scanned() -> None:
    (parcel,) = page_of(in_transit(("LABEL_PURCHASED", 9), ("IN_TRANSIT", 5))).parcels
    assert parcel.events_words == "2 reports so far"
