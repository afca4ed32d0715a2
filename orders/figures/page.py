"""All figures of a period, in the order in which they are shown."""

from orders.figures import shoppers
from orders.figures.periods import Period
from orders.figures.sections import Part


def build(period: Period) -> list[Part]:
    """The parts of the page."""
    return [shoppers.build_look_ups(period), shoppers.build_pages(period)]
