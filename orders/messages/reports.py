"""Bounces and complaints that a mail provider reports stop the address they are about."""

from typing import Any

from orders import clock
from orders.messages import leaving

FOR_GOOD = frozenset({"bounced", "complained", "unsubscribed"})
PASSING = frozenset({"autoresponded", "deferred", "timed_out"})


def on_tracking(*, event: Any, **_: Any) -> None:
    """Receives Anymail's `tracking` signal. A mailbox that is only full or away for a while is not stopped."""
    if event.event_type in FOR_GOOD and event.recipient and event.reject_reason not in PASSING:
        leaving.stop_address(event.recipient, reason=event.event_type, now=clock.seconds())
