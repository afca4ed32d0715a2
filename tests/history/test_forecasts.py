"""From rows of past parcels to the line on an order's page: made once a day, read in one query, never a promise."""

import io
from collections.abc import Iterator
from datetime import date

import holidays
import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from orders.access import links
from orders.access.purposes import Purpose
from orders.domain.forecast.trips import Window
from orders.domain.order import Order
from orders.domain.timeline import build_timeline
from orders.gallery.builders import NOW, a_fulfillment, an_event, an_order
from orders.history.forecasting import make_windows
from orders.history.models import PastParcel, UsualDays
from orders.history.provinces import COMMUNITIES
from orders.history.public_holidays import holidays_of
from orders.history.usual_days import find_windows
from orders.presenters.usual import usual_words
from orders.shopify.results import Contact, FetchedOrder
from orders.storage import store
from orders.work import chores
from tests.support.past_parcels import DAY, FRIDAY, TUESDAY, WEDNESDAY, remember, travelling
from tests.support.shopper import Shopper, text

AT = NOW.timestamp()
LINE = "Parcels like this usually arrive"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def open_page(order: Order, client: Client, language: str = "en") -> str:
    fetched = FetchedOrder(order=order, contact=Contact(email="ana@example.com"))
    pk = store.put_if_newer(fetched, fetched_at=AT)
    token = links.issue_link(pk, origin=Purpose.SUPPORT, now=AT)
    return text(Shopper(client).open(f"/o/{token}/?lang={language}"))


def windows(order: Order) -> list[Window]:
    return list(find_windows(order, build_timeline(order, now=NOW), NOW.tzinfo).values())


def test_the_page_says_what_usually_happens(client: Client) -> None:
    remember()
    make_windows(now=AT)
    assert f"{LINE} between tomorrow and Wednesday." in open_page(travelling(), client)


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("ar", "تصل الطرود المشابهة عادةً بين الغد ويوم الأربعاء."),
        ("de", "Pakete wie dieses kommen meist zwischen morgen und Mittwoch an."),
        ("es", "Los paquetes como este suelen llegar entre mañana y el miércoles."),
        ("fr", "Les colis comme celui-ci arrivent généralement entre demain et mercredi."),
        ("it", "I pacchi come questo di solito arrivano tra domani e mercoledì."),
        ("ja", "同じような荷物は、通常明日〜水曜日お届けとなります。"),
        ("nl", "Pakketten als dit komen meestal tussen morgen en woensdag aan."),
        ("pt-br", "Pacotes como este costumam chegar entre amanhã e quarta-feira."),
    ],
)
def test_it_is_said_in_every_language(client: Client, language: str, line: str) -> None:
    remember()
    make_windows(now=AT)
    assert line in open_page(travelling(), client, language)


def test_no_day_that_has_passed_is_named() -> None:
    window = Window(FRIDAY, TUESDAY)
    assert usual_words(window, now=NOW) == f"{LINE} by tomorrow."
    assert usual_words(window, now=NOW + DAY) == f"{LINE} by today."
    assert usual_words(window, now=NOW + 2 * DAY) == ""


def test_nothing_is_said_where_the_carrier_names_a_day(client: Client) -> None:
    remember()
    make_windows(now=AT)
    dated = an_event("IN_TRANSIT", hours_ago=70, estimated_in_hours=30)
    order = an_order(fulfillments=[a_fulfillment(events=[dated], hours_ago=71)])
    assert LINE not in open_page(order, client)


def test_nothing_is_said_where_too_little_is_known(client: Client) -> None:
    remember(days=9)
    make_windows(now=AT)
    assert LINE not in open_page(travelling(), client)


def test_nothing_is_said_where_the_merchant_wants_no_history(client: Client, settings: Settings) -> None:
    remember()
    make_windows(now=AT)
    settings.PARCEL_HISTORY = False
    assert LINE not in open_page(travelling(), client)


def test_a_province_has_its_own_days_or_the_countrys() -> None:
    remember()
    remember(region="B", took=(6,))
    make_windows(now=AT)
    assert windows(travelling(destination_province_code="M")) == [Window(TUESDAY, WEDNESDAY)]
    assert windows(travelling(destination_province_code="B")) == [
        Window(date(2026, 11, 30), date(2026, 11, 30))
    ]
    assert windows(travelling(destination_country_code="PT")) == []


