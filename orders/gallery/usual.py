"""What usually happens in the gallery, where nothing is read: a parcel arrives in so many days."""

from datetime import timedelta

from orders.domain.forecast.of_order import FindUsual, find_asked, nothing_usual
from orders.domain.forecast.trips import Window
from orders.gallery.builders import NOW


def usual_in(days: tuple[int, int] | None) -> FindUsual:
    """Finds, for every parcel of which nobody has named a day, the window from the first to the last of so many days;
    for none of them where nothing is usual.
    """
    if days is None:
        return nothing_usual
    window = Window(*(NOW.date() + timedelta(days=each) for each in days))
    return lambda order, timeline, zone: dict.fromkeys(find_asked(order, timeline, zone=zone), window)
