"""The gallery: who may walk in, what hangs there, and that nobody else can show it."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from orders.branding import brands
from orders.branding.looks import ColourScheme, LookName
from orders.gallery.builders import NOW
from orders.gallery.catalogue import STATES
from orders.gallery.drawings import DRAWINGS
from orders.gallery.rendering import render_state
from orders.gallery.state import Group
from orders.gallery.states import GALLERY
from tests.support.gallery_states import states
from tests.support.html import Element, assert_sound, read_html

ADDRESSES = [
    "/gallery/",
    "/gallery/overdue/",
    "/gallery/overdue/status/?v=1",
    "/gallery/pictures/mug.svg",
]
EDITORIAL = LookName.EDITORIAL


@pytest.fixture
def client(db: None) -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def visitor(client: Client, settings: Settings) -> Client:
    """Somebody at a developer's own machine."""
    settings.DEBUG = True
    return client


@pytest.fixture
def account(client: Client) -> Callable[..., Client]:
    """Logs in as somebody new."""

    def log_in(**rights: Any) -> Client:
        client.force_login(User.objects.create_user("somebody", password=None, **rights))
        return client

    return log_in


# Who may walk in


@pytest.mark.parametrize("address", ADDRESSES)
def test_to_a_shopper_there_is_no_such_page(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert not response.cookies
    assert "noindex" in response.headers.get("X-Robots-Tag", "noindex")
    assert "look_up" not in response.content.decode()


@pytest.mark.parametrize("address", ADDRESSES)
def test_to_an_account_that_is_not_staff_there_is_no_such_page(
    account: Callable[..., Client], address: str
) -> None:
    assert account(is_staff=False).get(address).status_code == 404


@pytest.mark.parametrize("address", ADDRESSES)
def test_to_staff_who_left_there_is_no_such_page(account: Callable[..., Client], address: str) -> None:
    assert account(is_staff=True, is_active=False).get(address).status_code == 404


@pytest.mark.parametrize("address", ADDRESSES)
def test_staff_may_see_it(account: Callable[..., Client], address: str) -> None:
    assert account(is_staff=True).get(address).status_code in {200, 204}


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_developer_may_see_it(visitor: Client, address: str) -> None:
    assert visitor.get(address).status_code in {200, 204}


def test_the_page_that_says_there_is_none_wears_the_brand(client: Client) -> None:
    page = read_html(client.get("/gallery/").content.decode())
    assert page.first("title").text.endswith("Casa Lumbre")


@pytest.mark.parametrize("address", ["/gallery/no_such_state/", "/gallery/pictures/no-such-picture.svg"])
def test_what_does_not_hang_there_is_not_found(visitor: Client, address: str) -> None:
    assert visitor.get(address).status_code == 404


@pytest.mark.parametrize("address", ADDRESSES)
def test_it_can_only_be_looked_at(account: Callable[..., Client], address: str) -> None:
    assert account(is_staff=True).post(address).status_code in {403, 405}


# How it is kept


@pytest.mark.parametrize("address", ADDRESSES)
def test_it_is_kept_and_indexed_by_nobody(visitor: Client, address: str) -> None:
    response = visitor.get(address)
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert response.headers["Cache-Control"] == "private, no-store"


def policy(client: Client, address: str) -> dict[str, str]:
    """The content policy of an answer, directive by directive."""
    header = client.get(address).headers["Content-Security-Policy"]
    return {name: sources for name, _, sources in (part.strip().partition(" ") for part in header.split(";"))}


def test_nobody_but_the_gallery_may_frame_a_state(visitor: Client) -> None:
    assert policy(visitor, "/gallery/overdue/")["frame-ancestors"] == "'self'"
    assert policy(visitor, "/gallery/")["frame-src"] == "'self'"


@pytest.mark.parametrize("address", ["/", "/gallery/", f"/o/{'A' * 32}/"])
def test_no_other_page_may_be_framed(visitor: Client, address: str) -> None:
    assert policy(visitor, address)["frame-ancestors"] == "'none'"


def test_a_state_allows_the_very_style_it_carries(visitor: Client) -> None:
    from base64 import b64encode
    from hashlib import sha256

    address = "/gallery/overdue/?look=studio&scheme=dark"
    style = re.search(r"<style>(.*?)</style>", visitor.get(address).content.decode(), re.DOTALL)
    assert style is not None
    digest = b64encode(sha256(style[1].encode()).digest()).decode()
    assert policy(visitor, address)["style-src"] == f"'sha256-{digest}'"


def test_a_state_reads_no_order(visitor: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    visitor.get("/gallery/overdue/")
    with django_assert_num_queries(0):
        visitor.get("/gallery/overdue/?look=editorial")


# The wall


def test_every_state_hangs_once_in_a_frame_that_loads_when_it_is_reached(visitor: Client) -> None:
    page = read_html(visitor.get("/gallery/?lang=de&look=studio&scheme=dark&width=320").content.decode())
    frames = list(page.all("iframe"))
    query = "?lang=de&look=studio&scheme=dark&width=320"
    assert [frame.attributes["src"] for frame in frames] == [f"/gallery/{name}/{query}" for name in STATES]
    assert {frame.attributes["loading"] for frame in frames} == {"lazy"}
    assert [frame.attributes["title"] for frame in frames] == [state.label for state in STATES.values()]


def test_the_contents_lead_to_every_wall(visitor: Client) -> None:
    page = read_html(visitor.get("/gallery/").content.decode())
    links = [link.attributes["href"] for link in page.first("nav").all("a")]
    assert len(links) == len(Group)
    assert all(list(page.all("section", id=link[1:])) for link in links)


def chosen(page: Element) -> dict[str, str]:
    """What each field of the form shows."""
    return {
        select.attributes["name"]: next(
            option.attributes["value"] for option in select.all("option") if "selected" in option.attributes
        )
        for select in page.all("select")
    }


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"lang": "en", "look": "own", "scheme": "", "width": "390"}),
        (
            "?lang=ar&look=atelier&scheme=light&width=1440",
            {"lang": "ar", "look": "atelier", "scheme": "light", "width": "1440"},
        ),
        (
            "?lang=xx&look=%3Cb%3E&scheme=auto&width=-1",
            {"lang": "en", "look": "own", "scheme": "", "width": "390"},
        ),
        ("?lang=&look=&scheme=&width=", {"lang": "en", "look": "own", "scheme": "", "width": "390"}),
    ],
)
def test_the_form_shows_what_was_chosen_and_ignores_what_is_not_offered(
    visitor: Client, query: str, shown: dict[str, str]
) -> None:
    assert chosen(read_html(visitor.get(f"/gallery/{query}").content.decode())) == shown


