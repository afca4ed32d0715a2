"""The rate limit: what the client learns of the bucket, and how long it waits for it."""

import threading
from typing import Any

import pytest

from orders.shopify.client import ShopifyClient
from orders.shopify.errors import ShopifyError, Throttled
from orders.shopify.throttle import QueryCost, Throttle, ThrottleStatus, cost_from_payload
from orders.transport.deadline import Deadline, Timing
from tests.shopify.fake_time import FakeTime
from tests.shopify.payloads import candidate, connection, cost
from tests.support.scripted_server import Answer, ScriptedServer, data_answer, json_answer

SEARCH = "SearchOrders"
PAGE = {"orders": connection(candidate())}
THROTTLED_ERROR = {"message": "Throttled", "extensions": {"code": "THROTTLED"}}


def found(**changes: Any) -> Answer:
    return data_answer(PAGE, extensions=cost(**changes))


def refused(**changes: Any) -> Answer:
    return json_answer({"errors": [THROTTLED_ERROR], "extensions": cost(**changes)})


@pytest.mark.parametrize(("dice", "slept"), [(0.0, 0.86), (1.0, 1.06)])
def test_a_throttled_query_waits_for_what_the_bucket_lacks_and_a_little_by_chance(
    server: ScriptedServer,
    client: ShopifyClient,
    clock: FakeTime,
    deadline: Deadline,
    dice: float,
    slept: float,
) -> None:
    clock.dice = dice
    server.answer(SEARCH, refused(requested=752, available=666, rate=100.0), found())
    client.find_orders("1001", deadline=deadline)
    assert sum(clock.sleeps) == pytest.approx(slept)


@pytest.mark.parametrize(
    "extensions",
    [
        {},
        {"cost": None},
        {"cost": {"requestedQueryCost": 5}},
        cost(requested=None),
        cost(requested=True),
        cost(available="much"),
        cost(rate=0),
        cost(rate=[]),
        cost(maximum=10**400),
    ],
    ids=str,
)
def test_a_throttled_query_of_unknown_need_waits_a_second(
    server: ScriptedServer,
    client: ShopifyClient,
    clock: FakeTime,
    deadline: Deadline,
    extensions: dict[str, Any],
) -> None:
    server.answer(
        SEARCH, json_answer({"errors": [THROTTLED_ERROR], "extensions": extensions}), data_answer(PAGE)
    )
    client.find_orders("1001", deadline=deadline)
    assert clock.sleeps == [1.0]


def test_a_throttled_query_that_fits_again_waits_by_chance_only(
    server: ScriptedServer, client: ShopifyClient, clock: FakeTime, deadline: Deadline
) -> None:
    server.answer(SEARCH, refused(requested=7, available=900), found())
    client.find_orders("1001", deadline=deadline)
    assert clock.sleeps == [0.0]


def test_a_wait_beyond_the_deadline_is_not_begun(
    server: ScriptedServer, client: ShopifyClient, clock: FakeTime
) -> None:
    server.answer(SEARCH, refused(requested=500, available=0, rate=100))
    with pytest.raises(Throttled) as caught:
        client.find_orders("1001", deadline=Deadline.after(3, monotonic=clock.monotonic))
    assert caught.value.retry_after == 5
    assert clock.sleeps == []


def test_a_query_that_the_bucket_cannot_hold_waits_before_it_is_sent(
    server: ScriptedServer, client: ShopifyClient, clock: FakeTime, deadline: Deadline
) -> None:
    server.answer(SEARCH, found(requested=200, available=50, rate=100))
    client.find_orders("1001", deadline=deadline)
    client.find_orders("1001", deadline=deadline)
    assert clock.sleeps == [1.5]
    assert len(server.received) == 2


def test_a_query_that_the_bucket_cannot_hold_in_time_is_not_sent(
    server: ScriptedServer, client: ShopifyClient, clock: FakeTime
) -> None:
    server.answer(SEARCH, found(requested=200, available=50, rate=10))
    client.find_orders("1001", deadline=Deadline.after(3, monotonic=clock.monotonic))
    with pytest.raises(Throttled) as caught:
        client.find_orders("1001", deadline=Deadline.after(3, monotonic=clock.monotonic))
    assert caught.value.retry_after == pytest.approx(15)
    assert len(server.received) == 1


def test_the_bucket_refills_while_nobody_asks(
    server: ScriptedServer, client: ShopifyClient, clock: FakeTime, deadline: Deadline
) -> None:
    server.answer(SEARCH, found(requested=200, available=50, rate=100))
    client.find_orders("1001", deadline=deadline)
    clock.now += 2
    client.find_orders("1001", deadline=deadline)
    assert clock.sleeps == []


def test_a_query_dearer_than_the_whole_bucket_waits_for_a_full_one_only(
    server: ScriptedServer, client: ShopifyClient, clock: FakeTime, deadline: Deadline
) -> None:
    server.answer(SEARCH, found(requested=900, available=0, maximum=300, rate=100))
    client.find_orders("1001", deadline=deadline)
    client.find_orders("1001", deadline=deadline)
    assert clock.sleeps == [3.0]


def test_numbers_may_come_as_decimals_or_text() -> None:
    parsed = cost_from_payload(cost(requested="7.5", available=1999.25, maximum="2000.0", rate=100)["cost"])
    assert parsed == QueryCost(
        requested=7.5, actual=10, bucket=ThrottleStatus(maximum=2000, available=1999.25, restore_rate=100)
    )


def test_points_of_queries_under_way_are_not_spent_twice(clock: FakeTime) -> None:
    throttle = Throttle(timing=clock.timing)
    deadline = Deadline.after(10, monotonic=clock.monotonic)
    bucket = ThrottleStatus(maximum=100, available=100, restore_rate=10)
    throttle.settle("order", reserved=0, cost=QueryCost(requested=60, bucket=bucket))
    assert throttle.take("order", deadline=deadline) == 60
    with pytest.raises(Throttled):
        throttle.take("order", deadline=Deadline.after(1, monotonic=clock.monotonic))
    throttle.settle("order", reserved=60, cost=QueryCost())
    assert throttle.take("order", deadline=deadline) == 60


def test_a_failed_query_gives_its_points_back(
    server: ScriptedServer, client: ShopifyClient, clock: FakeTime, deadline: Deadline
) -> None:
    server.answer(SEARCH, found(requested=60, available=100, maximum=100), Answer(status=404), found())
    client.find_orders("1001", deadline=deadline)
    with pytest.raises(ShopifyError):
        client.find_orders("1001", deadline=deadline)
    client.find_orders("1001", deadline=deadline)
    assert clock.sleeps == []


def test_many_threads_share_what_is_left() -> None:
    throttle = Throttle(timing=Timing(dice=lambda: 0.0))
    bucket = ThrottleStatus(maximum=100, available=100, restore_rate=0.001)
    throttle.settle("order", reserved=0, cost=QueryCost(requested=30, bucket=bucket))
    outcomes: list[str] = []

    def take() -> None:
        try:
            throttle.take("order", deadline=Deadline.after(5))
            outcomes.append("taken")
        except Throttled:
            outcomes.append("throttled")

    threads = [threading.Thread(target=take) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["taken"] * 3 + ["throttled"] * 7
