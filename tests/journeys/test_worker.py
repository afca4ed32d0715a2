"""The worker in front of the sandbox shop: what is due is fetched, and nothing that goes wrong stops it."""

import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session

from orders import clock
from orders.asking import breaker, following, freshness, gateway
from orders.models import AccessLink, Chore, Flight, Limit, TrackedOrder, WebhookDelivery
from orders.models import Worker as WorkerRow
from orders.storage import due, shop_watch, store
from orders.storage.shop_watch import NEEDED_TOPICS, SCANS, Watch
from orders.work import chores, fetching
from orders.work.worker import Worker
from tests.sandbox import Sandbox
from tests.sandbox.bucket import ThrottleStatus
from tests.support.shopper import Shopper

pytestmark = pytest.mark.django_db
ANA = "ana@example.com"


@pytest.fixture(autouse=True)
def nothing_remembered() -> Any:
    following.forget()
    yield
    following.forget()


def work(name: str = "tests") -> None:
    """All that is due now."""
    Worker(name, once=True).run()


def hint(*orders: Any) -> None:
    due.hint([order.id for order in orders], now=clock.seconds())


def asked(shop: Sandbox, operation: str) -> int:
    return sum(each.operation == operation for each in shop.requests)


def settle_chores() -> None:
    """No chore is due, so that only what a test hints is fetched."""
    chores.prepare(now=clock.seconds())
    Chore.objects.update(due_at=clock.seconds() + 3600)


def test_the_first_look_up_of_a_hinted_order_asks_shopify_nothing(shop: Sandbox, shopper: Shopper) -> None:
    hint(shop.state.add_order("#1001", email=ANA))
    work()
    before = len(shop.requests)
    assert shopper.look_up("1001", ANA).status_code == 303
    assert len(shop.requests) == before


def test_an_order_hinted_a_hundred_times_is_fetched_once(shop: Sandbox) -> None:
    settle_chores()
    order = shop.state.add_order("#1001", email=ANA)
    for _ in range(100):
        hint(order)
    work()
    assert asked(shop, "Order") == 1


def test_an_order_that_shopify_does_not_have_is_asked_for_once(shop: Sandbox) -> None:
    settle_chores()
    due.hint(["gid://shopify/Order/404"], now=clock.seconds())
    work()
    work()
    assert asked(shop, "Order") == 1


def test_one_that_fails_is_put_off_and_the_others_are_fetched(shop: Sandbox) -> None:
    settle_chores()
    orders = [shop.state.add_order(f"#{number}", email=ANA) for number in range(1001, 1004)]
    hint(*orders)
    shop.state.faults.garbage("wrong_shape", operation="Order", times=1)
    work()
    failed = TrackedOrder.objects.get(failures=1)
    assert failed.due_at > clock.seconds() + 10
    assert TrackedOrder.objects.filter(version__gt=0).count() == 2


def test_a_failed_one_is_fetched_when_its_time_has_come(shop: Sandbox) -> None:
    settle_chores()
    hint(shop.state.add_order("#1001", email=ANA))
    shop.state.faults.garbage("empty", operation="Order", times=1)
    work()
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=61)):
        work()
    assert (TrackedOrder.objects.get().failures, TrackedOrder.objects.get().version) == (0, 1)


def test_being_throttled_is_no_failure_of_the_order(shop: Sandbox) -> None:
    settle_chores()
    hint(shop.state.add_order("#1001", email=ANA))
    shop.state.buckets.resize(restore_rate=1)
    shop.state.empty_bucket()
    turn = fetching.fetch_next_order(now=clock.seconds())
    stored = TrackedOrder.objects.get()
    assert turn.pause > 0
    assert (stored.failures, stored.failed_at, stored.leased_until) == (0, 0, 0)


