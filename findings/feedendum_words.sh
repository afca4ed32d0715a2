#!/bin/sh
# feedendum 0.4.0 reads an Atom feed, writes it again, and of an XHTML text the words behind each element are gone, with the
# spaces round it; if the text begins on a line of its own, all of it is. XHTML is one of the three kinds of text in Atom, for
# content too (RFC 4287, 3.1.1.3 and 4.1.3.3), and its README promises to preserve all that was parsed. What stood behind the
# bold word may have been the "not".
#
# Seen:     <p>Comes<b>Thursday</b></p>, or no content at all
# Expected: <p>Comes <b>Thursday</b>, not Wednesday.</p>
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check feedendum==0.4.0
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version
from xml.etree import ElementTree

import feedendum

print("feedendum", version("feedendum"))
start = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Order 1001</title><id>tag:shop.example,2026:1001</id>
<updated>2026-12-01T10:00:00Z</updated><author><name>Shop</name></author><entry><title>A new day</title>
<id>tag:shop.example,2026:1001/1</id><updated>2026-12-01T10:00:00Z</updated>"""
text = '<div xmlns="http://www.w3.org/1999/xhtml"><p>Comes <b>Thursday</b>, not Wednesday.</p></div>'


def words(atom: str) -> str | None:
    content = ElementTree.fromstring(atom).find(".//{http://www.w3.org/2005/Atom}content")
    return None if content is None else "".join(content.itertext()).strip()


def through(content: str) -> tuple[str | None, str | None]:
    atom = f'{start}<content type="xhtml">{content}</content></entry></feed>'
    again = feedendum.to_atom_string(feedendum.from_atom_text(atom))
    print("before:", repr(words(atom)), "after:", repr(words(again)))
    return words(atom), words(again)


whole = "Comes Thursday, not Wednesday."
same = through(text) == (whole, "ComesThursday") and through(f"\n{text}\n") == (whole, None)
print("as described" if same else "CHANGED")
raise SystemExit(0 if same else 1)
PYTHON
