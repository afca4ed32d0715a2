#!/bin/sh
# icalendar 7.3.2, and ical 14.3.1 with it, move the end of an event by an hour where the clocks change within it. A duration in
# weeks and days is nominal and one in hours is exact (RFC 5545, 3.3.6): forty-eight hours are as many when the clocks go back
# in the second night, and end an hour earlier by the clock. Both add it to the local time and keep the clock's face. A parcel
# that waits in a locker for PT48H is gone when the shopper comes in the last hour.
#
# Seen:     2026-10-31 10:00 New York and PT48H end on 2026-11-02 at 10:00, which is 49 hours later
# Expected: at 09:00; with P2D, at 10:00. (node-ical counts PT48H right, and P2D in hours as well.)
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check icalendar==7.3.2 ical==14.3.1 tzdata==2026.6
npm install --prefix "$folder" --silent --no-audit --no-fund node-ical@0.27.2
cd "$folder"
cat > read.js <<'JAVASCRIPT'
const { parseICS } = require("node-ical");
const { start, end } = parseICS(require("node:fs").readFileSync(0, "utf8"))["1001@shop.example"];
console.log((end - start) / 3600000);
JAVASCRIPT
venv/bin/python - <<'PYTHON'
import json
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import icalendar
from ical.calendar_stream import IcsCalendarStream

other_version = json.loads(Path("node_modules/node-ical/package.json").read_text())["version"]
print("icalendar", version("icalendar"), "ical", version("ical"), "node-ical", other_version)


def hours(start: datetime, end: datetime) -> float:
    return (end.astimezone(UTC) - start.astimezone(UTC)).total_seconds() / 3600


def length(start: str, duration: str) -> tuple[float, float, float]:
    event = ["UID:1001@shop.example", "DTSTAMP:20261028T000000Z", f"DTSTART;TZID=America/New_York:{start}"]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//shop.example//order//EN", "BEGIN:VEVENT", *event]
    text = "\r\n".join([*lines, f"DURATION:{duration}", "END:VEVENT", "END:VCALENDAR", ""])
    first = icalendar.Calendar.from_ical(text).walk("VEVENT")[0]
    second = IcsCalendarStream.calendar_from_ics(text).events[0]
    third = float(subprocess.run(["node", "read.js"], input=text, capture_output=True, text=True, check=True).stdout)
    print(start, duration, "icalendar:", first.end, "ical:", second.end, "node-ical: after", third, "hours")
    return hours(first.start, first.end), hours(second.start, second.end), third


back = length("20261031T100000", "PT48H")
forward = length("20260307T100000", "PT48H")
nominal = length("20261031T100000", "P2D")
plain = length("20261110T100000", "PT48H")
same = back == (49, 49, 48) and forward == (47, 47, 48) and nominal == (49, 49, 48) and plain == (48, 48, 48)
print("as described" if same else "CHANGED")
raise SystemExit(0 if same else 1)
PYTHON
