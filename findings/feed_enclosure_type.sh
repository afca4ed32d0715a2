#!/bin/sh
# feed 6.0.0 (npm) puts a type of its own making into the Atom link of an enclosure, whatever type it was given: "image/" and
# what follows the last point of the path. A PDF is announced as a picture, and an address without a point gives what is no
# media type at all, as RFC 4287 (4.2.7.3) wants one. Its README calls the field the MIME type, and the RSS of the same feed
# has it as given. A reader shows a delivery note or a return label as a broken picture.
#
# Seen:     type="image/pdf"          type="image//label"
# Expected: type="application/pdf"    type="application/pdf"
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --prefix "$folder" --silent --no-audit --no-fund feed@6.0.0
cd "$folder"
node --input-type=module - <<'JAVASCRIPT'
import { readFileSync } from "node:fs";
import { Feed } from "feed";

console.log("feed", JSON.parse(readFileSync("node_modules/feed/package.json")).version);
const types = (url) => {
  const page = "https://shop.example/orders/1001/";
  const feed = new Feed({ title: "Order 1001", id: page, link: page, copyright: "Shop" });
  const enclosure = { url, type: "application/pdf", length: 12345 };
  feed.addItem({ title: "Your return label", id: `${page}label`, link: page, date: new Date("2026-12-01"), enclosure });
  const atom = feed.atom1().match(/<link rel="enclosure"[^>]* type="([^"]*)"/)[1];
  const rss = feed.rss2().match(/<enclosure[^>]* type="([^"]*)"/)[1];
  console.log(`${url} of application/pdf\n  Atom: ${atom}  RSS: ${rss}`);
  return `${atom} ${rss}`;
};

const withPoint = types("https://shop.example/orders/1001/label.pdf");
const without = types("https://shop.example/label?order=1001");
const same = withPoint === "image/pdf application/pdf" && without === "image//label application/pdf";
console.log(same ? "as described" : "CHANGED");
process.exitCode = same ? 0 : 1;
JAVASCRIPT
