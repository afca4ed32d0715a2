"""Contacts that Shopify hides, what it does not tell of, orders it shows no more: said without anybody looking."""

import io
import logging
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from pytest_django.fixtures import Settings

from orders import clock
from orders.asking import following, hidden_contacts
from orders.models import Chore, TrackedOrder, WebhookDelivery
from orders.models import Worker as WorkerRow
from orders.storage import shop_watch
from orders.storage.shop_watch import NEEDED_TOPICS, SCANS, ProblemKind, Watch, find_problems
from orders.watching.metrics_state import StateCollector
from orders.work import chores
from orders.work.worker import Worker
from tests.sandbox import Sandbox
from tests.support.shopper import Shopper, headline, text

pytestmark = pytest.mark.django_db

ANA = "ana@example.com"
AWAY = "We cannot look it up right now"
MISS = "These two do not match an order"
URL = "https://track.example.com/webhooks/shopify/"


@pytest.fixture(autouse=True)
def anew(shop: Sandbox, settings: Settings) -> Iterator[None]:
    """Ana has ordered, at a shop that this process has not looked at."""
    settings.WEBHOOK_URL = URL
    hidden_contacts.forget()
    following.forget()
    shop.state.add_order("#1001", email=ANA)
    yield
    hidden_contacts.forget()
    following.forget()


def look_at_shop() -> None:
    """What the worker does every ten minutes."""
    chores.prepare(now=clock.seconds())
    Chore.objects.exclude(name=shop_watch.CHORE).update(due_at=clock.seconds() + 3600)
    Chore.objects.filter(name=shop_watch.CHORE).update(due_at=0)
    assert chores.take_next_step(now=clock.seconds())


def told(command: str, *options: str) -> tuple[str, int]:
    out = io.StringIO()
    try:
        call_command(command, *options, stdout=out)
    except SystemExit as stop:
        return out.getvalue(), int(stop.code or 0)
    return out.getvalue(), 0


def gauge(name: str, **labels: str) -> float:
    [value] = [
        sample.value
        for family in StateCollector().collect()
        for sample in family.samples
        if sample.name == f"order_tracking_{name}" and sample.labels == labels
    ]
    return float(value)


# Contacts ----------------------------------------------------------------------------------------------------------


def test_once_it_is_known_that_contacts_are_hidden_every_look_up_says_that_it_cannot_be_done(
    shopper: Shopper, shop: Sandbox
) -> None:
    shop.state.behaviour.hidden_contact = True
    look_at_shop()
    for number in ("1001", "8888"):
        page = shopper.look_up(number, ANA)
        assert (page.status_code, headline(page)) == (503, AWAY)


