"""Webhooks, from the request to what they leave behind."""

import io
import json
import logging
import threading
from typing import Any

import pytest
from django.db import connection

from orders import clock
from orders.asking import gateway
from orders.models import OrderContact, OrderKey, TrackedOrder, WebhookDelivery
from orders.storage import due
from orders.transport.deadline import Deadline
from orders.webhooks import inbox, resolving
from tests.sandbox import Sandbox
from tests.support.shopper import Shopper
from tests.support.webhook_sender import PATH, SiteClient, WebhookSender, sign

ANA = "ana@example.com"
GID = "gid://shopify/Order/77"
ORDER = {"id": 77, "admin_graphql_api_id": GID, "updated_at": "2026-11-23T10:00:00+01:00"}
SHOP = {"shop_id": 61, "shop_domain": "demo-store.myshopify.com"}


@pytest.fixture
def sender(db: None) -> WebhookSender:
    return WebhookSender(SiteClient())


@pytest.fixture
def url(shopper: Shopper, shop: Sandbox) -> str:
    """Ana's order #4711, which she has found."""
    shop.state.add_order("#4711", email=ANA)
    return shopper.link("4711", ANA)


def stored() -> TrackedOrder:
    return TrackedOrder.objects.get()


def number_of(shop: Sandbox, name: str = "#4711") -> int:
    return shop.state.order(name).legacy_id


def resolve_all(shop: Sandbox) -> list[inbox.Outcome]:
    """What a worker does."""
    now = clock.seconds()
    return [
        resolving.resolve(pending, client=gateway.client(), deadline=Deadline.after(5), now=now)
        for pending in resolving.claim_unresolved(most=10, now=now)
    ]


# Who may knock --------------------------------------------------------------------------------------------------


def test_a_delivery_is_written_down_and_hints_its_order(sender: WebhookSender) -> None:
    assert sender.send("orders/updated", ORDER, webhook_id="one").status_code == 200
    delivery = WebhookDelivery.objects.get()
    assert (delivery.webhook_id, delivery.topic, delivery.subject) == ("one", "orders/updated", "")
    assert (stored().shopify_id, stored().urgency) == (GID, due.Urgency.HINTED)


def test_an_order_that_nobody_looked_up_is_due_at_once(sender: WebhookSender) -> None:
    sender.send("orders/create", ORDER)
    claimed = due.claim(most=5, now=clock.seconds())
    assert [order.shopify_id for order in claimed] == [GID]


def test_a_known_order_is_due_at_once(sender: WebhookSender, shop: Sandbox, url: str) -> None:
    assert due.claim(most=5, now=clock.seconds()) == []
    sender.send("orders/updated", {"id": number_of(shop)})
    assert [order.pk for order in due.claim(most=5, now=clock.seconds())] == [stored().pk]


@pytest.mark.parametrize("signature", [None, "", "AAAA", "é", sign(b"another body"), sign(b"", "x")])
def test_a_bad_or_missing_signature_is_refused(sender: WebhookSender, signature: str | None) -> None:
    response = sender.send("orders/updated", ORDER, hmac_sha256=signature)
    assert response.status_code == 401
    assert not WebhookDelivery.objects.exists()


def test_the_key_of_the_shops_own_notifications_is_not_ours(sender: WebhookSender) -> None:
    assert (
        sender.send("orders/updated", ORDER, secret="the key in Settings > Notifications").status_code == 401
    )


def test_during_a_rotation_the_old_secret_is_good_still(sender: WebhookSender, settings: Any) -> None:
    settings.WEBHOOK_SECRETS = ["the new one", "sandbox-secret"]
    assert sender.send("orders/updated", ORDER).status_code == 200
    assert sender.send("orders/updated", ORDER, secret="the new one").status_code == 200


def test_without_a_secret_nothing_is_taken(sender: WebhookSender, settings: Any) -> None:
    settings.WEBHOOK_SECRETS = []
    assert sender.send("orders/updated", ORDER, secret="").status_code == 401


