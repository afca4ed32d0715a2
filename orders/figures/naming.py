"""Names of carriers and places, and numbers of parcels, as figures say them."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Final

from babel import Locale

from orders.domain.carriers.key import NO_CARRIER, OTHER_CARRIER
from orders.figures.sections import TOO_FEW, TOO_FEW_WORDS, Cell
from orders.figures.statistics import DAY_HOURS, EXACT_HOURS, share
from orders.figures.tallies import Tally, sum_up

MOST_DRAWN = 10
MOST_LISTED = 40
UNDER: Final = f"under {TOO_FEW}"

type Named = list[tuple[str, Tally]]


def share_cell(part: int, whole: int) -> Cell:
    """In hundredths."""
    return share(part, whole) if whole >= TOO_FEW else TOO_FEW_WORDS


def part_cell(count: int, tally: Tally) -> Cell:
    """How many of a group."""
    return count if tally.parcels >= TOO_FEW else TOO_FEW_WORDS


def count_cell(count: int) -> Cell:
    """How many parcels; of too few not how many."""
    return count if count >= TOO_FEW else UNDER


def largest(groups: Mapping[str, Tally]) -> Named:
    """The largest groups first; what is over what a table can hold as one."""
    ordered = sorted(groups.items(), key=lambda item: (-item[1].parcels, item[0]))
    rest = ordered[MOST_LISTED:]
    return ordered[:MOST_LISTED] + ([("All others", sum_up(tally for _, tally in rest))] if rest else [])


def days_words(days: int) -> str:
    """Such as "3 days"."""
    return "1 day" if days == 1 else f"{days} days"


def hours_words(hours: int) -> str:
    """What so many whole hours were within, such as "8 hours" for seven and a half; beyond three days, "4 days"."""
    if hours > EXACT_HOURS:
        return days_words(hours // DAY_HOURS)
    return "1 hour" if hours == 0 else f"{hours + 1} hours"


def day_words(day: date) -> str:
    """Such as "5 Oct"."""
    return f"{day.day} {day:%b}"


def carrier_words(key: str) -> str:
    """A carrier's name."""
    return {NO_CARRIER: "No carrier named", OTHER_CARRIER: "Other carriers"}.get(key, key)


def lane_words(origin: str, destination: str) -> str:
    """Such as "Spain to France"."""
    if origin == destination:
        return f"Within {country_words(origin)}" if origin else "Unknown countries"
    return f"{country_words(origin)} to {country_words(destination)}"


@cache
def country_words(code: str) -> str:
    """A country's English name."""
    return str(Locale("en").territories.get(code, code)) if code else "an unknown country"
