"""Pages in every language: their direction, what keeps its own, and that none is left half translated."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from orders.domain.timeline import build_timeline
from orders.gallery.builders import NOW
from orders.gallery.states import GALLERY
from orders.presenters import present_order
from orders.web.forms import LookUpForm
from tests.support.html import Element, assert_sound
from tests.support.shopper_request import shopper_request

LANGUAGES = [code for code, _ in settings.LANGUAGES]


def order_page(state: str = "overdue") -> Element:
    order = GALLERY[state](NOW)
    page = present_order(
        order,
        build_timeline(order, now=NOW),
        now=NOW,
        checked_at=NOW - timedelta(minutes=4),
        overrides={},
        image_hosts=["https://cdn.shopify.com"],
    )
    urls = {"refresh": "refresh/", "status": "status/", "look_up": "/"}
    context = {"page": page, "urls": urls, "poll": None, "stale": False, "version": 7}
    return assert_sound(render_to_string("order.html", context, shopper_request()))


def look_up_page() -> Element:
    context = {"form": LookUpForm(None), "problem": "miss"}
    return assert_sound(render_to_string("look_up.html", context, shopper_request()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_names_its_language_and_direction(language: str) -> None:
    with translation.override(language):
        pages = [order_page(), look_up_page()]
    for page in pages:
        html = page.first("html").attributes
        assert (html["lang"], html["dir"]) == (language, "rtl" if language == "ar" else "ltr")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_tracking_number_runs_left_to_right_and_is_not_translated(language: str) -> None:
    with translation.override(language):
        number = order_page().first("span", class_="digits")
    assert (number.attributes["dir"], number.attributes["translate"]) == ("ltr", "no")


def test_titles_and_places_are_isolated() -> None:
    with translation.override("ar"):
        page = order_page()
    isolated = {element.text for element in page.all("bdi")}
    assert {"Stoneware mug", "Guadalajara", "Zaragoza"} <= isolated


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_no_heading_or_term_is_left_in_english(language: str) -> None:
    def said() -> list[str]:
        pages = [order_page("partly_delivered"), look_up_page()]
        return [
            element.text.strip()
            for page in pages
            for tag in ("h2", "dt", "label", "button", "summary")
            for element in page.all(tag)
        ]

    english = said()
    with translation.override(language):
        there = said()
    assert len(there) == len(english)
    assert not set(there) & set(english)
