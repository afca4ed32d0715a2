#!/bin/sh
# gs1-prefix 1.0.0 takes the first three of a GTIN's fourteen digits for the GS1 prefix. The first of them is the indicator, 1
# to 8 for a kind of carton, 9 for a measure that varies, 0 for a GTIN-13 written long; the prefix begins at the second (GS1
# General Specifications, on the GTIN-14 and its indicator). Its README offers fourteen digits, and warns of the same slip for a
# UPC, which it fills up first. An article numbered in the United Kingdom is so with thirteen digits, is American with a 0
# before them, the head office's as a carton of varying measure, and nobody's as another carton.
#
# Seen:     05012345678900 GS1 US    95012345678903 GS1 Global Office    15012345678907 nobody
# Expected: GS1 UK for each, as for 5012345678900
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check gs1-prefix==1.0.0 biip==5.2.0
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import biip
import gs1_prefix

print("gs1-prefix", version("gs1-prefix"), "biip", version("biip"))


def issued_by(gtin: str) -> str | None:
    found = gs1_prefix.lookup(gtin)
    said = found.range.issuing_organisation if found.range else None
    other = biip.parse(gtin).gtin.prefix
    print(gtin, "check digit:", found.check_digit_valid, "->", found.prefix, said, "| by biip:", other.value, other.usage)
    assert found.check_digit_valid
    assert other.usage == "GS1 UK"
    return said


article = issued_by("5012345678900")
written = [issued_by(gtin) for gtin in ("05012345678900", "15012345678907", "95012345678903")]
same = article == "GS1 UK" and "GS1 UK" not in written
print("as described" if same else "CHANGED")
raise SystemExit(0 if same else 1)
PYTHON
