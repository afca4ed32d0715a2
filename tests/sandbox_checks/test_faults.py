"""Everything that can go wrong on the wire goes wrong when told to, and stops."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
import requests

from tests.sandbox import Sandbox
from tests.sandbox_checks.shop_client import LOOK_UP, Caller

SHOP = "query Shop { shop { name } }"


@pytest.mark.parametrize("status", [402, 403, 404, 423, 429, 430, 500, 502, 503])
def test_an_outage_lasts_for_so_many_calls(caller: Caller, status: int) -> None:
    caller.control(outage={"status": status, "times": 2})
    assert [caller.post(SHOP).status_code for _ in range(3)] == [status, status, 200]


def test_an_outage_without_a_number_lasts_until_cleared(caller: Caller) -> None:
    caller.control(outage=503)
    assert [caller.post(SHOP).status_code for _ in range(3)] == [503] * 3
    caller.control(clear=True)
    assert caller.post(SHOP).status_code == 200


@pytest.mark.parametrize("retry_after", ["2.0", "Wed, 21 Oct 2026 07:28:00 GMT"])
def test_too_many_requests_say_when_to_come_again(caller: Caller, retry_after: str) -> None:
    caller.sandbox.state.faults.outage(429, retry_after=retry_after, times=1)
    assert caller.post(SHOP).headers["Retry-After"] == retry_after


def test_a_fault_can_be_meant_for_one_operation(caller: Caller) -> None:
    caller.sandbox.state.faults.outage(500, operation="LookUp")
    assert caller.post(LOOK_UP, {"q": ""}).status_code == 500
    assert caller.post(SHOP).status_code == 200


@pytest.mark.parametrize("kind", ["drop", "cut"])
def test_a_connection_can_be_lost(caller: Caller, kind: str) -> None:
    caller.control(fault={"kind": kind, "times": 1})
    with pytest.raises(requests.RequestException):
        caller.post(SHOP)
    assert caller.post(SHOP).status_code == 200


@pytest.mark.parametrize("kind", ["html", "truncated", "empty"])
def test_an_answer_may_be_no_json_at_all(caller: Caller, kind: str) -> None:
    caller.control(fault={"kind": kind, "times": 1})
    reply = caller.post(SHOP)
    assert reply.status_code == 200
    with pytest.raises(requests.JSONDecodeError):
        reply.json()


def test_an_answer_may_be_json_of_the_wrong_shape(caller: Caller) -> None:
    caller.control(fault={"kind": "wrong_shape", "times": 1})
    assert isinstance(caller.post(SHOP).json()["data"], list)


@pytest.mark.parametrize("hide_data", [False, True])
def test_errors_come_beside_the_data_or_in_its_place(caller: Caller, hide_data: bool) -> None:
    error: dict[str, object] = {"message": "Internal error", "extensions": {"code": "INTERNAL_SERVER_ERROR"}}
    caller.sandbox.state.faults.errors(error, times=1, hide_data=hide_data)
    payload = caller.ask(SHOP)
    assert payload["errors"] == [error]
    assert ("data" in payload) is not hide_data


def test_slowness_can_be_general_or_for_one_operation(caller: Caller) -> None:
    caller.control(latency={"LookUp": 0.15})
    began = time.monotonic()
    caller.post(SHOP)
    between = time.monotonic()
    caller.post(LOOK_UP, {"q": ""})
    assert between - began < 0.15 <= time.monotonic() - between


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"{", "application/json"),
        (b"[]", "application/json"),
        (b'{"query": 1}', "application/json"),
        (b'{"query": "{ shop { name } }", "variables": []  , "operationName": 3}', "application/json"),
        (b'{"query": "{ shop { name } }"}', "text/plain"),
    ],
)
def test_a_body_that_is_no_call_is_a_bad_request(caller: Caller, body: bytes, content_type: str) -> None:
    headers = {"X-Shopify-Access-Token": "shpat_sandbox", "Content-Type": content_type}
    url = f"{caller.sandbox.url}/admin/api/2026-10/graphql.json"
    assert requests.post(url, data=body, headers=headers, timeout=10).status_code == 400


@pytest.mark.parametrize(
    "query", ["{ order(id: 1) { nmae } }", "{ shop { name }", "query A { shop { name } } { shop { id } }"]
)
def test_an_invalid_query_is_answered_with_errors_and_status_200(caller: Caller, query: str) -> None:
    reply = caller.post(query)
    assert reply.status_code == 200
    assert reply.json().keys() == {"errors"}


@pytest.mark.parametrize(
    ("asked", "served"),
    [
        ("2026-10", "2026-10"),
        ("2026-01", "2026-01"),
        ("2025-10", "2026-01"),
        ("2019-04", "2026-01"),
        (None, "2026-01"),
        ("unstable", "unstable"),
    ],
)
def test_an_expired_version_falls_forward(caller: Caller, asked: str | None, served: str) -> None:
    assert caller.post(SHOP, version=asked).headers["X-Shopify-API-Version"] == served


def test_another_version_can_be_made_to_answer(caller: Caller) -> None:
    caller.control(served_version="2026-04")
    assert caller.post(SHOP).headers["X-Shopify-API-Version"] == "2026-04"


def test_a_deprecated_field_is_named_in_a_header(caller: Caller) -> None:
    query = "{ orders(first: 1) { nodes { lineItems(first: 1) { nodes { fulfillableQuantity } } } } }"
    assert "fulfillableQuantity" in caller.post(query).headers["X-Shopify-API-Deprecated-Reason"]
    assert "X-Shopify-API-Deprecated-Reason" not in caller.post(SHOP).headers


def test_every_reply_bears_a_request_id_of_its_own(caller: Caller) -> None:
    caller.control(outage={"status": 500, "times": 1})
    ids = {caller.post(SHOP).headers["X-Request-Id"] for _ in range(3)}
    assert len(ids) == 3


def test_the_date_header_follows_the_stores_clock(caller: Caller) -> None:
    caller.control(clock_offset=3600)
    told = parsedate_to_datetime(caller.post(SHOP).headers["Date"])
    assert timedelta(minutes=59) < told - datetime.now(UTC) < timedelta(minutes=61)


def test_the_time_of_day_can_be_set(caller: Caller) -> None:
    caller.control(time_of_day="03:30")
    assert caller.sandbox.state.clock.now().minute == 30


def test_a_hundred_connections_are_held_at_once(caller: Caller) -> None:
    caller.sandbox.state.faults.latency = 0.3
    began = time.monotonic()
    with ThreadPoolExecutor(100) as pool:
        statuses = list(pool.map(lambda _: Caller(caller.sandbox).post(SHOP).status_code, range(100)))
    assert statuses == [200] * 100
    assert time.monotonic() - began < 10


def test_the_log_says_what_was_asked_and_for_how_many_points(caller: Caller) -> None:
    caller.ask(LOOK_UP, q="")
    asked = caller.sandbox.requests[-1]
    assert (asked.operation, asked.requested_cost, asked.status, asked.variables) == (
        "LookUp",
        5,
        200,
        {"q": ""},
    )


def test_a_stopped_store_serves_nobody_not_even_those_already_connected() -> None:
    with Sandbox(demo_orders=False) as sandbox:
        caller = Caller(sandbox)
        assert caller.post(SHOP).status_code == 200
    with pytest.raises(requests.ConnectionError):
        caller.post(SHOP)


def test_an_unknown_path_is_not_found(sandbox: Sandbox) -> None:
    assert requests.get(f"{sandbox.url}/admin/api/2026-10/orders.json", timeout=10).status_code == 404
