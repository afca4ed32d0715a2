#!/bin/sh
# holidays-nordic 0.1.1 (npm) has no Whit Monday in Denmark, and has the Great Prayer Day a week late. The first is a holiday
# there, fifty days after Easter, as it is in Norway, where the library knows it. The second was the fourth Friday after Easter,
# and is none at all since 2024 (act 214 of 6 March 2023); the library still gives the fifth. Its README promises
# false for what is no public holiday. A parcel is promised for a day on which no one delivers, and for none on one when all do.
#
# Seen:     2026-05-25 false                2026-05-08 Store bededag    2023-05-12 Store bededag
# Expected: 2026-05-25 Anden pinsedag       2026-05-08 false            2023-05-05 Store bededag
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --prefix "$folder" --silent --no-audit --no-fund holidays-nordic@0.1.1 date-holidays@3.37.0
cd "$folder"
node - <<'JAVASCRIPT'
const { readFileSync } = require("node:fs");
const Holidays = require("date-holidays");
const nordic = require("holidays-nordic");

for (const name of ["holidays-nordic", "date-holidays"]) {
  console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version);
}
const isHoliday = nordic.default ?? nordic;
const asked = (country, year, month, day) => {
  const noon = new Date(year, month - 1, day, 12);
  const said = isHoliday(noon, country);
  const found = new Holidays(country.toUpperCase()).isHoliday(noon);
  const other = found ? found.filter((one) => one.type === "public").map((one) => one.name).join(", ") : "";
  console.log(country, `${year}-${month}-${day}`, "->", said, "| by date-holidays:", other || false);
  return `${said} ${Boolean(other)}`;
};

const whit = [asked("dk", 2026, 5, 25), asked("dk", 2027, 5, 17), asked("no", 2026, 5, 25)];
const prayer = [asked("dk", 2023, 5, 5), asked("dk", 2023, 5, 12), asked("dk", 2026, 5, 8), asked("dk", 2027, 4, 30)];
const christmas = asked("dk", 2026, 12, 25);
const same =
  whit[0] === "false true" && whit[1] === "false true" && whit[2] === "Andre pinsedag true" &&
  prayer[0] === "false true" && prayer.slice(1).every((answer) => answer === "Store bededag false") &&
  christmas === "Juledag true";
console.log(same ? "as described" : "CHANGED");
process.exitCode = same ? 0 : 1;
JAVASCRIPT
