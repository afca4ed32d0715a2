#!/bin/sh
# workalendar 17.0.0 takes 31 December for a holiday in Mexico in every year but those in which New Year is a Monday. It means
# the Friday before a New Year on a Saturday, as the remark in its own code says, and asks whether the weekday's number is not
# 0. The law names 1 January, and not the day before it (Ley Federal del Trabajo, article 74). Delivery days come out too late.
#
# Seen:     2025-12-31, a Wednesday, "New Year Day substitute"; the working day after 30 December is 2 January
# Expected: a working day
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check workalendar==17.0.0
"$folder/venv/bin/python" - <<'PYTHON'
from datetime import date
from importlib.metadata import version

from workalendar.america import Mexico

print("workalendar", version("workalendar"))
calendar = Mexico()
free = []
for year in range(2023, 2030):
    last = date(year, 12, 31)
    label = dict(calendar.holidays(year)).get(last)
    print(f"{last:%A %d %B %Y}, New Year is a {date(year + 1, 1, 1):%A}: {label}")
    if label:
        free.append(year)
after = calendar.add_working_days(date(2025, 12, 30), 1)
print("one working day after Tuesday 30 December 2025:", after)
same = free == [2024, 2025, 2026, 2027, 2029] and after == date(2026, 1, 2)
print("as described" if same else "CHANGED")
raise SystemExit(0 if same else 1)
PYTHON
