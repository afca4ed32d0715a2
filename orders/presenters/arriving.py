"""Headlines of a date: what comes today or later, and what should have come."""

from datetime import datetime

from django.utils.translation import gettext, ngettext

from orders.domain.timeline.model import Headline
from orders.presenters.dates import are_dates_in_full, day_phrase, is_past, is_today, span_phrase
from orders.presenters.late_parts import late_words
from orders.presenters.text import isolated, plain_text


def out_for_delivery_words(headline: Headline, now: datetime) -> str:
    """Out for delivery, and since today if that is known."""
    if headline.at is not None and is_today(headline.at, now=now):
        if are_dates_in_full():
            return gettext("Out for delivery %(when)s") % {"when": day_phrase(headline.at, now=now)}
        return gettext("Out for delivery today")
    return gettext("Out for delivery")


def arriving_words(headline: Headline, now: datetime) -> str:
    """When it should arrive, or should have."""
    expected = headline.expected
    if expected is None:
        return gettext("On its way to you")
    if is_past(expected.last_day, now=now):
        return gettext("Expected %(when)s") % {"when": day_phrase(expected.last_day, now=now)}
    return gettext("Arriving %(when)s") % {
        "when": span_phrase(expected.first_day, expected.last_day, now=now)
    }


def overdue_words(headline: Headline, now: datetime) -> str:
    """How late it is, and where it was last seen, or what it waits for."""
    expected = headline.expected
    days = expected.days_late if expected else 0
    values: dict[str, object] = {"days": days}
    if expected is not None and days == 0:
        return arriving_words(headline, now)
    if headline.at is None:
        return late_words(headline.why, days)
    values |= {"when": day_phrase(headline.at, now=now), "place": place_of(headline)}
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


def delayed_words(headline: Headline, now: datetime) -> str:
    """A delay the carrier announced, with its date or its last scan."""
    expected = headline.expected
    if expected is not None and is_past(expected.last_day, now=now):
        return gettext("Delayed; it was expected %(when)s") % {"when": day_phrase(expected.last_day, now=now)}
    if expected is not None:
        return gettext("Delayed; it should arrive %(when)s") % {
            "when": span_phrase(expected.first_day, expected.last_day, now=now)
        }
    if headline.at is None:
        return gettext("Delayed on its way to you")
    values = {"when": day_phrase(headline.at, now=now), "place": place_of(headline)}
    if not values["place"]:
        return gettext("Delayed; last seen %(when)s") % values
    return gettext("Delayed; last seen %(when)s in %(place)s") % values


def place_of(headline: Headline, *, limit: int = 60) -> str:
    """Where, on one short line that reads in its own direction; empty where nobody says."""
    return isolated(plain_text(headline.place, limit=limit))
