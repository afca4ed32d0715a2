"""What of one order is so, or will be so by time alone, each under a key that is the same whenever it is found again.

Pure: a timeline and a moment in, occurrences out. Time only makes overdue and silent, so only these may lie ahead.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from orders.domain.order import Order
from orders.domain.status import FulfillmentDisplayStatus
from orders.domain.timeline.journey import NO_BOXES
from orders.domain.timeline.kinds import ParcelState, WaitingReason
from orders.domain.timeline.model import Expected, Parcel, Timeline
from orders.domain.timeline.usual_times import UsualTimes
from orders.domain.timeline.waiting import HELD
from orders.domain.when import When, day_of, end_of
from orders.rules.triggers import HOUR_SECONDS, Trigger

BY_STATE: Mapping[ParcelState, Trigger] = {
    ParcelState.DELAYED: Trigger.DELAYED,
    ParcelState.DELIVERY_ATTEMPTED: Trigger.ATTEMPTED,
    ParcelState.ACTION_NEEDED: Trigger.CARRIER_ASKS,
    ParcelState.PROBLEM: Trigger.PROBLEM,
    ParcelState.RETURNING: Trigger.RETURNING,
    ParcelState.RETURNED: Trigger.RETURNED,
    ParcelState.DELIVERY_UNCLEAR: Trigger.DELIVERY_UNCLEAR,
    ParcelState.READY_TO_COLLECT: Trigger.READY_TO_COLLECT,
    ParcelState.AT_POINT: Trigger.READY_TO_COLLECT,
    ParcelState.DELIVERED: Trigger.DELIVERED,
    ParcelState.SOME_DELIVERED: Trigger.DELIVERED,
    ParcelState.COLLECTED: Trigger.DELIVERED,
}
EACH_DAY = frozenset({Trigger.ATTEMPTED, Trigger.PROBLEM, Trigger.CARRIER_ASKS})
"""The same again on another day is another occurrence."""
NOT_SEEN = frozenset({ParcelState.LABEL_READY, ParcelState.SHIPPED})
TO_BE_SENT = frozenset({WaitingReason.RECEIVED, WaitingReason.PREPARING, WaitingReason.PACKING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """Something that is so since `since` (seconds since the epoch; ahead of now where only time is missing).

    `fulfillment_id` is empty for what concerns no parcel; `detail` is a carrier or a reason, and names no person;
    `fact` is a hold's reason or a day, which must still be so when a shopper is told of it.
    """

    trigger: Trigger
    key: str
    since: float
    fulfillment_id: str = ""
    detail: str = ""
    fact: str = ""

    def fires_at(self, hours: int) -> float:
        """When it will have been so for so many hours."""
        return self.since + hours * HOUR_SECONDS


def find_occurrences(
    order: Order, timeline: Timeline, *, held_since: float | None, usual: UsualTimes, now: datetime
) -> tuple[Occurrence, ...]:
    """All of one order; `now` is in the store's zone. A cancelled order has none.

    `held_since`: since when the order is known to be held, which Shopify does not tell.
    """
    if order.cancelled_at is not None:
        return ()
    found = list(_of_order(order, timeline, held_since=held_since, now=now))
    for parcel in timeline.parcels:
        if parcel.journey not in NO_BOXES:
            found += _of_parcel(order, parcel, usual=usual, now=now)
    return tuple({each.key: each for each in found}.values())


def hold_of(timeline: Timeline) -> str:
    """Why the order is held; empty where it is not."""
    return next((group.reason.value for group in timeline.waiting if group.reason in HELD), "")


def _of_order(
    order: Order, timeline: Timeline, *, held_since: float | None, now: datetime
) -> Iterator[Occurrence]:
    to_be_sent = [group for group in timeline.waiting if group.journey not in NO_BOXES]
    if any(group.reason in TO_BE_SENT for group in to_be_sent) and not timeline.parcels:
        yield Occurrence(trigger=Trigger.NOT_SHIPPED, key="not_shipped", since=order.created_at.timestamp())
    if reason := hold_of(timeline):
        since = order.updated_at.timestamp() if held_since is None else held_since
        yield Occurrence(
            trigger=Trigger.HELD,
            key=f"held:{reason}:{since:.0f}",
            since=since,
            detail=reason.replace("_", " "),
            fact=reason,
        )
    for group in to_be_sent:
        if group.expected is not None:
            yield _overdue(group.expected, "", now=now)
    for fulfillment in order.fulfillments:
        if fulfillment.display_status == FulfillmentDisplayStatus.LABEL_VOIDED:
            yield Occurrence(
                trigger=Trigger.LABEL_WITHDRAWN,
                key=f"label_withdrawn:{_short(fulfillment.id)}",
                since=fulfillment.updated_at.timestamp(),
                fulfillment_id=fulfillment.id,
                detail=fulfillment.name[:60],
            )


def _of_parcel(order: Order, parcel: Parcel, *, usual: UsualTimes, now: datetime) -> Iterator[Occurrence]:
    name, carrier = _short(parcel.fulfillment_id), _carrier(parcel)
    trigger = BY_STATE.get(parcel.state)
    if trigger is not None:
        day = day_of(parcel.state_at, now.tzinfo).date.isoformat() if parcel.state_at else ""
        yield Occurrence(
            trigger=trigger,
            key=f"{trigger}:{name}:{day}" if trigger in EACH_DAY else f"{trigger}:{name}",
            since=_begun(parcel.state_at, order, now=now),
            fulfillment_id=parcel.fulfillment_id,
            detail=carrier,
        )
    if parcel.state in NOT_SEEN and parcel.tracking:
        made = next(each for each in order.fulfillments if each.id == parcel.fulfillment_id)
        yield Occurrence(
            trigger=Trigger.NO_SCAN,
            key=f"no_scan:{name}",
            since=made.created_at.timestamp(),
            fulfillment_id=parcel.fulfillment_id,
            detail=carrier,
        )
    if parcel.expected is not None:
        yield _overdue(parcel.expected, parcel.fulfillment_id, detail=carrier, now=now)
    elif parcel.silence is not None:
        heard = day_of(parcel.silence.since, now.tzinfo).date
        quiet_from = heard + timedelta(days=usual[parcel.silence.awaited].longer)
        yield Occurrence(
            trigger=Trigger.SILENT,
            key=f"silent:{name}:{heard.isoformat()}",
            since=datetime.combine(quiet_from, time.min, now.tzinfo).timestamp(),
            fulfillment_id=parcel.fulfillment_id,
            detail=carrier,
        )


def _overdue(expected: Expected, fulfillment_id: str, *, detail: str = "", now: datetime) -> Occurrence:
    day = expected.last_day
    return Occurrence(
        trigger=Trigger.OVERDUE,
        key=f"overdue:{_short(fulfillment_id) or 'order'}:{day.date.isoformat()}",
        since=end_of(day, now.tzinfo).timestamp(),
        fulfillment_id=fulfillment_id,
        detail=detail,
        fact=day.date.isoformat(),
    )


def _begun(at: When | None, order: Order, *, now: datetime) -> float:
    """Since when: not later than now, so that a day without an hour has begun."""
    begun = order.updated_at if at is None else end_of(at, now.tzinfo)
    return min(begun.timestamp(), now.timestamp())


def _carrier(parcel: Parcel) -> str:
    return ", ".join(sorted({info.company for info in parcel.tracking if info.company}))[:120]


def _short(gid: str) -> str:
    return gid.rpartition("/")[2][:40]
