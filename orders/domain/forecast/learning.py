"""What usually happens on a lane, learned day by day from the parcels that arrived (docs/decisions/0016).

A window is made in three steps. How many delivery days did parcels like this one take of late? Likeness is tried from
narrow to broad, until enough are known. Which range of days is worth most, if it counts what share of them it held and
every day more has its price? And which price? It moves with each day's arrivals, until four in five windows hold.
"""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator
from datetime import date
from math import exp
from typing import Final

from orders.domain.forecast.delivery_days import DeliveryDays, days_between, weekdays_of
from orders.domain.forecast.fading import FadingCounts
from orders.domain.forecast.trips import HolidaysOf, Lane, Trip, Window

TARGET: Final = 0.8
"""The share of parcels that are to arrive within their window."""
LEAST: Final = 0.6
"""What holds for fewer is not called usual, whatever a day more would cost."""
ENOUGH: Final = 20.0
"""So many recent parcels have to be known before anything is said ..."""
ENOUGH_OF_A_WEEKDAY: Final = 60.0
"""... and so many before those of one weekday speak for themselves: fewer differ by chance more than by the day."""
HALF_LIFE: Final = 21.0
"""Days after which an arrival weighs half as much."""
LONG_HALF_LIFE: Final = 90.0
"""The same where little is sent, and for the weekdays on which a carrier delivers."""
FIRST_PRICE: Final = 0.06
PRICES: Final = (0.001, 0.5)
STEP: Final = 0.15
WORST_DAY: Final = -0.4
"""A strike ends: a day on which nothing arrives as usual moves the price no further than a bad one."""
EXPECTED_FOR_SURE: Final = 5.0
"""Where so many arrive on such a weekday, a day with none is one on which nothing moved: a strike, snow, a saint."""

type Group = tuple[Lane, int | None, float]
"""A lane, the weekday on which parcels left (None: any) and the half-life."""
type Round = tuple[str, str]
"""A carrier in a country."""


class Forecaster:
    """Learns each day's arrivals in turn, and says what may be expected of a parcel that leaves on the next."""

    def __init__(self, holidays_of: HolidaysOf) -> None:
        self._holidays_of = holidays_of
        self._took: dict[Group, FadingCounts] = {}
        self._arrivals: defaultdict[Round, FadingCounts] = defaultdict(lambda: FadingCounts(LONG_HALF_LIFE))
        self._still: defaultdict[Round, set[date]] = defaultdict(set)
        self._prices: defaultdict[Lane, float] = defaultdict(lambda: FIRST_PRICE)

    @property
    def lanes(self) -> list[Lane]:
        """All lanes on which something arrived, those to a whole country among them."""
        return sorted({lane for lane, _, _ in self._took})

    def predict(self, lane: Lane, left_on: date) -> Window | None:
        """The days between which parcels like this usually arrive; None where too little is known."""
        counts = self._find_counts(lane, left_on)
        if counts is None:
            return None
        days = self._delivery_days(lane)
        first, last = counts.best_range(
            self._prices[lane],
            least=LEAST,
            place_of=lambda count: days.after(left_on, count).toordinal(),
        )
        return Window(days.after(left_on, first), days.after(left_on, last))

    def learn(self, day: date, arrived: Iterable[tuple[Trip, Window | None]]) -> None:
        """Take in the arrivals of one day, each with the window that was made for it when it left."""
        arrived = list(arrived)
        self._note_still_rounds(day, {_round_of(trip.lane) for trip, _ in arrived})
        held: defaultdict[Lane, list[bool]] = defaultdict(list)
        for trip, window in arrived:
            if window is not None:
                held[trip.lane].append(window.holds(day))
            self._count(trip)
        for lane, each in held.items():
            too_good = max(sum(each) / len(each) - TARGET, WORST_DAY)
            self._prices[lane] = min(max(self._prices[lane] * exp(STEP * too_good), PRICES[0]), PRICES[1])

    def _note_still_rounds(self, day: date, delivered: set[Round]) -> None:
        for each, arrivals in self._arrivals.items():
            expected = arrivals.a_day(day.weekday(), day) * 7
            if each not in delivered and expected >= EXPECTED_FOR_SURE:
                self._still[each].add(day)

    def _count(self, trip: Trip) -> None:
        self._arrivals[_round_of(trip.lane)].add(trip.arrived_on.weekday(), trip.arrived_on)
        took = self._delivery_days(trip.lane).count(trip.left_on, trip.arrived_on)
        for group in _groups(trip.lane, trip.left_on):
            self._took.setdefault(group, FadingCounts(group[2])).add(took, trip.arrived_on)

    def _find_counts(self, lane: Lane, left_on: date) -> FadingCounts | None:
        for group in _groups(lane, left_on):
            counts = self._took.get(group)
            enough = ENOUGH if group[1] is None else ENOUGH_OF_A_WEEKDAY
            if counts is not None and counts.recent(left_on) >= enough:
                return counts
        return None

    def _delivery_days(self, lane: Lane) -> DeliveryDays:
        counted = self._arrivals[_round_of(lane)]
        days_off = holidays_of_both_ends(lane, self._holidays_of)
        return DeliveryDays(
            weekdays_of(counted.share(day) for day in range(7)), (*days_off, self._still[_round_of(lane)])
        )


def holidays_of_both_ends(lane: Lane, holidays_of: HolidaysOf) -> list[Container[date]]:
    """Those of the country of origin, and of the province of destination."""
    ends = ((lane.origin, ""), (lane.destination, lane.region))
    return [holidays_of(country, province) for country, province in dict.fromkeys(ends)]


def _round_of(lane: Lane) -> Round:
    return lane.carrier, lane.destination


def _groups(lane: Lane, left_on: date) -> Iterator[Group]:
    """From narrow to broad, each once."""
    for each in dict.fromkeys((lane, lane.without_region)):
        yield each, left_on.weekday(), HALF_LIFE
        yield each, None, HALF_LIFE
    yield lane.without_region, None, LONG_HALF_LIFE


def replay(
    forecaster: Forecaster,
    trips: Iterable[Trip],
    *,
    until: date = date.min,
    each_day: Callable[[date], None] | None = None,
) -> Iterator[tuple[Trip, Window | None]]:
    """Teach it these trips, day by day: each comes back when it arrives, with the window that was made when it left.

    That was made from what had arrived before the day on which it left. The last day is the last arrival's, or
    `until`; `each_day` is called on every day before its arrivals are learned.
    """
    leaving: defaultdict[date, list[Trip]] = defaultdict(list)
    arriving: defaultdict[date, list[Trip]] = defaultdict(list)
    for trip in trips:
        leaving[trip.left_on].append(trip)
        arriving[trip.arrived_on].append(trip)
    made: dict[int, Window | None] = {}
    last = max([until, *arriving])
    for day in days_between(min(leaving, default=date.max), last):
        if each_day is not None:
            each_day(day)
        today: dict[Lane, Window | None] = {}
        for trip in leaving.get(day, ()):
            if trip.lane not in today:
                today[trip.lane] = forecaster.predict(trip.lane, day)
            made[id(trip)] = today[trip.lane]
        arrived = [(trip, made.pop(id(trip))) for trip in arriving.get(day, ())]
        forecaster.learn(day, arrived)
        yield from arrived
