#!/bin/sh
# python-liquid 2.3.6, and python-liquid2 0.4.0 with it, take a Decimal for 0 in every filter that calculates: times, plus,
# minus, divided_by, round, ceil, floor, abs, modulo, at_least, sum. Printed, appended or compared by > it is what it is, and
# nothing is raised. Django's DecimalField gives such values, as databases do for money: the price in a mail is right, and
# the line below it, price times quantity, is 0. Shopify's Liquid, which the first says it follows closely, calculates.
#
# Seen:     2 x 19.90 = 0
# Expected: 2 x 19.90 = 39.80, or 39.8
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check python-liquid==2.3.6 python-liquid2==0.4.0
"$folder/venv/bin/python" - <<'PYTHON'
from decimal import Decimal
from importlib.metadata import version

import liquid
import liquid2

print("python-liquid", version("python-liquid"), "python-liquid2", version("python-liquid2"))
template = (
    "{{ quantity }} x {{ price }} = {{ price | times: quantity }}, with shipping {{ price | plus: 5 }}, "
    "sum {{ lines | sum: 'price' }}{% if price > 5 %}, over 5{% endif %}"
)


def both(price: object) -> list[str]:
    data = {"quantity": 2, "price": price, "lines": [{"price": price}]}
    return [liquid.Environment().from_string(template).render(**data), liquid2.render(template, **data)]


as_decimal, as_float = both(Decimal("19.90")), both(19.90)
print("Decimal:", *as_decimal, sep="\n  ")
print("float:", *as_float, sep="\n  ")
same = (
    as_decimal == ["2 x 19.90 = 0, with shipping 5, sum 0, over 5"] * 2
    and as_float == ["2 x 19.9 = 39.8, with shipping 24.9, sum 19.9, over 5"] * 2
)
print("as described" if same else "CHANGED")
raise SystemExit(0 if same else 1)
PYTHON