def test_another_shops_delivery_is_refused(sender: WebhookSender) -> None:
    response = sender.send("orders/updated", ORDER, shop_domain="another-store.myshopify.com")
    assert response.status_code == 401
    assert not TrackedOrder.objects.exists()


@pytest.mark.parametrize("missing", ["topic", "shop_domain", "webhook_id"])
def test_a_delivery_with_a_part_missing_is_bad(sender: WebhookSender, missing: str) -> None:
    assert sender.send("orders/updated", ORDER, **{missing: None}).status_code == 400


@pytest.mark.parametrize(
    "topic", ["orders", "orders/updated/x", "../x", "a" * 60 + "/b", "orders/upd\x00ated", "é/é"]
)
def test_a_topic_that_is_none_is_bad(sender: WebhookSender, topic: str) -> None:
    assert sender.send(topic, ORDER).status_code == 400


@pytest.mark.parametrize("webhook_id", ["", "x" * 81, "a b", "<b>"])
def test_an_id_that_is_none_is_bad(sender: WebhookSender, webhook_id: str) -> None:
    assert sender.send("orders/updated", ORDER, webhook_id=webhook_id).status_code == 400


def test_the_names_of_headers_and_the_topics_case_do_not_matter(sender: WebhookSender) -> None:
    assert sender.send("ORDERS/Updated", ORDER, shop_domain="Demo-Store.myshopify.com").status_code == 200
    assert WebhookDelivery.objects.get().topic == "orders/updated"


@pytest.mark.parametrize("secret", ["the new one", "sandbox-secret"])
def test_headers_come_without_their_x_too(sender: WebhookSender, settings: Any, secret: str) -> None:
    settings.WEBHOOK_SECRETS = ["the new one", "sandbox-secret"]
    assert sender.without_x("orders/updated", ORDER, secret=secret).status_code == 200
    assert WebhookDelivery.objects.get().topic == "orders/updated"


def test_headers_without_their_x_are_checked_like_the_others(sender: WebhookSender) -> None:
    assert sender.without_x("orders/updated", ORDER, secret="another").status_code == 401
    other = sender.without_x("orders/updated", ORDER, shop_domain="another-store.myshopify.com")
    assert other.status_code == 401


@pytest.mark.parametrize("method", ["get", "put", "delete", "head", "options"])
def test_only_post_is_answered(method: str) -> None:
    assert getattr(SiteClient(), method)(PATH).status_code == 405


def test_no_csrf_token_is_asked_for() -> None:
    assert (
        SiteClient(enforce_csrf_checks=True).post(PATH, b"{}", content_type="application/json").status_code
        == 401
    )


# Bodies ---------------------------------------------------------------------------------------------------------

HOSTILE = {
    "empty": b"",
    "blank": b"  ",
    "not JSON": b"order 77",
    "cut": b'{"id": 77',
    "a list": b"[77]",
    "a number": b"77",
    "null": b"null",
    "a text": b'"77"',
    "NaN": b'{"id": NaN}',
    "deep lists": b"[" * 100_000 + b"]" * 100_000,
    "deep objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "a number of 10,000 digits": b'{"id": ' + b"9" * 10_000 + b"}",
    "invalid UTF-8": b'{"id": "\xff\xfe"}',
    "a lone byte": b"\x00",
    "two objects": b"{}{}",
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_signed_body_that_is_no_object_is_bad(sender: WebhookSender, body: bytes) -> None:
    assert sender.send_bytes("orders/updated", body).status_code == 400
    assert not WebhookDelivery.objects.exists()


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_an_unsigned_body_is_not_looked_at(sender: WebhookSender, body: bytes) -> None:
    assert sender.send_bytes("orders/updated", body, hmac_sha256="x").status_code == 401


