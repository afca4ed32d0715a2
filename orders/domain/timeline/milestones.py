"""How far one parcel has come on its journey."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo

from orders.domain.order import Fulfillment, FulfillmentEvent, Order
from orders.domain.status import FulfillmentEventStatus, FulfillmentStatus
from orders.domain.timeline.facts import ARRIVED, REACH, UNSURE
from orders.domain.timeline.kinds import Journey, ParcelState, Quiet, Step, StepState
from orders.domain.timeline.model import Milestone, Silence
from orders.domain.timeline.parcel_state import GOING_BACK, Fact
from orders.domain.timeline.steps import RANKS, STEPS, draw_steps
from orders.domain.when import When, end_of

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
    """The steps of one parcel. A troubled parcel stands, as a problem, at the furthest step it was seen at; what goes
    back will be back with the shop, and not be delivered.
    """
    state = story.decided.state
    rank = REACH[state]
    if state in SEEN_BEFORE:
        seen = [REACH[fact.state] for fact in story.facts if fact.state not in ARRIVED]
        rank = max([_least_rank(story), *seen])
    steps, times = _steps_of(story.journey, state), _times(order, story)
    if state in GOING_BACK:
        taken = tuple(step for step in steps if RANKS[step] <= rank)
        steps = (*taken, Step.RETURNED)
        rank = RANKS[Step.RETURNED] if state is ParcelState.RETURNED else rank
    standing = _standing(story)
    drawn = draw_steps(steps, rank=rank, times=times, current=standing)
    at_this_step = REACH[state] == rank and story.decided.at is not None
    return (
        _known_last(drawn, story.decided.at) if standing is StepState.LAST_KNOWN and at_this_step else drawn
    )


def _known_last(drawn: tuple[Milestone, ...], at: When | None) -> tuple[Milestone, ...]:
    """Where something was last known to stand, it was so at the last fact, not since the first."""
    return tuple(
        replace(step, reached_at=at) if step.state is StepState.LAST_KNOWN else step for step in drawn
    )


def _standing(story: ParcelStory) -> StepState:
    """How the step is told that a parcel stands at."""
    if story.decided.state in TROUBLED_PARCELS:
        return StepState.PROBLEM
    silent = story.silence is not None and story.silence.quiet is not Quiet.USUAL
    return StepState.LAST_KNOWN if silent or story.decided.state in UNSURE else StepState.CURRENT


def _least_rank(story: ParcelStory) -> int:
    """What is sure without a scan: an attempt was out for delivery, a successful fulfillment was shipped, or is out
    with the shop's own driver.
    """
    if story.decided.state is ParcelState.DELIVERY_ATTEMPTED:
        return RANKS[Step.OUT_FOR_DELIVERY]
    if story.fulfillment.status != FulfillmentStatus.SUCCESS:
        return RANKS[Step.PREPARING]
    own_driver = story.journey is Journey.LOCAL_DELIVERY
    return RANKS[Step.OUT_FOR_DELIVERY if own_driver else Step.SHIPPED]


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
