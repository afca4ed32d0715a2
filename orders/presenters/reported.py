"""Headlines that rest on what a carrier reported, and say no more than that it did."""

from datetime import datetime

from django.utils.translation import gettext, ngettext

from orders.domain.timeline.kinds import Journey
from orders.domain.timeline.model import Headline
from orders.presenters.colons import after_colon
from orders.presenters.dates import day_phrase, moment_phrase
from orders.presenters.text import isolated, plain_text

CARRIED = (Journey.SHIPPING, Journey.PICKUP_POINT)


def problem_words(headline: Headline, journey: Journey, now: datetime) -> str:
    """A problem, and when and where the parcel itself was last seen."""
    if journey not in CARRIED:
        return gettext("Something went wrong on the way")
    if headline.at is None:
        return gettext("The carrier has reported a problem")
    values = {"when": day_phrase(headline.at, now=now), "place": _place(headline)}
    if not values["place"]:
        return gettext("The carrier has reported a problem; last seen %(when)s") % values
    return gettext("The carrier has reported a problem; last seen %(when)s in %(place)s") % values


def returned_words(headline: Headline, now: datetime) -> str:
    """It is where it came from."""
    if headline.at is None:
        return gettext("It came back to us")
    return gettext("It came back to us %(when)s") % {"when": day_phrase(headline.at, now=now)}


def at_point_words(headline: Headline, journey: Journey, now: datetime) -> str:
    """It was handed to a locker or a point; whether it is still there nobody says."""
    if headline.at is None:
        if journey is Journey.PICKUP_POINT:
            return gettext("Delivered to your pickup point")
        return gettext("Delivered to a locker or pickup point")
    values = {"when": moment_phrase(headline.at, now=now)}
    if journey is Journey.PICKUP_POINT:
        return gettext("Delivered to your pickup point %(when)s") % values
    return gettext("Delivered to a locker or pickup point %(when)s") % values


def not_collected_words(headline: Headline, now: datetime) -> str:
    """It was ready so long ago that it may not be there any more."""
    if headline.at is None:
        return gettext("Reported as ready to collect")
    return gettext("Reported as ready to collect since %(when)s") % {"when": day_phrase(headline.at, now=now)}


def delivery_unclear_words(headline: Headline, now: datetime) -> str:
    """Delivered, after a problem, and nobody says to whom."""
    if headline.at is None:
        return gettext("Reported delivered, after a problem on the way")
    values = {"when": day_phrase(headline.at, now=now), "place": _place(headline)}
    if not values["place"]:
        return gettext("Reported delivered %(when)s, after a problem on the way") % values
    return gettext("Reported delivered %(when)s in %(place)s; it may have come back to us") % values


def some_delivered_words(headline: Headline) -> str:
    """One delivery for several boxes."""
    text = ngettext(
        "%(total)d parcel; the carrier reports a delivery and does not say of which",
        "%(total)d parcels; the carrier reports a delivery and does not say of which",
        headline.total,
    )
    return text % {"total": headline.total}


def no_news_words(headline: Headline, journey: Journey) -> str:
    """How long nobody has said anything."""
    values = {"days": headline.days}
    if journey not in CARRIED:
        text = ngettext(
            "No news of your delivery for %(days)d day",
            "No news of your delivery for %(days)d days",
            headline.days,
        )
        return text % values
    text = ngettext(
        "No news from the carrier for %(days)d day",
        "No news from the carrier for %(days)d days",
        headline.days,
    )
    return text % values


def of_one_parcel(sentence: str, *, number: int, total: int) -> str:
    """A headline that is true of one parcel among several."""
    return gettext("Parcel %(number)d of %(total)d: %(sentence)s") % {
        "number": number,
        "total": total,
        "sentence": after_colon(sentence),
    }


def _place(headline: Headline) -> str:
    return isolated(plain_text(headline.place, limit=60))
