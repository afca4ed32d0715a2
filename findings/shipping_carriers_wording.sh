#!/bin/sh
# shipping-carriers 0.1.0 takes a parcel for delivered when a mail says that it will be, or that it could not be.
# infer_status(), by its own words there to tell the status from the wording of a message, looks for the word alone, and first
# of all. The mails in which carriers announce the day say "will be delivered", and those of a failed attempt "could not be
# delivered"; for the latter the library has a status of its own, EXCEPTION, which this never gives. And detect_carrier() finds
# UPS inside of any word, so that a shop that writes of pickups hands over to UPS. An order is closed while its parcel is still
# in the van.
#
# Seen:     delivered, for "will be delivered today", "could not be delivered" and "Undelivered"
# Expected: not delivered, or none at all, which is what it gives where it does not know
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check shipping-carriers==0.1.0
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from shipping_carriers import TrackingStatus, detect_carrier, infer_status

print("shipping-carriers", version("shipping-carriers"))


def status(text: str) -> TrackingStatus | None:
    said = infer_status(text)
    print(f"{text}\n  -> {said}")
    return said


right = [status("Your parcel was delivered at the front door."), status("Out for delivery"), status("Delivery exception")]
wrong = [
    status("Your parcel will be delivered today by 9 pm."),
    status("Your parcel could not be delivered: nobody was at home."),
    status("Undelivered: the address is incomplete."),
]
shop = detect_carrier("orders@shop.example", "For pickups ask at the counter; DHL brings the rest.")
print("carrier of a mail about pickups and DHL:", shop)
same = (
    right == [TrackingStatus.DELIVERED, TrackingStatus.OUT_FOR_DELIVERY, None]
    and wrong == [TrackingStatus.DELIVERED] * 3
    and shop == "ups"
)
print("as described" if same else "CHANGED")
raise SystemExit(0 if same else 1)
PYTHON