ODD = {
    "another type": b'{"id": {"a": 1}}',
    "a large number": b'{"id": 99999999999999999999999}',
    "NUL": b'{"id": "7\\u00007"}',
    "lone surrogate": b'{"id": "\\ud800"}',
    "deep inside": b'{"id": "x", "a": ' + b"[" * 500 + b"]" * 500 + b"}",
    "nothing": b"{}",
}


@pytest.mark.parametrize("body", ODD.values(), ids=ODD.keys())
def test_a_body_without_a_usable_order_is_taken_and_left_alone(sender: WebhookSender, body: bytes) -> None:
    assert sender.send_bytes("orders/updated", body).status_code == 200
    assert not TrackedOrder.objects.exists()


def test_of_a_key_that_comes_twice_one_order_is_hinted(sender: WebhookSender) -> None:
    sender.send_bytes("orders/updated", b'{"id": 1, "id": 77}')
    assert stored().shopify_id == GID


def test_a_body_that_is_too_long_is_refused_before_it_is_read(sender: WebhookSender) -> None:
    assert sender.send_bytes("orders/updated", b" " * 10 * 1024 * 1024).status_code == 413


def test_a_full_order_of_a_megabyte_is_taken(sender: WebhookSender) -> None:
    assert (
        sender.send("orders/updated", ORDER | {"line_items": [{"title": "x" * 1000}] * 1000}).status_code
        == 200
    )


@pytest.mark.parametrize(
    ("length", "status"), [("-1", 400), ("x", 400), ("", 401), ("９", 400), ("9" * 30, 413)]
)
def test_a_length_that_is_none_is_refused(length: str, status: int) -> None:
    assert (
        SiteClient().post(PATH, b"{}", content_type="application/json", CONTENT_LENGTH=length).status_code
        == status
    )


def test_a_body_shorter_than_announced_is_bad() -> None:
    headers = {"X-Shopify-Hmac-Sha256": sign(b"{}")}
    environ: dict[str, Any] = {"CONTENT_LENGTH": "9", "wsgi.input": io.BytesIO(b"{}")}
    response = SiteClient().post(PATH, b"{}", content_type="application/json", headers=headers, **environ)
    assert response.status_code == 400


class GoneAway(io.BytesIO):
    """A connection that breaks while it is read."""

    def read(self, size: int | None = -1, /) -> bytes:
        raise ConnectionResetError


def test_a_connection_that_breaks_is_no_delivery() -> None:
    environ: dict[str, Any] = {"CONTENT_LENGTH": "2", "wsgi.input": GoneAway()}
    response = SiteClient().post(PATH, b"{}", content_type="application/json", **environ)
    assert response.status_code == 400


