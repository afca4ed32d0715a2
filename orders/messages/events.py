"""What happened to an order that is worth a message: two timelines compared, of before and after a refresh.

Pure: both timelines are built for the same moment, so what differs is what Shopify told and not the time that passed.
Only stable facts are compared (states, days, numbers), never sentences.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from orders.domain.timeline.facts import ARRIVED, NOT_LEFT, REACH
from orders.domain.timeline.journey import NO_BOXES
from orders.domain.timeline.kinds import ItemPlaceKind, ParcelState, Quiet
from orders.domain.timeline.model import Expected, Parcel, Timeline
from orders.domain.timeline.waiting import HELD
from orders.domain.when import When, day_of, end_of


class EventKind(StrEnum):
    """What a merchant may switch on. DELAYED: delayed, or the date moved. REDUCED: cancelled or refunded, wholly or in
    part. OVERDUE and QUIET come about by time alone: no comparison finds them, only a rule tells of them.
    """

    SHIPPED = "shipped"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELIVERED = "delivered"
    READY_TO_COLLECT = "ready_to_collect"
    ATTEMPTED = "delivery_attempted"
    DELAYED = "delayed"
    NEW_NUMBER = "new_number"
    PROBLEM = "problem"
    HELD = "held"
    REDUCED = "reduced"
    RETURNING = "returning"
    OVERDUE = "overdue"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """`key` is the same whenever the same thing is found again; `fact` is what must still be so when it is told.

    `fulfillment_id` is empty for what concerns no parcel; `happened_at` is aware.
    """

    kind: EventKind
    key: str
    happened_at: datetime
    fulfillment_id: str = ""
    fact: str = ""


# By their values, so that a state which another version of the timeline adds needs no change here.
STEPS: Mapping[str, EventKind] = {
    "shipped": EventKind.SHIPPED,
    "in_transit": EventKind.SHIPPED,
    "out_for_delivery": EventKind.OUT_FOR_DELIVERY,
    "delivered": EventKind.DELIVERED,
    "some_delivered": EventKind.DELIVERED,
    "collected": EventKind.DELIVERED,
    "ready_to_collect": EventKind.READY_TO_COLLECT,
    "at_point": EventKind.READY_TO_COLLECT,
    "delivery_attempted": EventKind.ATTEMPTED,
    "delayed": EventKind.DELAYED,
    "action_needed": EventKind.PROBLEM,
    "problem": EventKind.PROBLEM,
    "delivery_unclear": EventKind.PROBLEM,
    "returning": EventKind.RETURNING,
    "returned": EventKind.RETURNING,
}
TROUBLE = frozenset({EventKind.ATTEMPTED, EventKind.DELAYED, EventKind.PROBLEM, EventKind.RETURNING})
"""Told although the parcel had seemed to be further."""
EACH_DAY = frozenset({EventKind.OUT_FOR_DELIVERY, EventKind.ATTEMPTED})
"""Once a day for each parcel: a second try on another day is news."""
GONE = frozenset({ItemPlaceKind.REFUNDED, ItemPlaceKind.REMOVED, ItemPlaceKind.CANCELLED})


def find_events(
    before: Timeline, after: Timeline, *, changed_at: datetime, now: datetime
) -> tuple[Event, ...]:
    """What is worth a message now and was not so before. `changed_at` is when the order was last changed, `now` is in
    the store's time zone, whose days count.
    """
    old = {parcel.fulfillment_id: parcel for parcel in boxes(before)}
    new = {parcel.fulfillment_id: parcel for parcel in boxes(after)}
    lost = [parcel for key, parcel in old.items() if key not in new and parcel.state not in NOT_LEFT]
    events: list[Event] = []
    for key, parcel in new.items():
        was = old.get(key)
        if was is None and (replaced := _find_replaced(parcel, lost)) is not None:
            lost.remove(replaced)
            events += _number_events(replaced, parcel, changed_at)
            continue
        events += _step_events(was, parcel, changed_at, now)
        if was is not None:
            events += _date_events(was, parcel, changed_at)
            events += _number_events(was, parcel, changed_at)
    events += _held_events(before, after, changed_at)
    events += _reduced_events(before, after, changed_at)
    return tuple({event.key: event for event in events}.values())


def is_still_so(kind: str, fulfillment_id: str, fact: str, timeline: Timeline, *, now: datetime) -> bool:
    """Whether what an event told is still true of the order as it is now, and not overtaken by something later."""
    if kind == EventKind.HELD:
        return any(waiting.reason == fact for waiting in timeline.waiting)
    if kind == EventKind.REDUCED:
        return count_gone(timeline) >= int(fact or 0)
    if kind == EventKind.OVERDUE and not fulfillment_id:
        return any(_is_late(waiting.expected, fact) for waiting in timeline.waiting)
    parcel = next((each for each in boxes(timeline) if each.fulfillment_id == fulfillment_id), None)
    return parcel is not None and _is_still_so_of(parcel, kind, fact, now=now)


def _is_still_so_of(parcel: Parcel, kind: str, fact: str, *, now: datetime) -> bool:
    step = STEPS.get(parcel.state)
    match kind:
        case EventKind.SHIPPED:
            gone = parcel.state in NOT_LEFT or parcel.state in ARRIVED
            return not gone and step is not EventKind.RETURNING
        case EventKind.OUT_FOR_DELIVERY:
            return step is EventKind.OUT_FOR_DELIVERY and _day(parcel.state_at, now) in (None, now.date())
        case EventKind.NEW_NUMBER:
            return numbers_mark(parcel) == fact and parcel.state not in ARRIVED
        case EventKind.OVERDUE:
            return _is_late(parcel.expected, fact)
        case EventKind.QUIET:
            return parcel.silence is not None and parcel.silence.quiet is not Quiet.USUAL
        case EventKind.DELAYED:
            return step is EventKind.DELAYED or (bool(fact) and _expected_day(parcel) == fact)
    return step == kind


def boxes(timeline: Timeline) -> Iterator[Parcel]:
    """The parcels that travel or are collected: no files, no sales in the shop."""
    return (parcel for parcel in timeline.parcels if parcel.journey not in NO_BOXES)


def numbers_mark(parcel: Parcel) -> str:
    """Equal for equal tracking numbers; says nothing else."""
    return hashlib.sha256("\0".join(sorted(_numbers(parcel))).encode(errors="surrogatepass")).hexdigest()[:16]


def count_gone(timeline: Timeline) -> int:
    """How many pieces were refunded, removed or cancelled so far."""
    return sum(place.quantity for view in timeline.items for place in view.places if place.kind in GONE)


def _step_events(was: Parcel | None, parcel: Parcel, changed_at: datetime, now: datetime) -> Iterator[Event]:
    kind = STEPS.get(parcel.state)
    if kind is None:
        return
    old_kind = STEPS.get(was.state) if was else None
    day = _day(parcel.state_at, now)
    if kind == old_kind and not (kind in EACH_DAY and was and day != _day(was.state_at, now)):
        return
    if was is not None and kind not in TROUBLE and _reach(parcel) < _reach(was):
        return  # a step back
    if kind is EventKind.SHIPPED and was is not None and was.state not in NOT_LEFT:
        return  # it had left before
    if was is not None and was.state in ARRIVED and kind is not EventKind.RETURNING:
        return
    key = f"{kind}:{_name(parcel)}"
    if kind in EACH_DAY:
        key += f":{day or ''}"
    fact = _expected_day(parcel) if kind is EventKind.DELAYED else ""
    yield Event(
        kind=kind,
        key=f"{key}:{fact}" if fact else key,
        fulfillment_id=parcel.fulfillment_id,
        happened_at=end_of(parcel.state_at, now.tzinfo) if parcel.state_at else changed_at,
        fact=fact,
    )


def _date_events(was: Parcel, parcel: Parcel, changed_at: datetime) -> Iterator[Event]:
    old, new = _expected_day(was), _expected_day(parcel)
    if not old or not new or old == new or parcel.state in ARRIVED:
        return
    if STEPS.get(parcel.state) is EventKind.DELAYED and STEPS.get(was.state) is not EventKind.DELAYED:
        return  # told as that already
    yield Event(
        kind=EventKind.DELAYED,
        key=f"delayed:{_name(parcel)}:{old}>{new}",
        fulfillment_id=parcel.fulfillment_id,
        happened_at=changed_at,
        fact=new,
    )


def _number_events(was: Parcel, parcel: Parcel, changed_at: datetime) -> Iterator[Event]:
    old, new = _numbers(was), _numbers(parcel)
    if not (old - new) or not (new - old) or parcel.state in ARRIVED:
        return
    mark = numbers_mark(parcel)
    yield Event(
        kind=EventKind.NEW_NUMBER,
        key=f"{EventKind.NEW_NUMBER}:{_name(parcel)}:{mark}",
        fulfillment_id=parcel.fulfillment_id,
        happened_at=changed_at,
        fact=mark,
    )


def _held_events(before: Timeline, after: Timeline, changed_at: datetime) -> Iterator[Event]:
    known = {waiting.reason for waiting in before.waiting}
    for waiting in after.waiting:
        if waiting.reason in HELD and waiting.reason not in known:
            yield Event(
                kind=EventKind.HELD,
                key=f"{EventKind.HELD}:{waiting.reason}",
                happened_at=changed_at,
                fact=waiting.reason,
            )


def _reduced_events(before: Timeline, after: Timeline, changed_at: datetime) -> Iterator[Event]:
    gone = count_gone(after)
    if gone > count_gone(before):
        yield Event(
            kind=EventKind.REDUCED,
            key=f"{EventKind.REDUCED}:{gone}",
            happened_at=changed_at,
            fact=str(gone),
        )


def _find_replaced(parcel: Parcel, lost: list[Parcel]) -> Parcel | None:
    """The parcel that was withdrawn in the same breath with the same things inside: it only got a new number."""
    if parcel.state in NOT_LEFT:
        return None
    inside = {(each.item.id, each.quantity) for each in parcel.items}
    return next(
        (one for one in lost if {(each.item.id, each.quantity) for each in one.items} == inside), None
    )


def _numbers(parcel: Parcel) -> frozenset[str]:
    return frozenset(info.number for info in parcel.tracking if info.number)


def _name(parcel: Parcel) -> str:
    return parcel.fulfillment_id.rpartition("/")[2][:40]


def _reach(parcel: Parcel) -> int:
    return REACH.get(ParcelState(parcel.state), 0)


def _expected_day(parcel: Parcel) -> str:
    if parcel.expected is None:
        return ""
    return parcel.expected.last_day.date.isoformat()


def _is_late(expected: Expected | None, day: str) -> bool:
    return expected is not None and expected.days_late > 0 and expected.last_day.date.isoformat() == day


def _day(at: When | None, now: datetime) -> date | None:
    return None if at is None else day_of(at, now.tzinfo).date
