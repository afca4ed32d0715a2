"""The days on which a carrier delivers in a country: its weekdays, but for the holidays of both ends."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

MONDAY_TO_FRIDAY = frozenset(range(5))
WEEKEND = (5, 6)
WORTH_A_DAY = 0.04
"""The share of its parcels that a carrier brings on a Saturday or Sunday, from which on it is a day like others."""
ONE_DAY = timedelta(days=1)
LONGEST = 120
"""Days of the calendar; a trip that takes longer is counted no further."""


@dataclass(frozen=True, slots=True)
class DeliveryDays:
    """Weekdays (0 is Monday) and the holidays on which nothing moves."""

    weekdays: frozenset[int]
    holidays: tuple[Container[date], ...] = ()

    def includes(self, day: date) -> bool:
        """Whether parcels are delivered on a day."""
        return day.weekday() in self.weekdays and not any(day in each for each in self.holidays)

    def count(self, start: date, end: date) -> int:
        """How many there are after `start`, up to `end`."""
        days = min((end - start).days, LONGEST)
        return sum(self.includes(start + ONE_DAY * ahead) for ahead in range(1, days + 1))

    def after(self, start: date, count: int) -> date:
        """The day that is so many of them after `start`; `start` itself for none."""
        day, left = start, count
        for _ in range(LONGEST * 2):
            if left <= 0:
                break
            day += ONE_DAY
            left -= self.includes(day)
        return day


def weekdays_of(shares: Iterable[float]) -> frozenset[int]:
    """The weekdays on which a carrier delivers, from the share of its parcels on each of the seven."""
    by_weekday = list(shares)
    return MONDAY_TO_FRIDAY | {day for day in WEEKEND if by_weekday[day] >= WORTH_A_DAY}


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last; none where that lies before."""
    for ahead in range((last - first).days + 1):
        yield first + ONE_DAY * ahead
