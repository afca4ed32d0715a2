"""The one sentence where others than the buyer read it: of the order, and not of what is theirs."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext

from orders.domain.timeline.kinds import HeadlineKind, Journey
from orders.domain.timeline.model import Headline
from orders.presenters.dates import day_phrase, is_past
from orders.presenters.reported import CARRIED, at_point_words


def shared_headline_words(headline: Headline, journey: Journey, now: datetime) -> str:
    """The sentence, in the active language; empty where the one for the buyer speaks to nobody in particular."""
    match headline.kind:
        case HeadlineKind.SCHEDULED if headline.at is not None and not is_past(headline.at, now=now):
            return gettext("Work on the order starts %(when)s") % {"when": day_phrase(headline.at, now=now)}
        case HeadlineKind.AT_POINT:
            return at_point_words(headline, Journey.SHIPPING, now)
        case HeadlineKind.NO_NEWS if journey not in CARRIED:
            return _no_news(headline.days)
        case HeadlineKind.PARTLY_DELIVERED_REST_TO_COLLECT:
            return _rest_to_collect_delivered(headline.count)
        case HeadlineKind.PARTLY_SHIPPED_REST_TO_COLLECT:
            return _rest_to_collect_shipped(headline.count)
        case HeadlineKind.DELAYED if headline.expected is None and headline.at is None:
            return gettext("Delayed on the way")
    words = _WORDS.get(headline.kind)
    return str(words) if words else ""


def _no_news(days: int) -> str:
    text = ngettext(
        "No news of the delivery for %(days)d day", "No news of the delivery for %(days)d days", days
    )
    return text % {"days": days}


def _rest_to_collect_delivered(count: int) -> str:
    text = ngettext(
        "%(count)d parcel delivered; the rest is not ready yet",
        "%(count)d parcels delivered; the rest is not ready yet",
        count,
    )
    return text % {"count": count}


def _rest_to_collect_shipped(count: int) -> str:
    text = ngettext(
        "%(count)d parcel is on its way; the rest is not ready yet",
        "%(count)d parcels are on their way; the rest is not ready yet",
        count,
    )
    return text % {"count": count}


_WORDS: Mapping[HeadlineKind, Promise] = {
    HeadlineKind.RECEIVED: gettext_lazy("The order has been received"),
    HeadlineKind.PREPARING: gettext_lazy("The order is being prepared"),
    HeadlineKind.PACKING: gettext_lazy("The order is being packed"),
    HeadlineKind.DATE_UNKNOWN: gettext_lazy("The order has no shipping date yet"),
    HeadlineKind.PARTLY_DATE_UNKNOWN: gettext_lazy("Part of the order has no shipping date yet"),
    HeadlineKind.PARTLY_OUT_OF_STOCK: gettext_lazy("Part of the order is waiting for stock"),
    HeadlineKind.SHIPPED: gettext_lazy("The order has shipped"),
    HeadlineKind.ON_ITS_WAY: gettext_lazy("The order is on its way"),
    HeadlineKind.DIGITAL_PENDING: gettext_lazy("The order is being prepared"),
    HeadlineKind.DIGITAL_SENT: gettext_lazy("The order was sent electronically"),
    HeadlineKind.FINISHED: gettext_lazy("The order is complete"),
}
