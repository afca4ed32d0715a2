"""The sandbox delivers webhooks as Shopify does, and as badly as it is told to."""

from collections.abc import Iterator
from typing import Any

import pytest

from orders.shopify.signature import is_signed_by
from tests.sandbox import Sandbox
from tests.sandbox.building import Line
from tests.sandbox.demo.telling import parcel
from tests.sandbox.locations import VALENCIA
from tests.sandbox.webhook_topics import ORDER_TOPICS, enum_of, topic_of
from tests.sandbox_checks.shop_client import Caller
from tests.support.webhook_receiver import WebhookReceiver

HELD = 10**6
"""Seconds until the thread would deliver by itself; `flush` does not wait."""


@pytest.fixture
def receiver() -> Iterator[WebhookReceiver]:
    with WebhookReceiver() as receiver:
        yield receiver


@pytest.fixture
def shop(receiver: WebhookReceiver) -> Iterator[Sandbox]:
    """An empty store with one order, whose webhooks wait for `flush`."""
    with Sandbox(demo_orders=False) as shop:
        shop.state.deliveries.delay = HELD
        shop.state.add_order("#1", email="ana@example.com", lines=(Line(title="Taza", quantity=2),))
        shop.webhooks.subscribe(receiver.url)
        yield shop


def fired(shop: Sandbox, receiver: WebhookReceiver) -> list[str]:
    """The topics of what waits, delivered."""
    receiver.received.clear()
    shop.webhooks.flush()
    return receiver.topics


def test_a_delivery_is_signed_over_its_bytes_and_bears_shopifys_headers(
    shop: Sandbox, receiver: WebhookReceiver
) -> None:
    shop.state.refund("#1", {"Taza": 1})
    shop.webhooks.flush()
    for each in receiver.received:
        assert is_signed_by(
            ("sandbox-secret",), body=each.body, signature=each.headers["x-shopify-hmac-sha256"]
        )
        assert each.headers["x-shopify-shop-domain"] == "demo-store.myshopify.com"
        assert each.headers["x-shopify-api-version"] == "2026-10"
        assert each.headers["x-shopify-triggered-at"]
    ids = [each.headers["x-shopify-webhook-id"] for each in receiver.received]
    events = {each.headers["x-shopify-event-id"] for each in receiver.received}
    assert len(set(ids)) == len(ids) == 2
    assert len(events) == 1


def test_each_change_fires_its_topics(shop: Sandbox, receiver: WebhookReceiver) -> None:
    state = shop.state
    order = state.add_order("#2", email="eva@example.com", lines=(Line(title="Taza", quantity=2),))
    assert fired(shop, receiver) == ["orders/create"]
    work = order.fulfillment_orders[0]
    state.set_hold(work, "AWAITING_PAYMENT")
    assert fired(shop, receiver) == ["fulfillment_holds/added", "fulfillment_orders/placed_on_hold"]
    state.release_holds(work)
    assert fired(shop, receiver) == ["fulfillment_holds/released", "fulfillment_orders/hold_released"]
    state.schedule(work, None)
    assert fired(shop, receiver) == ["fulfillment_orders/rescheduled"]
    state.start_packing(work)
    assert fired(shop, receiver) == ["fulfillment_orders/progress_reported"]
    work = state.move(work, VALENCIA)
    assert fired(shop, receiver) == ["fulfillment_orders/moved"]
    shipment = state.fulfill(order, {"Taza": 1})
    assert fired(shop, receiver) == ["fulfillments/create", "orders/partially_fulfilled", "orders/updated"]
    state.set_tracking(shipment, parcel("SEUR", "1"))
    assert fired(shop, receiver) == ["fulfillments/update", "orders/updated"]
    scan = state.add_event(shipment, "IN_TRANSIT")
    assert fired(shop, receiver) == ["fulfillment_events/create"]
    state.remove_event(shipment, scan)
    assert fired(shop, receiver) == ["fulfillment_events/delete"]
    made = state.open_return(shipment)
    assert fired(shop, receiver) == ["returns/approve", "orders/updated"]
    state.close_return(made)
    assert fired(shop, receiver) == ["returns/close", "orders/updated"]
    state.add_line(order, Line(title="Vela"))
    assert "orders/edited" in fired(shop, receiver)
    state.cancel_order(order)
    assert {"orders/cancelled", "refunds/create", "orders/updated"} <= set(fired(shop, receiver))
    state.delete_order(order)
    assert fired(shop, receiver) == ["orders/delete"]
    assert receiver.received[0].payload == {"id": order.legacy_id}


