"""The tracking numbers of a fulfillment, each once."""

from collections.abc import Sequence

from orders.domain.carriers.text import fold_name
from orders.domain.order import TrackingInfo


def distinct_tracking(tracking: Sequence[TrackingInfo]) -> tuple[TrackingInfo, ...]:
    """The entries in their order; of equal numbers the first, however they are written."""
    if len(tracking) < 2:
        return tuple(tracking)
    once: dict[str | TrackingInfo, TrackingInfo] = {}
    for info in tracking:
        once.setdefault(number_key(info) or info, info)
    return tuple(once.values())


def number_key(info: TrackingInfo) -> str | None:
    """What equal numbers have in common; None without a number."""
    return fold_name(info.number or "") or None
