"""Tallies of a week or a period by what is told apart, to be stored and shown."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any, Self

from orders.figures.tallies import CANCELLED, Facts, Tally, group, sum_up

type Route = tuple[str, str, str]
"""Carrier, the country it left, the country it went to."""
type Region = tuple[str, str]
"""A country and a province of it."""


class Groups:
    """Tallies by carrier and lane; of regions the hours on the road; of weeks, in all and by carrier, what was promised
    and kept.
    """

    def __init__(self) -> None:
        self.routes: dict[Route, Tally] = {}
        self.regions: dict[Region, Counter[int]] = {}
        self.weeks: dict[str, tuple[int, int]] = {}
        self.carrier_weeks: dict[str, dict[str, tuple[int, int]]] = {}

    def count(self, route: Route, region: str, facts: Facts) -> None:
        """Count one parcel."""
        self.routes.setdefault(route, Tally()).count(facts)
        hours = facts.road_hours
        if region and hours is not None and facts.outcome != CANCELLED:
            self.regions.setdefault((route[2], region), Counter())[hours] += 1

    def add_week(self, monday: date, stored: Mapping[str, Any]) -> None:
        """Count a week in that was stored."""
        week = Groups.from_json(stored)
        for route, tally in week.routes.items():
            self.routes.setdefault(route, Tally()).add(tally)
        for region, road in week.regions.items():
            self.regions.setdefault(region, Counter()).update(road)
        total = sum_up(week.routes.values())
        self.weeks[monday.isoformat()] = (total.promised, total.kept)
        for carrier, tally in group((route[0], tally) for route, tally in week.routes.items()).items():
            if tally.promised:
                self.carrier_weeks.setdefault(carrier, {})[monday.isoformat()] = (tally.promised, tally.kept)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """What `to_json` gave."""
        groups = cls()
        for carrier, origin, destination, tally in stored["routes"]:
            groups.routes[carrier, origin, destination] = Tally.from_json(tally)
        for country, region, road in stored["regions"]:
            groups.regions[country, region] = Counter({int(value): count for value, count in road.items()})
        groups.weeks = {monday: (promised, kept) for monday, (promised, kept) in stored["weeks"].items()}
        for carrier, monday, promised, kept in stored.get("carrier_weeks", ()):
            groups.carrier_weeks.setdefault(carrier, {})[monday] = (promised, kept)
        return groups

    def to_json(self) -> dict[str, Any]:
        """What is so far counted, as a copy; lists, because JSON's keys are texts."""
        return {
            "routes": [[*route, tally.to_json()] for route, tally in self.routes.items()],
            "regions": [[*region, dict(road)] for region, road in self.regions.items()],
            "weeks": dict(self.weeks),
            "carrier_weeks": [
                [carrier, monday, *kept]
                for carrier, weeks in self.carrier_weeks.items()
                for monday, kept in weeks.items()
            ],
        }
