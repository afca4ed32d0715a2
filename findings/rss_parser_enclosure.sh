#!/bin/sh
# rss-parser 3.13.0 (npm) takes the address of an enclosure for that of the entry. In Atom a link without rel is the alternate
# one, the page itself (RFC 4287, 4.2.7.2), and most feeds write it so; where no link says alternate in so many words the
# library takes whichever comes first, whatever that one says it is. It keeps nothing of the others, and knows no enclosure in
# Atom. Of an entry with a delivery note and a page the shopper gets the note under the title, and no way to the page.
#
# Seen:     https://shop.example/note.pdf
# Expected: https://shop.example/orders/1001, as it is with the links the other way round
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --prefix "$folder" --silent --no-audit --no-fund rss-parser@3.13.0 @rowanmanning/feed-parser@2.1.5
cd "$folder"
node --input-type=module - <<'JAVASCRIPT'
import { readFileSync } from "node:fs";
import { parseFeed } from "@rowanmanning/feed-parser";
import Parser from "rss-parser";

for (const name of ["rss-parser", "@rowanmanning/feed-parser"]) {
  console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version);
}
const page = "https://shop.example/orders/1001";
const note = "https://shop.example/note.pdf";
const link = async (...links) => {
  const atom = `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Order 1001</title>
<id>tag:shop.example,2026:1001</id><updated>2026-12-01T10:00:00Z</updated><author><name>Shop</name></author><entry>
<title>On its way</title><id>tag:shop.example,2026:1001/1</id><updated>2026-12-01T10:00:00Z</updated>
${links.join("\n")}<content>With a delivery note.</content></entry></feed>`;
  const [item] = (await new Parser().parseString(atom)).items;
  const [other] = parseFeed(atom).items;
  console.log(links.join(" "), "\n  ->", item.link, "enclosure:", item.enclosure, "| by the other:", other.url);
  return `${item.link} ${other.url}`;
};

const enclosure = `<link rel="enclosure" type="application/pdf" href="${note}"/>`;
const first = await link(enclosure, `<link href="${page}"/>`);
const second = await link(`<link href="${page}"/>`, enclosure);
const named = await link(enclosure, `<link rel="alternate" href="${page}"/>`);
const same = first === `${note} ${page}` && second === `${page} ${page}` && named === `${page} ${page}`;
console.log(same ? "as described" : "CHANGED");
process.exitCode = same ? 0 : 1;
JAVASCRIPT
