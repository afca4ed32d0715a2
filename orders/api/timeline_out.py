"""The public timeline of an order, as others than the buyer may read it."""

from datetime import datetime
from typing import Any

from orders.domain.order import Order
from orders.domain.timeline.for_others import build_for_others
from orders.domain.timeline.model import Parcel
from orders.domain.when import Day, When
from orders.presenters.timelines import timeline_of


def build_public_timeline(order: Order, *, now: datetime) -> dict[str, Any]:
    """What `TimelineOut` takes, but for the order's number."""
    timeline = build_for_others(timeline_of(order, now=now), with_items=False)
    return {
        "headline": str(timeline.headline.kind),
        "parcels": [_parcel(parcel) for parcel in timeline.parcels],
        "waiting": [str(waiting.reason) for waiting in timeline.waiting],
    }


def _parcel(parcel: Parcel) -> dict[str, Any]:
    expected = parcel.expected
    return {
        "number": parcel.number,
        "state": str(parcel.state),
        "since": _when(parcel.state_at),
        "expected": expected
        and {"first_day": _when(expected.first_day), "last_day": _when(expected.last_day)},
        "milestones": [
            {"step": str(each.step), "state": str(each.state), "reached_at": _when(each.reached_at)}
            for each in parcel.milestones
        ],
        "events": [
            {"status": each.status, "happened_at": _when(each.happened_at), "country": each.country}
            for each in parcel.events
        ],
    }


def _when(when: When | None) -> str | None:
    if when is None:
        return None
    return when.date.isoformat() if isinstance(when, Day) else when.isoformat()
