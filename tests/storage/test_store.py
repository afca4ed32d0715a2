"""Snapshots: the newest wins, whatever comes in whatever order, and both factors find it."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orders.domain.matching import ContactKey, OrderNumber, read_contact, read_order_number
from orders.domain.order import Order
from orders.gallery.builders import NOW, an_order
from orders.models import OrderContact, OrderKey, TrackedOrder
from orders.shopify.results import Contact, FetchedOrder
from orders.storage import store

pytestmark = pytest.mark.django_db
AT = NOW.timestamp()
ANA = Contact(email="Ana.Garcia@Example.com", phone="+34 612 345 678")


def put(order: Order, *, at: float = AT, contact: Contact = ANA, denied: frozenset[str] = frozenset()) -> int:
    return store.put_if_newer(FetchedOrder(order=order, contact=contact, denied=denied), fetched_at=at)


def number(text: str) -> OrderNumber:
    read = read_order_number(text)
    assert read is not None
    return read


def contact(text: str) -> ContactKey:
    read = read_contact(text)
    assert read is not None
    return read


def updated(order: Order, *, minutes: int, city: str) -> Order:
    return replace(order, updated_at=order.updated_at + timedelta(minutes=minutes), destination_city=city)


def test_an_order_comes_back_as_it_was_put() -> None:
    assert store.get_snapshot(put(an_order())) == an_order()


def test_a_newer_order_replaces_an_older_one_under_the_same_key() -> None:
    first = put(an_order())
    newer = updated(an_order(), minutes=1, city="Bilbao")
    assert put(newer, at=AT + 1) == first
    assert store.get_snapshot(first) == newer


def test_an_older_order_that_arrives_late_changes_nothing() -> None:
    newer = updated(an_order(), minutes=1, city="Bilbao")
    order_pk = put(newer)
    assert put(an_order(), at=AT + 60) == order_pk
    assert store.get_snapshot(order_pk) == newer


def test_of_two_with_the_same_update_the_fetch_that_began_later_wins() -> None:
    later = replace(an_order(), destination_city="Later")
    order_pk = put(later, at=AT + 5)
    put(an_order(), at=AT)
    assert store.get_snapshot(order_pk) == later


def test_the_version_grows_only_when_something_changed() -> None:
    order_pk = put(an_order())
    put(an_order(), at=AT + 10)
    assert store.get(order_pk).version == 1
    put(updated(an_order(), minutes=1, city="Bilbao"), at=AT + 20)
    assert store.get(order_pk).version == 2


def test_an_unchanged_order_was_still_checked() -> None:
    order_pk = put(an_order())
    put(an_order(), at=AT + 10)
    assert store.get(order_pk).fetched_at == AT + 10


@pytest.mark.django_db(transaction=True)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(range(6)))
def test_the_newest_wins_in_any_order_of_arrival(arrival: list[int]) -> None:
    TrackedOrder.objects.all().delete()
    versions = [updated(an_order(), minutes=step // 2, city=f"City {step}") for step in range(6)]
    for step in arrival:
        order_pk = put(versions[step], at=AT + step)
    assert store.get_snapshot(order_pk) == versions[5]


@pytest.mark.django_db(transaction=True)
def test_the_newest_wins_when_many_put_at_once() -> None:
    versions = [updated(an_order(), minutes=step, city=f"City {step}") for step in range(8)]

    def put_and_close(order: Order) -> None:
        try:
            put(order)
        finally:
            connection.close()

    threads = [threading.Thread(target=put_and_close, args=(order,)) for order in versions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.get_snapshot(TrackedOrder.objects.get().pk) == versions[-1]


@pytest.mark.parametrize("typed", ["#1001", "1001", "Order 1001", "xpav284ct"])
@pytest.mark.parametrize("who", ["ana.garcia@example.com", "+34612345678", "0034 612 34 56 78"])
def test_number_and_contact_together_find_it(typed: str, who: str) -> None:
    assert store.find(number(typed), contact(who)) is None
    assert put(an_order()) == store.find(number(typed), contact(who))


@pytest.mark.parametrize(
    ("typed", "who"),
    [("1001", "other@example.com"), ("10010", "ana.garcia@example.com"), ("100", "ana.garcia@example.com"),
     ("1001", "+34 612 345 679")],
)  # fmt: skip
def test_one_of_the_two_alone_finds_nothing(typed: str, who: str) -> None:
    put(an_order())
    assert store.find(number(typed), contact(who)) is None


def test_two_orders_of_one_name_are_told_apart_by_contact() -> None:
    first = put(an_order())
    twin = put(replace(an_order(), id="gid://shopify/Order/2"), contact=Contact(email="ben@example.com"))
    assert store.find(number("1001"), contact("ana.garcia@example.com")) == first
    assert store.find(number("1001"), contact("ben@example.com")) == twin


def test_of_two_orders_with_one_name_and_one_contact_the_newest_is_found() -> None:
    put(an_order())
    newer = put(replace(an_order(), id="gid://shopify/Order/2", created_at=NOW))
    assert store.find(number("1001"), contact("ana.garcia@example.com")) == newer


def test_a_corrected_email_opens_and_the_old_one_no_longer_does() -> None:
    order_pk = put(an_order())
    put(an_order(), at=AT + 1, contact=Contact(email="new@example.com"))
    assert store.find(number("1001"), contact("new@example.com")) == order_pk
    assert store.find(number("1001"), contact("ana.garcia@example.com")) is None


def test_a_contact_that_may_not_be_read_today_is_not_forgotten() -> None:
    order_pk = put(an_order())
    put(an_order(), at=AT + 1, contact=Contact(), denied=frozenset({"email"}))
    assert store.find(number("1001"), contact("ana.garcia@example.com")) == order_pk


def test_an_order_without_contact_is_found_by_nobody() -> None:
    put(an_order(), contact=Contact())
    assert OrderContact.objects.count() == 0


def test_email_and_phone_cannot_be_read_from_any_column() -> None:
    put(an_order())
    stored = str([list(model.objects.values()) for model in (TrackedOrder, OrderKey, OrderContact)]).lower()
    assert "ana" not in stored
    assert "612" not in stored


def test_a_failure_is_noted_and_forgotten_after_the_next_success() -> None:
    order_pk = put(an_order())
    store.note_failure(order_pk, now=AT + 60)
    assert store.get(order_pk).failed_at == AT + 60
    put(an_order(), at=AT + 120)
    assert store.get(order_pk).failed_at == 0


def test_an_order_that_shopify_shows_no_more_keeps_its_age() -> None:
    order_pk = put(an_order())
    store.note_missing(order_pk, now=AT + 60)
    stored = store.get(order_pk)
    assert (stored.fetched_at, stored.missing_at, stored.asked_at, stored.version) == (
        AT,
        AT + 60,
        AT + 60,
        1,
    )


def test_an_order_that_shopify_shows_again_is_not_missing() -> None:
    order_pk = put(an_order())
    store.note_missing(order_pk, now=AT + 60)
    put(an_order(), at=AT + 120)
    assert store.get(order_pk).missing_at == 0


def test_what_is_not_stored_is_said_to_be_so() -> None:
    with pytest.raises(store.NotStored):
        store.get(1)
    with pytest.raises(store.NotStored):
        store.get_snapshot(1)
