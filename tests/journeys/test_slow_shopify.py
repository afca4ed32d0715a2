"""Shopify takes longer than a shopper waits: what was proved is kept, and what was asked goes on."""

import logging
import re
import time
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from orders.models import AccessLink, TrackedOrder
from orders.work import fetching
from tests.sandbox import Sandbox
from tests.sandbox.building import Line
from tests.support.shopper import Shopper, headline, text

pytestmark = pytest.mark.django_db(transaction=True)

ANA = "ana@example.com"
FETCHING = "We have found your order and are fetching it"
STATUS = re.compile(r'data-hx-get="(status/\?fetching=1[^"]*)"')


@pytest.fixture(autouse=True)
def impatient(shop: Sandbox, settings: Settings) -> None:
    """Shoppers who wait a tenth of what they do in life, so that these tests take a tenth of the time."""
    settings.LOOK_UP_SECONDS = 0.3


@pytest.fixture
def shopper(shop: Sandbox) -> Iterator[Shopper]:
    """Somebody with a browser, at a site that has its token; nothing is asked any more when the test is over."""
    shop.state.add_order("#1001", email=ANA)
    shop.state.add_order("#9000", email="first@example.com")
    someone = Shopper(Client())
    until(lambda: someone.look_up("9000", "first@example.com").status_code == 303)
    shop.clear_requests()
    yield someone
    shop.state.faults.clear()


def until(is_so: Callable[[], bool]) -> None:
    """Wait until it is so."""
    give_up_at = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < give_up_at, "it never came true"
        time.sleep(0.02)


def asked(shop: Sandbox) -> list[str | None]:
    return [call.operation for call in shop.requests]


def is_there(shopper: Shopper, url: str) -> bool:
    return bool(shopper.open(url).status_code == 200)


def test_an_order_that_was_proved_opens_a_page_of_its_own_at_once(shopper: Shopper, shop: Sandbox) -> None:
    shop.state.faults.latency_by_operation["Order"] = 1.0
    url = shopper.link("1001", ANA)
    page = shopper.open(url)
    assert (page.status_code, headline(page)) == (202, FETCHING)
    assert int(page.headers["Retry-After"]) > 0
    assert page.headers["Cache-Control"] == "private, no-store"
    assert 'href="?lang=en"' in page.content.decode()
    assert ANA not in page.content.decode()


def test_the_page_fills_itself_without_a_second_search(shopper: Shopper, shop: Sandbox) -> None:
    shop.state.faults.latency_by_operation["Order"] = 1.0
    url = shopper.link("1001", ANA)
    found = STATUS.search(shopper.open(url).content.decode())
    assert found
    status = url + found[1].replace("&amp;", "&")
    asking = {"HX-Request": "true"}
    assert (shopper.open(status, **asking).status_code, shopper.open(status).content) == (204, b"")
    until(lambda: "HX-Redirect" in shopper.open(status, **asking).headers)
    assert shopper.open(status, **asking).headers["HX-Redirect"] == f"{url}?lang=en"
    assert "Order #1001" in text(shopper.open(url))
    assert asked(shop) == ["SearchOrders", "Order"]


def test_it_is_there_at_the_second_look_without_javascript(shopper: Shopper, shop: Sandbox) -> None:
    shop.state.faults.latency_by_operation["Order"] = 1.0
    url = shopper.link("1001", ANA)
    until(lambda: is_there(shopper, url))
    assert asked(shop) == ["SearchOrders", "Order"]


def test_a_second_look_up_meanwhile_is_warm(shopper: Shopper, shop: Sandbox) -> None:
    shop.state.faults.latency_by_operation["Order"] = 1.0
    first, second = shopper.link("1001", ANA), shopper.link("#1001", ANA)
    assert first != second
    assert headline(shopper.open(second)) == FETCHING
    until(lambda: is_there(shopper, first))
    assert is_there(shopper, second)
    assert asked(shop) == ["SearchOrders", "Order"]


@pytest.mark.parametrize("address", ["", "print/", "refresh/", "status/?v=1&said=0&lang=en", "qr.svg"])
def test_no_address_of_an_order_that_is_being_fetched_breaks(
    shopper: Shopper, shop: Sandbox, address: str
) -> None:
    shop.state.faults.latency_by_operation["Order"] = 1.0
    url = shopper.link("1001", ANA)
    assert shopper.open(url + address).status_code in {200, 202, 204, 303}


