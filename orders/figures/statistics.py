"""Medians, slow tenths and shares, from counts of values. No database, no clock, no Django."""

from collections.abc import Mapping

type Histogram = Mapping[int, int]
"""How often each whole value was met."""

EXACT_HOURS = 72
DAY_HOURS = 24


def value_within(histogram: Histogram, *, tenths: int) -> int | None:
    """The least value that at least so many tenths of all do not exceed; None of none.

    It is a value that was met: with 5 tenths the (lower) median, with 9 what the slow tenth exceeds or reaches.
    """
    total = sum(histogram.values())
    if not total:
        return None
    needed = -(-total * tenths // 10)
    reached = 0
    for value in sorted(histogram):
        reached += histogram[value]
        if reached >= needed:
            return value
    raise AssertionError("all of them are more than some")


def median(histogram: Histogram) -> int | None:
    """Half of them took no longer."""
    return value_within(histogram, tenths=5)


def slow_tenth(histogram: Histogram) -> int | None:
    """Nine of ten took no longer."""
    return value_within(histogram, tenths=9)


def share(part: int, whole: int) -> int:
    """In hundredths, rounded; only all is 100, and only none is 0."""
    if not 0 < part < whole:
        return 100 if whole and part == whole else 0
    return min(99, max(1, round(100 * part / whole)))


def coarse_hours(hours: int) -> int:
    """Hours as they are counted: whole up to three days, then up to the end of the day that had begun."""
    if hours <= EXACT_HOURS:
        return max(hours, 0)
    return -(-hours // DAY_HOURS) * DAY_HOURS
