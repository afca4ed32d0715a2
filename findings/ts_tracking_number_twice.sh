#!/bin/sh
# ts-tracking-number 1.0.17 (npm) finds two parcels where a text has one. It looks for each form without regard to where a
# word begins and ends, and Amazon's international one, an A, C or F and ten digits without a check digit, fits inside others:
# in every number of Amazon's own couriers, TBA and twelve digits, and in a UPS number whose account ends in an A and a digit.
# Asked about the whole number alone it knows better. Who lists the parcels of a mail by it lists one that nobody ever sent.
#
# Seen:     A1234567890 and TBA123456789012
# Expected: TBA123456789012
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --prefix "$folder" --silent --no-audit --no-fund ts-tracking-number@1.0.17
cd "$folder"
node - <<'JAVASCRIPT'
const { findTracking, getTracking } = require("ts-tracking-number");

console.log("ts-tracking-number", require("ts-tracking-number/package.json").version);
const find = (text) => {
  const found = findTracking(text).map((one) => one.trackingNumber).sort();
  console.log(`${text}\n  ->`, found);
  return found.join(" ");
};

const amazon = find("Your parcel TBA123456789012 is on its way.");
const ups = find("Your parcel 1Z999AA10123456784 is on its way.");
const other = find("Your parcel 1Z5R89390357567127 is on its way.");
const alone = getTracking("TBA123456789012").name;
console.log("the number alone:", alone);
const same =
  amazon === "A1234567890 TBA123456789012" &&
  ups === "1Z999AA10123456784 A1012345678" &&
  other === "1Z5R89390357567127" &&
  alone === "Amazon Logistics";
console.log(same ? "as described" : "CHANGED");
process.exitCode = same ? 0 : 1;
JAVASCRIPT
