"""The one sentence of the page. Each kind has whole sentences of its own, chosen by the facts at hand."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext

from orders.domain.timeline.kinds import HeadlineKind, Journey
from orders.domain.timeline.model import Headline
from orders.presenters.dates import (
    are_dates_in_full,
    day_phrase,
    is_past,
    is_today,
    moment_phrase,
    span_phrase,
)
from orders.presenters.late_parts import late_words
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
from orders.presenters.text import isolated, plain_text

type Teller = Callable[[Headline, datetime], str]


def headline_words(
    headline: Headline, *, journey: Journey, now: datetime, boxes: Mapping[int, int] | None = None
) -> str:
    """The sentence for `headline`, in the active language, without a full stop.

    `boxes` are the numbers that parcels are called by; of one among several the sentence says which it speaks of.

    It begins with a capital, so that a language may put the day first ("Gestern um 14:32 Uhr zugestellt").
    """
    words = _words(headline, journey, now)
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
        case HeadlineKind.NO_NEWS:
            return no_news_words(headline, journey)
        case HeadlineKind.SOME_DELIVERED:
            return some_delivered_words(headline)
    teller = _TELLERS.get(headline.kind)
    return teller(headline, now) if teller else str(_PLAIN[headline.kind])


def _cancelled(headline: Headline, now: datetime) -> str:
    if headline.at is None:
        return gettext("Order cancelled")
    return gettext("Order cancelled %(when)s") % {"when": day_phrase(headline.at, now=now)}


def _cancelled_by_shopper(headline: Headline, now: datetime) -> str:
    if headline.at is None:
        return gettext("Cancelled, as you asked")
    return gettext("Cancelled %(when)s, as you asked") % {"when": day_phrase(headline.at, now=now)}


def _cancelled_out_of_stock(headline: Headline, now: datetime) -> str:
    if headline.at is None:
        return gettext("Cancelled because it was out of stock")
    return gettext("Cancelled %(when)s because it was out of stock") % {
        "when": day_phrase(headline.at, now=now)
    }


def _cancelled_partly_shipped(headline: Headline, _now: datetime) -> str:
    text = ngettext(
        "Order cancelled; %(total)d parcel had already left",
        "Order cancelled; %(total)d parcels had already left",
        headline.total,
    )
    return text % {"total": headline.total}


def _cancelled_after_packing(headline: Headline, _now: datetime) -> str:
    text = ngettext(
        "Order cancelled; %(total)d parcel had already been packed",
        "Order cancelled; %(total)d parcels had already been packed",
        headline.total,
    )
    return text % {"total": headline.total}


def _removed(headline: Headline, now: datetime) -> str:
    if headline.at is None:
        return gettext("No items are left on this order")
    return gettext("No items are left on this order; the last refund was recorded %(when)s") % {
        "when": day_phrase(headline.at, now=now)
    }


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
    return gettext("Delivered %(when)s") % {"when": moment_phrase(headline.at, now=now)}


def _collected(headline: Headline, now: datetime) -> str:
    if headline.at is None:
        return gettext("Collected")
    return gettext("Collected %(when)s") % {"when": moment_phrase(headline.at, now=now)}


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


def _out_for_delivery(headline: Headline, now: datetime) -> str:
    if headline.at is not None and is_today(headline.at, now=now):
        if are_dates_in_full():
            return gettext("Out for delivery %(when)s") % {"when": day_phrase(headline.at, now=now)}
        return gettext("Out for delivery today")
    return gettext("Out for delivery")


def _arriving(headline: Headline, now: datetime) -> str:
    expected = headline.expected
    if expected is None:
        return gettext("On its way to you")
    if is_past(expected.last_day, now=now):
        return gettext("Expected %(when)s") % {"when": day_phrase(expected.last_day, now=now)}
    return gettext("Arriving %(when)s") % {
        "when": span_phrase(expected.first_day, expected.last_day, now=now)
    }


def _overdue(headline: Headline, now: datetime) -> str:
    expected = headline.expected
    days = expected.days_late if expected else 0
    values: dict[str, object] = {"days": days}
    if expected is not None and days == 0:
        return _arriving(headline, now)
    if headline.at is None:
        return late_words(headline.why, days)
    values |= {"when": day_phrase(headline.at, now=now), "place": _place(headline)}
    if not values["place"]:
        text = ngettext(
            "%(days)d day late; last seen %(when)s", "%(days)d days late; last seen %(when)s", days
        )
    else:
        text = ngettext(
            "%(days)d day late; last seen %(when)s in %(place)s",
            "%(days)d days late; last seen %(when)s in %(place)s",
            days,
        )
    return text % values


def _delayed(headline: Headline, now: datetime) -> str:
    expected = headline.expected
    if expected is not None and is_past(expected.last_day, now=now):
        return gettext("Delayed; it was expected %(when)s") % {"when": day_phrase(expected.last_day, now=now)}
    if expected is not None:
        return gettext("Delayed; it should arrive %(when)s") % {
            "when": span_phrase(expected.first_day, expected.last_day, now=now)
        }
    if headline.at is None:
        return gettext("Delayed on its way to you")
    values = {"when": day_phrase(headline.at, now=now), "place": _place(headline)}
    if not values["place"]:
        return gettext("Delayed; last seen %(when)s") % values
    return gettext("Delayed; last seen %(when)s in %(place)s") % values


def _ready_to_collect(headline: Headline, journey: Journey) -> str:
    place = _place(headline, limit=80)
    if not place:
        return gettext("Ready to collect")
    if journey is Journey.PICKUP:
        return pgettext("a shop's address", "Ready to collect at %(place)s") % {"place": place}
    return pgettext("a town", "Ready to collect in %(place)s") % {"place": place}


def _place(headline: Headline, *, limit: int = 60) -> str:
    return isolated(plain_text(headline.place, limit=limit))


def _delivery_attempted(headline: Headline, now: datetime) -> str:
    if headline.at is None:
        return gettext("The carrier tried to deliver it")
    return gettext("The carrier tried to deliver it %(when)s") % {"when": moment_phrase(headline.at, now=now)}


def _scheduled(headline: Headline, now: datetime) -> str:
    if headline.at is None or is_past(headline.at, now=now):
        return gettext("Planned for a later date")
    return gettext("We start on your order %(when)s") % {"when": day_phrase(headline.at, now=now)}


_PLAIN: Mapping[HeadlineKind, Promise] = {
    HeadlineKind.NOTHING_TO_SEND: gettext_lazy("Nothing needs to be sent"),
    HeadlineKind.DIGITAL_PENDING: gettext_lazy("Your digital order is being prepared"),
    HeadlineKind.FINISHED: gettext_lazy("Your order is complete"),
    HeadlineKind.OUT_WITH_DRIVER: gettext_lazy("Out with our driver"),
    HeadlineKind.ON_ITS_WAY: gettext_lazy("On its way to you"),
    HeadlineKind.SHIPPED: gettext_lazy("Your order has shipped"),
    HeadlineKind.LABEL_READY: gettext_lazy("Waiting for the carrier to collect it"),
    HeadlineKind.ACTION_NEEDED: gettext_lazy("The carrier needs something from you"),
    HeadlineKind.RETURNING: gettext_lazy("On its way back to us"),
    HeadlineKind.RECEIVED: gettext_lazy("We have your order"),
    HeadlineKind.REFUNDED: gettext_lazy("A refund has been recorded for this order"),
    HeadlineKind.PAYMENT_LAPSED: gettext_lazy("We have your order"),
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
    HeadlineKind.CANCELLED: _cancelled,
    HeadlineKind.CANCELLED_BY_SHOPPER: _cancelled_by_shopper,
    HeadlineKind.CANCELLED_OUT_OF_STOCK: _cancelled_out_of_stock,
    HeadlineKind.CANCELLED_PARTLY_SHIPPED: _cancelled_partly_shipped,
    HeadlineKind.CANCELLED_AFTER_PACKING: _cancelled_after_packing,
    HeadlineKind.REMOVED: _removed,
    HeadlineKind.DIGITAL_SENT: _digital_sent,
    HeadlineKind.BOUGHT_IN_STORE: _bought_in_store,
    HeadlineKind.DELIVERED: _delivered,
    HeadlineKind.COLLECTED: _collected,
    HeadlineKind.PARTLY_DELIVERED: partly_delivered_words,
    HeadlineKind.PARTLY_DELIVERED_REST_WAITING: _partly_delivered_rest_waiting,
    HeadlineKind.PARTLY_DELIVERED_REST_TO_COLLECT: rest_to_collect_words,
    HeadlineKind.PARTLY_SHIPPED: _partly_shipped,
    HeadlineKind.PARTLY_SHIPPED_REST_TO_COLLECT: rest_to_collect_words,
    HeadlineKind.OUT_FOR_DELIVERY: _out_for_delivery,
    HeadlineKind.ARRIVING: _arriving,
    HeadlineKind.OVERDUE: _overdue,
    HeadlineKind.DELAYED: _delayed,
    HeadlineKind.RETURNED: returned_words,
    HeadlineKind.DELIVERY_UNCLEAR: delivery_unclear_words,
    HeadlineKind.NOT_COLLECTED: not_collected_words,
    HeadlineKind.DELIVERY_ATTEMPTED: _delivery_attempted,
    HeadlineKind.SCHEDULED: _scheduled,
}
