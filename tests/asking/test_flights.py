"""Of many who want the same thing at once, one does it."""

import threading
import time

import pytest
from django.db import connection

from orders import clock
from orders.asking import flights
from orders.models import Flight

pytestmark = pytest.mark.django_db
NOW = 1_790_000_000.0


def test_one_claims_and_the_others_do_not() -> None:
    assert flights.claim("a", now=NOW) is not None
    assert flights.claim("a", now=NOW) is None
    assert flights.claim("b", now=NOW) is not None


def test_the_outcome_is_handed_to_those_who_asked_meanwhile() -> None:
    mine = flights.claim("a", now=NOW)
    assert mine is not None
    assert flights.find_outcome("a", now=NOW) == ""
    flights.finish(mine, "found", now=NOW + 1)
    assert flights.find_outcome("a", now=NOW + 1) == "found"
    assert flights.claim("a", now=NOW + 1) is None


def test_an_outcome_is_not_kept_for_those_who_ask_later() -> None:
    mine = flights.claim("a", now=NOW)
    assert mine is not None
    flights.finish(mine, "found", now=NOW)
    later = NOW + flights.OUTCOME_SECONDS
    assert flights.find_outcome("a", now=later) is None
    assert flights.claim("a", now=later) is not None


def test_the_claim_of_one_who_died_runs_out() -> None:
    flights.claim("a", now=NOW)
    assert flights.claim("a", now=NOW + flights.CLAIM_SECONDS - 1) is None
    assert flights.claim("a", now=NOW + flights.CLAIM_SECONDS) is not None


def test_one_who_comes_back_late_cannot_finish_what_another_took_over() -> None:
    late = flights.claim("a", now=NOW)
    assert late is not None
    flights.claim("a", now=NOW + flights.CLAIM_SECONDS)
    flights.finish(late, "found", now=NOW + flights.CLAIM_SECONDS)
    assert flights.find_outcome("a", now=NOW + flights.CLAIM_SECONDS) == ""


def test_work_that_raises_is_published_as_failed() -> None:
    def work(_claim: flights.Claim) -> str:
        raise LookupError

    with pytest.raises(LookupError):
        flights.fly("a", work, patience=0)
    assert flights.find_outcome("a", now=time.time()) == flights.FAILED


def test_who_comes_after_the_landing_does_it_again() -> None:
    assert flights.fly("a", lambda _claim: "first", patience=1) == "first"
    assert flights.fly("a", lambda _claim: "second", patience=1) == "second"


def test_without_patience_a_second_one_is_sent_away_at_once() -> None:
    flights.claim("a", now=time.time())
    assert flights.fly("a", lambda _claim: "mine", patience=0) is None


def test_landed_flights_are_forgotten() -> None:
    flights.claim("old", now=NOW - 7200)
    flights.claim("new", now=NOW)
    flights.forget_landed(now=NOW)
    assert list(Flight.objects.values_list("key", flat=True)) == ["new"]


@pytest.mark.django_db(transaction=True)
def test_many_at_once_do_the_work_once_and_all_get_its_outcome() -> None:
    done: list[int] = []
    outcomes: list[str | None] = []
    lock = threading.Lock()

    def work(_claim: flights.Claim) -> str:
        done.append(1)
        time.sleep(0.3)
        return "found"

    def ask() -> None:
        try:
            outcome = flights.fly("a", work, patience=3)
        finally:
            connection.close()
        with lock:
            outcomes.append(outcome)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(done), outcomes) == (1, ["found"] * 8)


@pytest.mark.django_db
def test_work_that_goes_on_elsewhere_is_landed_by_whoever_ends_it() -> None:
    claims: list[flights.Claim] = []
    assert flights.fly("a", claims.append, patience=0, longest=60) is None
    assert flights.fly("a", lambda _claim: "second", patience=0) is None
    flights.finish(claims[0], "late", now=clock.seconds(), readable=flights.LATE_OUTCOME_SECONDS)
    assert flights.fly("a", lambda _claim: "second", patience=0) == "late"


@pytest.mark.django_db
def test_a_late_outcome_is_forgotten_too() -> None:
    claims: list[flights.Claim] = []
    flights.fly("a", claims.append, patience=0, longest=60)
    flights.finish(claims[0], "late", now=clock.seconds() - 29, readable=flights.LATE_OUTCOME_SECONDS)
    assert flights.fly("a", lambda _claim: "second", patience=0) == "second"
