"""What usually happens to parcels like those of an order, read for its page."""

from collections.abc import Mapping
from datetime import tzinfo

from django.db.models import Q

from orders import conf
from orders.domain.forecast.of_order import Asked, find_asked
from orders.domain.forecast.trips import Lane, Window
from orders.domain.order import Order
from orders.domain.timeline import Timeline
from orders.history.models import UsualDays


def find_windows(order: Order, timeline: Timeline, zone: tzinfo | None) -> Mapping[str, Window]:
    """The usual days, by fulfillment, of parcels for which nobody has named a day. One query, or none."""
    if not conf.parcel_history():
        return {}
    asked = find_asked(order, timeline, zone=zone, country=conf.country(), own_carriers=conf.carrier_links())
    if not asked:
        return {}
    wanted = Q()
    for each in asked.values():
        wanted |= _like(each)
    found = {
        Asked(lane_of(row), row.left_on): Window(row.first_day, row.last_day)
        for row in UsualDays.objects.filter(wanted)
    }
    windows = {}
    for fulfillment_id, each in asked.items():
        window = found.get(each) or found.get(Asked(each.lane.without_region, each.left_on))
        if window is not None:
            windows[fulfillment_id] = window
    return windows


def _like(asked: Asked) -> Q:
    lane = asked.lane
    return Q(
        left_on=asked.left_on,
        carrier=lane.carrier,
        origin_country=lane.origin,
        destination_country=lane.destination,
        destination_region__in={lane.region, ""},
    )


def lane_of(row: UsualDays) -> Lane:
    """The lane whose parcels a row is about."""
    return Lane(row.carrier, row.origin_country, row.destination_country, row.destination_region)
