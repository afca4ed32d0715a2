"""Switching events on and off, for the admin and the terminal alike."""

from collections.abc import Collection

from orders import conf
from orders.messages.events import EventKind
from orders.messages.models import THE_ONE, Channel, Switches

LABELS = {
    EventKind.SHIPPED: "Shipped",
    EventKind.OUT_FOR_DELIVERY: "Out for delivery",
    EventKind.DELIVERED: "Delivered or collected",
    EventKind.READY_TO_COLLECT: "Ready to collect",
    EventKind.ATTEMPTED: "Delivery attempted",
    EventKind.DELAYED: "Delayed, or the date moved by a day or more",
    EventKind.NEW_NUMBER: "A new tracking number in place of an old one",
    EventKind.PROBLEM: "Something went wrong, or the carrier needs something",
    EventKind.HELD: "Held or back-ordered",
    EventKind.REDUCED: "Cancelled or refunded, wholly or in part",
    EventKind.RETURNING: "Coming back to the shop",
    EventKind.OVERDUE: "Overdue (where a rule says so)",
    EventKind.QUIET: "Silent for longer than usual (where a rule says so)",
}


def read_switches() -> Switches:
    """The merchant's switches, saved or not: everything off where nothing was ever saved."""
    return Switches.objects.first() or Switches(pk=THE_ONE)


def sender_address() -> str:
    """From whom mails are: as the admin says, else as MESSAGES_FROM does; empty where nobody said."""
    return read_switches().from_address or conf.messages_from()


def is_anything_on() -> bool:
    """Whether shoppers are told of anything."""
    switches = Switches.objects.only("email_events", "sms_events").first()
    return switches is not None and switches.is_anything_on()


def switch(
    *,
    on: Collection[str] = (),
    off: Collection[str] = (),
    channels: Collection[str],
    quiet_minutes: int | None,
    now: float,
) -> Switches:
    """Change what is told by these channels, and how long is waited; saved."""
    switches = read_switches()
    for channel in channels:
        name = "email_events" if channel == Channel.EMAIL else "sms_events"
        told = (set(getattr(switches, name)) | set(on)) - set(off)
        setattr(switches, name, [kind.value for kind in EventKind if kind.value in told])
    if quiet_minutes is not None:
        switches.quiet_minutes = quiet_minutes
    switches.changed_at = now
    switches.full_clean()
    switches.save()
    return switches
