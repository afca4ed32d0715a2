#!/bin/sh
# fetch-link-util 1.1.4 (npm) finds no next page where the address of one has a comma in it. A Link header has the address in
# angle brackets (RFC 8288, 3), and a comma needs no escape in one (RFC 3986, 2.2 and 3.4); between links it divides, within the
# brackets it does not. The library divides at each. What it gives then is undefined, which is what its README has as the sign
# for the last page. A list of fields, as here, is the usual reason for a comma: of all orders the first fifty are read, and
# nothing says that there were more. With %2C instead of it the page is found.
#
# Seen:     undefined
# Expected: https://shop.example/orders.json?fields=id,name&page_info=b
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --prefix "$folder" --silent --no-audit --no-fund fetch-link-util@1.1.4 http-link-header@1.1.4
cd "$folder"
node --input-type=module - <<'JAVASCRIPT'
import { readFileSync } from "node:fs";
import { getHeaderLink } from "fetch-link-util";
import LinkHeader from "http-link-header";

for (const name of ["fetch-link-util", "http-link-header"]) {
  console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version);
}
const next = (address) => {
  const link = `<${address}>; rel="next"`;
  const said = getHeaderLink(new Headers({ link }));
  const other = LinkHeader.parse(link).rel("next")[0]?.uri;
  console.log(link, "\n  ->", said, "\n  by the other:", other);
  return [said, other === address];
};

const page = "https://shop.example/orders.json?fields=id,name&page_info=b";
const [withComma, otherWith] = next(page);
const [without, otherWithout] = next(page.replace("id,name", "id"));
const same = withComma === undefined && without === page.replace("id,name", "id") && otherWith && otherWithout;
console.log(same ? "as described" : "CHANGED");
process.exitCode = same ? 0 : 1;
JAVASCRIPT
