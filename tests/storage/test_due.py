"""Which order is fetched next, and by whom."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from orders.domain.order import Order
from orders.gallery.builders import NOW, gid
from orders.gallery.states import GALLERY
from orders.models import TrackedOrder
from orders.shopify.results import Contact, FetchedOrder
from orders.storage import due, store

pytestmark = pytest.mark.django_db
AT = NOW.timestamp()


def put(order: Order, *, at: float = AT) -> int:
    return store.put_if_newer(FetchedOrder(order=order, contact=Contact()), fetched_at=at)


def claim_all(*, at: float) -> list[str]:
    claimed = []
    while batch := due.claim(most=1, now=at):
        claimed.append(batch[0].shopify_id)
    return claimed


def test_nothing_is_due_in_an_empty_shop() -> None:
    assert due.claim(most=5, now=AT) == []


def test_a_hinted_order_is_due_at_once_though_nobody_has_heard_of_it() -> None:
    due.hint([gid("Order", 1)], now=AT)
    assert claim_all(at=AT) == [gid("Order", 1)]


def test_a_thousand_hints_for_one_order_are_one_piece_of_work() -> None:
    for second in range(1000):
        due.hint([gid("Order", 1)], now=AT + second / 1000)
    assert claim_all(at=AT + 2) == [gid("Order", 1)]


def test_what_was_claimed_is_claimed_by_nobody_else_until_the_lease_runs_out() -> None:
    due.hint([gid("Order", 1)], now=AT)
    assert due.claim(most=1, now=AT, lease=30)
    assert due.claim(most=1, now=AT + 29) == []
    assert due.claim(most=1, now=AT + 32)


def test_the_hinted_come_first_and_then_those_nearest_to_a_doorbell() -> None:
    due.hint([gid("Order", 3)], now=AT, urgency=due.Urgency.WAITING)
    due.hint([gid("Order", 2)], now=AT, urgency=due.Urgency.MOVING)
    due.hint([gid("Order", 1)], now=AT + 5)
    assert claim_all(at=AT + 6) == [gid("Order", 1), gid("Order", 2), gid("Order", 3)]


def test_a_milder_hint_does_not_make_an_urgent_order_wait() -> None:
    due.hint([gid("Order", 1)], now=AT)
    due.hint([gid("Order", 1)], now=AT + 1, urgency=due.Urgency.WAITING)
    assert TrackedOrder.objects.get().urgency == due.Urgency.HINTED


def test_an_order_out_for_delivery_is_looked_at_again_before_one_in_transit() -> None:
    order_pk = put(GALLERY["out_for_delivery"](NOW))
    arriving = TrackedOrder.objects.get(pk=order_pk)
    TrackedOrder.objects.all().delete()
    moving = TrackedOrder.objects.get(pk=put(GALLERY["on_its_way"](NOW)))
    assert (arriving.urgency, moving.urgency) == (due.Urgency.ARRIVING, due.Urgency.MOVING)
    assert arriving.due_at < moving.due_at


def test_a_fetch_satisfies_the_hints_that_came_before_it() -> None:
    order = GALLERY["on_its_way"](NOW)
    due.hint([order.id], now=AT)
    put(order, at=AT + 1)
    assert claim_all(at=AT + 2) == []


def test_a_hint_during_a_fetch_leaves_the_order_due() -> None:
    order = GALLERY["on_its_way"](NOW)
    due.hint([order.id], now=AT)
    assert due.claim(most=1, now=AT)
    due.hint([order.id], now=AT + 1)
    put(order, at=AT + 0.5)
    assert claim_all(at=AT + 2) == [order.id]


def test_a_hint_while_shopify_says_not_found_leaves_the_order_due() -> None:
    due.hint([gid("Order", 1)], now=AT)
    claimed = due.claim(most=1, now=AT)[0]
    due.hint([gid("Order", 1)], now=AT + 1)
    store.note_missing(claimed.pk, now=AT + 0.5)
    assert claim_all(at=AT + 2) == [gid("Order", 1)]


def test_an_order_that_shopify_does_not_show_is_left_alone_until_it_is_hinted_again() -> None:
    due.hint([gid("Order", 1)], now=AT)
    store.note_missing(due.claim(most=1, now=AT)[0].pk, now=AT + 1)
    assert claim_all(at=AT + 1e8) == []
    due.hint([gid("Order", 1)], now=AT + 10)
    assert claim_all(at=AT + 11) == [gid("Order", 1)]


def test_a_failed_one_is_put_off_and_counted() -> None:
    due.hint([gid("Order", 1)], now=AT)
    due.put_off(due.claim(most=1, now=AT)[0], seconds=40, failed=True, now=AT)
    assert claim_all(at=AT + 39) == []
    assert due.claim(most=1, now=AT + 41)[0].failures == 1


def test_one_who_comes_back_late_cannot_put_off_what_another_took_over() -> None:
    due.hint([gid("Order", 1)], now=AT)
    late = due.claim(most=1, now=AT, lease=10)[0]
    assert due.claim(most=1, now=AT + 20, lease=60)
    due.put_off(late, seconds=0, failed=True, now=AT + 21)
    assert claim_all(at=AT + 22) == []


def test_a_removed_order_is_not_brought_back_by_a_hint() -> None:
    put(GALLERY["on_its_way"](NOW))
    TrackedOrder.objects.update(removed_at=AT, due_at=due.NEVER)
    due.hint([TrackedOrder.objects.get().shopify_id], now=AT + 1)
    assert claim_all(at=AT + 2) == []


@pytest.mark.parametrize(
    ("failures", "least", "most"), [(0, 15, 30), (1, 30, 60), (4, 240, 480), (50, 450, 900)]
)
def test_it_backs_off_twice_as_long_each_time_up_to_a_quarter_of_an_hour(
    failures: int, least: float, most: float
) -> None:
    assert due.back_off(failures, dice=0.0) == least
    assert due.back_off(failures, dice=1.0) == most


def test_an_order_that_is_closed_is_never_looked_at_unasked() -> None:
    put(GALLERY["delivered"](NOW - timedelta(days=400)))
    assert claim_all(at=AT + 1e8) == []


@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_never_hold_the_same_order() -> None:
    due.hint([gid("Order", number) for number in range(60)], now=AT)
    taken: list[str] = []

    def work() -> None:
        try:
            while batch := due.claim(most=2, now=AT + 1):
                taken.extend(claimed.shopify_id for claimed in batch)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted(gid("Order", number) for number in range(60))