def test_the_gallery_itself_is_in_english_whatever_it_shows(visitor: Client) -> None:
    response = visitor.get("/gallery/?lang=ar")
    assert response.headers["Content-Language"] == "en"
    assert read_html(response.content.decode()).first("html").attributes["lang"] == "en"


@pytest.mark.parametrize("look", list(LookName))
def test_a_state_wears_the_look_that_was_chosen(visitor: Client, look: LookName) -> None:
    palette = brands.built_in(look).palette
    style = (
        read_html(visitor.get(f"/gallery/overdue/?look={look}&scheme=dark").content.decode())
        .first("style")
        .text
    )
    assert f"--paper:{palette.dark.paper};" in style
    assert f"--paper:{palette.light.paper};" not in style


def test_a_state_in_arabic_reads_from_right_to_left(visitor: Client) -> None:
    response = visitor.get("/gallery/overdue/?lang=ar")
    assert read_html(response.content.decode()).first("html").attributes["dir"] == "rtl"
    assert response.headers["Content-Language"] == "ar"


def test_a_state_does_not_take_the_focus_from_the_wall(visitor: Client) -> None:
    assert "autofocus" not in visitor.get("/gallery/look_up_miss/").content.decode()
    assert "autofocus" in render_state("look_up_miss", language="en", brand=brands.built_in(EDITORIAL))


# The states


def test_every_order_that_the_tests_know_has_its_place() -> None:
    assert set(GALLERY) <= set(STATES)


