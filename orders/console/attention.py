"""What of one order needs somebody, worst first: reasons and facts, found by looking at it at one moment.

Pure but for the other orders that share a number, which are handed in.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from orders.console.damage import is_of_damage
from orders.console.reasons import Reason
from orders.domain.carriers import LinkSource, read_tracking_numbers, tracking_links
from orders.domain.forecast.trips import Window
from orders.domain.order import Order
from orders.domain.status import FulfillmentDisplayStatus, FulfillmentOrderRequestStatus
from orders.domain.timeline import ParcelState, Timeline, WaitingReason
from orders.domain.timeline.kinds import HeadlineKind, Pace, Quiet
from orders.domain.timeline.model import Parcel
from orders.domain.timeline.waiting import HELD, NOTHING_LEFT
from orders.domain.when import When, end_of

BY_STATE: Mapping[ParcelState, Reason] = {
    ParcelState.DELIVERY_ATTEMPTED: Reason.ATTEMPTED,
    ParcelState.ACTION_NEEDED: Reason.CARRIER_ASKS,
    ParcelState.PROBLEM: Reason.PROBLEM,
    ParcelState.RETURNING: Reason.RETURNING,
    ParcelState.RETURNED: Reason.RETURNED,
    ParcelState.DELIVERY_UNCLEAR: Reason.DELIVERY_UNCLEAR,
}
SHOPS_TO_END = HELD - {WaitingReason.AWAITING_PAYMENT}
"""Holds that wait for somebody of the shop."""
ASKED: Mapping[str, str] = {
    FulfillmentOrderRequestStatus.SUBMITTED: "send it",
    FulfillmentOrderRequestStatus.CANCELLATION_REQUESTED: "stop it",
}
"""What a fulfillment service is asked and has not answered."""
REFUSED: Mapping[str, str] = {
    FulfillmentOrderRequestStatus.REJECTED: "send it",
    FulfillmentOrderRequestStatus.CANCELLATION_REJECTED: "stop it",
}
"""What it was asked and will not do."""
TOLD_SECONDS = 30 * 86_400.0
"""How long it is told that a parcel has come back, or was left nobody knows where."""
MOST_OF_A_NAME = 60
LEAST_SILENCE_DAYS = 2
"""A parcel that was heard of since yesterday is late on its way perhaps, but not silent."""
OVER = frozenset({Pace.SETTLED, Pace.CLOSED})


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that needs somebody, since when; `detail` is the carrier, the number or the reason, as text. `carrier`
    is whose parcel it is about.
    """

    reason: Reason
    since: float
    detail: str = ""
    carrier: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What an order does not say of itself: whether another bears its number, since when it cannot be fetched (0: it
    can), and the shop's own carrier pages and country.
    """

    shares_number: bool = False
    failing_since: float = 0.0
    links: Mapping[str, str] = MappingProxyType({})
    country: str | None = None
    usual: Mapping[str, Window] = MappingProxyType({})
    """By fulfillment: when parcels of its carrier and route that left that day are usually there."""


def find_reasons(order: Order, timeline: Timeline, *, known: Known, now: datetime) -> tuple[Found, ...]:
    """Each reason once, with the earliest moment it holds since. A cancelled order needs nobody."""
    if order.cancelled_at is not None:
        return ()
    found: dict[Reason, Found] = {}
    for each in _all(order, timeline, known, now):
        earlier = found.get(each.reason)
        if earlier is None or each.since < earlier.since:
            found[each.reason] = each
    return tuple(sorted(found.values(), key=lambda each: each.reason.severity))


def _all(order: Order, timeline: Timeline, known: Known, now: datetime) -> Iterator[Found]:
    for parcel in timeline.parcels:
        yield from _of_parcel(order, parcel, known, now)
    yield from _of_waiting(order, timeline, now)
    if timeline.pace in OVER:
        return
    if timeline.headline.kind is not HeadlineKind.OVERDUE:
        yield from _of_silence(timeline, known, now)
    for fulfillment in order.fulfillments:
        if fulfillment.display_status == FulfillmentDisplayStatus.LABEL_VOIDED:
            carrier = next((info.company for info in fulfillment.tracking if info.company), "")
            since = fulfillment.updated_at.timestamp()
            yield Found(Reason.LABEL_WITHDRAWN, since, fulfillment.name[:120], carrier[:MOST_OF_A_NAME])
    if known.shares_number:
        carrier = next(filter(None, map(_carrier, timeline.parcels)), "")
        yield Found(Reason.SHARED_NUMBER, order.updated_at.timestamp(), carrier=carrier)
    if known.failing_since:
        yield Found(Reason.NOT_REFRESHED, known.failing_since)


def _of_silence(timeline: Timeline, known: Known, now: datetime) -> Iterator[Found]:
    """Longer than the pace of what is waited for, or, where enough parcels went that way, than theirs."""
    spoken_of = timeline.silence
    for parcel in timeline.parcels:
        silence, window = parcel.silence, known.usual.get(parcel.fulfillment_id)
        carrier = _carrier(parcel)
        if silence is None or window is None or silence.quiet is Quiet.ASK:
            continue
        if spoken_of == silence and now.date() <= window.last_day:
            spoken_of = None  # parcels like it take as long
        elif now.date() > window.last_day and silence.days >= LEAST_SILENCE_DAYS:
            day = f"{window.last_day:%-d %b}"
            detail = f"{carrier}; parcels like it are usually there by {day}"
            yield Found(Reason.SILENT, _seconds(silence.since, now), detail, carrier)
            spoken_of = None if spoken_of == silence else spoken_of
    if spoken_of is not None:
        reason = Reason.TOO_SILENT if spoken_of.quiet is Quiet.ASK else Reason.SILENT
        carrier = next((_carrier(each) for each in timeline.parcels if each.silence == spoken_of), "")
        yield Found(reason, _seconds(spoken_of.since, now), carrier, carrier)


def _of_waiting(order: Order, timeline: Timeline, now: datetime) -> Iterator[Found]:
    for work in order.fulfillment_orders or ():
        if work.request_status in ASKED:
            yield Found(Reason.ASKED_OF_WAREHOUSE, work.updated_at.timestamp(), ASKED[work.request_status])
        if work.request_status in REFUSED and work.status not in NOTHING_LEFT:
            yield Found(Reason.WAREHOUSE_REFUSES, work.updated_at.timestamp(), REFUSED[work.request_status])
    for group in timeline.waiting:
        if group.reason in SHOPS_TO_END:
            yield Found(Reason.HELD, order.updated_at.timestamp(), group.reason.value)
        if group.expected is not None and group.expected.days_late:
            yield Found(Reason.OVERDUE, _seconds(group.expected.last_day, now))


def _of_parcel(order: Order, parcel: Parcel, known: Known, now: datetime) -> Iterator[Found]:
    carrier = _carrier(parcel)
    since = _seconds(parcel.state_at, now) if parcel.state_at else order.updated_at.timestamp()
    reason = BY_STATE.get(parcel.state)
    if reason is not None and (parcel.silence is not None or now.timestamp() - since < TOLD_SECONDS):
        yield Found(reason, since, carrier, carrier)
    if parcel.expected is not None and parcel.expected.days_late:
        yield Found(Reason.OVERDUE, _seconds(parcel.expected.last_day, now), carrier, carrier)
    if parcel.silence is None:
        return  # it has arrived: where it could be followed matters no more
    yield from _of_damage(order, parcel, carrier, now)
    yield from _of_tracking(order, parcel, carrier, known)


def _of_damage(order: Order, parcel: Parcel, carrier: str, now: datetime) -> Iterator[Found]:
    """Damage stands in carriers' own words only: Shopify has no status for it."""
    for fulfillment in order.fulfillments:
        if fulfillment.id != parcel.fulfillment_id:
            continue
        told = [event for event in fulfillment.events if event.message and is_of_damage(event.message)]
        if told:
            yield Found(
                Reason.DAMAGED, min(_seconds(each.happened_at, now) for each in told), carrier, carrier
            )


def _of_tracking(order: Order, parcel: Parcel, carrier: str, known: Known) -> Iterator[Found]:
    since = order.updated_at.timestamp()
    for info in parcel.tracking:
        fault = next((read for read in read_tracking_numbers(info.number) if read.fault), None)
        if fault is not None:
            yield Found(Reason.NUMBER_DESTROYED, since, fault.text[:120], carrier)
            continue
        links = tracking_links([info], country=known.country, overrides=known.links)
        if (info.number or info.url) and all(link.source is LinkSource.NONE for link in links):
            named = " ".join(filter(None, (info.company, info.number))) or "an address nobody may follow"
            yield Found(Reason.NO_LINK, since, named[:120], carrier)


def _carrier(parcel: Parcel) -> str:
    """Who carries it, as Shopify says; empty where nobody is named."""
    return next((info.company for info in parcel.tracking if info.company), "")[:MOST_OF_A_NAME]


def _seconds(when: When, now: datetime) -> float:
    return end_of(when, now.tzinfo).timestamp()
