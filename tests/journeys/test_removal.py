"""An order whose details were removed: what its link says, what is left, and that nothing brings it back."""

import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection

from orders import clock
from orders.domain.order import Order
from orders.domain.when import Day, When
from orders.gallery.builders import NOW, a_fulfillment, a_line, a_refund, an_event, an_order, gid
from orders.models import AccessLink, OrderContact, OrderKey, TrackedOrder
from orders.shopify.results import Contact, FetchedOrder
from orders.storage import due, removal, store
from orders.storage.removal import Swept
from tests.sandbox import Sandbox
from tests.support.shopper import Shopper, headline, text

ANA = "ana@example.com"
AT = NOW.timestamp()
DAY = 86_400


@pytest.fixture
def url(shopper: Shopper, shop: Sandbox) -> str:
    """Ana's order, which she has just found."""
    shop.state.add_order("#4711", email=ANA)
    return shopper.link("4711", ANA)


def remove_at(moment: datetime) -> None:
    removal.forget_orders([TrackedOrder.objects.get().shopify_id], now=moment.timestamp())


def put(fetched_at: float = AT) -> int:
    """Store an order as it was fetched at some moment."""
    return store.put_if_newer(
        FetchedOrder(order=an_order(), contact=Contact(email=ANA)), fetched_at=fetched_at
    )


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The details of this order were removed on 3 March, under the shop’s policy"),
        ("es", "Los datos de este pedido se eliminaron el 3 de marzo, según la política de la tienda"),
    ],
)
def test_its_link_says_when_and_why(shopper: Shopper, url: str, language: str, sentence: str) -> None:
    with time_machine.travel(datetime(2027, 3, 20, 12, tzinfo=UTC)):
        remove_at(datetime(2027, 3, 3, 12, tzinfo=UTC))
        response = shopper.open(f"{url}?lang={language}")
    assert response.status_code == 410
    assert headline(response) == sentence
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_the_date_bears_its_year_when_that_is_another_one(shopper: Shopper, url: str) -> None:
    with time_machine.travel(datetime(2027, 1, 20, 12, tzinfo=UTC)):
        remove_at(datetime(2026, 12, 3, 12, tzinfo=UTC))
        assert "3 December 2026" in headline(shopper.open(url))


def test_its_page_shows_nothing_of_the_order(shopper: Shopper, url: str) -> None:
    assert "4711" in text(shopper.open(url))
    remove_at(clock.utc())
    assert "4711" not in text(shopper.open(url))


def test_a_page_that_was_kept_is_not_shown_any_more(shopper: Shopper, url: str) -> None:
    for _ in range(3):
        assert shopper.open(url).status_code == 200
    remove_at(clock.utc())
    assert shopper.open(url).status_code == 410


def test_an_open_page_is_told_to_load_itself_anew(shopper: Shopper, url: str) -> None:
    remove_at(clock.utc())
    response = shopper.open(f"{url}status/?v=1")
    assert response.status_code == 286
    assert response.headers["HX-Refresh"] == "true"


def test_neither_the_page_nor_the_refresh_link_asks_shopify(
    shopper: Shopper, shop: Sandbox, url: str
) -> None:
    remove_at(clock.utc())
    asked = len(shop.requests)
    with time_machine.travel(clock.utc() + timedelta(hours=1), tick=True):
        shopper.open(url)
        shopper.open(f"{url}status/?v=1")
        assert shopper.open(f"{url}refresh/").headers["Location"] == url
    assert len(shop.requests) == asked


def test_nothing_of_it_is_left_in_any_column(url: str) -> None:
    remove_at(clock.utc())
    row = TrackedOrder.objects.get()
    assert (bytes(row.snapshot), row.ordered_at, row.shopify_updated_at, row.fetched_at) == (b"", 0, 0, 0)
    assert not OrderKey.objects.exists()
    assert not OrderContact.objects.exists()
    assert AccessLink.objects.count() == 1


