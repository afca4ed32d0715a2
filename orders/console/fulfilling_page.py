"""The page of an order's shipments: what is left at each place, what has left, and the forms for both."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from orders import clock
from orders.console.answering import AnswerPart, AskedPart, describe_asked
from orders.console.answering_forms import AcceptForm, AnswerForm, RejectForm
from orders.console.fulfilling_forms import MINUTES, BareForm, EventForm, ShipForm, TrackingForm
from orders.console.holding_forms import HOLD_REASONS, HoldForm, ReleaseForm
from orders.console.item_names import Names
from orders.console.words import moment
from orders.domain.carriers import read_tracking_numbers
from orders.domain.carriers.directory import carrier_names
from orders.domain.fulfillable import FulfillableOrder, Hold, MadeFulfillment, MerchantRequest, Work
from orders.domain.status import FulfillmentOrderRequestStatus, FulfillmentOrderStatus
from orders.fulfilment.planning import CANNOT_LEAVE, CREATE
from orders.fulfilment.scopes import MayWrite
from orders.fulfilment.wanted import state_of

WORK_STATES: Final = {
    "OPEN": "open",
    "IN_PROGRESS": "in progress",
    "SCHEDULED": "scheduled for a later day",
    "ON_HOLD": "on hold",
    "INCOMPLETE": "incomplete",
}
REQUEST_STATES: Final = {
    "SUBMITTED": "asked of the warehouse, not accepted yet",
    "REJECTED": "the warehouse does not send it",
    "CANCELLATION_REQUESTED": "the warehouse is asked to stop, and has not answered yet",
    "CANCELLATION_ACCEPTED": "the warehouse has stopped",
    "CANCELLATION_REJECTED": "the warehouse was asked to stop, and sends it all the same",
}
HOLD: Final = "HOLD"
RELEASE: Final = "RELEASE_HOLD"
ENDED: Final = frozenset({"CLOSED", "CANCELLED"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePart:
    """A hold that can be ended: what its button says, and the form."""

    button: str
    form: ReleaseForm


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPart:
    """One fulfillment order with something left. A form that is None is not offered now."""

    place: str
    state: str
    items: tuple[str, ...]
    ship: ShipForm | None = None
    hold: HoldForm | None = None
    releases: tuple[ReleasePart, ...] = ()
    asked: AskedPart | None = None
    answers: tuple[AnswerPart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MadePart:
    """One shipment that was made and not cancelled."""

    name: str
    made: str
    items: tuple[str, ...]
    numbers: tuple[str, ...]
    company: str
    destroyed: tuple[str, ...]
    """Those of the numbers that a spreadsheet has rounded."""
    tracking: TrackingForm
    cancel: BareForm
    event: EventForm | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A form that was sent and is wrong: which action it is of, and of which thing."""

    action: str
    of: str
    form: BareForm


def build(
    order: FulfillableOrder,
    names: Names,
    may: MayWrite,
    *,
    requests: Mapping[str, Sequence[MerchantRequest]] | None,
    sent: Sent | None = None,
) -> dict[str, Any]:
    """What the template takes. A form that was sent stands in the place of its like; `requests` that are None could
    not be read.
    """
    forms = _Forms(order, names, sent)
    return {
        "works": [
            _work(work, forms, may, describe_asked(work, requests))
            for work in order.work
            # What a service has stopped is cancelled, and may still be sent.
            if work.remaining and (work.status not in ENDED or CREATE in work.actions)
        ],
        "mades": [_made(made, forms, may) for made in order.fulfillments if made.status not in CANNOT_LEAVE],
        "is_cancelled": order.cancelled_at is not None,
        "carriers": sorted(carrier_names()),
        "sent": sent.form if sent else None,
    }


def ship_form(order: FulfillableOrder, work: Work, names: Names, data: Any = None) -> ShipForm:
    """The form for what is left of one fulfillment order."""
    initial = {"of": work.id, "seen": state_of(order)}
    return ShipForm(work, names.of_lines(work), data, initial=initial, auto_id=_ids("ship", work.id))


def hold_form(_order: FulfillableOrder, work: Work, names: Names, data: Any = None) -> HoldForm:
    """The form for holding some or all of one fulfillment order."""
    ids = _ids("hold", work.id)
    return HoldForm(work, names.of_lines(work), data, initial={"of": work.id}, auto_id=ids)


def reject_form(_order: FulfillableOrder, work: Work, names: Names, data: Any = None) -> RejectForm:
    """The form for rejecting the request to send one fulfillment order."""
    ids = _ids("reject", work.id)
    return RejectForm(work, names.of_lines(work), data, initial={"of": work.id}, auto_id=ids)


def find_work(order: FulfillableOrder, gid: str) -> Work | None:
    """One of the order's fulfillment orders that something is left of."""
    return next((work for work in order.work if work.id == gid and work.remaining), None)