def test_what_cannot_be_written_down_is_not_taken(
    sender: WebhookSender, caplog: pytest.LogCaptureFixture
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE orders_webhookdelivery RENAME TO elsewhere")
    assert sender.send("orders/updated", ORDER | {"email": ANA}).status_code == 503
    assert "could not be written down" in caplog.text
    assert "ana@" not in caplog.text


def test_a_fault_of_ours_is_a_bare_500_and_nothing_of_the_body_is_logged(
    sender: WebhookSender, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.WEBHOOK_SECRETS = None
    response = sender.send("orders/updated", ORDER | {"email": ANA})
    assert (response.status_code, response.content) == (500, b"")
    assert response.headers["Cache-Control"] == "no-store"
    assert "Internal Server Error" in caplog.text
    assert "ana@" not in caplog.text


def test_the_row_and_its_effect_are_one(sender: WebhookSender) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE orders_trackedorder RENAME TO elsewhere")
    assert sender.send("orders/updated", ORDER).status_code == 503
    assert not WebhookDelivery.objects.exists()


# Twice, late, again ---------------------------------------------------------------------------------------------


def make_fresh() -> None:
    """As after a fetch: nothing is due."""
    TrackedOrder.objects.update(due_at=due.NEVER, urgency=due.Urgency.SETTLED)


def is_due() -> bool:
    return stored().due_at < due.NEVER


def test_the_same_delivery_twice_has_one_effect(sender: WebhookSender) -> None:
    sender.send("orders/updated", ORDER, webhook_id="one")
    make_fresh()
    assert sender.send("orders/updated", ORDER, webhook_id="one").status_code == 200
    assert not is_due()
    assert WebhookDelivery.objects.count() == 1


def test_the_same_id_with_another_body_has_no_effect(sender: WebhookSender) -> None:
    sender.send("orders/updated", ORDER, webhook_id="one")
    assert sender.send("orders/updated", {"id": 78}, webhook_id="one").status_code == 200
    assert TrackedOrder.objects.count() == 1


def test_the_same_words_under_a_new_id_are_believed_for_a_state_may_come_back(sender: WebhookSender) -> None:
    sender.send("orders/updated", ORDER, webhook_id="one")
    make_fresh()
    assert sender.send("orders/updated", ORDER, webhook_id="two").status_code == 200
    assert is_due()
    assert WebhookDelivery.objects.count() == 1


def test_a_captured_delivery_that_is_sent_again_and_again_soon_has_no_effect(sender: WebhookSender) -> None:
    statuses = [sender.send("orders/updated", ORDER).status_code for _ in range(12)]
    make_fresh()
    statuses.append(sender.send("orders/updated", ORDER).status_code)
    assert set(statuses) == {200}
    assert not is_due()


def test_a_captured_update_sent_again_as_a_deletion_deletes_nothing(
    sender: WebhookSender, shopper: Shopper, shop: Sandbox, url: str
) -> None:
    sender.send("orders/delete", {"id": number_of(shop), "updated_at": "2026-11-23T10:00:00Z"})
    assert resolve_all(shop) == [inbox.Outcome.HINTED]
    assert shopper.open(url).status_code == 200


def test_a_thousand_hints_for_one_order_are_one_row(sender: WebhookSender) -> None:
    for second in range(20):
        sender.send("orders/updated", ORDER | {"updated_at": f"2026-11-23T10:00:{second:02}Z"})
    assert TrackedOrder.objects.count() == 1


# Topics ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "topic", ["products/update", "orders/link_requested", "something/new", "locations/update"]
)
def test_a_topic_that_asks_for_nothing_is_taken(sender: WebhookSender, topic: str) -> None:
    assert sender.send(topic, ORDER).status_code == 200
    assert not TrackedOrder.objects.exists()
    assert WebhookDelivery.objects.get().topic == topic


def test_a_fulfillment_order_is_followed_to_its_order(sender: WebhookSender, shop: Sandbox, url: str) -> None:
    make_fresh()
    work = shop.state.order("#4711").fulfillment_orders[0]
    asked = len(shop.requests)
    sender.send(
        "fulfillment_orders/placed_on_hold", {"fulfillment_order": {"id": work.id, "status": "on_hold"}}
    )
    assert len(shop.requests) == asked  # nothing is asked while Shopify waits for its answer
    assert resolve_all(shop) == [inbox.Outcome.HINTED]
    assert is_due()
    assert resolve_all(shop) == []


def test_a_return_and_a_shipment_are_followed_to_their_order(
    sender: WebhookSender, shop: Sandbox, url: str
) -> None:
    shipment = shop.state.fulfill("#4711")
    made = shop.state.open_return(shipment)
    sender.send("returns/update", {"admin_graphql_api_id": made.id})
    sender.send("fulfillment_events/delete", {"id": 1, "fulfillment_id": int(shipment.id.rpartition("/")[2])})
    assert resolve_all(shop) == [inbox.Outcome.HINTED] * 2


def test_a_fulfillment_order_that_is_gone_is_let_go(sender: WebhookSender, shop: Sandbox) -> None:
    sender.send(
        "fulfillment_orders/cancelled", {"fulfillment_order": {"id": "gid://shopify/FulfillmentOrder/1"}}
    )
    assert resolve_all(shop) == [inbox.Outcome.IGNORED]
    assert resolve_all(shop) == []
    assert not TrackedOrder.objects.exists()


def test_without_the_scope_a_fulfillment_order_is_let_go(
    sender: WebhookSender, shop: Sandbox, url: str
) -> None:
    work = shop.state.order("#4711").fulfillment_orders[0]
    shop.state.access.denied_fields.add("QueryRoot.fulfillmentOrder")
    sender.send("fulfillment_orders/moved", {"fulfillment_order": {"id": work.id}})
    assert resolve_all(shop) == [inbox.Outcome.IGNORED]


def test_while_shopify_is_away_it_stays_to_be_asked(sender: WebhookSender, shop: Sandbox, url: str) -> None:
    work = shop.state.order("#4711").fulfillment_orders[0]
    sender.send("fulfillment_orders/moved", {"fulfillment_order": {"id": work.id}})
    now = clock.seconds()
    [pending] = resolving.claim_unresolved(most=5, now=now)
    shop.state.faults.outage(503)
    with pytest.raises(Exception, match=r"503|in time"):
        resolving.resolve(pending, client=gateway.client(), deadline=Deadline.after(0.3), now=now)
    assert resolving.claim_unresolved(most=5, now=now) == []
    shop.state.faults.clear()
    [again] = resolving.claim_unresolved(most=5, now=now + resolving.LEASE_SECONDS + 1)
    assert resolving.resolve(again, client=gateway.client(), deadline=Deadline.after(5), now=now) == "hinted"


def test_the_same_hold_a_second_time_is_asked_about_again(
    sender: WebhookSender, shop: Sandbox, url: str
) -> None:
    work = shop.state.order("#4711").fulfillment_orders[0]
    for _ in range(2):
        sender.send("fulfillment_orders/placed_on_hold", {"fulfillment_order": {"id": work.id}})
        assert resolve_all(shop) == [inbox.Outcome.HINTED]


def test_a_deleted_order_is_removed(sender: WebhookSender, shopper: Shopper, shop: Sandbox, url: str) -> None:
    sender.send("orders/delete", {"id": number_of(shop)})
    assert shopper.open(url).status_code == 410


def test_a_deletion_in_words_we_do_not_know_is_believed_when_the_order_is_gone(
    sender: WebhookSender, shopper: Shopper, shop: Sandbox, url: str
) -> None:
    sender.send("orders/delete", {"id": number_of(shop), "deleted_at": "2026-11-23T10:00:00Z"})
    shop.state.orders.clear()
    assert resolve_all(shop) == [inbox.Outcome.REMOVED]
    assert shopper.open(url).status_code == 410


def test_a_redacted_customers_orders_are_removed_and_no_others(
    sender: WebhookSender, shopper: Shopper, shop: Sandbox, url: str
) -> None:
    shop.state.add_order("#4712", email="eva@example.com")
    other = shopper.link("4712", "eva@example.com")
    customer = {"id": 5, "email": ANA, "phone": "+34600111222"}
    sender.send("customers/redact", SHOP | {"customer": customer, "orders_to_redact": [number_of(shop), 999]})
    assert shopper.open(url).status_code == 410
    assert shopper.open(other).status_code == 200


def test_a_redacted_shop_leaves_nothing(
    sender: WebhookSender, shopper: Shopper, shop: Sandbox, url: str
) -> None:
    shop.state.add_order("#4712", email="eva@example.com")
    other = shopper.link("4712", "eva@example.com")
    sender.send("shop/redact", SHOP)
    assert [shopper.open(address).status_code for address in (url, other)] == [410, 410]
    assert not OrderKey.objects.exists()
    assert not OrderContact.objects.exists()


def test_the_redaction_of_the_shop_cannot_be_replayed_after_it_was_installed_again(
    sender: WebhookSender, shopper: Shopper, shop: Sandbox
) -> None:
    sender.send("shop/redact", SHOP)
    shop.state.add_order("#4713", email=ANA)
    url = shopper.link("4713", ANA)
    assert sender.send("shop/redact", SHOP).status_code == 200
    assert shopper.open(url).status_code == 200


def test_after_the_app_was_uninstalled_again_it_is_meant(
    sender: WebhookSender, shopper: Shopper, shop: Sandbox
) -> None:
    sender.send("shop/redact", SHOP)
    shop.state.add_order("#4713", email=ANA)
    url = shopper.link("4713", ANA)
    sender.send("app/uninstalled", {"id": 61, "myshopify_domain": SHOP["shop_domain"], "updated_at": "now"})
    sender.send("shop/redact", SHOP)
    assert shopper.open(url).status_code == 410


@pytest.mark.parametrize(
    ("topic", "payload", "said"),
    [
        (
            "app/uninstalled",
            {"myshopify_domain": SHOP["shop_domain"], "email": "owner@example.com"},
            "uninstalled",
        ),
        ("app/scopes_update", {"id": 1, "previous": ["read_orders"], "current": []}, "check_shopify"),
        (
            "customers/data_request",
            SHOP | {"orders_requested": [77], "customer": {"email": ANA}},
            "held_data",
        ),
    ],
)
def test_what_a_person_must_know_of_is_logged(
    sender: WebhookSender, caplog: pytest.LogCaptureFixture, topic: str, payload: object, said: str
) -> None:
    sender.send(topic, payload)
    assert said in caplog.text
    assert "@" not in caplog.text


def test_no_log_line_holds_anything_of_a_body(
    sender: WebhookSender, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = {"email": ANA, "note": "leave it with Mrs Smith", "token": "abcdef0123456789"}
    for topic in (
        "orders/updated",
        "orders/delete",
        "customers/redact",
        "shop/redact",
        "x/y",
        "returns/update",
    ):
        sender.send(topic, secret | SHOP | {"customer": secret, "orders_to_redact": [1]})
        sender.send_bytes(topic, json.dumps(secret).encode()[:-1])
        sender.send(topic, secret, hmac_sha256="wrong")
    for private in ("ana@", "Smith", "abcdef0123"):
        assert private not in caplog.text


def test_no_column_holds_anything_of_a_body(sender: WebhookSender) -> None:
    sender.send("orders/updated", ORDER | {"email": ANA, "note": "Mrs Smith"})
    with connection.cursor() as cursor:
        for table in ("orders_webhookdelivery", "orders_trackedorder"):
            cursor.execute(f"SELECT * FROM {table}")
            assert not [row for row in cursor.fetchall() if "ana@" in str(row) or "Smith" in str(row)]


def test_old_deliveries_are_forgotten_but_not_those_that_guard_against_a_replay(
    sender: WebhookSender,
) -> None:
    sender.send("orders/updated", ORDER)
    sender.send("shop/redact", SHOP)
    inbox.forget_old(now=clock.seconds() + inbox.KEPT_SECONDS - 60)
    assert WebhookDelivery.objects.count() == 2
    inbox.forget_old(now=clock.seconds() + inbox.KEPT_SECONDS + 60)
    assert [delivery.topic for delivery in WebhookDelivery.objects.all()] == ["shop/redact"]


@pytest.mark.django_db(transaction=True)
def test_one_delivery_that_comes_sixteen_times_at_once_is_written_once() -> None:
    statuses: list[int] = []

    def deliver() -> None:
        statuses.append(
            WebhookSender(SiteClient()).send("orders/updated", ORDER, webhook_id="one").status_code
        )
        connection.close()

    threads = [threading.Thread(target=deliver) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 16
    assert WebhookDelivery.objects.count() == TrackedOrder.objects.count() == 1
