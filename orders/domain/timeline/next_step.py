"""The line under the headline: what happens next, and what the shopper can do."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from orders.domain.carriers.given_url import find_given_url
from orders.domain.carriers.tracking_number import read_tracking_numbers
from orders.domain.timeline.expected import is_today
from orders.domain.timeline.facts import ARRIVED, EVENT_STATES, MOVING
from orders.domain.timeline.kinds import Awaited, HeadlineKind, Journey, NextKind, ParcelState, Quiet
from orders.domain.timeline.model import Headline, Parcel, Silence, Waiting
from orders.domain.timeline.scene import Scene

NUMBER_FOLLOWS = timedelta(days=2)
"""So long after it was marked as shipped a parcel's number may still come."""
COLLECTED_AT_SHOP = (Journey.PICKUP,)
CARRIED = (Journey.SHIPPING, Journey.PICKUP_POINT)

ALWAYS: Mapping[HeadlineKind, NextKind] = {
    HeadlineKind.CANCELLED: NextKind.SHOP_DECIDES,
    HeadlineKind.CANCELLED_BY_SHOPPER: NextKind.SHOP_DECIDES,
    HeadlineKind.CANCELLED_OUT_OF_STOCK: NextKind.SHOP_DECIDES,
    HeadlineKind.CANCELLED_AFTER_PACKING: NextKind.SHOP_DECIDES,
    HeadlineKind.REMOVED: NextKind.NOTHING,
    HeadlineKind.NOTHING_TO_SEND: NextKind.NOTHING,
    HeadlineKind.DIGITAL_PENDING: NextKind.DIGITAL_SOON,
    HeadlineKind.DIGITAL_SENT: NextKind.CHECK_INBOX,
    HeadlineKind.BOUGHT_IN_STORE: NextKind.NOTHING,
    HeadlineKind.DELIVERED: NextKind.LOOK_AROUND,
    HeadlineKind.COLLECTED: NextKind.NOTHING,
    HeadlineKind.PARTLY_DELIVERED_REST_WAITING: NextKind.REST_FOLLOWS,
    HeadlineKind.PARTLY_DELIVERED_REST_TO_COLLECT: NextKind.REST_FOLLOWS,
    HeadlineKind.PARTLY_SHIPPED: NextKind.REST_FOLLOWS,
    HeadlineKind.PARTLY_SHIPPED_REST_TO_COLLECT: NextKind.REST_FOLLOWS,
    HeadlineKind.ON_ITS_WAY: NextKind.TRANSIT,
    HeadlineKind.DELAYED: NextKind.TRANSIT,
    HeadlineKind.OVERDUE: NextKind.CONTACT_SHOP,
    HeadlineKind.NO_NEWS: NextKind.ASK_SHOP,
    HeadlineKind.LABEL_READY: NextKind.HANDOVER,
    HeadlineKind.AT_POINT: NextKind.COLLECT_AT_POINT,
    HeadlineKind.DELIVERY_UNCLEAR: NextKind.CARRIER_THEN_SHOP,
    HeadlineKind.SOME_DELIVERED: NextKind.EACH_NUMBER,
    HeadlineKind.PROBLEM: NextKind.CONTACT_SHOP,
    HeadlineKind.RETURNING: NextKind.SHOP_DECIDES,
    HeadlineKind.RETURNED: NextKind.SHOP_DECIDES,
    HeadlineKind.OUT_OF_STOCK: NextKind.STOCK_FIRST,
    HeadlineKind.PARTLY_OUT_OF_STOCK: NextKind.REST_FOLLOWS,
    HeadlineKind.CHECK_ADDRESS: NextKind.CONFIRM_ADDRESS,
    HeadlineKind.AWAITING_PAYMENT: NextKind.PAY,
    HeadlineKind.AWAITING_RETURN: NextKind.SEND_RETURN,
    HeadlineKind.DATE_UNKNOWN: NextKind.SHIPS_WHEN_RELEASED,
    HeadlineKind.PARTLY_DATE_UNKNOWN: NextKind.REST_FOLLOWS,
    HeadlineKind.REVIEW: NextKind.SHIPS_WHEN_RELEASED,
    HeadlineKind.PARTLY_REVIEW: NextKind.REST_FOLLOWS,
    HeadlineKind.SCHEDULED: NextKind.SHIPS_ON_DATE,
    HeadlineKind.PREORDER: NextKind.SHIPS_WHEN_RELEASED,
    HeadlineKind.REFUNDED: NextKind.NOTHING,
    HeadlineKind.PAYMENT_LAPSED: NextKind.STILL_EXPECTED,
}
"""Headlines with one answer; the others depend on the parts (`DEPENDS`)."""


