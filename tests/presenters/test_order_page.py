"""The order page as a whole: what it tells of an order, and that nothing from outside gets through unchecked."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import translation

from orders.domain.order import Image, LineItem, Order, TrackingInfo
from orders.domain.timeline import build_timeline
from orders.domain.timeline.kinds import ItemPlaceKind
from orders.domain.timeline.model import ItemPlace, ItemView
from orders.gallery.builders import (
    NOW,
    a_fulfillment,
    a_fulfillment_order,
    a_line,
    a_tracking,
    an_event,
    an_order,
)
from orders.gallery.states import GALLERY
from orders.presenters import OrderPage, present_order
from orders.presenters.facts import Facts
from orders.presenters.items import present_item_rows

IMAGE_HOSTS = ["https://cdn.shopify.com"]


def page_of(order: Order, *, overrides: dict[str, str] | None = None) -> OrderPage:
    return present_order(
        order,
        build_timeline(order, now=NOW),
        now=NOW,
        checked_at=NOW - timedelta(minutes=4),
        overrides=overrides or {},
        image_hosts=IMAGE_HOSTS,
        country="ES",
    )


def one_parcel(*tracking: TrackingInfo, message: str | None = None, city: str = "Zaragoza") -> Order:
    scan = an_event("IN_TRANSIT", city=city, message=message, estimated_in_hours=72)
    parcel = a_fulfillment(display_status="IN_TRANSIT", events=(scan,), tracking=tracking)
    return an_order(fulfillments=(parcel,), fulfillment_status="FULFILLED")


def several_parcels(count: int) -> Order:
    """`count` parcels of which all but the last are delivered."""
    lines: Sequence[LineItem] = [a_line(number, title=f"Item {number}") for number in range(1, count + 1)]
    parcels = [
        a_fulfillment(
            number,
            display_status="IN_TRANSIT" if number == count else "DELIVERED",
            delivered_hours_ago=None if number == count else 20,
            items=((number, 1),),
        )
        for number in range(1, count + 1)
    ]
    return an_order(lines=lines, fulfillments=parcels, fulfillment_status="FULFILLED")


@pytest.mark.parametrize("state", GALLERY)
def test_every_state_is_told_in_whole_words(state: str) -> None:
    order = GALLERY[state](NOW)
    for language in ("en", "es"):
        with translation.override(language):
            page = page_of(order)
            words = repr(page)
        assert page.sentence
        assert page.title.startswith(page.sentence)
        assert page.milestones
        assert page.parcels or page.waiting or page.items
        assert "%(" not in words
        assert "None" not in page.title + page.sentence + page.next_line


def test_it_names_the_order_the_date_and_the_city_and_no_more() -> None:
    page = page_of(one_parcel(a_tracking()))
    assert page.order_words == "Order #1001"
    assert page.title == "Arriving Thursday · Order #1001"
    assert page.ordered.text == "20 November"
    assert page.destination == "Zaragoza"
    assert page.time_zone == "Central European Time"
    assert page.freshness.words == "Checked with the shop 4 minutes ago"


def test_a_parcel_tells_its_carrier_and_links_to_it() -> None:
    (parcel,) = page_of(one_parcel(a_tracking("PQ4X7A0410001230128012A", company="Correos"))).parcels
    (tracking,) = parcel.tracking
    assert parcel.heading == "Your parcel"
    assert tracking.company == "Correos"
    assert tracking.link_words == "Follow it on the Correos site"
    assert tracking.url.startswith("https://www.correos.es/")


def test_a_merchants_own_link_is_used() -> None:
    order = one_parcel(a_tracking("77", company="Pigeon Post"), a_tracking("AB123", company="Pigeon Post"))
    (parcel,) = page_of(order, overrides={"Pigeon Post": "https://pigeons.example/{number}"}).parcels
    assert parcel.tracking[1].url == "https://pigeons.example/AB123"


def test_a_number_nobody_knows_stays_text() -> None:
    (parcel,) = page_of(one_parcel(a_tracking("XX-1", company=None))).parcels
    (tracking,) = parcel.tracking
    assert (tracking.number, tracking.url, tracking.company) == ("XX-1", "", "")
    assert tracking.link_words == ""


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://good.example@evil.example/", "//evil.example", "data:text/html,x"]
)
def test_an_unsafe_address_never_becomes_a_link(url: str) -> None:
    (parcel,) = page_of(one_parcel(a_tracking("XX-1", company=None, url=url))).parcels
    assert parcel.tracking[0].url == ""


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://cdn.shopify.com/s/files/mug.jpg", True),
        ("https://evil.example/mug.jpg", False),
        ("http://cdn.shopify.com/mug.jpg", False),
        ("javascript:alert(1)", False),
    ],
)
def test_a_picture_comes_from_an_allowed_host_or_not_at_all(url: str, kept: bool) -> None:
    line = replace(a_line(), image=Image(url=url, alt_text="A mug on a table"))
    (group,) = page_of(an_order(lines=(line,), fulfillment_orders=(a_fulfillment_order(),))).waiting
    assert (group.items[0].picture is not None) is kept


def test_a_picture_that_only_repeats_the_title_is_silent() -> None:
    line = replace(a_line(title="Mug"), image=Image(url="https://cdn.shopify.com/mug.jpg", alt_text="mug"))
    (group,) = page_of(an_order(lines=(line,), fulfillment_orders=(a_fulfillment_order(),))).waiting
    assert group.items[0].picture is not None
    assert group.items[0].picture.alt == ""


def test_shopifys_name_for_no_variant_is_not_shown() -> None:
    line = a_line(variant_title="Default Title")
    (group,) = page_of(an_order(lines=(line,), fulfillment_orders=(a_fulfillment_order(),))).waiting
    assert group.items[0].variant == ""


def test_an_item_without_a_title_still_has_a_name() -> None:
    (group,) = page_of(
        an_order(lines=(a_line(title="\u202e"),), fulfillment_orders=(a_fulfillment_order(),))
    ).waiting
    assert group.items[0].title == "Item"


def test_a_scan_carries_the_place_and_the_carriers_own_words_apart_from_ours() -> None:
    order = one_parcel(a_tracking(), message="Depart\u202eed from hub", city="Zaragoza")
    (event,) = page_of(order).parcels[0].events
    assert (event.words, event.place, event.message) == (
        "On its way",
        "Zaragoza, Spain",
        "Departed from hub",
    )


@pytest.mark.parametrize(
    ("language", "place"),
    [("en", "Zaragoza, Spain"), ("es", "Zaragoza, España"), ("ja", "スペイン、Zaragoza")],
)
def test_the_country_of_a_scan_is_named_in_the_readers_language(language: str, place: str) -> None:
    with translation.override(language):
        (event,) = page_of(one_parcel(a_tracking(), city="Zaragoza")).parcels[0].events
        assert event.place == place


def test_a_carriers_message_that_says_only_the_status_is_left_out() -> None:
    (event,) = page_of(one_parcel(a_tracking(), message="on its way")).parcels[0].events
    assert event.message == ""


def test_one_parcel_does_not_repeat_the_orders_progress() -> None:
    assert page_of(one_parcel(a_tracking())).parcels[0].milestones == ()


def test_several_parcels_each_show_their_own_progress() -> None:
    page = page_of(several_parcels(2))
    assert [parcel.heading for parcel in page.parcels] == ["Parcel 1 of 2", "Parcel 2 of 2"]
    assert all(parcel.milestones for parcel in page.parcels)
    assert [parcel.tone for parcel in page.parcels] == ["done", "calm"]


def test_a_parcel_of_a_cancelled_order_shows_its_own_progress() -> None:
    page = page_of(GALLERY["cancelled_partly_shipped"](NOW))
    assert page.tone == "ended"
    assert page.parcels[0].milestones


@pytest.mark.parametrize(("count", "folded"), [(3, 0), (4, 3), (40, 39)])
def test_of_many_parcels_those_that_arrived_are_folded(count: int, folded: int) -> None:
    page = page_of(several_parcels(count))
    assert sum(parcel.folded for parcel in page.parcels) == folded


def test_an_expected_date_that_has_passed_is_shown_with_its_lateness() -> None:
    expected = page_of(GALLERY["overdue"](NOW)).parcels[0].expected
    assert expected is not None
    assert expected.when == "Saturday 21 November"
    assert expected.late == "2 days late"
    assert expected.source == "The carrier’s own estimate"


def test_a_delivered_parcel_expects_nothing_more() -> None:
    assert page_of(GALLERY["delivered"](NOW)).parcels[0].expected is None


def test_the_item_view_is_left_out_when_it_would_only_repeat() -> None:
    assert page_of(one_parcel(a_tracking())).items == ()


def test_the_item_view_follows_an_item_into_parcel_and_refund() -> None:
    rows = page_of(GALLERY["partly_refunded"](NOW)).items
    assert [(place.quantity, place.words, place.anchor) for place in rows[0].places] == [
        (1, "Your parcel", "parcel-1"),
        (1, "Refunded", ""),
    ]


def test_the_item_view_names_the_parcel_of_several() -> None:
    rows = page_of(several_parcels(2)).items
    assert [row.places[0].words for row in rows] == ["Parcel 1", "Parcel 2"]
    assert rows[0].places[0].state_words == "Delivered"


def test_the_item_view_says_what_was_taken_off() -> None:
    places = [place.words for row in page_of(GALLERY["edited"](NOW)).items for place in row.places]
    assert "Taken off the order" in places


def test_what_waits_beside_a_parcel_says_why() -> None:
    page = page_of(GALLERY["partly_shipped_rest_out_of_stock"](NOW))
    (group,) = page.waiting
    assert page.waiting_heading == "Still with us"
    assert (group.words, group.reason) == (
        "Waiting for stock",
        "We continue as soon as it is back in stock.",
    )


def test_what_waits_alone_does_not_repeat_the_sentence() -> None:
    page = page_of(GALLERY["out_of_stock"](NOW))
    (group,) = page.waiting
    assert page.sentence == "Waiting for stock"
    assert page.waiting_heading == "Your items"
    assert (group.words, group.reason) == ("", "")


def test_who_returns_an_item_is_not_sent_to_look_for_it() -> None:
    page = page_of(GALLERY["return_in_progress"](NOW))
    assert page.next_line == ""
    assert page.return_line == "A return is under way for this order."


@pytest.mark.parametrize(
    ("state", "heading"), [("digital_sent", "Your digital items"), ("in_store", "Your items")]
)
def test_what_is_no_parcel_is_not_called_one(state: str, heading: str) -> None:
    assert page_of(GALLERY[state](NOW)).parcels[0].heading == heading


@pytest.mark.parametrize(
    ("name", "city", "words"),
    [
        ("Casa Lumbre", "Madrid", "Casa Lumbre, Madrid"),
        ("Madrid warehouse", "Madrid", "Madrid warehouse"),
        (None, "Madrid", "Madrid"),
        ("Casa Lumbre", None, "Casa Lumbre"),
        (None, None, ""),
    ],
)
def test_a_location_is_named_once(name: str | None, city: str | None, words: str) -> None:
    work = a_fulfillment_order(location=name, city=city)
    (group,) = page_of(an_order(fulfillment_orders=(work,))).waiting
    assert group.from_words == words


def test_a_recognised_number_says_who_took_the_parcel_in() -> None:
    (parcel,) = page_of(one_parcel(a_tracking("RR473124829DE", company="USPS"))).parcels
    assert parcel.tracking[0].posted_with == "Posted with Deutsche Post"


@pytest.mark.parametrize(
    ("kind", "words", "tone"),
    [
        (ItemPlaceKind.DIGITAL, "Nothing to ship", "calm"),
        (ItemPlaceKind.IN_STORE, "Bought in our shop", "calm"),
        (ItemPlaceKind.CANCELLED, "Cancelled", "ended"),
        (ItemPlaceKind.REMOVED, "Taken off the order", "ended"),
    ],
)
def test_every_place_of_an_item_has_words(kind: ItemPlaceKind, words: str, tone: str) -> None:
    order = one_parcel(a_tracking())
    view = ItemView(item=a_line(9, title="Gift card"), places=(ItemPlace(kind=kind, quantity=1),))
    timeline = replace(build_timeline(order, now=NOW), items=(view,))
    (row,) = present_item_rows(timeline, now=NOW, image_hosts=IMAGE_HOSTS, facts=Facts((), key=""))
    assert (row.places[0].words, row.places[0].tone) == (words, tone)
