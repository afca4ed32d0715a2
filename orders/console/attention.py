"""What of one order needs somebody, worst first: reasons and facts, found by looking at it at one moment.

Pure but for the other orders that share a number, which are handed in.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from orders.console.reasons import Reason
from orders.domain.carriers import LinkSource, read_tracking_numbers, tracking_links
from orders.domain.order import Order
from orders.domain.status import FulfillmentDisplayStatus
from orders.domain.timeline import ParcelState, Timeline, WaitingReason
from orders.domain.timeline.kinds import HeadlineKind, Pace, Quiet
from orders.domain.timeline.model import Parcel
from orders.domain.when import When, end_of

BY_STATE: Mapping[ParcelState, Reason] = {
    ParcelState.DELIVERY_ATTEMPTED: Reason.ATTEMPTED,
    ParcelState.ACTION_NEEDED: Reason.CARRIER_ASKS,
    ParcelState.PROBLEM: Reason.PROBLEM,
    ParcelState.RETURNING: Reason.RETURNING,
    ParcelState.RETURNED: Reason.RETURNED,
    ParcelState.DELIVERY_UNCLEAR: Reason.DELIVERY_UNCLEAR,
}
HELD = frozenset(
    {
        WaitingReason.OUT_OF_STOCK,
        WaitingReason.CHECK_ADDRESS,
        WaitingReason.AWAITING_RETURN,
        WaitingReason.DATE_UNKNOWN,
        WaitingReason.REVIEW,
    }
)
TOLD_SECONDS = 30 * 86_400.0
"""How long it is told that a parcel has come back, or was left nobody knows where."""
OVER = frozenset({Pace.SETTLED, Pace.CLOSED})


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that needs somebody, since when; `detail` is the carrier, the number or the reason, as text."""

    reason: Reason
    since: float
    detail: str = ""


def find_reasons(
    order: Order, timeline: Timeline, *, shares_number: bool, failing_since: float, now: datetime
) -> tuple[Found, ...]:
    """Each reason once, with the earliest moment it holds since. A cancelled order needs nobody."""
    if order.cancelled_at is not None:
        return ()
    found: dict[Reason, Found] = {}
    for each in _all(order, timeline, shares_number=shares_number, failing_since=failing_since, now=now):
        known = found.get(each.reason)
        if known is None or each.since < known.since:
            found[each.reason] = each
    return tuple(sorted(found.values(), key=lambda each: each.reason.severity))


def _all(
    order: Order, timeline: Timeline, *, shares_number: bool, failing_since: float, now: datetime
) -> Iterator[Found]:
    for parcel in timeline.parcels:
        yield from _of_parcel(order, parcel, now)
    yield from _of_waiting(order, timeline, now)
    if timeline.pace in OVER:
        return
    silence = timeline.silence
    if silence is not None and timeline.headline.kind is not HeadlineKind.OVERDUE:
        reason = Reason.TOO_SILENT if silence.quiet is Quiet.ASK else Reason.SILENT
        yield Found(reason, _seconds(silence.since, now), _carriers(order))
    for fulfillment in order.fulfillments:
        if fulfillment.display_status == FulfillmentDisplayStatus.LABEL_VOIDED:
            yield Found(Reason.LABEL_WITHDRAWN, fulfillment.updated_at.timestamp(), fulfillment.name)
    if shares_number:
        yield Found(Reason.SHARED_NUMBER, order.updated_at.timestamp())
    if failing_since:
        yield Found(Reason.NOT_REFRESHED, failing_since)


def _of_waiting(order: Order, timeline: Timeline, now: datetime) -> Iterator[Found]:
    for group in timeline.waiting:
        if group.reason in HELD:
            yield Found(Reason.HELD, order.updated_at.timestamp(), group.reason.value)
        if group.expected is not None and group.expected.days_late:
            yield Found(Reason.OVERDUE, _seconds(group.expected.last_day, now))


def _of_parcel(order: Order, parcel: Parcel, now: datetime) -> Iterator[Found]:
    since = _seconds(parcel.state_at, now) if parcel.state_at else order.updated_at.timestamp()
    reason = BY_STATE.get(parcel.state)
    if reason is not None and (parcel.silence is not None or now.timestamp() - since < TOLD_SECONDS):
        yield Found(reason, since, _carriers(order))
    if parcel.expected is not None and parcel.expected.days_late:
        yield Found(Reason.OVERDUE, _seconds(parcel.expected.last_day, now), _carriers(order))
    if parcel.silence is None:
        return  # it has arrived: where it could be followed matters no more
    since = order.updated_at.timestamp()
    for info in parcel.tracking:
        if fault := next((read for read in read_tracking_numbers(info.number) if read.fault), None):
            yield Found(Reason.NUMBER_DESTROYED, since, fault.text)
        elif info.number and all(link.source is LinkSource.NONE for link in tracking_links([info])):
            yield Found(Reason.NO_LINK, since, " ".join(filter(None, (info.company, info.number)))[:120])


def _carriers(order: Order) -> str:
    names = {info.company for each in order.fulfillments for info in each.tracking if info.company}
    return ", ".join(sorted(names))[:120]


def _seconds(when: When, now: datetime) -> float:
    return end_of(when, now.tzinfo).timestamp()
