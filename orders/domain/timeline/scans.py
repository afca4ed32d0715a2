"""Events as a shopper may rely on them: in the order they happened, each once, none from the future."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta, tzinfo

from orders.domain.order import FulfillmentEvent
from orders.domain.timeline.facts import EVENT_STATES, NOTICES, REACH
from orders.domain.timeline.kinds import ParcelState
from orders.domain.when import Day, When, end_of, in_zone

NO_SIGHTINGS = NOTICES | {ParcelState.LABEL_READY}

CLOCK_TOLERANCE = timedelta(minutes=10)
"""How far a carrier's clock may run ahead of ours before its word is not taken."""


def in_order(events: Iterable[FulfillmentEvent], zone: tzinfo | None) -> list[FulfillmentEvent]:
    """The events by `happened_at`, oldest first; the same status, time and place is kept once, as heard last.

    Carriers that give whole days only report several scans for one day of `zone`: those stand as Shopify heard of
    them, and then by how far along the way they are.
    """
    once: dict[tuple[str, When, str | None, str | None, str | None], FulfillmentEvent] = {}
    for event in events:
        key = (event.status, event.happened_at, event.city, event.province, event.country)
        known = once.get(key)
        if known is None or (known.created_at, known.id) < (event.created_at, event.id):
            once[key] = event

    def position(event: FulfillmentEvent) -> tuple[datetime, datetime, int, str]:
        when, state = event.happened_at, EVENT_STATES.get(event.status)
        at = happened_by(event, zone) if isinstance(when, Day) else when
        return at, event.created_at, 0 if state is None else REACH[state], event.id

    return sorted(once.values(), key=position)


def happened_by(event: FulfillmentEvent, zone: tzinfo | None) -> datetime:
    """Where a scan stands among others: one known to the day only, at the hour of it when Shopify heard, or its end."""
    when = event.happened_at
    if not isinstance(when, Day):
        return when
    return max(datetime.combine(when.date, time.min, zone), min(event.created_at, end_of(when, zone)))


def has_happened(at: When, *, now: datetime) -> bool:
    """Whether a reported time may be believed: not in the future, but for a clock that runs a little fast."""
    return at.date <= now.date() if isinstance(at, Day) else at <= now + CLOCK_TOLERANCE


def believed_of(events: Iterable[FulfillmentEvent], *, now: datetime) -> list[FulfillmentEvent]:
    """Those of the events that have happened."""
    today = now.date()
    latest = in_zone(now + CLOCK_TOLERANCE, UTC)  # most events are in UTC too, and compare faster so
    return [
        event
        for event in events
        if (when.date <= today if isinstance(when := event.happened_at, Day) else when <= latest)
    ]


def find_last_seen(events: Sequence[FulfillmentEvent]) -> FulfillmentEvent | None:
    """The newest scan that places the parcel, of events sorted oldest first; neither a label nor a notice does."""
    for event in reversed(events):
        if EVENT_STATES.get(event.status, ParcelState.LABEL_READY) not in NO_SIGHTINGS:
            return event
    return None
