#!/bin/sh
# tracking-numbers 0.1.8 accepts a number in groups, as carriers print it, checks its digit and calls it valid, and puts it into
# the carrier's address with its spaces in it, neither taken out nor encoded. What a mail or a header makes of that ends
# at the first space. The same number in small letters, which no carrier tells apart, is none for it.
#
# Seen:     ...trackNums=1Z 999 AA1 01 2345 6784
# Expected: ...trackNums=1Z999AA10123456784
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check tracking-numbers==0.1.8
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from tracking_numbers import get_tracking_number

print("tracking-numbers", version("tracking-numbers"))
together = get_tracking_number("1Z999AA10123456784")
apart = get_tracking_number("1Z 999 AA1 01 2345 6784")
small = get_tracking_number("1z999aa10123456784")
print("together:", together.valid, together.tracking_url)
print("in groups:", apart.valid, apart.tracking_url)
print("small letters:", small)
same = (
    together.tracking_url.endswith("trackNums=1Z999AA10123456784")
    and apart.valid
    and apart.tracking_url.endswith("trackNums=1Z 999 AA1 01 2345 6784")
    and small is None
)
print("as described" if same else "CHANGED")
raise SystemExit(0 if same else 1)
PYTHON
