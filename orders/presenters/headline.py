"""The one sentence of the page. Each kind has whole sentences of its own, chosen by the facts at hand."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext

from orders.domain.timeline.kinds import HeadlineKind, Journey
from orders.domain.timeline.model import Headline
from orders.presenters.arriving import (
    arriving_words,
    delayed_words,
    out_for_delivery_words,
    overdue_words,
    place_of,
)
from orders.presenters.audience import are_others_told
from orders.presenters.cancelled import (
    cancelled_after_packing_words,
    cancelled_by_shopper_words,
    cancelled_out_of_stock_words,
    cancelled_partly_shipped_words,
    cancelled_words,
    removed_words,
)
from orders.presenters.dates import (
    day_phrase,
    is_past,
    moment_phrase,
)
from orders.presenters.partly_delivered import partly_delivered_words, rest_to_collect_words
from orders.presenters.reported import (
    at_point_words,
    delivery_unclear_words,
    no_news_words,
    not_collected_words,
    of_one_parcel,
    problem_words,
    returned_words,
    some_delivered_words,
)
from orders.presenters.shared_headline import shared_headline_words

type Teller = Callable[[Headline, datetime], str]


def headline_words(
    headline: Headline, *, journey: Journey, now: datetime, boxes: Mapping[int, int] | None = None
) -> str:
    """The sentence for `headline`, in the active language, without a full stop.

    `boxes` are the numbers that parcels are called by; of one among several the sentence says which it speaks of.
    Others than the buyer are not spoken to as if they had ordered (`audience`).

    It begins with a capital, so that a language may put the day first ("Gestern um 14:32 Uhr zugestellt").
    """
    others = shared_headline_words(headline, journey, now) if are_others_told() else ""
    words = others or _words(headline, journey, now)
    words = words[:1].upper() + words[1:]
    number = boxes.get(headline.parcel) if boxes and headline.parcel else None
    return (
        of_one_parcel(words, number=number, total=len(boxes))
        if boxes and number and len(boxes) > 1
        else words
    )


def _words(headline: Headline, journey: Journey, now: datetime) -> str:
    match headline.kind:
        case HeadlineKind.READY_TO_COLLECT:
            return _ready_to_collect(headline, journey)
        case HeadlineKind.PROBLEM:
            return problem_words(headline, journey, now)
        case HeadlineKind.AT_POINT:
            return at_point_words(headline, journey, now)
        case HeadlineKind.DELIVERY_ATTEMPTED if journey is Journey.LOCAL_DELIVERY:
            return _driver_came_by(headline, now)
        case HeadlineKind.ACTION_NEEDED if journey is Journey.LOCAL_DELIVERY:
            return gettext("We need something from you to deliver it")
        case HeadlineKind.NO_NEWS:
            return no_news_words(headline, journey)
        case HeadlineKind.SOME_DELIVERED:
            return some_delivered_words(headline)
    teller = _TELLERS.get(headline.kind)
    return teller(headline, now) if teller else str(_PLAIN[headline.kind])


def _digital_sent(headline: Headline, now: datetime) -> str:
    if headline.at is None:
        return gettext("Your digital order was sent")
    return gettext("Your digital order was sent %(when)s") % {"when": moment_phrase(headline.at, now=now)}


def _bought_in_store(headline: Headline, now: datetime) -> str:
    if headline.at is None:
        return gettext("Bought in our shop")
    return gettext("Bought in our shop %(when)s") % {"when": day_phrase(headline.at, now=now)}


def _delivered(headline: Headline, now: datetime) -> str:
    if headline.at is None:
        return gettext("Delivered")
    when = {"when": moment_phrase(headline.at, now=now)}
    if headline.total > 1:
        return gettext("Delivered, the last parcel %(when)s") % when
    return gettext("Delivered %(when)s") % when


def _collected(headline: Headline, now: datetime) -> str:
    if headline.at is None:
        return gettext("Collected")
    when = {"when": moment_phrase(headline.at, now=now)}
    if headline.total > 1:
        return gettext("Collected, the last part %(when)s") % when
    return gettext("Collected %(when)s") % when


def _partly_delivered_rest_waiting(headline: Headline, _now: datetime) -> str:
    text = ngettext(
        "%(count)d parcel delivered; the rest has not left yet",
        "%(count)d parcels delivered; the rest has not left yet",
        headline.count,
    )
    return text % {"count": headline.count}


def _partly_shipped(headline: Headline, _now: datetime) -> str:
    text = ngettext(
        "%(count)d parcel is on its way; the rest has not left yet",
        "%(count)d parcels are on their way; the rest has not left yet",
        headline.count,
    )
    return text % {"count": headline.count}


def _ready_to_collect(headline: Headline, journey: Journey) -> str:
    place = place_of(headline, limit=80)
    if not place:
        return gettext("Ready to collect")
    if journey is Journey.PICKUP:
        return pgettext("a shop's address", "Ready to collect at %(place)s") % {"place": place}
    return pgettext("a town", "Ready to collect in %(place)s") % {"place": place}


def _on_its_way(headline: Headline, _now: datetime) -> str:
    return gettext("On their way to you") if headline.total > 1 else gettext("On its way to you")


def _delivery_attempted(headline: Headline, now: datetime) -> str:
    if headline.at is None:
        return gettext("The carrier tried to deliver it")
    return gettext("The carrier tried to deliver it %(when)s") % {"when": moment_phrase(headline.at, now=now)}


def _driver_came_by(headline: Headline, now: datetime) -> str:
    if headline.at is None:
        return gettext("Our driver came by")
    return gettext("Our driver came by %(when)s") % {"when": moment_phrase(headline.at, now=now)}


def _scheduled(headline: Headline, now: datetime) -> str:
    if headline.at is None or is_past(headline.at, now=now):
        return gettext("Planned for a later date")
    return gettext("We start on your order %(when)s") % {"when": day_phrase(headline.at, now=now)}


_PLAIN: Mapping[HeadlineKind, Promise] = {
    HeadlineKind.NOTHING_TO_SEND: gettext_lazy("Nothing needs to be sent"),
    HeadlineKind.DIGITAL_PENDING: gettext_lazy("Your digital order is being prepared"),
    HeadlineKind.FINISHED: gettext_lazy("Your order is complete"),
    HeadlineKind.OUT_WITH_DRIVER: gettext_lazy("Out with our driver"),
    HeadlineKind.SHIPPED: gettext_lazy("Your order has shipped"),
    HeadlineKind.LABEL_READY: gettext_lazy("Waiting for the carrier to collect it"),
    HeadlineKind.ACTION_NEEDED: gettext_lazy("The carrier needs something from you"),
    HeadlineKind.RETURNING: gettext_lazy("On its way back to us"),
    HeadlineKind.RECEIVED: gettext_lazy("We have your order"),
    HeadlineKind.REFUNDED: gettext_lazy("A refund has been recorded for this order"),
    HeadlineKind.PAYMENT_LAPSED: gettext_lazy("We have your order"),
    HeadlineKind.NOT_LEFT: gettext_lazy("It has not left yet"),
    HeadlineKind.PREPARING: gettext_lazy("We are preparing your order"),
    HeadlineKind.PACKING: gettext_lazy("Your order is being packed"),
    HeadlineKind.OUT_OF_STOCK: gettext_lazy("Waiting for stock"),
    HeadlineKind.PARTLY_OUT_OF_STOCK: gettext_lazy("Part of your order is waiting for stock"),
    HeadlineKind.CHECK_ADDRESS: gettext_lazy("We need to check your address"),
    HeadlineKind.AWAITING_PAYMENT: gettext_lazy("Waiting for payment"),
    HeadlineKind.AWAITING_RETURN: gettext_lazy("Waiting for the items you are returning"),
    HeadlineKind.DATE_UNKNOWN: gettext_lazy("We have your order; no shipping date yet"),
    HeadlineKind.PARTLY_DATE_UNKNOWN: gettext_lazy("Part of your order has no shipping date yet"),
    HeadlineKind.REVIEW: gettext_lazy("We are looking over your order"),
    HeadlineKind.PARTLY_REVIEW: gettext_lazy("We are looking over part of your order"),
    HeadlineKind.PREORDER: gettext_lazy("Pre-ordered; no shipping date yet"),
}

_TELLERS: Mapping[HeadlineKind, Teller] = {
    HeadlineKind.CANCELLED: cancelled_words,
    HeadlineKind.CANCELLED_BY_SHOPPER: cancelled_by_shopper_words,
    HeadlineKind.CANCELLED_OUT_OF_STOCK: cancelled_out_of_stock_words,
    HeadlineKind.CANCELLED_PARTLY_SHIPPED: cancelled_partly_shipped_words,
    HeadlineKind.CANCELLED_AFTER_PACKING: cancelled_after_packing_words,
    HeadlineKind.REMOVED: removed_words,
    HeadlineKind.DIGITAL_SENT: _digital_sent,
    HeadlineKind.BOUGHT_IN_STORE: _bought_in_store,
    HeadlineKind.DELIVERED: _delivered,
    HeadlineKind.COLLECTED: _collected,
    HeadlineKind.PARTLY_DELIVERED: partly_delivered_words,
    HeadlineKind.PARTLY_DELIVERED_REST_WAITING: _partly_delivered_rest_waiting,
    HeadlineKind.PARTLY_DELIVERED_REST_TO_COLLECT: rest_to_collect_words,
    HeadlineKind.PARTLY_SHIPPED: _partly_shipped,
    HeadlineKind.PARTLY_SHIPPED_REST_TO_COLLECT: rest_to_collect_words,
    HeadlineKind.ON_ITS_WAY: _on_its_way,
    HeadlineKind.OUT_FOR_DELIVERY: out_for_delivery_words,
    HeadlineKind.ARRIVING: arriving_words,
    HeadlineKind.OVERDUE: overdue_words,
    HeadlineKind.DELAYED: delayed_words,
    HeadlineKind.RETURNED: returned_words,
    HeadlineKind.DELIVERY_UNCLEAR: delivery_unclear_words,
    HeadlineKind.NOT_COLLECTED: not_collected_words,
    HeadlineKind.DELIVERY_ATTEMPTED: _delivery_attempted,
    HeadlineKind.SCHEDULED: _scheduled,
}
