"""How long it is usual to hear nothing, by what is waited for and how far the way is.

Days of the calendar, weekends included. `longer` is the first day on which the silence is longer than usual, `ask` the
first on which waiting on helps nobody. Where the figures are from: docs/decisions/0012. A shop has its own: the table
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
