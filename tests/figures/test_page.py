"""The page of figures: who may see it, what it says of what shoppers did, and the same as CSV."""

import csv
from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from orders import clock
from orders.branding import brands
from orders.figures.models import HourlyCount
from orders.figures.urls import urlpatterns
from tests.support.html import Element, read_html

PAGE = "/admin/figures/"
ROLES = {"Owner": 200, "Support": 200, "Read-only": 200}


def today() -> date:
    return clock.local(clock.seconds()).date()


def count(kind: str, name: str, times: int, *, hour: int = 0, days_ago: int = 0) -> None:
    HourlyCount.objects.create(
        day=today() - timedelta(days=days_ago), hour=hour, kind=kind, name=name, count=times
    )


def figure(client: Client, key: str, weeks: int = 13) -> Element:
    return read_html(client.get(PAGE, {"weeks": weeks}).text).first("article", id=key)


def says(client: Client, key: str) -> str:
    return figure(client, key).first("p", class_="says").text.strip()


def numbers(client: Client, key: str) -> list[list[str]]:
    body = figure(client, key).first("tbody")
    return [[cell.text for cell in row.children] for row in body.all("tr")]


@pytest.fixture
def look_ups(db: None) -> None:
    """A hundred look-ups: most found, some with a tracking number for the order number."""
    count("look-up", "found/number/email", 60, hour=20)
    count("look-up", "found/number/email", 20, hour=9, days_ago=1)
    count("look-up", "miss/tracking/email", 12, hour=20)
    count("look-up", "invalid/words/empty", 8, hour=7)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", [pattern.name for pattern in urlpatterns])
def test_each_role_sees_figures(sign_in: Callable[[str], Client], name: str, role: str) -> None:
    response = sign_in(role).get(reverse(f"figures:{name}"))
    assert response.status_code == ROLES[role]
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("name", [pattern.name for pattern in urlpatterns])
def test_nobody_else_does(client: Client, db: None, name: str) -> None:
    signed_out = client.get(reverse(f"figures:{name}"))
    assert (signed_out.status_code, signed_out.headers["Location"][:14]) == (302, "/admin/login/?")
    user = User(username="new", is_staff=True)
    user.set_unusable_password()
    user.save()
    client.force_login(user)
    assert client.get(reverse(f"figures:{name}")).status_code == 403


def test_without_anything_counted_it_says_so(support: Client) -> None:
    page = support.get(PAGE).text
    assert "Nobody has looked an order up in this time." in page
    assert "No order&#x27;s page was opened in this time." in page
    assert 'figure"' not in page


@pytest.mark.usefixtures("look_ups")
def test_it_says_how_many_look_ups_found_an_order(support: Client) -> None:
    assert says(support, "look-ups") == ("Orders were looked up 100 times, and 80 of 100 look-ups found one.")
    assert numbers(support, "look-ups") == [
        ["Found", "80", "80"],
        ["Number and contact do not match", "12", "12"],
        ["No order number, or no contact", "8", "8"],
    ]


@pytest.mark.usefixtures("look_ups")
def test_it_says_when_most_look_ups_are_made(support: Client) -> None:
    assert says(support, "hours") == (
        "Most look-ups, 72 of 100, were made between 20:00 and 21:00 by the shop's clock."
    )
    by_hour = numbers(support, "hours")
    assert (by_hour[7], by_hour[9], by_hour[20]) == (
        ["07:00", "0", "8"],
        ["09:00", "20", "0"],
        ["20:00", "60", "12"],
    )


@pytest.mark.usefixtures("look_ups")
def test_it_says_what_had_been_typed_when_nothing_was_found(support: Client) -> None:
    assert says(support, "typed") == (
        "Of 100 look-ups that found nothing, 60 had a tracking number with an email."
    )
    assert numbers(support, "typed")[0] == ["a tracking number with an email", "12", "0"]


