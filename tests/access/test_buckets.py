"""The leaky buckets that hold look-ups back."""

import threading

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from orders.access import buckets
from orders.access.buckets import Allowance, Bucket
from orders.models import Limit

NOW = 1_790_000_000.0
SMALL = Allowance("test", capacity=3, seconds=10)

pytestmark = pytest.mark.django_db


def charge(key: str, *, now: float) -> float | None:
    return buckets.charge({Bucket.of(SMALL, key): 1.0}, now=now)


def fill(key: str = "a", *, now: float = NOW) -> None:
    for _ in range(SMALL.capacity):
        assert charge(key, now=now) is None


def test_it_grants_as_many_as_it_holds() -> None:
    fill()
    assert charge("a", now=NOW) is not None


def test_it_says_truly_how_long_to_wait() -> None:
    fill()
    wait = charge("a", now=NOW)
    assert wait is not None
    assert charge("a", now=NOW + wait - 0.5) is not None
    assert charge("a", now=NOW + wait) is None


def test_knocking_while_refused_does_not_prolong_the_wait() -> None:
    fill()
    for _ in range(50):
        charge("a", now=NOW)
    assert charge("a", now=NOW + SMALL.seconds) is None


def test_it_drains_no_lower_than_empty() -> None:
    fill()
    fill(now=NOW + 1_000_000)
    assert charge("a", now=NOW + 1_000_000) is not None


def test_a_clock_that_goes_back_a_little_grants_nothing_extra() -> None:
    fill()
    assert charge("a", now=NOW - 60) is not None
    assert charge("a", now=NOW + SMALL.seconds) is None
    assert charge("a", now=NOW + SMALL.seconds) is not None


def test_a_clock_that_ran_days_ahead_freezes_nothing() -> None:
    fill(now=NOW + 172_800)
    assert charge("a", now=NOW) is not None
    assert charge("a", now=NOW - 1) is not None
    Limit.objects.update(updated_at=NOW + 172_800)
    buckets.fill({Bucket.of(SMALL, "a"): 0.0}, now=NOW)
    assert charge("a", now=NOW + SMALL.seconds) is None


def test_keys_do_not_share_a_bucket() -> None:
    fill("a")
    assert charge("b", now=NOW) is None


def test_nothing_is_charged_where_one_of_several_is_full() -> None:
    fill("a")
    both = {Bucket.of(SMALL, "a"): 1.0, Bucket.of(SMALL, "b"): 1.0}
    assert buckets.charge(both, now=NOW) is not None
    fill("b")


def test_a_shop_may_loosen_every_limit(settings: Settings) -> None:
    settings.LOOK_UP_LIMIT_FACTOR = 2
    for _ in range(2 * SMALL.capacity):
        assert charge("a", now=NOW) is None
    assert charge("a", now=NOW) is not None


def test_drained_buckets_are_forgotten_after_a_day() -> None:
    charge("old", now=NOW - 90_000)
    charge("new", now=NOW)
    buckets.forget_drained(now=NOW)
    assert Limit.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_granted_no_more_than_it_holds() -> None:
    granted: list[float | None] = []

    def attempt() -> None:
        try:
            granted.extend(charge("a", now=NOW) for _ in range(10))
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(granted) == 40
    assert granted.count(None) == SMALL.capacity
