"""Nothing is said that cannot be: every kind of every enum is reached by some order of the gallery or below."""

from enum import StrEnum

import pytest

from orders.domain.timeline import (
    ExpectedSource,
    HeadlineKind,
    ItemPlaceKind,
    Journey,
    NextKind,
    Pace,
    ParcelState,
    Step,
    StepState,
    Timeline,
    WaitingReason,
    build_timeline,
)
from orders.domain.timeline.for_others import build_for_others
from orders.gallery.builders import NOW
from orders.gallery.states import GALLERY

TIMELINES = [build_timeline(order(NOW), now=NOW) for order in GALLERY.values()]
FOR_OTHERS = [build_for_others(order(NOW), now=NOW, with_items=True) for order in GALLERY.values()]
EXPECTED = [parcel.expected for line in TIMELINES for parcel in line.parcels if parcel.expected] + [
    group.expected for line in TIMELINES for group in line.waiting if group.expected
]


def reached(enum: type[StrEnum]) -> set[StrEnum]:
    parcels = [parcel for timeline in TIMELINES for parcel in timeline.parcels]
    steps = [step for timeline in TIMELINES for step in timeline.milestones]
    found: dict[type[StrEnum], set[StrEnum]] = {
        HeadlineKind: {timeline.headline.kind for timeline in (*TIMELINES, *FOR_OTHERS)},
        NextKind: {timeline.next for timeline in TIMELINES},
        Journey: {timeline.journey for timeline in TIMELINES},
        Pace: {timeline.pace for timeline in TIMELINES} | {build_closed().pace},
        ParcelState: {parcel.state for parcel in parcels},
        WaitingReason: {group.reason for timeline in (*TIMELINES, *FOR_OTHERS) for group in timeline.waiting},
        ItemPlaceKind: {
            place.kind for timeline in TIMELINES for item in timeline.items for place in item.places
        },
        Step: {milestone.step for milestone in steps},
        StepState: {milestone.state for milestone in steps},
        ExpectedSource: {expected.source for expected in EXPECTED},
    }
    return found[enum]


def build_closed() -> Timeline:
    """Pace CLOSED takes time: the delivered order, read a year later."""
    return build_timeline(GALLERY["delivered"](NOW), now=NOW.replace(year=NOW.year + 1))


@pytest.mark.parametrize(
    "enum",
    [
        HeadlineKind,
        NextKind,
        WaitingReason,
        Journey,
        Pace,
        ParcelState,
        ItemPlaceKind,
        Step,
        StepState,
        ExpectedSource,
    ],
)
def test_every_kind_is_reached(enum: type[StrEnum]) -> None:
    assert reached(enum) == set(enum)