def test_a_hint_does_not_bring_it_back(url: str) -> None:
    remove_at(clock.utc())
    due.hint([TrackedOrder.objects.get().shopify_id], now=clock.seconds())
    assert due.claim(most=5, now=clock.seconds() + 400 * DAY) == []


def test_a_fetch_that_was_under_way_does_not_bring_it_back(db: None) -> None:
    pk = put()
    shopify_id = TrackedOrder.objects.get().shopify_id
    removal.forget_orders([shopify_id], now=AT)
    assert put(fetched_at=AT + 60) == pk
    assert bytes(TrackedOrder.objects.get().snapshot) == b""
    assert not OrderKey.objects.exists()


def test_a_first_fetch_that_was_under_way_does_not_store_it(db: None) -> None:
    removal.forget_orders([an_order().id], now=AT)
    put(fetched_at=AT + 60)
    assert bytes(TrackedOrder.objects.get().snapshot) == b""
    assert not OrderContact.objects.exists()


def test_a_worker_that_holds_it_cannot_make_it_due(db: None) -> None:
    put()
    TrackedOrder.objects.update(due_at=0)
    [claimed] = due.claim(most=1, now=AT)
    removal.forget_orders([claimed.shopify_id], now=AT)
    due.put_off(claimed, seconds=1, failed=True, now=AT)
    assert TrackedOrder.objects.get().due_at == due.NEVER


def test_looking_it_up_again_finds_nothing(shopper: Shopper, url: str) -> None:
    remove_at(clock.utc())
    assert shopper.look_up("4711", ANA).status_code == 404


def test_it_is_removed_once_and_keeps_its_first_date(url: str) -> None:
    shopify_id = TrackedOrder.objects.get().shopify_id
    assert removal.forget_orders([shopify_id, shopify_id], now=1000.0) == 1
    assert removal.forget_orders([shopify_id], now=2000.0) == 0
    assert TrackedOrder.objects.get().removed_at == 1000.0


def test_everything_can_be_removed_at_once(shopper: Shopper, shop: Sandbox, url: str) -> None:
    due.hint(["gid://shopify/Order/1"], now=clock.seconds())
    assert removal.forget_everything(now=clock.seconds()) == 2
    assert removal.forget_everything(now=clock.seconds()) == 0
    assert shopper.open(url).status_code == 410
    assert due.claim(most=5, now=clock.seconds() + 400 * DAY) == []


