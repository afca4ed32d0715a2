#!/bin/sh
# ical-generator 10.2.0 (npm) writes a backslash before each comma and semicolon of an event's URL, as if it were text. It is
# a URI, says so itself with VALUE=URI, and there is no such escaping in one (RFC 5545, 3.3.13 and 3.8.4.6). A carrier's page
# for two parcels has a comma in its address; a calendar that keeps to the RFC opens it with the backslash, for a number that
# does not exist. Readers that undo it all the same do so against the RFC.
#
# Seen:     URL;VALUE=URI:https://carrier.example/track?numbers=986578788855\,477179081230
# Expected: URL;VALUE=URI:https://carrier.example/track?numbers=986578788855,477179081230
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --prefix "$folder" --silent --no-audit --no-fund ical-generator@10.2.0 ical.js@2.2.1
cd "$folder"
node --input-type=module - <<'JAVASCRIPT'
import { readFileSync } from "node:fs";
import ICAL from "ical.js";
import { ICalCalendar } from "ical-generator";

for (const name of ["ical-generator", "ical.js"]) {
  console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version);
}
const url = "https://carrier.example/track?numbers=986578788855,477179081230";
const calendar = new ICalCalendar({ name: "Order 1001" });
calendar.createEvent({ id: "1001@shop.example", start: new Date("2026-12-01"), allDay: true, summary: "Two parcels", url });
const written = calendar.toString();
console.log(written.replace(/\r\n /g, "").split("\r\n").find((line) => line.startsWith("URL")));
const event = new ICAL.Component(ICAL.parse(written)).getFirstSubcomponent("vevent");
const read = event.getFirstPropertyValue("url");
console.log("read by ical.js:", read);
const same = read === url.replace(",", "\\,") && event.getFirstProperty("url").type === "uri";
console.log(same ? "as described" : "CHANGED");
process.exitCode = same ? 0 : 1;
JAVASCRIPT
