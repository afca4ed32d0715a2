"""Headlines of orders of which nothing more comes: cancelled, or emptied by refunds."""

from datetime import datetime

from django.utils.translation import gettext, ngettext, pgettext

from orders.domain.timeline.model import Headline
from orders.presenters.dates import day_phrase


def cancelled_words(headline: Headline, now: datetime) -> str:
    """Cancelled, for no reason that helps a shopper."""
    if headline.at is None:
        return pgettext("an order", "Cancelled")
    return gettext("Cancelled %(when)s") % {"when": day_phrase(headline.at, now=now)}


def cancelled_by_shopper_words(headline: Headline, now: datetime) -> str:
    """Cancelled by the shopper."""
    if headline.at is None:
        return gettext("Cancelled, as you asked")
    return gettext("Cancelled %(when)s, as you asked") % {"when": day_phrase(headline.at, now=now)}


def cancelled_out_of_stock_words(headline: Headline, now: datetime) -> str:
    """Cancelled for want of stock."""
    if headline.at is None:
        return gettext("Cancelled because it was out of stock")
    return gettext("Cancelled %(when)s because it was out of stock") % {
        "when": day_phrase(headline.at, now=now)
    }


def cancelled_partly_shipped_words(headline: Headline, _now: datetime) -> str:
    """Cancelled when some had left."""
    text = ngettext(
        "Cancelled; %(total)d parcel had already left",
        "Cancelled; %(total)d parcels had already left",
        headline.total,
    )
    return text % {"total": headline.total}


def cancelled_after_packing_words(headline: Headline, _now: datetime) -> str:
    """Cancelled when some had been packed."""
    text = ngettext(
        "Cancelled; %(total)d parcel had already been packed",
        "Cancelled; %(total)d parcels had already been packed",
        headline.total,
    )
    return text % {"total": headline.total}


def removed_words(headline: Headline, now: datetime) -> str:
    """Nothing of it is left."""
    if headline.at is None:
        return gettext("No items are left on this order")
    return gettext("No items are left on this order; the last refund was recorded %(when)s") % {
        "when": day_phrase(headline.at, now=now)
    }
