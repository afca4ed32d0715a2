"""What others than the buyer may know of an order: how far it is, and never where, to whom, or under which number."""

from dataclasses import replace
from datetime import datetime, timedelta

from orders.domain.order import FulfillmentEvent
from orders.domain.timeline.facts import ARRIVED
from orders.domain.timeline.model import Parcel, Silence, Timeline, Waiting
from orders.domain.when import end_of, last_of

SHOWN_AFTER_ARRIVAL = timedelta(days=7)


def build_for_others(timeline: Timeline, *, with_items: bool) -> Timeline:
    """The timeline without tracking numbers, places below the country and carriers' own words, which may name the
    receiver; without what is inside as well, unless `with_items`.

    Made of a finished timeline, so that what is decided by a hidden fact stays decided as it is.
    """
    return replace(
        timeline,
        headline=replace(timeline.headline, place=None),
        parcels=tuple(_parcel(parcel, with_items=with_items) for parcel in timeline.parcels),
        waiting=tuple(_waiting(waiting, with_items=with_items) for waiting in timeline.waiting),
        items=timeline.items if with_items else (),
    )


def is_over_for_others(timeline: Timeline, *, updated_at: datetime, now: datetime) -> bool:
    """Whether everything arrived more than a week ago: then nobody needs to watch it any more.

    `now` is in the store's zone; `updated_at`, when the order last changed, stands in for a time nobody knows.
    """
    if timeline.waiting or not timeline.parcels:
        return False
    if any(parcel.state not in ARRIVED for parcel in timeline.parcels):
        return False
    arrived = last_of((parcel.state_at for parcel in timeline.parcels), now.tzinfo) or updated_at
    return end_of(arrived, now.tzinfo) + SHOWN_AFTER_ARRIVAL < now


def _parcel(parcel: Parcel, *, with_items: bool) -> Parcel:
    return replace(
        parcel,
        tracking=(),
        items=parcel.items if with_items else (),
        events=tuple(_event(event) for event in parcel.events),
        told=tuple(_event(event) for event in parcel.told),
        renumbering=None,
        silence=_silence(parcel.silence),
        last_seen_city=None,
    )


def _silence(silence: Silence | None) -> Silence | None:
    if silence is None or silence.last is None:
        return silence
    return replace(silence, last=_event(silence.last))


def _event(event: FulfillmentEvent) -> FulfillmentEvent:
    return replace(event, message=None, city=None, province=None)


def _waiting(waiting: Waiting, *, with_items: bool) -> Waiting:
    return waiting if with_items else replace(waiting, items=())
