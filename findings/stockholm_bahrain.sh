#!/bin/sh
# stockholm 0.5.7 gives the Bahraini dinar two decimals, and the Burundian franc as many. In ISO 4217 they have three and none;
# every other currency that both know agrees. Its sub units, what payment services and bank files count in, come out ten times
# too few, and a hundred times too many. And its own JSON carries a currency only by its code, behind which it sees two decimals
# always: 12 Kuwaiti dinars, right when they are made with Currency.KWD, have a tenth of their fils after as_json and from_json.
#
# Seen:     12 BHD are 1200 fils, 12345 fils are 123.45 BHD, 500 BIF are 50000; 12 KWD are 12000 fils, and by way of JSON 1200
# Expected: 12000, 12.345, 500; and 12000 on both sides of JSON
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check stockholm==0.5.7 iso4217==1.16.20260101
"$folder/venv/bin/python" - <<'PYTHON'
from decimal import Decimal
from importlib.metadata import version

import iso4217
from stockholm import Currency, Money

print("stockholm", version("stockholm"), "iso4217", version("iso4217"))
differ = {}
for standard in iso4217.Currency:
    known = getattr(Currency, standard.code, None)
    if known and standard.exponent is not None and known.decimal_digits != standard.exponent:
        differ[standard.code] = (known.decimal_digits, standard.exponent)
print("decimals here and in ISO 4217, where they differ:", differ)

bahrain, burundi, kuwait = Money(12, Currency.BHD), Money(500, Currency.BIF), Money(12, Currency.KWD)
fils = Money.from_sub_units(12345, Currency.BHD)
print(bahrain, "=", bahrain.sub_units, "fils; 12345 fils =", fils, ";", burundi, "=", burundi.sub_units)
returned = Money.from_json(kuwait.as_json())
print(kuwait, "=", kuwait.sub_units, "fils; by way of", kuwait.as_json(), "=", returned.sub_units)
same = (
    differ == {"BHD": (2, 3), "BIF": (2, 0)}
    and (bahrain.sub_units, burundi.sub_units) == (1200, 50000)
    and fils.amount == Decimal("123.45")
    and (kuwait.sub_units, returned.sub_units, kuwait == returned) == (12000, 1200, True)
)
print("as described" if same else "CHANGED")
raise SystemExit(0 if same else 1)
PYTHON
