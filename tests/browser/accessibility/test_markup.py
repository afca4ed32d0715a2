"""What every page's markup holds, and what none does. No browser is needed to see it."""

from functools import cache

import pytest

from orders.branding import brands
from orders.branding.looks import LookName
from orders.gallery.catalogue import STATES
from orders.gallery.rendering import render_state
from orders.gallery.state import Group, LookUpPage
from tests.support.gallery_states import LANGUAGES, states
from tests.support.html import Element, read_html

RIGHT_TO_LEFT = {"ar"}
# What moves, plays, opens windows, acts by itself or on a single key, or explains only where a mouse hovers.
NEVER_TAGS = {"audio", "video", "canvas", "marquee", "blink", "object", "embed", "iframe", "dialog"}
NEVER_ATTRIBUTES = {
    "accesskey",
    "autoplay",
    "draggable",
    "target",
    "title",
    "onclick",
    "onchange",
    "onkeydown",
}


@cache
def read(state: str, language: str = "en") -> Element:
    """The page of a state."""
    return read_html(render_state(state, language=language, brand=brands.built_in(LookName.EDITORIAL)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_says_its_language_and_direction(language: str) -> None:
    for name in states(language):
        if STATES[name].group is Group.EXTREMES:
            continue  # long orders stand in the same frame
        html = read(name, language).first("html")
        assert html.attributes["lang"] == language, name
        assert html.attributes["dir"] == ("rtl" if language in RIGHT_TO_LEFT else "ltr"), name


def test_every_title_begins_with_what_the_page_says_first() -> None:
    for name in STATES:
        page = read(name)
        heading, title = (" ".join(page.first(tag).text.split()) for tag in ("h1", "title"))
        # The day on which details were removed stands in the heading only.
        assert title.partition(" · ")[0] in heading, name


def test_what_is_on_every_page_has_the_same_place_on_each() -> None:
    for name, state in STATES.items():
        places = [
            place
            for each in read(name).first("body").children
            for place in ("masthead", "main", "help", "colophon")
            if each.tag == place or each.has(class_=place)
        ]
        if state.group is Group.ERRORS and name != "404":
            assert places == ["main"]  # whatever broke, this page is made without it
        else:
            assert places in (["masthead", "main", "help"], ["masthead", "main", "help", "colophon"]), name


def test_nothing_plays_moves_opens_windows_or_hides_in_a_hint() -> None:
    for name in STATES:
        for element in read(name).all():
            assert element.tag not in NEVER_TAGS, name
            assert not NEVER_ATTRIBUTES & element.attributes.keys(), f"{name}: {element.tag}"
            assert int(element.attributes.get("tabindex", "0")) <= 0, name
            assert element.attributes.get("http-equiv") != "refresh", name


def test_no_control_is_called_by_other_words_than_it_shows() -> None:
    for name in STATES:
        for tag in ("a", "button", "summary", "input"):
            for control in read(name).all(tag):
                assert not {"aria-label", "aria-labelledby"} & control.attributes.keys(), name
                assert tag == "input" or control.text.strip() or next(control.all("img")).attributes["alt"], (
                    name
                )


def test_carriers_own_words_are_marked_as_of_no_known_language_within_the_pages_own_quotation_marks() -> None:
    quotes = list(read("hostile").all("q"))
    assert quotes
    assert {quote.attributes.get("lang") for quote in quotes} == {None}
    assert {quote.first("bdi").attributes.get("lang") for quote in quotes} == {""}


@pytest.mark.parametrize(
    "state", [name for name, each in STATES.items() if isinstance(each.page, LookUpPage)]
)
def test_a_field_says_what_it_is_for_to_the_browser_and_to_the_reader(state: str) -> None:
    page = read(state)
    email = page.first("input", name="email")
    assert email.attributes["autocomplete"] == "email"
    for field in (page.first("input", name="order_number"), email):
        labels = list(page.all("label", for_=field.attributes["id"]))
        assert [label.text.strip() for label in labels] != [""]
        described = field.attributes["aria-describedby"].split()
        assert all(page.first(id=name).text.strip() for name in described)
