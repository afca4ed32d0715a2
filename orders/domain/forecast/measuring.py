"""How good windows were: what share of parcels arrived within, and how wide they were, beside two naive rules.

The naive rules know as little of the future as the forecast does: the median of what the same carrier, or the same
lane, has taken so far, in days of the calendar. Each is widened on both sides until it holds the same share of the
same parcels as the forecast; that is chosen afterwards, in favour of the rule.
"""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from orders.domain.forecast.learning import Forecaster, replay
from orders.domain.forecast.trips import HolidaysOf, Lane, Trip, Window

WARMING_UP = timedelta(days=60)
"""Trips that begin so early are only learned from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One lane: `windows` were given to `trips` parcels; `coverage` is the share that held, widths are mean days.

    The two rules' widths are at the same coverage; None where they never reach it.
    """

    lane: Lane
    trips: int
    windows: int
    coverage: float
    width: float
    width_by_carrier: float
    width_by_lane: float

    @property
    def ratio(self) -> float:
        """The width beside the better rule's."""
        return self.width / min(self.width_by_carrier, self.width_by_lane)


def measure(trips: Sequence[Trip], holidays_of: HolidaysOf) -> list[Measured]:
    """Replay the history and measure each lane that ever got a window."""
    if not trips:
        return []
    since = min(trip.left_on for trip in trips) + WARMING_UP
    by_carrier = _errors_of_median(trips, lambda lane: lane.carrier)
    by_lane = _errors_of_median(trips, lambda lane: (lane.origin, lane.destination, lane.region))
    counted: defaultdict[Lane, int] = defaultdict(int)
    given: defaultdict[Lane, list[tuple[Trip, Window]]] = defaultdict(list)
    for trip, window in replay(Forecaster(holidays_of), trips):
        if trip.left_on >= since:
            counted[trip.lane] += 1
            if window is not None:
                given[trip.lane].append((trip, window))
    return [_measure_lane(lane, counted[lane], given[lane], by_carrier, by_lane) for lane in sorted(given)]


def _measure_lane(
    lane: Lane,
    trips: int,
    given: Sequence[tuple[Trip, Window]],
    by_carrier: dict[int, int],
    by_lane: dict[int, int],
) -> Measured:
    coverage = sum(window.holds(trip.arrived_on) for trip, window in given) / len(given)
    return Measured(
        lane=lane,
        trips=trips,
        windows=len(given),
        coverage=coverage,
        width=sum(window.days for _, window in given) / len(given),
        width_by_carrier=width_at([by_carrier[id(trip)] for trip, _ in given], coverage),
        width_by_lane=width_at([by_lane[id(trip)] for trip, _ in given], coverage),
    )


def width_at(errors: Iterable[int], coverage: float) -> float:
    """How wide, in days, windows around a guess have to be to hold this share, if it was wrong by so many days.

    Between two whole numbers of days on each side some get the one and some the other, as is just enough.
    """
    wrong = sorted(abs(error) for error in errors)
    wanted = coverage * len(wrong)
    before, reach = 0, 0
    for reach in range(wrong[-1] + 1):
        within = bisect_left(wrong, reach + 1)
        if within >= wanted:
            part = (wanted - before) / (within - before) if within > before else 1.0
            return max(2 * (reach - 1 + part) + 1, 1.0)
        before = within
    return 2.0 * reach + 1


def _errors_of_median(trips: Sequence[Trip], group_of: Callable[[Lane], Hashable]) -> dict[int, int]:
    """By how many days the median of what was known when a trip began was wrong; by the trip's identity."""
    leaving: defaultdict[date, list[Trip]] = defaultdict(list)
    arriving: defaultdict[date, list[Trip]] = defaultdict(list)
    for trip in trips:
        leaving[trip.left_on].append(trip)
        arriving[trip.arrived_on].append(trip)
    took: defaultdict[Hashable, list[int]] = defaultdict(list)
    errors = {}
    for day in sorted(leaving.keys() | arriving.keys()):
        for trip in leaving.get(day, ()):
            known = took[group_of(trip.lane)]
            guess = known[len(known) // 2] if known else 0
            errors[id(trip)] = (trip.arrived_on - trip.left_on).days - guess
        for trip in arriving.get(day, ()):
            insort(took[group_of(trip.lane)], (trip.arrived_on - trip.left_on).days)
    return errors
