"""What the warehouse is asked, as staff read it where they answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from orders.console.answering_forms import AnswerForm
from orders.console.words import moment
from orders.domain.fulfillable import MerchantRequest, Work
from orders.fulfilment.asked import is_asked

ASKED: Final = {"FULFILLMENT_REQUEST": "Asked to send it", "CANCELLATION_REQUEST": "Asked to stop"}
NOTIFY: Final = "notify_customer"
LONG: Final = 600
"""Characters from which on a message is scrolled in its place."""
UNREADABLE: Final = "What was written with the request cannot be read now. It stands in Shopify’s admin."


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPart:
    """One of the things that can be said to a request: the action, what its button says, and the form."""

    action: str
    button: str
    form: AnswerForm


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestPart:
    """One request as it was sent. `message` and `options` (name, value) are in the words of whoever sent it."""

    what: str
    when: str
    message: str
    is_long: bool
    wish: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPart:
    """What waits for an answer, and what was asked before it; or why neither can be said."""

    request: RequestPart | None = None
    before: tuple[RequestPart, ...] = ()
    trouble: str = ""


def describe_asked(work: Work, requests: Mapping[str, Sequence[MerchantRequest]] | None) -> AskedPart | None:
    """None where nothing waits for an answer."""
    if not is_asked(work):
        return None
    parts = [_request(each) for each in requests.get(work.id, ())] if requests is not None else []
    if not parts:
        return AskedPart(trouble=UNREADABLE)
    return AskedPart(request=parts[0], before=tuple(parts[1:]))


def _request(request: MerchantRequest) -> RequestPart:
    notify = request.options.get(NOTIFY)
    return RequestPart(
        what=ASKED.get(request.kind, request.kind.replace("_", " ").capitalize()),
        when=moment(request.sent_at),
        message=request.message,
        is_long=len(request.message) > LONG,
        wish=_say_wish(notify) if isinstance(notify, bool) else "",
        options=tuple(
            (name.replace("_", " "), _say_value(value))
            for name, value in request.options.items()
            if not (name == NOTIFY and isinstance(notify, bool))
        ),
    )


def _say_wish(notify: bool) -> str:  # noqa: FBT001 - it is what is said
    if notify:
        return "The customer is to be mailed by Shopify when it is sent."
    return "The customer is not to be mailed by Shopify."


def _say_value(value: str | float | bool) -> str:  # noqa: FBT001 - it is what is said
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
