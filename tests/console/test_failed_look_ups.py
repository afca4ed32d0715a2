"""Look-ups that found nothing are told at the orders they meant, and nobody can tell by them whether one was met."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from orders.asking import gateway
from orders.console import failed_look_ups
from orders.console.models import FailedLookUp, MissedLookUp
from orders.domain.matching import read_contact, read_order_number
from orders.gallery.builders import NOW, an_order
from orders.shopify.results import Contact
from orders.storage import removal
from orders.work import chores
from tests.console.conftest import put
from tests.sandbox import Sandbox

pytestmark = pytest.mark.django_db
AT = NOW.timestamp()


@pytest.fixture
def shop(settings: Settings) -> Iterator[Sandbox]:
    """A shop without orders, which the site asks."""
    with Sandbox(demo_orders=False) as running:
        settings.SHOPIFY_API_URL = running.url
        gateway.forget_client()
        yield running
    gateway.forget_client()


def miss(number: str, contact: str, *, at: float = AT) -> None:
    asked, key = read_order_number(number), read_contact(contact)
    assert asked is not None
    assert key is not None
    failed_look_ups.note(asked, key, now=at)


def kinds(pk: int) -> list[str]:
    failed_look_ups.tell_orders()
    return [each.kind for each in failed_look_ups.of_order(pk)]


@pytest.fixture
def pk() -> int:
    return put(an_order(), at=AT)


@pytest.mark.parametrize(
    ("number", "contact", "wanted"),
    [
        ("1001", "somebody@example.com", ["wrong_email"]),
        ("#1001", "+34 699 000 111", ["wrong_phone"]),
        ("4711", "ana.garcia@example.com", ["wrong_number_right_email"]),
        ("4711", "612345678", ["wrong_number_right_phone"]),
        ("4711", "somebody@example.com", []),
        ("1001", "ana.garcia@example.com", []),
    ],
)
def test_a_miss_says_what_did_not_fit(pk: int, number: str, contact: str, wanted: list[str]) -> None:
    miss(number, contact)
    assert kinds(pk) == wanted
    assert not MissedLookUp.objects.exists()


def test_where_no_contact_is_known_that_is_said() -> None:
    pk = put(an_order(), at=AT, contact=Contact())
    miss("1001", "ana.garcia@example.com")
    assert kinds(pk) == ["no_contact"]


def test_staff_see_it_and_nothing_of_what_was_typed_is_kept(support: Client, pk: int) -> None:
    miss("1001", "somebody@example.com")
    failed_look_ups.tell_orders()
    page = support.get(f"/admin/order/{pk}/").text
    assert "Its number was right, the email was not" in page
    assert set(FailedLookUp.objects.values()[0]) == {"id", "order_id", "at", "kind"}


def test_every_miss_costs_the_same_statements_whatever_was_met(pk: int) -> None:
    asked = []
    for number, contact in (("1001", "somebody@example.com"), ("4711", "somebody@example.com")):
        with CaptureQueriesContext(connection) as queries:
            miss(number, contact)
        asked.append([query["sql"].split("VALUES")[0] for query in queries])
    assert asked[0] == asked[1]
    assert len(asked[0]) == 1


def test_misses_without_end_fill_nothing(pk: int) -> None:
    for count in range(failed_look_ups.SLOTS + 50):
        miss("1001", "somebody@example.com", at=AT + count)
    assert MissedLookUp.objects.count() <= failed_look_ups.SLOTS
    while failed_look_ups.tell_orders():
        pass
    assert FailedLookUp.objects.filter(order_id=pk).count() == failed_look_ups.MOST_OF_AN_ORDER
    newest = max(FailedLookUp.objects.values_list("at", flat=True))
    assert newest >= AT + failed_look_ups.SLOTS - 50


def test_it_goes_after_its_days_and_with_its_order(pk: int) -> None:
    other = put(replace(an_order(), id="gid://shopify/Order/77", name="#77"), at=AT)
    miss("1001", "somebody@example.com")
    miss("77", "somebody@example.com")
    assert len(kinds(pk) + kinds(other)) == 2
    removal.forget_orders([an_order().id], now=AT)
    assert [each.order_id for each in FailedLookUp.objects.all()] == [other]
    failed_look_ups.forget_old(now=AT + (failed_look_ups.KEPT_DAYS + 1) * 86_400)
    assert not FailedLookUp.objects.exists()


def test_the_worker_comes_to_it(pk: int) -> None:
    miss("1001", "somebody@example.com")
    kind = chores.KINDS[chores.MISSES]
    assert kind.take_step("", AT).is_finished
    assert [each.kind for each in failed_look_ups.of_order(pk)] == ["wrong_email"]


def test_a_shopper_s_miss_is_told_and_a_found_look_up_is_not(pk: int, shop: Sandbox) -> None:
    client = Client()
    assert client.post("/", {"order_number": "1001", "email": "somebody@example.com"}).status_code == 404
    assert client.post("/", {"order_number": "1001", "email": "ana.garcia@example.com"}).status_code == 303
    assert kinds(pk) == ["wrong_email"]
