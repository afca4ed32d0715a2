"""The one sentence: a table of rules, of which the first that has something to say is heard.

An ended order comes first, then what the shopper must do, then what went wrong, then what happens today, then lateness,
then progress, and last the reasons why nothing has left. `docs/decisions/0010-headline.md` argues the order.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from orders.domain.status import CancelReason
from orders.domain.timeline.expected import span
from orders.domain.timeline.facts import ARRIVED, HANDED_OVER, MOVING
from orders.domain.timeline.kinds import HeadlineKind, Journey, ParcelState, Quiet, WaitingReason
from orders.domain.timeline.milestones import is_emptied
from orders.domain.timeline.model import Expected, Headline, Parcel, Waiting
from orders.domain.timeline.scene import Scene, days_late, is_out_today, last_at, next_of
from orders.domain.timeline.silent_parts import most_silent
from orders.domain.when import When


def choose_headline(scene: Scene) -> Headline:
    """The headline of the first rule that applies; there is always one."""
    return choose_with_rule(scene)[0]


def choose_with_rule(scene: Scene) -> tuple[Headline, str]:
    """The headline, and the name of the rule that spoke; `nothing_else` where none did."""
    for rule in RULES:
        headline = rule(scene)
        if headline is not None:
            return headline, rule.__name__.removeprefix("_")
    return Headline(kind=HeadlineKind.RECEIVED), "nothing_else"


def _cancelled(scene: Scene) -> Headline | None:
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


def _removed(scene: Scene) -> Headline | None:
    if not is_emptied(scene.order):
        return None
    last = max((refund.created_at for refund in scene.order.refunds or ()), default=None)
    return Headline(kind=HeadlineKind.REMOVED, at=last)


def _action_needed(scene: Scene) -> Headline | None:
    return _of_parcel(scene, ParcelState.ACTION_NEEDED, HeadlineKind.ACTION_NEEDED)


def _shopper_must_act(scene: Scene) -> Headline | None:
    return _of_waiting(
        scene, WaitingReason.CHECK_ADDRESS, WaitingReason.AWAITING_PAYMENT, WaitingReason.AWAITING_RETURN
    )


def _problem(scene: Scene) -> Headline | None:
    return _of_parcel(scene, ParcelState.PROBLEM, HeadlineKind.PROBLEM)


def _returning(scene: Scene) -> Headline | None:
    return _of_parcel(scene, ParcelState.RETURNING, HeadlineKind.RETURNING)


def _attempted(scene: Scene) -> Headline | None:
    parcel = scene.find(ParcelState.DELIVERY_ATTEMPTED)
    if parcel is None:
        return None
    return _about(
        scene, parcel, HeadlineKind.DELIVERY_ATTEMPTED, at=parcel.state_at, expected=parcel.expected
    )


def _ready_to_collect(scene: Scene) -> Headline | None:
    parcel = scene.find(ParcelState.READY_TO_COLLECT)
    if parcel is None:
        return None
    at_shop = parcel.journey is Journey.PICKUP
    place = parcel.from_location or parcel.from_city if at_shop else parcel.last_seen_city
    long_ago = parcel.silence is not None and parcel.silence.quiet is Quiet.ASK
    kind = HeadlineKind.NOT_COLLECTED if long_ago else HeadlineKind.READY_TO_COLLECT
    return _about(scene, parcel, kind, at=parcel.state_at, place=place)


def _delivered_somewhere(scene: Scene) -> Headline | None:
    """At a point, back with the shop, or nobody says where: told with the time and the place of the report."""
    for state, kind in REPORTED.items():
        parcel = scene.find(state)
        if parcel is not None:
            place = parcel.last_seen_city if state is not ParcelState.RETURNED else None
            headline = _about(scene, parcel, kind, at=parcel.state_at, place=place)
            several = state is ParcelState.SOME_DELIVERED
            return replace(headline, total=len(parcel.tracking)) if several else headline
    return None


def _out_for_delivery(scene: Scene) -> Headline | None:
    parcel = next((parcel for parcel in scene.parcels if is_out_today(parcel, now=scene.now)), None)
    if parcel is None:
        return None
    local = parcel.journey is Journey.LOCAL_DELIVERY
    kind = HeadlineKind.OUT_WITH_DRIVER if local else HeadlineKind.OUT_FOR_DELIVERY
    return _about(scene, parcel, kind, at=parcel.state_at, expected=parcel.expected)


def _overdue(scene: Scene) -> Headline | None:
    """The part that is latest; of equals a parcel, which may at least have been seen somewhere."""
    parts: list[Parcel | Waiting] = [*scene.coming, *scene.waiting]
    late = max(parts, key=days_late, default=None)
    if late is None or not days_late(late):
        return None
    if isinstance(late, Waiting):
        return Headline(kind=HeadlineKind.OVERDUE, expected=late.expected, why=late.reason)
    return replace(_of(scene, late, HeadlineKind.OVERDUE), why=late.state)


def _delayed(scene: Scene) -> Headline | None:
    return _of_parcel(scene, ParcelState.DELAYED, HeadlineKind.DELAYED)


def _bought_in_store(scene: Scene) -> Headline | None:
    if scene.journey is not Journey.IN_STORE:
        return None
    return Headline(kind=HeadlineKind.BOUGHT_IN_STORE, at=scene.order.created_at)


def _digital(scene: Scene) -> Headline | None:
    """All digital: either everything was sent, or something is still to be."""
    if scene.journey is not Journey.DIGITAL:
        return None
    if not scene.waiting and not scene.parcels:
        return Headline(kind=HeadlineKind.NOTHING_TO_SEND)
    sent = [parcel for parcel in scene.parcels if parcel.state in ARRIVED]
    if scene.waiting or len(sent) < len(scene.parcels):
        return Headline(kind=HeadlineKind.DIGITAL_PENDING)
    return Headline(kind=HeadlineKind.DIGITAL_SENT, at=last_at(sent, now=scene.now))


def _finished(scene: Scene) -> Headline | None:
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


def _partly_delivered(scene: Scene) -> Headline | None:
    if not scene.arrived:
        return None
    count, total = len(scene.arrived), len(scene.boxes)
    if scene.coming:
        expected = next_of(parcel.expected for parcel in scene.coming)
        return Headline(kind=HeadlineKind.PARTLY_DELIVERED, count=count, total=total, expected=expected)
    return Headline(
        kind=HeadlineKind.PARTLY_DELIVERED_REST_TO_COLLECT
        if _is_to_collect(scene.to_leave)
        else HeadlineKind.PARTLY_DELIVERED_REST_WAITING,
        count=count,
        total=total,
        expected=next_of(group.expected for group in scene.to_leave),
    )


def _is_to_collect(groups: Sequence[Waiting]) -> bool:
    """Whether the shopper fetches all of it, so that none of it leaves."""
    return bool(groups) and all(group.journey is Journey.PICKUP for group in groups)


def _on_its_way(scene: Scene) -> Headline | None:
    moving = [parcel for parcel in scene.coming if parcel.state in MOVING]
    if not moving:
        return None
    dates = [parcel.expected for parcel in moving if parcel.expected is not None]
    expected = span(dates, now=scene.now) if len(dates) == len(moving) else None  # a date for all, or none
    standing = len(moving) < len(scene.coming)
    if scene.to_leave or standing:
        to_collect = _is_to_collect(scene.to_leave) and not standing
        kind = HeadlineKind.PARTLY_SHIPPED_REST_TO_COLLECT if to_collect else HeadlineKind.PARTLY_SHIPPED
        return Headline(kind=kind, count=len(moving), total=len(scene.boxes), expected=expected)
    if expected is not None:
        return Headline(kind=HeadlineKind.ARRIVING, expected=expected, total=len(moving))
    only_shipped = all(parcel.state is ParcelState.SHIPPED for parcel in moving)
    kind = HeadlineKind.SHIPPED if only_shipped else HeadlineKind.ON_ITS_WAY
    return Headline(kind=kind, at=last_at(moving, now=scene.now), total=len(moving))


def _no_news(scene: Scene) -> Headline | None:
    parcel = most_silent(scene)
    if parcel is None or parcel.silence is None:
        return None
    return replace(_of(scene, parcel, HeadlineKind.NO_NEWS), days=parcel.silence.days)


def _label_ready(scene: Scene) -> Headline | None:
    return _of_parcel(scene, ParcelState.LABEL_READY, HeadlineKind.LABEL_READY)


def _not_left(scene: Scene) -> Headline | None:
    """Bad news of the shop first, then the part that is furthest on."""
    held_up = _of_waiting(scene, *HELD_UP)
    if held_up is not None:
        return _in_part(scene, held_up)
    told = _of_waiting(scene, WaitingReason.PACKING, WaitingReason.PREPARING)
    if told is not None:
        return told
    if scene.find(ParcelState.PREPARING) is not None:
        return _of_parcel(scene, ParcelState.PREPARING, HeadlineKind.PREPARING)
    return _of_waiting(scene, *NOT_BEGUN)


def _in_part(scene: Scene, headline: Headline) -> Headline:
    """What holds up a part of the order is not said of the whole while the rest goes on."""
    goes_on = scene.parcels or any(group.reason not in HELD_UP for group in scene.to_leave)
    return replace(headline, kind=HELD_UP[WaitingReason(headline.kind.value)]) if goes_on else headline


NOT_BEGUN = (
    WaitingReason.RECEIVED,
    WaitingReason.SCHEDULED,
    WaitingReason.PREORDER,
    WaitingReason.REFUNDED,
    WaitingReason.PAYMENT_LAPSED,
)

HELD_UP: Mapping[WaitingReason, HeadlineKind] = {
    WaitingReason.OUT_OF_STOCK: HeadlineKind.PARTLY_OUT_OF_STOCK,
    WaitingReason.DATE_UNKNOWN: HeadlineKind.PARTLY_DATE_UNKNOWN,
    WaitingReason.REVIEW: HeadlineKind.PARTLY_REVIEW,
}
"""What holds an order up, the worst first, and what is said when it holds up a part of it only."""

REPORTED: Mapping[ParcelState, HeadlineKind] = {
    ParcelState.RETURNED: HeadlineKind.RETURNED,
    ParcelState.DELIVERY_UNCLEAR: HeadlineKind.DELIVERY_UNCLEAR,
    ParcelState.AT_POINT: HeadlineKind.AT_POINT,
    ParcelState.SOME_DELIVERED: HeadlineKind.SOME_DELIVERED,
}

RULES: Sequence[Callable[[Scene], Headline | None]] = (
    _cancelled,
    _removed,
    _action_needed,
    _shopper_must_act,
    _problem,
    _returning,
    _attempted,
    _ready_to_collect,
    _delivered_somewhere,
    _out_for_delivery,
    _overdue,
    _delayed,
    _bought_in_store,
    _digital,
    _finished,
    _partly_delivered,
    _no_news,
    _on_its_way,
    _label_ready,
    _not_left,
)


def _of_parcel(scene: Scene, state: ParcelState, kind: HeadlineKind) -> Headline | None:
    parcel = scene.find(state)
    return None if parcel is None else _of(scene, parcel, kind)


def _of(scene: Scene, parcel: Parcel, kind: HeadlineKind) -> Headline:
    """Of a parcel by when and where it was last seen."""
    return _about(
        scene, parcel, kind, at=parcel.last_seen_at, place=parcel.last_seen_city, expected=parcel.expected
    )


def _about(
    scene: Scene,
    parcel: Parcel,
    kind: HeadlineKind,
    *,
    at: When | None,
    place: str | None = None,
    expected: Expected | None = None,
) -> Headline:
    """Of one parcel of `total`, `count` of which have arrived."""
    return Headline(
        kind=kind,
        at=at,
        place=place,
        expected=expected,
        count=len(scene.arrived),
        total=len(scene.boxes),
        parcel=parcel.number,
    )


def _of_waiting(scene: Scene, *reasons: WaitingReason) -> Headline | None:
    """The first of `reasons` that some items wait for; reasons and headlines share their names."""
    for reason in reasons:
        group = next((group for group in scene.waiting if group.reason is reason), None)
        if group is not None:
            return Headline(kind=HeadlineKind(reason.value), at=group.starts_at, expected=group.expected)
    return None
