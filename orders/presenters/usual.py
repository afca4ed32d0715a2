"""What usually happens to parcels like one, where nobody has named a day for it; no promise."""

from datetime import datetime

from django.utils.translation import gettext

from orders.domain.forecast.trips import Window
from orders.domain.when import Day
from orders.presenters.dates import are_dates_in_full, span_phrase


def usual_words(window: Window | None, *, now: datetime) -> str:
    """The line, in the active language; empty where nothing is known, or once the last of its days is over.

    What is read on another day says nothing on that last day already, which is over when it is read.
    """
    if window is None or window.is_over(now.date()):
        return ""
    if are_dates_in_full() and window.last_day == now.date():
        return ""
    when = span_phrase(Day(window.first_day), Day(window.last_day), now=now)
    return gettext("Parcels like this usually arrive %(when)s.") % {"when": when}