def test_background_work_leaves_half_of_the_rate_limit_to_shoppers(shop: Sandbox) -> None:
    settle_chores()
    shop.state.buckets.resize(size=1000, restore_rate=50)
    hint(*(shop.state.add_order(f"#{number}", email=ANA) for number in range(1001, 1013)))
    levels: list[ThrottleStatus] = []
    while fetching.fetch_next_order(now=clock.seconds()).worked and len(levels) < 12:
        levels.append(shop.state.buckets.for_app(shop.client_id).status())
    assert min(level.currently_available for level in levels) >= 450


def test_while_shopify_rests_the_worker_waits_and_asks_nothing(shop: Sandbox) -> None:
    settle_chores()
    shop.state.faults.outage(402)
    orders = [shop.state.add_order(f"#{number}", email=ANA) for number in range(1001, 1011)]
    hint(*orders)
    work()
    assert asked(shop, "Order") == breaker.LIMIT
    assert TrackedOrder.objects.filter(failures=0).count() == 5


def test_when_shopify_is_back_everything_is_caught_up_with(shop: Sandbox) -> None:
    settle_chores()
    shop.state.faults.outage(402)
    hint(*(shop.state.add_order(f"#{number}", email=ANA) for number in range(1001, 1011)))
    work()
    shop.state.faults.clear()
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=90)):
        work()
    assert TrackedOrder.objects.filter(version=1).count() == 10


def test_while_shopify_rests_a_cold_look_up_is_answered_at_once(shop: Sandbox, shopper: Shopper) -> None:
    shop.state.faults.outage(402)
    for number in range(breaker.LIMIT):
        shopper.look_up(f"900{number}", ANA)
    shop.state.faults.latency = 2.0
    before = len(shop.requests)
    began = time.perf_counter()
    assert shopper.look_up("1001", ANA).status_code == 503
    assert time.perf_counter() - began < 1
    assert len(shop.requests) == before


def test_while_shopify_rests_pages_go_on_and_say_their_age(shop: Sandbox, shopper: Shopper) -> None:
    shop.state.add_order("#1001", email=ANA)
    url = shopper.link("1001", ANA)
    shop.state.faults.outage(402)
    for number in range(breaker.LIMIT):
        shopper.look_up(f"900{number}", ANA)
    before = len(shop.requests)
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=21)):
        assert shopper.open(f"{url}refresh/").status_code == 303
        assert shopper.open(url).status_code == 200
    assert len(shop.requests) == before
    assert TrackedOrder.objects.get().failed_at > TrackedOrder.objects.get().fetched_at


def test_a_lost_webhook_is_made_up_for_by_the_next_sweep(shop: Sandbox) -> None:
    order = shop.state.add_order("#1001", email=ANA)
    work()
    later = datetime.now(UTC) + timedelta(minutes=11)
    with time_machine.travel(later):
        shop.state.fulfill(order)
        work()
        assert store.get_snapshot(TrackedOrder.objects.get().pk).fulfillments


def test_a_sweep_fetches_nothing_that_is_known_already(shop: Sandbox) -> None:
    for number in range(1001, 1004):
        shop.state.add_order(f"#{number}", email=ANA, at=datetime.now(UTC) - timedelta(minutes=2))
    work()
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=11)):
        work()
    assert (asked(shop, "OrderUpdates"), asked(shop, "Order")) == (2, 3)


def test_a_sweep_does_not_bring_back_what_was_removed(shop: Sandbox) -> None:
    order = shop.state.add_order("#1001", email=ANA)
    work()
    TrackedOrder.objects.update(removed_at=clock.seconds(), snapshot=b"", due_at=due.NEVER)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=11)):
        shop.state.fulfill(order)
        work()
    assert (TrackedOrder.objects.get().snapshot, asked(shop, "Order")) == (b"", 1)


def test_a_sweep_goes_through_all_pages(shop: Sandbox) -> None:
    for number in range(200):
        shop.state.add_order(f"#{number}", email=ANA)
    chores.prepare(now=clock.seconds())
    while chores.take_next_step(now=clock.seconds()):
        pass
    assert TrackedOrder.objects.count() == 200
    assert asked(shop, "OrderUpdates") == 3