def choose_next(scene: Scene, headline: Headline, silence: Silence | None) -> NextKind:
    """What follows from a headline, and from a silence that is longer than usual."""
    if silence is not None:
        after = _after_silence(scene, headline, silence)
        if after is not None:
            return after
    always = ALWAYS.get(headline.kind)
    return DEPENDS[headline.kind](scene, headline) if always is None else always


def _after_silence(scene: Scene, headline: Headline, silence: Silence) -> NextKind | None:
    """The carrier's page first, then the shop; None while what else there is to do matters more."""
    asked = silence.quiet is Quiet.ASK
    if silence.awaited in (Awaited.COLLECTION, Awaited.SHOP_COLLECTION, Awaited.PACKING) and not asked:
        return None
    if headline.kind in (HeadlineKind.PROBLEM, HeadlineKind.OVERDUE) and not asked:
        return NextKind.CONTACT_SHOP
    carried = [
        parcel
        for parcel in scene.coming
        if parcel.journey in CARRIED and is_tracked(parcel) and parcel.silence is not None
    ]
    if silence.awaited is Awaited.PACKING or not any(parcel.silence == silence for parcel in carried):
        return NextKind.ASK_SHOP if asked else None
    return NextKind.CARRIER_THEN_SHOP if asked else NextKind.CARRIER_FIRST


def _ready(scene: Scene, headline: Headline) -> NextKind:
    parcel = next(parcel for parcel in scene.parcels if parcel.number == headline.parcel)
    at_shop = parcel.journey in COLLECTED_AT_SHOP
    return NextKind.COLLECT if at_shop else NextKind.COLLECT_AT_POINT


def _after_partial_cancellation(scene: Scene, _headline: Headline) -> NextKind:
    travelling = any(parcel.state not in ARRIVED for parcel in scene.boxes)
    return NextKind.TRANSIT if travelling else NextKind.SHOP_DECIDES


def _after_the_end(scene: Scene, _headline: Headline) -> NextKind:
    delivered = any(parcel.state is ParcelState.DELIVERED for parcel in scene.boxes)
    return NextKind.LOOK_AROUND if delivered else NextKind.NOTHING


def _in_transit(scene: Scene, headline: Headline) -> NextKind:
    return NextKind.ARRIVES_TODAY if is_today(headline.expected, now=scene.now) else NextKind.TRANSIT


def _out(scene: Scene, headline: Headline) -> NextKind:
    """Today, unless a date says that the courier's round is longer than a day."""
    expected = headline.expected
    later = expected is not None and expected.first_day.date > scene.now.date()
    return NextKind.TRANSIT if later else NextKind.ARRIVES_TODAY


def _arriving(scene: Scene, headline: Headline) -> NextKind:
    if is_today(headline.expected, now=scene.now):
        return NextKind.ARRIVES_TODAY
    moving = [parcel for parcel in scene.coming if parcel.state in MOVING]
    if all(parcel.state is ParcelState.SHIPPED for parcel in moving):
        return _shipped(scene, headline)
    return NextKind.TRANSIT


