"""What a rule would have done to one order in the days before now, by going back to each moment something was heard.

Pure. Scans, shipments, deliveries and dates can be gone back to; holds that have ended are stored nowhere.
"""

from bisect import insort
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from orders.domain.order import Fulfillment, Order
from orders.domain.timeline import build_timeline
from orders.domain.timeline.usual_times import UsualTimes
from orders.domain.when import end_of
from orders.rules.conditions import Occurrence, find_occurrences
from orders.rules.triggers import Trigger


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """The condition of a rule."""

    trigger: Trigger
    hours: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A rule would have fired at `at` (seconds); where `is_so_now` that may be before the days that were asked for."""

    occurrence: Occurrence
    at: float
    is_so_now: bool


def replay(
    order: Order, spec: Spec, *, since: float, held_since: float | None, usual: UsualTimes, now: datetime
) -> tuple[Hit, ...]:
    """Each occurrence for which the rule would have fired after `since` (seconds), or for which it would fire now."""
    end = now.timestamp()
    moments = sorted({since, end, *(at for at in _heard(order) if since < at < end)})
    hits: dict[str, Hit] = {}
    seen: set[float] = set()
    while moments:
        at = moments.pop(0)
        if at in seen or at < order.created_at.timestamp():
            continue
        seen.add(at)
        for each in _find(order, spec, at=at, held_since=held_since, usual=usual, now=now):
            fires_at = each.fires_at(spec.hours)
            if fires_at > at:
                if fires_at <= end and fires_at not in seen:
                    insort(moments, fires_at)
                continue
            if at == end or fires_at >= since:
                hits[each.key] = Hit(occurrence=each, at=fires_at, is_so_now=at == end)
    return tuple(sorted(hits.values(), key=lambda hit: hit.at))


def as_of(order: Order, at: datetime) -> Order:
    """The order as it was known at an earlier moment, as far as what is stored can say."""
    kept = [each for each in order.fulfillments if each.created_at <= at]
    gone = [each for each in order.fulfillments if each.created_at > at]
    later: dict[str, int] = {}
    for fulfillment in gone:
        for part in fulfillment.line_items:
            later[part.line_item_id] = later.get(part.line_item_id, 0) + part.quantity
    lines = tuple(
        replace(
            line,
            unfulfilled_quantity=min(
                line.current_quantity, line.unfulfilled_quantity + later.get(line.id, 0)
            ),
        )
        for line in order.line_items
    )
    return replace(
        order,
        cancelled_at=order.cancelled_at if order.cancelled_at and order.cancelled_at <= at else None,
        line_items=lines,
        fulfillments=tuple(_fulfillment_as_of(each, at) for each in kept),
        # What remained to be done then is not known once something has left since.
        fulfillment_orders=None if gone else order.fulfillment_orders,
    )


def _fulfillment_as_of(fulfillment: Fulfillment, at: datetime) -> Fulfillment:
    if fulfillment.updated_at <= at:
        return fulfillment
    moved, arrived = fulfillment.in_transit_at, fulfillment.delivered_at
    return replace(
        fulfillment,
        display_status=None,
        events=tuple(event for event in fulfillment.events if event.created_at <= at),
        in_transit_at=moved if moved and end_of(moved, UTC) <= at else None,
        delivered_at=arrived if arrived and end_of(arrived, UTC) <= at else None,
    )


def _heard(order: Order) -> list[float]:
    """When anything was heard of the order."""
    moments = [order.created_at, order.updated_at]
    for fulfillment in order.fulfillments:
        moments += [fulfillment.created_at, fulfillment.updated_at]
        moments += [event.created_at for event in fulfillment.events]
        moments += [
            end_of(when, UTC) for when in (fulfillment.in_transit_at, fulfillment.delivered_at) if when
        ]
    return [moment.timestamp() for moment in moments]


def _find(
    order: Order, spec: Spec, *, at: float, held_since: float | None, usual: UsualTimes, now: datetime
) -> list[Occurrence]:
    is_now = at >= now.timestamp()
    then = now if is_now else datetime.fromtimestamp(at, now.tzinfo)
    known = order if is_now else as_of(order, then)
    timeline = build_timeline(known, now=then, usual=usual)
    found = find_occurrences(known, timeline, held_since=held_since, usual=usual, now=then)
    return [each for each in found if each.trigger is spec.trigger]
