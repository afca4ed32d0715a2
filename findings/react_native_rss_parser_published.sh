#!/bin/sh
# react-native-rss-parser 1.5.1 (npm) gives the time at which an Atom entry was last changed as that at which it was published.
# A feed has both (RFC 4287, 4.2.9 and 4.2.15), and its README has a table by which published comes from published. It looks at
# updated first, and that one has to be there, so published is never read; the other time is nowhere in what it gives. A parcel
# that was delivered on 20 November is, once the shop has mended a word of the entry, delivered in December.
#
# Seen:     2026-12-01T10:00:00Z
# Expected: 2026-11-20T10:00:00Z
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --prefix "$folder" --silent --no-audit --no-fund react-native-rss-parser@1.5.1 @rowanmanning/feed-parser@2.1.5
cd "$folder"
node --input-type=module - <<'JAVASCRIPT'
import { readFileSync } from "node:fs";
import { parseFeed } from "@rowanmanning/feed-parser";
import rssParser from "react-native-rss-parser";

for (const name of ["react-native-rss-parser", "@rowanmanning/feed-parser"]) {
  console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version);
}
const [published, updated] = ["2026-11-20T10:00:00Z", "2026-12-01T10:00:00Z"];
const atom = `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Order 1001</title>
<id>tag:shop.example,2026:1001</id><updated>${updated}</updated><author><name>Shop</name></author><entry>
<title>Delivered</title><id>tag:shop.example,2026:1001/1</id><published>${published}</published>
<updated>${updated}</updated><content>Your parcel was delivered.</content></entry></feed>`;
const [item] = (await rssParser.parse(atom)).items;
const [other] = parseFeed(atom).items;
console.log("published:", item.published, "| by the other:", other.published.toISOString());
const same =
  item.published === updated && !JSON.stringify(item).includes(published) &&
  other.published.getTime() === new Date(published).getTime();
console.log(same ? "as described" : "CHANGED");
process.exitCode = same ? 0 : 1;
JAVASCRIPT
