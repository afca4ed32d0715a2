"""What a living worker holds is never taken from it; what a dead one held is free within seconds."""

import threading
import time

import pytest
from django.db import connection

from orders import clock
from orders.models import Chore, TrackedOrder
from orders.storage import due
from orders.work import chores, fetching
from orders.work.leases import LEASE_SECONDS, Held
from tests.sandbox import Sandbox

LEASE = 0.6


def settle(shop: Sandbox) -> str:
    """One hinted order, and no chore that is due."""
    chores.prepare(now=clock.seconds())
    Chore.objects.update(due_at=clock.seconds() + 3600)
    shopify_id = shop.state.add_order("#1001", email="ana@example.com").id
    due.hint([shopify_id], now=clock.seconds())
    return shopify_id


@pytest.mark.django_db(transaction=True)
def test_a_fetch_that_outlasts_its_lease_stays_its_workers(shop: Sandbox) -> None:
    settle(shop)
    shop.state.faults.latency = 4 * LEASE
    turns = []

    def work() -> None:
        try:
            turns.append(fetching.fetch_next_order(now=clock.seconds(), lease=LEASE))
        finally:
            connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    time.sleep(LEASE / 2)
    taken: list[due.Claimed] = []
    while worker.is_alive():
        taken += due.claim(most=1, now=clock.seconds() - 1, lease=LEASE)  # build_lease adds up to a second
        taken += due.claim(most=1, now=clock.seconds(), lease=LEASE)
        time.sleep(0.05)
    assert taken == []
    assert turns[0].fetched
    assert TrackedOrder.objects.get().version == 1
    assert len([asked for asked in shop.requests if asked.operation == "Order"]) == 1


@pytest.mark.django_db
def test_what_a_dead_worker_held_is_free_within_fifteen_seconds(shop: Sandbox) -> None:
    settle(shop)
    now = clock.seconds()
    assert due.claim(most=1, now=now, lease=LEASE_SECONDS)
    assert due.claim(most=1, now=now + LEASE_SECONDS - 0.1) == []
    assert due.claim(most=1, now=now + 15)


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_lost_its_order_gives_back_nothing(shop: Sandbox) -> None:
    settle(shop)
    claimed = due.claim(most=1, now=clock.seconds(), lease=LEASE)[0]
    with Held(claimed, renew=due.renew, lease=LEASE) as held:
        TrackedOrder.objects.update(leased_until=clock.seconds() + 60)  # somebody else's now
        time.sleep(LEASE)
        due.put_off(held.let_go(), seconds=0, failed=True, now=clock.seconds())
    assert TrackedOrder.objects.get().failures == 0