def test_a_sweep_that_was_cut_short_goes_on_where_it_was(shop: Sandbox) -> None:
    for number in range(200):
        shop.state.add_order(f"#{number}", email=ANA)
    chores.prepare(now=clock.seconds())
    Chore.objects.exclude(name=chores.CHANGED_ORDERS).delete()
    chores.take_next_step(now=clock.seconds())
    assert TrackedOrder.objects.count() == 90
    gateway.forget_client()  # another process
    chores.take_next_step(now=clock.seconds())
    assert TrackedOrder.objects.count() == 180
    assert asked(shop, "OrderUpdates") == 2


@pytest.mark.parametrize(
    "cursor", ["", "{}", "null", "[1]", "{", '{"since": "yesterday"}', '{"since": 1, "x": 2}']
)
def test_a_cursor_that_cannot_be_read_begins_a_new_sweep(shop: Sandbox, cursor: str) -> None:
    shop.state.add_order("#1001", email=ANA)
    chores.prepare(now=clock.seconds())
    Chore.objects.update(cursor=cursor)
    Chore.objects.exclude(name=chores.CHANGED_ORDERS).delete()
    chores.take_next_step(now=clock.seconds())
    assert TrackedOrder.objects.count() == 1


def test_a_place_that_shopify_no_longer_knows_begins_the_search_anew(shop: Sandbox) -> None:
    shop.state.add_order("#1001", email=ANA)
    chores.prepare(now=clock.seconds())
    now = clock.seconds()
    Chore.objects.update(cursor=json.dumps({"since": now - 60, "began_at": now, "after": "gone"}))
    Chore.objects.exclude(name=chores.CHANGED_ORDERS).delete()
    shop.state.faults.errors(
        {"message": "Invalid cursor", "extensions": {"code": "BAD_REQUEST"}}, times=1, hide_data=True
    )
    chores.take_next_step(now=clock.seconds())
    chores.take_next_step(now=clock.seconds())
    assert TrackedOrder.objects.count() == 1


def test_a_sweep_that_fails_is_tried_again_from_the_same_page(shop: Sandbox) -> None:
    shop.state.add_order("#1001", email=ANA)
    shop.state.faults.garbage("html", operation="OrderUpdates", times=1)
    work()
    assert Chore.objects.get(name=chores.CHANGED_ORDERS).failures == 1
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=6)):
        work()
    assert TrackedOrder.objects.get().version == 1


def test_at_night_all_that_may_still_change_is_fetched(shop: Sandbox) -> None:
    known = shop.state.add_order("#1001", email=ANA, at=datetime.now(UTC) - timedelta(days=5))
    unknown = shop.state.add_order("#1002", email=ANA, at=datetime.now(UTC) - timedelta(days=5))
    settle_chores()
    hint(known)
    work()
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=13)):
        Chore.objects.filter(name=chores.OPEN_ORDERS).update(due_at=clock.seconds())
        Chore.objects.exclude(name=chores.OPEN_ORDERS).update(due_at=clock.seconds() + 3600)
        work()
        fetched = dict(TrackedOrder.objects.values_list("shopify_id", "fetched_at"))
        assert min(fetched[known.id], fetched[unknown.id]) > clock.seconds() - 60


def test_the_night_is_the_shops_own(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chores, "NIGHT_HOUR", 3)
    settings.STORE_TIME_ZONE = "Europe/Madrid"
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC).timestamp()
    assert datetime.fromtimestamp(chores.next_night(noon), UTC) == datetime(2026, 11, 24, 2, tzinfo=UTC)


def test_housekeeping_deletes_what_nobody_needs_any_more(shop: Sandbox, shopper: Shopper) -> None:
    shop.state.add_order("#1001", email=ANA)
    shopper.link("1001", ANA)
    old = clock.seconds() - 10 * 86_400
    AccessLink.objects.update(expires_at=old)
    Limit.objects.update(updated_at=old)
    Flight.objects.update(until=old)
    WebhookDelivery.objects.create(
        webhook_id="w", body_hash="h", topic="orders/updated", subject="", received_at=old, done_at=old
    )
    WorkerRow.objects.create(name="dead", started_at=old, seen_at=old)
    Session.objects.create(session_key="s", session_data="", expire_date=datetime.fromtimestamp(old, UTC))
    work()
    left = [
        model.objects.count() for model in (AccessLink, Limit, Flight, WebhookDelivery, WorkerRow, Session)
    ]
    assert left == [0, 0, 0, 0, 0, 0]


