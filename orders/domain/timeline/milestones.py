"""The steps of each journey, how far a part has come, and what is true of the order as a whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from orders.domain.order import Fulfillment, FulfillmentEvent, Order
from orders.domain.status import FulfillmentEventStatus, FulfillmentStatus
from orders.domain.timeline.facts import ARRIVED, REACH, UNSURE
from orders.domain.timeline.journey import counts_in
from orders.domain.timeline.kinds import Journey, ParcelState, Quiet, Step, StepState, WaitingReason
from orders.domain.timeline.model import Milestone, Parcel, Silence, Waiting
from orders.domain.timeline.parcel_state import Fact
from orders.domain.timeline.waiting import NOTHING_NEXT, STOPPED
from orders.domain.when import When, end_of, last_of

RANKS: Mapping[Step, int] = {
    Step.ORDERED: 0,
    Step.PREPARING: 1,
    Step.SHIPPED: 2,
    Step.IN_TRANSIT: 3,
    Step.OUT_FOR_DELIVERY: 4,
    Step.READY_TO_COLLECT: 5,
    Step.DELIVERED: 6,
    Step.COLLECTED: 6,
    Step.SENT: 6,
    Step.BOUGHT: 6,
    Step.RETURNED: 6,
    Step.CANCELLED: 6,
}
"""How far along a step is; the scale of `facts.REACH`."""

STEPS: Mapping[Journey, tuple[Step, ...]] = {
    Journey.SHIPPING: (
        Step.ORDERED,
        Step.PREPARING,
        Step.SHIPPED,
        Step.IN_TRANSIT,
        Step.OUT_FOR_DELIVERY,
        Step.DELIVERED,
    ),
    Journey.LOCAL_DELIVERY: (Step.ORDERED, Step.PREPARING, Step.OUT_FOR_DELIVERY, Step.DELIVERED),
    Journey.PICKUP: (Step.ORDERED, Step.PREPARING, Step.READY_TO_COLLECT, Step.COLLECTED),
    Journey.PICKUP_POINT: (
        Step.ORDERED,
        Step.PREPARING,
        Step.SHIPPED,
        Step.IN_TRANSIT,
        Step.READY_TO_COLLECT,
        Step.COLLECTED,
    ),
    Journey.DIGITAL: (Step.ORDERED, Step.SENT),
    Journey.IN_STORE: (Step.BOUGHT,),
}

TROUBLED_PARCELS = frozenset(
    {
        ParcelState.DELAYED,
        ParcelState.DELIVERY_ATTEMPTED,
        ParcelState.ACTION_NEEDED,
        ParcelState.PROBLEM,
        ParcelState.RETURNING,
    }
)
ENDS = ARRIVED | {ParcelState.RETURNED}
TO_A_POINT = frozenset({ParcelState.READY_TO_COLLECT, ParcelState.AT_POINT, ParcelState.COLLECTED})
SEEN_BEFORE = TROUBLED_PARCELS | UNSURE | {ParcelState.RETURNED}
"""States that do not say how far the parcel had come."""
TROUBLED_WAITING = frozenset(
    {
        WaitingReason.OUT_OF_STOCK,
        WaitingReason.CHECK_ADDRESS,
        WaitingReason.AWAITING_PAYMENT,
        WaitingReason.AWAITING_RETURN,
    }
)
NOT_BEGUN = frozenset(
    {
        WaitingReason.RECEIVED,
        WaitingReason.AWAITING_PAYMENT,
        WaitingReason.SCHEDULED,
        WaitingReason.PREORDER,
        *NOTHING_NEXT,
    }
)


@dataclass(frozen=True, slots=True)
class ParcelStory:
    """What the milestones of one parcel are made from; `events` believed and oldest first."""

    fulfillment: Fulfillment
    journey: Journey
    decided: Fact
    facts: Sequence[Fact]
    events: Sequence[FulfillmentEvent]
    zone: tzinfo | None
    silence: Silence | None


def parcel_milestones(order: Order, story: ParcelStory) -> tuple[Milestone, ...]:
    """The steps of one parcel. A troubled parcel stands, as a problem, at the furthest step it was seen at."""
    state = story.decided.state
    rank = REACH[state]
    if state in SEEN_BEFORE:
        seen = [REACH[fact.state] for fact in story.facts if fact.state not in ARRIVED]
        rank = max([_least_rank(story), *seen])
    steps, times = _steps_of(story.journey, state), _times(order, story)
    if state is ParcelState.RETURNED:
        taken = tuple(step for step in steps if RANKS[step] <= rank)
        return _milestones((*taken, Step.RETURNED), rank=RANKS[Step.RETURNED], times=times)
    return _milestones(steps, rank=rank, times=times, current=_standing(story))


def _standing(story: ParcelStory) -> StepState:
    """How the step is told that a parcel stands at."""
    if story.decided.state in TROUBLED_PARCELS:
        return StepState.PROBLEM
    silent = story.silence is not None and story.silence.quiet is not Quiet.USUAL
    return StepState.LAST_KNOWN if silent or story.decided.state in UNSURE else StepState.CURRENT


def waiting_milestones(order: Order, waiting: Waiting) -> tuple[Milestone, ...]:
    """The steps of items that have not left: at most being prepared. Where nothing is known to follow, none follows."""
    if waiting.reason in STOPPED:
        return (Milestone(step=Step.ORDERED, state=StepState.DONE, reached_at=order.created_at),)
    return _milestones(
        STEPS[waiting.journey],
        rank=RANKS[Step.ORDERED] if waiting.reason in NOT_BEGUN else RANKS[Step.PREPARING],
        times={Step.ORDERED: order.created_at},
        current=StepState.PROBLEM if waiting.reason in TROUBLED_WAITING else StepState.CURRENT,
    )


def order_milestones(
    order: Order,
    journey: Journey,
    parcels: Sequence[Parcel],
    waiting: Sequence[Waiting],
    zone: tzinfo | None,
) -> tuple[Milestone, ...]:
    """The steps of the order as a whole, by its `journey`; each is reached when every part that takes it has."""
    if order.cancelled_at is not None:
        return (
            Milestone(step=Step.ORDERED, state=StepState.DONE, reached_at=order.created_at),
            Milestone(step=Step.CANCELLED, state=StepState.DONE, reached_at=order.cancelled_at),
        )
    told = [parcel for parcel in parcels if counts_in(parcel.journey, journey)]
    parts = [parcel.milestones for parcel in told]
    parts += [waiting_milestones(order, group) for group in waiting if counts_in(group.journey, journey)]
    if not parts and (journey is Journey.DIGITAL or is_emptied(order)):
        return (Milestone(step=Step.ORDERED, state=StepState.DONE, reached_at=order.created_at),)
    if not parts:
        return _milestones(
            STEPS[journey],
            rank=RANKS[Step.BOUGHT] if journey is Journey.IN_STORE else RANKS[Step.ORDERED],
            times={Step.ORDERED: order.created_at, Step.BOUGHT: order.created_at},
            current=StepState.CURRENT,
        )
    if len(parts) == 1:
        return parts[0]
    steps = _common_steps(journey, parcels, waiting)
    return _combined(steps, [_as_held_up(part, steps) for part in parts], zone)


def _as_held_up(part: tuple[Milestone, ...], steps: Sequence[Step]) -> tuple[Milestone, ...]:
    """A parcel that came back, as a part of a whole that did not: the steps it never reached are not done."""
    if part[-1].step is not Step.RETURNED or Step.RETURNED in steps:
        return part
    *taken, last, _ = part
    stands = Milestone(step=last.step, state=StepState.PROBLEM, reached_at=last.reached_at)
    missed = (step for step in steps if RANKS[step] > RANKS[last.step])
    return (*taken, stands, *(Milestone(step=step, state=StepState.UPCOMING) for step in missed))


def is_emptied(order: Order) -> bool:
    """Whether all that was ordered has been refunded or removed."""
    return bool(order.line_items) and all(line.current_quantity <= 0 for line in order.line_items)


def _least_rank(story: ParcelStory) -> int:
    """What is sure without a scan: an attempt was out for delivery, a successful fulfillment was shipped."""
    if story.decided.state is ParcelState.DELIVERY_ATTEMPTED:
        return RANKS[Step.OUT_FOR_DELIVERY]
    sent = story.fulfillment.status == FulfillmentStatus.SUCCESS
    return RANKS[Step.SHIPPED] if sent else RANKS[Step.PREPARING]


def _steps_of(journey: Journey, state: ParcelState) -> tuple[Step, ...]:
    """The journey's steps, or those the parcel really takes: to a carrier's point."""
    if journey is Journey.SHIPPING and state in TO_A_POINT:
        return STEPS[Journey.PICKUP_POINT]
    return STEPS[journey]


def _times(order: Order, story: ParcelStory) -> dict[Step, When | None]:
    """When each step was reached, as far as the data says."""
    moved = next((fact.at for fact in story.facts if fact.state is ParcelState.IN_TRANSIT), None)
    made = story.fulfillment.created_at
    last: dict[str, When] = {event.status: event.happened_at for event in story.events}
    out = last.get(FulfillmentEventStatus.OUT_FOR_DELIVERY)
    ready = last.get(FulfillmentEventStatus.READY_FOR_PICKUP)
    if story.journey is Journey.LOCAL_DELIVERY and out is None:
        out = story.decided.at if story.decided.state is ParcelState.OUT_FOR_DELIVERY else None
    left = next((fact.at for fact in story.facts if fact.state is ParcelState.AT_POINT), None)
    arrived = story.decided.at if story.decided.state in ENDS else None
    return {
        Step.ORDERED: order.created_at,
        Step.SHIPPED: made if moved is None else min(made, moved, key=lambda when: end_of(when, story.zone)),
        Step.IN_TRANSIT: moved,
        Step.OUT_FOR_DELIVERY: out,
        Step.READY_TO_COLLECT: last.get(FulfillmentEventStatus.READY_FOR_RECIPIENT_PICKUP, ready) or left,
        Step.DELIVERED: arrived,
        Step.COLLECTED: arrived,
        Step.SENT: arrived,
        Step.BOUGHT: made,
        Step.RETURNED: arrived,
    }


def _milestones(
    steps: Sequence[Step],
    *,
    rank: int,
    times: Mapping[Step, When | None],
    current: StepState = StepState.CURRENT,
) -> tuple[Milestone, ...]:
    reached = [step for step in steps if RANKS[step] <= rank]
    milestones = []
    for step in steps:
        if step not in reached:
            milestones.append(Milestone(step=step, state=StepState.UPCOMING))
            continue
        stands_here = step is reached[-1] and RANKS[step] < RANKS[Step.DELIVERED]
        state = current if stands_here else StepState.DONE
        milestones.append(Milestone(step=step, state=state, reached_at=times.get(step)))
    return tuple(milestones)


def _common_steps(
    journey: Journey, parcels: Sequence[Parcel], waiting: Sequence[Waiting]
) -> tuple[Step, ...]:
    """The journey's steps, unless all its parcels took the same other ones and nothing is still to come."""
    taken = {
        tuple(step.step for step in parcel.milestones) for parcel in parcels if parcel.journey is journey
    }
    still_to_come = any(group.journey is journey for group in waiting)
    return taken.pop() if len(taken) == 1 and not still_to_come else STEPS[journey]


def _combined(
    steps: Sequence[Step], parts: Sequence[tuple[Milestone, ...]], zone: tzinfo | None
) -> tuple[Milestone, ...]:
    by_rank: dict[int, list[Milestone]] = {}
    for part in parts:
        for milestone in part:
            by_rank.setdefault(RANKS[milestone.step], []).append(milestone)
    rank = -1
    times: dict[Step, When | None] = {}
    for step in steps:
        takers = by_rank.get(RANKS[step], [])
        if any(milestone.state is StepState.UPCOMING for milestone in takers):
            break
        rank = RANKS[step]
        times[step] = last_of((milestone.reached_at for milestone in takers), zone)
    states = {milestone.state for milestone in by_rank.get(rank, [])}
    # Where no part stands (what is left is at a step of another journey) the whole does not stand either.
    standing = (StepState.PROBLEM, StepState.LAST_KNOWN, StepState.CURRENT)
    current = next((state for state in standing if state in states), StepState.DONE)
    return _milestones(steps, rank=rank, times=times, current=current)
