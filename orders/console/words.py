"""Times and ages as staff read them."""

from datetime import datetime

from orders import clock
from orders.domain.when import Day, When


def moment(when: When | float | None) -> str:
    """In the store's time zone, to the minute; a day where that is all that is known."""
    if when is None:
        return ""
    if isinstance(when, Day):
        return when.date.strftime("%-d %b %Y")
    at = when.timestamp() if isinstance(when, datetime) else when
    return clock.local(at).strftime("%-d %b %Y, %H:%M")


def age(seconds: float) -> str:
    """How long something took or has been, in its largest whole unit."""
    for unit, size in (("day", 86_400), ("hour", 3600), ("minute", 60)):
        if seconds >= size:
            count = int(seconds // size)
            return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
    return "less than a minute"
