"""The times that figures are told of: whole weeks, the present one included."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

CHOICES: Final = {4: "4 weeks", 13: "13 weeks", 52: "A year"}
USUAL: Final = 13
WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Period:
    """So many weeks up to `last`; `first` is a Monday."""

    weeks: int
    first: date
    last: date

    @property
    def words(self) -> str:
        """Such as "31 August to 28 November 2026"."""
        first = f"{self.first.day} {self.first:%B}"
        if self.first.year != self.last.year:
            first += f" {self.first.year}"
        return f"{first} to {self.last.day} {self.last:%B %Y}"


def period_of(asked: str, *, today: date) -> Period:
    """The period of so many weeks as were asked for, if that can be chosen; else the usual one."""
    weeks = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 3 else USUAL
    if weeks not in CHOICES:
        weeks = USUAL
    return Period(weeks, monday_of(today) - (weeks - 1) * WEEK, today)


def monday_of(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())
