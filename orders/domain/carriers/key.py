"""One word for a carrier, to count parcels by; never what was typed freely into an order, which may name a person."""

from collections.abc import Collection, Iterable
from typing import Final

from orders.domain.carriers.directory import find_any_of_name, find_carrier
from orders.domain.carriers.recognition import recognise
from orders.domain.carriers.text import fold_name
from orders.domain.carriers.tracking_number import clean_number
from orders.domain.order import TrackingInfo

NO_CARRIER: Final = ""
OTHER_CARRIER: Final = "other"
LONGEST: Final = 60


def carrier_key(
    infos: Iterable[TrackingInfo], *, country: str | None = None, own_names: Collection[str] = ()
) -> str:
    """The carrier of a parcel: a name from the directory or one of the merchant's `own_names`, at most `LONGEST` long.

    `OTHER_CARRIER` for one that is neither, `NO_CARRIER` where nothing names any. `country` is where the parcel left.
    """
    found = NO_CARRIER
    for info in infos:
        name = _find_own(info.company, own_names) or _find_known(info, country)
        if name is not None:
            return name[:LONGEST]
        if info.company or info.number:
            found = OTHER_CARRIER
    return found


def _find_own(company: str | None, own_names: Collection[str]) -> str | None:
    folded = fold_name(company or "")
    return next((name for name in own_names if folded and fold_name(name) == folded), None)


def _find_known(info: TrackingInfo, country: str | None) -> str | None:
    named = info.company and (find_carrier(info.company, country=country) or find_any_of_name(info.company))
    if named:
        return named.name
    number = clean_number(info.number)
    recognition = recognise(number) if number else None
    # A post's number names who took the parcel in, and travels with anybody.
    return None if recognition is None or recognition.is_post else recognition.carrier.name
