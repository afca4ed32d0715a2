"""What a delivery asks for, read from topic and body."""

from typing import Any

import pytest

from orders.webhooks.topics import Effect, Meaning, order_gid, read_meaning

SHOP = "demo-store.myshopify.com"
ORDER = "gid://shopify/Order/820982911946154508"
NUMBER = 820982911946154508
WORK = "gid://shopify/FulfillmentOrder/91"


def read(topic: str, payload: dict[str, Any]) -> Meaning:
    return read_meaning(topic, payload, shop_domain=SHOP)


@pytest.mark.parametrize(
    ("topic", "payload"),
    [
        ("orders/create", {"id": NUMBER, "admin_graphql_api_id": ORDER}),
        ("orders/updated", {"id": NUMBER}),
        ("orders/cancelled", {"admin_graphql_api_id": ORDER}),
        ("orders/a_topic_of_tomorrow", {"id": str(NUMBER)}),
        ("orders/edited", {"order_edit": {"id": 7, "order_id": NUMBER, "line_items": {}}}),
        ("fulfillments/create", {"id": 7, "order_id": NUMBER}),
        ("fulfillments/update", {"id": 7, "order_id": str(NUMBER)}),
        ("fulfillment_events/create", {"id": 7, "fulfillment_id": 8, "order_id": NUMBER}),
        ("refunds/create", {"id": 7, "order_id": NUMBER}),
        ("returns/request", {"id": 7, "order": {"id": NUMBER, "admin_graphql_api_id": ORDER}}),
        ("returns/close", {"id": 7, "order": {"admin_graphql_api_id": ORDER}}),
        ("returns/approve", {"admin_graphql_api_id": "gid://shopify/Return/7", "order_id": ORDER}),
        ("fulfillment_orders/moved", {"fulfillment_order": {"id": WORK, "order_id": ORDER}}),
        ("fulfillment_orders/split", {"fulfillment_order": {"id": WORK, "order": {"id": ORDER}}}),
    ],
)
def test_the_order_is_found_wherever_the_topic_puts_it(topic: str, payload: dict[str, Any]) -> None:
    assert read(topic, payload) == Meaning(effect=Effect.HINT, order_ids=(ORDER,))


@pytest.mark.parametrize(
    ("topic", "payload", "subject"),
    [
        ("fulfillment_orders/placed_on_hold", {"fulfillment_order": {"id": WORK, "status": "on_hold"}}, WORK),
        ("fulfillment_orders/moved", {"original_fulfillment_order": {"id": WORK}, "x": {"y": 1}}, WORK),
        (
            "fulfillment_orders/merged",
            {"fulfillment_order_merges": [{"fulfillment_order": {"id": WORK}}]},
            WORK,
        ),
        ("fulfillment_holds/added", {"fulfillment_hold": {"id": 3}, "fulfillment_order": {"id": WORK}}, WORK),
        ("returns/update", {"admin_graphql_api_id": "gid://shopify/Return/7"}, "gid://shopify/Return/7"),
        ("fulfillment_events/delete", {"id": 5, "fulfillment_id": 8}, "gid://shopify/Fulfillment/8"),
    ],
)
def test_where_no_order_is_named_it_is_to_be_asked_for(
    topic: str, payload: dict[str, Any], subject: str
) -> None:
    assert read(topic, payload) == Meaning(effect=Effect.ASK, subject=subject)


@pytest.mark.parametrize(
    ("topic", "payload"),
    [
        ("orders/updated", {}),
        ("orders/updated", {"id": None}),
        ("orders/updated", {"id": True}),
        ("orders/updated", {"id": 0}),
        ("orders/updated", {"id": -1}),
        ("orders/updated", {"id": 1.5}),
        ("orders/updated", {"id": 2**63}),
        ("orders/updated", {"id": "1 OR 1=1"}),
        ("orders/updated", {"id": "gid://shopify/Product/1"}),
        ("orders/updated", {"id": [NUMBER]}),
        ("orders/updated", {"id": "1\x00"}),
        ("orders/updated", {"id": "٣"}),
        ("orders/edited", {"order_edit": [1]}),
        ("fulfillments/update", {"id": NUMBER}),
        ("fulfillment_events/delete", {"id": 5}),
        ("fulfillment_events/delete", {"id": 5, "fulfillment_id": True}),
        ("fulfillment_orders/moved", {"fulfillment_order": "gone"}),
        ("orders/delete", {"id": "x"}),
        ("customers/redact", {"shop_domain": SHOP}),
        ("customers/redact", {"shop_domain": "another.myshopify.com", "orders_to_redact": [1]}),
        ("customers/data_request", {"shop_domain": SHOP, "orders_requested": "all"}),
        ("shop/redact", {"shop_id": 1, "shop_domain": "another.myshopify.com"}),
        ("shop/redact", {"shop_id": 1, "shop_domain": SHOP, "customer": {"id": 1}}),
        ("app/uninstalled", {"id": 1, "myshopify_domain": "another.myshopify.com"}),
    ],
)
def test_a_body_that_does_not_say_what_its_topic_says_is_unusable(
    topic: str, payload: dict[str, Any]
) -> None:
    assert read(topic, payload) == Meaning(effect=Effect.UNUSABLE)


@pytest.mark.parametrize("topic", ["orders/link_requested"])
def test_some_topics_ask_for_nothing(topic: str) -> None:
    assert read(topic, {"id": NUMBER}).effect is Effect.NOTHING


@pytest.mark.parametrize("topic", ["products/update", "carts/create", "x/y", "order/updated"])
def test_a_topic_that_nobody_asked_for_is_unknown(topic: str) -> None:
    assert read(topic, {"id": NUMBER}).effect is Effect.UNKNOWN


def test_a_deletion_names_its_order() -> None:
    assert read("orders/delete", {"id": NUMBER}) == Meaning(effect=Effect.REMOVE, order_ids=(ORDER,))


def test_another_body_sent_again_as_a_deletion_is_only_asked_about() -> None:
    assert read("orders/delete", {"id": NUMBER, "updated_at": "2026-11-23T10:00:00Z"}) == Meaning(
        effect=Effect.ASK, subject=ORDER
    )


def test_a_redaction_names_its_orders_once_each_and_skips_what_is_no_id() -> None:
    payload = {
        "shop_domain": SHOP,
        "customer": {"id": 1},
        "orders_to_redact": [3, 2, 3, "x", None, {"id": 4}],
    }
    assert read("customers/redact", payload).order_ids == ("gid://shopify/Order/2", "gid://shopify/Order/3")


def test_an_id_buried_deep_in_a_huge_body_is_not_dug_for() -> None:
    deep: Any = {"id": WORK}
    for _ in range(300):
        deep = {"a": 1, "b": [deep]}
    assert read("fulfillment_orders/moved", deep).effect is Effect.UNUSABLE


@pytest.mark.parametrize(
    "value", [None, False, 0, "", "gid://shopify/Order/0", "gid://shopify/Order/1/2", {}, []]
)
def test_what_is_no_order_id_has_no_gid(value: Any) -> None:
    assert order_gid(value) is None
