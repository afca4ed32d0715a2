"""The switches over HTTP: for this machine only."""

from typing import Any

import pytest
import requests

from tests.sandbox import Sandbox
from tests.sandbox.application import Application
from tests.sandbox.graphql_endpoint import RequestLog
from tests.sandbox.http import Request
from tests.sandbox_checks.shop_client import Caller


def test_it_shows_every_switch(sandbox: Sandbox) -> None:
    shown = requests.get(f"{sandbox.url}/__control__", timeout=10).json()
    assert {"latency", "scopes", "fuzzy", "index_lag", "orders", "faults", "protected_data"} <= shown.keys()


@pytest.mark.parametrize(
    ("switch", "value"),
    [
        ("no_such_switch", 1),
        ("fault", {"kind": "no_such_fault"}),
        ("fault", {"no_such_part": 1}),
        ("latency", "slow"),
        ("protected_data", "maybe"),
        ("installation", "maybe"),
        ("advance", "#0000"),
        ("time_of_day", "noon"),
    ],
)
def test_a_switch_that_cannot_be_set_is_refused(caller: Caller, switch: str, value: Any) -> None:
    reply = caller.session.post(f"{caller.sandbox.url}/__control__", json={switch: value}, timeout=10)
    assert reply.status_code == 400


@pytest.mark.parametrize("body", [b"{", b"[]", b"1"])
def test_a_body_that_is_no_object_is_refused(sandbox: Sandbox, body: bytes) -> None:
    assert requests.post(f"{sandbox.url}/__control__", data=body, timeout=10).status_code == 400


def test_a_reset_takes_everything_back(caller: Caller) -> None:
    caller.sandbox.state.add_order("#5000")
    caller.control(fuzzy=True, latency=0.01, scopes=[], outage=503)
    shown = caller.control(reset=True)
    assert (shown["fuzzy"], shown["latency"], shown["faults"]) == (False, 0, [])
    assert "read_orders" in shown["scopes"]
    assert "#5000" not in shown["orders"]


def test_an_order_moves_on_when_told_to(caller: Caller) -> None:
    caller.control(advance="#1090")
    assert caller.work("#1090")[0]["status"] == "IN_PROGRESS"


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Host": "evil.example"}])
def test_a_page_in_a_visitors_browser_cannot_reach_it(sandbox: Sandbox, headers: dict[str, str]) -> None:
    reply = requests.post(f"{sandbox.url}/__control__", json={"fuzzy": True}, headers=headers, timeout=10)
    assert reply.status_code == 403
    assert not sandbox.state.behaviour.fuzzy


def test_another_machine_cannot_reach_it(sandbox: Sandbox) -> None:
    application = Application(sandbox.state, RequestLog(), sandbox.reset)
    request = Request("GET", "/__control__", {"host": "127.0.0.1:8001"}, b"", is_local=False)
    assert application.answer(request).status == 403


def test_only_looking_and_setting_are_allowed(sandbox: Sandbox) -> None:
    assert requests.delete(f"{sandbox.url}/__control__", timeout=10).status_code == 405
