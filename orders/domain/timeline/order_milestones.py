"""How far an order as a whole has come: each step is reached when every part that takes it has."""

from collections.abc import Sequence
from datetime import tzinfo

from orders.domain.order import Order
from orders.domain.timeline.journey import counts_in, is_emptied
from orders.domain.timeline.kinds import Journey, Step, StepState, WaitingReason
from orders.domain.timeline.model import Milestone, Parcel, Waiting
from orders.domain.timeline.steps import RANKS, STEPS, UPCOMING, draw_steps
from orders.domain.timeline.waiting import AT_WORK, NOTHING_NEXT, STOPPED
from orders.domain.when import When, last_of

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
        WaitingReason.DATE_UNKNOWN,
        WaitingReason.PREORDER,
        *NOTHING_NEXT,
    }
)
STANDING = (StepState.PROBLEM, StepState.LAST_KNOWN, StepState.CURRENT)
"""Where a part is and has not done with it, the most telling first."""


def order_milestones(
    order: Order,
    journey: Journey,
    parcels: Sequence[Parcel],
    waiting: Sequence[Waiting],
    zone: tzinfo | None,
    *,
    is_quiet: bool = False,
) -> tuple[Milestone, ...]:
    """The steps of the order as a whole, by its `journey`; each is reached when every part that takes it has.

    `is_quiet`: what has not left has been with the shop for longer than usual.
    """
    if order.cancelled_at is not None:
        return (
            Milestone(step=Step.ORDERED, state=StepState.DONE, reached_at=order.created_at),
            Milestone(step=Step.CANCELLED, state=StepState.DONE, reached_at=order.cancelled_at),
        )
    told = [parcel for parcel in parcels if counts_in(parcel.journey, journey)]
    parts = [_as_told(parcel.milestones, parcel.journey, journey) for parcel in told]
    parts += [
        _as_told(waiting_milestones(order, group, is_quiet=is_quiet), group.journey, journey)
        for group in waiting
        if counts_in(group.journey, journey)
    ]
    if not parts and (journey is Journey.DIGITAL or is_emptied(order)):
        return (Milestone(step=Step.ORDERED, state=StepState.DONE, reached_at=order.created_at),)
    if not parts:
        return draw_steps(
            STEPS[journey],
            rank=RANKS[Step.BOUGHT] if journey is Journey.IN_STORE else RANKS[Step.ORDERED],
            times={Step.ORDERED: order.created_at, Step.BOUGHT: order.created_at},
            current=StepState.CURRENT,
        )
    if len(parts) == 1:
        return parts[0]
    steps = _common_steps(journey, parcels, waiting)
    return _combined(steps, [_as_held_up(part, steps) for part in parts], zone)


def waiting_milestones(order: Order, waiting: Waiting, *, is_quiet: bool = False) -> tuple[Milestone, ...]:
    """The steps of items that have not left: at most being prepared. Where nothing is known to follow, none follows.

    `is_quiet`: they have been with the shop for longer than usual, so that, unless a day is named or something else is
    said to be waited for, the step is only the last known one.
    """
    if waiting.reason in STOPPED:
        return (Milestone(step=Step.ORDERED, state=StepState.DONE, reached_at=order.created_at),)
    return draw_steps(
        STEPS[waiting.journey],
        rank=RANKS[Step.ORDERED] if waiting.reason in NOT_BEGUN else RANKS[Step.PREPARING],
        times={Step.ORDERED: order.created_at},
        current=_standing(waiting, is_quiet=is_quiet),
    )


def _standing(waiting: Waiting, *, is_quiet: bool) -> StepState:
    if waiting.reason in TROUBLED_WAITING:
        return StepState.PROBLEM
    dated = waiting.expected is not None and not waiting.expected.days_late
    silent = is_quiet and not dated and waiting.reason in AT_WORK
    return StepState.LAST_KNOWN if silent else StepState.CURRENT


def _as_told(part: tuple[Milestone, ...], own: Journey, whole: Journey) -> tuple[Milestone, ...]:
    """What a part has to say to the whole: what is collected in the shop, of one that is delivered, has no such end."""
    elsewhere = own is Journey.PICKUP and STEPS[whole][-1] is Step.DELIVERED
    return part[:-1] if elsewhere and part[-1].step is Step.COLLECTED else part


def _as_held_up(part: tuple[Milestone, ...], steps: Sequence[Step]) -> tuple[Milestone, ...]:
    """A parcel that came back, as a part of a whole that did not: the steps it never reached are not done."""
    if part[-1].step is not Step.RETURNED or Step.RETURNED in steps:
        return part
    *taken, last, _ = part
    stands = Milestone(step=last.step, state=StepState.PROBLEM, reached_at=last.reached_at)
    missed = (step for step in steps if RANKS[step] > RANKS[last.step])
    return (*taken, stands, *(UPCOMING[step] for step in missed))


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
        alike = all(milestone.step is step for milestone in takers)
        times[step] = last_of((milestone.reached_at for milestone in takers), zone) if alike else None
        if any(milestone.state in STANDING for milestone in takers):
            break  # that part may take another way from here, on which no later step of this one is to come
    states = {milestone.state for milestone in by_rank.get(rank, [])}
    # Where no part stands (what is left is at a step of another journey) the whole does not stand either.
    current = next((state for state in STANDING if state in states), StepState.DONE)
    return draw_steps(steps, rank=rank, times=times, current=current)
