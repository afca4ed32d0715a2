"""On time by carrier and week: who got better or worse, and whether that is more than chance."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from typing import Final

from orders.figures.multiples import Series, multiples
from orders.figures.naming import carrier_words, day_words
from orders.figures.sections import TOO_FEW_WORDS, Rows, Section
from orders.figures.statistics import share

ENOUGH: Final = 10
"""One late parcel of fewer would move a week by more than ten of 100."""
ENOUGH_WEEKS: Final = 2
MOST_CARRIERS: Final = 6
ENOUGH_OF_A_HALF: Final = 30
SURE: Final = 2.58
"""So many standard errors apart, two shares differ by chance once in a hundred times."""

type Kept = tuple[int, int]
"""Parcels that arrived and had a day, and those of them that came on or before it."""
type CarrierWeeks = Mapping[str, Mapping[str, Kept]]
"""By carrier and the Monday of each week, in ISO 8601."""


@dataclass(frozen=True, slots=True)
class Change:
    """A carrier's shares in the first and the second half of the weeks, in hundredths; `errors` apart."""

    name: str
    before: int
    after: int
    errors: float


def by_carrier_and_week(counted: CarrierWeeks) -> Section:
    """The section; with no plot where no carrier has enough parcels in enough weeks."""
    mondays = sorted({monday for weeks in counted.values() for monday in weeks})
    shown = _largest(counted)
    names = [carrier_words(carrier) for carrier in shown]
    labels = [day_words(date.fromisoformat(monday)) for monday in mondays]
    rows = Rows(("Week of", *names))
    for monday, label in zip(mondays, labels, strict=True):
        shares = (_share(counted[carrier].get(monday)) for carrier in shown)
        rows.add(label, *(TOO_FEW_WORDS if each is None else each for each in shares))
    series = [
        Series(
            name,
            f"{share(kept, promised)} of 100",
            tuple(_share(counted[carrier].get(monday)) for monday in mondays),
        )
        for carrier, name in zip(shown, names, strict=True)
        for promised, kept in [_sum(counted[carrier].values())]
    ]
    return Section(
        key="carrier-weeks",
        title="On time by carrier and week",
        sentence=_sentence(counted, shown, mondays),
        plot=multiples(series, labels, full="Of 100 that had a day", partly="On time"),
        table=rows.table(),
        note=f"A week is shown from {ENOUGH} parcels that had a day on, a carrier from {ENOUGH_WEEKS} such weeks on; "
        f"at most {MOST_CARRIERS} carriers, those with the most parcels.",
    )


def _largest(counted: CarrierWeeks) -> list[str]:
    known = [
        carrier
        for carrier, weeks in counted.items()
        if sum(promised >= ENOUGH for promised, _ in weeks.values()) >= ENOUGH_WEEKS
    ]
    return sorted(known, key=lambda carrier: (-_sum(counted[carrier].values())[0], carrier))[:MOST_CARRIERS]


def _sentence(counted: CarrierWeeks, shown: Sequence[str], mondays: Sequence[str]) -> str:
    if not shown:
        return "No carrier had enough parcels with a day in two weeks or more."
    changes = [change for carrier in shown if (change := _change(carrier, counted[carrier], mondays))]
    worse = [change for change in changes if change.after < change.before]
    better = [change for change in changes if change.after > change.before]
    if worse:
        most = max(worse, key=lambda change: change.errors)
        return f"{most.name} got worse: {_from_to(most)}."
    if better:
        most = max(better, key=lambda change: change.errors)
        return f"{most.name} got better: {_from_to(most)}. No carrier got clearly worse."
    return "No carrier got better or worse by more than chance would explain."


def _from_to(change: Change) -> str:
    return f"{change.before} of 100 on time in the first half of these weeks, {change.after} in the second"


def _change(carrier: str, weeks: Mapping[str, Kept], mondays: Sequence[str]) -> Change | None:
    """None where either half has too few parcels, or where chance would explain the difference."""
    middle = len(mondays) // 2
    halves = [
        _sum(weeks[monday] for monday in half if monday in weeks)
        for half in (mondays[:middle], mondays[middle:])
    ]
    (promised, kept), (promised_then, kept_then) = halves
    if min(promised, promised_then) < ENOUGH_OF_A_HALF:
        return None
    both = (kept + kept_then) / (promised + promised_then)
    error = sqrt(both * (1 - both) * (1 / promised + 1 / promised_then))
    apart = abs(kept / promised - kept_then / promised_then)
    if not error or apart / error < SURE:
        return None
    return Change(
        carrier_words(carrier), share(kept, promised), share(kept_then, promised_then), apart / error
    )


def _share(kept: Kept | None) -> int | None:
    return None if kept is None or kept[0] < ENOUGH else share(kept[1], kept[0])


def _sum(weeks: Iterable[Kept]) -> Kept:
    promised, kept = 0, 0
    for each in weeks:
        promised, kept = promised + each[0], kept + each[1]
    return promised, kept
