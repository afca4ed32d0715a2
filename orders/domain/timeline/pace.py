"""How soon the picture may change, and so how soon it is worth asking Shopify again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from orders.domain.order import Order
from orders.domain.status import ReturnStatus
from orders.domain.timeline.facts import ARRIVED, NOT_LEFT
from orders.domain.timeline.kinds import Pace, ParcelState
from orders.domain.timeline.model import Parcel, Waiting

QUIET = timedelta(days=30)
"""After so long without any news a parcel counts as forgotten, and an ended order as closed."""

RETURNS_AT_REST = (ReturnStatus.NO_RETURN, ReturnStatus.RETURNED, ReturnStatus.RETURN_FAILED)
HOURLY = NOT_LEFT | {ParcelState.READY_TO_COLLECT}


def decide_pace(
    order: Order, parcels: Sequence[Parcel], waiting: Sequence[Waiting], *, now: datetime
) -> Pace:
    """MOVING while a parcel travels, WAITING while something is to leave or be collected, else SETTLED or CLOSED."""
    quiet_since = now - QUIET
    coming = [parcel for parcel in parcels if parcel.state not in ARRIVED]
    heard_of = {fulfillment.id: fulfillment.updated_at for fulfillment in order.fulfillments}
    lively = [parcel for parcel in coming if heard_of[parcel.fulfillment_id] > quiet_since]
    if any(parcel.state not in HOURLY for parcel in lively):
        return Pace.MOVING
    if lively or waiting:
        return Pace.WAITING
    if coming or order.updated_at > quiet_since or order.return_status not in RETURNS_AT_REST:
        return Pace.SETTLED
    return Pace.CLOSED
