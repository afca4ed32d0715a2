#!/bin/sh
# currency-formatter 1.5.9 (npm) does not read what it has written itself: of a price in dirhams or Kuwaiti dinars unformat()
# makes 0, and of one in Vietnamese dong a thousandth. The symbols of the first have points, which it takes for the decimal
# point; of the third it divides the thousands by a point, and names it the decimal point as well. Its README gives unformat()
# as the way back from a text to the number, and there is no error. What was dear is free.
#
# Seen:     AED 1299.5 -> 0    KWD 1299.5 -> 0    VND 1299000 -> 1.299
# Expected: the number that went in, as for USD, EUR or SEK
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --prefix "$folder" --silent --no-audit --no-fund currency-formatter@1.5.9
cd "$folder"
node - <<'JAVASCRIPT'
const currency = require("currency-formatter");

console.log("currency-formatter", require("currency-formatter/package.json").version);
const through = (code, number) => {
  const text = currency.format(number, { code });
  const again = currency.unformat(text, { code });
  console.log(code, number, "->", JSON.stringify(text), "->", again);
  return again;
};

const right = ["USD", "EUR", "SEK", "CHF"].every((code) => through(code, 1299.5) === 1299.5);
const dirham = through("AED", 1299.5);
const dinar = through("KWD", 1299.5);
const dong = through("VND", 1299000);
const same = right && dirham === 0 && dinar === 0 && dong !== 1299000 && dong < 1300;
console.log(same ? "as described" : "CHANGED");
process.exitCode = same ? 0 : 1;
JAVASCRIPT
