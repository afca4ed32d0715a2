#!/bin/sh
# zipcode-to-timezone 0.0.9 (npm) puts the north-west of Indiana and the west of Kentucky an hour ahead: Gary, Hammond and
# Valparaiso, Bowling Green, Owensboro and Paducah keep Central Time (49 CFR 71.5, the line between the zones), and get the zone
# of Indianapolis or Louisville, which is Eastern. Adak in Alaska and Ontario in Oregon are wrong by an hour as well (71.9 for
# the second). Most neighbours are right, so nothing looks odd. A window from two to four is shown as one from three to five.
#
# Seen:     46402 America/Indiana/Indianapolis, GMT-5    42101 America/Kentucky/Louisville, GMT-5
# Expected: GMT-6 for both, as tz-lookup has it for the place
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --prefix "$folder" --silent --no-audit --no-fund zipcode-to-timezone@0.0.9 tz-lookup@6.1.25 zipcodes@8.0.0
cd "$folder"
node - <<'JAVASCRIPT'
const zipcodes = require("zipcodes");
const lookup = require("tz-lookup");
const { lookup: zoneOf } = require("zipcode-to-timezone");

for (const name of ["zipcode-to-timezone", "tz-lookup", "zipcodes"]) {
  console.log(name, require(`${name}/package.json`).version);
}
const offset = (zone) =>
  new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "shortOffset" })
    .formatToParts(new Date("2026-01-15T12:00:00Z"))
    .find((part) => part.type === "timeZoneName").value;
const compared = (code) => {
  const { city, state, latitude, longitude } = zipcodes.lookup(code);
  const [said, there] = [zoneOf(code), lookup(latitude, longitude)];
  console.log(code, `${city}, ${state}:`, said, offset(said), "| by the place:", there, offset(there));
  return `${offset(said)} ${offset(there)}`;
};

const ahead = ["46402", "46320", "46383", "42101", "42301", "42001"].map(compared);
const others = ["99546", "97914"].map(compared);
const right = ["46204", "46601", "40202", "60601", "10001"].map(compared);
const same =
  ahead.every((both) => both === "GMT-5 GMT-6") &&
  others.join(", ") === "GMT-9 GMT-10, GMT-8 GMT-7" &&
  right.every((both) => both.split(" ")[0] === both.split(" ")[1]);
console.log(same ? "as described" : "CHANGED");
process.exitCode = same ? 0 : 1;
JAVASCRIPT
