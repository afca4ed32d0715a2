#!/bin/sh
# ics 0.7.3 adds CALSCALE:GEORGIAN to a calendar that it has read and that named no scale. The only scale of RFC 5545 (3.7.1) is
# GREGORIAN, which is also what a missing one means; a calendar that it made itself gets no such line. Whoever reads a
# calendar, changes it and writes it again with this library names a scale that does not exist.
#
# Seen:     CALSCALE:GEORGIAN
# Expected: nothing, or CALSCALE:GREGORIAN
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check ics==0.7.3
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import ics

print("ics", version("ics"))
lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//shop.example//order//EN",
    "BEGIN:VEVENT",
    "UID:parcel@shop.example",
    "DTSTAMP:20261128T000000Z",
    "DTSTART;VALUE=DATE:20261201",
    "SUMMARY:Your parcel",
    "END:VEVENT",
    "END:VCALENDAR",
    "",
]
again = ics.Calendar("\r\n".join(lines)).serialize()
made = ics.Calendar().serialize()
scale = [line for line in again.splitlines() if line.startswith("CALSCALE")]
print("read and written again:", scale)
print("made by itself:", [line for line in made.splitlines() if line.startswith("CALSCALE")])
same = scale == ["CALSCALE:GEORGIAN"] and "CALSCALE" not in made
print("as described" if same else "CHANGED")
raise SystemExit(0 if same else 1)
PYTHON
