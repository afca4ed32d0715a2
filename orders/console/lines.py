"""What of an order needs attention, as a line of the list says it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from orders import clock
from orders.console.filters import FOR_GOOD
from orders.console.models import Attention
from orders.console.reasons import Reason
from orders.console.words import moment
from orders.storage import snapshots
from orders.storage.snapshots import UnreadableSnapshot


@dataclass(frozen=True, slots=True)
class Line:
    """One order and one reason. `then` is the line whose turn it is once this one is gone."""

    pk: int
    order_pk: int
    name: str
    label: str
    sentence: str
    advice: str
    since: str
    carrier: str
    note: str
    assignee: int | None
    assigned: str
    hidden: str
    then: int | None


def describe(rows: Sequence[Attention], staff: Mapping[int, str], *, now: float) -> list[Line]:
    """The lines in this order; `staff` are names by key."""
    following = [row.pk for row in rows[1:]] + [rows[-2].pk if len(rows) > 1 else None]
    return [_line(row, staff, then=then, now=now) for row, then in zip(rows, following, strict=False)]


def _line(row: Attention, staff: Mapping[int, str], *, then: int | None, now: float) -> Line:
    reason = Reason(row.reason)
    try:
        name = snapshots.decode(bytes(row.order.snapshot)).name
    except UnreadableSnapshot:
        name = "An order"
    days = max(0, (clock.local(now).date() - clock.local(row.since).date()).days)
    hidden = ""
    if row.hidden_until > now:
        hidden = "Done" if row.hidden_until >= FOR_GOOD else f"Put off until {moment(row.hidden_until)}"
    return Line(
        pk=row.pk,
        order_pk=row.order_id,
        name=name,
        label=reason.label,
        sentence=reason.sentence(days=days, detail=row.detail),
        advice=reason.advice,
        since=moment(row.since),
        carrier=row.carrier,
        note=row.note,
        assignee=row.assignee_id,
        assigned=staff.get(row.assignee_id, "somebody who has left") if row.assignee_id else "",
        hidden=hidden,
        then=then,
    )
