#!/bin/sh
# minify-html 0.18.1 drops lang="" as if an empty attribute meant nothing. It means that the language is unknown
# (https://html.spec.whatwg.org/multipage/dom.html#attr-lang); without it a carrier's own words are those of the page, are
# read out in its language, hyphenated in it, and offered for translation from it. lang="de" and alt="" are kept.
#
# Seen:     <p lang=de>Er schrieb: <q dir=auto>Parti</q>
# Expected: <p lang=de>Er schrieb: <q lang dir=auto>Parti</q>
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check minify-html==0.18.1 html5lib==1.1
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import html5lib
import minify_html

html = '<p lang="de">Er schrieb: <q lang="" dir="auto">Parti</q><img src="a.png" alt=""></p>'
short = minify_html.minify(html)
print("minify-html", version("minify-html"))
print(f"{html}\n  -> {short}")


def attributes(text: str, name: str) -> dict[str, str]:
    return dict(html5lib.parse(text, namespaceHTMLElements=False).find(f".//{name}").attrib)


before, after = attributes(html, "q"), attributes(short, "q")
print("a parser reads", before, "->", after)
same = before["lang"] == "" and "lang" not in after and attributes(short, "p") == {"lang": "de"}
same = same and attributes(short, "img")["alt"] == ""
print("as described" if same else "CHANGED")
raise SystemExit(0 if same else 1)
PYTHON
