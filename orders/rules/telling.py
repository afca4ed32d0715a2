"""What a rule says to people: a short mail to staff, a message to the shopper through the outbox of all messages."""

from collections.abc import Mapping

from django.db import transaction

from orders import clock
from orders.branding import brands
from orders.messages import noting
from orders.messages.email import Letter, sender_line
from orders.messages.events import Event, EventKind
from orders.messages.letters import make_id
from orders.messages.models import MessageEvent
from orders.messages.switching import read_switches, sender_address
from orders.rules import deeds, words
from orders.rules.models import Deed, Firing, State
from orders.rules.triggers import Trigger

TOLD_AS: Mapping[str, EventKind] = {
    Trigger.HELD: EventKind.HELD,
    Trigger.SILENT: EventKind.QUIET,
    Trigger.OVERDUE: EventKind.OVERDUE,
    Trigger.DELAYED: EventKind.DELAYED,
    Trigger.ATTEMPTED: EventKind.ATTEMPTED,
    Trigger.CARRIER_ASKS: EventKind.PROBLEM,
    Trigger.PROBLEM: EventKind.PROBLEM,
    Trigger.DELIVERY_UNCLEAR: EventKind.PROBLEM,
    Trigger.RETURNING: EventKind.RETURNING,
    Trigger.RETURNED: EventKind.RETURNING,
    Trigger.READY_TO_COLLECT: EventKind.READY_TO_COLLECT,
    Trigger.DELIVERED: EventKind.DELIVERED,
}
"""Of the rest the shopper's page says nothing new, so there is nothing to tell."""


def write_to_staff(firing: Firing, *, mark: str) -> Letter:
    """The mail, in plain English and without anything about a person. Raises ValueError without a sender."""
    name, what = " ".join(words.name_of(firing).split()), words.what_of(firing)
    since, looked = (clock.local(at).strftime("%-d %b %Y, %H:%M") for at in (firing.since, firing.fired_at))
    return Letter(
        subject=f"{name}: {what}"[:200],
        text=f"{name}\n{what}, since {since}. That was so on {looked}.\n\n{words.console_url(firing)}\n\n"
        f"Sent by the rule “{firing.rule.name}”.\n",
        html="",
        sender=sender_line(sender_address(), name=brands.current().name),
        message_id=make_id("rule", mark),
    )


def tell_shopper(deed: Deed) -> None:
    """Put it into the outbox, where choices, quiet times, nights and switches decide as for every message."""
    now, firing = clock.seconds(), deed.firing
    kind = TOLD_AS.get(firing.trigger)
    switches = read_switches()
    if kind is None or not switches.is_anything_on():
        deeds.end(deed, State.DROPPED, "Messages are not set up.", now=now)
        return
    event = Event(
        kind=kind,
        key=f"rule:{firing.rule_id}:{firing.occurrence}"[:120],
        fulfillment_id=firing.fulfillment_id,
        happened_at=clock.local(firing.fired_at),
        fact=firing.fact,
    )
    with transaction.atomic():
        if not firing.hours and _is_told_already(firing, kind):
            deeds.end(deed, State.DROPPED, "The shopper is told of it already.", now=now)
            return
        told = noting.put_in_outbox(firing.order_id, [event], switches, now=now)
        state, said = (
            (State.DONE, "In the outbox.") if told else (State.DROPPED, "Switched off, or not wanted.")
        )
        deeds.end(deed, state, said, now=now)


def _is_told_already(firing: Firing, kind: EventKind) -> bool:
    """Whether messages told the same by themselves: a rule that waits some hours reminds of it instead."""
    told = MessageEvent.objects.filter(
        order_id=firing.order_id,
        kind=kind,
        fulfillment_id=firing.fulfillment_id,
        fact=firing.fact,
        happened_at__gte=firing.since - 1,
    )
    return told.exists()
