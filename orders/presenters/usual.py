"""What usually happens to parcels like one, where nobody has named a day for it; no promise."""

from datetime import datetime

from django.utils.translation import gettext

from orders.domain.forecast.trips import Window
from orders.domain.when import Day
from orders.presenters.dates import span_phrase


def usual_words(window: Window | None, *, now: datetime) -> str:
    """The line, in the active language; empty where nothing is known, or once the last of its days is over."""
    if window is None or window.last_day < now.date():
        return ""
    when = span_phrase(Day(window.first_day), Day(window.last_day), now=now)
    return gettext("Parcels like this usually arrive %(when)s.") % {"when": when}
