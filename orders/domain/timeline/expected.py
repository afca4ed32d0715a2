"""The expected days: the newest word on them, who gave it, and how late it is by the calendar of the store.

A date that has passed stays: it is then a date missed, and `days_late` says by how much. A date that cannot be one of
this order's is no date: systems write "none" and "no end" as 1970, 2099 or 9999.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from orders.domain.order import DeliveryMethod, Fulfillment, FulfillmentEvent, FulfillmentOrder, Order
from orders.domain.timeline.kinds import ExpectedSource
from orders.domain.timeline.model import Expected
from orders.domain.when import Day, When, day_of

TRUST = (ExpectedSource.CHECKOUT, ExpectedSource.SHIPMENT, ExpectedSource.CARRIER)

DAYS_BEFORE = 366
"""So long before an order was made its dates may lie: orders are also brought over from another shop later on."""
DAYS_AHEAD = 3 * 366
"""So long after it: nobody promises anything for a later time, not even what is made to order."""


@dataclass(frozen=True, slots=True)
class Dates:
    """Which days may be dates of one order, as it is read at `now`."""

    made: int
    now: datetime

    @classmethod
    def of(cls, order: Order, *, now: datetime) -> Self:
        """For this order."""
        return cls(day_of(order.created_at, now.tzinfo).date.toordinal(), now)

    def find_day(self, when: When | None) -> Day | None:
        """The day of `when` where the store is; None if it cannot be meant."""
        if when is None:
            return None
        day = day_of(when, self.now.tzinfo)
        return day if -DAYS_BEFORE <= day.date.toordinal() - self.made <= DAYS_AHEAD else None


def find_expected(
    fulfillment: Fulfillment,
    events: Sequence[FulfillmentEvent],
    works: Sequence[FulfillmentOrder],
    dates: Dates,
) -> Expected | None:
    """The date for a parcel: the newest event's estimate, else the fulfillment's, else the checkout's promise.

    `events` are those believed, oldest first; `works` the fulfillment orders behind the fulfillment.
    """
    estimate = find_estimate(events, dates)
    if estimate is not None:
        return estimate
    day = dates.find_day(fulfillment.estimated_delivery_at)
    if day is not None:
        return _expected(day, day, ExpectedSource.SHIPMENT, dates.now)
    return find_promise(works, dates)


def find_estimate(events: Sequence[FulfillmentEvent], dates: Dates) -> Expected | None:
    """The newest date that a carrier has named in `events`, believed and oldest first."""
    for event in reversed(events):
        if event.estimated_delivery_at is None:
            continue  # the usual case, in which a call would cost more than the rest
        day = dates.find_day(event.estimated_delivery_at)
        if day is not None:
            return _expected(day, day, ExpectedSource.CARRIER, dates.now)
    return None


def find_promise(works: Sequence[FulfillmentOrder], dates: Dates) -> Expected | None:
    """What checkout promised for these fulfillment orders; from the first to the last day where they differ."""
    days = [
        day
        for work in works
        if work.delivery_method is not None
        for day in _promised(work.delivery_method, dates)
    ]
    return _expected(min(days), max(days), ExpectedSource.CHECKOUT, dates.now) if days else None


def _promised(method: DeliveryMethod, dates: Dates) -> list[Day]:
    """The days of one promise; none where it has no end, for then it promises nothing that could be kept."""
    last = dates.find_day(method.max_delivery_at)
    if method.max_delivery_at is not None and last is None:
        return []
    return [day for day in (dates.find_day(method.min_delivery_at), last) if day is not None]


def span(expected: Sequence[Expected], *, now: datetime) -> Expected:
    """One date range that is true for all of `expected` (one or more), as sure as the least sure of them."""
    if len(expected) == 1:
        return expected[0]
    return _expected(
        min(one.first_day for one in expected),
        max(one.last_day for one in expected),
        min((one.source for one in expected), key=TRUST.index),
        now,
    )


def is_today(expected: Expected | None, *, now: datetime) -> bool:
    """Whether the last day of `expected` is today."""
    return expected is not None and expected.last_day.date == now.date()


def _expected(first: Day, last: Day, source: ExpectedSource, now: datetime) -> Expected:
    """Late is only what is not there when its last day is over where the store is."""
    return Expected(
        first_day=first, last_day=last, source=source, days_late=max(0, (now.date() - last.date).days)
    )
