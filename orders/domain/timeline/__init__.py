"""What a shopper is told about an order: `build_timeline` is pure, and everything it returns is named here."""

from orders.domain.timeline.build import build_pace, build_timeline, explain_headline
from orders.domain.timeline.kinds import (
    ExpectedSource,
    HeadlineKind,
    ItemPlaceKind,
    Journey,
    NextKind,
    Pace,
    ParcelState,
    Step,
    StepState,
    WaitingReason,
)
from orders.domain.timeline.model import (
    Expected,
    Headline,
    ItemPlace,
    ItemView,
    Milestone,
    Parcel,
    ParcelItem,
    Timeline,
    Waiting,
)

__all__ = [
    "Expected",
    "ExpectedSource",
    "Headline",
    "HeadlineKind",
    "ItemPlace",
    "ItemPlaceKind",
    "ItemView",
    "Journey",
    "Milestone",
    "NextKind",
    "Pace",
    "Parcel",
    "ParcelItem",
    "ParcelState",
    "Step",
    "StepState",
    "Timeline",
    "Waiting",
    "WaitingReason",
    "build_pace",
    "build_timeline",
    "explain_headline",
]
