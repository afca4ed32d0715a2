"""What is odd about a reply, though it can be used, and how the questions look from outside."""

import logging
from typing import Any

import pytest

from orders.shopify.auth import StaticToken
from orders.shopify.client import ShopifyClient
from orders.shopify.errors import Misconfigured
from orders.transport.deadline import Deadline
from tests.shopify.payloads import candidate, connection
from tests.support.scripted_server import DROPPED, Answer, ScriptedServer, data_answer

SEARCH = "SearchOrders"


def found(**headers: str) -> Answer:
    answer = data_answer({"orders": connection(candidate())})
    return Answer(
        headers={name.replace("_", "-"): value for name, value in headers.items()}, body=answer.body
    )


def test_the_path_names_the_version(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline
) -> None:
    server.answer(SEARCH, found())
    client.find_orders("1001", deadline=deadline)
    assert server.received[0].path == "/admin/api/2026-10/graphql.json"


def test_the_answer_of_another_version_is_used_counted_and_logged_once(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline, caplog: pytest.LogCaptureFixture
) -> None:
    server.answer(SEARCH, found(X_Shopify_API_Version="2027-01"))
    for _ in range(2):
        assert client.find_orders("1001", deadline=deadline)
    assert client.observations.counts() == {("another API version answered", "2027-01"): 2}
    assert caplog.messages == ["Shopify: another API version answered: 2027-01"]


def test_the_version_that_was_asked_for_is_nothing_to_note(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline
) -> None:
    server.answer(SEARCH, found(X_Shopify_API_Version="2026-10"))
    client.find_orders("1001", deadline=deadline)
    assert client.observations.counts() == {}


def test_a_deprecation_is_counted_and_logged_once(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline, caplog: pytest.LogCaptureFixture
) -> None:
    server.answer(SEARCH, found(X_Shopify_API_Deprecated_Reason="https://shopify.dev/x"))
    for _ in range(2):
        assert client.find_orders("1001", deadline=deadline)
    assert client.observations.counts() == {
        ("the API calls something deprecated", "https://shopify.dev/x"): 2
    }
    assert len(caplog.records) == 1


def test_no_log_line_holds_token_number_or_contact(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.answer(SEARCH, DROPPED, Answer(status=500), found())
    client.find_orders("zz-777", deadline=deadline)
    assert not [secret for secret in ("shpat_static", "777", "ana@example.com") if secret in caplog.text]


def test_a_client_closes_its_connections_at_the_end(server: ScriptedServer, clock: Any) -> None:
    server.answer(SEARCH, found())
    with ShopifyClient(
        shop_domain="demo.myshopify.com",
        credentials=StaticToken("t"),
        api_url=server.url,
        timing=clock.timing,
    ) as client:
        assert client.find_orders("1001", deadline=Deadline.after(5))


def test_without_an_address_of_its_own_the_shop_is_asked_at_its_domain() -> None:
    with pytest.raises(Misconfigured):
        ShopifyClient(shop_domain="", credentials=StaticToken("t"))
