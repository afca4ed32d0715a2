"""What a rule may wait for, and how staff read it. Pure: no Django, no clock."""

from collections.abc import Mapping
from enum import StrEnum

HOUR_SECONDS = 3600


class Trigger(StrEnum):
    """What must be so. NOT_SHIPPED: nothing of what can be sent has left. NO_SCAN: there is a label, never scanned."""

    NOT_SHIPPED = "not_shipped"
    HELD = "held"
    NO_SCAN = "no_scan"
    SILENT = "silent"
    OVERDUE = "overdue"
    DELAYED = "delayed"
    ATTEMPTED = "attempted"
    CARRIER_ASKS = "carrier_asks"
    PROBLEM = "problem"
    LABEL_WITHDRAWN = "label_withdrawn"
    RETURNING = "returning"
    RETURNED = "returned"
    DELIVERY_UNCLEAR = "delivery_unclear"
    READY_TO_COLLECT = "ready_to_collect"
    DELIVERED = "delivered"


LABELS: Mapping[Trigger, str] = {
    Trigger.NOT_SHIPPED: "Nothing of the order has left",
    Trigger.HELD: "The order is held",
    Trigger.NO_SCAN: "There is a label and no scan",
    Trigger.SILENT: "Silent for longer than usual",
    Trigger.OVERDUE: "Overdue: the last expected day has passed",
    Trigger.DELAYED: "The carrier reports a delay",
    Trigger.ATTEMPTED: "A delivery was attempted",
    Trigger.CARRIER_ASKS: "The carrier needs something",
    Trigger.PROBLEM: "Damaged, lost or another failure",
    Trigger.LABEL_WITHDRAWN: "The label was withdrawn",
    Trigger.RETURNING: "A parcel is coming back",
    Trigger.RETURNED: "A parcel is back with the shop",
    Trigger.DELIVERY_UNCLEAR: "Delivered, but perhaps not to the shopper",
    Trigger.READY_TO_COLLECT: "Ready to collect",
    Trigger.DELIVERED: "Delivered or collected",
}
NEEDS_HOURS = frozenset({Trigger.NOT_SHIPPED, Trigger.NO_SCAN})
"""True of every order at first, so that only its lasting means anything."""


def describe(trigger: str, hours: int) -> str:
    """The whole condition, such as `A delivery was attempted, for 24 hours`."""
    label = LABELS.get(Trigger(trigger), trigger) if trigger in set(Trigger) else trigger
    if not hours:
        return label
    return f"{label}, for {hours} hour{'' if hours == 1 else 's'}"
