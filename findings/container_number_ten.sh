#!/bin/sh
# ShippingContainerNumberValidate 1.0.8 refuses one container number in eleven. The last digit is a weighted sum's remainder by
# eleven, and where that is ten, which is no digit, it is 0 (ISO 6346, annex A, which would rather see such serial numbers left
# out, but owners use them). The library, made to say whether a number is valid by ISO 6346, compares the digit with ten. A
# shipment in such a box has a number that cannot be entered.
#
# Seen:     SHPU1000080 is not valid
# Expected: it is, as iso6346-containers and is-container (npm) say
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  ShippingContainerNumberValidate==1.0.8 iso6346-containers==0.2.1
npm install --prefix "$folder" --silent --no-audit --no-fund is-container@2.0.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import json
import subprocess
from importlib.metadata import version

import iso6346
from ShippingContainerNumberValidate import validate_container_number

print(*(f"{name} {version(name)}" for name in ("ShippingContainerNumberValidate", "iso6346-containers")), "is-container 2.0.0")
bodies = [f"SHPU{serial}" for serial in range(100000, 101100)]
numbers = [f"{body}{iso6346.checkdigit(body)}" for body in bodies]
script = "console.log(JSON.stringify(JSON.parse(process.argv[1]).map(require('is-container').default)))"
others = json.loads(subprocess.run(["node", "-e", script, json.dumps(numbers)], capture_output=True, check=True).stdout)
assert all(others)
assert all(iso6346.validate(number) for number in numbers)
refused = [number for number in numbers if validate_container_number(number) is not True]
print(len(refused), "of", len(numbers), "valid numbers refused:", refused[0], "...", refused[-1])
same = len(refused) == 100 and "SHPU1000080" in refused and all(number.endswith("0") for number in refused)
same = same and validate_container_number("CSQU3054383") is True
print("as described" if same else "CHANGED")
raise SystemExit(0 if same else 1)
PYTHON
