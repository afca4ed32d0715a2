#!/bin/sh
# mimetext 3.0.28 (npm) calls every text 7bit and then writes it in UTF-8. 7bit means that no octet is above 127 (RFC 2045,
# 2.7 and 6.2); the library names the charset on the line above, and gives no warning. A relay that takes the header at its
# word may cut the eighth bit off, and one that mends the mail on its way breaks its DKIM signature. The subject is one
# encoded word, however long it gets, and one may have 75 characters (RFC 2047, 2). Only plain English makes a valid mail.
#
# Seen:     Content-Transfer-Encoding: 7bit, with the octets C3 BC in the body; an encoded word of 108 characters
# Expected: quoted-printable, base64 or 8bit; encoded words of at most 75
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --prefix "$folder" --silent --no-audit --no-fund mimetext@3.0.28
cd "$folder"
node --input-type=module - <<'JAVASCRIPT'
import { readFileSync } from "node:fs";
import { createMimeMessage } from "mimetext";

console.log("mimetext", JSON.parse(readFileSync("node_modules/mimetext/package.json")).version);
const mail = createMimeMessage();
mail.setSender("orders@shop.example");
mail.setTo("shopper@example.com");
mail.setSubject("Ihre Bestellung 1001 ist unterwegs und kommt am Donnerstag nach München");
mail.addMessage({ contentType: "text/plain", data: "Ihr Paket kommt am Donnerstag nach München." });
const raw = Buffer.from(mail.asRaw(), "utf8");
const [head, body] = raw.toString("latin1").split(/\r?\n\r?\n/);
const encoding = head.match(/^Content-Transfer-Encoding: (.*)$/m)[1];
const high = [...Buffer.from(body, "latin1")].filter((octet) => octet > 127).map((octet) => octet.toString(16));
const word = head.match(/^Subject: (.*)$/m)[1].match(/^=\?[^ ]*\?=/)[0];
console.log(head);
console.log("encoding:", encoding, "octets above 127:", high, "encoded word:", word.length);
const same = encoding === "7bit" && high.join(" ") === "c3 bc" && word.length > 75;
console.log(same ? "as described" : "CHANGED");
process.exitCode = same ? 0 : 1;
JAVASCRIPT
