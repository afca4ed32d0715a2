"""The line under the headline: what happens next, and what the shopper can do."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from orders.domain.status import FinancialStatus
from orders.domain.timeline.expected import is_today
from orders.domain.timeline.facts import ARRIVED, MOVING
from orders.domain.timeline.following import (
    has_only_destroyed_numbers,
    has_page,
    has_reports,
    is_tracked,
    is_with_carrier,
)
from orders.domain.timeline.kinds import Awaited, HeadlineKind, Journey, NextKind, ParcelState, Quiet
from orders.domain.timeline.model import Headline, Parcel, Silence, Waiting
from orders.domain.timeline.scene import Scene
from orders.domain.when import day_of, end_of, last_of

NUMBER_FOLLOWS = timedelta(days=2)
"""So long after it was marked as shipped a parcel's number may still come."""
LOOKED_FOR = timedelta(days=14)
"""So long after it arrived it helps to look around the door, or in the inbox."""
DAYS_TO_SETTLE = 14
"""By then a shop has mostly settled what was cancelled or came back; a refund takes a bank up to ten working days."""
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
    HeadlineKind.BOUGHT_IN_STORE: NextKind.NOTHING,
    HeadlineKind.COLLECTED: NextKind.NOTHING,
    HeadlineKind.PARTLY_DELIVERED_REST_WAITING: NextKind.REST_FOLLOWS,
    HeadlineKind.PARTLY_DELIVERED_REST_TO_COLLECT: NextKind.REST_FOLLOWS,
    HeadlineKind.PARTLY_SHIPPED: NextKind.REST_FOLLOWS,
    HeadlineKind.PARTLY_SHIPPED_REST_TO_COLLECT: NextKind.REST_FOLLOWS,
    HeadlineKind.ON_ITS_WAY: NextKind.TRANSIT,
    HeadlineKind.DELAYED: NextKind.TRANSIT,
    HeadlineKind.OVERDUE: NextKind.CONTACT_SHOP,
    HeadlineKind.NO_NEWS: NextKind.ASK_SHOP,
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
    HeadlineKind.NOT_LEFT: NextKind.NOTHING,
}
"""Headlines with one answer; the others depend on the parts (`DEPENDS`)."""

WITHOUT_PAGE: Mapping[NextKind, NextKind] = {
    NextKind.CONTACT_CARRIER: NextKind.CONTACT_SHOP,
    NextKind.CARRIER_TRIES_AGAIN: NextKind.CONTACT_SHOP,
    NextKind.CARRIER_THEN_SHOP: NextKind.ASK_SHOP,
    NextKind.EACH_NUMBER: NextKind.ASK_SHOP,
}
"""What leads to a carrier's page, and what is said where there is none to open."""
NOTHING_OWED = (FinancialStatus.REFUNDED, FinancialStatus.VOIDED, FinancialStatus.EXPIRED)
"""The money is back, or was never taken."""


def choose_next(scene: Scene, headline: Headline, silence: Silence | None) -> NextKind:
    """What follows from a headline, and from a silence that is longer than usual."""
    if silence is not None:
        after = _after_silence(scene, headline, silence)
        if after is not None:
            return after
    always = ALWAYS.get(headline.kind)
    kind = DEPENDS[headline.kind](scene, headline) if always is None else always
    if kind in WITHOUT_PAGE and not any(has_page(scene, parcel) for parcel in _spoken_of(scene, headline)):
        return WITHOUT_PAGE[kind]
    if kind is NextKind.TRANSIT:
        return _travelling(scene, headline)
    return _shop_decides(scene, headline) if kind is NextKind.SHOP_DECIDES else kind


def _shop_decides(scene: Scene, headline: Headline) -> NextKind:
    """Whether the shop still has something to do; nobody says when it has, so that it is not told for ever."""
    if scene.order.financial_status in NOTHING_OWED:
        return NextKind.NOTHING_OWED
    parcels = _spoken_of(scene, headline) or scene.boxes
    known = [at for at in (headline.at, *(parcel.state_at for parcel in parcels)) if at is not None]
    since = last_of(known, scene.now.tzinfo) or scene.order.updated_at
    days = (scene.now.date() - day_of(since, scene.now.tzinfo).date).days
    return NextKind.SHOP_DECIDES if days < DAYS_TO_SETTLE else NextKind.ANYTHING_OPEN


def _spoken_of(scene: Scene, headline: Headline) -> Sequence[Parcel]:
    """The parcel the headline names, else all that are still to come."""
    if headline.parcel is None:
        return scene.coming
    return [parcel for parcel in scene.parcels if parcel.number == headline.parcel]


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
        if parcel.journey in CARRIED and parcel.silence is not None and has_page(scene, parcel)
    ]
    if silence.awaited is Awaited.PACKING or not any(parcel.silence == silence for parcel in carried):
        return NextKind.ASK_SHOP if asked else None
    return NextKind.CARRIER_THEN_SHOP if asked else NextKind.CARRIER_FIRST


