"""Tokens and who is let in."""

from datetime import timedelta
from typing import Any

import pytest
import requests

from tests.sandbox import Sandbox
from tests.sandbox_checks.shop_client import Caller

RIGHT = {"grant_type": "client_credentials", "client_id": "sandbox-client", "client_secret": "sandbox-secret"}
SHOP = "{ shop { name } }"


def ask_for_token(sandbox: Sandbox, **body: Any) -> requests.Response:
    return requests.post(f"{sandbox.url}/admin/oauth/access_token", timeout=10, **body)


@pytest.mark.parametrize("encoding", ["data", "json"])
def test_a_token_is_issued_for_form_and_json_alike(sandbox: Sandbox, encoding: str) -> None:
    reply = ask_for_token(sandbox, **{encoding: RIGHT}).json()
    assert reply["expires_in"] == 86399
    assert "read_orders" in reply["scope"].split(",")
    assert "data" in Caller(sandbox, reply["access_token"]).ask(SHOP)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"client_secret": "wrong"}, "invalid_client"),
        ({"client_id": "wrong"}, "invalid_client"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
    ],
)
def test_wrong_credentials_are_refused_in_json(sandbox: Sandbox, change: dict[str, str], error: str) -> None:
    reply = ask_for_token(sandbox, data=RIGHT | change)
    assert (reply.status_code, reply.json()["error"]) == (400, error)


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff"])
def test_a_body_that_cannot_be_read_is_refused(sandbox: Sandbox, body: bytes) -> None:
    reply = ask_for_token(sandbox, data=body, headers={"Content-Type": "application/json"})
    assert (reply.status_code, reply.json()["error"]) == (400, "invalid_request")


@pytest.mark.parametrize("problem", ["app_not_installed", "shop_not_permitted"])
def test_a_missing_installation_is_answered_with_a_page(caller: Caller, problem: str) -> None:
    caller.control(installation=problem)
    reply = ask_for_token(caller.sandbox, data=RIGHT)
    assert reply.status_code == 400
    assert reply.headers["Content-Type"].startswith("text/html")
    assert f"<title>400 - Oauth error {problem}</title>" in reply.text


@pytest.mark.parametrize("token", [None, "", "shpat_made_up"])
def test_a_missing_or_unknown_token_is_refused(sandbox: Sandbox, token: str | None) -> None:
    reply = Caller(sandbox, token).post(SHOP)
    assert reply.status_code == 401
    assert reply.json() == {
        "errors": "[API] Invalid API key or access token (unrecognized login or wrong password)"
    }


def test_expired_tokens_are_refused_and_the_next_one_works(sandbox: Sandbox) -> None:
    first = ask_for_token(sandbox, data=RIGHT).json()["access_token"]
    sandbox.state.tokens.expire_issued()
    second = ask_for_token(sandbox, data=RIGHT).json()["access_token"]
    assert Caller(sandbox, first).post(SHOP).status_code == 401
    assert Caller(sandbox, second).post(SHOP).status_code == 200


def test_a_token_dies_after_a_day_of_the_stores_clock(sandbox: Sandbox) -> None:
    token = ask_for_token(sandbox, data=RIGHT).json()["access_token"]
    sandbox.state.clock.move(timedelta(seconds=86400))
    assert Caller(sandbox, token).post(SHOP).status_code == 401


def test_the_granted_scopes_are_listed(sandbox: Sandbox) -> None:
    sandbox.state.access.scopes = {"read_orders"}
    headers = {"X-Shopify-Access-Token": "shpat_sandbox"}
    reply = requests.get(f"{sandbox.url}/admin/oauth/access_scopes.json", headers=headers, timeout=10)
    assert reply.json() == {"access_scopes": [{"handle": "read_orders"}]}
    assert requests.get(f"{sandbox.url}/admin/oauth/access_scopes.json", timeout=10).status_code == 401


def test_the_token_endpoint_can_fail_on_its_own(sandbox: Sandbox) -> None:
    sandbox.state.faults.outage(503, times=1, target="token")
    assert ask_for_token(sandbox, data=RIGHT).status_code == 503
    assert ask_for_token(sandbox, data=RIGHT).status_code == 200
