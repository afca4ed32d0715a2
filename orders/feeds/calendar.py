"""iCalendar text (RFC 5545) of days on which parcels are expected.

Written by hand, for readers differ: a day needs `VALUE=DATE`, its end is the day after, lines are folded at 75 octets
and never inside a character, and a calendar that is subscribed to has no METHOD (docs/decisions/0047).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LINE_OCTETS = 75
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEvent:
    """One event of whole days. `uid` is the parcel's for ever; `sequence` rises whenever anything else changes."""

    uid: str
    first_day: date
    last_day: date
    summary: str
    description: str = ""
    url: str = ""
    sequence: int = 0
    changed_at: datetime
    is_cancelled: bool = False


def write_calendar(events: Iterable[CalendarEvent], *, name: str, product: str) -> bytes:
    """The whole calendar in UTF-8; an empty one where no day is known."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{_text(product)}//EN",
        "CALSCALE:GREGORIAN",
        f"NAME:{_text(name)}",
        f"X-WR-CALNAME:{_text(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
    ]
    for event in events:
        lines += _event(event)
    lines.append("END:VCALENDAR")
    return b"".join(b"\r\n ".join(_folded(line)) + b"\r\n" for line in lines)


def _event(event: CalendarEvent) -> Iterator[str]:
    changed = event.changed_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{changed}"
    yield f"LAST-MODIFIED:{changed}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTART;VALUE=DATE:{event.first_day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.last_day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{_text(event.description)}"
    if event.url:
        yield f"URL:{event.url}"
    yield "TRANSP:TRANSPARENT"
    yield f"STATUS:{'CANCELLED' if event.is_cancelled else 'CONFIRMED'}"
    yield "END:VEVENT"


def _text(value: str) -> str:
    """A TEXT value, escaped."""
    value = CONTROLS.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    for sign in ("\\", ";", ","):
        value = value.replace(sign, f"\\{sign}")
    return value.replace("\n", "\\n")


def _folded(line: str) -> Iterator[bytes]:
    """The line in pieces that fit, the space that begins each but the first counted."""
    piece, room = bytearray(), LINE_OCTETS
    for character in line:
        octets = character.encode()
        if len(piece) + len(octets) > room:
            yield bytes(piece)
            piece, room = bytearray(), LINE_OCTETS - 1
        piece += octets
    yield bytes(piece)
