"""Which orders changed since, page by page; and what is left of the rate limit."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from orders.shopify.client import ShopifyClient
from orders.shopify.errors import QueryRefused, Throttled, Unavailable
from orders.shopify.order_updates import build_updates_search
from orders.shopify.throttle import QueryCost, Throttle, ThrottleStatus
from orders.transport.deadline import Deadline
from tests.shopify.fake_time import FakeTime
from tests.shopify.payloads import connection, cost
from tests.support.scripted_server import ScriptedServer, data_answer

UPDATES = "OrderUpdates"
SINCE = datetime(2026, 11, 23, 10, tzinfo=UTC)
NODE = {"id": "gid://shopify/Order/1", "updatedAt": "2026-11-23T10:00:01Z"}


def test_a_page_lists_orders_with_their_last_change(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline
) -> None:
    server.answer(UPDATES, data_answer({"orders": connection(NODE, after="there")}))
    page = client.read_changed_orders(since=SINCE, after=None, deadline=deadline)
    assert [(each.id, each.updated_at) for each in page.updates] == [
        (NODE["id"], SINCE + timedelta(seconds=1))
    ]
    assert page.after == "there"


def test_the_next_page_is_asked_for_where_the_last_one_ended(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline
) -> None:
    server.answer(UPDATES, data_answer({"orders": connection()}))
    assert client.read_open_orders(since=SINCE, after="there", deadline=deadline).after is None
    variables = server.asked(UPDATES)[0].variables
    assert (variables["after"], variables["search"]) == (
        "there",
        "status:open updated_at:>='2026-11-23T10:00:00Z'",
    )


def test_the_moment_is_said_in_utc_whatever_zone_it_comes_in() -> None:
    madrid = datetime(2026, 11, 23, 11, 0, 0, 999, tzinfo=timezone(timedelta(hours=1)))
    assert build_updates_search(madrid, only_open=False) == "updated_at:>='2026-11-23T10:00:00Z'"


def test_a_filter_that_was_ignored_is_no_answer(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline
) -> None:
    warning = [{"warnings": [{"field": "updated_at", "message": "Invalid"}]}]
    server.answer(UPDATES, data_answer({"orders": connection(NODE)}, extensions={"search": warning}))
    with pytest.raises(QueryRefused):
        client.read_changed_orders(since=SINCE, after=None, deadline=deadline)


@pytest.mark.parametrize(
    "orders",
    [None, {}, connection({}), connection({**NODE, "updatedAt": "today"}), connection({**NODE, "id": 7})],
    ids=str,
)
def test_an_odd_page_is_no_answer(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline, orders: Any
) -> None:
    server.answer(UPDATES, data_answer({"orders": orders}))
    with pytest.raises(Unavailable):
        client.read_changed_orders(since=SINCE, after=None, deadline=deadline)


def test_the_budget_says_what_is_left_and_what_was_spent(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline
) -> None:
    server.answer("Shop", data_answer({"shop": {}}, extensions=cost(requested=2, available=900)))
    budget = client.read_budget(deadline=deadline)
    assert budget.available == 900
    assert budget.maximum
    assert client.points_spent > 0


def test_the_budget_is_unknown_where_shopify_does_not_say(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline
) -> None:
    server.answer("Shop", data_answer({"shop": {}}))
    budget = client.read_budget(deadline=deadline)
    assert (budget.available, budget.maximum, budget.version_served) == (None, None, None)


@pytest.mark.parametrize("name", ["Casa Lumbre", None])
def test_the_shops_name_is_read_where_there_is_one(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline, name: str | None
) -> None:
    server.answer("Shop", data_answer({"shop": {"name": name}}))
    assert client.read_shop_name(deadline=deadline) == name


@pytest.mark.parametrize(("available", "waits"), [(600, 0.0), (500, 0.5), (100, 4.5)])
def test_a_reserve_is_left_in_the_bucket(clock: FakeTime, available: float, waits: float) -> None:
    throttle = Throttle(timing=clock.timing, reserve=0.5)
    status = ThrottleStatus(maximum=1000, available=available, restore_rate=100)
    throttle.settle("query", reserved=0, cost=QueryCost(requested=50, bucket=status))
    throttle.take("query", deadline=Deadline.after(10, monotonic=clock.monotonic))
    assert sum(clock.sleeps) == pytest.approx(waits)


def test_what_would_take_the_reserve_too_long_to_leave_is_throttled_at_once(clock: FakeTime) -> None:
    throttle = Throttle(timing=clock.timing, reserve=0.5)
    status = ThrottleStatus(maximum=1000, available=0, restore_rate=10)
    throttle.settle("query", reserved=0, cost=QueryCost(requested=50, bucket=status))
    with pytest.raises(Throttled):
        throttle.take("query", deadline=Deadline.after(10, monotonic=clock.monotonic))
    assert clock.sleeps == []
