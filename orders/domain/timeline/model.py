"""What a shopper is told, as plain values: kinds and facts, never words. Words are the presenters' work."""

from dataclasses import dataclass

from orders.domain.order import FulfillmentEvent, LineItem, Renumbering, TrackingInfo
from orders.domain.timeline.kinds import (
    Awaited,
    ExpectedSource,
    HeadlineKind,
    ItemPlaceKind,
    Journey,
    NextKind,
    Pace,
    ParcelState,
    Quiet,
    Step,
    StepState,
    WaitingReason,
)
from orders.domain.when import Day, When


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """`reached_at` is None while not reached, and also where the data holds no time for it."""

    step: Step
    state: StepState
    reached_at: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """The newest known delivery day or days. `days_late` counts whole days past the last; 0 when not overdue."""

    first_day: Day
    last_day: Day
    source: ExpectedSource
    days_late: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """Nothing was heard for `days` since `since`; `last` is the newest event, None where nobody reported anything.

    `state` is the parcel's, None for what has not left; `renumbered`: the newest thing known is a new tracking number.
    """

    awaited: Awaited
    quiet: Quiet
    days: int
    since: When
    state: ParcelState | None = None
    last: FulfillmentEvent | None = None
    renumbered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelItem:
    item: LineItem
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One fulfillment that was not cancelled. `number` counts from 1 in the order parcels were made.

    Fulfilled digital goods (DIGITAL, state SENT) and sales in the store (IN_STORE, state COLLECTED) are kept here too,
    with what is inside; headlines do not count them as parcels. `expected` is None once the parcel is there, can be
    collected, or is going back, and where the order was cancelled before anybody saw it leave. `last_seen_*` are of the
    newest scan of the parcel itself, which a notice is not. `told` are at most two events of which the carrier's words
    belong beside the headline. `silence` is None once there is nothing more to hear.
    """

    number: int
    fulfillment_id: str
    journey: Journey
    state: ParcelState
    state_at: When | None
    tracking: tuple[TrackingInfo, ...]
    items: tuple[ParcelItem, ...]
    milestones: tuple[Milestone, ...]
    events: tuple[FulfillmentEvent, ...]
    """Newest first; events of the future, and those of a number that was replaced, are kept but decide nothing."""
    expected: Expected | None
    last_seen_at: When | None
    last_seen_city: str | None
    from_location: str | None
    from_city: str | None
    told: tuple[FulfillmentEvent, ...] = ()
    renumbering: Renumbering | None = None
    silence: Silence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Items that have not left, together for one reason. `starts_at` is set for SCHEDULED only.

    No reason READY_TO_COLLECT is built: Shopify says that of a fulfillment, which is a parcel here.
    """

    reason: WaitingReason
    journey: Journey
    items: tuple[ParcelItem, ...]
    starts_at: When | None = None
    expected: Expected | None = None
    from_location: str | None = None
    from_city: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPlace:
    """Where `quantity` of an item are. `reason` is set for WAITING, `at` where known.

    `parcel_number` is set for IN_PARCEL, and for DIGITAL and IN_STORE that have a fulfillment.
    """

    kind: ItemPlaceKind
    quantity: int
    parcel_number: int | None = None
    parcel_state: ParcelState | None = None
    reason: WaitingReason | None = None
    at: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """One ordered item; the quantities of `places` add up to the ordered quantity."""

    item: LineItem
    places: tuple[ItemPlace, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """`parcel` is the number of the one parcel it speaks of, None when it speaks of the order."""

    kind: HeadlineKind
    at: When | None = None
    expected: Expected | None = None
    place: str | None = None
    why: WaitingReason | ParcelState | None = None
    """What a part that is late waits for, where it has not been seen on the way."""
    count: int = 0
    total: int = 0
    days: int = 0
    parcel: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Everything a shopper reads as status, built by `build_timeline` from an order and the time it is read."""

    headline: Headline
    next: NextKind
    journey: Journey
    milestones: tuple[Milestone, ...]
    """Of the order as a whole: a step is done when every part that takes it has reached it."""
    parcels: tuple[Parcel, ...]
    waiting: tuple[Waiting, ...]
    items: tuple[ItemView, ...]
    pace: Pace
    return_status: str
    silence: Silence | None = None
    """Of what the headline speaks of, once it is longer than usual."""
