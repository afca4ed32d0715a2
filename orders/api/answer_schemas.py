"""The shape of an answer to what a location was asked."""

import re
from datetime import date, datetime
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, ConfigDict, Field, JsonValue, model_validator

from orders.api.schemas import NEWEST, OLDEST, REJECTION_REASONS, NamedItemIn, Strict, Words

DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
NEITHER: Final = date.min
EXAMPLE: Final[dict[str, JsonValue]] = {
    "answer": "reject",
    "reason": "INVENTORY_OUT_OF_STOCK",
    "items": [{"sku": "MUG-1", "message": "Back in January"}],
}


def _moment_or_day(value: Any) -> Any:
    """One error for both, where a union would tell of each."""
    try:
        if isinstance(value, str) and DAY.fullmatch(value):
            read: datetime | date = date.fromisoformat(value)
        else:
            read = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        read = NEITHER
    is_naive = isinstance(read, datetime) and read.utcoffset() is None
    if is_naive or not OLDEST.year <= read.year < NEWEST.year:
        message = "is neither a moment with an offset nor a day, from 2000 to 2099"
        raise ValueError(message)
    return read


def _may_be_said(value: "AnswerIn") -> "AnswerIn":
    """Items are for refusing, and an estimate for agreeing to send."""
    if value.items is not None and value.answer != "reject":
        message = "items are for the answer reject only"
        raise ValueError(message)
    if value.estimated_shipped_at is not None and value.answer != "accept":
        message = "estimated_shipped_at is for the answer accept only"
        raise ValueError(message)
    named = [item.sku.casefold() if item.sku else item.line_id for item in value.items or ()]
    if len(set(named)) < len(named):
        message = "items names one thing twice"
        raise ValueError(message)
    return value


class RejectedItemIn(NamedItemIn):
    """One item that cannot be sent, and why."""

    message: Words | None = None


class AnswerIn(Strict):
    """What the location says to what it was asked: to send something, or not to send it after all."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    answer: Literal["accept", "reject", "accept_cancellation", "reject_cancellation"] = Field(
        description="The first two while `request_status` is `SUBMITTED`, the others while it is "
        "`CANCELLATION_REQUESTED`."
    )
    reason: REJECTION_REASONS | None = Field(None, description="Why it is rejected; other answers have none.")
    message: Words | None = Field(None, description="The merchant sees it in Shopify's admin.")
    items: list[RejectedItemIn] | None = Field(
        None,
        min_length=1,
        max_length=250,
        description="Only with `reject`: the items that are the cause, each once. The whole request is rejected "
        "whatever is named; without it all of them count as not to be sent.",
    )
    estimated_shipped_at: Annotated[datetime | date, BeforeValidator(_moment_or_day)] | None = Field(
        None,
        description="Only with `accept`: by when it will be sent, a moment with an offset or a day, which ends with "
        "the store's. Shopify is told; the shopper's page does not change by it.",
    )

    @model_validator(mode="after")
    def _check(self) -> "AnswerIn":
        return _may_be_said(self)
