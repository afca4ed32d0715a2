"""What has not left yet, and why."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.utils import translation

from orders.domain.timeline.kinds import Journey, WaitingReason
from orders.domain.timeline.model import ParcelItem, Waiting
from orders.gallery.builders import NOW, a_line
from orders.presenters.facts import Facts
from orders.presenters.waiting import present_waiting

FACTS = Facts((), key="")


def waiting(reason: WaitingReason, *, starts_at: datetime | None = None) -> Waiting:
    return Waiting(
        reason=reason,
        journey=Journey.SHIPPING,
        items=(ParcelItem(item=a_line(), quantity=3),),
        starts_at=starts_at,
    )


@pytest.mark.parametrize("reason", [WaitingReason.PREPARING, WaitingReason.PACKING])
def test_what_its_own_words_tell_is_not_told_twice(reason: WaitingReason) -> None:
    def told(journey: Journey) -> str:
        group = replace(waiting(reason), journey=journey)
        return present_waiting(group, alone=False, now=NOW, image_hosts=(), facts=FACTS).reason

    assert told(Journey.SHIPPING) == ""
    assert told(Journey.PICKUP) == "We are getting it ready for you to collect."


@pytest.mark.parametrize(
    "reason",
    [
        each
        for each in WaitingReason
        if each not in (WaitingReason.PREPARING, WaitingReason.PACKING, WaitingReason.NOT_LEFT)
    ],
)
def test_every_reason_is_told_in_both_languages(reason: WaitingReason) -> None:
    views = []
    for language in ("en", "es"):
        with translation.override(language):
            views.append(present_waiting(waiting(reason), alone=False, now=NOW, image_hosts=(), facts=FACTS))
    english, spanish = views
    assert english.words
    assert english.reason.endswith(".")
    assert spanish.reason.endswith(".")
    assert english.reason != spanish.reason
    assert "fraud" not in english.reason
    assert [item.quantity for item in english.items] == [3]


@pytest.mark.parametrize(
    ("days", "reason"),
    [
        (9, "We start on it Wednesday 2 December."),
        (0, "We start on it today."),
        (-1, "It is planned for a later date."),
        (None, "It is planned for a later date."),
    ],
)
def test_a_planned_day_is_named_while_it_is_ahead(days: int | None, reason: str) -> None:
    starts_at = None if days is None else NOW + timedelta(days=days)
    group = waiting(WaitingReason.SCHEDULED, starts_at=starts_at)
    assert present_waiting(group, alone=False, now=NOW, image_hosts=(), facts=FACTS).reason == reason


@pytest.mark.parametrize(
    ("reason", "tone"),
    [
        (WaitingReason.CHECK_ADDRESS, "problem"),
        (WaitingReason.PACKING, "calm"),
    ],
)
def test_only_what_needs_the_shopper_is_shown_as_a_problem(reason: WaitingReason, tone: str) -> None:
    assert present_waiting(waiting(reason), alone=False, now=NOW, image_hosts=(), facts=FACTS).tone == tone
