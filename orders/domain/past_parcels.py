"""What is worth remembering of a parcel once its order is forgotten: how long each step took, and nothing of a person.

No number, no name, no town, no item: a carrier, two countries, a province, days by the store's calendar, and hours.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Any

from orders.domain.carriers.key import carrier_key
from orders.domain.order import Fulfillment, FulfillmentOrder, Order
from orders.domain.status import FulfillmentEventStatus
from orders.domain.timeline import ExpectedSource, Parcel, ParcelState, Step, Timeline
from orders.domain.timeline.expected import Dates, find_promise
from orders.domain.timeline.facts import EVENT_STATES, NOT_LEFT
from orders.domain.timeline.journey import NO_BOXES, index_fulfillment_orders
from orders.domain.timeline.kinds import Journey
from orders.domain.timeline.scans import believed_of
from orders.domain.when import Day, When, day_of, end_of


class Outcome(StrEnum):
    """How a parcel ended. UNKNOWN: its order's details were removed before anybody heard of an end."""

    DELIVERED = "delivered"
    COLLECTED = "collected"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


ENDS: Mapping[ParcelState, Outcome] = {
    ParcelState.DELIVERED: Outcome.DELIVERED,
    ParcelState.COLLECTED: Outcome.COLLECTED,
    ParcelState.RETURNED: Outcome.RETURNED,
}
TRAVELS = frozenset(Journey) - {*NO_BOXES, Journey.PICKUP}
"""What a carrier or a driver brings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastParcel:
    """A parcel that is at its end. Days are the store's; `…_hours` are whole hours since the order was placed.

    A step that is known to the day only has no hours, one that nobody reported has neither. `packed` is the label or
    the fulfillment, whichever came first; `scanned` the carrier's first scan; `arrived` the delivery, or when it could
    be collected. `promised_on` is the last day of what checkout promised, else of the first estimate. `days_late`
    counts from it to the arrival, below 0 where that came early. Countries and region are ISO codes, or empty.
    """

    carrier: str
    journey: Journey
    origin_country: str
    destination_country: str
    destination_region: str
    outcome: Outcome
    ended_on: date
    ordered_on: date
    packed_on: date | None = None
    scanned_on: date | None = None
    out_on: date | None = None
    arrived_on: date | None = None
    packed_hours: int | None = None
    scanned_hours: int | None = None
    out_hours: int | None = None
    arrived_hours: int | None = None
    attempts: int = 0
    promised_on: date | None = None
    promised_by: ExpectedSource | None = None

    @property
    def left_on(self) -> date | None:
        """The day from which the carrier had it, as far as anybody knows."""
        return self.scanned_on or self.packed_on

    @property
    def days_late(self) -> int | None:
        """Days from the promise to the arrival; None where there was none, or it did not arrive."""
        if self.promised_on is None or self.arrived_on is None:
            return None
        return (self.arrived_on - self.promised_on).days


def find_past_parcels(
    order: Order,
    timeline: Timeline,
    *,
    now: datetime,
    country: str | None = None,
    own_carriers: Collection[str] = (),
    is_over: bool = False,
) -> dict[str, PastParcel]:
    """The parcels of an order that have come to their end, by fulfillment; with `is_over` the others as well.

    `now` is in the store's zone, and `timeline` is the order's at that time; `country` is the store's.
    """
    works = index_fulfillment_orders(order)
    made = {fulfillment.id: fulfillment for fulfillment in order.fulfillments}
    dates = Dates.of(order, now=now)
    found = {}
    for parcel in timeline.parcels:
        outcome = _find_outcome(order, parcel) or (Outcome.UNKNOWN if is_over else None)
        if outcome is None or parcel.journey not in TRAVELS:
            continue
        fulfillment = made[parcel.fulfillment_id]
        behind = works.of(fulfillment)
        origin = find_origin(behind) or country or ""
        moments = _moments_of(fulfillment, parcel, now.tzinfo)
        found[parcel.fulfillment_id] = PastParcel(
            carrier=carrier_key(fulfillment.tracking, country=origin or None, own_names=own_carriers),
            journey=parcel.journey,
            origin_country=origin,
            destination_country=order.destination_country_code or "",
            destination_region=order.destination_province_code or "",
            outcome=outcome,
            ended_on=_find_end(order, fulfillment, parcel, outcome, dates),
            attempts=_count_attempts(parcel, now=now),
            **_days_and_hours(order, moments, dates),
            **_promise_of(fulfillment, behind, dates),
        )
    return found


def _find_outcome(order: Order, parcel: Parcel) -> Outcome | None:
    if order.cancelled_at is not None and parcel.state in NOT_LEFT:
        return Outcome.CANCELLED
    return ENDS.get(parcel.state)


def find_origin(works: Iterable[FulfillmentOrder]) -> str | None:
    """The country of the location that sends it, by its fulfillment orders; None where they do not say."""
    return next((work.location_country_code for work in works if work.location_country_code), None)


def _moments_of(fulfillment: Fulfillment, parcel: Parcel, zone: tzinfo | None) -> dict[str, When | None]:
    """When the parcel reached each step, by the first part of the fields' names."""
    reached = {milestone.step: milestone.reached_at for milestone in parcel.milestones}
    labels = [
        event.happened_at
        for event in parcel.events
        if EVENT_STATES.get(event.status) is ParcelState.LABEL_READY
    ]
    packed = min([fulfillment.created_at, *labels], key=lambda when: end_of(when, zone))
    arrived = reached.get(Step.READY_TO_COLLECT) or reached.get(Step.DELIVERED) or reached.get(Step.COLLECTED)
    return {
        "packed": packed,
        "scanned": reached.get(Step.IN_TRANSIT) or reached.get(Step.OUT_FOR_DELIVERY),
        "out": reached.get(Step.OUT_FOR_DELIVERY),
        "arrived": arrived,
    }