def _shipped(scene: Scene, _headline: Headline) -> NextKind:
    if any(map(_has_reports, scene.coming)):
        return NextKind.REPORTS_FOLLOW
    if any(map(is_tracked, scene.coming)):
        return NextKind.CARRIER_SCANS
    if any(map(_has_only_destroyed_numbers, scene.coming)):
        return NextKind.ASK_SHOP
    # The shop, or its warehouse, often hands the number in when the parcel has already been marked as shipped.
    carried = [parcel.state_at for parcel in scene.coming if parcel.journey in CARRIED]
    fresh = any(isinstance(at, datetime) and scene.now - at < NUMBER_FOLLOWS for at in carried)
    return NextKind.NUMBER_TO_COME if fresh else NextKind.NO_SCANS


def _attempted(scene: Scene, _headline: Headline) -> NextKind:
    parcel = scene.find(ParcelState.DELIVERY_ATTEMPTED)
    own_driver = parcel is not None and parcel.journey is Journey.LOCAL_DELIVERY
    return NextKind.CONTACT_SHOP if own_driver else NextKind.CARRIER_TRIES_AGAIN


def _action_needed(scene: Scene, _headline: Headline) -> NextKind:
    parcel = scene.find(ParcelState.ACTION_NEEDED)
    known = parcel is not None and is_tracked(parcel)
    return NextKind.CONTACT_CARRIER if known else NextKind.CONTACT_SHOP


def _being_prepared(scene: Scene, headline: Headline) -> NextKind:
    """The shop packs; once it is packing, the carrier is next, if there is one."""
    journey = _journey_of(scene, headline)
    if journey in COLLECTED_AT_SHOP:
        return NextKind.WAIT_UNTIL_READY
    packing = headline.kind is HeadlineKind.PACKING
    return NextKind.HANDOVER if packing and journey in CARRIED else NextKind.PACKING


def _journey_of(scene: Scene, headline: Headline) -> Journey:
    """The journey of the part the headline speaks of."""
    parts: Sequence[Parcel | Waiting] = (
        *(group for group in scene.waiting if group.reason.value == headline.kind.value),
        *(parcel for parcel in scene.parcels if parcel.state is ParcelState.PREPARING),
    )
    return parts[0].journey if parts else scene.journey


def is_tracked(parcel: Parcel) -> bool:
    """Whether the shopper can follow it anywhere: by a number, or an address that leads to it."""
    return any(
        any(number.clean for number in read_tracking_numbers(info.number))
        or find_given_url(info.url, pasted=None, number=None, others=frozenset())
        for info in parcel.tracking
    )


def _has_only_destroyed_numbers(parcel: Parcel) -> bool:
    numbers = [number for info in parcel.tracking for number in read_tracking_numbers(info.number)]
    return bool(numbers) and all(number.fault for number in numbers)


def _has_reports(parcel: Parcel) -> bool:
    """Whether its page lists anything that a carrier said, if under a status nobody knows, or of a former number."""
    return any(EVENT_STATES.get(event.status) is not ParcelState.LABEL_READY for event in parcel.events)


DEPENDS: Mapping[HeadlineKind, Callable[[Scene, Headline], NextKind]] = {
    HeadlineKind.CANCELLED_PARTLY_SHIPPED: _after_partial_cancellation,
    HeadlineKind.FINISHED: _after_the_end,
    HeadlineKind.PARTLY_DELIVERED: _in_transit,
    HeadlineKind.OUT_FOR_DELIVERY: _out,
    HeadlineKind.OUT_WITH_DRIVER: _out,
    HeadlineKind.ARRIVING: _arriving,
    HeadlineKind.READY_TO_COLLECT: _ready,
    HeadlineKind.NOT_COLLECTED: _ready,
    HeadlineKind.SHIPPED: _shipped,
    HeadlineKind.DELIVERY_ATTEMPTED: _attempted,
    HeadlineKind.ACTION_NEEDED: _action_needed,
    HeadlineKind.RECEIVED: _being_prepared,
    HeadlineKind.PREPARING: _being_prepared,
    HeadlineKind.PACKING: _being_prepared,
}
