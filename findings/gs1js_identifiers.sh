#!/bin/sh
# gs1js 0.0.2 (npm) cuts every application identifier of a GS1 code after its second digit. They have two, three or four (GS1
# General Specifications, 3.2): 420 is the postal code that a parcel goes to, 3103 a weight in kilograms with three decimals.
# The table that its README refers to has the first two digits of those whose length is fixed, which is how a reader tells where
# one ends, and not what it is. So the last digits of the identifier become the first of the value, and neither is refused.
#
# Seen:     42 = 010115     31 = 03000152    40 = 0PO123
# Expected: 420 = 10115     3103 = 000152    400 = PO123
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --prefix "$folder" --silent --no-audit --no-fund gs1js@0.0.2 gs1-barcode-parser-mod@1.2.1
cd "$folder"
node - <<'JAVASCRIPT'
const { readFileSync } = require("node:fs");
const { GS1Reader } = require("gs1js");
const { parseBarcode } = require("gs1-barcode-parser-mod");

for (const name of ["gs1js", "gs1-barcode-parser-mod"]) {
  console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version);
}
const read = (code) => {
  const said = new GS1Reader(code).getApplicationIdentifiers().map((one) => `${one.identifier}=${one.value}`).join(" ");
  const other = parseBarcode(`]d2${code}`).parsedCodeItems.map((one) => `${one.ai}=${one.data}`).join(" ");
  console.log(code.replaceAll("\x1d", "<GS>"), "\n  ->", said, "\n  by the other:", other);
  return `${said} | ${other}`;
};

const parcel = read("42010115\x1d00340123450000000017");
const weight = read("0106141411234567310300015210ABC");
const order = read("400PO123");
const plain = read("010614141123456710ABC");
const same =
  parcel === "42=010115 00=340123450000000017 | 420=10115 00=340123450000000017" &&
  weight === "01=06141411234567 31=03000152 10=ABC | 01=06141411234567 3103=0.152 10=ABC" &&
  order === "40=0PO123 | 400=PO123" &&
  plain === "01=06141411234567 10=ABC | 01=06141411234567 10=ABC";
console.log(same ? "as described" : "CHANGED");
process.exitCode = same ? 0 : 1;
JAVASCRIPT
