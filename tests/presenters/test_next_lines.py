"""The line of what comes next on paper, and as others than the buyer read it."""

import re
from collections.abc import Callable
from itertools import product

import pytest
from django.utils import translation

from orders.branding import brands
from orders.branding.looks import LookName
from orders.domain.timeline import Journey, NextKind, build_timeline
from orders.gallery.builders import NOW
from orders.gallery.rendering import render_state
from orders.gallery.states import GALLERY
from orders.presenters import present_order
from orders.presenters.lines_elsewhere import next_words_elsewhere
from orders.presenters.next_line import next_words
from orders.presenters.page import OrderPage
from orders.presenters.shared_lines import shared_next_words

CASES = list(product(NextKind, Journey, (True, False)))


def present(name: str, *, is_missing: bool = False) -> OrderPage:
    order = GALLERY[name](NOW)
    return present_order(
        order,
        build_timeline(order, now=NOW),
        now=NOW,
        checked_at=NOW,
        overrides={},
        image_hosts=[],
        is_missing=is_missing,
    )


def words_with(pattern: str, words_of: Callable[..., str]) -> list[str]:
    lines = (words_of(kind, journey, several=several) for kind, journey, several in CASES)
    return [line for line in lines if re.search(pattern, line)]


def test_a_sheet_does_not_say_that_something_will_appear_on_it() -> None:
    assert words_with(r"\bhere\b|\b[Tt]his page\b|page below", next_words_elsewhere) == []


def test_others_are_led_to_no_number_no_carrier_and_no_shop() -> None:
    of_the_buyer = r"carrier’s|number is|full address|your inbox|order number|you are sending"
    assert words_with(of_the_buyer, shared_next_words) == []


def test_the_buyer_is_who_takes_care() -> None:
    words = shared_next_words(NextKind.CONFIRM_ADDRESS, Journey.SHIPPING)
    assert words == "The person who shared this page with you can see more and take care of it."


@pytest.mark.parametrize("name", ["arriving", "delivered", "packing"])
def test_what_the_shop_shows_no_more_is_promised_no_more(name: str) -> None:
    page = present(name, is_missing=True)
    assert page.next_line == "This is the last we heard of it. Write to us if you need to know more."
    assert page.printed_line == page.next_line


def test_the_sheet_says_where_the_scans_are() -> None:
    page = present("arriving")
    assert page.next_line == "The carrier has it. Every new scan appears on this page."
    assert page.printed_line == "The carrier has it. Your order’s page shows every new scan."
    sheet = render_state("printed", language="en", brand=brands.built_in(LookName.EDITORIAL))
    assert page.printed_line in sheet
    assert page.next_line not in sheet


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("on_its_way", "The carrier has it. Every new scan appears on this page."),
        ("on_its_way_without_number", "The carrier has it."),
        ("two_parcels_on_their_way", "The carrier has them. Every new scan appears on this page."),
        ("three_numbers", "The carrier has them. Every new scan appears on this page."),
        ("label_ready", "Next, the carrier collects it. Its first scan will appear here."),
        ("packing", "Next, the carrier collects it."),
        (
            "payment_lapsed",
            "Its payment is no longer valid. If you still want this order, please write to us.",
        ),
        (
            "cancelled_and_refunded",
            "There is nothing you need to do. If you have a question, write to us.",
        ),
    ],
)
def test_the_line_is_true_of_this_order(name: str, line: str) -> None:
    assert present(name).next_line == line


def test_a_shipment_under_several_numbers_is_called_parcels() -> None:
    assert [parcel.heading for parcel in present("three_numbers").parcels] == ["Your parcels"]
    assert [parcel.heading for parcel in present("on_its_way").parcels] == ["Your parcel"]


def test_several_are_spoken_of_as_several_in_every_way_of_saying_it() -> None:
    with translation.override("es"):
        assert next_words(NextKind.CARRIER_HAS_IT, Journey.SHIPPING, several=True).startswith("Los tiene")
        assert next_words_elsewhere(NextKind.TRANSIT, Journey.SHIPPING, several=True).startswith("Los tiene")
