"""Lanes as they are in life, made by dice: weekends, holidays, a week of strike, and a carrier that gets slower."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from orders.domain.forecast.delivery_days import MONDAY_TO_FRIDAY, ONE_DAY, DeliveryDays, days_between
from orders.domain.forecast.learning import holidays_of_both_ends
from orders.domain.forecast.trips import HolidaysOf, Lane, Trip

FIRST_DAY = date(2025, 1, 7)
DAYS = 420
LAST_DAY = FIRST_DAY + timedelta(days=DAYS - 1)
STRIKE = (date(2025, 6, 16), date(2025, 6, 22))
SLOWER_FROM = date(2025, 8, 1)
SLOWER_OVER = 90
"""Days until a carrier that gets slower is as slow as it will be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conduct:
    """How parcels travel on one lane.

    `took` are the chances of 1, 2, 3 … delivery days; `slower` is how many a parcel takes more in the end, where the
    carrier gets slower, and `strikes` whether nothing of it moves in the week of the strike.
    """

    lane: Lane
    took: Sequence[float]
    a_day: float = 8.0
    saturdays: bool = False
    slower: float = 0.0
    strikes: bool = False


CONDUCTS = (
    Conduct(
        lane=Lane("Correos", "ES", "ES"), took=(0.14, 0.40, 0.27, 0.12, 0.05, 0.02), a_day=14, strikes=True
    ),
    Conduct(
        lane=Lane("Correos", "ES", "ES", "GC"),
        took=(0, 0, 0.06, 0.17, 0.26, 0.22, 0.14, 0.09, 0.04, 0.02),
        a_day=5,
        strikes=True,
    ),
    Conduct(
        lane=Lane("Correos", "ES", "PT"),
        took=(0, 0.10, 0.31, 0.29, 0.16, 0.08, 0.04, 0.02),
        a_day=6,
        strikes=True,
    ),
    Conduct(
        lane=Lane("SEUR", "ES", "ES"), took=(0.58, 0.27, 0.10, 0.05), a_day=10, saturdays=True, slower=1.5
    ),
    Conduct(lane=Lane("GLS", "ES", "DE"), took=(0, 0, 0.16, 0.33, 0.26, 0.14, 0.07, 0.04), slower=2.0),
    Conduct(lane=Lane("GLS", "ES", "FR"), took=(0, 0.19, 0.38, 0.24, 0.11, 0.05, 0.03)),
    Conduct(
        lane=Lane("DHL Express", "ES", "US", "CA"), took=(0, 0.12, 0.41, 0.27, 0.12, 0.05, 0.03), a_day=5
    ),
    Conduct(lane=Lane("DHL Express", "ES", "GB"), took=(0, 0.36, 0.34, 0.15, 0.08, 0.04, 0.03), a_day=6),
)


def simulate(holidays_of: HolidaysOf, *, seed: int, conducts: Sequence[Conduct] = CONDUCTS) -> list[Trip]:
    """The trips of all lanes, by the day they left; the same for the same seed."""
    dice = Random(seed)  # noqa: S311 - dice
    days = days_between(FIRST_DAY, LAST_DAY)
    return [
        trip for day in days for conduct in conducts for trip in _leaving(conduct, day, holidays_of, dice)
    ]


def _leaving(conduct: Conduct, day: date, holidays_of: HolidaysOf, dice: Random) -> Iterator[Trip]:
    lane = conduct.lane
    at_home = DeliveryDays(MONDAY_TO_FRIDAY, (holidays_of(lane.origin, ""), _strike_of(conduct)))
    if not at_home.includes(day):
        return
    weekdays = MONDAY_TO_FRIDAY | ({5} if conduct.saturdays else set())
    on_the_way = DeliveryDays(weekdays, (*holidays_of_both_ends(lane, holidays_of), _strike_of(conduct)))
    after_weekend = 1.6 if day.weekday() == 0 else 0.85
    for _ in range(_how_many(conduct.a_day * after_weekend, dice)):
        took = dice.choices(range(1, len(conduct.took) + 1), conduct.took)[0] + _slower(conduct, day, dice)
        yield Trip(lane, day, on_the_way.after(day, took))


def _strike_of(conduct: Conduct) -> frozenset[date]:
    days = (STRIKE[1] - STRIKE[0]).days + 1 if conduct.strikes else 0
    return frozenset(STRIKE[0] + ONE_DAY * ahead for ahead in range(days))


def _slower(conduct: Conduct, day: date, dice: Random) -> int:
    """Whole days, so that on average they grow to `slower`."""
    grown = min(max((day - SLOWER_FROM).days / SLOWER_OVER, 0.0), 1.0) * conduct.slower
    return int(grown) + (dice.random() < grown % 1.0)


def _how_many(average: float, dice: Random) -> int:
    """A number of independent arrivals of this average, by counting the gaps between them."""
    count, passed = 0, dice.expovariate(1.0)
    while passed < average:
        count += 1
        passed += dice.expovariate(1.0)
    return count
