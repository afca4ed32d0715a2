#!/bin/sh
# icalendar 7.3.2 writes REFRESH-INTERVAL without VALUE=DURATION when it is added as a timedelta. RFC 7986 (5.7) gives this
# property no default type, so the parameter has to be there; for DTSTART and a date the same library writes it by itself.
# A calendar program that keeps to the RFC does not know what PT1H is, and goes on asking as often as it likes.
#
# Seen:     REFRESH-INTERVAL:PT1H
# Expected: REFRESH-INTERVAL;VALUE=DURATION:PT1H
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check icalendar==7.3.2
"$folder/venv/bin/python" - <<'PYTHON'
from datetime import date, timedelta
from importlib.metadata import version

import icalendar

print("icalendar", version("icalendar"))
calendar = icalendar.Calendar()
calendar.add("prodid", "-//shop.example//order//EN")
calendar.add("version", "2.0")
calendar.add("refresh-interval", timedelta(hours=1))
event = icalendar.Event()
event.add("uid", "parcel@shop.example")
event.add("dtstart", date(2026, 12, 1))
calendar.add_component(event)
written = calendar.to_ical().decode().splitlines()
seen = next(line for line in written if line.startswith("REFRESH-INTERVAL"))
day = next(line for line in written if line.startswith("DTSTART"))
print("written:", seen)
print("beside it:", day)
with_type = icalendar.Calendar.from_ical(
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nEND:VCALENDAR\r\n"
)
print("read with its type, it is written as read:", "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in with_type.to_ical().decode())
same = seen == "REFRESH-INTERVAL:PT1H" and day == "DTSTART;VALUE=DATE:20261201"
print("as described" if same else "CHANGED")
raise SystemExit(0 if same else 1)
PYTHON
