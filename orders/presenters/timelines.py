"""The timeline of an order by this shop's settings, alike wherever it is told: pages, messages, feeds, API, staff."""

from datetime import datetime

from orders import conf
from orders.domain.order import Order
from orders.domain.timeline import Timeline, build_timeline
from orders.domain.timeline.for_others import build_for_others


def timeline_of(order: Order, *, now: datetime) -> Timeline:
    """What is true of `order` at `now`, which is in the store's time zone."""
    return build_timeline(
        order, now=now, usual=conf.usual_times(), own_carriers=conf.carrier_links(), country=conf.country()
    )


def timeline_for_others(order: Order, *, now: datetime, with_items: bool) -> Timeline:
    """What others than the buyer may know of it."""
    return build_for_others(
        order,
        now=now,
        with_items=with_items,
        usual=conf.usual_times(),
        own_carriers=conf.carrier_links(),
        country=conf.country(),
    )
