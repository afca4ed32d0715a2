"""Dates in files: read where they can mean one day only, by what the rest of the column says of their order."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

ISO: Final = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[T ,]+\S.*)?")
COMPACT: Final = re.compile(r"(20[0-9]{2})([0-9]{2})([0-9]{2})")
PARTED: Final = re.compile(r"([0-9]{1,2})([-/. ])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})(?:[T ,]+\S.*)?")
NAMED: Final = re.compile(
    r"[0-9]{1,2}[-/. ]+[A-Za-z]{3,9}\.?[-/ ,]+[0-9]{4}|[A-Za-z]{3,9}\.? [0-9]{1,2},? [0-9]{4}"
)
EPOCH: Final = re.compile(r"1[0-9]{9}(?:[0-9]{3})?(?:\.0)?")
MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True, kw_only=True)
class DateOrder:
    """What a column shows of the order of its days and months: a day above 12 stood first, or second, or both."""

    day_first: bool = False
    month_first: bool = False


def find_order(cells: Iterable[str]) -> DateOrder:
    """What the dates of a column show of their order, all of them together."""
    day_first = month_first = False
    for text in cells:
        parted = PARTED.fullmatch(text)
        if parted is None:
            continue
        first, second = int(parted[1]), int(parted[3])
        # Nobody writes the month first between points (03.04.2026).
        day_first = day_first or parted[2] == "." or first > 12
        month_first = month_first or (parted[2] != "." and second > 12)
    return DateOrder(day_first=day_first, month_first=month_first)


def read_days(text: str, order: DateOrder) -> tuple[date, ...]:
    """The days that a cell can mean: one, two where day and month cannot be told apart, or none where it is no date."""
    if iso := ISO.fullmatch(text) or COMPACT.fullmatch(text):
        return _days((int(iso[1]), int(iso[2]), int(iso[3])))
    if EPOCH.fullmatch(text):
        seconds = int(text[:10])
        return (datetime.fromtimestamp(seconds, UTC).date(),)
    if NAMED.fullmatch(text):
        return _named(text)
    parted = PARTED.fullmatch(text)
    if parted is None:
        return ()
    year = int(parted[4]) + (2000 if len(parted[4]) == 2 else 0)
    first, second = int(parted[1]), int(parted[3])
    day_first, month_first = (year, second, first), (year, first, second)
    if parted[2] == "." or (order.day_first and not order.month_first):
        return _days(day_first)
    if order.month_first and not order.day_first:
        return _days(month_first)
    return _days(day_first, month_first)


def _named(text: str) -> tuple[date, ...]:
    words = [word for word in re.split(r"[^A-Za-z0-9]+", text) if word]
    month = next(word for word in words if word.isalpha())[:3].casefold()
    if month not in MONTHS:
        return ()
    day, year = (int(word) for word in words if word.isdecimal())
    return _days((year, MONTHS.index(month) + 1, day))


def _days(*candidates: tuple[int, int, int]) -> tuple[date, ...]:
    """Those that stand in the calendar, each once."""
    found: dict[date, None] = {}
    for year, month, day in candidates:
        try:
            found[date(year, month, day)] = None
        except ValueError:
            continue
    return tuple(found)
