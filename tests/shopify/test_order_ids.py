"""Which order something belongs to."""

import pytest

from orders.shopify.client import ShopifyClient
from orders.shopify.errors import QueryRefused, Unavailable
from orders.transport.deadline import Deadline
from tests.support.scripted_server import ScriptedServer, data_answer

ORDER = "gid://shopify/Order/7"
BELONGING = [
    ("gid://shopify/FulfillmentOrder/1", "OrderOfFulfillmentOrder", "fulfillmentOrder"),
    ("gid://shopify/Fulfillment/1", "OrderOfFulfillment", "fulfillment"),
    ("gid://shopify/Return/1", "OrderOfReturn", "return"),
]


@pytest.mark.parametrize(("gid", "operation", "root"), BELONGING)
def test_it_is_what_the_thing_itself_says(
    client: ShopifyClient, server: ScriptedServer, deadline: Deadline, gid: str, operation: str, root: str
) -> None:
    server.answer(operation, data_answer({root: {"order": {"id": ORDER}}}))
    assert client.find_order_id(gid, deadline=deadline) == ORDER
    assert server.received[-1].variables == {"id": gid}


def test_an_order_belongs_to_itself_while_it_is_there(
    client: ShopifyClient, server: ScriptedServer, deadline: Deadline
) -> None:
    server.answer("OrderId", data_answer({"order": {"id": ORDER}}), data_answer({"order": None}))
    assert client.find_order_id(ORDER, deadline=deadline) == ORDER
    assert client.find_order_id(ORDER, deadline=deadline) is None


@pytest.mark.parametrize(("gid", "operation", "root"), BELONGING)
def test_what_is_gone_belongs_to_none(
    client: ShopifyClient, server: ScriptedServer, deadline: Deadline, gid: str, operation: str, root: str
) -> None:
    server.answer(operation, data_answer({root: None}))
    assert client.find_order_id(gid, deadline=deadline) is None


@pytest.mark.parametrize(
    "answer", [{"fulfillment": {}}, {"fulfillment": {"order": None}}, {"fulfillment": []}]
)
def test_an_answer_without_an_order_is_none_to_rely_on(
    client: ShopifyClient, server: ScriptedServer, deadline: Deadline, answer: object
) -> None:
    server.answer("OrderOfFulfillment", data_answer(answer))
    with pytest.raises(Unavailable):
        client.find_order_id("gid://shopify/Fulfillment/1", deadline=deadline)


@pytest.mark.parametrize("gid", ["gid://shopify/Product/1", "", "7", "gid://shopify/"])
def test_what_belongs_to_no_order_is_not_asked_about(
    client: ShopifyClient, server: ScriptedServer, deadline: Deadline, gid: str
) -> None:
    with pytest.raises(QueryRefused):
        client.find_order_id(gid, deadline=deadline)
    assert server.received == []
