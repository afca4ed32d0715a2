"""What a warehouse's software answers to a request, from the stored body to what Shopify takes."""

from datetime import UTC, date, datetime, time
from typing import Any, Final

from orders import conf
from orders.domain.fulfillable import AnswerDetails, RequestAnswer, Work
from orders.fulfilment.picking import is_sku

END_OF_DAY: Final = time(23, 59, 59)


class CannotBeSaid(Exception):
    """The answer names what is not there; `code` is for programs, the message for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def read_details(body: dict[str, Any], work: Work, *, asked_at: float) -> AnswerDetails:
    """What is said along with the answer to `work`. `asked_at` is when the software asked. Raises CannotBeSaid."""
    answer = RequestAnswer(body["answer"])
    is_reject = answer is RequestAnswer.REJECT
    by = _estimated(body["estimated_shipped_at"]) if body.get("estimated_shipped_at") else None
    if by is not None and by.timestamp() <= asked_at:
        raise CannotBeSaid("not_in_the_future", "estimated_shipped_at was over when this was asked.")
    return AnswerDetails(
        reason=body.get("reason", "") if is_reject else "",
        message=body.get("message", ""),
        lines=_lines(body.get("items", ()), work) if is_reject else (),
        estimated_shipped_at=by,
    )


def _estimated(written: str) -> datetime:
    """A moment, or the end of a day in the store's time."""
    if "T" in written:
        return datetime.fromisoformat(written).astimezone(UTC)
    return datetime.combine(date.fromisoformat(written), END_OF_DAY, conf.time_zone())


def _lines(items: list[dict[str, Any]], work: Work) -> tuple[tuple[str, str], ...]:
    """Every line with something left of each SKU."""
    found: list[tuple[str, str]] = []
    for item in items:
        sku = item["sku"]
        lines = [line.id for line in work.lines if is_sku(line.sku, sku) and line.remaining]
        if not lines:
            raise CannotBeSaid("no_such_item", f'Nothing with the SKU "{sku}" is asked for in this work.')
        found += [(line, item.get("message", "")) for line in lines]
    return tuple(found)
