"""What goes wrong beneath the worker: a database that is away, a chore that breaks, an order that cannot be stored."""

import json

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import DatabaseError, connection
from pytest_django.fixtures import Settings

from orders import clock
from orders.asking import following, gateway
from orders.models import Chore, TrackedOrder, WebhookDelivery
from orders.storage import due
from orders.web.front import in_front_of
from orders.work import chores, fetching
from orders.work.worker import Worker
from tests.sandbox import Sandbox
from tests.support.shopper import Shopper
from tests.support.tables import without
from tests.support.webhook_sender import SiteClient, WebhookSender
from tests.support.wsgi import ask

application = in_front_of(WSGIHandler())

ANA = "ana@example.com"
TOKEN = "a-token-of-a-decent-length"
lasting = pytest.mark.django_db(transaction=True)
"""Without a transaction around the test, which the first error would end."""


def hint(*orders: str) -> None:
    due.hint(orders, now=clock.seconds())


def settle_chores() -> None:
    """No chore is due, so that only what a test hints is fetched."""
    chores.prepare(now=clock.seconds())
    Chore.objects.update(due_at=clock.seconds() + 3600)


@lasting
def test_a_worker_waits_for_a_database_that_is_away_and_goes_on(
    shop: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    settle_chores()
    hint(shop.state.add_order("#1001", email=ANA).id)
    worker = Worker("tests")
    with without("orders_breaker"):
        assert worker.take_turn().pause > 0
    assert "The database did not do what it should" in caplog.text
    worker.take_turn()
    assert TrackedOrder.objects.get().version == 1


@lasting
def test_a_worker_that_is_to_work_once_says_that_the_database_is_away(shop: Sandbox) -> None:
    with without("orders_breaker"), pytest.raises(DatabaseError):
        Worker("tests", once=True).run()


@lasting
def test_metrics_without_the_tables_are_what_the_processes_counted(shop: Sandbox, settings: Settings) -> None:
    settings.METRICS_TOKEN = TOKEN
    with without("orders_trackedorder"):
        answer = ask(application, "/metrics", HTTP_AUTHORIZATION=f"Bearer {TOKEN}")
    assert answer.status == 200
    assert "order_tracking_look_ups_total" in answer.text
    assert answer.text.endswith("# The database does not answer.\n")


@lasting
def test_a_page_without_the_tables_is_the_calm_page_of_errors(shopper: Shopper, shop: Sandbox) -> None:
    shop.state.add_order("#1001", email=ANA)
    url = shopper.link("1001", ANA)
    with without("orders_accesslink"):
        answer = ask(application, url)
    assert answer.status == 503
    assert "<h1" in answer.text


@lasting
def test_where_nobody_can_say_whether_the_shop_is_followed_a_page_is_shown_all_the_same(
    shop: Sandbox,
) -> None:
    following.forget()
    with without("orders_worker"):
        assert not following.is_shop_followed(now=clock.seconds())
    following.forget()


@pytest.mark.django_db
def test_a_chore_that_breaks_stops_no_order_and_tells_nothing_of_what_it_held(
    shop: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    settle_chores()
    Chore.objects.filter(name=chores.HOUSEKEEPING).update(due_at=0, cursor=ANA)
    hint(shop.state.add_order("#1001", email=ANA).id)
    Worker("tests").take_turn()
    assert TrackedOrder.objects.get().version == 1
    assert "A chore failed: ValueError at " in caplog.text
    assert ANA not in caplog.text


@pytest.mark.django_db
def test_an_order_that_cannot_be_stored_stops_no_other_and_is_tried_again_later(
    shop: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    settle_chores()
    hint(*(shop.state.add_order(f"#{number}", email=ANA).id for number in range(1001, 1004)))
    with connection.cursor() as cursor:
        cursor.execute("CREATE UNIQUE INDEX only_one ON orders_trackedorder (version) WHERE version > 0")
    Worker("tests", once=True).run()
    assert sorted(TrackedOrder.objects.values_list("version", "failures")) == [(0, 1), (0, 1), (1, 0)]
    assert (
        TrackedOrder.objects.filter(failures=1, due_at__gt=clock.seconds() + 10, leased_until=0).count() == 2
    )
    assert caplog.text.count("An order could not be stored: ") == 2
    assert "#100" not in caplog.text


@pytest.mark.django_db
def test_a_webhook_that_cannot_be_followed_up_stays_pending_and_the_worker_goes_on(
    shop: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    settle_chores()
    work = shop.state.add_order("#1001", email=ANA).fulfillment_orders[0]
    WebhookSender(SiteClient()).send("fulfillment_orders/moved", {"fulfillment_order": {"id": work.id}})
    shop.state.faults.garbage("html", times=10)
    turn = fetching.resolve_next_delivery(now=clock.seconds())
    assert (turn.worked, turn.pause) == (True, 0)
    assert "A webhook could not be followed up yet" in caplog.text
    assert WebhookDelivery.objects.get().done_at is None


@pytest.mark.django_db
def test_when_shopify_throttles_the_question_about_a_webhook_the_worker_rests(shop: Sandbox) -> None:
    settle_chores()
    work = shop.state.add_order("#1001", email=ANA).fulfillment_orders[0]
    WebhookSender(SiteClient()).send("fulfillment_orders/moved", {"fulfillment_order": {"id": work.id}})
    shop.state.buckets.resize(restore_rate=1)
    shop.state.empty_bucket()
    assert fetching.resolve_next_delivery(now=clock.seconds()).pause > 0


@pytest.mark.django_db
def test_while_shopify_rests_no_webhook_is_asked_about(shop: Sandbox) -> None:
    settle_chores()
    work = shop.state.add_order("#1001", email=ANA).fulfillment_orders[0]
    WebhookSender(SiteClient()).send("fulfillment_orders/moved", {"fulfillment_order": {"id": work.id}})
    now = clock.seconds()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO orders_breaker (id, failures, open_until, failed_at) VALUES (1, 9, %s, %s) "
            "ON CONFLICT (id) DO UPDATE SET failures = 9, open_until = excluded.open_until",
            [now + 60, now],
        )
    before = len(shop.requests)
    assert not fetching.resolve_next_delivery(now=now).worked
    assert len(shop.requests) == before


@pytest.mark.django_db
def test_a_sweep_that_shopify_stops_for_good_is_no_new_search(shop: Sandbox) -> None:
    """A refused question at the very beginning of a search has nothing to do with a place in it."""
    chores.prepare(now=clock.seconds())
    Chore.objects.exclude(name=chores.CHANGED_ORDERS).delete()
    shop.state.faults.errors(
        {"message": "Invalid query", "extensions": {"code": "BAD_REQUEST"}}, times=1, hide_data=True
    )
    assert chores.take_next_step(now=clock.seconds())
    assert Chore.objects.get().failures == 1


@pytest.mark.django_db
def test_a_search_that_has_come_far_goes_on_from_the_last_change_it_saw(shop: Sandbox) -> None:
    """Shopify gives no more than so many results of one search, page by page."""
    for number in range(1001, 1201):
        shop.state.add_order(f"#{number}", email=ANA)
    chores.prepare(now=clock.seconds())
    Chore.objects.exclude(name=chores.CHANGED_ORDERS).delete()
    now = clock.seconds()
    Chore.objects.update(cursor=json.dumps({"since": now - 3600, "began_at": now, "searched": 24_990}))
    chores.take_next_step(now=clock.seconds())
    kept = json.loads(Chore.objects.get().cursor)
    assert (kept["after"], kept["searched"], kept["since"] > now - 3600) == (None, 0, True)
    while chores.take_next_step(now=clock.seconds()):
        pass
    assert TrackedOrder.objects.count() == 200


@pytest.mark.django_db
def test_an_access_token_is_as_good_as_a_client_id(
    shop: Sandbox, shopper: Shopper, settings: Settings
) -> None:
    settings.SHOPIFY_CLIENT_ID = settings.SHOPIFY_CLIENT_SECRET = ""
    settings.SHOPIFY_ACCESS_TOKEN = shop.access_token
    gateway.forget_client()
    shop.state.add_order("#1001", email=ANA)
    assert shopper.look_up("1001", ANA).status_code == 303
    assert not any(asked.operation == "token" for asked in shop.requests)
