"""What a carrier says about a parcel without having it in hand, and which of its sentences stand beside the headline.

A scan places the parcel. A notice (a delay announced, papers asked for, a text message that did not go out) does not,
however often carriers report it under a status that sounds worse: it is told in the carrier's own words, and what a
scan has made sure stays so.
"""

from collections.abc import Sequence

from orders.domain.order import FulfillmentEvent
from orders.domain.timeline.facts import EVENT_STATES, NOTICES
from orders.domain.timeline.kinds import ParcelState
from orders.domain.timeline.parcel_state import Fact

TOLD_IN_WORDS = NOTICES | {
    ParcelState.DELIVERY_ATTEMPTED,
    ParcelState.READY_TO_COLLECT,
    ParcelState.AT_POINT,
    ParcelState.RETURNING,
    ParcelState.RETURNED,
    ParcelState.DELIVERY_UNCLEAR,
    ParcelState.SOME_DELIVERED,
}
"""States of which the carrier's own sentence tells more than ours: which locker, what is asked for, why it is back."""


def find_told(
    facts: Sequence[Fact], decided: Fact, events: Sequence[FulfillmentEvent]
) -> tuple[FulfillmentEvent, ...]:
    """At most two events of which the carrier's words belong beside the headline, older first.

    The newest one that tells of the decided state, and the newest notice since. `events` are believed, oldest first.
    """
    told = _find_told_state(facts, decided.state) if decided.state in TOLD_IN_WORDS else None
    if decided.state is ParcelState.DELIVERY_UNCLEAR:
        before = _find_told_state(facts, ParcelState.PROBLEM)
        return tuple(event for event in (before, told) if event is not None)
    newest = _newest_notice(events)
    if newest is None or newest is told or _says_no_more(newest, decided):
        return () if told is None else (told,)
    return (newest,) if told is None else (told, newest)


def _find_told_state(facts: Sequence[Fact], state: ParcelState) -> FulfillmentEvent | None:
    for fact in reversed(facts):
        if fact.state is state and fact.event is not None:
            return fact.event if fact.event.message else None
    return None


def _says_no_more(notice: FulfillmentEvent, decided: Fact) -> bool:
    return not notice.message and EVENT_STATES[notice.status] is decided.state


def _newest_notice(events: Sequence[FulfillmentEvent]) -> FulfillmentEvent | None:
    """The newest notice that no scan has come after."""
    for event in reversed(events):
        state = EVENT_STATES.get(event.status)
        if state in NOTICES:
            return event
        if state is not None and state is not ParcelState.LABEL_READY:
            return None
    return None