def test_many_are_removed_in_one_call(db: None) -> None:
    many = [f"gid://shopify/Order/{number}" for number in range(1, 1203)]
    assert removal.forget_orders(many, now=1.0) == len(many)


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite's own setting")
def test_sqlite_overwrites_what_is_deleted(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete")
        assert cursor.fetchone()[0] == 1


# The retention period -------------------------------------------------------------------------------------------


def store_order(order: Order) -> int:
    return store.put_if_newer(FetchedOrder(order=order, contact=Contact(email=ANA)), fetched_at=AT)


def a_delivered_order(days_ago: float, *, number: int = 1) -> Order:
    """One that was delivered so many days before NOW, and left alone since."""
    then = NOW - timedelta(days=days_ago)
    parcel = a_fulfillment(
        now=then,
        display_status="DELIVERED",
        delivered_hours_ago=0,
        events=[an_event("DELIVERED", now=then, hours_ago=0)],
    )
    order = an_order(now=then, fulfillments=[parcel], fulfillment_status="FULFILLED")
    return replace(order, id=gid("Order", number), updated_at=then)


def sweep() -> int:
    return removal.forget_expired(now=AT).removed


@pytest.mark.parametrize(("days_ago", "removed"), [(179, 0), (181, 1), (2000, 1)])
def test_a_delivered_order_is_kept_for_180_days(db: None, days_ago: float, removed: int) -> None:
    store_order(a_delivered_order(days_ago))
    assert sweep() == removed
    assert OrderKey.objects.exists() is not bool(removed)


def test_the_period_is_the_merchants_to_set(db: None, settings: Any) -> None:
    store_order(a_delivered_order(31))
    settings.ORDER_RETENTION_DAYS = 30
    assert sweep() == 1


def test_a_note_that_the_merchant_adds_later_does_not_prolong_it(db: None) -> None:
    store_order(replace(a_delivered_order(200), updated_at=NOW - timedelta(days=40)))
    assert sweep() == 1


def test_a_refund_begins_the_period_anew(db: None) -> None:
    refund = a_refund(now=NOW - timedelta(days=100), hours_ago=1)
    store_order(replace(a_delivered_order(200), refunds=(refund,)))
    assert sweep() == 0


def test_an_order_that_something_is_expected_of_is_kept_however_old(db: None) -> None:
    then = NOW - timedelta(days=400)
    store_order(replace(an_order(now=then), updated_at=then))
    assert sweep() == 0


def test_a_cancelled_order_ends_when_it_was_cancelled(db: None) -> None:
    then = NOW - timedelta(days=200)
    lines = [a_line(current_quantity=0)]
    order = an_order(now=then, lines=lines, cancelled_at=then, fulfillment_orders=[])
    store_order(replace(order, updated_at=then))
    assert sweep() == 1


def test_an_unreadable_snapshot_ends_with_its_last_change(db: None) -> None:
    store_order(a_delivered_order(200))
    TrackedOrder.objects.update(snapshot=b"\xff")
    assert sweep() == 1


@pytest.mark.parametrize("never", [datetime(9999, 12, 31, tzinfo=UTC), Day(date(9999, 12, 31))])
@pytest.mark.parametrize(("days_ago", "removed"), [(179, 0), (181, 1)])
def test_a_delivery_in_the_year_9999_does_not_postpone_the_removal(
    db: None, days_ago: float, removed: int, never: When
) -> None:
    order = a_delivered_order(days_ago)
    (parcel,) = order.fulfillments
    mistaken = replace(parcel, in_transit_at=never, delivered_at=never)
    store_order(replace(order, fulfillments=(mistaken,)))
    assert sweep() == removed


def test_an_order_that_was_only_heard_of_is_left_to_the_worker(db: None) -> None:
    due.hint([gid("Order", 9)], now=AT - 400 * DAY)
    assert sweep() == 0


def test_the_sweep_goes_through_all_in_batches(db: None) -> None:
    for number in range(1, 8):
        store_order(a_delivered_order(200 if number % 2 else 100, number=number))
    after: int | None = 0
    removed = batches = 0
    while after is not None:
        swept: Swept = removal.forget_expired(now=AT, most=2, after=after)
        removed, after, batches = removed + swept.removed, swept.after, batches + 1
    assert (removed, batches) == (4, 3)
    assert TrackedOrder.objects.filter(removed_at=None).count() == 3


# What is held -----------------------------------------------------------------------------------------------------


def held(*numbers: str) -> Any:
    out = io.StringIO()
    call_command("held_data", *numbers, stdout=out)
    return json.loads(out.getvalue())


def test_held_data_shows_all_that_is_kept_and_no_contact(url: str) -> None:
    number = TrackedOrder.objects.get().shopify_id.rpartition("/")[2]
    [kept] = held(number)
    assert kept["order"]["name"] == "#4711"
    assert "4711" in " ".join(kept["look_up_keys"])
    assert len(kept["links"]) == 1
    assert ANA not in str(kept)


def test_held_data_says_when_there_is_nothing_or_no_longer(url: str) -> None:
    number = TrackedOrder.objects.get().shopify_id.rpartition("/")[2]
    remove_at(clock.utc())
    removed, unknown = held(number, "1")
    assert removed["held"].startswith("only that")
    assert "order" not in removed
    assert unknown["held"] == "nothing"


def test_held_data_wants_an_id(db: None) -> None:
    with pytest.raises(CommandError, match="Shopify's own id"):
        held("#4711")
