"""The circuit breaker: closed, open, half open, as all processes see it."""

import threading
from collections.abc import Callable

import pytest
import time_machine
from django.db import connection

from orders.asking import breaker
from orders.models import Breaker
from orders.shopify.errors import (
    WHOLE_API,
    AccessDenied,
    AuthenticationFailed,
    Misconfigured,
    OrderNotFound,
    QueryRefused,
    ShopClosed,
    ShopifyError,
    Throttled,
    Unavailable,
)

pytestmark = pytest.mark.django_db
NOW = 1_790_000_000.0


def failing(error: ShopifyError) -> Callable[[], str]:
    def question() -> str:
        raise error

    return question


def ask(question: Callable[[], str] = lambda: "answer") -> str | type[ShopifyError]:
    """What came of asking: the answer, or the kind of error."""
    try:
        return breaker.ask(question)
    except ShopifyError as error:
        return type(error)


def open_it(*, at: float = NOW) -> None:
    with time_machine.travel(at, tick=False):
        for _ in range(breaker.LIMIT):
            ask(failing(Unavailable("down")))


def test_an_answer_passes_through() -> None:
    assert breaker.ask(lambda: "answer") == "answer"


def test_an_error_passes_through() -> None:
    assert ask(failing(Unavailable("down"))) is Unavailable


def test_after_five_failures_in_a_row_nobody_asks() -> None:
    open_it()
    with time_machine.travel(NOW + 29, tick=False):
        assert ask() is breaker.Resting


def test_four_failures_are_not_enough() -> None:
    for _ in range(breaker.LIMIT - 1):
        ask(failing(Unavailable("down")))
    assert ask() == "answer"


def test_an_answer_in_between_begins_the_count_anew() -> None:
    for question in (
        [failing(Unavailable("down"))] * 4 + [lambda: "answer"] + [failing(Unavailable("down"))] * 4
    ):
        ask(question)
    assert ask() == "answer"


def test_failures_far_apart_are_no_outage() -> None:
    for number in range(20):
        with time_machine.travel(NOW + number * (breaker.TOGETHER_SECONDS + 1), tick=False):
            assert ask(failing(Unavailable("down"))) is Unavailable


@pytest.mark.parametrize(
    ("error", "counts"),
    [
        (Unavailable("5xx"), True),
        (ShopClosed("402"), True),
        (Misconfigured("404"), True),
        (AuthenticationFailed("401"), True),
        pytest.param(AccessDenied("403", field=WHOLE_API), True, id="AccessDenied-everything"),
        pytest.param(AccessDenied("a scope", field="tagsAdd"), False, id="AccessDenied-one thing"),
        (Throttled("busy", retry_after=1), False),
        (OrderNotFound("none"), False),
        (QueryRefused("bug"), False),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_what_says_that_asking_is_in_vain_counts_and_what_is_an_answer_does_not(
    error: ShopifyError, counts: bool
) -> None:
    with time_machine.travel(NOW, tick=False):
        for _ in range(breaker.LIMIT):
            ask(failing(error))
        assert (ask() is breaker.Resting) is counts


def test_it_says_how_long_it_will_rest() -> None:
    open_it()
    with time_machine.travel(NOW + 10, tick=False), pytest.raises(breaker.Resting) as resting:
        breaker.ask(lambda: "answer")
    assert 20 <= (resting.value.retry_after or 0) <= 26


def test_after_the_rest_one_tries_for_all_and_an_answer_closes_it() -> None:
    open_it()
    others: list[object] = []

    def probe() -> str:
        others.append(ask())
        return "answer"

    with time_machine.travel(NOW + 40, tick=False):
        assert ask(probe) == "answer"
        assert others == [breaker.Resting]
        assert ask() == "answer"
    assert breaker.read().is_closed()


def test_a_probe_in_vain_makes_the_rest_longer_up_to_five_minutes() -> None:
    open_it()
    at, rests = NOW, []
    for _ in range(6):
        state = breaker.read()
        rests.append(state.open_until - state.failed_at)
        at = state.open_until + 0.1
        with time_machine.travel(at, tick=False):
            assert ask(failing(Unavailable("down"))) is Unavailable
    for rest, least in zip(rests, [30, 60, 120, 240, 300, 300], strict=True):
        assert least <= rest <= least * 1.2


def test_a_probe_that_dies_leaves_the_next_try_to_another() -> None:
    open_it()

    class Killed(BaseException):
        pass

    def die() -> str:
        raise Killed

    with time_machine.travel(NOW + 40, tick=False), pytest.raises(Killed):
        breaker.ask(die)
    with time_machine.travel(NOW + 41, tick=False):
        assert ask() is breaker.Resting
    with time_machine.travel(NOW + 62, tick=False):
        assert ask() == "answer"


def test_a_late_failure_of_a_call_that_began_before_does_not_prolong_the_rest() -> None:
    def fail_late() -> str:
        open_it()
        raise Unavailable("down")

    with time_machine.travel(NOW, tick=False):
        ask(fail_late)
    assert breaker.read().failures == breaker.LIMIT


@pytest.mark.django_db(transaction=True)
def test_of_many_that_come_when_the_rest_is_over_one_asks_shopify() -> None:
    Breaker.objects.create(id=1, failures=breaker.LIMIT, open_until=1.0, failed_at=1.0)
    asked: list[int] = []
    everybody_is_there = threading.Barrier(8)
    done = threading.Event()

    def question() -> str:
        asked.append(1)
        done.wait(2)
        return "answer"

    def come() -> None:
        everybody_is_there.wait()
        try:
            ask(question)
        finally:
            connection.close()

    threads = [threading.Thread(target=come) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads[1:]:
        thread.join(0.3)
    done.set()
    for thread in threads:
        thread.join()
    assert asked == [1]


# Slowness ----------------------------------------------------------------------------------------------------------


def test_it_remembers_for_a_minute_that_somebody_waited_in_vain() -> None:
    assert not breaker.read().is_slow(now=NOW)
    breaker.note_slowness(now=NOW)
    assert breaker.read().is_slow(now=NOW + 59)
    assert not breaker.read().is_slow(now=NOW + 61)


def test_slowness_noted_by_a_clock_that_ran_ahead_is_none() -> None:
    breaker.note_slowness(now=NOW + 86_400)
    assert not breaker.read().is_slow(now=NOW)


def test_slowness_alone_does_not_open_it() -> None:
    for _ in range(breaker.LIMIT + 1):
        breaker.note_slowness(now=NOW)
    assert ask() == "answer"


def test_slowness_and_failures_are_counted_apart() -> None:
    with time_machine.travel(NOW, tick=False):
        breaker.note_slowness(now=NOW)
        for _ in range(breaker.LIMIT):
            ask(failing(Unavailable("down")))
        assert ask() is breaker.Resting
        assert breaker.read().is_slow(now=NOW)


def test_our_own_fault_says_nothing_of_shopify() -> None:
    def fail() -> str:
        raise ValueError

    attempt = breaker.begin()
    attempt.note(fail)
    assert breaker.read().failures == 0


def test_a_rest_that_a_clock_two_days_ahead_has_set_is_over() -> None:
    open_it(at=NOW + 2 * 86_400)
    with time_machine.travel(NOW, tick=False):
        assert breaker.read().seconds_to_rest(now=NOW) == 0
        assert ask() == "answer"
        assert breaker.read().is_closed()
