"""Short words for the states of parcels, scans and waiting items, and the tone they are shown in."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from orders.domain.status import FulfillmentEventStatus
from orders.domain.timeline.kinds import ExpectedSource, HeadlineKind, ParcelState, WaitingReason


def parcel_state_words(state: ParcelState, *, called_off: bool = False) -> str:
    """Where a parcel is, in two or three words; `called_off`: of an order cancelled before anybody saw it leave."""
    if called_off and state is ParcelState.SHIPPED:
        return pgettext("parcel", "Packed")
    return str(_PARCELS[state])


def event_words(status: str) -> str:
    """What a scan reports. A status nobody knew when this was written claims nothing."""
    words = _EVENTS.get(status)
    return str(words) if words else pgettext("scan", "News from the carrier")


def waiting_words(reason: WaitingReason) -> str:
    """Why something has not left, in two or three words."""
    return str(_WAITING[reason])


def source_words(source: ExpectedSource) -> str:
    """Where an expected date is from."""
    return str(_SOURCES[source])


def parcel_tone(state: ParcelState) -> str:
    """One of calm, done and problem."""
    if state in DONE_STATES:
        return "done"
    return "problem" if state in _PROBLEM_STATES else "calm"


def waiting_tone(reason: WaitingReason) -> str:
    """One of calm and problem (the shopper should act)."""
    return "problem" if reason in _PROBLEM_REASONS else "calm"


def headline_tone(kind: HeadlineKind) -> str:
    """One of calm, done, problem and ended."""
    if kind in _DONE_HEADLINES:
        return "done"
    if kind in _ENDED_HEADLINES:
        return "ended"
    return "problem" if kind in _PROBLEM_HEADLINES else "calm"


DONE_STATES = frozenset({ParcelState.DELIVERED, ParcelState.COLLECTED, ParcelState.SENT})
_PROBLEM_STATES = frozenset(
    {
        ParcelState.DELAYED,
        ParcelState.DELIVERY_ATTEMPTED,
        ParcelState.ACTION_NEEDED,
        ParcelState.PROBLEM,
        ParcelState.RETURNING,
        ParcelState.RETURNED,
        ParcelState.DELIVERY_UNCLEAR,
    }
)
_PROBLEM_REASONS = frozenset({WaitingReason.CHECK_ADDRESS, WaitingReason.AWAITING_PAYMENT})
_DONE_HEADLINES = frozenset(
    {
        HeadlineKind.DELIVERED,
        HeadlineKind.COLLECTED,
        HeadlineKind.FINISHED,
        HeadlineKind.DIGITAL_SENT,
        HeadlineKind.BOUGHT_IN_STORE,
    }
)
_ENDED_HEADLINES = frozenset(
    {
        HeadlineKind.CANCELLED,
        HeadlineKind.CANCELLED_BY_SHOPPER,
        HeadlineKind.CANCELLED_OUT_OF_STOCK,
        HeadlineKind.CANCELLED_AFTER_PACKING,
        HeadlineKind.CANCELLED_PARTLY_SHIPPED,
        HeadlineKind.REMOVED,
        HeadlineKind.REFUNDED,
        HeadlineKind.NOTHING_TO_SEND,
    }
)
_PROBLEM_HEADLINES = frozenset(
    {
        HeadlineKind.OVERDUE,
        HeadlineKind.DELAYED,
        HeadlineKind.DELIVERY_ATTEMPTED,
        HeadlineKind.ACTION_NEEDED,
        HeadlineKind.PROBLEM,
        HeadlineKind.RETURNING,
        HeadlineKind.RETURNED,
        HeadlineKind.DELIVERY_UNCLEAR,
        HeadlineKind.NO_NEWS,
        HeadlineKind.NOT_COLLECTED,
        HeadlineKind.CHECK_ADDRESS,
        HeadlineKind.AWAITING_PAYMENT,
    }
)

_PARCELS: Mapping[ParcelState, Promise] = {
    ParcelState.PREPARING: pgettext_lazy("parcel", "Being prepared"),
    ParcelState.LABEL_READY: pgettext_lazy("parcel", "Waiting for the carrier"),
    ParcelState.SHIPPED: pgettext_lazy("parcel", "Shipped"),
    ParcelState.IN_TRANSIT: pgettext_lazy("parcel", "On its way"),
    ParcelState.OUT_FOR_DELIVERY: pgettext_lazy("parcel", "Out for delivery"),
    ParcelState.DELAYED: pgettext_lazy("parcel", "Delayed"),
    ParcelState.DELIVERY_ATTEMPTED: pgettext_lazy("parcel", "Delivery attempted"),
    ParcelState.ACTION_NEEDED: pgettext_lazy("parcel", "Needs something from you"),
    ParcelState.PROBLEM: pgettext_lazy("parcel", "Problem reported"),
    ParcelState.RETURNING: pgettext_lazy("parcel", "On its way back to us"),
    ParcelState.RETURNED: pgettext_lazy("parcel", "Back with us"),
    ParcelState.AT_POINT: pgettext_lazy("parcel", "Delivered to a pickup point"),
    ParcelState.DELIVERY_UNCLEAR: pgettext_lazy("parcel", "Reported delivered"),
    ParcelState.SOME_DELIVERED: pgettext_lazy("parcel", "One of several delivered"),
    ParcelState.READY_TO_COLLECT: pgettext_lazy("parcel", "Ready to collect"),
    ParcelState.COLLECTED: pgettext_lazy("parcel", "Collected"),
    ParcelState.DELIVERED: pgettext_lazy("parcel", "Delivered"),
    ParcelState.SENT: pgettext_lazy("parcel", "Sent"),
}

_EVENTS: Mapping[str, Promise] = {
    FulfillmentEventStatus.LABEL_PURCHASED: pgettext_lazy("scan", "Label bought"),
    FulfillmentEventStatus.LABEL_PRINTED: pgettext_lazy("scan", "Label printed"),
    FulfillmentEventStatus.CONFIRMED: pgettext_lazy("scan", "Announced to the carrier"),
    FulfillmentEventStatus.CARRIER_PICKED_UP: pgettext_lazy("scan", "Collected by the carrier"),
    FulfillmentEventStatus.IN_TRANSIT: pgettext_lazy("scan", "On its way"),
    FulfillmentEventStatus.DELAYED: pgettext_lazy("scan", "Delayed"),
    FulfillmentEventStatus.OUT_FOR_DELIVERY: pgettext_lazy("scan", "Out for delivery"),
    FulfillmentEventStatus.ATTEMPTED_DELIVERY: pgettext_lazy("scan", "Delivery attempted"),
    FulfillmentEventStatus.READY_FOR_PICKUP: pgettext_lazy("scan", "Ready to collect"),
    FulfillmentEventStatus.DELIVERED: pgettext_lazy("scan", "Delivered"),
    FulfillmentEventStatus.FAILURE: pgettext_lazy("scan", "Problem reported"),
    FulfillmentEventStatus.BUYER_ACTION_REQUIRED: pgettext_lazy(
        "scan", "The carrier needs something from you"
    ),
    FulfillmentEventStatus.PICKED_UP: pgettext_lazy("scan", "Collected"),
    FulfillmentEventStatus.READY_FOR_RECIPIENT_PICKUP: pgettext_lazy("scan", "Ready to collect"),
    FulfillmentEventStatus.RETURNING_TO_SENDER: pgettext_lazy("scan", "On its way back to us"),
}

_WAITING: Mapping[WaitingReason, Promise] = {
    WaitingReason.RECEIVED: pgettext_lazy("waiting", "Received"),
    WaitingReason.PREPARING: pgettext_lazy("waiting", "Being prepared"),
    WaitingReason.PACKING: pgettext_lazy("waiting", "Being packed"),
    WaitingReason.OUT_OF_STOCK: pgettext_lazy("waiting", "Waiting for stock"),
    WaitingReason.CHECK_ADDRESS: pgettext_lazy("waiting", "Address to be checked"),
    WaitingReason.AWAITING_PAYMENT: pgettext_lazy("waiting", "Waiting for payment"),
    WaitingReason.AWAITING_RETURN: pgettext_lazy("waiting", "Waiting for your return"),
    WaitingReason.DATE_UNKNOWN: pgettext_lazy("waiting", "No date yet"),
    WaitingReason.REVIEW: pgettext_lazy("waiting", "Being looked over"),
    WaitingReason.SCHEDULED: pgettext_lazy("waiting", "Planned"),
    WaitingReason.PREORDER: pgettext_lazy("waiting", "Pre-ordered"),
    WaitingReason.REFUNDED: pgettext_lazy("waiting", "Refunded"),
    WaitingReason.PAYMENT_LAPSED: pgettext_lazy("waiting", "Without a valid payment"),
    WaitingReason.WITHOUT_PARCEL: pgettext_lazy("waiting", "Nothing to ship"),
    WaitingReason.NOT_LEFT: pgettext_lazy("waiting", "Not left yet"),
}

_SOURCES: Mapping[ExpectedSource, Promise] = {
    ExpectedSource.CARRIER: gettext_lazy("The carrier’s own estimate"),
    ExpectedSource.SHIPMENT: gettext_lazy("Estimated when it was shipped"),
    ExpectedSource.CHECKOUT: gettext_lazy("The date given at checkout"),
}
