#!/bin/sh
# sms-counter 1.0.0 (npm) counts the signs of GSM-7's extension table as one place each. Each is sent as an escape and a sign
# and takes two of the 160 (3GPP TS 23.038, 6.2.1.1): [ ] { } ~ ^ | \ and the euro. The library sees them, as it names the
# encoding GSM_7BIT_EX, and adds what a function of its own makes of them, which is always 0. A merchant is told that a text
# is one SMS, and pays for two.
#
# Seen:     159 characters, 2 of them brackets: 1 message, 1 place left
# Expected: 161 places: 2 messages
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --prefix "$folder" --silent --no-audit --no-fund sms-counter@1.0.0 sms-segments-calculator@1.3.0
cd "$folder"
node --input-type=module - <<'JAVASCRIPT'
import { readFileSync } from "node:fs";
import SmsCounter from "sms-counter";
import calculator from "sms-segments-calculator";

for (const name of ["sms-counter", "sms-segments-calculator"]) {
  console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version);
}
const count = (text) => {
  const { encoding, length, messages, remaining } = SmsCounter.count(text);
  const other = new calculator.SegmentedMessage(text).segmentsCount;
  console.log(`${text.length} signs, ${encoding}: ${length} places, ${messages} SMS, ${remaining} left; by the other ${other}`);
  return [encoding, length, messages, remaining, other].join(" ");
};

const plain = count("Order 1001: ".padEnd(161, "x"));
const brackets = count("Order [1001]: ".padEnd(159, "x"));
const euros = count("€".repeat(81));
const same =
  plain === "GSM_7BIT 161 2 145 2" && brackets === "GSM_7BIT_EX 159 1 1 2" && euros === "GSM_7BIT_EX 81 1 79 2";
console.log(same ? "as described" : "CHANGED");
process.exitCode = same ? 0 : 1;
JAVASCRIPT
