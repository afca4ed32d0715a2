"""All figures of a period, in the order in which they are shown."""

from orders import conf
from orders.figures import look_ups, pages_shown, parcels
from orders.figures.periods import Period
from orders.figures.sections import Part

NONE_YET = "No parcel has come to its end in this time."
HISTORY_OFF = "PARCEL_HISTORY is off, so nothing is known of past parcels."
NOT_COUNTED = "Past parcels have not been counted yet. The worker does so each hour."


def build(period: Period) -> tuple[list[Part], float]:
    """The parts of the page, and when parcels were counted last; 0 where they never were."""
    groups, counted_at = parcels.read(period)
    empty = (NONE_YET if counted_at else NOT_COUNTED) if conf.parcel_history() else HISTORY_OFF
    parts = parcels.build(groups, empty=empty)
    return [*parts, look_ups.build_look_ups(period), pages_shown.build_pages(period)], counted_at
