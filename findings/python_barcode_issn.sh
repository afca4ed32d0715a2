#!/bin/sh
# python-barcode 0.16.1 draws, for an ISSN and for a GTIN of 14 digits, bars that no reader can read. An ISSN becomes by its own
# words an EAN-13, 977 and seven digits and 00 and a check digit; it makes that number, cuts it after the seventh digit, and
# draws 60 modules of the 95 of an EAN-13. Nor does an EAN-13 have room for 14 digits (GS1 General Specifications, 5.2): it
# draws one with a digit too many, 102 modules, where ITF-14 or GS1-128 carries such a number. Neither gives a warning.
#
# Seen:     977 0317, 60 modules    14 digits, 102 modules    read: nothing
# Expected: 9770317847001 in 95 modules, and an error or an ITF-14 for the other
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check python-barcode==0.16.1 pillow==13.0.0 zxing-cpp==3.1.1
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import barcode
import zxingcpp
from barcode.writer import ImageWriter

print(*(f"{name} {version(name)}" for name in ("python-barcode", "zxing-cpp")))


def draw(kind: str, number: str) -> tuple[str, int, list[str]]:
    made = barcode.get(kind, number, writer=ImageWriter())
    picture = made.render({}).convert("L")
    seen = made.get_fullcode(), len(made.build()[0]), [found.text for found in zxingcpp.read_barcodes(picture)]
    print(kind, number, "-> number, modules, read:", *seen)
    return seen


same = (
    draw("ean13", "9770317847001") == ("9770317847001", 95, ["9770317847001"])
    and draw("isbn13", "978-3-16-148410-0") == ("9783161484100", 95, ["9783161484100"])
    and draw("itf", "10012345678902")[2] == ["10012345678902"]
    and draw("issn", "0317-8471") == ("97703174", 60, [])
    and draw("gtin", "10012345678902") == ("10012345678902", 102, [])
)
print("as described" if same else "CHANGED")
raise SystemExit(0 if same else 1)
PYTHON
