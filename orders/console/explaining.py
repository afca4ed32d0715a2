"""Why a page says what it says: the rule that spoke, and every raw fact it could read, with its age and its source."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from orders.console.words import age, moment
from orders.domain.order import Fulfillment, FulfillmentOrder, Order
from orders.domain.timeline import Timeline, explain_headline
from orders.domain.timeline.usual_times import UsualTimes
from orders.domain.when import When, end_of

MOST_EVENTS = 12

RULES: Mapping[str, str] = {
    "cancelled": "The order is cancelled, and that comes before everything else.",
    "removed": "Everything was taken off the order, by refunds or edits.",
    "action_needed": "The carrier reports that it needs something from the recipient.",
    "shopper_must_act": "A hold waits for the shopper: a payment, an address or a return.",
    "problem": "A parcel's newest status is a failure, and nothing newer contradicts it.",
    "returning": "A parcel is on its way back to the sender.",
    "attempted": "The carrier tried to deliver, and nothing newer is known.",
    "ready_to_collect": "Something lies ready to be collected.",
    "delivered_somewhere": "A parcel is reported at a point, back with the shop, or as delivered without saying where.",
    "out_for_delivery": "A parcel was scanned as out for delivery today, or since then without anything newer.",
    "overdue": "The last day that was expected has passed, and the parcel has not arrived. The latest part is told.",
    "delayed": "The carrier reports a delay, and no expected day has passed yet.",
    "bought_in_store": "It was handed over in the store.",
    "digital": "There is nothing to send but digital goods.",
    "finished": "Every parcel has arrived, and nothing is left to leave.",
    "partly_delivered": "Some parcels have arrived; the rest is told with the next expected day.",
    "no_news": "Nothing has been heard for so long that waiting on helps nobody.",
    "on_its_way": "A parcel has left, and nothing speaks of trouble. The next expected day is told, if there is one.",
    "label_ready": "There is a label, and the carrier has not scanned the parcel yet.",
    "not_left": "Nothing has left yet; the worst reason that holds it up is told.",
    "nothing_else": "No rule had anything to say: the order is known, and that is all.",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing Shopify told. `field` is its own name there; `when` is empty where the fact has no time."""

    field: str
    value: str
    when: str = ""
    age: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts from one object of Shopify's."""

    source: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """The rule by name and in words, how many were asked before it, and what the timeline made of the facts."""

    rule: str
    words: str
    asked_before: int
    made_of_it: tuple[Fact, ...]
    sources: tuple[Facts, ...]


def explain(order: Order, timeline: Timeline, *, usual: UsualTimes, now: datetime) -> Why:
    """Everything behind the sentence; `now` in the store's time zone."""
    rule, asked_before = explain_headline(order, now=now, usual=usual)
    sources = [Facts("Order", tuple(_of_order(order, now)))]
    sources += [
        Facts(f"Fulfillment {each.name}", tuple(_of_fulfillment(each, now))) for each in order.fulfillments
    ]
    if order.fulfillment_orders is None:
        sources.append(Facts("Fulfillment orders", (Fact("—", "may not be read: a scope is missing"),)))
    for number, work in enumerate(order.fulfillment_orders or (), 1):
        sources.append(Facts(f"Fulfillment order {number}", tuple(_of_work(work, now))))
    return Why(
        rule=rule.replace("_", " "),
        words=RULES[rule],
        asked_before=asked_before,
        made_of_it=tuple(_made_of_it(timeline, usual, now)),
        sources=tuple(sources),
    )


