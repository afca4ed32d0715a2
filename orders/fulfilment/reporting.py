"""The scans of one parcel to Shopify: those it has already stay as they are, the others are reported once."""

from typing import Final

from orders.asking import breaker
from orders.domain.fulfillable import FulfillableOrder, MadeFulfillment, ReportedEvent
from orders.fulfilment.changing import READ_SECONDS
from orders.fulfilment.operations import Desk
from orders.fulfilment.planning import CANNOT_LEAVE, Plan, Verdict
from orders.fulfilment.wanted import WantedEvent, WantedEvents, comparable
from orders.transport.deadline import Deadline

MOST_TOLD: Final = 6
SEVERAL_PARCELS: Final = (
    "The shipment has several tracking numbers, and Shopify tells an event of all of them. "
    "So the scans of one are kept out."
)
NO_SCOPE: Final = "Events take the scope write_fulfillments, which the app was not granted."


def find_parcel(order: FulfillableOrder, number: str) -> MadeFulfillment | None:
    """The shipment that bears this number and was not cancelled."""
    wanted = comparable(number)
    for made in order.fulfillments:
        borne = {comparable(info.number) for info in made.tracking if info.number}
        if made.status not in CANNOT_LEAVE and wanted in borne:
            return made
    return None


def report(desk: Desk, order_id: str, made: MadeFulfillment, wanted: WantedEvents, *, is_check: bool) -> Plan:
    """Report what Shopify does not have yet; with `is_check` only say so. Raises what `Desk.report_event` raises."""
    client = desk.client
    known = breaker.ask(lambda: client.read_events(made.id, deadline=Deadline.after(READ_SECONDS)))
    had = {(status, moment.replace(microsecond=0)) for status, moment in known}
    fresh = [event for event in wanted.events if (event.status, event.happened_at) not in had]
    if not is_check:
        for event in fresh:
            desk.report_event(
                order_id,
                ReportedEvent(
                    fulfillment_id=made.id,
                    status=event.status,
                    happened_at=event.happened_at,
                    city=event.city,
                    message=event.message,
                ),
            )
    same = len(wanted.events) - len(fresh)
    if not fresh:
        reason = f"{_events(same)} same: Shopify has {'it' if same == 1 else 'them'} already."
        return Plan(verdict=Verdict.SAME, fulfillment_id=made.id, reason=reason)
    also = f" {_events(same)} same." if same else ""
    return Plan(verdict=Verdict.NEW, fulfillment_id=made.id, reason=f"{_say(fresh)}{also}")


def say_later(wanted: WantedEvents) -> Plan:
    """What is reported once the shipment, which the same file makes, is there."""
    return Plan(verdict=Verdict.NEW, reason=_say(list(wanted.events)))


def _say(fresh: list[WantedEvent]) -> str:
    told = [
        f"{event.status.replace('_', ' ').lower()} ({event.happened_at:%Y-%m-%d %H:%M} UTC)"
        for event in fresh[-MOST_TOLD:]
    ]
    earlier = len(fresh) - len(told)
    before = f"{earlier} earlier, " if earlier else ""
    return f"{_events(len(fresh))} new: {before}{', '.join(told)}."


def _events(count: int) -> str:
    return "1 event" if count == 1 else f"{count} events"
