"""The silence a page speaks of: that of the part its headline is about."""

from datetime import datetime

from orders.domain.order import Order
from orders.domain.timeline.kinds import Awaited, HeadlineKind, ParcelState, Quiet, WaitingReason
from orders.domain.timeline.model import Headline, Parcel, Silence
from orders.domain.timeline.scene import Scene
from orders.domain.timeline.silence import measure
from orders.domain.timeline.usual_times import UsualTimes

WITH_THE_SHOP = frozenset(
    {
        HeadlineKind.RECEIVED,
        HeadlineKind.PREPARING,
        HeadlineKind.PACKING,
        HeadlineKind.DIGITAL_PENDING,
    }
)
"""Headlines that say nothing but that it takes its time; all others say what is waited for."""
OF_PARCELS = frozenset(
    {
        HeadlineKind.PARTLY_DELIVERED,
        HeadlineKind.PARTLY_SHIPPED,
        HeadlineKind.ARRIVING,
        HeadlineKind.ON_ITS_WAY,
        HeadlineKind.SHIPPED,
        HeadlineKind.NO_NEWS,
        HeadlineKind.LABEL_READY,
        HeadlineKind.OVERDUE,
        HeadlineKind.DELAYED,
        HeadlineKind.DELIVERY_ATTEMPTED,
        HeadlineKind.READY_TO_COLLECT,
        HeadlineKind.AT_POINT,
        HeadlineKind.NOT_COLLECTED,
        HeadlineKind.PROBLEM,
        HeadlineKind.ACTION_NEEDED,
        HeadlineKind.OUT_WITH_DRIVER,
    }
)
SILENT_STATES = frozenset(
    {
        ParcelState.LABEL_READY,
        ParcelState.SHIPPED,
        ParcelState.IN_TRANSIT,
        ParcelState.OUT_FOR_DELIVERY,
    }
)
"""States of which nothing is known but the last scan, so that a long silence is all there is to say."""


def most_silent(scene: Scene) -> Parcel | None:
    """The parcel that has been silent for so long that no other sentence about it would be true; None for none."""
    silent = [
        parcel
        for parcel in scene.coming
        if parcel.state in SILENT_STATES
        and parcel.expected is None
        and parcel.silence is not None
        and parcel.silence.quiet is Quiet.ASK
        and parcel.silence.awaited not in (Awaited.UNTRACKED, Awaited.UNTRACKED_ABROAD)
    ]
    return max(silent, key=_days_silent, default=None)


def find_silence(scene: Scene, headline: Headline, *, usual: UsualTimes) -> Silence | None:
    """The silence of what `headline` speaks of, once it is longer than usual."""
    silence = None
    if headline.kind in WITH_THE_SHOP:
        silence = _with_the_shop(scene, headline, usual=usual)
    elif headline.kind in OF_PARCELS:
        silence = _of_parcel(scene, headline)
    return None if silence is None or silence.quiet is Quiet.USUAL else silence


def _of_parcel(scene: Scene, headline: Headline) -> Silence | None:
    if headline.parcel is not None:
        spoken_of = [parcel for parcel in scene.parcels if parcel.number == headline.parcel]
    elif headline.kind is HeadlineKind.OVERDUE:
        return None  # something that has not left: the date says enough
    else:
        spoken_of = list(scene.coming)
    return max(
        (parcel.silence for parcel in spoken_of if parcel.silence is not None),
        key=lambda silence: (list(Quiet).index(silence.quiet), silence.days),
        default=None,
    )


def _with_the_shop(scene: Scene, headline: Headline, *, usual: UsualTimes) -> Silence | None:
    """Since the order was placed, or since the last part of it was sent; a date that was given says more than that."""
    if headline.expected is not None or any(
        group.reason is WaitingReason.SCHEDULED for group in scene.waiting
    ):
        return None
    return silence_of_shop(scene.order, usual=usual, now=scene.now)


def silence_of_shop(order: Order, *, usual: UsualTimes, now: datetime) -> Silence:
    """How long what has not left has been with the shop."""
    since = max([order.created_at, *(fulfillment.created_at for fulfillment in order.fulfillments)])
    days, quiet = measure(Awaited.PACKING, since, usual=usual, now=now)
    return Silence(awaited=Awaited.PACKING, quiet=quiet, days=days, since=since)


def _days_silent(parcel: Parcel) -> int:
    return parcel.silence.days if parcel.silence else 0
