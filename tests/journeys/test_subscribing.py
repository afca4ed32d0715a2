"""`manage.py subscribe_webhooks`: what it asks of Shopify, and that it is safe to run again."""

import io
import tomllib
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from graphql import GraphQLEnumType

from orders.shopify.webhook_subscriptions import WebhookSubscription, enum_of
from orders.webhooks.address import find_wrong_answer
from orders.webhooks.subscribing import COMPLIANCE_TOPICS, SERVICE_TOPICS, WANTED, build_plan
from orders.webhooks.topics import Effect, find_effect
from tests.sandbox import Sandbox
from tests.sandbox.parts import WebhookSubscriptionRecord
from tests.sandbox.schema import load_schema
from tests.support.scripted_server import Answer, ScriptedServer

URL = "https://track.example.com/webhooks/shopify/"


@pytest.fixture(autouse=True)
def address(settings: Any) -> None:
    settings.WEBHOOK_URL = URL


def subscribe(*options: str) -> str:
    """Run the command; what it prints."""
    out = io.StringIO()
    call_command("subscribe_webhooks", "--unchecked", *options, stdout=out)
    return out.getvalue()


def lines(printed: str, word: str) -> list[str]:
    """The topics that were said to be `word`."""
    return [line.split()[len(word.split())] for line in printed.splitlines() if line.strip().startswith(word)]


def there(shop: Sandbox) -> list[WebhookSubscriptionRecord]:
    return shop.state.webhook_subscriptions


def test_it_subscribes_to_every_topic_with_few_fields(shop: Sandbox) -> None:
    printed = subscribe()
    assert lines(printed, "created") == list(WANTED)
    assert {each.topic: frozenset(each.include_fields) for each in there(shop)} == {
        enum_of(topic): fields for topic, fields in WANTED.items()
    }
    assert {(each.uri, each.format) for each in there(shop)} == {(URL, "JSON")}


def test_a_fulfillment_service_hears_of_what_is_asked_of_it_and_no_other_app_does(shop: Sandbox) -> None:
    asked = [f"fulfillment_orders/{name}" for name in SERVICE_TOPICS]
    assert not set(asked) & set(lines(subscribe(), "created"))
    shop.state.access.scopes |= {"read_assigned_fulfillment_orders"}
    assert lines(subscribe(), "created") == asked
    shop.state.access.scopes -= {"read_assigned_fulfillment_orders"}
    assert len(lines(subscribe(), "ended")) == len(asked)


def test_a_second_time_everything_is_right_and_nothing_is_asked(shop: Sandbox) -> None:
    subscribe()
    before = len(shop.requests)
    assert lines(subscribe(), "right") == list(WANTED)
    assert [asked.operation for asked in shop.requests[before:]] == ["AccessScopes", "WebhookSubscriptions"]
    assert len(there(shop)) == len(WANTED)


def test_what_was_changed_by_hand_is_repaired(shop: Sandbox) -> None:
    subscribe()
    first, second, third = there(shop)[:3]
    first.include_fields = ["email"]
    second.filter = "id:1"
    third.format = "XML"
    assert len(lines(subscribe(), "repaired")) == 3
    assert lines(subscribe(), "right") == list(WANTED)
    assert not second.filter


def test_more_subscriptions_than_a_page_holds_are_all_read(shop: Sandbox) -> None:
    for number in range(100):
        shop.webhooks.subscribe(f"https://elsewhere.example/{number}", ["orders/create"], app_owned=False)
    subscribe()
    assert len(lines(subscribe(), "left alone")) == 100
    assert len(there(shop)) == 100 + len(WANTED)


def test_what_shopify_dropped_is_created_again(shop: Sandbox) -> None:
    subscribe()
    gone = there(shop).pop(2)
    assert [enum_of(topic) for topic in lines(subscribe(), "created")] == [gone.topic]


def test_stale_ones_of_ours_end_and_others_are_left_alone(shop: Sandbox) -> None:
    shop.webhooks.subscribe(URL, ["products/update"], app_owned=False)
    shop.webhooks.subscribe("https://elsewhere.example/hooks", ["orders/create"], app_owned=False)
    printed = subscribe()
    assert lines(printed, "ended") == ["PRODUCTS_UPDATE"]
    assert lines(printed, "left alone") == ["ORDERS_CREATE"]
    assert "https://elsewhere.example/hooks" in printed


def test_an_old_path_of_ours_is_repaired_not_doubled(shop: Sandbox) -> None:
    shop.webhooks.subscribe("https://track.example.com/old/", ["orders/create"], app_owned=False)
    assert lines(subscribe(), "repaired") == ["orders/create"]
    assert [each.uri for each in there(shop) if each.topic == "ORDERS_CREATE"] == [URL]


def test_a_dry_run_says_it_all_and_changes_nothing(shop: Sandbox) -> None:
    printed = subscribe("--dry-run")
    assert lines(printed, "to be created") == list(WANTED)
    assert "Nothing was changed" in printed
    assert there(shop) == []


def test_all_of_ours_can_be_ended(shop: Sandbox) -> None:
    subscribe()
    shop.webhooks.subscribe("https://elsewhere.example/hooks", ["orders/create"], app_owned=False)
    assert len(lines(subscribe("--remove"), "ended")) == len(WANTED)
    assert [each.uri for each in there(shop)] == ["https://elsewhere.example/hooks"]


