"""Where one parcel is, when its display status, its events and its two times need not agree.

Shopify gives three kinds of evidence: the display status (its own summary, without a time), the events (with times,
but late, out of order or deleted) and `in_transit_at` / `delivered_at`. They are read so:

1. Events and the two times make one story, told in the order it happened. The newest part of it holds, with three
   exceptions, all of them stray scans rather than news:
   - a label that is bought or printed again does not take a parcel back from the carrier;
   - what was delivered or collected stays so through label, transit and delay scans (depots upload them late); a
     return, a failure, a new attempt or a parcel waiting at a point does undo it;
   - what is going back to the sender stays so through transit scans, and a "delivered" at the end of that way is the
     shop's door, not the shopper's. Only a scan at the shopper's end (out for delivery, attempt, to collect) undoes it.
2. The display status is compared with that story:
   - it says nothing (missing, unknown): the story holds;
   - the story holds a witness for it (an event or time of the same meaning): the display status is the story's own
     past, so whatever came later holds, unless the very newest scan and the display status agree;
   - no witness: Shopify knows something the events do not, so it holds, unless it lags behind the story. A status
     that denies delivery is believed even then, because a false "delivered" is worse than a false alarm.
3. Nothing at all is known: SUCCESS means shipped, legacy OPEN and PENDING mean a label, anything else nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from orders.domain.order import Fulfillment, FulfillmentEvent
from orders.domain.status import FulfillmentStatus
from orders.domain.timeline.facts import ARRIVED, DISPLAY_STATES, EVENT_STATES, REACH
from orders.domain.timeline.kinds import Journey, ParcelState
from orders.domain.timeline.scans import happened_by, has_happened
from orders.domain.when import Day, When, end_of

LEGACY = (FulfillmentStatus.OPEN, FulfillmentStatus.PENDING)
AT_THE_SHOPPERS_END = frozenset(
    {
        ParcelState.OUT_FOR_DELIVERY,
        ParcelState.DELIVERY_ATTEMPTED,
        ParcelState.READY_TO_COLLECT,
        ParcelState.ACTION_NEEDED,
        ParcelState.COLLECTED,
    }
)
DENIALS = frozenset({ParcelState.PROBLEM, ParcelState.RETURNING})


@dataclass(frozen=True, slots=True)
class Fact:
    """A state, and when it was reached if the data says so."""

    state: ParcelState
    at: When | None


def known_facts(fulfillment: Fulfillment, events: Sequence[FulfillmentEvent], *, now: datetime) -> list[Fact]:
    """The story of a parcel: its events (believed, oldest first) and the two times of the fulfillment."""
    zone = now.tzinfo
    told = [
        (happened_by(event, zone), Fact(EVENT_STATES[event.status], event.happened_at))
        for event in events
        if event.status in EVENT_STATES
    ]
    # Of one time or day, being on the way comes before every scan, and having arrived after all of them.
    moved, arrived = fulfillment.in_transit_at, fulfillment.delivered_at
    if moved is not None and has_happened(moved, now=now):
        since = datetime.combine(moved.date, time.min, zone) if isinstance(moved, Day) else moved
        told.insert(0, (since, Fact(ParcelState.IN_TRANSIT, moved)))
    if arrived is not None and has_happened(arrived, now=now):
        told.append((end_of(arrived, zone), Fact(ParcelState.DELIVERED, arrived)))
    told.sort(key=lambda part: part[0])
    return [fact for _, fact in told]


def decide_state(fulfillment: Fulfillment, facts: Sequence[Fact], *, journey: Journey) -> Fact:
    """The state of a parcel by the rules of this module's docstring, in the terms of its journey."""
    if journey in (Journey.DIGITAL, Journey.IN_STORE):
        return _decide_without_carrier(fulfillment, journey)
    decided = _weigh(_said_by_display(fulfillment), facts)
    if decided is None:
        return _decide_from_status(fulfillment, journey)
    if decided.state is ParcelState.SHIPPED:
        decided = Fact(ParcelState.SHIPPED, fulfillment.created_at)
    return _in_terms_of(journey, decided)


def _said_by_display(fulfillment: Fulfillment) -> ParcelState | None:
    said = DISPLAY_STATES.get(fulfillment.display_status or "")
    if said is ParcelState.SHIPPED and fulfillment.status in LEGACY:
        return ParcelState.LABEL_READY
    return said


def _weigh(said: ParcelState | None, facts: Sequence[Fact]) -> Fact | None:
    held = _last_that_holds(facts)
    if said is None or held is None:
        return held if said is None else Fact(said, None)
    if said is held.state:
        return held
    if held.state is ParcelState.RETURNING and said not in AT_THE_SHOPPERS_END:
        return held
    if any(fact.state is said for fact in facts):
        agreed = facts[-1].state is said and said is not ParcelState.LABEL_READY
        return facts[-1] if agreed else held
    believed = said in DENIALS or REACH[said] >= REACH[held.state]
    return Fact(said, None) if believed else held


def _last_that_holds(facts: Sequence[Fact]) -> Fact | None:
    held: Fact | None = None
    for fact in facts:
        if held is None or _is_news(fact.state, after=held.state):
            held = fact
    return held


def _is_news(state: ParcelState, *, after: ParcelState) -> bool:
    if after in ARRIVED:
        return state is not after and (state in AT_THE_SHOPPERS_END or state in DENIALS)
    if after is ParcelState.RETURNING:
        return state is after or state in AT_THE_SHOPPERS_END
    return state is not ParcelState.LABEL_READY or after is ParcelState.LABEL_READY


def _decide_from_status(fulfillment: Fulfillment, journey: Journey) -> Fact:
    """When only the fulfillment's own status is left; an unknown display status makes it claim less."""
    if fulfillment.status in LEGACY:
        return _in_terms_of(journey, Fact(ParcelState.LABEL_READY, None))
    if fulfillment.status != FulfillmentStatus.SUCCESS:
        return Fact(ParcelState.PREPARING, None)
    shipped = Fact(ParcelState.SHIPPED, fulfillment.created_at)
    if fulfillment.display_status is None:
        return _in_terms_of(journey, shipped)
    return Fact(ParcelState.PREPARING, None) if journey is Journey.PICKUP else shipped


def _in_terms_of(journey: Journey, fact: Fact) -> Fact:
    """A pickup order that is fulfilled was handed over; a local delivery that is fulfilled went out with the driver."""
    state = fact.state
    if journey is Journey.PICKUP and state in (ParcelState.SHIPPED, ParcelState.DELIVERED):
        state = ParcelState.COLLECTED
    elif journey is Journey.LOCAL_DELIVERY and state is ParcelState.SHIPPED:
        state = ParcelState.OUT_FOR_DELIVERY
    elif journey in (Journey.PICKUP, Journey.LOCAL_DELIVERY) and state is ParcelState.LABEL_READY:
        state = ParcelState.PREPARING
    return Fact(state, fact.at)


def _decide_without_carrier(fulfillment: Fulfillment, journey: Journey) -> Fact:
    """Digital goods and sales in the store: done once the fulfillment is, and nothing travels."""
    said = DISPLAY_STATES.get(fulfillment.display_status or "")
    if journey is Journey.DIGITAL and said is ParcelState.PROBLEM:
        return Fact(ParcelState.PROBLEM, None)
    if fulfillment.status != FulfillmentStatus.SUCCESS or said in (
        ParcelState.PREPARING,
        ParcelState.LABEL_READY,
    ):
        return Fact(ParcelState.PREPARING, None)
    done = ParcelState.SENT if journey is Journey.DIGITAL else ParcelState.COLLECTED
    return Fact(done, fulfillment.created_at)