class _Forms:
    """New forms, but for the one that was sent."""

    def __init__(self, order: FulfillableOrder, names: Names, sent: Sent | None) -> None:
        self.order = order
        self.names = names
        self._sent = sent

    def form[Kind: BareForm](self, action: str, of: str, kind: type[Kind], **initial: str) -> Kind:
        if self._sent is not None and (self._sent.action, self._sent.of) == (action, of):
            assert isinstance(self._sent.form, kind)  # noqa: S101 - so that types are known
            return self._sent.form
        return kind(initial={"of": of, **initial}, auto_id=_ids(action, of))

    def of_work[Kind: BareForm](
        self, action: str, work: Work, make: Callable[[FulfillableOrder, Work, Names], Kind]
    ) -> Kind:
        if self._sent is not None and (self._sent.action, self._sent.of) == (action, work.id):
            return cast("Kind", self._sent.form)
        return make(self.order, work, self.names)


def _work(work: Work, forms: _Forms, may: MayWrite, asked: AskedPart | None) -> WorkPart:
    return WorkPart(
        place=work.location_name or "An unnamed location",
        state=_say_state(work),
        items=tuple(
            f"{line.remaining} × {forms.names.of(line.line_item_id)}" for line in work.lines if line.remaining
        ),
        ship=forms.of_work("ship", work, ship_form) if CREATE in work.actions else None,
        hold=forms.of_work("hold", work, hold_form) if may.hold and HOLD in work.actions else None,
        releases=_releases(work) if may.hold and RELEASE in work.actions else (),
        asked=asked if may.accept else None,
        answers=_answers(work, forms) if may.accept else (),
    )


def _releases(work: Work) -> tuple[ReleasePart, ...]:
    """One for each hold, so that what ends is what somebody has seen."""
    holds = [(hold.id, f"Release: {_say_hold(hold)}") for hold in work.holds]
    if len(holds) < 2:
        holds = [(gid, "Release") for gid, _ in holds] or [("", "Release")]
    return tuple(
        ReleasePart(
            button=button,
            form=ReleaseForm(
                initial={"of": work.id, "hold": gid},
                auto_id=_ids(f"release-{gid.rpartition('/')[2]}", work.id),
            ),
        )
        for gid, button in holds
    )


def _say_hold(hold: Hold) -> str:
    return dict(HOLD_REASONS).get(hold.reason, hold.reason.replace("_", " ")).lower()


def _answers(work: Work, forms: _Forms) -> tuple[AnswerPart, ...]:
    offered: tuple[tuple[str, str, AnswerForm], ...] = ()
    if work.request_status == FulfillmentOrderRequestStatus.SUBMITTED:
        offered = (
            ("accept", "Accept the request", forms.form("accept", work.id, AcceptForm)),
            ("reject", "Reject the request", forms.of_work("reject", work, reject_form)),
        )
    elif work.request_status == FulfillmentOrderRequestStatus.CANCELLATION_REQUESTED:
        stop, send = "accept-cancellation", "reject-cancellation"
        offered = (
            (stop, "Stop sending it", forms.form(stop, work.id, AnswerForm)),
            (send, "Send it all the same", forms.form(send, work.id, AnswerForm)),
        )
    return tuple(
        AnswerPart(action=f"console:fulfil-{action}", button=button, form=form)
        for action, button, form in offered
    )


def _made(made: MadeFulfillment, forms: _Forms, may: MayWrite) -> MadePart:
    numbers = tuple(info.number for info in made.tracking if info.number)
    company = next((info.company for info in made.tracking if info.company), None) or ""
    urls = [info.url for info in made.tracking if info.url]
    event = forms.form(
        "event", made.id, EventForm, happened_at=clock.local(clock.seconds()).strftime(MINUTES)
    )
    return MadePart(
        name=f"Shipment {made.id.rpartition('/')[2]}",
        made=moment(made.created_at),
        items=tuple(f"{line.quantity} × {forms.names.of(line.line_item_id)}" for line in made.lines),
        numbers=numbers,
        company=company,
        destroyed=tuple(number for number in numbers if _is_destroyed(number)),
        tracking=forms.form(
            "tracking",
            made.id,
            TrackingForm,
            company=company,
            numbers="\n".join(numbers),
            url=urls[0] if len(urls) == 1 and not is_shopifys(company) else "",
        ),
        cancel=forms.form("cancel", made.id, BareForm),
        event=event if may.report else None,
    )


def is_shopifys(company: str) -> bool:
    """Whether Shopify itself builds the address of this carrier's parcels."""
    return company in carrier_names()


def _say_state(work: Work) -> str:
    if work.status == FulfillmentOrderStatus.ON_HOLD and work.holds:
        return f"on hold: {', '.join(dict.fromkeys(_say_hold(hold) for hold in work.holds))}"
    if (said := REQUEST_STATES.get(work.request_status)) is not None:
        return said
    return WORK_STATES.get(work.status, work.status.replace("_", " ").lower())


def _is_destroyed(number: str) -> bool:
    return any(each.fault for each in read_tracking_numbers(number))


def _ids(action: str, of: str) -> str:
    return f"{action}-{of.rpartition('/')[2]}-%s"
