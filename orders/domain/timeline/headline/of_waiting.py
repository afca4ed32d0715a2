"""Headlines of what has not left, and why."""

from collections.abc import Mapping
from dataclasses import replace

from orders.domain.timeline.headline.about import of_state, of_waiting
from orders.domain.timeline.kinds import HeadlineKind, ParcelState, WaitingReason
from orders.domain.timeline.model import Headline
from orders.domain.timeline.scene import Scene

NOT_BEGUN = (
    WaitingReason.RECEIVED,
    WaitingReason.SCHEDULED,
    WaitingReason.PREORDER,
    WaitingReason.REFUNDED,
    WaitingReason.PAYMENT_LAPSED,
    WaitingReason.NOT_LEFT,
)

HELD_UP: Mapping[WaitingReason, HeadlineKind] = {
    WaitingReason.OUT_OF_STOCK: HeadlineKind.PARTLY_OUT_OF_STOCK,
    WaitingReason.DATE_UNKNOWN: HeadlineKind.PARTLY_DATE_UNKNOWN,
    WaitingReason.REVIEW: HeadlineKind.PARTLY_REVIEW,
}
"""What holds an order up, the worst first, and what is said when it holds up a part of it only."""


def shopper_must_act(scene: Scene) -> Headline | None:
    """Nothing goes on before the shopper does something."""
    return of_waiting(
        scene, WaitingReason.CHECK_ADDRESS, WaitingReason.AWAITING_PAYMENT, WaitingReason.AWAITING_RETURN
    )


def not_left(scene: Scene) -> Headline | None:
    """Bad news of the shop first, then the part that is furthest on."""
    held_up = of_waiting(scene, *HELD_UP)
    if held_up is not None:
        return _in_part(scene, held_up)
    told = of_waiting(scene, WaitingReason.PACKING, WaitingReason.PREPARING)
    if told is not None:
        return told
    if scene.find(ParcelState.PREPARING) is not None:
        return of_state(scene, ParcelState.PREPARING, HeadlineKind.PREPARING)
    return of_waiting(scene, *NOT_BEGUN)


def _in_part(scene: Scene, headline: Headline) -> Headline:
    """What holds up a part of the order is not said of the whole while the rest goes on."""
    goes_on = scene.parcels or any(group.reason not in HELD_UP for group in scene.to_leave)
    return replace(headline, kind=HELD_UP[WaitingReason(headline.kind.value)]) if goes_on else headline
