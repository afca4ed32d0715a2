"""What the check of the connection finds out, each thing by itself."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from orders.shopify.auth import ClientCredentials
from orders.shopify.client import ShopifyClient
from orders.shopify.connection_report import (
    ConnectionReport,
    CredentialsKind,
    Probe,
    Readability,
    ScopeGrant,
    ShopFacts,
)
from orders.shopify.errors import AccessDenied, AuthenticationFailed
from orders.shopify.throttle import ThrottleStatus
from orders.transport.deadline import Deadline
from tests.shopify.conftest import ClientMaker
from tests.shopify.payloads import candidate, connection, cost, order, order_alone
from tests.support.scripted_server import TOKEN, Answer, ScriptedServer, data_answer

NOON = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)
SHOP = {
    "name": "Casa Lumbre",
    "myshopifyDomain": "demo-store.myshopify.com",
    "ianaTimezone": "Europe/Madrid",
    "plan": {"publicDisplayName": "Grow"},
}
VERSIONS = [
    {"handle": "2026-10", "supported": True},
    {"handle": "2026-07", "supported": True},
    {"handle": "2027-01", "supported": False},
    {"handle": "unstable"},
]
NEWEST = {
    "id": "gid://shopify/Order/1",
    "name": "#1001",
    "email": "a@b.c",
    "phone": None,
    "shippingAddress": None,
}

type Check = Callable[[], ConnectionReport]


def scopes(*handles: str) -> Answer:
    return data_answer(
        {"currentAppInstallation": {"accessScopes": [{"handle": handle} for handle in handles]}}
    )


def newest(*nodes: dict[str, Any], **extra: Any) -> Answer:
    return data_answer({"orders": {"nodes": list(nodes)}}, **extra)


@pytest.fixture
def check(client: ShopifyClient, deadline: Deadline) -> Check:
    return lambda: client.read_connection(deadline=deadline, read_clock=lambda: NOON)


def be_healthy(server: ScriptedServer, *, but: str | None = None) -> None:
    """Answer all operations (or all but one) as a shop does where everything is as it should be."""
    answers = {
        "Shop": data_answer({"shop": SHOP}),
        "ApiVersions": data_answer({"publicApiVersions": VERSIONS}),
        "AccessScopes": scopes("read_orders", "write_merchant_managed_fulfillment_orders", "read_products"),
        "NewestOrders": newest(NEWEST),
        "SearchOrders": data_answer({"orders": connection(candidate())}, extensions=cost(requested=7)),
        "Order": data_answer({"order": order()}, extensions=cost(requested=27)),
        "OrderAlone": data_answer({"order": order_alone()}),
    }
    for operation, answer in answers.items():
        if operation != but:
            server.answer(operation, answer)


@pytest.fixture
def healthy(server: ScriptedServer) -> ScriptedServer:
    be_healthy(server)
    return server


def test_it_tells_who_the_shop_is(healthy: ScriptedServer, check: Check) -> None:
    assert check().shop == ShopFacts(
        name="Casa Lumbre", domain="demo-store.myshopify.com", plan="Grow", timezone="Europe/Madrid"
    )


def test_a_healthy_connection_has_no_problems(healthy: ScriptedServer, check: Check) -> None:
    assert check().problems == ()


def test_it_tells_which_versions_are_asked_for_and_supported(healthy: ScriptedServer, check: Check) -> None:
    report = check()
    assert (report.version_asked, report.supported_versions) == ("2026-10", ("2026-10", "2026-07"))


def test_it_tells_which_version_answered_and_what_is_deprecated(server: ScriptedServer, check: Check) -> None:
    headers = {"X-Shopify-API-Version": "2027-01", "X-Shopify-API-Deprecated-Reason": "https://shopify.dev/x"}
    server.answer("SearchOrders", Answer(headers=headers, body=data_answer({"orders": connection()}).body))
    report = check()
    assert (report.version_served, report.deprecations) == ("2027-01", ("https://shopify.dev/x",))


def test_it_tells_which_needed_scopes_are_granted(healthy: ScriptedServer, check: Check) -> None:
    report = check()
    assert report.granted_scopes == (
        "read_orders",
        "read_products",
        "write_merchant_managed_fulfillment_orders",
    )
    assert report.scopes == (
        ScopeGrant(scope="read_orders", is_granted=True),
        ScopeGrant(scope="read_all_orders", is_granted=False),
        ScopeGrant(scope="read_merchant_managed_fulfillment_orders", is_granted=True),
        ScopeGrant(scope="read_third_party_fulfillment_orders", is_granted=False),
        ScopeGrant(scope="read_fulfillments", is_granted=False),
        ScopeGrant(scope="read_returns", is_granted=False),
    )


@pytest.mark.parametrize(
    ("orders", "seen"),
    [
        ([], None),
        ([NEWEST], True),
        ([NEWEST | {"email": None, "phone": None}], False),
        ([NEWEST | {"email": None, "phone": None}, NEWEST], True),
    ],
    ids=["no order", "a contact", "none", "one of two"],
)
def test_it_tells_whether_the_newest_orders_hold_contacts(
    server: ScriptedServer,
    client: ShopifyClient,
    deadline: Deadline,
    orders: list[dict[str, Any]],
    seen: bool | None,
) -> None:
    be_healthy(server, but="NewestOrders")
    server.answer("NewestOrders", newest(*orders))
    assert client.read_app_access(deadline=deadline).contacts_seen is seen


def test_it_tells_what_a_look_up_and_a_refresh_cost(healthy: ScriptedServer, check: Check) -> None:
    report = check()
    assert (report.search_cost, report.refresh_cost) == (7, 27)


def test_it_tells_the_state_of_the_bucket(healthy: ScriptedServer, check: Check) -> None:
    assert check().bucket == ThrottleStatus(maximum=2000, available=1900, restore_rate=100)


@pytest.mark.parametrize(
    ("date", "difference"),
    [
        ("Mon, 23 Nov 2026 12:02:00 GMT", 120),
        ("Mon, 23 Nov 2026 11:59:57 GMT", -3),
        ("noon", None),
        ("Mon, 99 Nov 2026 11:59:57 GMT", None),
    ],
)
def test_it_tells_how_far_the_clocks_are_apart(
    server: ScriptedServer, check: Check, date: str, difference: float | None
) -> None:
    body = data_answer({"shop": SHOP}).body
    head = f"HTTP/1.1 200 OK\r\nDate: {date}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    server.answer("Shop", Answer(raw=head + body))
    assert check().clock_difference == difference


@pytest.mark.parametrize(
    "order_fields", [{"email": "a@b.c"}, {"phone": "1"}, {"shippingAddress": {"city": "M"}}]
)
def test_what_any_of_the_newest_orders_holds_is_readable(
    server: ScriptedServer, check: Check, order_fields: dict[str, Any]
) -> None:
    nothing = {
        "id": "gid://shopify/Order/1",
        "name": "#1",
        "email": None,
        "phone": None,
        "shippingAddress": None,
    }
    server.answer("NewestOrders", newest(nothing, nothing | order_fields))
    report = check()
    found = {"email": report.email, "phone": report.phone, "shippingAddress": report.address}
    assert [key for key, value in found.items() if value is Readability.READABLE] == list(order_fields)
    assert list(found.values()).count(Readability.UNKNOWN) == 2


def test_what_is_denied_is_said_to_be_denied(server: ScriptedServer, check: Check) -> None:
    errors = [
        {"message": "x", "path": ["orders", "nodes", 0, field], "extensions": {"code": "ACCESS_DENIED"}}
        for field in ("email", "phone", "shippingAddress")
    ]
    server.answer("NewestOrders", newest(NEWEST | {"email": None}, errors=errors))
    report = check()
    assert {report.email, report.phone, report.address} == {Readability.DENIED}


def test_a_shop_without_orders_is_searched_all_the_same(server: ScriptedServer, check: Check) -> None:
    be_healthy(server, but="NewestOrders")
    server.answer("NewestOrders", newest())
    report = check()
    assert (report.search_cost, report.refresh_cost, report.email) == (7, None, Readability.UNKNOWN)
    assert report.problems == ()


def test_a_cost_that_shopify_does_not_tell_is_unknown(server: ScriptedServer, check: Check) -> None:
    server.answer("NewestOrders", newest(NEWEST))
    server.answer("SearchOrders", data_answer({"orders": connection()}))
    server.answer("Order", data_answer({"order": order()}))
    report = check()
    assert (report.search_cost, report.refresh_cost, report.bucket) == (None, None, None)


def test_it_tells_what_a_refresh_may_not_read(server: ScriptedServer, check: Check) -> None:
    denial = {
        "message": "Access denied for fulfillmentOrders field.",
        "extensions": {"code": "ACCESS_DENIED"},
    }
    server.answer("NewestOrders", newest(NEWEST))
    server.answer("Order", data_answer({"order": None}, errors=[denial]))
    server.answer("OrderAlone", data_answer({"order": order_alone()}))
    assert check().refresh_denied == {"fulfillmentOrders"}


EACH_PROBE = [
    ("Shop", Probe.SHOP, {"shop"}),
    ("ApiVersions", Probe.VERSIONS, {"supported_versions"}),
    ("AccessScopes", Probe.SCOPES, {"granted_scopes", "scopes"}),
    ("NewestOrders", Probe.CONTACTS, {"refresh_cost"}),
    ("SearchOrders", Probe.SEARCH, {"search_cost"}),
    ("OrderAlone", Probe.REFRESH, {"refresh_cost"}),
]


@pytest.mark.parametrize(("operation", "probe", "lost"), EACH_PROBE, ids=[row[0] for row in EACH_PROBE])
def test_each_probe_fails_on_its_own(
    server: ScriptedServer, client: ShopifyClient, check: Check, operation: str, probe: Probe, lost: set[str]
) -> None:
    denial = {"message": "Access denied for x field.", "extensions": {"code": "ACCESS_DENIED"}}
    server.answer(operation, data_answer(None, errors=[denial]))
    if operation == "OrderAlone":
        server.answer("Order", data_answer({"order": None}, errors=[denial]))
    be_healthy(server, but=operation)
    report = check()
    assert [problem.probe for problem in report.problems] == [probe]
    assert isinstance(report.problems[0].error, AccessDenied)
    names = ("shop", "supported_versions", "granted_scopes", "scopes", "search_cost", "refresh_cost")
    assert {name for name in names if getattr(report, name) is None} == lost


def test_wrong_credentials_are_a_problem_of_every_probe(
    server: ScriptedServer, make_client: ClientMaker, deadline: Deadline
) -> None:
    server.answer(TOKEN, Answer(status=400, body=b"app_not_installed"))
    client = make_client(credentials=ClientCredentials("id", "secret"))
    report = client.read_connection(deadline=deadline, read_clock=lambda: NOON)
    assert {type(problem.error) for problem in report.problems} == {AuthenticationFailed}
    assert [problem.probe for problem in report.problems] == [
        Probe.SHOP,
        Probe.VERSIONS,
        Probe.SCOPES,
        Probe.CONTACTS,
        Probe.SEARCH,
    ]


def test_it_tells_the_kind_of_credentials(
    make_client: ClientMaker, check: Check, healthy: ScriptedServer
) -> None:
    assert check().credentials_kind is CredentialsKind.STATIC_TOKEN
    assert (
        make_client(credentials=ClientCredentials("id", "s")).credentials_kind
        is CredentialsKind.CLIENT_CREDENTIALS
    )


def test_a_plan_that_is_not_told_is_unknown(server: ScriptedServer, check: Check) -> None:
    server.answer("Shop", data_answer({"shop": {"name": "X"}}))
    assert check().shop == ShopFacts(name="X", domain=None, plan=None, timezone=None)
