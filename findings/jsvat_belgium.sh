#!/bin/sh
# jsvat 2.5.4 (npm) refuses the Belgian VAT numbers that are given out now: their ten digits begin with a 1, as Belgium's
# ministry of economy announced when those with a 0 came to an end. What is checked is as before: the last two digits are 97
# less the rest of the first eight by 97. The library has room for a 0 in that place and for nothing else, and says that the
# format itself is wrong; python-stdnum accepts them. A shop charges VAT to a young Belgian firm that owes none there.
#
# Seen:     BE1000000021 is not valid, nor of a valid format
# Expected: valid
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --prefix "$folder" --silent --no-audit --no-fund jsvat@2.5.4
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check python-stdnum==2.2
cd "$folder"
node - <<'JAVASCRIPT'
const { execFileSync } = require("node:child_process");
const { checkVAT, belgium } = require("jsvat");

console.log("jsvat", require("jsvat/package.json").version);
const other = (number) =>
  execFileSync("venv/bin/python", ["-c", "import sys\nfrom stdnum.be import vat\nprint(vat.is_valid(sys.argv[1]))", number])
    .toString()
    .trim();
const numbered = (eight) => `BE${eight}${String(97 - (eight % 97)).padStart(2, "0")}`;
const check = (number) => {
  const { isValid, isValidFormat } = checkVAT(number, [belgium]);
  const line = `${isValid} ${isValidFormat} ${other(number)}`;
  console.log(number, "valid, format, by python-stdnum:", line);
  return line;
};

const old = check(numbered("04287594"));
const young = [numbered("10000000"), numbered("10123456")].map(check);
const same = old === "true true True" && young.every((line) => line === "false false True");
console.log(same ? "as described" : "CHANGED");
process.exitCode = same ? 0 : 1;
JAVASCRIPT
