"""Headlines of one parcel, by the state it was last reported in."""

from collections.abc import Mapping
from dataclasses import replace

from orders.domain.timeline.headline.about import about, of_parcel, of_state
from orders.domain.timeline.kinds import HeadlineKind, Journey, ParcelState, Quiet
from orders.domain.timeline.model import Headline
from orders.domain.timeline.scene import Scene, is_out_today
from orders.domain.timeline.silent_parts import most_silent

REPORTED: Mapping[ParcelState, HeadlineKind] = {
    ParcelState.RETURNED: HeadlineKind.RETURNED,
    ParcelState.DELIVERY_UNCLEAR: HeadlineKind.DELIVERY_UNCLEAR,
    ParcelState.AT_POINT: HeadlineKind.AT_POINT,
    ParcelState.SOME_DELIVERED: HeadlineKind.SOME_DELIVERED,
}


def action_needed(scene: Scene) -> Headline | None:
    """The carrier waits for the shopper."""
    return of_state(scene, ParcelState.ACTION_NEEDED, HeadlineKind.ACTION_NEEDED)


def problem(scene: Scene) -> Headline | None:
    """The carrier reports a problem."""
    return of_state(scene, ParcelState.PROBLEM, HeadlineKind.PROBLEM)


def returning(scene: Scene) -> Headline | None:
    """It goes back to the sender."""
    return of_state(scene, ParcelState.RETURNING, HeadlineKind.RETURNING)


def attempted(scene: Scene) -> Headline | None:
    """A delivery failed."""
    parcel = scene.find(ParcelState.DELIVERY_ATTEMPTED)
    if parcel is None:
        return None
    return about(scene, parcel, HeadlineKind.DELIVERY_ATTEMPTED, at=parcel.state_at, expected=parcel.expected)


def ready_to_collect(scene: Scene) -> Headline | None:
    """It waits for the shopper, at the shop or at a point; perhaps for too long."""
    parcel = scene.find(ParcelState.READY_TO_COLLECT)
    if parcel is None:
        return None
    at_shop = parcel.journey is Journey.PICKUP
    place = parcel.from_location or parcel.from_city if at_shop else parcel.last_seen_city
    long_ago = parcel.silence is not None and parcel.silence.quiet is Quiet.ASK
    kind = HeadlineKind.NOT_COLLECTED if long_ago else HeadlineKind.READY_TO_COLLECT
    return about(scene, parcel, kind, at=parcel.state_at, place=place)


def delivered_somewhere(scene: Scene) -> Headline | None:
    """At a point, back with the shop, or nobody says where: told with the time and the place of the report."""
    for state, kind in REPORTED.items():
        parcel = scene.find(state)
        if parcel is not None:
            place = parcel.last_seen_city if state is not ParcelState.RETURNED else None
            headline = about(scene, parcel, kind, at=parcel.state_at, place=place)
            several = state is ParcelState.SOME_DELIVERED
            return replace(headline, total=len(parcel.tracking)) if several else headline
    return None


def out_for_delivery(scene: Scene) -> Headline | None:
    """It is to be delivered today."""
    parcel = next((parcel for parcel in scene.parcels if is_out_today(parcel, now=scene.now)), None)
    if parcel is None:
        return None
    local = parcel.journey is Journey.LOCAL_DELIVERY
    kind = HeadlineKind.OUT_WITH_DRIVER if local else HeadlineKind.OUT_FOR_DELIVERY
    return about(scene, parcel, kind, at=parcel.state_at, expected=parcel.expected)


def delayed(scene: Scene) -> Headline | None:
    """The carrier announces a delay."""
    return of_state(scene, ParcelState.DELAYED, HeadlineKind.DELAYED)


def no_news(scene: Scene) -> Headline | None:
    """Silent for so long that no other sentence about it would be true."""
    parcel = most_silent(scene)
    if parcel is None or parcel.silence is None:
        return None
    return replace(of_parcel(scene, parcel, HeadlineKind.NO_NEWS), days=parcel.silence.days)


def label_ready(scene: Scene) -> Headline | None:
    """The carrier does not have it yet."""
    return of_state(scene, ParcelState.LABEL_READY, HeadlineKind.LABEL_READY)
