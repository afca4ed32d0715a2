"""Headlines of several parts together: how many have arrived, travel or stay, and the date for all of them."""

from collections.abc import Sequence
from dataclasses import replace

from orders.domain.carriers import tracking_links
from orders.domain.timeline.expected import span
from orders.domain.timeline.facts import MOVING
from orders.domain.timeline.headline.about import of_parcel
from orders.domain.timeline.kinds import HeadlineKind, Journey, ParcelState
from orders.domain.timeline.model import Headline, Parcel, Waiting
from orders.domain.timeline.scene import Scene, days_late, last_at, next_of


def overdue(scene: Scene) -> Headline | None:
    """The part that is latest; of equals a parcel, which may at least have been seen somewhere."""
    parts: list[Parcel | Waiting] = [*scene.coming, *scene.waiting]
    late = max(parts, key=days_late, default=None)
    if late is None or not days_late(late):
        return None
    if isinstance(late, Waiting):
        return Headline(kind=HeadlineKind.OVERDUE, expected=late.expected, why=late.reason)
    return replace(of_parcel(scene, late, HeadlineKind.OVERDUE), why=late.state)


def partly_delivered(scene: Scene) -> Headline | None:
    """Some have arrived: what of the others."""
    if not scene.arrived:
        return None
    count, total = len(scene.arrived), len(scene.boxes)
    if scene.coming:
        expected = next_of(parcel.expected for parcel in scene.coming)
        return Headline(kind=HeadlineKind.PARTLY_DELIVERED, count=count, total=total, expected=expected)
    return Headline(
        kind=HeadlineKind.PARTLY_DELIVERED_REST_TO_COLLECT
        if is_to_collect(scene.to_leave)
        else HeadlineKind.PARTLY_DELIVERED_REST_WAITING,
        count=count,
        total=total,
        expected=next_of(group.expected for group in scene.to_leave),
    )


def is_to_collect(groups: Sequence[Waiting]) -> bool:
    """Whether the shopper fetches all of it, so that none of it leaves."""
    return bool(groups) and all(group.journey is Journey.PICKUP for group in groups)


def on_its_way(scene: Scene) -> Headline | None:
    """Some or all are under way, and nothing is known to be wrong."""
    moving = [parcel for parcel in scene.coming if parcel.state in MOVING]
    if not moving:
        return None
    dates = [parcel.expected for parcel in moving if parcel.expected is not None]
    expected = span(dates, now=scene.now) if len(dates) == len(moving) else None  # a date for all, or none
    standing = len(moving) < len(scene.coming)
    if scene.to_leave or standing:
        to_collect = is_to_collect(scene.to_leave) and not standing
        kind = HeadlineKind.PARTLY_SHIPPED_REST_TO_COLLECT if to_collect else HeadlineKind.PARTLY_SHIPPED
        return Headline(kind=kind, count=len(moving), total=len(scene.boxes), expected=expected)
    if expected is not None:
        return Headline(kind=HeadlineKind.ARRIVING, expected=expected, total=len(moving))
    only_shipped = all(parcel.state is ParcelState.SHIPPED for parcel in moving)
    kind = HeadlineKind.SHIPPED if only_shipped else HeadlineKind.ON_ITS_WAY
    return Headline(kind=kind, at=last_at(moving, now=scene.now), total=sum(map(_count_boxes, moving)))


def _count_boxes(parcel: Parcel) -> int:
    """One shipment may travel as several boxes, each under a number of its own."""
    return max(sum(link.number is not None for link in tracking_links(parcel.tracking)), 1)
