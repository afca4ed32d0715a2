"""Which look-ups and which attempts to sign in the buckets refuse, and which they never do."""

import pytest

from orders.access import limits
from orders.models import Limit

NOW = 1_790_000_000.0

pytestmark = pytest.mark.django_db


def miss(network: str = "n", order_key: str = "o", contact: str = "c", *, now: float = NOW) -> float | None:
    """One look-up that finds nothing; None when it was let through."""
    return miss_from((network,), order_key, contact, now=now)


def miss_from(networks: tuple[str, ...], order_key: str, contact: str, *, now: float = NOW) -> float | None:
    look_up = limits.LookUp(networks=networks, order_key=order_key, contact=contact)
    wait = look_up.seconds_to_wait(now=now)
    return look_up.charge_miss(now=now) if wait is None else wait


def find(network: str, order_key: str = "mine", contact: str = "me") -> float | None:
    """One look-up that finds its order; None when it was let through."""
    look_up = limits.LookUp(networks=(network,), order_key=order_key, contact=contact)
    wait = look_up.seconds_to_wait(now=NOW)
    if wait is None:
        look_up.note_found(now=NOW)
    return wait


def test_neither_address_nor_contact_can_be_read_from_the_table() -> None:
    miss("203.0.113.0/24", "1001", "email:ana@example.com")
    stored = " ".join(Limit.objects.values_list("key", flat=True))
    assert "203" not in stored
    assert "ana" not in stored


@pytest.mark.parametrize(("shared", "misses"), [(64, 20), (56, 40), (48, 80)])
def test_a_sender_with_many_ipv6_networks_fills_the_wider_ones(shared: int, misses: int) -> None:
    def networks(n: int) -> tuple[str, ...]:
        return tuple(f"/{size} {0 if size <= shared else n}" for size in (64, 56, 48))

    assert sum(miss_from(networks(n), f"o{n}", f"c{n}") is None for n in range(100)) == misses


def test_a_network_guesses_ten_times_at_one_order_and_then_once_in_five_minutes() -> None:
    assert [miss(contact=f"c{n}") is None for n in range(12)] == [True] * 10 + [False] * 2
    assert miss(contact="another", now=NOW + 300) is None
    assert miss(contact="and another", now=NOW + 300) is not None


def test_a_network_guesses_ten_orders_for_one_contact() -> None:
    assert [miss(order_key=f"o{n}") is None for n in range(11)] == [True] * 10 + [False]


def test_strangers_never_keep_out_who_has_not_guessed() -> None:
    for stranger in range(limits.MISSES_IN_ALL.capacity + 50):
        miss(f"n{stranger}", "mine", "me")
    assert [find(f"quiet{n}") for n in range(1000)] == [None] * 1000


def test_while_all_knock_a_network_has_five_misses_instead_of_twenty() -> None:
    for stranger in range(limits.MISSES_IN_ALL.capacity):
        miss(f"n{stranger}", f"o{stranger}", f"c{stranger}")
    assert [miss("mine", f"p{n}", f"d{n}") is None for n in range(6)] == [True] * 5 + [False]


def test_knocking_is_over_soon_after_it_ends() -> None:
    for stranger in range(5 * limits.MISSES_ON_ORDER.capacity):
        miss(f"n{stranger}", "o", f"c{stranger}")
    later = NOW + limits.MISSES_ON_ORDER.room
    assert [miss("mine", "o", f"d{n}", now=later) is None for n in range(10)] == [True] * 10


def test_a_network_that_is_refused_adds_to_nothing_that_others_share() -> None:
    for n in range(10):
        miss("noisy", "o", f"c{n}")
    before = list(Limit.objects.order_by("key").values_list("key", "level"))
    assert miss("noisy", "o", "one more") is not None
    assert list(Limit.objects.order_by("key").values_list("key", "level")) == before


def test_the_wait_that_is_said_is_true() -> None:
    for n in range(10):
        miss(contact=f"c{n}")
    wait = miss(contact="x")
    assert wait is not None
    assert miss(contact="x", now=NOW + wait - 1) is not None
    assert miss(contact="x", now=NOW + wait) is None


def test_somebody_who_looks_up_his_own_order_without_end_is_held_back() -> None:
    most = 4 * limits.PER_NETWORK[0].capacity * limits.ONE_FOUND_IN
    assert any(find("n") for _ in range(most))


def test_what_turns_out_to_be_no_miss_weighs_nothing() -> None:
    for n in range(200):
        look_up = limits.LookUp(networks=("n",), order_key=f"o{n}", contact="c")
        assert look_up.seconds_to_wait(now=NOW) is None
        assert look_up.charge_miss(now=NOW) is None
        look_up.take_miss_back(now=NOW)


def sign_in(*networks: str, name: str) -> bool:
    return limits.charge_sign_in(networks=networks, name=name, now=NOW) is None


def test_signing_in_is_limited_by_the_wider_ipv6_networks() -> None:
    assert [sign_in(f"a{n}", f"b{n}", "48", name=f"{n}") for n in range(13)] == [True] * 12 + [False]
    assert [sign_in(f"c{n}", "56", f"d{n}", name=f"{n}") for n in range(2)] == [True] * 2


def test_signing_in_is_limited_in_all() -> None:
    assert [sign_in(f"n{n}", name=f"{n}") for n in range(17)] == [True] * 16 + [False]
