"""Every way in which Shopify refuses, told apart; through the client, over a real socket."""

from typing import Any

import pytest

from orders.shopify.client import ShopifyClient
from orders.shopify.errors import (
    AccessDenied,
    AuthenticationFailed,
    Misconfigured,
    OrderNotFound,
    QueryRefused,
    ShopClosed,
    ShopifyError,
    Throttled,
    Unavailable,
)
from orders.transport.deadline import Deadline
from tests.shopify.payloads import ORDER_ID, candidate, connection, cost
from tests.support.scripted_server import DROPPED, Answer, ScriptedServer, data_answer, json_answer

SEARCH = "SearchOrders"
FOUND = data_answer({"orders": connection(candidate())})


def fail(client: ShopifyClient, deadline: Deadline) -> ShopifyError:
    """The error that a search meets."""
    with pytest.raises(ShopifyError) as caught:
        client.find_orders("1001", deadline=deadline)
    return caught.value


STATUSES: list[tuple[int, type[ShopifyError], float | None]] = [
    (204, Unavailable, None),
    (302, Misconfigured, None),
    (400, QueryRefused, None),
    (401, AuthenticationFailed, None),
    (402, ShopClosed, 3600),
    (403, AccessDenied, None),
    (404, Misconfigured, None),
    (422, QueryRefused, None),
    (423, ShopClosed, 3600),
    (430, Unavailable, 600),
]


@pytest.mark.parametrize(("status", "error", "retry_after"), STATUSES, ids=[str(row[0]) for row in STATUSES])
def test_a_status_that_waiting_does_not_mend_is_met_once(
    server: ScriptedServer,
    client: ShopifyClient,
    deadline: Deadline,
    status: int,
    error: type[ShopifyError],
    retry_after: float | None,
) -> None:
    server.answer(
        SEARCH, json_answer({"errors": "no"}, status=status) if status != 204 else Answer(status=204)
    )
    caught = fail(client, deadline)
    assert type(caught) is error
    assert getattr(caught, "retry_after", None) == retry_after
    assert len(server.received) == 1


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_a_passing_status_is_asked_again(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline, status: int
) -> None:
    server.answer(SEARCH, Answer(status=status, body=b"<html>"), FOUND)
    assert len(client.find_orders("1001", deadline=deadline)) == 1


def test_a_dropped_connection_is_asked_again(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline
) -> None:
    server.answer(SEARCH, DROPPED, FOUND)
    assert len(client.find_orders("1001", deadline=deadline)) == 1


@pytest.mark.parametrize("answer", [Answer(status=500), DROPPED], ids=["500", "dropped"])
def test_it_gives_up_after_four_attempts(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline, answer: Answer
) -> None:
    server.answer(SEARCH, answer)
    assert isinstance(fail(client, deadline), Unavailable)
    assert len(server.received) == 4


def test_it_waits_longer_before_each_attempt_and_never_the_same(
    server: ScriptedServer, client: ShopifyClient, clock: Any, deadline: Deadline
) -> None:
    server.answer(SEARCH, Answer(status=500))
    clock.dice = 0.5
    fail(client, deadline)
    assert clock.sleeps == pytest.approx([0.2, 0.4, 0.8])


@pytest.mark.parametrize(("seconds", "attempts"), [(0.15, 1), (0.25, 2)])
def test_it_does_not_wait_beyond_the_deadline(
    server: ScriptedServer, client: ShopifyClient, clock: Any, seconds: float, attempts: int
) -> None:
    server.answer(SEARCH, Answer(status=500))
    clock.dice = 0.5
    fail(client, Deadline.after(seconds, monotonic=clock.monotonic))
    assert len(server.received) == attempts


RETRY_AFTER = [
    ({"Retry-After": "7"}, 7),
    ({"Retry-After": "2.5"}, 2.5),
    ({"Retry-After": "999999"}, 3600),
    ({"Retry-After": "Mon, 23 Nov 2026 12:00:09 GMT", "Date": "Mon, 23 Nov 2026 12:00:00 GMT"}, 9),
    ({"Retry-After": "Mon, 23 Nov 2026 12:00:09 -0000", "Date": "Mon, 23 Nov 2026 12:00:00 GMT"}, 9),
    ({"Retry-After": "Mon, 23 Nov 2026 11:00:00 GMT", "Date": "Mon, 23 Nov 2026 12:00:00 GMT"}, 0),
    ({"Retry-After": "Mon, 23 Nov 2026 12:00:09 GMT", "Date": "never"}, 1),
    ({"Retry-After": "soon"}, 1),
    ({"Retry-After": "-5"}, 1),
    ({}, 1),
]


