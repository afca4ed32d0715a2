#!/bin/sh
# aniso8601 10.0.1 takes the end of a day for its beginning: it reads 24:00 and keeps the day. By ISO 8601 (2004, 4.2.3) 24:00
# is the instant at which a day ends, and the same as 00:00 of the next one; the library knows the form, for it refuses 24:01
# with an error of its own. A window of delivery from six to midnight ends, by it, eighteen hours before it begins.
#
# Seen:     2026-11-26T18:00Z/2026-11-26T24:00Z ends at 2026-11-26T00:00:00+00:00
# Expected: 2026-11-27T00:00:00+00:00
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check aniso8601==10.0.1 python-dateutil==2.9.0.post0
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import aniso8601
from aniso8601.exceptions import MidnightBoundsError
from dateutil.parser import isoparse

print("aniso8601", version("aniso8601"), "python-dateutil", version("python-dateutil"))
moment = "2026-11-26T24:00:00Z"
read, other = aniso8601.parse_datetime(moment).isoformat(), isoparse(moment).isoformat()
print(f"{moment}\n  -> {read}, by dateutil {other}")
window = "2026-11-26T18:00Z/2026-11-26T24:00Z"
start, end = aniso8601.parse_interval(window)
print(f"{window}\n  -> {start.isoformat()} to {end.isoformat()}, {end - start}")
try:
    aniso8601.parse_datetime("2026-11-26T24:01:00Z")
    refused = False
except MidnightBoundsError as error:
    refused = True
    print("24:01:", error)
same = read == "2026-11-26T00:00:00+00:00" and other == "2026-11-27T00:00:00+00:00" and end < start and refused
print("as described" if same else "CHANGED")
raise SystemExit(0 if same else 1)
PYTHON
