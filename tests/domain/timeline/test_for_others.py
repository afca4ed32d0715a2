"""How long somebody else may watch an order."""

from datetime import datetime, timedelta

import pytest

from orders.domain.order import Order
from orders.domain.timeline import build_timeline
from orders.domain.timeline.for_others import is_over_for_others
from orders.gallery.builders import NOW, a_fulfillment, an_event, an_order


def parcel(number: int, status: str, *, hours_ago: float) -> Order:
    """An order with one parcel, whose only scan is so old."""
    events = [an_event(status, now=NOW, hours_ago=hours_ago)]
    made = a_fulfillment(number, now=NOW, display_status=status, hours_ago=hours_ago, events=events)
    return an_order(now=NOW, fulfillments=[made])


def is_over(order: Order, *, now: datetime = NOW) -> bool:
    return is_over_for_others(build_timeline(order, now=now), updated_at=order.updated_at, now=now)


@pytest.mark.parametrize(("days", "over"), [(1, False), (6, False), (9, True), (40, True)])
def test_it_is_over_a_week_after_everything_arrived(days: int, over: bool) -> None:
    order = parcel(1, "DELIVERED", hours_ago=1)
    assert is_over(order, now=NOW + timedelta(days=days)) == over


def test_what_has_not_arrived_is_never_over() -> None:
    assert not is_over(parcel(1, "IN_TRANSIT", hours_ago=1), now=NOW + timedelta(days=60))


def test_what_has_not_left_is_never_over() -> None:
    assert not is_over(an_order(now=NOW, fulfillments=[]), now=NOW + timedelta(days=60))
