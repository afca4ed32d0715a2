"""How long it is usual to hear nothing, by what is waited for and how far the way is.

Days of the calendar, weekends included. `longer` is the first day on which the silence is longer than usual, `ask` the
first on which waiting on helps nobody. Where the figures are from: docs/decisions/0014. A shop has its own: the table
is handed in, and `SILENCE_DAYS` changes single rows of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from orders.domain.timeline.kinds import Awaited


@dataclass(frozen=True, slots=True)
class Usual:
    """Days of silence; `longer` is at most `ask`."""

    longer: int
    ask: int


type UsualTimes = Mapping[Awaited, Usual]

USUAL_TIMES: UsualTimes = MappingProxyType(
    {
        Awaited.PACKING: Usual(5, 14),
        Awaited.FIRST_SCAN: Usual(4, 8),
        Awaited.FIRST_SCAN_ABROAD: Usual(5, 12),
        Awaited.NEXT_SCAN: Usual(4, 8),
        Awaited.NEXT_SCAN_ABROAD: Usual(10, 21),
        Awaited.DELIVERY: Usual(1, 3),
        Awaited.NEW_ATTEMPT: Usual(3, 7),
        Awaited.COLLECTION: Usual(4, 8),
        Awaited.SHOP_COLLECTION: Usual(7, 21),
        Awaited.UNTRACKED: Usual(8, 15),
        Awaited.UNTRACKED_ABROAD: Usual(15, 30),
    }
)


class UnusableTimes(ValueError):
    """A row of a shop's own table that cannot be used; the message says which and why."""


def read_usual_times(table: Mapping[str, str]) -> UsualTimes:
    """The usual times with a shop's own rows, such as `{"first_scan": "4 8"}`: days until longer, and until asking.

    Raises `UnusableTimes`.
    """
    return MappingProxyType(
        {**USUAL_TIMES, **{_awaited(name): _usual(name, row) for name, row in table.items()}}
    )


def _awaited(name: str) -> Awaited:
    try:
        return Awaited(name)
    except ValueError:
        raise UnusableTimes(f"{name!r} is none of {', '.join(Awaited)}") from None


def _usual(name: str, row: str) -> Usual:
    figures = row.split()
    if len(figures) != 2 or not all(figure.isascii() and figure.isdigit() for figure in figures):
        raise UnusableTimes(f'{name!r} must be two whole numbers of days, such as "4 8", not {row!r}')
    longer, ask = map(int, figures)
    if not 1 <= longer <= ask <= 1000:
        raise UnusableTimes(
            f"{name!r} must be days from 1 to 1000, the second not before the first, not {row!r}"
        )
    return Usual(longer, ask)