@pytest.mark.parametrize(("headers", "seconds"), RETRY_AFTER)
def test_too_many_requests_says_how_long_to_wait(
    server: ScriptedServer, client: ShopifyClient, clock: Any, headers: dict[str, str], seconds: float
) -> None:
    raw = b"HTTP/1.1 429 Too Many\r\nContent-Length: 0\r\nConnection: close\r\n"
    raw += b"".join(f"{name}: {value}\r\n".encode() for name, value in headers.items())
    server.answer(SEARCH, Answer(raw=raw + b"\r\n"))
    caught = fail(client, Deadline.after(0.9, monotonic=clock.monotonic))
    assert isinstance(caught, Throttled)
    assert caught.retry_after == seconds


def test_a_fault_that_names_a_time_is_given_that_time(
    server: ScriptedServer, client: ShopifyClient, clock: Any, deadline: Deadline
) -> None:
    server.answer(SEARCH, Answer(status=503, headers={"Retry-After": "3"}), FOUND)
    client.find_orders("1001", deadline=deadline)
    assert clock.sleeps == [3]


GARBAGE = {
    "HTML": Answer(headers={"Content-Type": "text/html"}, body=b"<!doctype html><title>Shop</title>"),
    "truncated JSON": Answer(body=b'{"data": {"orders": {"nod'),
    "nothing": Answer(body=b""),
    "NaN": Answer(body=b'{"data": NaN}'),
    "not UTF-8": Answer(body=b'{"data": "\xff"}'),
    "endless nesting": Answer(body=b"[" * 200_000),
    "an endless number": Answer(body=b'{"data": ' + b"9" * 10_000 + b"}"),
    "a list": json_answer([]),
    "null": json_answer(None),
    "errors that are a sentence": json_answer({"errors": "Not Found"}),
    "errors that are an object": json_answer({"errors": {"a": 1}}),
    "an error that is a sentence": json_answer({"errors": ["x"]}),
    "a number": json_answer(7),
    "an empty object": json_answer({}),
    "no data": json_answer({"data": None}),
    "another root": data_answer({"shop": {}}),
    "a root of another type": data_answer({"orders": []}),
    "a null root": data_answer({"orders": None}),
    "no nodes": data_answer({"orders": {"pageInfo": {"hasNextPage": False}}}),
    "nodes that are no list": data_answer({"orders": {"nodes": {}, "pageInfo": {"hasNextPage": False}}}),
    "a node that is no object": data_answer({"orders": connection(None)}),
    "a node without id": data_answer({"orders": connection(candidate(id=None))}),
    "a node without name": data_answer({"orders": connection(candidate(name="\u202e"))}),
    "no page info": data_answer({"orders": {"nodes": []}}),
    "a page without end": data_answer({"orders": {"nodes": [], "pageInfo": {"hasNextPage": True}}}),
    "a page that may go on": data_answer({"orders": {"nodes": [], "pageInfo": {"hasNextPage": "yes"}}}),
}


@pytest.mark.parametrize("answer", GARBAGE.values(), ids=GARBAGE.keys())
def test_garbage_is_unavailable_and_not_asked_for_again(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline, answer: Answer
) -> None:
    server.answer(SEARCH, answer)
    caught = fail(client, deadline)
    assert type(caught) is Unavailable
    assert len(server.received) == 1


def test_garbage_is_not_quoted(server: ScriptedServer, client: ShopifyClient, deadline: Deadline) -> None:
    server.answer(SEARCH, Answer(body=b"ana@example.com"))
    caught = fail(client, deadline)
    assert "ana" not in str(caught)
    assert caught.__context__ is None


def error(message: str = "Oh", *, code: str | None = None, **more: Any) -> dict[str, Any]:
    extensions = {} if code is None else {"extensions": {"code": code}}
    return {"message": message, **extensions, **more}


ERRORS: list[tuple[str, dict[str, Any], type[ShopifyError]]] = [
    ("too costly", error(code="MAX_COST_EXCEEDED"), QueryRefused),
    ("inactive", error(code="SHOP_INACTIVE"), ShopClosed),
    ("an unknown field", error("Field 'x' doesn't exist", code="undefinedField"), QueryRefused),
    ("a code that is none", error(code="<b>"), QueryRefused),
    ("no code", error(), QueryRefused),
    ("no message", {}, QueryRefused),
    ("denied", error("Access denied for orders field.", code="ACCESS_DENIED", path=["orders"]), AccessDenied),
    ("denied without code", error("This app is not approved to access the Order object."), AccessDenied),
    ("denied by its words", error("Access denied for orders field. Required access: `x`"), AccessDenied),
]


