"""The order page as HTML: sound in every state, readable without eyes, and small."""

import gzip
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from orders.domain.order import Order
from orders.domain.timeline import build_timeline
from orders.gallery.builders import NOW, a_fulfillment, a_line, a_tracking, an_event, an_order
from orders.gallery.states import GALLERY
from orders.presenters import present_freshness, present_order
from tests.support.html import Element, assert_sound
from tests.support.shopper_request import shopper_request

URLS = {"refresh": "refresh/", "status": "status/", "look_up": "/"}
FIRST_VIEW_BYTES = 9 * 1024
LANGUAGES = ["en", "de", "ja", "ar"]


def context_of(order: Order, **changes: Any) -> Mapping[str, Any]:
    page = present_order(
        order,
        build_timeline(order, now=NOW),
        now=NOW,
        checked_at=NOW - timedelta(minutes=4),
        overrides={},
        image_hosts=["https://cdn.shopify.com"],
        country="ES",
    )
    return {"page": page, "urls": URLS, "poll": None, "stale": False, "version": 7} | changes


def html_of(order: Order, **changes: Any) -> str:
    return render_to_string("order.html", context_of(order, **changes), shopper_request())


def page_of(order: Order, **changes: Any) -> Element:
    return assert_sound(html_of(order, **changes))


@pytest.mark.parametrize("state", GALLERY)
def test_every_state_is_sound_html_with_one_heading_that_is_the_sentence(state: str) -> None:
    order = GALLERY[state](NOW)
    for language in LANGUAGES:
        with translation.override(language):
            page = page_of(order)
            sentence = context_of(order)["page"].sentence
        assert [heading.text for heading in page.all("h1")] == [sentence]
        assert page.first("title").text.startswith(sentence)
        assert page.first("html").attributes["lang"] == language
        blocks = [element.tag for element in page.first("body").children]
        assert [tag for tag in blocks if tag in {"header", "main", "section"}] == [
            "header",
            "main",
            "section",
        ]


def test_progress_is_an_ordered_list_that_says_its_states_in_words() -> None:
    steps = list(page_of(GALLERY["arriving"](NOW)).first("ol", class_="journey").all("li"))
    said = [" ".join(step.text.split()) for step in steps]
    assert said[0] == "Ordered Done Fri 20 Nov, 11:00"
    assert said[3].startswith("On its way Now")
    assert said[5] == "Delivered To come"
    assert [step.attributes.get("aria-current") for step in steps].count("step") == 1


def test_a_problem_is_said_where_it_stands() -> None:
    page = page_of(GALLERY["delivery_attempted"](NOW))
    step = page.first("li", class_="problem")
    assert "Held up here" in step.text
    assert page.first("p", class_="next").first("a").attributes["href"] == "#help"


def test_a_tracking_number_can_be_copied_and_followed() -> None:
    page = page_of(GALLERY["three_numbers"](NOW))
    buttons = list(page.all("button", class_="copy"))
    links = [link.attributes["href"] for link in page.all("a", class_="follow")]
    assert len(buttons) == len(links) == 3
    assert all(button.attributes["type"] == "button" for button in buttons)
    assert buttons[0].parent is not None
    assert buttons[0].parent.first("span", role="status").text == ""


def test_scans_are_folded_and_the_carriers_words_are_marked_as_quoted() -> None:
    fold = page_of(GALLERY["arriving"](NOW)).first("details", class_="scans")
    quote = fold.first("q")
    assert "open" not in fold.attributes
    assert quote.first("bdi").attributes["lang"] == ""
    assert quote.text == "Arrived at sorting centre"


def test_hostile_text_stays_text() -> None:
    attack = '"><script>alert(1)</script><a href="javascript:alert(1)">x'
    order = an_order(
        name=attack,
        lines=(a_line(title=attack, variant_title=attack),),
        fulfillments=(
            a_fulfillment(
                display_status="IN_TRANSIT",
                events=(an_event("IN_TRANSIT", city=attack, message=attack),),
                tracking=(a_tracking(attack, company=attack, url="javascript:alert(1)"),),
            ),
        ),
    )
    html = html_of(order)
    assert_sound(html)
    assert "<script>" not in html
    assert 'href="javascript:' not in html


def test_a_page_that_may_change_asks_for_news_and_one_that_is_stale_asks_at_once() -> None:
    order = GALLERY["arriving"](NOW)
    article = page_of(order, poll=30, stale=True).first("article", id="order")
    assert article.attributes["data-hx-get"] == "status/?v=7&said=&lang=en"
    assert article.attributes["data-hx-trigger"] == "load, every 30s"
    assert page_of(order, poll=30).first("article").attributes["data-hx-trigger"] == "every 30s"
    assert page_of(order, stale=True).first("article").attributes["data-hx-trigger"] == "load"


def test_a_page_that_is_settled_asks_no_more() -> None:
    article = page_of(GALLERY["delivered"](NOW)).first("article", id="order")
    assert not [name for name in article.attributes if name.startswith("data-hx")]


def test_refreshing_needs_no_script_and_keeps_the_language() -> None:
    with translation.override("es"):
        link = page_of(GALLERY["arriving"](NOW)).first("a", id="refresh")
    assert link.attributes["href"] == "refresh/?lang=es"
    assert link.text == "Volver a comprobar"


def test_the_fragment_announces_the_sentence_only_when_asked_to() -> None:
    order = GALLERY["arriving"](NOW)
    silent = assert_sound(render_to_string("order/body.html", context_of(order)))
    spoken = assert_sound(render_to_string("order/body.html", context_of(order, announce=True)))
    assert [element.tag for element in silent.children] == ["article"]
    assert [element.tag for element in spoken.children] == ["article", "title", "div"]
    assert spoken.children[1].text.startswith("Arriving Thursday · Order #1001")
    assert spoken.children[2].attributes == {"data-hx-swap-oob": "innerHTML:#announcement"}
    assert spoken.children[2].text == "Arriving Thursday"


def test_the_place_for_announcements_stands_outside_what_is_swapped() -> None:
    page = page_of(GALLERY["arriving"](NOW))
    region = page.first("p", id="announcement")
    assert region.attributes["role"] == "status"
    assert not list(page.first("article").all("p", id="announcement"))


def test_freshness_stands_alone_as_a_fragment() -> None:
    view = present_freshness(NOW - timedelta(hours=2), now=NOW, shop_unreachable=True)
    fragment = assert_sound(render_to_string("order/freshness.html", {"freshness": view, "urls": URLS}))
    line = fragment.first("p", id="freshness")
    assert "late" in line.attributes["class"]
    assert line.first("time").attributes["datetime"] == "2026-11-23T09:00+01:00"


def test_an_order_page_asks_not_to_be_indexed_and_keeps_nothing_in_the_browser() -> None:
    page = page_of(GALLERY["arriving"](NOW))
    assert page.first("meta", name="robots").attributes["content"] == "noindex"
    config = page.first("meta", name="htmx-config").attributes["content"]
    assert '"historyCacheSize":0' in config
    assert '"allowEval":false' in config
    assert '"includeIndicatorStyles":false' in config


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", ["arriving", "three_numbers", "partly_delivered", "overdue"])
def test_the_first_view_is_small(state: str, language: str) -> None:
    with translation.override(language):
        html = html_of(GALLERY[state](NOW))
    assert len(gzip.compress(html.encode(), 6)) <= FIRST_VIEW_BYTES
