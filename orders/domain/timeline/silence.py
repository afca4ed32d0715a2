"""How long nothing has been heard of a part of an order, since which fact, and whether that is usual.

Silence is measured in days of the store's calendar since the newest thing that anybody reported, a notice or a status
nobody knows included: who has spoken is not silent, whatever was said. While a date is still to come it is not the
silence but the date that a shopper goes by.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from orders.domain.order import Fulfillment, FulfillmentEvent, FulfillmentOrder, Order
from orders.domain.timeline.kinds import Awaited, Journey, ParcelState, Quiet
from orders.domain.timeline.model import Silence
from orders.domain.timeline.usual_times import UsualTimes
from orders.domain.when import When, day_of, end_of

TRAVELLING: Mapping[ParcelState, Awaited] = {
    ParcelState.LABEL_READY: Awaited.FIRST_SCAN,
    ParcelState.SHIPPED: Awaited.FIRST_SCAN,
    ParcelState.IN_TRANSIT: Awaited.NEXT_SCAN,
    ParcelState.DELAYED: Awaited.NEXT_SCAN,
    ParcelState.PROBLEM: Awaited.NEXT_SCAN,
    ParcelState.ACTION_NEEDED: Awaited.NEXT_SCAN,
    ParcelState.OUT_FOR_DELIVERY: Awaited.DELIVERY,
    ParcelState.DELIVERY_ATTEMPTED: Awaited.NEW_ATTEMPT,
    ParcelState.READY_TO_COLLECT: Awaited.COLLECTION,
    ParcelState.AT_POINT: Awaited.COLLECTION,
}
ABROAD: Mapping[Awaited, Awaited] = {
    Awaited.FIRST_SCAN: Awaited.FIRST_SCAN_ABROAD,
    Awaited.NEXT_SCAN: Awaited.NEXT_SCAN_ABROAD,
    Awaited.UNTRACKED: Awaited.UNTRACKED_ABROAD,
}


def silence_of_parcel(
    order: Order,
    fulfillment: Fulfillment,
    works: Sequence[FulfillmentOrder],
    events: Sequence[FulfillmentEvent],
    *,
    state: ParcelState,
    state_at: When | None,
    journey: Journey,
    usual: UsualTimes,
    now: datetime,
) -> Silence | None:
    """The silence about a parcel in `state`; None once there is nothing more to hear. `events` are believed."""
    awaited = _awaited(fulfillment, state, journey)
    if awaited is None:
        return None
    if awaited is Awaited.DELIVERY and state_at is None:
        awaited = Awaited.NEXT_SCAN  # since when it is out nobody says
    if _goes_abroad(order, works):
        awaited = ABROAD.get(awaited, awaited)
    last = events[-1] if events else None
    change = fulfillment.renumbering
    heard = (state_at, last.happened_at if last else None, change.at if change else None)
    known = [at for at in heard if at is not None]
    since = max(known, key=lambda at: end_of(at, now.tzinfo), default=fulfillment.created_at)
    days, quiet = measure(awaited, since, usual=usual, now=now)
    return Silence(
        awaited=awaited,
        quiet=quiet,
        days=days,
        since=since,
        state=state,
        last=last,
        renumbered=last is None and change is not None,
    )


def measure(awaited: Awaited, since: When, *, usual: UsualTimes, now: datetime) -> tuple[int, Quiet]:
    """How many days it has been, and how that is to be taken."""
    days = max(0, (now.date() - day_of(since, now.tzinfo).date).days)
    bounds = usual[awaited]
    quiet = Quiet.ASK if days >= bounds.ask else Quiet.LONGER if days >= bounds.longer else Quiet.USUAL
    return days, quiet


def _awaited(fulfillment: Fulfillment, state: ParcelState, journey: Journey) -> Awaited | None:
    if journey in (Journey.DIGITAL, Journey.IN_STORE):
        return None
    if state is ParcelState.PREPARING:
        return Awaited.PACKING
    if journey is Journey.PICKUP:
        return Awaited.SHOP_COLLECTION if state is ParcelState.READY_TO_COLLECT else None
    awaited = TRAVELLING.get(state)
    numbered = any(info.number or info.url for info in fulfillment.tracking)
    if awaited is Awaited.FIRST_SCAN and not numbered and not fulfillment.events:
        return Awaited.UNTRACKED
    return awaited


def _goes_abroad(order: Order, works: Sequence[FulfillmentOrder]) -> bool:
    """Known to cross a border: where a country is missing, the shorter pace holds."""
    here = next((work.location_country_code for work in works if work.location_country_code), None)
    return None not in (here, order.destination_country_code) and here != order.destination_country_code
