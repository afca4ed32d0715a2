"""What of the list somebody wants to see: read from an address or from what they saved, and written back as one."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Self
from urllib.parse import urlencode

from django.db.models import QuerySet

from orders.console.models import Attention
from orders.console.reasons import Reason

FOR_GOOD = 1e12
"""`Attention.hidden_until` of what is done."""
MINE, NOBODY = "mine", "nobody"
OPEN, SNOOZED, DONE = "", "snoozed", "done"
CARRIER_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Filter:
    """Empty parts narrow nothing. `assignee` is MINE, NOBODY or a user's key as digits."""

    reason: str = ""
    carrier: str = ""
    assignee: str = ""
    state: str = OPEN

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Self:
        """What can be understood of it; what cannot narrows nothing."""
        reason, assignee, state = (asked.get(name, "") for name in ("reason", "assignee", "state"))
        is_somebody = assignee in (MINE, NOBODY) or (assignee.isdecimal() and len(assignee) < 10)
        return cls(
            reason=reason if reason in set(Reason) else "",
            carrier=asked.get("carrier", "")[:CARRIER_LENGTH].replace("\x00", ""),
            assignee=assignee if is_somebody else "",
            state=state if state in (SNOOZED, DONE) else OPEN,
        )

    @property
    def query(self) -> str:
        """As the query of an address, without a question mark; empty where nothing is narrowed."""
        return urlencode({name: value for name, value in asdict(self).items() if value})

    def narrow(self, *, user_pk: int, now: float) -> QuerySet[Attention]:
        """The rows it leaves, in no order."""
        rows = Attention.objects.order_by()
        match self.state:
            case "snoozed":
                rows = rows.filter(hidden_until__gt=now, hidden_until__lt=FOR_GOOD)
            case "done":
                rows = rows.filter(hidden_until=FOR_GOOD)
            case _:
                rows = rows.filter(hidden_until__lte=now)
        if self.reason:
            rows = rows.filter(reason=self.reason)
        if self.carrier:
            rows = rows.filter(carrier=self.carrier)
        if self.assignee == NOBODY:
            return rows.filter(assignee=None)
        if self.assignee:
            return rows.filter(assignee_id=user_pk if self.assignee == MINE else int(self.assignee))
        return rows


def visible(*, now: float) -> QuerySet[Attention]:
    """All that is neither put off nor done."""
    return Filter().narrow(user_pk=0, now=now)