@pytest.mark.parametrize(("payload", "expected"), [row[1:] for row in ERRORS], ids=[row[0] for row in ERRORS])
def test_an_error_without_data_is_told_by_its_code_and_words(
    server: ScriptedServer,
    client: ShopifyClient,
    deadline: Deadline,
    payload: dict[str, Any],
    expected: type[ShopifyError],
) -> None:
    server.answer(SEARCH, json_answer({"errors": [payload]}))
    assert type(fail(client, deadline)) is expected
    assert len(server.received) == 1


def test_an_internal_error_is_asked_again(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline
) -> None:
    server.answer(SEARCH, json_answer({"errors": [error(code="INTERNAL_SERVER_ERROR")]}), FOUND)
    assert len(client.find_orders("1001", deadline=deadline)) == 1


def test_an_unknown_error_beside_data_is_asked_again(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline
) -> None:
    broken = data_answer({"orders": connection()}, errors=[error(path=["orders", "nodes"])])
    server.answer(SEARCH, broken, FOUND)
    assert len(client.find_orders("1001", deadline=deadline)) == 1


DENIED = {
    "path": (error(code="ACCESS_DENIED", path=["orders", "nodes", 0]), "nodes"),
    "words": (error("This app is not approved to use the email field. See", code="ACCESS_DENIED"), "email"),
    "object": (error("This app is not approved to access the Order object."), "Order"),
    "neither": (error(code="ACCESS_DENIED"), "the shop's data"),
    "a strange path": (error(code="ACCESS_DENIED", path=["orders", "<b>"]), "orders"),
}


@pytest.mark.parametrize(("payload", "field"), DENIED.values(), ids=DENIED.keys())
def test_a_denial_names_the_field(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline, payload: dict[str, Any], field: str
) -> None:
    server.answer(SEARCH, data_answer({"orders": None}, errors=[payload]))
    caught = fail(client, deadline)
    assert isinstance(caught, AccessDenied)
    assert caught.field == field


def test_a_denial_quotes_what_is_required(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline
) -> None:
    extensions = {"code": "ACCESS_DENIED", "requiredAccess": "`read_orders` access\u202e scope."}
    server.answer(SEARCH, json_answer({"errors": [{"message": "", "extensions": extensions}]}))
    caught = fail(client, deadline)
    assert isinstance(caught, AccessDenied)
    assert caught.required == "`read_orders` access scope."


ALL_KINDS = [
    json_answer({"errors": "no"}, status=404),
    Answer(status=402),
    json_answer({"errors": [error(code="MAX_COST_EXCEEDED")]}),
    data_answer({"orders": None}, errors=[error(code="ACCESS_DENIED")]),
]


@pytest.mark.parametrize("answer", ALL_KINDS)
def test_an_error_carries_shopifys_request_id(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline, answer: Answer
) -> None:
    headers = {**answer.headers, "X-Request-Id": "11d5-8e"}
    server.answer(SEARCH, Answer(status=answer.status, headers=headers, body=answer.body))
    assert fail(client, deadline).request_id == "11d5-8e"


def test_a_request_id_of_another_form_is_left_out(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline
) -> None:
    server.answer(SEARCH, Answer(status=404, headers={"X-Request-Id": "<script>"}))
    assert fail(client, deadline).request_id is None


def test_an_order_that_is_not_there_is_not_found(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline
) -> None:
    server.answer("Order", data_answer({"order": None}, extensions=cost()))
    with pytest.raises(OrderNotFound):
        client.get_order(ORDER_ID, deadline=deadline)


TELLTALES = {
    "a refused query": json_answer({"errors": [error("1001 ana@example.com")]}),
    "a refused request": Answer(status=400, body=b"1001 ana@example.com"),
    "a denial": data_answer(None, errors=[error("1001 ana@example.com", code="ACCESS_DENIED")]),
}


@pytest.mark.parametrize("answer", TELLTALES.values(), ids=TELLTALES.keys())
def test_no_message_repeats_what_shopify_said_or_what_was_typed(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline, answer: Answer
) -> None:
    server.answer(SEARCH, answer)
    message = str(fail(client, deadline))
    assert "ana" not in message
    assert "1001" not in message
