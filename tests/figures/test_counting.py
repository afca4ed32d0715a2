"""Look-ups and pages are counted in front of Django as behind it, by kind only, and written after the answer."""

import io
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from pytest_django.fixtures import Settings

from orders import clock
from orders.access import links
from orders.access.purposes import Purpose
from orders.console import failed_look_ups
from orders.domain.matching import read_contact, read_order_number
from orders.figures.models import HourlyCount
from orders.gallery.builders import an_order
from orders.watching import counting
from orders.watching.counting import Counts
from orders.web.counting import CountsWritten
from orders.web.front import in_front_of
from orders.web.wsgi_types import Environ
from tests.console.conftest import put
from tests.support.wsgi import Answered, ask

PHONE = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/141.0 Mobile Safari/537.36"
LOOK: counting.Look = (494_000, "300", "de", "phone")


@pytest.fixture(autouse=True)
def nothing_counted_before(db: None) -> None:
    """What tests before have counted is written and forgotten."""
    counting.counts.write()
    HourlyCount.objects.all().delete()


@pytest.fixture
def order() -> int:
    """An order that was fetched a minute and a half ago."""
    return put(an_order(), at=clock.seconds() - 90)


def look_up(number: str, contact: str) -> Answered:
    body = urlencode({"order_number": number, "email": contact}).encode()
    return ask(
        in_front_of(WSGIHandler()),
        "/",
        REQUEST_METHOD="POST",
        CONTENT_TYPE="application/x-www-form-urlencoded",
        CONTENT_LENGTH=str(len(body)),
        **{"wsgi.input": io.BytesIO(body)},
    )


def open_page(order: int, **variables: Any) -> Answered:
    token = links.issue_link(order, origin=Purpose.SUPPORT, now=clock.seconds())
    return ask(in_front_of(WSGIHandler()), f"/o/{token}/", HTTP_USER_AGENT=PHONE, **variables)


def counted(kind: str) -> dict[str, int]:
    counting.counts.write()
    return dict(HourlyCount.objects.filter(kind=kind).values_list("name", "count"))


def test_a_look_up_is_counted_by_what_came_of_it_and_what_was_typed(order: int) -> None:
    for _ in range(3):
        assert (
            look_up("#1001", "ana.garcia@example.com").status == 303
        )  # by Django first, then in front of it
    look_up("1Z999AA10123456784", "")
    look_up("where?", "ana@example")
    assert counted("look-up") == {
        "found/number/email": 3,
        "invalid/tracking/empty": 1,
        "invalid/words/broken email": 1,
    }


@pytest.mark.parametrize(
    ("number", "contact", "known"),
    [
        ("1001", "else@example.com", "other contact"),
        ("1002", "ana.garcia@example.com", "other number"),
        ("1002", "else@example.com", "neither"),
    ],
)
def test_what_of_a_miss_is_known_is_counted_by_the_worker_later(
    order: int, number: str, contact: str, known: str
) -> None:
    read, key = read_order_number(number), read_contact(contact)
    assert read is not None
    assert key is not None
    failed_look_ups.note(read, key, now=clock.seconds())
    assert counted("miss") == {}
    failed_look_ups.tell_orders()
    assert counted("miss") == {known: 1}


def test_it_is_counted_in_its_hour_by_the_shops_clock(order: int) -> None:
    before = clock.local(clock.seconds())
    look_up("#1001", "ana.garcia@example.com")
    counting.counts.write()
    row = HourlyCount.objects.get()
    assert (row.day, row.hour) in {(at.date(), at.hour) for at in (before, clock.local(clock.seconds()))}


def test_a_page_is_counted_by_age_language_and_device_kept_or_not(order: int) -> None:
    for _ in range(2):
        assert open_page(order, HTTP_ACCEPT_LANGUAGE="de-AT").status == 200
    assert (counted("age"), counted("language"), counted("device")) == (
        {"300": 2},
        {"de": 2},
        {"phone": 2},
    )


def test_nothing_that_was_typed_or_sent_is_written(order: int) -> None:
    look_up("<secret> 1001", "secret@example.com")
    open_page(order, HTTP_ACCEPT_LANGUAGE="x-secret", HTTP_X_FORWARDED_FOR="203.0.113.9")
    counting.counts.write()
    assert "secret" not in str(list(HourlyCount.objects.values_list())).lower()


def test_with_figures_off_nothing_is_counted(order: int, settings: Settings) -> None:
    settings.FIGURES = False
    look_up("#1001", "ana.garcia@example.com")
    open_page(order)
    assert counted("look-up") == counted("age") == {}


def test_counts_add_up_over_processes_and_writes() -> None:
    for process in (Counts(), Counts()):
        for _ in range(2):
            process.add(LOOK)
            process.write()
    assert counted("language") == {"de": 4}


def test_they_are_written_once_the_answer_has_left() -> None:
    counts = Counts()
    counts.add(LOOK)

    def application(_environ: Environ, start: Any) -> Iterable[bytes]:
        start("200 OK", [])
        yield b"answer"
        assert not HourlyCount.objects.exists()

    assert ask(CountsWritten(application, counts), "/").text == "answer"
    assert HourlyCount.objects.count() == 3


def test_they_are_written_every_few_seconds_and_not_with_every_answer() -> None:
    counts = Counts()
    for _ in range(2):
        counts.add(LOOK)
        if counts.is_due():
            counts.write()
    assert counted("language") == {"de": 1}
    assert not counts.is_due()


@pytest.mark.django_db(transaction=True)
def test_what_the_database_does_not_take_is_written_later() -> None:
    counts = Counts()
    counts.add(LOOK)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE order_figures_hourlycount RENAME TO away")
    try:
        counts.write()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE away RENAME TO order_figures_hourlycount")
    counts.add(LOOK)
    counts.write()
    assert counted("language") == {"de": 2}


def test_while_the_database_is_away_memory_stays_small() -> None:
    counts = Counts()
    for hour in range(counting.MOST_IN_MEMORY + 10):
        counts.add((hour, "300", "de", "phone"))
    counts.write()
    written = HourlyCount.objects.filter(kind="device").values_list("count", flat=True)
    assert sum(written) == counting.MOST_IN_MEMORY


def test_housekeeping_forgets_what_is_older_than_anybody_can_look_at() -> None:
    today = clock.local(clock.seconds()).date()
    kept = today - timedelta(days=counting.KEPT_DAYS)
    for day in (kept - timedelta(days=1), kept):
        HourlyCount.objects.create(day=day, hour=0, kind="age", name="60", count=1)
    counting.forget_old(now=clock.seconds())
    assert list(HourlyCount.objects.values_list("day", flat=True)) == [kept]