def _ready(scene: Scene, headline: Headline) -> NextKind:
    parcel = next(parcel for parcel in scene.parcels if parcel.number == headline.parcel)
    at_shop = parcel.journey in COLLECTED_AT_SHOP
    return NextKind.COLLECT if at_shop else NextKind.COLLECT_AT_POINT


def _after_partial_cancellation(scene: Scene, _headline: Headline) -> NextKind:
    ended = ARRIVED | {ParcelState.RETURNED}
    travelling = any(parcel.state not in ended for parcel in scene.boxes)
    return NextKind.TRANSIT if travelling else NextKind.SHOP_DECIDES


def _delivered(scene: Scene, headline: Headline) -> NextKind:
    return NextKind.LOOK_AROUND if _is_recent(scene, headline) else NextKind.NOTHING


def _digital_sent(scene: Scene, headline: Headline) -> NextKind:
    return NextKind.CHECK_INBOX if _is_recent(scene, headline) else NextKind.NOTHING


def _after_the_end(scene: Scene, headline: Headline) -> NextKind:
    delivered = any(parcel.state is ParcelState.DELIVERED for parcel in scene.boxes)
    return NextKind.LOOK_FOR_DELIVERED if delivered and _is_recent(scene, headline) else NextKind.NOTHING


def _is_recent(scene: Scene, headline: Headline) -> bool:
    """Whether what arrived may still be looked for; where nobody says when, since the order last changed."""
    at = scene.order.updated_at if headline.at is None else headline.at
    return scene.now - end_of(at, scene.now.tzinfo) < LOOKED_FOR


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


def _travelling(scene: Scene, headline: Headline) -> NextKind:
    """Whether the carrier is known to have it, and whether anybody will say where it is."""
    parcels = [parcel for parcel in _spoken_of(scene, headline) if parcel.journey in CARRIED]
    handed_over = [parcel for parcel in parcels if is_with_carrier(parcel)]
    if parcels and not handed_over:
        return _shipped(scene, headline)
    followed = not parcels or any(is_tracked(parcel) or has_reports(parcel) for parcel in handed_over)
    return NextKind.TRANSIT if followed else NextKind.CARRIER_HAS_IT


def _shipped(scene: Scene, headline: Headline) -> NextKind:
    parcels = _spoken_of(scene, headline)
    if any(map(has_reports, parcels)):
        return NextKind.REPORTS_FOLLOW
    if any(map(is_tracked, parcels)):
        return NextKind.CARRIER_SCANS
    if any(map(has_only_destroyed_numbers, parcels)):
        return NextKind.ASK_SHOP
    # The shop, or its warehouse, often hands the number in when the parcel has already been marked as shipped.
    carried = [parcel.state_at for parcel in parcels if parcel.journey in CARRIED]
    fresh = any(isinstance(at, datetime) and scene.now - at < NUMBER_FOLLOWS for at in carried)
    return NextKind.NUMBER_TO_COME if fresh else NextKind.NO_SCANS


def _attempted(scene: Scene, _headline: Headline) -> NextKind:
    parcel = scene.find(ParcelState.DELIVERY_ATTEMPTED)
    own_driver = parcel is not None and parcel.journey is Journey.LOCAL_DELIVERY
    return NextKind.CONTACT_SHOP if own_driver else NextKind.CARRIER_TRIES_AGAIN


def _action_needed(scene: Scene, _headline: Headline) -> NextKind:
    parcel = scene.find(ParcelState.ACTION_NEEDED)
    own_driver = parcel is not None and parcel.journey is Journey.LOCAL_DELIVERY
    return NextKind.CONTACT_SHOP if own_driver else NextKind.CONTACT_CARRIER


def _label_ready(scene: Scene, headline: Headline) -> NextKind:
    numbered = any(map(is_tracked, _spoken_of(scene, headline)))
    return NextKind.HANDOVER_SCANNED if numbered else NextKind.HANDOVER


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


DEPENDS: Mapping[HeadlineKind, Callable[[Scene, Headline], NextKind]] = {
    HeadlineKind.CANCELLED_PARTLY_SHIPPED: _after_partial_cancellation,
    HeadlineKind.DELIVERED: _delivered,
    HeadlineKind.DIGITAL_SENT: _digital_sent,
    HeadlineKind.FINISHED: _after_the_end,
    HeadlineKind.LABEL_READY: _label_ready,
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