def test_contacts_that_are_refused_are_noticed_by_the_first_look_up(
    shopper: Shopper, shop: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    shop.state.access.protected_data = "level_2_denied"
    assert headline(shopper.look_up("1001", ANA)) == AWAY
    assert headline(shopper.look_up("8888", ANA)) == AWAY
    assert [record.levelno for record in caplog.records if "protected customer data" in record.message] == [
        logging.ERROR
    ]


@pytest.mark.django_db(transaction=True)
def test_contacts_that_are_hidden_are_noticed_without_a_worker(
    shop: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    shop.state.behaviour.hidden_contact = True
    shopper = Shopper(Client())
    assert headline(shopper.look_up("1001", ANA)) == MISS
    give_up_at = time.monotonic() + 10
    while headline(shopper.look_up("1001", ANA)) != AWAY:
        assert time.monotonic() < give_up_at
        time.sleep(0.05)
    assert headline(shopper.look_up("8888", ANA)) == AWAY
    assert "None of the newest orders holds an email" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_an_order_without_contact_in_a_shop_that_shows_contacts_stays_a_miss(shop: Sandbox) -> None:
    shop.state.add_order("#1002")
    shopper = Shopper(Client())
    for _ in range(2):
        assert headline(shopper.look_up("1002", ANA)) == MISS
        time.sleep(0.3)


def test_the_check_is_bad_when_none_of_the_newest_orders_holds_a_contact(shop: Sandbox) -> None:
    shop.state.behaviour.hidden_contact = True
    said, code = told("check_shopify")
    assert code == 1
    assert "none of the newest 1 orders holds an email or phone" in said


def test_status_and_metrics_say_that_contacts_are_hidden(shop: Sandbox) -> None:
    shop.state.behaviour.hidden_contact = True
    look_at_shop()
    said, code = told("status", "--offline")
    assert code == 1
    assert "WRONG: None of the newest orders holds an email" in said
    assert gauge("shop_problem", problem="contacts_hidden") == 1


# What Shopify tells of ---------------------------------------------------------------------------------------------


def test_the_log_says_once_what_shopify_does_not_tell_of(
    shop: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    look_at_shop()
    look_at_shop()
    said = [record for record in caplog.records if SCANS in record.getMessage()]
    assert [record.levelno for record in said] == [logging.ERROR]


def test_what_was_mended_is_noticed(shop: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    look_at_shop()
    assert gauge("shop_problem", problem="scans_not_told") == 1
    told("subscribe_webhooks", "--unchecked")
    look_at_shop()
    assert gauge("shop_problem", problem="scans_not_told") == 0
    assert "Mended: scans not told" in caplog.text


def test_status_names_the_topics_and_scopes_that_are_missing(shop: Sandbox) -> None:
    told("subscribe_webhooks", "--unchecked")
    shop.state.webhook_subscriptions[:] = [
        each for each in shop.state.webhook_subscriptions if each.topic != "FULFILLMENTS_UPDATE"
    ]
    shop.state.access.scopes.discard("read_returns")
    look_at_shop()
    said, _ = told("status", "--offline")
    assert "does not tell this site of fulfillments/update" in said
    assert "was not granted read_returns" in said


def test_subscriptions_that_lead_elsewhere_are_not_this_sites(shop: Sandbox) -> None:
    shop.webhooks.subscribe("https://elsewhere.example/hooks", app_owned=False)
    look_at_shop()
    watch = shop_watch.read(now=clock.seconds())
    assert watch is not None
    assert watch.subscribed == ()


def test_without_any_scope_for_it_the_look_is_no_failure(shop: Sandbox) -> None:
    shop.state.access.denied_fields.add("QueryRoot.webhookSubscriptions")
    look_at_shop()
    assert Chore.objects.get(name=shop_watch.CHORE).failures == 0


def test_a_look_that_is_too_old_says_nothing(shop: Sandbox) -> None:
    look_at_shop()
    assert shop_watch.read(now=clock.seconds()) is not None
    assert shop_watch.read(now=clock.seconds() + shop_watch.BELIEVED_SECONDS + 1) is None


@pytest.mark.parametrize("cursor", ["", "{}", "[]", "7", '{"seen_at": "x"}'])
def test_a_row_that_is_no_look_is_none(cursor: str) -> None:
    assert shop_watch.from_cursor(cursor) is None


@pytest.mark.parametrize(
    ("watch", "delivered", "kinds"),
    [
        (Watch(seen_at=0, subscribed=NEEDED_TOPICS), (), []),
        (Watch(seen_at=0), (), [ProblemKind.SCANS_NOT_TOLD]),
        (Watch(seen_at=0), ("orders/updated",), [ProblemKind.SCANS_NOT_TOLD]),
        (Watch(seen_at=0), (SCANS,), []),
        (Watch(seen_at=0, subscribed=NEEDED_TOPICS[:-1]), (SCANS,), [ProblemKind.TOPICS_NOT_TOLD]),
        (Watch(seen_at=0, subscribed=NEEDED_TOPICS, contacts="hidden"), (), [ProblemKind.CONTACTS_HIDDEN]),
    ],
)
def test_what_a_look_means(watch: Watch, delivered: tuple[str, ...], kinds: list[ProblemKind]) -> None:
    assert [problem.kind for problem in find_problems(watch, delivered=delivered)] == kinds


# Orders that are shown no more -------------------------------------------------------------------------------------


@pytest.fixture
def old_url(shopper: Shopper, shop: Sandbox) -> str:
    """Ana's order, which was fetched once, two months ago; the app may not see it any more."""
    url = shopper.link("1001", ANA)
    shop.state.access.scopes.discard("read_all_orders")
    shop.state.clock.set_offset(timedelta(days=61))
    return url


def test_an_order_that_shopify_shows_no_more_says_so_and_keeps_its_true_age(
    shopper: Shopper, old_url: str
) -> None:
    with time_machine.travel(clock.local(clock.seconds() + 61 * 86_400), tick=True):
        shopper.open(f"{old_url}refresh/")
        said = text(shopper.open(old_url))
    assert "The shop’s system no longer shows this order. This is what it said 61 days ago." in said


def test_an_order_that_shopify_shows_no_more_is_not_asked_for_with_every_look(
    shopper: Shopper, shop: Sandbox, old_url: str
) -> None:
    with time_machine.travel(clock.local(clock.seconds() + 61 * 86_400), tick=True):
        shopper.open(f"{old_url}refresh/")
        asked = len(shop.requests)
        shopper.open(f"{old_url}status/?v=1&said=0&lang=en")
        shopper.open(f"{old_url}refresh/")
        assert len(shop.requests) == asked


def test_the_merchant_learns_which_scope_would_show_it(
    shopper: Shopper, old_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    TrackedOrder.objects.update(due_at=0)
    Worker("tests", once=True).run()
    assert "read_all_orders" in caplog.text
    WorkerRow.objects.create(name="w", started_at=clock.seconds(), seen_at=clock.seconds())
    said, _ = told("status", "--offline")
    assert "1 stored orders: deleted, or older than 60 days" in said
    assert gauge("orders_shown_no_more") == 1


def test_an_order_that_is_shown_again_is_fetched_again(shopper: Shopper, shop: Sandbox, old_url: str) -> None:
    TrackedOrder.objects.update(missing_at=clock.seconds())
    shop.state.access.scopes.add("read_all_orders")
    TrackedOrder.objects.update(due_at=0)
    Worker("tests", once=True).run()
    assert TrackedOrder.objects.get().missing_at == 0


# Links and the email they were given for ---------------------------------------------------------------------------


def test_a_link_closes_when_the_email_it_was_given_for_is_no_longer_the_orders(
    shopper: Shopper, shop: Sandbox
) -> None:
    hers = shopper.link("1001", ANA)
    shop.state.order("#1001").email = "ben@example.com"
    his = shopper.link("1001", "ben@example.com")
    assert headline(shopper.open(hers)) == "That link no longer opens"
    assert shopper.open(his).status_code == 200


def test_a_link_stays_open_while_its_email_is_the_orders_however_it_is_written(
    shopper: Shopper, shop: Sandbox
) -> None:
    url = shopper.link("1001", ANA)
    shop.state.order("#1001").email = "ANA@Example.com"
    shopper.link("1001", ANA)
    assert shopper.open(url).status_code == 200


def test_a_link_that_support_made_asks_for_no_email(shopper: Shopper, shop: Sandbox) -> None:
    url = told("order_link", "#1001")[0].strip().removeprefix("http://testserver")
    shop.state.order("#1001").email = "ben@example.com"
    shopper.link("1001", "ben@example.com")
    assert shopper.open(url).status_code == 200


def test_contacts_that_may_not_be_read_close_no_link(shopper: Shopper, shop: Sandbox) -> None:
    url = shopper.link("1001", ANA)
    shop.state.access.protected_data = "level_2_denied"
    TrackedOrder.objects.update(fetched_at=1.0)
    shopper.open(f"{url}refresh/")
    assert shopper.open(url).status_code == 200


# This site itself --------------------------------------------------------------------------------------------------


def line(said: str, subject: str) -> str:
    [found] = [each for each in said.splitlines() if each[11:24].strip() == subject]
    return found


def test_the_check_says_whether_zone_and_domain_are_the_shops(shop: Sandbox, settings: Any) -> None:
    said, _ = told("check_shopify")
    assert "Europe/Madrid, as STORE_TIME_ZONE" in line(said, "Time zone")
    settings.STORE_TIME_ZONE = "Europe/Berlin"
    assert "set STORE_TIME_ZONE=Europe/Madrid" in line(told("check_shopify")[0], "Time zone")
    settings.SHOPIFY_STORE_DOMAIN = "another.myshopify.com"
    said, code = told("check_shopify")
    assert code == 1
    assert "the shop calls itself demo-store.myshopify.com" in line(said, "Domain")


def test_the_check_says_whether_the_secret_is_proved(shop: Sandbox, settings: Any) -> None:
    assert "checks webhooks too" in line(told("check_shopify")[0], "Secret")
    settings.WEBHOOK_SECRETS = ["another"]
    assert "cannot be told" in line(told("check_shopify")[0], "Secret")
    now = clock.seconds()
    WebhookDelivery.objects.create(
        webhook_id="w", body_hash="h", topic=SCANS, subject="", received_at=now, done_at=now
    )
    assert "have come" in line(told("check_shopify")[0], "Secret")
    settings.WEBHOOK_SECRETS = []
    assert "WEBHOOK_SECRETS is not set" in line(told("check_shopify")[0], "Secret")


def test_the_check_names_what_shopify_does_not_tell_of(shop: Sandbox) -> None:
    assert SCANS in line(told("check_shopify")[0], "Webhooks")
    told("subscribe_webhooks", "--unchecked")
    assert "all that are needed are subscribed" in line(told("check_shopify")[0], "Webhooks")


def test_the_check_looks_at_database_cache_and_the_sites_address(shop: Sandbox) -> None:
    said, _ = told("check_shopify")
    assert "takes what is written" in line(said, "Database")
    assert "keeps what it is given" in line(said, "Cache")
    assert "cannot be reached from here" in line(said, "SITE_URL")
