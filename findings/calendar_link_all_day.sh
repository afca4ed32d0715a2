#!/bin/sh
# calendar-link 2.11.5 (npm) writes the day of an event that lasts all day as if it were a time: DTSTART and DTEND have no
# VALUE=DATE. Without it they hold date and time (RFC 5545, 3.8.2.4 and 3.8.2.2), and eight digits are no such thing. ical.js,
# with which Thunderbird and Nextcloud read calendars, refuses the event; two lines meant for Outlook say that it lasts all
# day. A day of delivery has no hour, so it is just this event that a shop offers for the calendar.
#
# Seen:     DTSTART:20261201
# Expected: DTSTART;VALUE=DATE:20261201
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --prefix "$folder" --silent --no-audit --no-fund calendar-link@2.11.5 ical.js@2.2.1
cd "$folder"
node --input-type=module - <<'JAVASCRIPT'
import { readFileSync } from "node:fs";
import { ics } from "calendar-link";
import ICAL from "ical.js";

for (const name of ["calendar-link", "ical.js"]) {
  console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version);
}
const link = ics({ title: "Your parcel", start: "2026-12-01", allDay: true });
const calendar = decodeURIComponent(link.slice(link.indexOf(",") + 1));
const lines = calendar.split("\r\n").filter((line) => /^DT(START|END)/.test(line));
console.log("written:", lines);
const day = (text) => {
  try {
    const event = new ICAL.Event(new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent("vevent"));
    return event.startDate.toString();
  } catch (refused) {
    return `refused: ${refused.message}`;
  }
};
const asWritten = day(calendar);
const mended = day(calendar.replace(/^DT(START|END):/gm, "DT$1;VALUE=DATE:"));
console.log("ical.js:", asWritten);
console.log("with VALUE=DATE:", mended);
const same =
  lines.join(" ") === "DTSTART:20261201 DTEND:20261202" && asWritten.startsWith("refused") && mended === "2026-12-01";
console.log(same ? "as described" : "CHANGED");
process.exitCode = same ? 0 : 1;
JAVASCRIPT