def test_a_topic_whose_scope_is_missing_is_named_and_the_rest_is_done(
    shop: Sandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    shop.state.access.scopes.discard("read_fulfillments")
    with pytest.raises(SystemExit, match="1"):
        call_command("subscribe_webhooks", "--unchecked")
    printed = capsys.readouterr().out
    refused = lines(printed, "REFUSED")
    assert {topic.partition("/")[0] for topic in refused} == {"fulfillments", "fulfillment_events"}
    assert "needs read_fulfillments" in printed
    assert len(there(shop)) == len(WANTED) - len(refused)


def test_a_topic_that_an_older_version_does_not_know_is_named_and_the_rest_is_done(
    shop: Sandbox, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(WANTED, "orders/of_a_later_year", frozenset())
    with pytest.raises(SystemExit):
        call_command("subscribe_webhooks", "--unchecked")
    printed = capsys.readouterr().out
    assert lines(printed, "REFUSED") == ["orders/of_a_later_year"]
    assert "not known to API version" in printed


def test_when_shopify_is_away_it_says_so(shop: Sandbox) -> None:
    shop.state.faults.outage(503)
    with pytest.raises(CommandError, match="could not be asked"):
        subscribe()


def test_without_a_secret_it_does_not_begin(shop: Sandbox, settings: Any) -> None:
    settings.WEBHOOK_SECRETS = []
    with pytest.raises(CommandError, match="WEBHOOK_SECRETS"):
        subscribe()


def test_without_a_shop_there_is_nobody_to_ask(settings: Any) -> None:
    settings.SHOPIFY_API_URL = ""
    with pytest.raises(CommandError, match="SHOPIFY_STORE_DOMAIN"):
        subscribe()


def test_the_toml_says_the_same_and_adds_the_compliance_topics(settings: Any) -> None:
    settings.SHOPIFY_API_URL = ""  # nobody is asked
    webhooks = tomllib.loads(subscribe("--toml"))["webhooks"]
    assert webhooks["api_version"] == "2026-10"
    said = {
        topic: frozenset(each.get("include_fields", ()))
        for each in webhooks["subscriptions"]
        for topic in each.get("topics", ())
    }
    assert said == WANTED
    compliance = [
        each["compliance_topics"] for each in webhooks["subscriptions"] if "compliance_topics" in each
    ]
    assert compliance == [list(COMPLIANCE_TOPICS)]
    assert {each["uri"] for each in webhooks["subscriptions"]} == {URL}


def test_shopify_knows_every_topic_that_is_wanted() -> None:
    topics = load_schema().type_map["WebhookSubscriptionTopic"]
    assert isinstance(topics, GraphQLEnumType)
    assert [topic for topic in WANTED if enum_of(topic) not in topics.values] == []


@pytest.mark.parametrize("topic", [*WANTED, *COMPLIANCE_TOPICS])
def test_every_topic_that_is_wanted_has_an_effect_here(topic: str) -> None:
    assert find_effect(topic) not in (Effect.UNKNOWN, Effect.NOTHING)


@pytest.mark.parametrize("fields", [fields for fields in WANTED.values() if fields])
def test_no_field_is_asked_for_that_names_a_person(fields: frozenset[str]) -> None:
    private = ("email", "phone", "name", "address", "customer", "note", "token", "url")
    assert not [field for field in fields if any(word in field for word in private)]


def test_of_two_for_one_topic_the_right_one_stays() -> None:
    def one(number: int, **parts: Any) -> WebhookSubscription:
        usual = {
            "topic": "REFUNDS_CREATE",
            "uri": URL,
            "format": "JSON",
            "include_fields": WANTED["refunds/create"],
        }
        return WebhookSubscription(id=str(number), **(usual | parts))

    plan = build_plan([one(1, uri="https://track.example.com/old"), one(2), one(3)], uri=URL)
    assert plan.right == ("refunds/create",)
    assert [each.id for each in plan.delete] == ["1", "3"]


@pytest.mark.parametrize("uri", ["", "not an address", "http://[", "https://track.example.com.evil.example/"])
def test_an_address_that_is_not_ours_is_left_alone(uri: str) -> None:
    other = WebhookSubscription(
        id="1", topic="ORDERS_UPDATED", uri=uri, format="JSON", include_fields=frozenset()
    )
    assert build_plan([other], uri=URL).left_alone == (other,)


# Where Shopify could not deliver -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://track.example.com/webhooks/shopify/", "https"),
        ("https://localhost/webhooks/shopify/", "this machine"),
        ("https://127.0.0.1:8000/webhooks/shopify/", "this machine"),
        ("https://192.168.1.10/webhooks/shopify/", "its network only"),
        ("https://tracking/webhooks/shopify/", "its network only"),
        ("https://track.lan/webhooks/shopify/", "its network only"),
    ],
)
def test_an_address_that_shopify_cannot_reach_is_refused(
    shop: Sandbox, settings: Any, address: str, why: str
) -> None:
    settings.WEBHOOK_URL = address
    with pytest.raises(CommandError, match=why):
        call_command("subscribe_webhooks")
    assert there(shop) == []
    assert shop.requests == []


def test_an_address_that_does_not_answer_is_refused_before_anything_is_subscribed(shop: Sandbox) -> None:
    with pytest.raises(CommandError, match="Nothing was subscribed"):
        call_command("subscribe_webhooks")
    assert there(shop) == []


@pytest.mark.parametrize(
    ("answer", "is_ours"),
    [
        (Answer(status=405, headers={"Allow": "POST"}), True),
        (Answer(status=405, headers={"Allow": "GET"}), False),
        (Answer(status=200), False),
        (Answer(status=404), False),
    ],
    ids=["ours", "another's 405", "a page", "another path"],
)
def test_what_a_get_finds_tells_whether_an_address_is_this_sites(answer: Answer, is_ours: bool) -> None:
    with ScriptedServer() as server:
        server.answer("/webhooks/shopify/", answer)
        assert (find_wrong_answer(f"{server.url}/webhooks/shopify/") is None) is is_ours
