#!/bin/sh
# cssutils 2.15.0 writes the names of custom properties in small letters where they are set, and leaves them where they are
# read. They are told apart by case (https://www.w3.org/TR/css-variables-1/#defining-variables), so the value is lost, and
# of two that differ by case one takes the place of the other. premailer 3.10.0 uses it: mails lose such colours.
#
# Seen:     :root { --brand: red; --brand: blue }   p { color: var(--Brand) }
# Expected: :root { --Brand: red; --brand: blue }   p { color: var(--Brand) }
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check cssutils==2.15.0 premailer==3.10.0
"$folder/venv/bin/python" - <<'PYTHON'
import logging
from importlib.metadata import version

import cssutils
import premailer

cssutils.log.setLevel(logging.FATAL)
css = ":root{--Brand:red;--brand:blue}p{color:var(--Brand)}"
written = " ".join(cssutils.parseString(css).cssText.decode().split())
mail = premailer.transform(f"<html><head><style>{css}</style></head><body><p>x</p></body></html>")
print("cssutils", version("cssutils"), "premailer", version("premailer"))
print(f"{css}\n  -> {written}\n  -> {mail}")
same = (
    "--Brand:" not in written.replace(" ", "")
    and "var(--Brand)" in written
    and "--Brand:" not in mail.replace(" ", "")
    and "var(--Brand)" in mail
)
print("as described" if same else "CHANGED")
raise SystemExit(0 if same else 1)
PYTHON
