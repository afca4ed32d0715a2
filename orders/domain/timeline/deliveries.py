"""What a reported delivery stands for, by what was reported before it and where it happened.

"Delivered" is also what carriers call a parcel laid into a locker, fetched from there, or handed back to its sender.
Which of these it is, is read from the sentence beside it, from the scans before it and from the towns at both ends
of the journey (docs/decisions/0011). What these cannot decide stays open.
"""

from dataclasses import dataclass
from datetime import timedelta, tzinfo

from orders.domain.order import FulfillmentEvent
from orders.domain.timeline.carrier_words import Said, fold_text, read_words
from orders.domain.timeline.facts import EVENT_STATES
from orders.domain.timeline.kinds import Journey, ParcelState
from orders.domain.timeline.scans import happened_by

SAME_DEPOSIT = timedelta(hours=1)
"""So soon after "ready", "delivered to the locker" tells of the same hand-over; later, of one that came after it."""

READ_OF_DELIVERY = frozenset(
    {
        ParcelState.DELIVERED,
        ParcelState.COLLECTED,
        ParcelState.AT_POINT,
        ParcelState.RETURNED,
        ParcelState.DELIVERY_UNCLEAR,
        ParcelState.SOME_DELIVERED,
    }
)
"""All that a reported delivery can turn out to be."""


MAY_GO_BACK = frozenset({ParcelState.PROBLEM, ParcelState.IN_TRANSIT})
REMEMBERED = frozenset(
    {
        ParcelState.OUT_FOR_DELIVERY,
        ParcelState.READY_TO_COLLECT,
        ParcelState.RETURNING,
        ParcelState.PROBLEM,
        ParcelState.DELIVERY_ATTEMPTED,
    }
)
"""States in the light of which a later delivery is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """What is known of a parcel's way before anything is reported; the towns as they are written, or None."""

    journey: Journey
    origin: str | None = None
    destination: str | None = None
    numbers: int = 1


class Reader:
    """Reads the events of one parcel, oldest first, each in the light of those before it."""

    def __init__(self, way: Way, zone: tzinfo | None) -> None:
        self.way = way
        self.zone = zone
        self.deliveries = 0
        self._going_back = False
        self._in_doubt = False
        self._attempted = False
        self._ready: FulfillmentEvent | None = None

    def read(self, event: FulfillmentEvent) -> ParcelState | None:
        """The state an event puts the parcel into; None for a status that says nothing."""
        state = EVENT_STATES.get(event.status)
        if state is ParcelState.DELIVERED:
            return self._read_delivery(event)
        if event.message and state in MAY_GO_BACK and read_words(event.message) is Said.SENDER:
            state = ParcelState.RETURNING
        if state in REMEMBERED:
            self._remember(state, event)
        return state

    def read_summary(self) -> ParcelState:
        """What a delivery is that Shopify knows of and no event tells: it has neither words nor a town."""
        return self._read_delivery(None)

    def _remember(self, state: ParcelState | None, event: FulfillmentEvent) -> None:
        if state in (ParcelState.OUT_FOR_DELIVERY, ParcelState.READY_TO_COLLECT):
            # At the shopper's end: whatever was wrong before is over.
            self._going_back = self._in_doubt = self._attempted = False
            self._ready = event if state is ParcelState.READY_TO_COLLECT else None
        self._going_back |= state is ParcelState.RETURNING
        self._in_doubt |= state is ParcelState.PROBLEM
        self._attempted |= state is ParcelState.DELIVERY_ATTEMPTED

    def _read_delivery(self, event: FulfillmentEvent | None) -> ParcelState:
        self.deliveries += 1
        said = read_words(event.message) if event else Said.NOTHING
        if said is Said.SENDER or self._going_back:
            return ParcelState.RETURNED
        if said is Said.COLLECTION:
            return ParcelState.COLLECTED
        if said is Said.POINT and not (event and self._was_ready_before(event)):
            return ParcelState.AT_POINT
        return self._read_by_town(fold_text(event.city or "") if event else "")

    def _was_ready_before(self, event: FulfillmentEvent) -> bool:
        if self._ready is None:
            return False
        between = happened_by(event, self.zone) - happened_by(self._ready, self.zone)
        return between > SAME_DEPOSIT

    def _read_by_town(self, town: str) -> ParcelState:
        origin, destination = (fold_text(end or "") for end in (self.way.origin, self.way.destination))
        at_origin = _is_same_town(town, origin) and not _is_same_town(town, destination)
        at_destination = _is_same_town(town, destination) and not _is_same_town(town, origin)
        if at_origin and (self._in_doubt or self._attempted):
            return ParcelState.RETURNED
        if self._in_doubt and not at_destination:
            return ParcelState.DELIVERY_UNCLEAR
        if self._ready is not None:
            return ParcelState.COLLECTED
        if self.way.journey is Journey.PICKUP_POINT:
            return ParcelState.AT_POINT
        return ParcelState.DELIVERED if self.deliveries >= self.way.numbers else ParcelState.SOME_DELIVERED


def _is_same_town(one: str, other: str) -> bool:
    """Whether two folded names can mean one town: "Groningen" and "Groningen Centrum"."""
    shorter, longer = sorted((one, other), key=len)
    return bool(shorter) and f" {shorter} " in f" {longer} "