def test_a_search_that_takes_longer_than_a_shopper_waits_goes_on(shopper: Shopper, shop: Sandbox) -> None:
    shop.state.faults.latency = 0.8
    first = shopper.look_up("1001", ANA)
    assert (first.status_code, headline(first)) == (503, "This takes longer than usual")
    assert int(first.headers["Retry-After"]) <= 5
    assert f'value="{ANA}"' in first.content.decode()
    until(lambda: shopper.look_up("1001", ANA).status_code == 303)
    until(lambda: is_there(shopper, shopper.link("1001", ANA)))
    assert asked(shop) == ["SearchOrders", "Order"]


@pytest.mark.parametrize("typed", [("1001", "wrong@example.com"), ("8888", ANA)])
def test_a_miss_of_a_slow_search_is_told_at_the_next_try(
    shopper: Shopper, shop: Sandbox, typed: tuple[str, str]
) -> None:
    shop.state.faults.latency = 0.8
    assert shopper.look_up(*typed).status_code == 503
    time.sleep(1.0)
    miss = shopper.look_up(*typed)
    assert (miss.status_code, headline(miss)) == (404, "These two do not match an order")
    assert asked(shop) == ["SearchOrders"]
    assert not AccessLink.objects.exclude(order__shopify_id=TrackedOrder.objects.get().shopify_id)


def test_nothing_is_kept_of_an_order_whose_email_is_another(shopper: Shopper, shop: Sandbox) -> None:
    shop.state.faults.latency = 0.5
    shopper.look_up("1001", "wrong@example.com")
    time.sleep(0.7)
    assert TrackedOrder.objects.count() == 1  # the one that was looked up before


def test_without_a_worker_the_pages_own_requests_go_on(shopper: Shopper, shop: Sandbox) -> None:
    shop.state.faults.outage(503, operation="Order")
    url = shopper.link("1001", ANA)
    until(lambda: "does not answer at the moment" in text(shopper.open(url)))
    shop.state.faults.clear()
    TrackedOrder.objects.update(due_at=0)  # as it is a few seconds later
    until(lambda: is_there(shopper, url))
    assert asked(shop).count("SearchOrders") == 1


def test_a_worker_goes_on_with_what_a_process_left_when_it_died(shopper: Shopper, shop: Sandbox) -> None:
    shop.state.faults.outage(503, operation="Order")
    url = shopper.link("1001", ANA)
    shop.state.faults.clear()
    TrackedOrder.objects.update(due_at=0, leased_until=0)
    assert fetching.fetch_next_order(now=time.time()).fetched
    assert is_there(shopper, url)


def test_an_order_that_is_gone_when_it_is_fetched_is_a_miss(shopper: Shopper, shop: Sandbox) -> None:
    shop.state.behaviour.nulled_paths = {"order"}
    assert shopper.look_up("1001", ANA).status_code == 404
    shop.state.behaviour.nulled_paths = set()
    assert shopper.look_up("1001", ANA).status_code == 303


def test_a_refresh_that_takes_longer_than_a_shopper_waits_is_stored(shopper: Shopper, shop: Sandbox) -> None:
    url = shopper.link("1001", ANA)
    shop.state.fulfill(shop.state.order("#1001"))
    TrackedOrder.objects.update(fetched_at=1.0)
    shop.state.faults.latency = 0.8
    assert shopper.open(f"{url}refresh/").status_code == 303
    until(lambda: "shipped" in headline(shopper.open(url)))


def test_while_shopify_is_slow_nobody_waits_for_what_can_be_shown_without(
    shopper: Shopper, shop: Sandbox
) -> None:
    url = shopper.link("1001", ANA)
    shop.state.faults.latency = 0.6
    shopper.look_up("8888", ANA)
    TrackedOrder.objects.update(fetched_at=1.0)
    began = time.monotonic()
    shopper.open(f"{url}refresh/")
    assert time.monotonic() - began < 0.3


def test_no_log_line_of_a_slow_look_up_names_a_shopper_or_a_link(
    shopper: Shopper, shop: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    shop.state.faults.latency = 0.5
    shopper.look_up("1001", ANA)
    until(lambda: shopper.look_up("1001", ANA).status_code == 303)
    url = shopper.link("1001", ANA)
    for secret in (ANA, url.strip("/").rpartition("/")[2]):
        assert secret not in caplog.text


def test_a_large_order_opens_too(shopper: Shopper, shop: Sandbox) -> None:
    lines = [Line(title=f"Plate {number}") for number in range(60)]
    order = shop.state.add_order("#2002", email=ANA, lines=lines)
    for number in range(12):
        shop.state.fulfill(order, {f"Plate {number}": 1})
    shop.state.faults.latency = 0.25
    url = ""
    while not url:
        url = shopper.look_up("2002", ANA).headers.get("Location", "")
    until(lambda: is_there(shopper, url))
    assert asked(shop).count("SearchOrders") == 1
