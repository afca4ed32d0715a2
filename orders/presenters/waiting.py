"""What has not left yet, and why, in words fit for a shopper."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from orders.domain.timeline.kinds import Journey, WaitingReason
from orders.domain.timeline.model import Waiting
from orders.presenters.audience import are_others_told
from orders.presenters.dates import day_phrase, is_past
from orders.presenters.expected import present_expected
from orders.presenters.facts import Facts
from orders.presenters.items import present_cards
from orders.presenters.page import WaitingView
from orders.presenters.parcels import place_words
from orders.presenters.words import waiting_tone, waiting_words


def present_waiting(
    waiting: Waiting, *, alone: bool, now: datetime, image_hosts: Collection[str], facts: Facts
) -> WaitingView:
    """One group of items that wait for the same reason; `alone` when there is nothing else to tell."""
    return WaitingView(
        words="" if alone else waiting_words(waiting.reason),
        reason="" if alone else _reason(waiting, now=now),
        tone=waiting_tone(waiting.reason),
        items=present_cards(waiting.items, image_hosts=image_hosts),
        expected=present_expected(waiting.expected, now=now, fact=facts.expected_of_waiting(waiting)),
        from_words=(
            ""
            if waiting.journey is Journey.DIGITAL
            else place_words(waiting.from_location, waiting.from_city)
        ),
        fact=facts.waiting(waiting),
    )


def _reason(waiting: Waiting, *, now: datetime) -> str:
    starts = waiting.starts_at if waiting.reason is WaitingReason.SCHEDULED else None
    if starts is not None and not is_past(starts, now=now):
        return gettext("We start on it %(when)s.") % {"when": day_phrase(starts, now=now)}
    if waiting.reason in _AT_HAND:
        to_fetch = waiting.journey is Journey.PICKUP and not are_others_told()
        return gettext("We are getting it ready for you to collect.") if to_fetch else ""
    return str(_REASONS[waiting.reason])


_AT_HAND = (WaitingReason.PREPARING, WaitingReason.PACKING, WaitingReason.NOT_LEFT)
"""Whose words say it all, but where it goes."""


_REASONS: Mapping[WaitingReason, Promise] = {
    WaitingReason.RECEIVED: gettext_lazy("We have it on our list. Preparing it comes next."),
    WaitingReason.OUT_OF_STOCK: gettext_lazy("We continue as soon as it is back in stock."),
    WaitingReason.CHECK_ADDRESS: gettext_lazy(
        "Something in the address needs checking. Please get in touch."
    ),
    WaitingReason.AWAITING_PAYMENT: gettext_lazy("We continue as soon as the payment has arrived."),
    WaitingReason.AWAITING_RETURN: gettext_lazy(
        "We continue as soon as the items you are sending back have arrived."
    ),
    WaitingReason.DATE_UNKNOWN: gettext_lazy("We do not know yet when it can leave."),
    WaitingReason.REVIEW: gettext_lazy("We look over it once more before we go on."),
    WaitingReason.SCHEDULED: gettext_lazy("It is planned for a later date."),
    WaitingReason.PREORDER: gettext_lazy("It is a pre-order. Its date is not known yet."),
    WaitingReason.REFUNDED: gettext_lazy(
        "A refund has been recorded. If you still want this order, please write to us."
    ),
    WaitingReason.PAYMENT_LAPSED: gettext_lazy(
        "Its payment is no longer valid. If you still want this order, please write to us."
    ),
    WaitingReason.WITHOUT_PARCEL: gettext_lazy(
        "It does not travel in a parcel. If it is a file or a code, it comes by email."
    ),
}
