#!/bin/sh
# ical2json 5.0.0 (npm) writes [object Object] where a property stands twice, first without parameters and then with one. That
# is valid (RFC 5545, 3.8.1.1 for attachments, 3.8.4.1 for attendees), and its README names the form such a property takes in
# JSON; the way there is right, and the way back, revert(), looks at the first alone to tell how all are to be written. The
# label in the calendar becomes two words, and its address is lost, without an error. Turned round, with the parameters first,
# each letter of the plain one becomes a parameter, and no value is left.
#
# Seen:     ATTACH:[object Object]
# Expected: ATTACH;FMTTYPE=application/pdf:https://shop.example/label.pdf
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --prefix "$folder" --silent --no-audit --no-fund ical2json@5.0.0
cd "$folder"
node --input-type=module - <<'JAVASCRIPT'
import { readFileSync } from "node:fs";
import { convert, revert } from "ical2json";

console.log("ical2json", JSON.parse(readFileSync("node_modules/ical2json/package.json")).version);
const through = (...lines) => {
  const start = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//shop.example//order//EN", "BEGIN:VEVENT"];
  const event = ["UID:1001@shop.example", "DTSTAMP:20261128T000000Z", "DTSTART;VALUE=DATE:20261201", ...lines];
  const json = convert([...start, ...event, "END:VEVENT", "END:VCALENDAR", ""].join("\r\n"));
  const again = revert(json).split(/\r?\n/).filter((line) => line.startsWith("ATTACH"));
  console.log(lines, "\n  in JSON:", JSON.stringify(json.VCALENDAR[0].VEVENT[0].ATTACH), "\n  again:  ", again);
  return again;
};

const page = "ATTACH:https://shop.example/orders/1001";
const label = "ATTACH;FMTTYPE=application/pdf:https://shop.example/label.pdf";
const note = "ATTACH;FMTTYPE=application/pdf:https://shop.example/note.pdf";
const mixed = through(page, label);
const turned = through(label, page);
const alike = through(label, note);
const same =
  mixed.join(" ") === `${page} ATTACH:[object Object]` &&
  turned[0] === label && turned[1].startsWith("ATTACH;0=h;1=t;2=t;3=p;") &&
  alike.join(" ") === `${label} ${note}`;
console.log(same ? "as described" : "CHANGED");
process.exitCode = same ? 0 : 1;
JAVASCRIPT
