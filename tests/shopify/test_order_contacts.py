"""Where a message about an order may go, for orders that Shopify shows and for those it does not."""

from orders.shopify.client import ShopifyClient
from orders.transport.deadline import Deadline
from tests.support.scripted_server import ScriptedServer, data_answer


def test_an_order_that_shopify_does_not_show_has_no_contact(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline
) -> None:
    server.answer("OrderContacts", data_answer({"nodes": [None]}))
    assert client.read_contacts(["gid://shopify/Order/1"], deadline=deadline) == {}


def test_the_granted_scopes_are_read(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline
) -> None:
    granted = {"accessScopes": [{"handle": "read_orders"}]}
    server.answer("AccessScopes", data_answer({"currentAppInstallation": granted}))
    assert client.read_scopes(deadline=deadline) == {"read_orders"}