def test_bodies_have_the_shapes_of_the_rest_api(shop: Sandbox, receiver: WebhookReceiver) -> None:
    order = shop.state.order("#1")
    shipment = shop.state.fulfill(order)
    shop.state.add_event(shipment, "OUT_FOR_DELIVERY", city="Toledo")
    shop.webhooks.flush()
    bodies = {each.topic: each.payload for each in receiver.received}
    assert bodies["orders/updated"]["id"] == order.legacy_id
    assert bodies["orders/updated"]["fulfillment_status"] == "fulfilled"
    assert bodies["fulfillments/create"]["order_id"] == order.legacy_id
    assert bodies["fulfillment_events/create"]["status"] == "out_for_delivery"
    assert not [key for key in bodies["orders/updated"] if "fulfillment_order" in key or "display" in key]


def test_only_the_fields_that_were_asked_for_are_sent(receiver: WebhookReceiver) -> None:
    with Sandbox(demo_orders=False) as shop:
        shop.state.deliveries.delay = HELD
        shop.webhooks.subscribe(receiver.url, ["orders/create"], include_fields=["id", "line_items.title"])
        order = shop.state.add_order("#1", email="ana@example.com")
        shop.webhooks.flush()
    assert receiver.received[0].payload == {"id": order.legacy_id, "line_items": [{"title": "Taza Alba"}]}


def test_two_subscriptions_to_a_topic_get_two_ids_of_one_event(
    shop: Sandbox, receiver: WebhookReceiver
) -> None:
    shop.webhooks.subscribe(receiver.url, ["orders/updated"], app_owned=False)
    with shop.state.change("#1") as (order, _):
        order.display_financial_status = "REFUNDED"
    shop.webhooks.flush()
    first, second = receiver.received
    assert first.body == second.body
    assert first.headers["x-shopify-webhook-id"] != second.headers["x-shopify-webhook-id"]
    assert first.headers["x-shopify-event-id"] == second.headers["x-shopify-event-id"]


def test_a_failed_delivery_is_sent_again_word_for_word(shop: Sandbox, receiver: WebhookReceiver) -> None:
    receiver.statuses.extend([500, 302, 404])
    shop.state.start_packing(shop.state.order("#1").fulfillment_orders[0])
    assert shop.webhooks.flush() == 4
    assert len({(each.body, each.headers["x-shopify-webhook-id"]) for each in receiver.received}) == 1
    assert [attempt.status for attempt in shop.webhooks.attempts] == [500, 302, 404, 200]


def test_after_eight_retries_it_is_given_up(shop: Sandbox, receiver: WebhookReceiver) -> None:
    receiver.statuses.extend([500] * 20)
    shop.state.start_packing(shop.state.order("#1").fulfillment_orders[0])
    assert shop.webhooks.flush() == 9


@pytest.mark.parametrize("app_owned", [True, False])
def test_a_shops_own_subscription_is_lost_with_its_failures_an_apps_is_not(
    receiver: WebhookReceiver, app_owned: bool
) -> None:
    with Sandbox(demo_orders=False) as shop:
        shop.state.deliveries.delay = HELD
        shop.webhooks.subscribe(receiver.url, ["orders/create"], app_owned=app_owned)
        receiver.statuses.extend([500] * 9)
        shop.state.add_order("#1")
        shop.webhooks.flush()
        assert len(shop.state.webhook_subscriptions) == int(app_owned)