def _days_and_hours(order: Order, moments: Mapping[str, When | None], dates: Dates) -> dict[str, Any]:
    fields: dict[str, Any] = {"ordered_on": day_of(order.created_at, dates.now.tzinfo).date}
    for name, when in moments.items():
        day = dates.find_day(when)
        if when is not None and day is not None:
            fields[f"{name}_on"] = day.date
            fields[f"{name}_hours"] = _hours_since(order.created_at, when)
    return fields


def _hours_since(start: datetime, when: When) -> int | None:
    if isinstance(when, Day):
        return None
    return (when - start) // timedelta(hours=1)


def _find_end(order: Order, fulfillment: Fulfillment, parcel: Parcel, outcome: Outcome, dates: Dates) -> date:
    """The day of the end, or where nobody says one that can be meant, of the last that was heard."""
    told: When | None = parcel.state_at
    if outcome is Outcome.CANCELLED:
        told = order.cancelled_at
    elif outcome is Outcome.UNKNOWN:
        told = None
    return (dates.find_day(told) or day_of(fulfillment.updated_at, dates.now.tzinfo)).date


def _count_attempts(parcel: Parcel, *, now: datetime) -> int:
    believed = believed_of(parcel.events, now=now)
    return sum(event.status == FulfillmentEventStatus.ATTEMPTED_DELIVERY for event in believed)


def _promise_of(fulfillment: Fulfillment, works: Iterable[FulfillmentOrder], dates: Dates) -> dict[str, Any]:
    """What the shopper was told first: later estimates follow the parcel, and are kept nearly always."""
    promise = find_promise(tuple(works), dates)
    if promise is not None:
        return {"promised_on": promise.last_day.date, "promised_by": promise.source}
    told = sorted(fulfillment.events, key=lambda event: event.created_at)
    for event in told:
        if (day := dates.find_day(event.estimated_delivery_at)) is not None:
            return {"promised_on": day.date, "promised_by": ExpectedSource.CARRIER}
    day = dates.find_day(fulfillment.estimated_delivery_at)
    return {} if day is None else {"promised_on": day.date, "promised_by": ExpectedSource.SHIPMENT}
