"""The expected date: the newest word on it, who gave it, and how late it is by the calendar of the store.

A date that has passed stays: it is then a date missed, and `days_late` says by how much.
"""

from collections.abc import Sequence
from datetime import date, datetime

from orders.domain.order import Fulfillment, FulfillmentEvent, FulfillmentOrder
from orders.domain.timeline.kinds import ExpectedSource
from orders.domain.timeline.model import Expected

TRUST = (ExpectedSource.CHECKOUT, ExpectedSource.SHIPMENT, ExpectedSource.CARRIER)


def day_of(at: datetime, *, now: datetime) -> date:
    """The calendar day of `at` where the store is: in the time zone of `now`."""
    try:
        return at.astimezone(now.tzinfo).date()
    except OverflowError:  # "no end" is sometimes written as the last second of the year 9999
        return at.date()


def find_expected(
    fulfillment: Fulfillment,
    events: Sequence[FulfillmentEvent],
    works: Sequence[FulfillmentOrder],
    *,
    now: datetime,
) -> Expected | None:
    """The date for a parcel: the newest event's estimate, else the fulfillment's, else the checkout's promise.

    `events` are those believed, oldest first; `works` the fulfillment orders behind the fulfillment.
    """
    for event in reversed(events):
        if event.estimated_delivery_at is not None:
            return _expected(event.estimated_delivery_at, None, ExpectedSource.CARRIER, now)
    if fulfillment.estimated_delivery_at is not None:
        return _expected(fulfillment.estimated_delivery_at, None, ExpectedSource.SHIPMENT, now)
    return find_promise(works, now=now)


def find_promise(works: Sequence[FulfillmentOrder], *, now: datetime) -> Expected | None:
    """What checkout promised for these fulfillment orders; from the first to the last day where they differ."""
    times = [
        at
        for work in works
        if work.delivery_method is not None
        for at in (work.delivery_method.min_delivery_at, work.delivery_method.max_delivery_at)
        if at is not None
    ]
    return _expected(min(times), max(times), ExpectedSource.CHECKOUT, now) if times else None


def span(dates: Sequence[Expected], *, now: datetime) -> Expected:
    """One date range that is true for all of `dates` (one or more), as sure as the least sure of them."""
    return _expected(
        min(one.earliest_at for one in dates),
        max(one.latest_at for one in dates),
        min((one.source for one in dates), key=TRUST.index),
        now,
    )


def is_today(expected: Expected | None, *, now: datetime) -> bool:
    """Whether the last day of `expected` is today."""
    return expected is not None and day_of(expected.latest_at, now=now) == now.date()


def _expected(
    earliest_at: datetime, latest_at: datetime | None, source: ExpectedSource, now: datetime
) -> Expected:
    latest = earliest_at if latest_at is None else latest_at
    days_past = (now.date() - day_of(latest, now=now)).days
    return Expected(earliest_at=earliest_at, latest_at=latest, source=source, days_late=max(0, days_past))
