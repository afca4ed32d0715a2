"""The first fill as it goes on, in this process: what stops it, what does not, and where it goes on from."""

import json
import time
from collections.abc import Iterator

import pytest
import time_machine

from orders import clock
from orders.models import Chore, TrackedOrder
from orders.work.first_fill import NAME, PATIENCE_SECONDS, Fill, GivenUp, Progress
from tests.sandbox import Sandbox

pytestmark = pytest.mark.django_db
ANA = "ana@example.com"
SINCE = 1_700_000_000.0


@pytest.fixture
def traveller() -> Iterator[time_machine.Traveller]:
    """Time that passes when the fill waits."""
    with time_machine.travel(time.time(), tick=True) as travelling:
        yield travelling


def fill(
    traveller: time_machine.Traveller, *, since: float = SINCE, limit: int | None = None, told: list[Progress]
) -> Progress:
    def wait(seconds: float) -> None:
        traveller.shift(max(seconds, 20.0))

    return Fill(since, limit, wait, told.append).run()


def a_shop_of(shop: Sandbox, orders: int) -> None:
    for number in range(orders):
        shop.state.add_order(f"#{1001 + number}", email=ANA)


def test_a_shop_without_orders_is_filled_at_once(shop: Sandbox, traveller: time_machine.Traveller) -> None:
    assert fill(traveller, told=[]).listed == 0


def test_a_shop_that_never_answers_is_given_up_and_the_reason_said(
    shop: Sandbox, traveller: time_machine.Traveller
) -> None:
    a_shop_of(shop, 2)
    shop.state.faults.outage(402)
    began_at = clock.seconds()
    with pytest.raises(GivenUp, match=r"402|left alone"):
        fill(traveller, told=[])
    assert PATIENCE_SECONDS < clock.seconds() - began_at < 2 * PATIENCE_SECONDS


def test_a_list_that_can_be_read_is_given_up_when_no_order_can(
    shop: Sandbox, traveller: time_machine.Traveller
) -> None:
    a_shop_of(shop, 2)
    shop.state.faults.garbage("wrong_shape", operation="Order")
    with pytest.raises(GivenUp, match="Orders are listed, but none could be fetched"):
        fill(traveller, told=[])
    assert TrackedOrder.objects.count() == 2


def test_an_outage_is_waited_for(shop: Sandbox, traveller: time_machine.Traveller) -> None:
    a_shop_of(shop, 3)
    shop.state.faults.outage(503, times=4)
    told: list[Progress] = []
    assert fill(traveller, told=told).fetched == 3
    assert not told[0].is_listed


def test_progress_is_told_as_it_comes(shop: Sandbox, traveller: time_machine.Traveller) -> None:
    a_shop_of(shop, 3)
    told: list[Progress] = []
    fill(traveller, told=told)
    assert [progress.fetched for progress in told] == [1, 2, 3]
    assert [progress.outstanding for progress in told] == [2, 1, 0]
    assert told[-1].is_listed


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "[",
        json.dumps({"since": SINCE}),
        json.dumps({"since": SINCE, "sweep": {"since": "yesterday"}}),
        json.dumps({"since": SINCE - 86_400, "sweep": {"since": 0.0, "began_at": 1.0, "after": "a place"}}),
    ],
    ids=["empty", "no JSON", "no list", "another shape", "another day"],
)
def test_a_list_that_was_left_for_another_day_or_cannot_be_read_begins_anew(
    shop: Sandbox, traveller: time_machine.Traveller, kept: str
) -> None:
    a_shop_of(shop, 2)
    Chore.objects.create(name=NAME, due_at=0, cursor=kept)
    assert fill(traveller, told=[]).listed == 2


def test_a_trial_keeps_nothing_of_how_far_it_came(shop: Sandbox, traveller: time_machine.Traveller) -> None:
    a_shop_of(shop, 5)
    assert fill(traveller, limit=2, told=[]).listed == 2
    assert not Chore.objects.filter(name=NAME).exists()
    assert fill(traveller, told=[]).listed == 5
