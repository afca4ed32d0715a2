"""Calendar text as two readers of it understand it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import icalendar
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from orders.feeds.calendar import CalendarEvent, write_calendar

CHANGED = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
EVENT = CalendarEvent(
    uid="abc@track.example",
    first_day=date(2026, 11, 30),
    last_day=date(2026, 11, 30),
    summary="Parcel from Casa Lumbre expected",
    sequence=3,
    changed_at=CHANGED,
)


def written(*events: CalendarEvent, name: str = "Order") -> bytes:
    return write_calendar(events, name=name, product="order-tracking")


def events_in(body: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(body).walk("VEVENT"))


def test_a_day_ends_on_the_day_after() -> None:
    (event,) = events_in(written(EVENT))
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2026, 11, 30), date(2026, 12, 1))
    assert event["DTSTART"].params["VALUE"] == "DATE"


def test_another_reader_reads_the_same() -> None:
    event = vobject.readOne(written(EVENT).decode()).vevent
    assert (event.dtstart.value, event.dtend.value) == (date(2026, 11, 30), date(2026, 12, 1))
    assert (event.uid.value, event.summary.value, event.sequence.value) == (EVENT.uid, EVENT.summary, "3")


def test_it_says_how_often_to_look_and_names_no_method() -> None:
    text = written(EVENT).decode()
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n" in text
    assert "METHOD" not in text


def test_a_withdrawn_day_is_cancelled() -> None:
    gone = CalendarEvent(
        uid="a@b",
        first_day=date(2026, 11, 30),
        last_day=date(2026, 11, 30),
        summary="x",
        changed_at=CHANGED,
        is_cancelled=True,
    )
    (event,) = icalendar.Calendar.from_ical(written(gone)).walk("VEVENT")
    assert event["STATUS"] == "CANCELLED"


def test_a_calendar_without_a_day_is_a_calendar() -> None:
    assert events_in(written()) == []


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200))
def test_any_words_come_back_as_they_were_in_lines_of_75_octets(words: str) -> None:
    event = replace(EVENT, summary=words, description=words, url="https://track.example/")
    body = written(event, name=words)
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    for line in body.split(b"\r\n"):
        line.decode()
    (read,) = events_in(body)
    assert str(read["SUMMARY"]) == words


@pytest.mark.parametrize("words", ["one\r\ntwo", "one\ntwo", "one\rtwo"])
def test_a_line_break_cannot_begin_a_line_of_its_own(words: str) -> None:
    text = written(
        CalendarEvent(
            uid="a@b",
            first_day=date(2026, 1, 1),
            last_day=date(2026, 1, 1),
            summary=words,
            changed_at=CHANGED,
        )
    ).decode()
    assert "SUMMARY:one\\ntwo\r\n" in text
