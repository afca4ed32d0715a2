#!/bin/sh
# xlsx-populate 1.21.0 (npm) reads the dates of a workbook in the 1904 date system four years and a day too early. Such a
# workbook says so in its properties (ECMA-376, part 1, 18.2.28, date1904), counts its days from 1 January 1904 (18.17.4.1), and
# was for long what Excel for the Mac made. The library gives a date as the number it is, and numberToDate() as the way from
# there, which counts from 1900 and is not told of the workbook; its README says nothing of two systems. Here openpyxl writes,
# the library reads: what was shipped this November was shipped in 2022.
#
# Seen:     2022-11-25
# Expected: 2026-11-26, as from a workbook in the 1900 date system
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --prefix "$folder" --silent --no-audit --no-fund xlsx-populate@1.21.0
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check openpyxl==3.1.5
cd "$folder"
venv/bin/python - <<'PYTHON'
from datetime import date
from importlib.metadata import version

from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

for name, epoch in (("1900.xlsx", CALENDAR_WINDOWS_1900), ("1904.xlsx", CALENDAR_MAC_1904)):
    workbook = Workbook()
    workbook.epoch = epoch
    workbook.active["A1"] = date(2026, 11, 26)
    workbook.save(name)
    print("openpyxl", version("openpyxl"), "reads", name, "as", load_workbook(name).active["A1"].value)
PYTHON
node - <<'JAVASCRIPT'
const XlsxPopulate = require("xlsx-populate");

console.log("xlsx-populate", require("xlsx-populate/package.json").version);
const shipped = async (name) => {
  const workbook = await XlsxPopulate.fromFileAsync(name);
  const number = workbook.sheet(0).cell("A1").value();
  const day = XlsxPopulate.numberToDate(number);
  const text = [day.getFullYear(), day.getMonth() + 1, day.getDate()].join("-");
  console.log(name, number, "->", text);
  return text;
};
(async () => {
  const same = (await shipped("1900.xlsx")) === "2026-11-26" && (await shipped("1904.xlsx")) === "2022-11-25";
  console.log(same ? "as described" : "CHANGED");
  process.exitCode = same ? 0 : 1;
})();
JAVASCRIPT
