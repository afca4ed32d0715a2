"""Answers to changes and to what can be shipped that are not as they should be."""

from datetime import UTC, datetime
from typing import Any

import pytest

from orders.domain.fulfillable import Shipping
from orders.shopify.client import ShopifyClient
from orders.shopify.errors import ChangeRefused, OutcomeUnknown
from orders.transport.deadline import Deadline
from tests.shopify.payloads import ORDER_ID, connection
from tests.support.scripted_server import DROPPED, Answer, ScriptedServer, data_answer

SHIPPING = Shipping(parts=(("gid://shopify/FulfillmentOrder/1", None),))


def work(**changes: Any) -> dict[str, Any]:
    return {
        "id": "gid://shopify/FulfillmentOrder/1",
        "status": "OPEN",
        "requestStatus": "UNSUBMITTED",
        "supportedActions": [{"action": "CREATE_FULFILLMENT"}, {"action": None}],
        "fulfillmentHolds": [],
        "assignedLocation": None,
        "lineItems": connection(
            {
                "id": "gid://shopify/FulfillmentOrderLineItem/1",
                "remainingQuantity": 1,
                "sku": None,
                "lineItem": {"id": "gid://shopify/LineItem/1"},
            }
        ),
    } | changes


@pytest.mark.parametrize(
    "payload",
    [
        {"fulfillment": None, "userErrors": []},
        {"fulfillment": None, "userErrors": [{"field": None, "message": " "}]},
        {"fulfillment": None, "userErrors": [None]},
    ],
    ids=["neither a shipment nor a reason", "an empty reason", "a reason that is none"],
)
def test_a_refusal_without_words_is_still_one(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline, payload: Any
) -> None:
    server.answer("CreateFulfillment", data_answer({"fulfillmentCreate": payload}))
    with pytest.raises(ChangeRefused) as refused:
        client.changes(deadline=deadline).create_fulfillment(SHIPPING)
    assert refused.value.reasons == ("Shopify gives no reason.",)


@pytest.mark.parametrize(
    "answer",
    [DROPPED, Answer(body=b"<html>"), Answer(body=b"[]"), data_answer({}), Answer(status=503)],
    ids=["dropped", "no JSON", "another shape", "nothing", "a fault"],
)
def test_without_a_usable_answer_the_outcome_is_unknown_and_it_is_sent_once(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline, answer: Answer
) -> None:
    server.answer("CreateFulfillment", answer)
    with pytest.raises(OutcomeUnknown):
        client.changes(deadline=deadline).create_fulfillment(SHIPPING)
    assert len(server.asked("CreateFulfillment")) == 1


def test_work_without_a_place_a_sku_or_a_named_action_is_read(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline
) -> None:
    order: dict[str, Any] = {
        "id": ORDER_ID,
        "name": "#1001",
        "cancelledAt": None,
        "fulfillmentOrders": connection(work()),
        "fulfillments": [],
    }
    server.answer("Fulfillable", data_answer({"order": order}))
    found = client.read_fulfillable(ORDER_ID, deadline=deadline)
    assert found.work[0].location_name is None
    assert found.work[0].actions == frozenset({"CREATE_FULFILLMENT"})
    assert found.skus == {}


def test_places_beyond_the_first_page_are_read(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline
) -> None:
    place = {"name": "Workshop", "isFulfillmentService": False}
    first = connection(place | {"id": "gid://shopify/Location/1"}, after="there")
    second = connection(place | {"id": "gid://shopify/Location/2", "name": None})
    server.answer("Locations", data_answer({"locations": first}), data_answer({"locations": second}))
    found = client.read_locations(deadline=deadline)
    assert [(each.id[-1], each.name) for each in found] == [("1", "Workshop"), ("2", "")]


def test_events_beyond_the_first_page_are_read(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline
) -> None:
    first = connection({"status": "DELIVERED", "happenedAt": "2026-11-24T09:15:00Z"}, after="there")
    second = connection({"status": "IN_TRANSIT", "happenedAt": "2026-11-23T00:00:00Z"})
    pages = [data_answer({"fulfillment": {"events": page}}) for page in (first, second)]
    server.answer("FulfillmentEvents", *pages)
    found = client.read_events("gid://shopify/Fulfillment/7", deadline=deadline)
    assert found == {
        ("DELIVERED", datetime(2026, 11, 24, 9, 15, tzinfo=UTC)),
        ("IN_TRANSIT", datetime(2026, 11, 23, tzinfo=UTC)),
    }
