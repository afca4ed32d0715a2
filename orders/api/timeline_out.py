"""The public timeline of an order, as others than the buyer may read it."""

from datetime import date, datetime
from typing import Any

from orders.domain.forecast.trips import Window
from orders.domain.order import Order
from orders.domain.timeline.model import Parcel
from orders.domain.when import Day, When
from orders.history.usual_days import find_windows
from orders.presenters.timelines import timeline_for_others, timeline_of


def build_public_timeline(order: Order, *, now: datetime) -> dict[str, Any]:
    """What `TimelineOut` takes, but for the order's number."""
    usual = find_windows(order, timeline_of(order, now=now), now.tzinfo)
    timeline = timeline_for_others(order, now=now, with_items=False)
    return {
        "headline": str(timeline.headline.kind),
        "parcels": [
            _parcel(parcel, usual.get(parcel.fulfillment_id), today=now.date()) for parcel in timeline.parcels
        ],
        "waiting": [str(waiting.reason) for waiting in timeline.waiting],
    }


def _parcel(parcel: Parcel, usual: Window | None, *, today: date) -> dict[str, Any]:
    expected = parcel.expected
    return {
        "number": parcel.number,
        "state": str(parcel.state),
        "since": _when(parcel.state_at),
        "expected": expected
        and {"first_day": _when(expected.first_day), "last_day": _when(expected.last_day)},
        "usual": None if usual is None or usual.is_over(today) else _usual(usual, today=today),
        "milestones": [
            {"step": str(each.step), "state": str(each.state), "reached_at": _when(each.reached_at)}
            for each in parcel.milestones
        ],
        "events": [
            {"status": each.status, "happened_at": _when(each.happened_at), "country": each.country}
            for each in parcel.events
        ],
    }


def _usual(window: Window, *, today: date) -> dict[str, str | None]:
    return {
        "first_day": None if window.first_day < today else window.first_day.isoformat(),
        "last_day": window.last_day.isoformat(),
    }


def _when(when: When | None) -> str | None:
    if when is None:
        return None
    return when.date.isoformat() if isinstance(when, Day) else when.isoformat()
