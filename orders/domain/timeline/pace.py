"""How soon the picture may change, and so how soon it is worth asking Shopify again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from orders.domain.order import Order
from orders.domain.status import ReturnStatus
from orders.domain.timeline.facts import ARRIVED, NOT_LEFT
from orders.domain.timeline.kinds import Pace, ParcelState, WaitingReason
from orders.domain.timeline.model import Parcel, Waiting
from orders.domain.timeline.waiting import NOTHING_NEXT

QUIET = timedelta(days=30)
"""After so long without any news a parcel counts as forgotten, and an ended order as closed."""

RETURNS_AT_REST = (ReturnStatus.NO_RETURN, ReturnStatus.RETURNED, ReturnStatus.RETURN_FAILED)
HOURLY = NOT_LEFT | {ParcelState.READY_TO_COLLECT, ParcelState.AT_POINT}
ENDED = ARRIVED | {ParcelState.RETURNED}


def decide_pace(
    order: Order, parcels: Sequence[Parcel], waiting: Sequence[Waiting], *, now: datetime
) -> Pace:
    """MOVING while a parcel travels, WAITING while something is to leave or be collected, else SETTLED or CLOSED."""
    quiet_since = now - QUIET
    coming = [parcel for parcel in parcels if parcel.state not in ENDED]
    heard_of = {fulfillment.id: fulfillment.updated_at for fulfillment in order.fulfillments}
    lively = [parcel for parcel in coming if heard_of[parcel.fulfillment_id] > quiet_since]
    if any(parcel.state not in HOURLY for parcel in lively):
        return Pace.MOVING
    if lively or any(_may_go_on(group, parcels) for group in waiting):
        return Pace.WAITING
    if coming or order.updated_at > quiet_since or order.return_status not in RETURNS_AT_REST:
        return Pace.SETTLED
    return Pace.CLOSED


def _may_go_on(group: Waiting, parcels: Sequence[Parcel]) -> bool:
    """Whether more is to be heard of it: a file may be sent soon, but beside parcels nobody may ever tick it off."""
    alone = group.reason is WaitingReason.WITHOUT_PARCEL and not parcels
    return alone or group.reason not in NOTHING_NEXT