@pytest.mark.usefixtures("look_ups")
def test_it_says_what_was_right_when_number_and_contact_did_not_match(support: Client) -> None:
    for name, times in (("other contact", 6), ("other number", 3), ("neither", 3)):
        count("miss", name, times)
    assert says(support, "misses") == "In 75 of 100 such look-ups one of the two was right."
    assert numbers(support, "misses")[0] == ["An order's number, another contact", "6", "50"]


def test_it_says_how_fresh_pages_were_in_which_languages_and_on_what(support: Client) -> None:
    for name, times in (("60", 50), ("900", 43), ("older", 7)):
        count("age", name, times)
    for name, times in (("es", 75), ("de", 25)):
        count("language", name, times)
    for name, times in (("desk", 40), ("phone", 60)):
        count("device", name, times)
    assert says(support, "freshness") == (
        "93 of 100 pages showed what Shopify had said less than 15 minutes before."
    )
    assert says(support, "languages") == "75 of 100 pages were read in Spanish."
    assert says(support, "devices") == "60 of 100 pages were opened on a phone."
    assert numbers(support, "languages") == [["Spanish", "75", "75"], ["German", "25", "25"]]


@pytest.mark.parametrize(("weeks", "seen"), [("4", 1), ("13", 2), ("52", 3), ("7", 2), ("x", 2), ("", 2)])
def test_a_period_is_so_many_weeks_with_this_one(support: Client, weeks: str, seen: int) -> None:
    for days in (0, 7 * 10, 7 * 40):
        count("look-up", "found/number/email", 1, days_ago=days)
    page = support.get(PAGE, {"weeks": weeks}).text
    assert f"Orders were looked up {'once' if seen == 1 else f'{seen} times'}, " in page


@pytest.mark.usefixtures("look_ups")
def test_each_plot_has_a_title_a_sentence_and_its_numbers(support: Client) -> None:
    for section in read_html(support.get(PAGE).text).all("article", class_="figure"):
        plot = section.first("svg")
        named = [next(plot.all(id=key)).text for key in plot.attributes["aria-labelledby"].split()]
        assert plot.attributes["role"] == "img"
        assert named == [section.first("h3").text, section.first("p", class_="says").text]
        assert section.first("table").first("caption").text == section.first("h3").text


@pytest.mark.usefixtures("look_ups")
def test_one_figure_comes_as_its_table(support: Client) -> None:
    response = support.get(f"{PAGE}csv/", {"figure": "look-ups", "weeks": "4"})
    rows = list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))
    assert rows[:2] == [["Outcome", "Look-ups", "Of 100"], ["Found", "80", "80"]]
    assert 'attachment; filename="look-ups-' in response.headers["Content-Disposition"]


@pytest.mark.usefixtures("look_ups")
def test_all_come_as_one_file_a_number_a_line(support: Client) -> None:
    rows = list(csv.reader(StringIO(support.get(f"{PAGE}csv/").content.decode("utf-8-sig"))))
    assert rows[0] == ["Figure", "Of", "What", "Value"]
    assert ["Look-ups by hour of the day", "20:00", "Not found", "12"] in rows


def test_there_is_no_file_of_a_figure_that_there_is_not(support: Client) -> None:
    assert support.get(f"{PAGE}csv/", {"figure": "../secret"}).status_code == 404


def test_plots_have_the_brands_colours_by_day_and_by_night(support: Client) -> None:
    palette = brands.current().palette
    css = support.get(f"{PAGE}colours.css").text
    assert f"--plot:{palette.light.brand};" in css
    assert f"--plot:{palette.dark.brand};" in css


def test_it_says_when_nothing_is_counted(support: Client, settings: Settings) -> None:
    settings.FIGURES = False
    assert "FIGURES is off" in support.get(PAGE).text


@pytest.mark.usefixtures("look_ups")
def test_it_asks_the_database_a_dozen_times_at_most(
    support: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    support.get(PAGE)
    with django_assert_max_num_queries(12):
        support.get(PAGE)
