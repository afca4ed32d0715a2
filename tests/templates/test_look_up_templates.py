"""The look-up page in each of its states, and the error pages."""

from html import escape
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import override_settings
from django.utils import translation

from orders.web.forms import LookUpForm
from tests.support.html import Element, assert_sound
from tests.support.shopper_request import shopper_request

PROBLEMS = ["miss", "link_gone", "too_many", "unavailable"]
TYPED = {"order_number": "#1001", "email": "maria@example.com"}


def look_up(
    problem: str | None = None, typed: dict[str, str] | None = None, *, retry_minutes: int | None = None
) -> Element:
    context: dict[str, Any] = {"form": LookUpForm(typed), "problem": problem, "retry_minutes": retry_minutes}
    return assert_sound(render_to_string("look_up.html", context, shopper_request()))


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("problem", [None, *PROBLEMS])
def test_each_state_has_one_heading_which_is_the_title(problem: str | None, language: str) -> None:
    with translation.override(language):
        page = look_up(problem, TYPED)
    (heading,) = page.all("h1")
    assert page.first("title").text == f"{heading.text} · Casa Lumbre"
    assert page.first("html").attributes["lang"] == language


def test_the_states_differ_in_what_they_say() -> None:
    headings = {look_up(problem).first("h1").text for problem in (None, *PROBLEMS)}
    assert len(headings) == 5


def test_it_is_a_plain_form_that_works_without_a_script() -> None:
    form = look_up().first("form")
    assert form.attributes["method"] == "post"
    assert form.attributes["action"] == "/?lang=en"
    assert [field.attributes["name"] for field in form.all("input")] == ["order_number", "email"]
    assert {label.attributes["for"] for label in form.all("label")} == {
        field.attributes["id"] for field in form.all("input")
    }


@pytest.mark.parametrize("problem", PROBLEMS)
def test_nothing_that_was_typed_is_lost(problem: str) -> None:
    fields = look_up(problem, TYPED).all("input")
    assert [field.attributes["value"] for field in fields] == ["#1001", "maria@example.com"]


def test_wrong_shapes_are_listed_first_and_said_at_the_field() -> None:
    page = look_up(None, {"order_number": "mine", "email": "maria"})
    summary = page.first("div", class_="problem")
    assert [link.attributes["href"] for link in summary.all("a")] == ["#id_order_number", "#id_email"]
    assert page.first("p", id="id_email_error").text.startswith("That is neither an email")
    assert page.first("input", id="id_email").attributes["aria-invalid"] == "true"


@pytest.mark.parametrize("problem", PROBLEMS)
def test_a_problem_takes_the_focus_so_that_it_is_heard(problem: str) -> None:
    box = look_up(problem, TYPED).first("div", class_="problem")
    assert box.attributes["tabindex"] == "-1"
    assert "autofocus" in box.attributes


def test_a_miss_helps_and_never_says_whether_the_order_exists() -> None:
    page = look_up("miss", TYPED)
    said = page.first("main").text
    assert "can take a minute" in said
    assert page.first("div", class_="problem").first("a").attributes["href"] == "#help"
    for word in ("exist", "cancelled", "unknown", "wrong email"):
        assert word not in said


@pytest.mark.parametrize(
    ("minutes", "words"), [(1, "in 1 minute."), (5, "in 5 minutes."), (None, "a little later")]
)
def test_too_many_says_when_to_come_back(minutes: int | None, words: str) -> None:
    assert words in look_up("too_many", TYPED, retry_minutes=minutes).first("div", class_="problem").text


@pytest.mark.parametrize(
    ("minutes", "words"), [(1, "in 1 minute."), (2, "in 2 minutes."), (None, "in a moment")]
)
def test_an_outage_says_when_to_come_back(minutes: int | None, words: str) -> None:
    assert words in look_up("unavailable", TYPED, retry_minutes=minutes).first("div", class_="problem").text


def test_help_stands_in_the_same_place_with_what_the_shop_has() -> None:
    footer = look_up().first("section", id="help")
    assert [link.attributes["href"] for link in footer.all("a")] == [
        "mailto:hello@casalumbre.example",
        "https://casalumbre.example/contact",
    ]


@override_settings(SUPPORT_EMAIL="", SUPPORT_URL="")
def test_a_shop_without_an_address_still_tells_how_to_reach_it() -> None:
    footer = look_up().first("section", id="help")
    assert "Answer the email that confirmed your order" in footer.text


@override_settings(LANGUAGES=[("en", "English"), ("es", "Español")])
def test_languages_are_plain_links_in_their_own_names() -> None:
    navigation = look_up().first("nav", class_="languages")
    links = list(navigation.all("a"))
    assert [(link.attributes["href"], link.attributes["lang"], link.text) for link in links] == [
        ("?lang=en", "en", "English"),
        ("?lang=es", "es", "Español"),
    ]
    assert [link.attributes.get("aria-current") for link in links] == ["true", None]
    assert not list(navigation.all("details"))


def test_many_languages_are_folded_under_the_name_of_the_one_in_use() -> None:
    with translation.override("ja"):
        fold = look_up().first("nav", class_="languages").first("details")
    assert fold.first("summary").text.split() == ["言語", "日本語"]
    assert [link.text for link in fold.all("a")] == [name for _, name in settings.LANGUAGES]
    assert [link.text for link in fold.all("a", aria_current="true")] == ["日本語"]


@override_settings(LANGUAGES=[("en", "English")])
def test_a_shop_of_one_language_offers_no_choice() -> None:
    assert not list(look_up().all("nav"))


def test_the_skip_link_comes_first_and_leads_to_the_content() -> None:
    page = look_up()
    assert next(page.all("a")).attributes["href"] == "#main"
    assert page.first("main").attributes["id"] == "main"


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", ["400", "403", "500"])
def test_an_error_page_needs_no_context(name: str, language: str) -> None:
    with translation.override(language):
        page = assert_sound(render_to_string(f"{name}.html"))
    assert page.first("h1").text == page.first("title").text
    assert page.first("main").first("a").attributes["href"] == "/"
    assert not list(page.all("script"))


def test_a_missing_page_looks_like_the_shop_and_offers_a_way_on() -> None:
    page = assert_sound(render_to_string("404.html", {}, shopper_request("/nowhere")))
    assert page.first("p", class_="store").text == "Casa Lumbre"
    assert page.first("main").first("a").attributes["href"] == "/"


def test_what_was_typed_is_escaped() -> None:
    attack = '"><script>alert(1)</script>'
    context = {"form": LookUpForm({"order_number": attack, "email": attack}), "problem": None}
    html = render_to_string("look_up.html", context, shopper_request())
    assert attack not in html
    assert escape(attack) in html
