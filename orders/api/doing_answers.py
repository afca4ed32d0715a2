"""The worker's part of answering a request, from the stored body to what Shopify takes."""

from datetime import UTC, date, datetime, time
from typing import Any, Final

from orders import conf
from orders.api.endings import Ending, own_work
from orders.api.gids import fulfillment_order_line_gid
from orders.api.models import Operation, State
from orders.domain.fulfillable import AnswerDetails, FulfillableOrder, RequestAnswer, Work
from orders.fulfilment.operations import Desk
from orders.fulfilment.picking import is_sku

END_OF_DAY: Final = time(23, 59, 59)


class _CannotBeSaid(Exception):
    """`code` is for programs, the message for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def answer(desk: Desk, operation: Operation, order: FulfillableOrder) -> Ending:
    """Say to a request what the software answers."""
    work, given = own_work(operation, order), RequestAnswer(operation.body["answer"])
    try:
        details = _read_details(operation, work, given)
    except _CannotBeSaid as problem:
        return Ending(state=State.REFUSED, code=problem.code, detail=str(problem))
    desk.answer_request(order.id, work.id, given, details)
    return Ending(state=State.DONE)


def _read_details(operation: Operation, work: Work, given: RequestAnswer) -> AnswerDetails:
    """Raises _CannotBeSaid."""
    body, is_reject = operation.body, given is RequestAnswer.REJECT
    written = body.get("estimated_shipped_at")
    by = _read_estimate(written) if written else None
    # Not against the clock of now: a try that comes late must not refuse what was asked in time.
    if by is not None and by.timestamp() <= operation.created_at:
        raise _CannotBeSaid("not_in_the_future", "estimated_shipped_at was over when this was asked.")
    return AnswerDetails(
        reason=body.get("reason", "") if is_reject else "",
        message=body.get("message", ""),
        lines=_find_lines(body.get("items", ()), work),
        estimated_shipped_at=by,
    )


def _read_estimate(written: str) -> datetime:
    """A moment, or the end of a day in the store's time."""
    if "T" in written:
        return datetime.fromisoformat(written).astimezone(UTC)
    return datetime.combine(date.fromisoformat(written), END_OF_DAY, conf.time_zone())


def _find_lines(items: list[dict[str, Any]], work: Work) -> tuple[tuple[str, str], ...]:
    """Each line once that is named, with its message; of a SKU every line that has something left."""
    left = [line for line in work.lines if line.remaining]
    found: dict[str, str] = {}
    for item in items:
        if "line_id" in item:
            gid = fulfillment_order_line_gid(item["line_id"])
            named = [line.id for line in left if line.id == gid]
        else:
            named = [line.id for line in left if is_sku(line.sku, item["sku"])]
        if not named:
            called = item.get("sku") or item.get("line_id")
            raise _CannotBeSaid("no_such_item", f"Nothing that is called {called} is asked for in this work.")
        found |= {line: found.get(line) or item.get("message", "") for line in named}
    return tuple(found.items())
