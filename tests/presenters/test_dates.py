"""Days and times as they are said, in both languages."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from orders.domain.when import Day
from orders.presenters.dates import (
    dates_in_full,
    day_label,
    day_phrase,
    full_moment_label,
    is_past,
    moment_label,
    moment_phrase,
    span_label,
    span_phrase,
    time_zone_name,
)

MADRID = ZoneInfo("Europe/Madrid")
NOW = datetime(2026, 11, 24, 9, 5, tzinfo=MADRID)


def at(days: int, hour: int = 14, minute: int = 32) -> datetime:
    return (NOW + timedelta(days=days)).replace(hour=hour, minute=minute)


def day(days: int) -> Day:
    return Day(at(days).date())


@pytest.mark.parametrize(
    ("days", "english", "spanish"),
    [
        (0, "today", "hoy"),
        (1, "tomorrow", "mañana"),
        (-1, "yesterday", "ayer"),
        (2, "Thursday", "el jueves"),
        (6, "Monday", "el lunes"),
        (-6, "Wednesday", "el miércoles"),
        (7, "Tuesday 1 December", "el martes 1 de diciembre"),
        (-7, "Tuesday 17 November", "el martes 17 de noviembre"),
        (60, "Saturday 23 January 2027", "el sábado 23 de enero de 2027"),
    ],
)
def test_it_says_a_day_as_a_reader_would(days: int, english: str, spanish: str) -> None:
    for language, expected in (("en", english), ("es", spanish)):
        with translation.override(language):
            assert day_phrase(at(days), now=NOW) == expected


@pytest.mark.parametrize(
    ("moment", "english", "spanish"),
    [
        (at(-1), "yesterday at 14:32", "ayer a las 14:32"),
        (at(0, 1, 5), "today at 01:05", "hoy a la 1:05"),
        (at(-1, 1, 0), "yesterday at 01:00", "ayer a la 1:00"),
        (at(-1, 13, 0), "yesterday at 13:00", "ayer a las 13:00"),
        (at(-2, 0, 30), "Sunday at 00:30", "el domingo a las 0:30"),
        (at(-20, 1, 10), "Wednesday 4 November at 01:10", "el miércoles 4 de noviembre a la 1:10"),
    ],
)
def test_it_says_a_moment_and_agrees_with_one_o_clock(moment: datetime, english: str, spanish: str) -> None:
    for language, expected in (("en", english), ("es", spanish)):
        with translation.override(language):
            assert moment_phrase(moment, now=NOW) == expected


@pytest.mark.parametrize(
    ("first", "last", "english", "spanish"),
    [
        (2, 2, "Thursday", "el jueves"),
        (3, 2, "Thursday", "el jueves"),
        (0, 3, "between today and Friday", "entre hoy y el viernes"),
        (2, 4, "between Thursday and Saturday", "entre el jueves y el sábado"),
        (8, 11, "between 2 and 5 December", "entre el 2 y el 5 de diciembre"),
        (-1, 1, "by tomorrow", "a más tardar mañana"),
        (-1, 3, "by Friday", "a más tardar el viernes"),
        (
            7,
            40,
            "between Tuesday 1 December and Sunday 3 January 2027",
            "entre el martes 1 de diciembre y el domingo 3 de enero de 2027",
        ),
    ],
)
def test_it_says_a_span_of_days(first: int, last: int, english: str, spanish: str) -> None:
    for language, expected in (("en", english), ("es", spanish)):
        with translation.override(language):
            assert span_phrase(day(first), day(last), now=NOW) == expected


def test_it_counts_days_in_the_stores_zone() -> None:
    just_after_midnight_in_madrid = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    assert day_phrase(just_after_midnight_in_madrid, now=NOW) == "tomorrow"


def test_a_label_carries_the_offset_for_machines() -> None:
    label = moment_label(datetime(2026, 7, 1, 8, 0, tzinfo=UTC), now=NOW)
    assert (label.text, label.iso) == ("Wed 1 Jul, 10:00", "2026-07-01T10:00+02:00")


@pytest.mark.parametrize(
    ("days", "english", "spanish"),
    [
        (0, "Today, 14:32", "Hoy, 14:32"),
        (-1, "Yesterday, 14:32", "Ayer, 14:32"),
        (1, "Tomorrow, 14:32", "Mañana, 14:32"),
        (-4, "Fri 20 Nov, 14:32", "vie 20 nov, 14:32"),
        (-365, "Mon 24 Nov 2025, 14:32", "lun 24 nov 2025, 14:32"),
    ],
)
def test_a_label_is_short(days: int, english: str, spanish: str) -> None:
    for language, expected in (("en", english), ("es", spanish)):
        with translation.override(language):
            assert moment_label(at(days), now=NOW).text == expected


def test_a_date_of_another_year_names_the_year() -> None:
    assert day_label(at(-3), now=NOW).text == "21 November"
    assert day_label(at(-400), now=NOW).text == "20 October 2025"


def test_an_expected_day_is_written_in_full_and_a_span_short() -> None:
    assert span_label(day(2), day(2), now=NOW) == "Thursday 26 November"
    assert span_label(day(2), day(5), now=NOW) == "Thu 26 Nov – Sun 29 Nov"


@pytest.mark.parametrize(
    ("now", "english", "spanish"),
    [
        (NOW, "Central European Time", "hora de Europa central"),
        (NOW.replace(month=7), "Central European Time", "hora de Europa central"),
        (NOW.astimezone(UTC), "Coordinated Universal Time", "tiempo universal coordinado"),
        (NOW.astimezone(timezone(timedelta(hours=1))), "GMT+01:00", "GMT+01:00"),
    ],
)
def test_it_names_the_zone(now: datetime, english: str, spanish: str) -> None:
    for language, expected in (("en", english), ("es", spanish)):
        with translation.override(language):
            assert time_zone_name(now) == expected


def test_a_day_is_past_only_when_it_is_over() -> None:
    assert is_past(at(-1), now=NOW)
    assert not is_past(at(0, 0, 0), now=NOW)


def test_a_language_with_a_region_keeps_its_own_clock() -> None:
    with translation.override("en-us"):
        assert moment_phrase(at(0), now=NOW) == "today at 2:32\u202fPM"


@pytest.mark.parametrize("days", [-1, 0, 1, 6])
def test_on_paper_every_day_is_said_by_its_date(days: int) -> None:
    date = f"{at(days).day} {at(days):%B}"
    with dates_in_full():
        assert date in day_phrase(at(days), now=NOW)
        assert date in moment_phrase(at(days), now=NOW)
        assert date in span_phrase(day(days), day(days + 20), now=NOW) or days < 0
        assert f"{at(days):%a} {at(days).day} {at(days):%b}, 14:32" == moment_label(at(days), now=NOW).text
    assert moment_label(NOW, now=NOW).text.startswith("Today")


def test_days_are_said_as_before_when_making_paper_has_failed() -> None:
    with pytest.raises(ZeroDivisionError), dates_in_full():
        raise ZeroDivisionError
    assert day_phrase(NOW, now=NOW) == "today"


def test_a_full_moment_has_its_year() -> None:
    assert full_moment_label(at(-1), now=NOW).text == "Monday 23 November 2026, 14:32"