def test_no_wall_is_empty_and_no_two_labels_on_one_are_the_same() -> None:
    for group in Group:
        labels = [state.label for state in STATES.values() if state.group is group]
        assert labels
        assert len(labels) == len(set(labels))


@pytest.mark.parametrize("language", [code for code, _ in site_settings.LANGUAGES])
def test_every_state_is_a_sound_page_with_one_heading(language: str) -> None:
    for name in states(language):
        page = assert_sound(render_state(name, language=language, brand=brands.built_in(EDITORIAL)))
        assert len(list(page.all("h1"))) == 1, name
        assert page.first("html").attributes["lang"] == language, name


@pytest.fixture
def no_database(db: None) -> Iterator[None]:
    """Any query fails."""

    def refuse(*_: object) -> None:
        raise AssertionError("A state of the gallery asked the database.")

    with connection.execute_wrapper(refuse):
        yield


def test_no_state_asks_the_database(no_database: None) -> None:
    assert all(render_state(name, language="en", brand=brands.built_in(EDITORIAL)) for name in STATES)


def test_a_picture_is_drawn_on_the_site_itself() -> None:
    page = read_html(render_state("partly_delivered", language="en", brand=brands.built_in(EDITORIAL)))
    sources = {image.attributes["src"] for image in page.first("main").all("img", width="64")}
    assert sources == {f"http://testserver/gallery/pictures/{name}.svg" for name in ("candle", "lamp")}


def test_every_drawing_is_an_svg_of_its_own(visitor: Client) -> None:
    answers = [visitor.get(f"/gallery/pictures/{name}.svg") for name in DRAWINGS]
    assert {answer.headers["Content-Type"] for answer in answers} == {"image/svg+xml"}
    assert len({answer.content for answer in answers}) == len(DRAWINGS)


def test_an_order_leads_to_a_sheet_for_the_printer_and_to_its_qr_code(visitor: Client) -> None:
    page = read_html(visitor.get("/gallery/arriving/").content.decode())
    link = page.first("a", id="print").attributes["href"]
    code = page.first("p", class_="paper").first("img").attributes["src"]
    sheet = read_html(visitor.get(link).content.decode())
    assert sheet.first("h1").text == "Arriving Thursday 26 November"  # a sheet is read on another day
    assert visitor.get(code).headers["Content-Type"] == "image/svg+xml"


def article(name: str) -> Element:
    return read_html(render_state(name, language="en", brand=brands.built_in(EDITORIAL))).first(
        "article", id="order"
    )


def test_a_stale_page_asks_for_news_and_a_refreshing_one_is_marked_as_htmx_marks_it() -> None:
    assert article("stale").attributes["data-hx-trigger"] == "load"
    assert article("stale").attributes["data-hx-get"].startswith("status/?v=1&")
    assert "htmx-request" in article("refreshing").attributes["class"].split()
    assert "htmx-request" not in article("stale").attributes["class"].split()
    assert "data-hx-get" not in article("arriving").attributes


def test_a_page_of_a_shop_that_is_away_says_so() -> None:
    said = article("shop_unreachable").first("p", id="freshness").text
    assert said.startswith("The shop’s system does not answer at the moment.")
    assert "2 hours ago" in said


def test_hostile_text_is_shown_and_does_nothing() -> None:
    html = render_state("hostile", language="en", brand=brands.built_in(EDITORIAL))
    assert "{{ settings.SECRET_KEY }}" in html
    assert "<script>alert" not in html
    assert 'href="javascript:' not in html
    assert "\u202e" not in html


def test_the_scheme_overrides_the_brands_own() -> None:
    brand = brands.built_in(EDITORIAL)
    dark = render_state("overdue", language="en", brand=brand, scheme=ColourScheme.DARK)
    assert f"--paper:{brand.palette.light.paper};" not in dark
    assert f"--paper:{brand.palette.light.paper};" in render_state("overdue", language="en", brand=brand)


def test_the_clock_of_the_gallery_stands_still() -> None:
    ordered = article("arriving").first("time").attributes["datetime"]
    assert NOW.isoformat()[:4] == ordered[:4] == "2026"
