"""A clock that ran two days ahead and was set right again: nothing stands still until the day comes."""

import pytest
import time_machine

from orders import clock
from orders.asking import freshness
from orders.fulfilment.models import Notice
from orders.gallery.builders import an_order
from orders.messages.models import Message
from orders.models import Breaker, Chore, Flight, TrackedOrder
from orders.shopify.results import Contact, FetchedOrder
from orders.storage import clock_mending, due, store
from orders.web import metrics_endpoint
from orders.work.report import read_work_report
from orders.work.worker import Worker
from tests.sandbox import Sandbox
from tests.support.shopper import Shopper

DAYS = 2 * 86_400
ANA = "ana@example.com"

pytestmark = pytest.mark.django_db


def ahead(seconds: float) -> time_machine.travel:
    return time_machine.travel(clock.local(clock.seconds() + seconds), tick=True)


@pytest.fixture
def jumped(shopper: Shopper, shop: Sandbox) -> str:
    """An order that was looked up, fetched and swept while the clock ran ahead; its link."""
    shop.state.add_order("#1001", email=ANA)
    with ahead(DAYS):
        url = shopper.link("1001", ANA)
        Worker("early", once=True).run()
    Breaker.objects.update_or_create(
        pk=1,
        defaults={"failures": 5, "open_until": clock.seconds() + DAYS, "failed_at": clock.seconds() + DAYS},
    )
    Flight.objects.create(key="x", owner="x", outcome="", until=clock.seconds() + DAYS)
    return url


def test_sweeps_go_on_and_find_what_changed_meanwhile(jumped: str, shop: Sandbox) -> None:
    shop.state.add_order("#1002", email=ANA)
    Worker("tests", once=True).run()
    assert TrackedOrder.objects.filter(snapshot__gt=b"").count() == 2
    now = clock.seconds()
    assert all(chore.due_at < now + 90_001 and chore.finished_at <= now for chore in Chore.objects.all())


def test_nothing_says_that_it_was_fetched_in_days_to_come(
    jumped: str, shop: Sandbox, shopper: Shopper
) -> None:
    order = store.get(TrackedOrder.objects.get().pk)
    assert freshness.is_stale(order, now=clock.seconds())
    Worker("tests", once=True).run()
    order = store.get(order.pk)
    assert order.fetched_at <= clock.seconds()
    assert shopper.open(jumped).status_code == 200


def count_fetches(shop: Sandbox) -> int:
    return sum(asked.operation == "Order" for asked in shop.requests)


def test_an_order_that_was_hinted_in_days_to_come_is_fetched_once(jumped: str, shop: Sandbox) -> None:
    with ahead(DAYS):
        due.hint([TrackedOrder.objects.get().shopify_id], now=clock.seconds())
    before = count_fetches(shop)
    Worker("tests", once=True).run()
    assert count_fetches(shop) - before <= 3  # the hint, and what two sweeps found in the meantime
    assert not TrackedOrder.objects.filter(due_at__lte=clock.seconds()).exists()


def test_a_worker_that_lives_through_both_jumps_works_on(shop: Sandbox, jumped: str) -> None:
    worker = Worker("tests")
    worker.take_turn()
    with ahead(DAYS):
        worker.take_turn()
        worker.take_turn()
    shopify_id = shop.state.add_order("#1003", email=ANA).id
    due.hint([shopify_id], now=clock.seconds())
    for _ in range(6):
        worker.take_turn()
    assert TrackedOrder.objects.get(shopify_id=shopify_id).version == 1
    assert not Flight.objects.filter(until__gt=clock.seconds() + 60).exists()


def test_what_a_wrong_clock_wrote_is_no_proof_that_the_shop_is_followed(jumped: str) -> None:
    with ahead(DAYS):
        Worker("early").take_turn()
        assert read_work_report(now=clock.seconds()).has_worker
    report = read_work_report(now=clock.seconds())
    assert not report.has_worker
    assert report.rest == 0
    assert all((chore.finished_ago or 0) >= 0 and chore.due_in <= 90_000 for chore in report.chores)
    assert b"order_tracking_workers 0.0" in metrics_endpoint.collect()


def test_what_any_room_put_off_or_held_until_days_to_come_is_due_and_free() -> None:
    far = clock.seconds() + DAYS
    notice = Notice.objects.create(
        subject="a", text="a", created_at=clock.seconds(), due_at=far, leased_until=far
    )
    order = store.get(
        store.put_if_newer(FetchedOrder(order=an_order(), contact=Contact()), fetched_at=clock.seconds())
    )
    message = Message.objects.create(
        order_id=order.pk, channel="email", recipient="own", noted_at=0, due_at=far, leased_until=far
    )
    clock_mending.mend_times(now=clock.seconds())
    for each in (notice, message):
        each.refresh_from_db()
        assert (each.due_at <= clock.seconds(), each.leased_until) == (True, 0)
