"""Every kind the domain knows has words of its own, in both languages."""

from enum import Enum

import pytest
from django.utils import translation

from orders.domain.status import FulfillmentEventStatus, ReturnStatus
from orders.domain.timeline.kinds import (
    ExpectedSource,
    Journey,
    NextKind,
    ParcelState,
    Step,
    StepState,
    WaitingReason,
)
from orders.domain.timeline.model import Milestone
from orders.gallery.builders import NOW
from orders.presenters.facts import Facts
from orders.presenters.milestones import present_milestones
from orders.presenters.next_line import next_words, return_words
from orders.presenters.words import event_words, parcel_state_words, source_words, waiting_words

FACTS = Facts((), key="")


def in_both_languages(words: object) -> tuple[str, str]:
    assert callable(words)
    with translation.override("en"):
        english = words()
    with translation.override("es"):
        spanish = words()
    return english, spanish


TELLERS = [
    *((state, lambda state=state: parcel_state_words(state)) for state in ParcelState),
    *((status, lambda status=status: event_words(status)) for status in FulfillmentEventStatus),
    *((reason, lambda reason=reason: waiting_words(reason)) for reason in WaitingReason),
    *((source, lambda source=source: source_words(source)) for source in ExpectedSource),
    *(
        (kind, lambda kind=kind: next_words(kind, Journey.SHIPPING))
        for kind in NextKind
        if kind is not NextKind.NOTHING
    ),
    *(
        (status, lambda status=status: return_words(status))
        for status in ReturnStatus
        if status != "NO_RETURN"
    ),
]


@pytest.mark.parametrize(
    ("kind", "words"), TELLERS, ids=[f"{type(kind).__name__}.{kind.name}" for kind, _ in TELLERS]
)
def test_it_has_words_in_both_languages(kind: Enum, words: object) -> None:
    english, spanish = in_both_languages(words)
    assert english
    assert spanish
    assert english != spanish


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("state", StepState)
def test_every_step_in_every_state_has_words(step: Step, state: StepState) -> None:
    (view,) = present_milestones([Milestone(step=step, state=state)], now=NOW, facts=FACTS)
    assert view.label
    assert view.state_words
    assert view.moment is None


def test_a_step_that_is_done_says_so_in_its_label() -> None:
    done, current = present_milestones(
        [
            Milestone(step=Step.PREPARING, state=StepState.DONE, reached_at=NOW),
            Milestone(step=Step.PREPARING, state=StepState.CURRENT),
        ],
        now=NOW,
        facts=FACTS,
    )
    assert (done.label, current.label) == ("Prepared", "Being prepared")
    assert done.moment is not None
    assert done.moment.text == "Today, 11:00"


def test_a_status_nobody_knew_claims_nothing() -> None:
    assert event_words("TELEPORTED") == "News from the carrier"
    assert return_words("RETURNED_BY_DRAGON") == ""


def test_nothing_next_is_said_by_saying_nothing() -> None:
    assert next_words(NextKind.NOTHING, Journey.SHIPPING) == ""


@pytest.mark.parametrize("journey", [Journey.LOCAL_DELIVERY, Journey.PICKUP])
@pytest.mark.parametrize("kind", [NextKind.PACKING, NextKind.STOCK_FIRST])
def test_a_journey_without_a_carrier_does_not_speak_of_one(journey: Journey, kind: NextKind) -> None:
    assert "carrier" not in next_words(kind, journey)
