#!/bin/sh
# @touch4it/ical-timezones 1.9.0 (npm) turns the sign of the Etc zones round, and gives another place's rules for some names.
# By the time zone database Etc/GMT+3 is three hours behind UTC, as POSIX counts; the VTIMEZONE made for it says TZOFFSETTO
# +0300. The one for US/East-Indiana is named America/Halifax and has that city's hours, so that an event's TZID refers to a
# zone that is not in the file (RFC 5545, 3.2.19 wants it there). And São Paulo, which has had no summer time since 2019, has
# one every year. Where a reader goes by the VTIMEZONE, as the format has it, a courier comes at another hour.
#
# Seen:     2026-12-15 09:00 at Etc/GMT+3 is 06:00 UTC, in East Indiana (by the zone that was given) 13:00, in São Paulo 11:00
# Expected: 12:00, 14:00 and 12:00, as by the time zones of Node itself
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --prefix "$folder" --silent --no-audit --no-fund @touch4it/ical-timezones@1.9.0 ical.js@2.2.1
cd "$folder"
node --input-type=module - <<'JAVASCRIPT'
import { readFileSync } from "node:fs";
import ICAL from "ical.js";
import zones from "@touch4it/ical-timezones";

for (const name of ["@touch4it/ical-timezones", "ical.js"]) {
  console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version);
}
const clock = "2026-12-15T09:00:00";
const byNode = (name) => {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: name, timeZoneName: "longOffset" });
  const offset = format.formatToParts(new Date(`${clock}Z`)).find(({ type }) => type === "timeZoneName").value.slice(3) || "Z";
  return new Date(clock + offset).toISOString().slice(11, 16);
};
const utc = (name) => {
  const zone = new ICAL.Timezone(new ICAL.Component(ICAL.parse(zones.getVtimezoneComponent(name).trim())));
  const time = new ICAL.Time({ year: 2026, month: 12, day: 15, hour: 9, minute: 0, second: 0 }, zone);
  const said = `${zone.tzid} ${new Date(time.toUnixTime() * 1000).toISOString().slice(11, 16)}`;
  console.log(`09:00 in ${name} by`, said, "UTC, by Node", byNode(name));
  return said;
};

const right = utc("Europe/Berlin") === "Europe/Berlin 08:00" && utc("America/New_York") === "America/New_York 14:00";
const sign = utc("Etc/GMT+3") === "Etc/GMT+3 06:00" && utc("Etc/GMT-10") === "Etc/GMT-10 19:00";
const place = utc("US/East-Indiana") === "America/Halifax 13:00";
const summer = utc("America/Sao_Paulo") === "America/Sao_Paulo 11:00";
const same = right && sign && place && summer;
console.log(same ? "as described" : "CHANGED");
process.exitCode = same ? 0 : 1;
JAVASCRIPT
