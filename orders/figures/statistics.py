"""Medians, slow tenths and shares of many parcels, from counts of values. No database, no clock, no Django."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

type Histogram = Mapping[int, int]
"""How often each whole value was met."""

EXACT_HOURS = 72
DAY_HOURS = 24


def value_within(histogram: Histogram, *, tenths: int) -> int | None:
    """The least value that at least so many tenths of all do not exceed; None of none.

    It is a value that was met: with 5 tenths the (lower) median, with 9 what the slow tenth exceeds or reaches.
    """
    total = sum(histogram.values())
    if not total:
        return None
    needed = -(-total * tenths // 10)
    reached = 0
    for value in sorted(histogram):
        reached += histogram[value]
        if reached >= needed:
            return value
    raise AssertionError("all of them are more than some")


def median(histogram: Histogram) -> int | None:
    """Half of them took no longer."""
    return value_within(histogram, tenths=5)


def slow_tenth(histogram: Histogram) -> int | None:
    """Nine of ten took no longer."""
    return value_within(histogram, tenths=9)


def share(part: int, whole: int) -> int:
    """In hundredths, rounded; only all is 100, and only none is 0."""
    if not 0 < part < whole:
        return 100 if whole and part == whole else 0
    return min(99, max(1, round(100 * part / whole)))


def coarse_hours(hours: int) -> int:
    """Hours as they are counted: whole up to three days, then up to the end of the day that had begun."""
    if hours <= EXACT_HOURS:
        return max(hours, 0)
    return -(-hours // DAY_HOURS) * DAY_HOURS


@dataclass(slots=True)
class Tally:
    """What is counted of a group of parcels.

    `promised` arrived and had a day to be kept, `kept` of these arrived on or before it. `door` are days from the
    order to the arrival; `packing`, `waiting` and `road` hours from the order to the label, from there to the first
    scan, and from there to the arrival.
    """

    parcels: int = 0
    arrived: int = 0
    promised: int = 0
    kept: int = 0
    returned: int = 0
    attempted: int = 0
    door: Counter[int] = field(default_factory=Counter)
    packing: Counter[int] = field(default_factory=Counter)
    waiting: Counter[int] = field(default_factory=Counter)
    road: Counter[int] = field(default_factory=Counter)

    def add(self, other: "Tally") -> None:
        """Count the parcels of another group in."""
        for name in NUMBERS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in HISTOGRAMS:
            getattr(self, name).update(getattr(other, name))

    def to_json(self) -> dict[str, Any]:
        """What is not 0."""
        return {name: value for name in (*NUMBERS, *HISTOGRAMS) if (value := getattr(self, name))}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """JSON has texts for keys."""
        fields: dict[str, Any] = {name: stored.get(name, 0) for name in NUMBERS}
        for name in HISTOGRAMS:
            fields[name] = Counter({int(value): count for value, count in stored.get(name, {}).items()})
        return cls(**fields)


NUMBERS = ("parcels", "arrived", "promised", "kept", "returned", "attempted")
HISTOGRAMS = ("door", "packing", "waiting", "road")


def sum_up(tallies: Iterable[Tally]) -> Tally:
    """All of these groups as one."""
    total = Tally()
    for tally in tallies:
        total.add(tally)
    return total


def group[Key](tallies: Iterable[tuple[Key, Tally]]) -> dict[Key, Tally]:
    """One tally for each key."""
    groups: dict[Key, Tally] = {}
    for key, tally in tallies:
        groups.setdefault(key, Tally()).add(tally)
    return groups
