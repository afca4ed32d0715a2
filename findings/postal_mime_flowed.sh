#!/bin/sh
# postal-mime 4.0.0 (npm) runs the lines of a quoted text together with their marks, and those of different depth into one.
# In format=flowed, which Thunderbird sends among others, a space at the end joins a line to the next one only if both are
# quoted as deep, and the marks are taken off before (RFC 3676, 4.1 and 4.5). What the shop wrote and what an earlier mail
# said cannot be told apart any more, nor cut off. The lines that are not quoted come out right.
#
# Seen:     > Your order is on its way > and comes on Thursday. >> Where >> is it?
# Expected: > Your order is on its way and comes on Thursday.
#           >> Where is it?
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --prefix "$folder" --silent --no-audit --no-fund postal-mime@4.0.0
cd "$folder"
node --input-type=module - <<'JAVASCRIPT'
import { readFileSync } from "node:fs";
import PostalMime from "postal-mime";

console.log("postal-mime", JSON.parse(readFileSync("node_modules/postal-mime/package.json")).version);
const mail = [
  "From: shopper@example.com",
  "Subject: Re: Order 1001",
  "MIME-Version: 1.0",
  "Content-Type: text/plain; charset=utf-8; format=flowed",
  "",
  "It is Friday, and there is nothing ",
  "here.",
  "",
  "> Your order is on its way ",
  "> and comes on Thursday. ",
  ">> Where ",
  ">> is it?",
  "",
].join("\r\n");
const { text } = await PostalMime.parse(mail);
console.log(text);
const same =
  text.trim() ===
  "It is Friday, and there is nothing here.\n\n> Your order is on its way > and comes on Thursday. >> Where >> is it?";
console.log(same ? "as described" : "CHANGED");
process.exitCode = same ? 0 : 1;
JAVASCRIPT
