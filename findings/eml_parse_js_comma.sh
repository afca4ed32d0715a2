#!/bin/sh
# eml-parse-js 1.1.15 (npm) takes a shop with a comma in its name for two senders, the first without an address. A field is
# taken apart first, and its encoded words are decoded after that (RFC 2047, 6.1), so that a comma written as =2C, or within
# base64, parts nothing; the library decodes first and cuts at the comma then. And the space between two encoded words belongs
# to neither (6.2), for that is how a long word goes over several; in the subject it is kept.
#
# Seen:     two senders, "Müller" <> and "Söhne" <shop@shop.example>, and the subject "Sendungs verfolgung"
# Expected: one, "Müller, Söhne" <shop@shop.example>, and "Sendungsverfolgung", as postal-mime reads them
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --prefix "$folder" --silent --no-audit --no-fund eml-parse-js@1.1.15 postal-mime@4.0.0
cd "$folder"
node --input-type=module - <<'JAVASCRIPT'
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import PostalMime from "postal-mime";

const { readEml } = createRequire(`${process.cwd()}/`)("eml-parse-js");
for (const name of ["eml-parse-js", "postal-mime"]) {
  console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version);
}
const read = async (from, subject) => {
  const head = [`From: ${from} <shop@shop.example>`, "To: shopper@mail.example", `Subject: ${subject}`];
  const eml = [...head, "MIME-Version: 1.0", "Content-Type: text/plain", "", "On its way.", ""].join("\r\n");
  const mail = readEml(eml);
  const senders = [mail.from].flat().map(({ name, email }) => `${name} <${email}>`);
  const other = await PostalMime.parse(eml);
  console.log(`${from} | ${subject}\n  ->`, senders, mail.subject, "| by the other:", other.from, other.subject);
  return [...senders, mail.subject].join(" | ");
};

const plain = await read("=?utf-8?Q?M=C3=BCller?=", "=?utf-8?Q?Sendungs=C3=BCbersicht?=");
const quoted = await read("=?utf-8?Q?M=C3=BCller=2C_S=C3=B6hne?=", "=?utf-8?Q?Sendungs?= =?utf-8?Q?verfolgung?=");
const base64 = await read("=?utf-8?B?TcO8bGxlciwgU8O2aG5l?=", "=?utf-8?B?U2VuZHVuZ3M=?= =?utf-8?B?dmVyZm9sZ3VuZw==?=");
const two = "Müller <> | Söhne <shop@shop.example> | Sendungs verfolgung";
const same = plain === "Müller <shop@shop.example> | Sendungsübersicht" && quoted === two && base64 === two;
console.log(same ? "as described" : "CHANGED");
process.exitCode = same ? 0 : 1;
JAVASCRIPT
