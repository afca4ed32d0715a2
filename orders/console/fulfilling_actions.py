"""What staff may do with an order's shipments: each action with its form, what it says first, and its way."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from orders.console.answering_forms import AcceptForm, AnswerForm, RejectForm
from orders.console.fulfilling_forms import BareForm, EventForm, ShipForm, TrackingForm
from orders.console.holding_forms import HoldForm, ReleaseForm
from orders.domain.fulfillable import FulfillableOrder, ReportedEvent, RequestAnswer
from orders.fulfilment.changing import Unsettled
from orders.fulfilment.locks import OrderBusy
from orders.fulfilment.operations import Desk
from orders.fulfilment.planning import Verdict
from orders.shopify.errors import AccessDenied, ChangeRefused, OrderNotFound, ShopifyError


class NotDone(Exception):
    """Nothing came of it; the message says why, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing to do. `ask_first` says whether it cannot be undone and so is asked about; `do` gives the sentence on
    what was done, or raises NotDone or what Desk raises.
    """

    title: str
    button: str
    form: type[BareForm]
    ask_first: Callable[[BareForm], bool]
    tell: Callable[[FulfillableOrder, BareForm], list[str]]
    do: Callable[[Desk, str, BareForm], str]


def carry_out(action: Action, desk: Desk, order_id: str, form: BareForm) -> str:
    """Do it; returns what to say of it. Raises NotDone, with a sentence for whatever went wrong."""
    try:
        return action.do(desk, order_id, form)
    except OrderBusy:
        message = "Somebody else is changing this order just now. Nothing was done; try again in a moment."
    except Unsettled:
        message = (
            "It was sent, and Shopify has not answered. Wait a minute, then look at this page again before you "
            "repeat it: it may have been done."
        )
    except ChangeRefused as refusal:
        message = f"Shopify refuses it: {' '.join(refusal.reasons)} Nothing was done."
    except OrderNotFound:
        message = "Shopify no longer shows this order. Nothing was done."
    except AccessDenied as error:
        message = f"The app was not granted what this takes: {error} Nothing was done."
    except ShopifyError as error:
        message = f"Shopify cannot be asked now: {error} Nothing was done."
    raise NotDone(message)


def _ship(desk: Desk, order_id: str, form: BareForm) -> str:
    wanted = _as(ShipForm, form).wanted()
    plan = desk.ship(order_id, wanted).plan
    if plan.verdict in (Verdict.REFUSED, Verdict.NOTHING_LEFT):
        raise NotDone(plan.reason)
    if plan.verdict is Verdict.SAME:
        return f"Nothing was left to do: {plan.reason}"
    return f"Done. {plan.reason}"


def _correct(desk: Desk, order_id: str, form: BareForm) -> str:
    sent = _as(TrackingForm, form)
    notify = sent.cleaned_data["notify"]
    desk.correct_tracking(order_id, form.cleaned_data["of"], sent.tracking(), notify_customer=notify)
    return "Shopify has the carrier and the numbers as you wrote them."


def _cancel(desk: Desk, order_id: str, form: BareForm) -> str:
    desk.cancel(order_id, form.cleaned_data["of"])
    return "The shipment is cancelled. Its items are to be sent again."


def _report(desk: Desk, order_id: str, form: BareForm) -> str:
    given = form.cleaned_data
    event = ReportedEvent(
        fulfillment_id=given["of"],
        status=given["status"],
        happened_at=given["happened_at"],
        city=given["city"] or None,
        message=given["message"] or None,
    )
    desk.report_event(order_id, event)
    return "Shopify has noted what happened."


def _hold(desk: Desk, order_id: str, form: BareForm) -> str:
    given = form.cleaned_data
    some = _as(HoldForm, form).some()
    desk.hold(order_id, given["of"], reason=given["reason"], notes=given["notes"], lines=some)
    if some:
        return "What you chose is on hold, and does not leave until it is released. The rest may be sent."
    return "It is on hold. Nothing leaves until it is released."


def _release(desk: Desk, order_id: str, form: BareForm) -> str:
    hold_id = form.cleaned_data["hold"]
    desk.release(order_id, form.cleaned_data["of"], hold_ids=(hold_id,) if hold_id else ())
    return "It is released. What nothing else holds may be sent."


def _answer(answer: RequestAnswer, said: str) -> Callable[[Desk, str, BareForm], str]:
    def do(desk: Desk, order_id: str, form: BareForm) -> str:
        details = _as(AnswerForm, form).details()
        desk.answer_request(order_id, form.cleaned_data["of"], answer, details)
        return said

    return do


def _tell_cancel(order: FulfillableOrder, form: BareForm) -> list[str]:
    made = next((each for each in order.fulfillments if each.id == form.cleaned_data["of"]), None)
    numbers = ", ".join(info.number for info in made.tracking if info.number) if made else ""
    return [
        f"The shipment {f'with {numbers} ' if numbers else ''}is cancelled, and its items are to be sent again.",
        "This cannot be undone: a new shipment has to be made. It stops no parcel that the carrier has.",
    ]


def _tell_form(_order: FulfillableOrder, form: BareForm) -> list[str]:
    return form.tell()


def _tell_answer(*sentences: str) -> Callable[[FulfillableOrder, BareForm], list[str]]:
    def tell(_order: FulfillableOrder, form: BareForm) -> list[str]:
        return [*sentences, *_as(AnswerForm, form).saying(), "Shopify lets no answer be taken back."]

    return tell


def _always(_form: BareForm) -> bool:
    return True


def _never(_form: BareForm) -> bool:
    return False


def _notifies(form: BareForm) -> bool:
    return bool(form.cleaned_data["notify"])


def _as[Kind: BareForm](kind: type[Kind], form: BareForm) -> Kind:
    assert isinstance(form, kind)  # noqa: S101 - so that types are known
    return form


def _action(title: str, button: str, form: type[BareForm], **rest: Any) -> Action:
    return Action(
        title=title, button=button, form=form, **({"tell": _tell_form, "ask_first": _always} | rest)
    )


ACTIONS: Final = {
    "ship": _action("Mark as shipped", "Mark as shipped", ShipForm, do=_ship),
    "tracking": _action(
        "Correct number or carrier", "Correct it", TrackingForm, do=_correct, ask_first=_notifies
    ),
    "event": _action("Add an event", "Add it", EventForm, do=_report),
    "cancel": _action("Cancel the shipment", "Cancel the shipment", BareForm, do=_cancel, tell=_tell_cancel),
    "hold": _action("Hold", "Hold", HoldForm, do=_hold, ask_first=_never),
    "release": _action("Release", "Release", ReleaseForm, do=_release, ask_first=_never),
    "accept": _action(
        "Accept the request",
        "Accept it",
        AcceptForm,
        do=_answer(RequestAnswer.ACCEPT, "The request is accepted."),
        tell=_tell_answer("Your fulfillment service takes on to send these items."),
    ),
    "reject": _action(
        "Reject the request",
        "Reject it",
        RejectForm,
        do=_answer(
            RequestAnswer.REJECT, "The request is rejected. The items have to be sent in another way."
        ),
        tell=_tell_answer("Your fulfillment service does not send these items: another has to."),
    ),
    "accept-cancellation": _action(
        "Stop sending it",
        "Stop it",
        AnswerForm,
        do=_answer(
            RequestAnswer.ACCEPT_CANCELLATION, "It is stopped. The items are to be sent anew, or not at all."
        ),
        tell=_tell_answer("Your fulfillment service does not send these items after all."),
    ),
    "reject-cancellation": _action(
        "Send it all the same",
        "Send it",
        AnswerForm,
        do=_answer(RequestAnswer.REJECT_CANCELLATION, "Whoever asked is told that it is sent all the same."),
        tell=_tell_answer("Your fulfillment service was asked to stop, and sends these items all the same."),
    ),
}
