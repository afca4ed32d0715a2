"""The leaky buckets that hold look-ups back."""

import threading

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from orders.access import limits
from orders.access.limits import Allowance
from orders.models import Limit

NOW = 1_790_000_000.0
SMALL = Allowance("test", capacity=3, seconds=10)

pytestmark = pytest.mark.django_db


def fill(key: str = "a", *, now: float = NOW) -> None:
    for _ in range(SMALL.capacity):
        assert limits.charge(SMALL, key, now=now) is None


def test_it_grants_as_many_as_it_holds() -> None:
    fill()
    assert limits.charge(SMALL, "a", now=NOW) is not None


def test_it_says_truly_how_long_to_wait() -> None:
    fill()
    wait = limits.charge(SMALL, "a", now=NOW)
    assert wait is not None
    assert limits.charge(SMALL, "a", now=NOW + wait - 0.5) is not None
    assert limits.charge(SMALL, "a", now=NOW + wait) is None


def test_knocking_while_refused_does_not_prolong_the_wait() -> None:
    fill()
    for _ in range(50):
        limits.charge(SMALL, "a", now=NOW)
    assert limits.charge(SMALL, "a", now=NOW + SMALL.seconds) is None


def test_it_drains_no_lower_than_empty() -> None:
    fill()
    fill(now=NOW + 1_000_000)
    assert limits.charge(SMALL, "a", now=NOW + 1_000_000) is not None


def test_a_clock_that_goes_back_grants_nothing_extra() -> None:
    fill()
    assert limits.charge(SMALL, "a", now=NOW - 3600) is not None
    assert limits.charge(SMALL, "a", now=NOW + SMALL.seconds) is None


def test_keys_do_not_share_a_bucket() -> None:
    fill("a")
    assert limits.charge(SMALL, "b", now=NOW) is None


def test_neither_address_nor_contact_can_be_read_from_the_table() -> None:
    limits.charge_look_up(
        network="203.0.113.0/24", order_key="1001", contact="email:ana@example.com", now=NOW
    )
    stored = " ".join(Limit.objects.values_list("key", flat=True))
    assert "203" not in stored
    assert "ana" not in stored


@pytest.mark.parametrize("same", ["network", "order_key", "contact"])
def test_each_of_network_order_and_contact_has_its_own_limit(same: str) -> None:
    refused = False
    for attempt in range(40):
        who = {"network": f"n{attempt}", "order_key": f"o{attempt}", "contact": f"c{attempt}"} | {
            same: "same"
        }
        refused = refused or limits.charge_look_up(**who, now=NOW) is not None
    assert refused


def test_one_noisy_network_does_not_use_up_what_all_share() -> None:
    for attempt in range(limits.IN_ALL.capacity * 2):
        limits.charge_look_up(network="noisy", order_key=f"o{attempt}", contact=f"c{attempt}", now=NOW)
    assert limits.charge_look_up(network="quiet", order_key="mine", contact="me", now=NOW) is None


def test_a_shop_may_loosen_every_limit(settings: Settings) -> None:
    settings.LOOK_UP_LIMIT_FACTOR = 2
    for _ in range(2 * SMALL.capacity):
        assert limits.charge(SMALL, "a", now=NOW) is None
    assert limits.charge(SMALL, "a", now=NOW) is not None


def test_drained_buckets_are_forgotten_after_a_day() -> None:
    limits.charge(SMALL, "old", now=NOW - 90_000)
    limits.charge(SMALL, "new", now=NOW)
    limits.forget_drained(now=NOW)
    assert Limit.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_granted_no_more_than_it_holds() -> None:
    granted: list[float | None] = []

    def attempt() -> None:
        try:
            granted.extend(limits.charge(SMALL, "a", now=NOW) for _ in range(10))
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(granted) == 40
    assert granted.count(None) == SMALL.capacity