def test_nobody_there_is_a_failure(shop: Sandbox, receiver: WebhookReceiver) -> None:
    shop.webhooks.subscribe("http://127.0.0.1:9/", ["refunds/create"])
    shop.state.refund("#1", {"Taza": 1})
    shop.webhooks.flush()
    assert [attempt.status for attempt in shop.webhooks.attempts].count(None) == 9


@pytest.mark.parametrize("secret", ["an older secret", "the key of the admin's notifications"])
def test_it_can_be_signed_with_another_key(shop: Sandbox, receiver: WebhookReceiver, secret: str) -> None:
    shop.state.deliveries.secret = secret
    shop.state.refund("#1", {"Taza": 1})
    shop.webhooks.flush()
    [*received] = receiver.received
    for each in received:
        signature = each.headers["x-shopify-hmac-sha256"]
        assert is_signed_by((secret,), body=each.body, signature=signature)
        assert not is_signed_by(("sandbox-secret",), body=each.body, signature=signature)


def run(receiver: WebhookReceiver, **switches: Any) -> tuple[list[str], int]:
    """What a receiver is sent in a run of one seed: the scans' numbers as they came, and how many were lost."""
    receiver.received.clear()
    with Sandbox(demo_orders=False) as shop:
        shop.state.deliveries.delay = HELD
        for name, value in switches.items():
            setattr(shop.state.deliveries, name, value)
        shop.state.add_order("#1")
        shipment = shop.state.fulfill("#1")
        shop.webhooks.subscribe(receiver.url, ["fulfillment_events/create"])
        for number in range(60):
            shop.state.add_event(shipment, "IN_TRANSIT", message=str(number))
        shop.webhooks.flush()
        return [each.payload["message"] for each in receiver.received], shop.webhooks.lost


def test_without_any_switch_all_come_once_and_in_order(receiver: WebhookReceiver) -> None:
    assert run(receiver) == ([str(number) for number in range(60)], 0)


def test_some_are_lost_some_doubled_and_some_overtake_others(receiver: WebhookReceiver) -> None:
    came, lost = run(receiver, loss=0.2, duplicates=0.2, hold_back=1000.0)
    assert 0 < lost < 30
    assert len(set(came)) == 60 - lost
    assert len(came) > len(set(came))
    assert came != sorted(came, key=int)


def test_the_same_seed_gives_the_same_run(receiver: WebhookReceiver) -> None:
    trouble = {"loss": 0.2, "duplicates": 0.2}
    assert run(receiver, seed=7, **trouble) == run(receiver, seed=7, **trouble)
    assert run(receiver, seed=7, **trouble) != run(receiver, seed=8, **trouble)


def test_a_thread_delivers_each_in_its_time(receiver: WebhookReceiver) -> None:
    with Sandbox(demo_orders=False) as shop:
        shop.webhooks.subscribe(receiver.url, ["orders/create"])
        shop.state.add_order("#1")
        assert receiver.arrived.wait(5)


def test_a_subscription_made_through_the_api_is_delivered_to(
    sandbox: Sandbox, caller: Caller, receiver: WebhookReceiver
) -> None:
    sandbox.state.deliveries.delay = HELD
    create = """mutation($uri: String!) { webhookSubscriptionCreate(
      topic: ORDERS_UPDATED, webhookSubscription: {uri: $uri, format: JSON, includeFields: ["id"], name: "ours"})
      { userErrors { message } } }"""
    caller.ask(create, uri=receiver.url)
    order = sandbox.state.orders[0]
    with sandbox.state.change(order):
        order.staff_note = "x"
    sandbox.webhooks.flush()
    assert receiver.received[0].payload == {"id": order.legacy_id}
    assert receiver.received[0].headers["x-shopify-name"] == "ours"


def test_compliance_webhooks_are_sent_on_demand(shop: Sandbox, receiver: WebhookReceiver) -> None:
    shop.webhooks.send("customers/redact", {"orders_to_redact": [1]})
    assert fired(shop, receiver) == ["customers/redact"]


@pytest.mark.parametrize("topic", ORDER_TOPICS)
def test_topics_have_two_spellings(topic: str) -> None:
    assert topic_of(enum_of(topic)) == topic
