"""The steps of each journey, and how they are drawn once it is known how far something has come."""

from collections.abc import Mapping, Sequence

from orders.domain.timeline.kinds import Journey, Step, StepState
from orders.domain.timeline.model import Milestone
from orders.domain.when import When

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

UPCOMING: Mapping[Step, Milestone] = {step: Milestone(step=step, state=StepState.UPCOMING) for step in Step}


def draw_steps(
    steps: Sequence[Step],
    *,
    rank: int,
    times: Mapping[Step, When | None],
    current: StepState = StepState.CURRENT,
) -> tuple[Milestone, ...]:
    """The steps, by their ranks, done up to `rank`; the last of those is where it stands, unless it is an end."""
    count = sum(RANKS[step] <= rank for step in steps)
    milestones = [
        Milestone(step=step, state=StepState.DONE, reached_at=times.get(step)) for step in steps[:count]
    ]
    last = milestones[-1] if milestones else None
    if last is not None and RANKS[last.step] < RANKS[Step.DELIVERED]:
        milestones[-1] = Milestone(step=last.step, state=current, reached_at=last.reached_at)
    return (*milestones, *(UPCOMING[step] for step in steps[count:]))