def _made_of_it(timeline: Timeline, usual: UsualTimes, now: datetime) -> Iterator[Fact]:
    headline = timeline.headline
    yield Fact("headline", headline.kind.value.replace("_", " "), *_times(headline.at, now))
    if headline.expected is not None:
        expected = headline.expected
        days = moment(expected.first_day)
        if expected.last_day != expected.first_day:
            days += f" to {moment(expected.last_day)}"
        late = f", {expected.days_late} days late" if expected.days_late else ""
        yield Fact("expected", f"{days}{late} (source: {expected.source.value})")
    for parcel in timeline.parcels:
        yield Fact(
            f"parcel {parcel.number}", parcel.state.value.replace("_", " "), *_times(parcel.state_at, now)
        )
        if parcel.silence is not None:
            silence, bounds = parcel.silence, usual[parcel.silence.awaited]
            words = (
                f"day {silence.days}, waiting for {silence.awaited.value.replace('_', ' ')}; "
                f"longer than usual from day {bounds.longer}, too long from day {bounds.ask}"
            )
            yield Fact(f"silence of parcel {parcel.number}", words, *_times(silence.since, now))
    for group in timeline.waiting:
        yield Fact("not left", group.reason.value.replace("_", " "), *_times(group.starts_at, now))


def _of_order(order: Order, now: datetime) -> Iterator[Fact]:
    yield Fact("displayFulfillmentStatus", order.fulfillment_status, *_times(order.updated_at, now))
    yield Fact("displayFinancialStatus", order.financial_status or "—")
    yield Fact("returnStatus", order.return_status)
    yield Fact("createdAt", "placed", *_times(order.created_at, now))
    if order.cancelled_at:
        yield Fact("cancelledAt", order.cancel_reason or "cancelled", *_times(order.cancelled_at, now))
    if order.edited:
        yield Fact("edited", "yes")


def _of_fulfillment(fulfillment: Fulfillment, now: datetime) -> Iterator[Fact]:
    yield Fact("status", fulfillment.status, *_times(fulfillment.updated_at, now))
    yield Fact("displayStatus", fulfillment.display_status or "—")
    yield Fact("createdAt", "made", *_times(fulfillment.created_at, now))
    for field, when in (
        ("inTransitAt", fulfillment.in_transit_at),
        ("deliveredAt", fulfillment.delivered_at),
        ("estimatedDeliveryAt", fulfillment.estimated_delivery_at),
    ):
        if when is not None:
            yield Fact(field, "set", *_times(when, now))
    for info in fulfillment.tracking:
        parts = (info.company, info.number, info.url)
        yield Fact("trackingInfo", " · ".join(part or "—" for part in parts))
    if fulfillment.renumbering:
        former = ", ".join(info.number or "—" for info in fulfillment.renumbering.former)
        yield Fact("number replaced", former, *_times(fulfillment.renumbering.at, now))
    newest = sorted(fulfillment.events, key=lambda event: end_of(event.happened_at, now.tzinfo), reverse=True)
    for event in newest[:MOST_EVENTS]:
        place = ", ".join(filter(None, (event.city, event.province, event.country)))
        told = " · ".join(filter(None, (event.status, event.message, place)))
        yield Fact("event", told, *_times(event.happened_at, now))
    if len(newest) > MOST_EVENTS:
        yield Fact("event", f"and {len(newest) - MOST_EVENTS} older ones")


def _of_work(work: FulfillmentOrder, now: datetime) -> Iterator[Fact]:
    yield Fact("status", work.status, *_times(work.updated_at, now))
    yield Fact("requestStatus", work.request_status)
    if work.hold_reasons:
        yield Fact("fulfillmentHolds", ", ".join(work.hold_reasons))
    if work.fulfill_at:
        yield Fact("fulfillAt", "set", *_times(work.fulfill_at, now))
    if work.delivery_method:
        method = work.delivery_method
        yield Fact("deliveryMethod", " · ".join(filter(None, (method.method_type, method.presented_name))))
        if method.max_delivery_at:
            promised = f"{moment(method.min_delivery_at) or '—'} to {moment(method.max_delivery_at)}"
            yield Fact("promised at checkout", promised)
    if work.location_name:
        yield Fact("assignedLocation", ", ".join(filter(None, (work.location_name, work.location_city))))


def _times(when: When | None, now: datetime) -> tuple[str, str]:
    if when is None:
        return "", ""
    seconds = (now - end_of(when, now.tzinfo)).total_seconds()
    return moment(when), f"in {age(-seconds)}" if seconds < 0 else f"{age(seconds)} ago"