def test_a_page_costs_one_query_more_or_none(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    two = an_order(
        fulfillments=[
            a_fulfillment(number, events=[an_event("IN_TRANSIT", hours_ago=60 + number)], hours_ago=71)
            for number in (1, 2)
        ]
    )
    with django_assert_num_queries(1):
        windows(two)
    with django_assert_num_queries(0):
        windows(an_order())


def test_windows_of_a_day_stay_as_they_were_made() -> None:
    remember()
    make_windows(now=AT)
    before = list(UsualDays.objects.order_by("pk").values())
    remember(took=(7, 8))
    make_windows(now=AT)
    assert list(UsualDays.objects.order_by("pk").values()) == before
    make_windows(now=AT + 60 * 86_400)
    assert not UsualDays.objects.filter(left_on=FRIDAY).exists()


def test_a_province_gets_no_window_for_a_day_on_which_its_parcels_were_told_the_countrys() -> None:
    remember()
    make_windows(now=AT)
    remember(region="B", took=(6,))
    make_windows(now=AT)
    assert windows(travelling(destination_province_code="B")) == [Window(TUESDAY, WEDNESDAY)]
    make_windows(now=AT + 86_400)
    today = NOW.date() + DAY
    assert UsualDays.objects.filter(destination_region="B").values_list("left_on", flat=True).get() == today


def test_no_windows_are_made_of_nothing() -> None:
    assert make_windows(now=AT) == 0


def test_a_row_whose_days_are_turned_round_teaches_nothing() -> None:
    remember()
    PastParcel.objects.update(arrived_on=FRIDAY - 90 * DAY)
    assert make_windows(now=AT) == 0


def test_the_worker_makes_them_once_a_day(settings: Settings) -> None:
    remember()
    chores.prepare(now=AT)
    kind = chores.KINDS[chores.FORECASTS]
    settings.PARCEL_HISTORY = False
    assert kind.take_step("", AT).is_finished
    assert not UsualDays.objects.exists()
    settings.PARCEL_HISTORY = True
    step = kind.take_step("", AT)
    assert (step.cursor, step.is_finished) == ("2026-11-23", True)
    made = UsualDays.objects.count()
    assert made
    UsualDays.objects.all().delete()
    kind.take_step(step.cursor, AT)
    assert not UsualDays.objects.exists()
    kind.take_step(step.cursor, AT + 86_400)
    assert UsualDays.objects.exists()


def test_a_country_nobody_knows_has_no_holidays() -> None:
    assert date(2026, 12, 25) in holidays_of("ES", "", 2026, 2026)
    assert holidays_of("", "", 2026, 2026) == holidays_of("XX", "M", 2026, 2026) == frozenset()


@pytest.mark.parametrize(
    ("country", "province", "day"),
    [
        ("ES", "B", date(2026, 9, 11)),
        ("ES", "GC", date(2026, 5, 30)),
        ("GB", "SCT", date(2026, 11, 30)),
        ("CA", "QC", date(2026, 6, 24)),
        ("AU", "VIC", date(2026, 11, 3)),
        ("PT", "PT-20", date(2026, 5, 25)),
    ],
)
def test_a_province_has_holidays_of_its_own(country: str, province: str, day: date) -> None:
    whole = holidays_of(country, "", 2026, 2026)
    assert (day in whole, day in holidays_of(country, province, 2026, 2026)) == (False, True)
    assert whole <= holidays_of(country, province, 2026, 2026)


@pytest.mark.parametrize(("country", "province"), [("ES", "XX"), ("US", "TX"), ("JP", "JP-01"), ("IT", "OT")])
def test_a_province_whose_holidays_nobody_knows_has_its_countrys(country: str, province: str) -> None:
    assert holidays_of(country, province, 2026, 2026) == holidays_of(country, "", 2026, 2026)


def test_every_province_of_spain_lies_in_a_part_that_has_holidays() -> None:
    assert len(COMMUNITIES) == 52
    assert set(COMMUNITIES.values()) <= set(holidays.list_supported_countries()["ES"])


def said_by(*arguments: str) -> str:
    out = io.StringIO()
    call_command("measure_forecast", *arguments, stdout=out)
    return out.getvalue()


def test_the_stored_history_can_be_measured() -> None:
    with pytest.raises(CommandError, match="Too few"):
        said_by()
    remember(days=200)
    remember(days=200, region="GC", took=(4, 6))
    lines = said_by().splitlines()
    assert [line.split()[:2] for line in lines[1:]] == [["Correos", "ES-ES"], ["Correos", "ES-ES-GC"]]
    assert float(lines[1].split()[-1]) < 1


def test_simulated_lanes_can_be_measured() -> None:
    assert "DHL Express" in said_by("--simulated", "--seed", "2")
