"""What a merchant runs."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django.fixtures import Settings

from tests.sandbox import Sandbox
from tests.sandbox.access import ProtectedData
from tests.support.shopper import Shopper, text

ANA = "ana@example.com"
pytestmark = pytest.mark.django_db


def run(*command: str) -> tuple[str, int]:
    """What a command prints, and its exit code."""
    out = io.StringIO()
    try:
        call_command(*command, stdout=out, stderr=out)
    except SystemExit as stop:
        return out.getvalue(), int(stop.code or 0)
    except CommandError as error:
        return f"{out.getvalue()}{error}", 1
    return out.getvalue(), 0


@pytest.fixture
def ordered(shop: Sandbox) -> Sandbox:
    shop.state.add_order("#1001", email=ANA, phone="+34612345678")
    return shop


# check_shopify -----------------------------------------------------------------------------------------------------


def test_a_good_connection_is_told_in_full(ordered: Sandbox) -> None:
    told, code = run("check_shopify")
    assert code == 0, told
    for words in (
        "Shoppers can be served",
        "2026-10",
        "read_orders",
        "points",
        "client credentials",
        "can be read",
    ):
        assert words in told
    assert "BAD" not in told


def test_the_points_of_one_look_up_and_one_refresh_are_told(ordered: Sandbox) -> None:
    told, _ = run("check_shopify")
    lines = {line[11:23].strip(): line[24:] for line in told.splitlines() if line.startswith("  ")}
    assert int(lines["One look-up"].split()[0]) <= 8
    assert int(lines["One refresh"].split()[0]) <= 60


@pytest.mark.parametrize(
    ("scope", "code", "words"),
    [
        ("read_orders", 1, "no order can be shown"),
        ("read_all_orders", 0, "older than 60 days"),
        ("read_merchant_managed_fulfillment_orders", 0, "your own locations"),
        ("read_third_party_fulfillment_orders", 0, "partner's warehouse"),
    ],
)
def test_a_missing_scope_is_told_with_what_it_costs(
    ordered: Sandbox, scope: str, code: int, words: str
) -> None:
    ordered.state.access.scopes = ordered.state.access.scopes - {scope}
    told, exit_code = run("check_shopify")
    assert words in told
    assert exit_code == code, told


@pytest.mark.parametrize("denied", ["level_2_denied", "basic_plan"])
def test_where_email_and_phone_may_not_be_read_it_says_that_nobody_can_be_served(
    ordered: Sandbox, denied: ProtectedData
) -> None:
    ordered.state.access.protected_data = denied
    told, code = run("check_shopify")
    assert code == 1
    assert "protected customer data" in told


@pytest.mark.parametrize("status", [402, 403, 404, 423, 500])
def test_a_shop_that_does_not_answer_is_told_plainly(ordered: Sandbox, status: int) -> None:
    ordered.state.faults.outage(status)
    told, code = run("check_shopify")
    assert code == 1
    assert str(status) in told


def test_wrong_credentials_are_told_and_not_printed(ordered: Sandbox, settings: Settings) -> None:
    settings.SHOPIFY_CLIENT_SECRET = "not-the-secret"
    told, code = run("check_shopify")
    assert code == 1
    assert "not-the-secret" not in told


def test_an_old_api_version_is_noticed(ordered: Sandbox, settings: Settings) -> None:
    settings.SHOPIFY_API_VERSION = "2025-07"
    told, _ = run("check_shopify")
    assert "asked for 2025-07, answered as 2026-01" in told


def test_no_email_is_printed(ordered: Sandbox) -> None:
    assert ANA not in run("check_shopify")[0]


def test_without_a_shop_it_says_what_to_set(settings: Settings) -> None:
    settings.SHOPIFY_API_URL = ""
    assert "SHOPIFY_STORE_DOMAIN" in run("check_shopify")[0]


# order_link --------------------------------------------------------------------------------------------------------


def test_staff_get_a_link_that_lands_directly(ordered: Sandbox) -> None:
    told, code = run("order_link", "#1001")
    assert code == 0
    url = told.strip().removeprefix("http://testserver")
    assert "Order #1001" in text(Shopper(Client()).open(url))


def test_of_two_orders_with_one_name_staff_must_say_which(ordered: Sandbox) -> None:
    ordered.state.add_order("#1001", email="ben@example.com")
    assert "2 orders" in run("order_link", "#1001")[0]
    assert run("order_link", "#1001", "--contact", "ben@example.com")[1] == 0


@pytest.mark.parametrize("arguments", [["#9999"], ["abc"], ["#1001", "--contact", "nonsense"]])
def test_what_names_no_order_is_said(ordered: Sandbox, arguments: list[str]) -> None:
    told, code = run("order_link", *arguments)
    assert code == 1
    assert "/o/" not in told


def test_no_link_is_made_while_shopify_is_away(ordered: Sandbox) -> None:
    ordered.state.faults.outage(500)
    assert run("order_link", "#1001")[1] == 1


# email_snippet -----------------------------------------------------------------------------------------------------


def test_the_snippet_encodes_the_name_and_leaves_the_email_out(ordered: Sandbox) -> None:
    told, _ = run("email_snippet")
    assert "http://testserver/?order={{ name | default: order_name | url_encode }}" in told
    assert "email }}" not in told


def test_what_the_snippet_makes_of_a_name_fills_the_form(ordered: Sandbox) -> None:
    page = Shopper(Client()).open("/?order=%231001").content.decode()
    assert 'value="#1001"' in page
