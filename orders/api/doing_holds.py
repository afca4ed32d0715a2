"""The worker's part of holding and releasing. What it chose at its first try, of lines or of holds, later ones keep:
a try that was cut off has parted the work, and a hold that came since was not meant.
"""

from collections import Counter
from typing import Any, Final

from orders.api.endings import Ending, NotOurs, own_work, remember
from orders.api.gids import fulfillment_order_line_gid
from orders.api.models import Operation, State
from orders.domain.fulfillable import FulfillableOrder, Work
from orders.fulfilment.operations import Desk
from orders.fulfilment.picking import CannotPick, pick
from orders.fulfilment.wanted import WantedItem, WantedShipment

REFUSED: Final = "refused"
SAME: Final = "same"


def hold(desk: Desk, operation: Operation, order: FulfillableOrder) -> Ending:
    """Let a piece of work wait, or some of its items."""
    work, body = own_work(operation, order), operation.body
    try:
        lines = _choose(operation, work)
    except CannotPick as problem:
        return Ending(state=State.REFUSED, code=REFUSED, detail=str(problem))
    is_new = desk.hold(
        order.id,
        work.id,
        reason=body["reason"],
        notes=body.get("notes", ""),
        handle=body.get("handle", ""),
        external_id=body.get("external_id", ""),
        notify_merchant=bool(body.get("notify_merchant")),
        lines=lines,
    )
    return Ending(state=State.DONE, code="new" if is_new else SAME)


def release(desk: Desk, operation: Operation, order: FulfillableOrder) -> Ending:
    """End one hold of a piece of work, or those that it had at the first try."""
    work, body = own_work(operation, order), operation.body
    if "hold_id" in body:
        ids = [body["hold_id"]]
        if any(hold.id in ids for other in order.work if other.id != work.id for hold in other.holds):
            raise NotOurs  # it has not ended: it was asked for at the wrong work
    else:
        ids = remember(operation, {"holds": [each.id for each in work.holds]})["holds"]
    is_new = bool(ids) and desk.release(
        order.id, work.id, hold_ids=tuple(ids), external_id=body.get("external_id", "")
    )
    return Ending(state=State.DONE, code="changed" if is_new else SAME)


def _choose(operation: Operation, work: Work) -> tuple[tuple[str, int], ...]:
    """The lines that wait; none where all of it does. Raises CannotPick."""
    items = operation.body.get("items")
    if not items:
        return ()
    chosen = operation.begun.get("lines") or _pick(work, items)
    known = remember(operation, {"lines": chosen})["lines"]
    is_all = dict(map(tuple, known)) == {line.id: line.remaining for line in work.lines if line.remaining}
    return () if is_all else tuple((gid, quantity) for gid, quantity in known)


def _pick(work: Work, items: list[dict[str, Any]]) -> list[tuple[str, int]]:
    """Each line once with how many of it, in the order of the work. Raises CannotPick."""
    left = {line.id: line.remaining for line in work.lines}
    taken: Counter[str] = Counter()
    named = tuple(
        WantedItem(sku=item["sku"], quantity=item.get("quantity")) for item in items if "sku" in item
    )
    if named:
        for _, lines in pick([work], WantedShipment(items=named)):
            taken.update(dict(lines or ()))
    for item in items:
        if "line_id" in item:
            gid = fulfillment_order_line_gid(item["line_id"])
            if not left.get(gid):
                raise CannotPick(f"The work has no line {item['line_id']} with anything left to send.")
            taken[gid] += item.get("quantity") or left[gid]
    if any(taken[gid] > left[gid] for gid in taken):
        raise CannotPick("More was chosen than is left to send.")
    return [(gid, taken[gid]) for gid in left if taken[gid]]
