"""Questions that outlive whoever asked them."""

import logging
import threading
import time
from collections.abc import Iterator

import pytest

from orders.asking import going_on
from orders.asking.going_on import MOST_AT_ONCE, Outcome, StillAsking, TooManyQuestions
from orders.shopify.errors import Unavailable


@pytest.fixture
def answer() -> Iterator[threading.Event]:
    """What an open question waits for."""
    event = threading.Event()
    yield event
    event.set()
    going_on.forget()


def never(_outcome: Outcome[str]) -> None:
    raise AssertionError("somebody was there to hear it")


def test_an_answer_in_time_is_heard_by_who_asked() -> None:
    assert going_on.ask(lambda: "answer", patience=5, afterwards=never)() == "answer"


def test_an_error_in_time_is_heard_by_who_asked() -> None:
    def fail() -> str:
        raise Unavailable("down")

    outcome = going_on.ask(fail, patience=5, afterwards=never)
    with pytest.raises(Unavailable, match="down"):
        outcome()


def test_a_late_answer_is_heard_afterwards(answer: threading.Event) -> None:
    heard: list[str] = []

    def question() -> str:
        answer.wait(5)
        return "late"

    with pytest.raises(StillAsking):
        going_on.ask(question, patience=0.01, afterwards=lambda outcome: heard.append(outcome()))
    assert heard == []
    answer.set()
    wait_until(heard)
    assert heard == ["late"]


def test_what_is_dropped_is_not_heard(answer: threading.Event) -> None:
    heard: list[str] = []
    ended = threading.Event()

    def question() -> str:
        answer.wait(5)
        ended.set()
        return "late"

    with pytest.raises(StillAsking):
        going_on.ask(question, patience=0, afterwards=lambda outcome: heard.append(outcome()))
    going_on.forget()
    answer.set()
    assert ended.wait(5)
    time.sleep(0.05)
    assert heard == []


def test_a_late_answer_that_cannot_be_used_is_told_without_its_words(
    answer: threading.Event, caplog: pytest.LogCaptureFixture
) -> None:
    tried: list[int] = []

    def fail(_outcome: Outcome[str]) -> None:
        tried.append(1)
        raise ValueError("ana@example.com")

    with pytest.raises(StillAsking):
        going_on.ask(lambda: str(answer.wait(5)), patience=0, afterwards=fail)
    answer.set()
    wait_until(tried)
    wait_until(caplog.records)
    assert [(record.levelno, "ValueError" in record.message) for record in caplog.records] == [
        (logging.ERROR, True)
    ]
    assert "ana@" not in caplog.text


def test_so_many_at_once_and_no_more(answer: threading.Event) -> None:
    for _ in range(MOST_AT_ONCE):
        with pytest.raises(StillAsking):
            going_on.ask(lambda: str(answer.wait(5)), patience=0, afterwards=lambda _outcome: None)
    with pytest.raises(TooManyQuestions):
        going_on.ask(lambda: "answer", patience=5, afterwards=never)
    answer.set()
    give_up_at = time.monotonic() + 5
    while time.monotonic() < give_up_at:
        try:
            assert going_on.ask(lambda: "answer", patience=5, afterwards=never)() == "answer"
            return
        except TooManyQuestions:
            time.sleep(0.01)
    raise AssertionError("there was never room again")


def wait_until(something: list[object] | list[str] | list[int] | list[logging.LogRecord]) -> None:
    give_up_at = time.monotonic() + 5
    while not something and time.monotonic() < give_up_at:
        time.sleep(0.01)
