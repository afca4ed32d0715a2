#!/bin/sh
# sgqlc 16.5, a GraphQL client, reads the times of an answer wrong without a word. West of Greenwich it gives the sign of the
# offset to the hours alone, so that Newfoundland's -03:30 is two and a half hours. And it takes the digits after the point
# for a count of microseconds, so that half a second is five of them. RFC 3339 (5.6) has one sign for the whole offset, and a
# fraction of a second after the point. Of two events in one second, at .9 and at .10, the later one comes out first.
#
# Seen:     2026-11-26T10:00:00-02:30    2026-11-26T10:00:00.000005+00:00
# Expected: 2026-11-26T10:00:00-03:30    2026-11-26T10:00:00.500000+00:00
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check sgqlc==16.5
"$folder/venv/bin/python" - <<'PYTHON'
from datetime import datetime
from importlib.metadata import version

from sgqlc.operation import Operation
from sgqlc.types import ID, Field, Type, non_null
from sgqlc.types.datetime import DateTime

print("sgqlc", version("sgqlc"))
Order = type("Order", (Type,), {"shipped_at": Field(DateTime)})
Query = type("Query", (Type,), {"order": Field(Order, args={"id": non_null(ID)})})
query = Operation(Query)
query.order(id="1").shipped_at()


def read(text: str) -> datetime:
    value = (query + {"data": {"order": {"shippedAt": text}}}).order.shipped_at
    print(f"{text}\n  -> {value.isoformat()}, by Python itself {datetime.fromisoformat(text).isoformat()}")
    return value


whole = read("2026-11-26T10:00:00-05:00") == datetime.fromisoformat("2026-11-26T10:00:00-05:00")
east = read("2026-11-26T10:00:00+05:30") == datetime.fromisoformat("2026-11-26T10:00:00+05:30")
west = read("2026-11-26T10:00:00-03:30").isoformat()
half = read("2026-11-26T10:00:00.5Z").isoformat()
same = whole and east and west == "2026-11-26T10:00:00-02:30" and half == "2026-11-26T10:00:00.000005+00:00"
same = same and read("2026-11-26T10:00:00.9Z") < read("2026-11-26T10:00:00.10Z")
print("as described" if same else "CHANGED")
raise SystemExit(0 if same else 1)
PYTHON
