#!/bin/sh
# larzical 0.1.0 writes a Z behind each time as it stands. A Z says UTC (RFC 5545, 3.3.5, form 2), and its README promises that
# times are written so; nothing is converted, not even a datetime that knows its zone. And of a property that is read it keeps
# the value without the parameters: 09:00 with TZID=America/New_York (form 3), as calendars send it, is written back as 09:00
# UTC. The README offers both, to read the invitations of Google, Apple and Outlook, and to come around to the same events.
#
# Seen:     09:00 in New York becomes 20261201T090000Z, which is 04:00 there, when it is written and when it is read and written
# Expected: 20261201T140000Z, or 20261201T090000 with its TZID
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check larzical==0.1.0 icalendar==7.3.2 tzdata==2026.6
"$folder/venv/bin/python" - <<'PYTHON'
from datetime import UTC, datetime
from importlib.metadata import version
from zoneinfo import ZoneInfo

import icalendar
import larzical

print("larzical", version("larzical"), "icalendar", version("icalendar"))
ZONE = ZoneInfo("America/New_York")
STARTS = datetime(2026, 12, 1, 9, tzinfo=ZONE)


def start(text: str) -> datetime:
    return icalendar.Calendar.from_ical(text).walk("VEVENT")[0].start


def show(name: str, text: str) -> datetime:
    written = start(text)
    print(name, next(line for line in text.splitlines() if line.startswith("DTSTART")), "->", written.astimezone(ZONE))
    return written.astimezone(UTC)


calendar = larzical.Calendar()
calendar.add(larzical.Event(uid="1001@shop.example", summary="Delivery", start=STARTS))
made = show("made:", calendar.to_ical())

event = ["UID:1001@shop.example", "DTSTAMP:20261128T000000Z", "DTSTART;TZID=America/New_York:20261201T090000"]
lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//shop.example//order//EN", "BEGIN:VEVENT", *event]
text = "\r\n".join([*lines, "END:VEVENT", "END:VCALENDAR", ""])
given = show("given:", text)
returned = show("read and written:", larzical.Calendar.parse(text).to_ical())
wrong = datetime(2026, 12, 1, 9, tzinfo=UTC)
same = given == STARTS and made == wrong and returned == wrong
print("as described" if same else "CHANGED")
raise SystemExit(0 if same else 1)
PYTHON
