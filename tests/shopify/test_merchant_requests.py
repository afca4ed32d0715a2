"""What a merchant wrote to a fulfillment service, read whole and harmless, or not read at all."""

from typing import Any

import pytest

from orders.shopify.client import ShopifyClient
from orders.shopify.errors import AccessDenied, ShopifyError, Unavailable
from orders.shopify.merchant_requests import MESSAGE_LIMIT, MOST_OPTIONS, RequestKind
from orders.transport.deadline import Deadline
from tests.sandbox.schema import load_schema
from tests.shopify.payloads import connection
from tests.support.scripted_server import Answer, ScriptedServer, data_answer

GID = "gid://shopify/FulfillmentOrder/1"


def asked(**changes: Any) -> dict[str, Any]:
    return {
        "kind": "FULFILLMENT_REQUEST",
        "message": "Please",
        "requestOptions": {"notify_customer": True},
        "sentAt": "2026-11-27T10:00:00Z",
    } | changes


def read(server: ScriptedServer, client: ShopifyClient, deadline: Deadline, *requests: Any) -> Any:
    answer = data_answer({"nodes": [None, {"id": GID, "merchantRequests": connection(*requests)}]})
    server.answer("MerchantRequests", answer)
    return client.read_merchant_requests([GID], deadline=deadline)[GID]


def test_the_newest_comes_first_whatever_comes_in_between(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline
) -> None:
    later = asked(kind="CANCELLATION_REQUEST", sentAt="2026-11-28T10:00:00+01:00")
    found = read(server, client, deadline, asked(), later)
    assert [each.kind for each in found] == ["CANCELLATION_REQUEST", "FULFILLMENT_REQUEST"]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (None, ""),
        (7, ""),
        (" \n ", ""),
        ("One\r\n\n\tTwo\u2028Three", "One\nTwo\nThree"),
        ("safe \u202egnp.exe\u200b", "safe gnp.exe"),
        ("x" * MESSAGE_LIMIT, "x" * MESSAGE_LIMIT),
        ("x\n" * MESSAGE_LIMIT * 3, f"{'x\n' * (MESSAGE_LIMIT // 2)}"[:-1] + "…"),
    ],
)
def test_a_message_keeps_its_lines_and_nothing_that_deceives(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline, written: Any, shown: str
) -> None:
    (found,) = read(server, client, deadline, asked(message=written))
    assert found.message == shown
    assert len(found.message) <= MESSAGE_LIMIT


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        (None, {}),
        ("fast", {}),
        ({"notify_customer": False, "boxes": 2}, {"notify_customer": False, "boxes": 2}),
        ({"note": "a\nb\u202e", "": "x", "empty": " "}, {"note": "a b"}),
        ({"deep": {"a": 1}, "list": [1], "none": None, "huge": 10**400}, {}),
        ({f"o{i}": i for i in range(99)}, {f"o{i}": i for i in range(MOST_OPTIONS)}),
    ],
)
def test_of_the_options_what_a_person_can_read_is_kept(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline, options: Any, shown: Any
) -> None:
    (found,) = read(server, client, deadline, asked(requestOptions=options))
    assert found.options == shown


def test_a_request_without_its_moment_is_no_answer(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline
) -> None:
    with pytest.raises(Unavailable):
        read(server, client, deadline, asked(sentAt=None))


@pytest.mark.parametrize("path", [["nodes", 0, "merchantRequests"], ["nodes", 0, "m", 0, "message"]])
def test_what_may_not_be_read_does_not_pass_for_nothing(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline, path: list[Any]
) -> None:
    error = {"message": "Access denied", "path": path, "extensions": {"code": "ACCESS_DENIED"}}
    node = {"id": GID, "merchantRequests": connection(asked(message=None))}
    server.answer("MerchantRequests", data_answer({"nodes": [node]}, errors=[error]))
    with pytest.raises(AccessDenied):
        client.read_merchant_requests([GID], deadline=deadline)


@pytest.mark.parametrize("answer", [data_answer({"nodes": 7}), data_answer({"nodes": [{"id": GID}]})])
def test_an_answer_of_another_shape_is_none(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline, answer: Answer
) -> None:
    server.answer("MerchantRequests", answer)
    with pytest.raises(ShopifyError):
        client.read_merchant_requests([GID], deadline=deadline)


def test_the_kinds_are_shopify_s_own() -> None:
    kinds: Any = load_schema().type_map["FulfillmentOrderMerchantRequestKind"]
    assert set(RequestKind) == set(kinds.values)
