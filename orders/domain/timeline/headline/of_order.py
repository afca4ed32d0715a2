"""Headlines of an order as a whole: it has ended, or nothing of it is ever carried."""

from orders.domain.status import CancelReason
from orders.domain.timeline.facts import ARRIVED, HANDED_OVER
from orders.domain.timeline.journey import is_emptied
from orders.domain.timeline.kinds import HeadlineKind, Journey, ParcelState
from orders.domain.timeline.model import Headline
from orders.domain.timeline.scene import Scene, last_at


def cancelled(scene: Scene) -> Headline | None:
    """Cancelled; by whom or why, unless something had been packed or had left."""
    at = scene.order.cancelled_at
    if at is None:
        return None
    sent = [parcel for parcel in scene.boxes if parcel.state in HANDED_OVER]
    if sent:
        return Headline(kind=HeadlineKind.CANCELLED_PARTLY_SHIPPED, at=at, total=len(sent))
    packed = [parcel for parcel in scene.boxes if parcel.state is ParcelState.SHIPPED]
    if packed:
        return Headline(kind=HeadlineKind.CANCELLED_AFTER_PACKING, at=at, total=len(packed))
    if scene.order.cancel_reason == CancelReason.CUSTOMER:
        return Headline(kind=HeadlineKind.CANCELLED_BY_SHOPPER, at=at)
    if scene.order.cancel_reason == CancelReason.INVENTORY:
        return Headline(kind=HeadlineKind.CANCELLED_OUT_OF_STOCK, at=at)
    return Headline(kind=HeadlineKind.CANCELLED, at=at)


def removed(scene: Scene) -> Headline | None:
    """All that was ordered has been refunded or removed."""
    if not is_emptied(scene.order):
        return None
    last = max((refund.created_at for refund in scene.order.refunds or ()), default=None)
    return Headline(kind=HeadlineKind.REMOVED, at=last)


def bought_in_store(scene: Scene) -> Headline | None:
    """Sold in the shop."""
    if scene.journey is not Journey.IN_STORE:
        return None
    return Headline(kind=HeadlineKind.BOUGHT_IN_STORE, at=scene.order.created_at)


def digital(scene: Scene) -> Headline | None:
    """All digital: either everything was sent, or something is still to be."""
    if scene.journey is not Journey.DIGITAL:
        return None
    if not scene.waiting and not scene.parcels:
        return Headline(kind=HeadlineKind.NOTHING_TO_SEND)
    sent = [parcel for parcel in scene.parcels if parcel.state in ARRIVED]
    if scene.waiting or len(sent) < len(scene.parcels):
        return Headline(kind=HeadlineKind.DIGITAL_PENDING)
    return Headline(kind=HeadlineKind.DIGITAL_SENT, at=last_at(sent, now=scene.now))


def finished(scene: Scene) -> Headline | None:
    """Every parcel is where it was to go, or back."""
    if scene.coming or scene.to_leave or not scene.boxes:
        return None
    at = last_at(scene.boxes, now=scene.now)
    ends = {parcel.state for parcel in scene.boxes}
    if len(ends) > 1:
        return Headline(kind=HeadlineKind.FINISHED, at=at)
    delivered = ends == {ParcelState.DELIVERED}
    return Headline(
        kind=HeadlineKind.DELIVERED if delivered else HeadlineKind.COLLECTED, at=at, total=len(scene.boxes)
    )
