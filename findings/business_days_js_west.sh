#!/bin/sh
# business-days-js 2.3.0 (npm) moves each holiday to the day after in every American state west of the eastern time zone. It
# takes a day for the midnight of New York, and asks date-holidays, which it builds upon, about the state: there it is the
# evening before. Its README has a state as the way to that state's holidays, and a date as YYYY-MM-DD. Illinois, Texas and
# California work on Thanksgiving, the fourth Thursday of November (5 U.S.C. 6103), and rest on the Friday, whatever zone the
# machine is in. And where Christmas is a Saturday, the Friday is a business day in all states, though the README says that it
# is not: of what date-holidays knows of a day only the first is looked at, and that is Christmas Eve.
#
# Seen:     Thanksgiving 2026 in ca: 2026-11-26 a business day, 2026-11-27 none
# Expected: the other way round, as in ny
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --prefix "$folder" --silent --no-audit --no-fund business-days-js@2.3.0 date-holidays@3.37.0 dayjs@1.11.23
cd "$folder"
node - <<'JAVASCRIPT'
const businessDays = require("business-days-js");

for (const name of ["business-days-js", "date-holidays", "dayjs"]) {
  console.log(name, require(`${name}/package.json`).version);
}
const days = ["2026-11-26", "2026-11-27", "2026-01-01", "2026-01-02"];
const asked = (state) => {
  const calendar = businessDays({ state });
  const answers = days.map((day) => calendar.check(day));
  const next = calendar.addDays("2026-11-25", 1).format("YYYY-MM-DD");
  console.log(state, days.map((day, at) => `${day} ${answers[at]}`).join(", "), "| one business day after 25 November:", next);
  return `${answers.join(" ")} ${next}`;
};

const east = ["ny", "pa"].map(asked);
const west = ["il", "tx", "ca", "wa"].map(asked);
const christmas = ["2026-07-03", "2027-12-24"].map((day) => businessDays().check(day));
console.log("United States, instead of a Saturday: 3 July 2026", christmas[0], "24 December 2027", christmas[1]);
const same =
  east.every((answer) => answer === "false true false true 2026-11-27") &&
  west.every((answer) => answer === "true false true false 2026-11-26") &&
  christmas.join(" ") === "false true";
console.log(same ? "as described" : "CHANGED");
process.exitCode = same ? 0 : 1;
JAVASCRIPT
