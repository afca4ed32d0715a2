"""Shopify's own mails lead straight to the order, where the merchant wants that."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from pytest_django.fixtures import Settings

from orders import clock
from orders.access.purposes import Purpose
from orders.models import AccessLink, TrackedOrder
from orders.shopify.errors import AccessDenied, OutcomeUnknown
from orders.shopify.results import Contact
from orders.storage.keys import contact_hashes
from orders.work import chores, direct_links
from tests.sandbox import Sandbox
from tests.sandbox.access import WRITE_SCOPES
from tests.sandbox.faults import Fault
from tests.sandbox.records import OrderRecord
from tests.support.shopper import Shopper

pytestmark = pytest.mark.django_db
EMAIL = "ana@example.com"


@pytest.fixture
def order(shop: Sandbox, shopper: Shopper, settings: Settings) -> OrderRecord:
    """Ana's order, which the site knows, at a shop whose app may write."""
    settings.DIRECT_LINKS = True
    shop.state.access.scopes |= WRITE_SCOPES
    order = shop.state.add_order("#1001", email=EMAIL)
    shopper.link("1001", EMAIL)
    return order


def written(order: OrderRecord) -> str:
    return order.metafields["order_tracking", "link"].value


def path_of(url: str) -> str:
    return "/" + url.split("/", 3)[3]


def test_the_link_in_the_metafield_opens_the_order_in_the_checkouts_language(
    client: Client, order: OrderRecord
) -> None:
    direct_links.write_missing(now=clock.seconds())
    page = client.get(path_of(written(order)))
    assert (page.status_code, "Pedido #1001" in page.text) == (200, True)


def test_it_is_written_once(order: OrderRecord, shop: Sandbox) -> None:
    direct_links.write_missing(now=clock.seconds())
    before = written(order)
    assert direct_links.write_missing(now=clock.seconds())
    assert written(order) == before
    assert AccessLink.objects.filter(origin=Purpose.SHOPIFY_MAIL).count() == 1


def test_a_link_that_was_closed_or_has_ended_is_written_anew(client: Client, order: OrderRecord) -> None:
    direct_links.write_missing(now=clock.seconds())
    before = written(order)
    AccessLink.objects.filter(origin=Purpose.SHOPIFY_MAIL).update(revoked_at=clock.seconds())
    direct_links.write_missing(now=clock.seconds())
    assert client.get(path_of(before)).status_code == 404
    assert client.get(path_of(written(order))).status_code == 200


def test_it_belongs_to_the_email_of_the_order(order: OrderRecord) -> None:
    direct_links.write_missing(now=clock.seconds())
    proof = AccessLink.objects.get(origin=Purpose.SHOPIFY_MAIL).proof
    assert proof in contact_hashes(Contact(email=EMAIL))


def test_without_the_scope_nothing_is_left_behind_and_the_log_says_so(
    order: OrderRecord, shop: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    shop.state.access.scopes -= WRITE_SCOPES
    with pytest.raises(AccessDenied):
        direct_links.write_missing(now=clock.seconds())
    assert "write_orders" in caplog.text
    assert not AccessLink.objects.filter(origin=Purpose.SHOPIFY_MAIL, revoked_at=None).exists()


def test_a_link_of_which_nobody_knows_whether_it_was_written_is_closed(
    order: OrderRecord, shop: Sandbox
) -> None:
    shop.state.faults.add(Fault(kind="drop", operation="SetMetafields", times=1))
    with pytest.raises(OutcomeUnknown):
        direct_links.write_missing(now=clock.seconds())
    assert not AccessLink.objects.filter(origin=Purpose.SHOPIFY_MAIL, revoked_at=None).exists()


def test_orders_without_an_email_and_old_ones_are_left(order: OrderRecord, shop: Sandbox) -> None:
    order.email = None
    assert direct_links.write_missing(now=clock.seconds())
    assert order.metafields == {}
    TrackedOrder.objects.update(ordered_at=clock.seconds() - 90 * 86_400)
    order.email = EMAIL
    direct_links.write_missing(now=clock.seconds())
    assert order.metafields == {}


@pytest.mark.parametrize("wanted", [True, False])
def test_the_worker_writes_them_only_where_they_are_wanted(
    order: OrderRecord, settings: Settings, *, wanted: bool
) -> None:
    settings.DIRECT_LINKS = wanted
    chores.prepare(now=clock.seconds())
    with time_machine.travel(clock.utc() + timedelta(seconds=60), tick=True):
        while chores.take_next_step(now=clock.seconds()):
            pass
    assert bool(order.metafields) is wanted


def test_the_snippet_reads_the_metafield_and_falls_back(settings: Settings) -> None:
    settings.SITE_URL = "https://track.example.com"
    told = io.StringIO()
    call_command("email_snippet", "--direct", stdout=told)
    text = told.getvalue()
    assert "order.metafields.order_tracking.link" in text
    assert "contains 'https://track.example.com/o/'" in text
    assert "https://track.example.com/?order={{ name | default: order_name | url_encode }}" in text
