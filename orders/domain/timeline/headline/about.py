"""What a headline says of one part of an order: of a parcel, or of what has not left."""

from orders.domain.timeline.kinds import HeadlineKind, ParcelState, WaitingReason
from orders.domain.timeline.model import Expected, Headline, Parcel
from orders.domain.timeline.scene import Scene
from orders.domain.when import When


def of_state(scene: Scene, state: ParcelState, kind: HeadlineKind) -> Headline | None:
    """Of the first parcel in this state; None for none."""
    parcel = scene.find(state)
    return None if parcel is None else of_parcel(scene, parcel, kind)


def of_parcel(scene: Scene, parcel: Parcel, kind: HeadlineKind) -> Headline:
    """Of a parcel by when and where it was last seen."""
    return about(
        scene, parcel, kind, at=parcel.last_seen_at, place=parcel.last_seen_city, expected=parcel.expected
    )


def about(
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


def of_waiting(scene: Scene, *reasons: WaitingReason) -> Headline | None:
    """The first of `reasons` that some items wait for; reasons and headlines share their names."""
    for reason in reasons:
        group = next((group for group in scene.waiting if group.reason is reason), None)
        if group is not None:
            return Headline(kind=HeadlineKind(reason.value), at=group.starts_at, expected=group.expected)
    return None
