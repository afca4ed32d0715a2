"""Where one parcel is, when its display status, its events and its two times need not agree.

Shopify gives three kinds of evidence: the display status (its own summary, without a time), the events (with times,
but late, out of order or deleted) and `in_transit_at` / `delivered_at`. They are read so:

1. Events and the two times make one story, told in the order it happened; what a delivery stands for is read from the
   rest of it (`deliveries`). The newest part of it holds, with exceptions, all of them stray scans or notices:
   - a label that is bought or printed again does not take a parcel back from the carrier;
   - what was delivered or collected stays so through label and transit scans (depots upload them late) and through
     every notice; a return, a new attempt or a parcel waiting at a point does undo it;
   - what can be collected stays so through notices: the text message may have failed, the parcel has not;
   - what is going back to the sender stays so through transit scans. Only a scan at the shopper's end (out for
     delivery, attempt, to collect) undoes it.
2. The display status is compared with that story:
   - it says nothing (missing, unknown): the story holds;
   - the story holds a witness for it (an event or time of the same meaning): the display status is the story's own
     past, so whatever came later holds, unless the very newest scan and the display status agree and it is no notice;
   - no witness: Shopify knows something the events do not, so it holds, unless it lags behind the story. A status
     that denies delivery is believed even then, because a false "delivered" is worse than a false alarm.
3. Nothing at all is known: SUCCESS means shipped, legacy OPEN and PENDING mean a label, anything else nothing.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import datetime, time, tzinfo
from typing import NamedTuple

from orders.domain.order import Fulfillment, FulfillmentEvent
from orders.domain.status import FulfillmentDisplayStatus, FulfillmentStatus
from orders.domain.timeline.deliveries import READ_OF_DELIVERY, Reader
from orders.domain.timeline.facts import ARRIVED, DISPLAY_STATES, NOTICES, REACH, UNSURE
from orders.domain.timeline.journey import NO_BOXES
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
GOING_BACK = frozenset({ParcelState.RETURNING, ParcelState.RETURNED})
TO_COLLECT = frozenset({ParcelState.READY_TO_COLLECT, ParcelState.AT_POINT})
UNDOES_ARRIVAL = (AT_THE_SHOPPERS_END | GOING_BACK | {ParcelState.AT_POINT}) - NOTICES
NO_AGREEMENT = NOTICES | {ParcelState.LABEL_READY}


class Fact(NamedTuple):
    """A state, when it was reached if the data says so, and the event that told it if one did."""

    state: ParcelState
    at: When | None
    event: FulfillmentEvent | None = None


def known_facts(
    fulfillment: Fulfillment, events: Sequence[FulfillmentEvent], reader: Reader, *, now: datetime
) -> list[Fact]:
    """The story of a parcel: its events (believed, oldest first) and the two times of the fulfillment."""
    zone = now.tzinfo
    facts = [
        Fact(state, event.happened_at, event) for event in events if (state := reader.read(event)) is not None
    ]

    moved, arrived = fulfillment.in_transit_at, fulfillment.delivered_at

    def told_by(fact: Fact) -> datetime:
        return happened_by(fact.event, zone) if fact.event else _since(moved or now, zone)

    # Of one time or day, being on the way comes before every scan, and having arrived after all of them.
    if moved is not None and has_happened(moved, now=now):
        facts.insert(
            bisect_left(facts, _since(moved, zone), key=told_by), Fact(ParcelState.IN_TRANSIT, moved)
        )
    if arrived is not None and not reader.deliveries and has_happened(arrived, now=now):
        there = Fact(reader.read_summary(), arrived)
        facts.insert(bisect_right(facts, end_of(arrived, zone), key=told_by), there)
    return facts


def _since(moved: When, zone: tzinfo | None) -> datetime:
    return datetime.combine(moved.date, time.min, zone) if isinstance(moved, Day) else moved


def decide_state(
    fulfillment: Fulfillment, facts: Sequence[Fact], reader: Reader, *, journey: Journey
) -> Fact:
    """The state of a parcel by the rules of this module's docstring, in the terms of its journey."""
    if journey in NO_BOXES:
        return _decide_without_carrier(fulfillment, journey)
    decided = _weigh(fulfillment, facts, reader)
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


def _weigh(fulfillment: Fulfillment, facts: Sequence[Fact], reader: Reader) -> Fact | None:
    said = _said_by_display(fulfillment)
    held = _last_that_holds(facts)
    if held is not None and held.state is ParcelState.LABEL_READY and _is_submitted(fulfillment):
        return held
    if held is not None and (said is None or said is held.state or _explains(held, said, reader)):
        return held
    if said is ParcelState.DELIVERED:
        said = reader.read_summary()
    if said is None or held is None:
        return None if said is None else Fact(said, None)
    if any(fact.state is said for fact in facts):
        return facts[-1] if _agree(fulfillment, facts[-1], said) else held
    believed = said in DENIALS or REACH[said] >= REACH[held.state] or said in UNSURE
    return Fact(said, None) if believed else held


def _is_submitted(fulfillment: Fulfillment) -> bool:
    """Whether it was handed to a warehouse, which may have made the label since."""
    return fulfillment.display_status == FulfillmentDisplayStatus.SUBMITTED


def _explains(held: Fact, said: ParcelState, reader: Reader) -> bool:
    """Whether the story tells already what the display status sums up."""
    if said is ParcelState.DELIVERED and reader.deliveries:
        return True
    return held.state in GOING_BACK and said not in AT_THE_SHOPPERS_END


def _agree(fulfillment: Fulfillment, newest: Fact, said: ParcelState) -> bool:
    """Whether the newest scan itself is what the display status sums up. A notice is not, unless it is a denial."""
    denied = fulfillment.display_status == FulfillmentDisplayStatus.NOT_DELIVERED
    return newest.state is said and (said not in NO_AGREEMENT or denied)


def _last_that_holds(facts: Sequence[Fact]) -> Fact | None:
    held: Fact | None = None
    for fact in facts:
        if held is None or _is_news(fact.state, after=held.state):
            held = fact
    return held


def _is_news(state: ParcelState, *, after: ParcelState) -> bool:
    if after in ARRIVED:
        return state is not after and state in UNDOES_ARRIVAL
    if after in UNSURE:
        return state in UNDOES_ARRIVAL or state in READ_OF_DELIVERY
    if after in GOING_BACK:
        return state in (after, ParcelState.RETURNED) or state in AT_THE_SHOPPERS_END
    if after in TO_COLLECT and state in NOTICES:
        return False
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
    if journey is Journey.PICKUP and state in (
        ParcelState.SHIPPED,
        ParcelState.DELIVERED,
        ParcelState.AT_POINT,
    ):
        state = ParcelState.COLLECTED
    elif journey is Journey.LOCAL_DELIVERY and state is ParcelState.SHIPPED:
        state = ParcelState.OUT_FOR_DELIVERY
    elif journey in (Journey.PICKUP, Journey.LOCAL_DELIVERY) and state is ParcelState.LABEL_READY:
        state = ParcelState.PREPARING
    return fact if state is fact.state else fact._replace(state=state)


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