def test_what_another_version_of_the_site_wrote_down_as_a_chore_is_left_alone(shop: Sandbox) -> None:
    Chore.objects.create(name="of_the_future", due_at=0)
    work()
    assert Chore.objects.get(name="of_the_future").leased_until == 0


def follow(
    *,
    seen_ago: float = 0,
    swept_ago: float = 0,
    delivered_ago: float = 0,
    subscribed: tuple[str, ...] = NEEDED_TOPICS,
    topic: str = "orders/updated",
) -> None:
    now = clock.seconds()
    WorkerRow.objects.create(name="w", started_at=now, seen_at=now - seen_ago)
    Chore.objects.create(name=chores.CHANGED_ORDERS, due_at=now, finished_at=now - swept_ago)
    WebhookDelivery.objects.create(
        webhook_id="w", body_hash="h", topic=topic, subject="", received_at=now - delivered_ago, done_at=now
    )
    shop_watch.keep(Watch(seen_at=now, subscribed=subscribed))


def moving_order(shop: Sandbox) -> store.StoredOrder:
    settle_chores()
    Chore.objects.all().delete()
    order = shop.state.add_order("#1001", email=ANA)
    shop.state.fulfill(order, display_status="IN_TRANSIT")
    hint(order)
    fetching.fetch_next_order(now=clock.seconds())
    return store.get(TrackedOrder.objects.get().pk)


@pytest.mark.parametrize(
    ("lacking", "is_trusted"),
    [
        ({}, True),
        ({"seen_ago": 90.0}, False),
        ({"swept_ago": 1000.0}, False),
        ({"delivered_ago": 100_000.0}, False),
        ({"subscribed": ()}, False),
        ({"subscribed": tuple(topic for topic in NEEDED_TOPICS if topic != SCANS)}, False),
        ({"subscribed": (), "topic": SCANS}, True),
    ],
    ids=[
        *("followed", "no worker", "no sweep", "no webhooks", "nothing subscribed", "scans not subscribed"),
        "subscribed in the app's configuration",
    ],
)
def test_a_snapshot_is_trusted_longer_while_the_shop_is_followed(
    shop: Sandbox, lacking: dict[str, Any], is_trusted: bool
) -> None:
    order = moving_order(shop)
    follow(**lacking)
    in_ten_minutes = order.fetched_at + 600
    WorkerRow.objects.update(seen_at=in_ten_minutes - lacking.get("seen_ago", 0))
    assert freshness.is_stale(order, now=in_ten_minutes) is not is_trusted


def test_no_snapshot_of_a_moving_order_is_trusted_for_more_than_six_hours(shop: Sandbox) -> None:
    order = moving_order(shop)
    follow()
    WorkerRow.objects.update(seen_at=order.fetched_at + 21_601)
    Chore.objects.update(finished_at=order.fetched_at + 21_601)
    assert freshness.is_stale(order, now=order.fetched_at + 21_601)


def test_whether_the_shop_is_followed_is_looked_up_once_in_a_while_only(
    shop: Sandbox, django_assert_num_queries: Any
) -> None:
    order = moving_order(shop)
    follow()
    with django_assert_num_queries(1):
        for tenth in range(40):
            freshness.is_stale(order, now=order.fetched_at + 400 + tenth / 10)


def test_a_fresh_page_does_not_even_look(shop: Sandbox, django_assert_num_queries: Any) -> None:
    order = moving_order(shop)
    with django_assert_num_queries(0):
        assert not freshness.is_stale(order, now=order.fetched_at + 200)


def test_a_worker_that_ends_takes_its_heartbeat_with_it(shop: Sandbox) -> None:
    work()
    assert WorkerRow.objects.count() == 0
