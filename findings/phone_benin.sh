#!/bin/sh
# phone 3.1.72 (npm) refuses every number of Benin, and accepts those that are no longer. Since 30 November 2024 they have ten
# digits, the old eight with 01 before them, as the regulator of Benin announced and the ITU published; the form of eight is
# gone. The library knows eight. It gives no reason, only that the number is not valid, and turning off its check of the
# first digits does not help. A shopper there cannot leave a number for the courier, or leaves one that nobody can ring.
#
# Seen:     +229 01 97 12 34 56 not valid    +229 97 12 34 56 valid
# Expected: the other way round, as by libphonenumber
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --prefix "$folder" --silent --no-audit --no-fund phone@3.1.72 libphonenumber-js@1.13.16
cd "$folder"
node - <<'JAVASCRIPT'
const { phone } = require("phone");
const { isValidPhoneNumber } = require("libphonenumber-js/max");

for (const name of ["phone", "libphonenumber-js"]) {
  console.log(name, require(`${name}/package.json`).version);
}
const check = (number) => {
  const said = [phone(number).isValid, phone(number, { validateMobilePrefix: false }).isValid];
  const other = isValidPhoneNumber(number);
  console.log(number, "->", said[0], "without the first digits:", said[1], "by libphonenumber:", other);
  return `${said.join(" ")} ${other}`;
};

const now = ["+229 01 97 12 34 56", "+229 01 61 23 45 67"].map(check);
const before = ["+229 97 12 34 56", "+229 61 23 45 67"].map(check);
const neighbour = check("+225 07 01 23 45 67");
const same =
  now.every((line) => line === "false false true") &&
  before.every((line) => line === "true true false") &&
  neighbour === "true true true";
console.log(same ? "as described" : "CHANGED");
process.exitCode = same ? 0 : 1;
JAVASCRIPT
