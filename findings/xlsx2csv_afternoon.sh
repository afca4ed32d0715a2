#!/bin/sh
# xlsx2csv 0.8.6 writes the times of an afternoon as those of the morning: in a format with a date and a single h it counts
# the hours to 12, and writes no AM or PM. By ECMA-376 (part 1, 18.8.30 and 18.8.31) hours go to 24 unless the format asks for
# AM/PM. One of the two formats is Excel's own for date and time (number 22), the other is what openpyxl gives a datetime.
# With hh, or without the date, it is right. A parcel handed over at five past one was, by the CSV, on its way in the night.
#
# Seen:     2026-01-02 01:05:00    01/02/26 01:05    2026-01-02 12:00:00 for midnight
# Expected: 2026-01-02 13:05:00    01/02/26 13:05    2026-01-02 00:00:00
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check xlsx2csv==0.8.6 openpyxl==3.1.5
"$folder/venv/bin/python" - "$folder/shipped.xlsx" <<'PYTHON'
import csv
import io
import sys
from datetime import datetime
from importlib.metadata import version

import openpyxl
from xlsx2csv import Xlsx2csv

print("xlsx2csv", version("xlsx2csv"), "openpyxl", version("openpyxl"))
times = [datetime(2026, 1, 2), datetime(2026, 1, 2, 9, 5), datetime(2026, 1, 2, 13, 5)]
book = openpyxl.Workbook()
sheet = book.active
for number_format in (None, "m/d/yy h:mm", "yyyy-mm-dd hh:mm", "h:mm"):
    sheet.append(times)
    for cell in sheet[sheet.max_row]:
        cell.number_format = number_format or cell.number_format
    print("format", sheet.max_row, sheet.cell(sheet.max_row, 1).number_format)
book.save(sys.argv[1])
text = io.StringIO()
Xlsx2csv(sys.argv[1], outputencoding="utf-8").convert(text)
rows = list(csv.reader(io.StringIO(text.getvalue())))
for row in rows:
    print("written:", row)
same = rows == [
    ["2026-01-02 12:00:00", "2026-01-02 09:05:00", "2026-01-02 01:05:00"],
    ["01/02/26 12:00", "01/02/26 09:05", "01/02/26 01:05"],
    ["2026-01-02 00:00", "2026-01-02 09:05", "2026-01-02 13:05"],
    ["00:00", "09:05", "13:05"],
]
print("as described" if same else "CHANGED")
raise SystemExit(0 if same else 1)
PYTHON
