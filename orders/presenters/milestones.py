"""The steps of a journey in words: what is done, where it is, what is to come."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import pgettext, pgettext_lazy

from orders.domain.timeline.kinds import Step, StepState
from orders.domain.timeline.model import Milestone
from orders.presenters.dates import moment_label
from orders.presenters.facts import Facts
from orders.presenters.page import MilestoneView


def present_milestones(
    milestones: Iterable[Milestone], *, now: datetime, facts: Facts
) -> tuple[MilestoneView, ...]:
    """Labels, states in words, and the times that are known."""
    return tuple(
        MilestoneView(
            label=_label(milestone),
            state=_CLASSES.get(milestone.state, milestone.state.value),
            state_words=str(_STATES[milestone.state]),
            moment=moment_label(milestone.reached_at, now=now) if milestone.reached_at else None,
            fact=facts.milestone(milestone),
        )
        for milestone in milestones
    )


def _label(milestone: Milestone) -> str:
    if milestone.step is Step.PREPARING and milestone.state is StepState.DONE:
        return pgettext("milestone", "Prepared")
    return str(_LABELS[milestone.step])


_STATES: Mapping[StepState, Promise] = {
    StepState.DONE: pgettext_lazy("milestone state", "Done"),
    StepState.CURRENT: pgettext_lazy("milestone state", "Now"),
    StepState.PROBLEM: pgettext_lazy("milestone state", "Held up here"),
    StepState.LAST_KNOWN: pgettext_lazy("milestone state", "Last known"),
    StepState.UPCOMING: pgettext_lazy("milestone state", "To come"),
}
_CLASSES: Mapping[StepState, str] = {StepState.LAST_KNOWN: StepState.CURRENT.value}
"""A page draws it like the step it stands at; only the words differ."""

_LABELS: Mapping[Step, Promise] = {
    Step.ORDERED: pgettext_lazy("milestone", "Ordered"),
    Step.PREPARING: pgettext_lazy("milestone", "Being prepared"),
    Step.SHIPPED: pgettext_lazy("milestone", "Shipped"),
    Step.IN_TRANSIT: pgettext_lazy("milestone", "On its way"),
    Step.OUT_FOR_DELIVERY: pgettext_lazy("milestone", "Out for delivery"),
    Step.DELIVERED: pgettext_lazy("milestone", "Delivered"),
    Step.READY_TO_COLLECT: pgettext_lazy("milestone", "Ready to collect"),
    Step.COLLECTED: pgettext_lazy("milestone", "Collected"),
    Step.SENT: pgettext_lazy("milestone", "Sent"),
    Step.BOUGHT: pgettext_lazy("milestone", "Bought"),
    Step.RETURNED: pgettext_lazy("milestone", "Back with us"),
    Step.CANCELLED: pgettext_lazy("milestone", "Cancelled"),
}
