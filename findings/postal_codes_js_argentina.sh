#!/bin/sh
# postal-codes-js 2.5.2 (npm) refuses the postal codes of Argentina and of Taiwan in their full form. In Argentina that is a
# letter for the province, four digits, and three letters for the side of a street: the CPA, which its post asks for. In
# Taiwan it is three digits and three more, since 2020. It knows the short forms only, and says of the others that they are
# not valid for the country. Who writes an address as exactly as one can is not let through.
#
# Seen:     Postal code C1425CLA is not valid for country AR
# Expected: valid, as it is by postcode-validator
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --prefix "$folder" --silent --no-audit --no-fund postal-codes-js@2.5.2 postcode-validator@3.10.22
cd "$folder"
node - <<'JAVASCRIPT'
const postalCodes = require("postal-codes-js");
const { postcodeValidator } = require("postcode-validator");

for (const name of ["postal-codes-js", "postcode-validator"]) {
  console.log(name, require(`${name}/package.json`).version);
}
const check = (country, code) => {
  const said = postalCodes.validate(country, code);
  const other = postcodeValidator(code, country);
  console.log(country, code, "->", said, "by the other:", other);
  return [said === true, other].join(" ");
};

const argentina = [check("AR", "C1425CLA"), check("AR", "1425")];
const taiwan = [check("TW", "106001"), check("TW", "106")];
const canada = check("CA", "K1A 0B1");
const same =
  argentina[0] === "false true" && argentina[1].startsWith("true") && taiwan[0] === "false true" &&
  taiwan[1] === "true true" && canada === "true true";
console.log(same ? "as described" : "CHANGED");
process.exitCode = same ? 0 : 1;
JAVASCRIPT
