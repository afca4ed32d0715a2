"""What is counted of groups of parcels. No database, no clock, no Django."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, Self

from orders.figures.statistics import coarse_hours

RETURNED, CANCELLED = "returned", "cancelled"
NUMBERS = ("parcels", "arrived", "promised", "kept", "returned", "attempted")
HISTOGRAMS = ("door", "packing", "waiting", "road")


class Facts(NamedTuple):
    """Of one past parcel what is counted; fields as in `orders.domain.past_parcels`."""

    outcome: str
    ordered_on: date
    arrived_on: date | None
    packed_hours: int | None
    scanned_hours: int | None
    arrived_hours: int | None
    attempts: int
    days_late: int | None

    @property
    def packing_hours(self) -> int | None:
        """From the order to the label."""
        return None if self.packed_hours is None else coarse_hours(self.packed_hours)

    @property
    def waiting_hours(self) -> int | None:
        """From the label to the first scan."""
        return _hours_between(self.packed_hours, self.scanned_hours)

    @property
    def road_hours(self) -> int | None:
        """From the first scan to the arrival."""
        return _hours_between(self.scanned_hours, self.arrived_hours)


def _hours_between(begun: int | None, ended: int | None) -> int | None:
    return None if begun is None or ended is None else coarse_hours(ended - begun)


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

    def count(self, facts: Facts) -> None:
        """Count one parcel; one that was cancelled never travelled, and is none."""
        if facts.outcome == CANCELLED:
            return
        self.parcels += 1
        self.returned += facts.outcome == RETURNED
        self.attempted += facts.attempts > 0
        if facts.arrived_on is not None:
            self.arrived += 1
            self.door[max((facts.arrived_on - facts.ordered_on).days, 0)] += 1
        if facts.days_late is not None:
            self.promised += 1
            self.kept += facts.days_late <= 0
        steps = (
            (self.packing, facts.packing_hours),
            (self.waiting, facts.waiting_hours),
            (self.road, facts.road_hours),
        )
        for histogram, hours in steps:
            if hours is not None:
                histogram[hours] += 1

    def add(self, other: "Tally") -> None:
        """Count the parcels of another group in."""
        for name in NUMBERS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in HISTOGRAMS:
            getattr(self, name).update(getattr(other, name))

    def to_json(self) -> dict[str, Any]:
        """What is not 0, as a copy."""
        numbers: dict[str, Any] = {name: getattr(self, name) for name in NUMBERS}
        histograms: dict[str, Any] = {name: dict(getattr(self, name)) for name in HISTOGRAMS}
        return {name: value for name, value in (numbers | histograms).items() if value}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """JSON has texts for keys."""
        fields: dict[str, Any] = {name: stored.get(name, 0) for name in NUMBERS}
        for name in HISTOGRAMS:
            fields[name] = Counter({int(value): count for value, count in stored.get(name, {}).items()})
        return cls(**fields)


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
