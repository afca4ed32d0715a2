"""Reading a whole order: what is asked, how far, and what a refused part costs."""

from collections.abc import Callable
from typing import Any

import pytest

from orders.shopify.client import ShopifyClient
from orders.shopify.errors import AccessDenied, OrderNotFound, ShopifyError, Throttled, Unavailable
from orders.shopify.known_denials import KNOWN_SECONDS
from orders.shopify.results import Contact, FetchedOrder
from orders.transport.deadline import Deadline
from tests.shopify.fake_time import FakeTime
from tests.shopify.payloads import (
    ORDER_ID,
    connection,
    event,
    fulfillment,
    fulfillment_order,
    item_quantity,
    line_item,
    order,
    order_alone,
    refund,
)
from tests.support.scripted_server import Answer, ScriptedServer, data_answer, json_answer

type Reader = Callable[[], FetchedOrder]

NO_REFUND = line_item()
REFUNDED = line_item(currentQuantity=1)


def order_answer(payload: dict[str, Any] | None = None, **extra: Any) -> Answer:
    return data_answer({"order": order() if payload is None else payload}, **extra)


def fulfillment_orders_answer(*nodes: dict[str, Any], after: str | None = None) -> Answer:
    return data_answer({"order": {"fulfillmentOrders": connection(*nodes, after=after)}})


@pytest.fixture
def read(client: ShopifyClient, deadline: Deadline) -> Reader:
    return lambda: client.get_order(ORDER_ID, deadline=deadline)


def operations_asked(server: ScriptedServer) -> list[str]:
    return [received.operation for received in server.received]


def test_a_usual_order_takes_one_query(server: ScriptedServer, read: Reader) -> None:
    server.answer("Order", order_answer())
    fetched = read()
    assert operations_asked(server) == ["Order"]
    assert (fetched.order.name, fetched.denied) == ("#1001", frozenset())
    assert fetched.contact == Contact(email="ana@example.com", phone="+34600000000")


def test_two_fulfillments_and_no_more_are_not_asked_for_again(server: ScriptedServer, read: Reader) -> None:
    server.answer(
        "Order",
        order_answer(order(fulfillmentsCount={"count": 2}, fulfillments=[fulfillment(1), fulfillment(2)])),
    )
    assert len(read().order.fulfillments) == 2
    assert operations_asked(server) == ["Order"]


def fulfillments_answer(count: int) -> Answer:
    return data_answer({"order": {"fulfillments": [fulfillment(number) for number in range(count)]}})


@pytest.mark.parametrize(
    ("counted", "there", "asked"),
    [(3, 3, [4]), (40, 40, [54]), (None, 5, [54]), ("many", 60, [54, 90]), (900, 244, [244])],
)
def test_a_cut_list_of_fulfillments_is_asked_for_again_long_enough(
    server: ScriptedServer, read: Reader, counted: object, there: int, asked: list[int]
) -> None:
    first = order(fulfillmentsCount={"count": counted}, fulfillments=[fulfillment(0), fulfillment(1)])
    server.answer("Order", order_answer(first))
    server.answer("OrderFulfillments", *(fulfillments_answer(min(size, there)) for size in asked))
    assert len(read().order.fulfillments) == there
    assert [received.variables["fulfillments"] for received in server.asked("OrderFulfillments")] == asked


def test_a_list_too_long_to_be_asked_for_whole_is_noted(
    server: ScriptedServer, client: ShopifyClient, read: Reader
) -> None:
    lost = order(
        lineItems=connection(REFUNDED),
        fulfillmentsCount={"count": 300},
        fulfillments=[fulfillment(0)],
        refunds=[refund(0), refund(1)],
    )
    server.answer("Order", order_answer(lost))
    server.answer("OrderFulfillments", fulfillments_answer(244))
    server.answer("Refunds", data_answer({"order": {"refunds": [refund(number) for number in range(244)]}}))
    read()
    assert client.observations.counts() == {
        ("a list of an order may be cut", "fulfillments"): 1,
        ("a list of an order may be cut", "refunds"): 1,
    }


def test_without_a_count_a_list_that_is_not_full_is_complete(server: ScriptedServer, read: Reader) -> None:
    server.answer("Order", order_answer(order(fulfillmentsCount=None)))
    assert len(read().order.fulfillments) == 1
    assert operations_asked(server) == ["Order"]


def test_line_items_are_read_to_the_end(server: ScriptedServer, read: Reader) -> None:
    server.answer("Order", order_answer(order(lineItems=connection(line_item(1), after="a"))))
    server.answer(
        "OrderLineItems",
        data_answer({"order": {"lineItems": connection(line_item(2), after="b")}}),
        data_answer({"order": {"lineItems": connection(line_item(3))}}),
    )
    assert [item.id[-1] for item in read().order.line_items] == ["1", "2", "3"]
    assert [received.variables["after"] for received in server.asked("OrderLineItems")] == ["a", "b"]


def test_events_and_items_of_a_fulfillment_are_read_to_the_end(server: ScriptedServer, read: Reader) -> None:
    long = fulfillment(
        7,
        events=connection(event(1), after="e"),
        fulfillmentLineItems=connection(item_quantity(1), after="l"),
    )
    server.answer("Order", order_answer(order(fulfillments=[long])))
    server.answer("FulfillmentEvents", data_answer({"fulfillment": {"events": connection(event(2))}}))
    server.answer(
        "FulfillmentLineItems",
        data_answer({"fulfillment": {"fulfillmentLineItems": connection(item_quantity(2))}}),
    )
    (shipment,) = read().order.fulfillments
    assert (len(shipment.events), len(shipment.line_items)) == (2, 2)
    assert server.asked("FulfillmentEvents")[0].variables["id"] == "gid://shopify/Fulfillment/7"


def test_fulfillment_orders_and_their_lists_are_read_to_the_end(
    server: ScriptedServer, client: ShopifyClient, deadline: Deadline
) -> None:
    long = fulfillment_order(
        5,
        lineItems=connection(item_quantity(1, key="remainingQuantity"), after="l"),
        fulfillments=connection({"id": "gid://shopify/Fulfillment/1"}, after="f"),
    )
    server.answer("Order", order_answer(order(fulfillmentOrders=connection(long, after="o"))))
    server.answer("FulfillmentOrders", fulfillment_orders_answer(fulfillment_order(6)))
    server.answer(
        "FulfillmentOrderLineItems",
        data_answer(
            {"fulfillmentOrder": {"lineItems": connection(item_quantity(2, key="remainingQuantity"))}}
        ),
    )
    server.answer(
        "FulfillmentOrderFulfillments",
        data_answer(
            {"fulfillmentOrder": {"fulfillments": connection({"id": "gid://shopify/Fulfillment/2"})}}
        ),
    )
    parts = client.get_order(ORDER_ID, deadline=deadline).order.fulfillment_orders
    assert parts is not None
    assert [part.id[-1] for part in parts] == ["5", "6"]
    assert (len(parts[0].line_items), len(parts[0].fulfillment_ids)) == (2, 2)


def test_refunds_are_told_when_something_was_taken_off(server: ScriptedServer, read: Reader) -> None:
    server.answer("Order", order_answer(order(lineItems=connection(REFUNDED), refunds=[refund()])))
    refunds = read().order.refunds
    assert refunds is not None
    assert refunds[0].line_items[0].quantity == 1


def test_without_anything_taken_off_there_are_no_refunds(server: ScriptedServer, read: Reader) -> None:
    server.answer("Order", order_answer(order(refunds=[refund()])))
    assert read().order.refunds == ()


@pytest.mark.parametrize(
    ("there", "asked"), [(1, [2]), (2, [2, 20]), (20, [2, 20, 244]), (300, [2, 20, 244])]
)
def test_a_full_list_of_refunds_is_asked_for_again_longer(
    server: ScriptedServer, read: Reader, there: int, asked: list[int]
) -> None:
    listed = [refund(number) for number in range(there)]
    first, *longer = asked
    server.answer("Order", order_answer(order(lineItems=connection(REFUNDED), refunds=listed[:first])))
    server.answer("Refunds", *(data_answer({"order": {"refunds": listed[:size]}}) for size in longer))
    refunds = read().order.refunds
    assert refunds is not None
    assert len(refunds) == min(there, 244)
    assert [received.variables["refunds"] for received in server.received] == asked


def test_items_of_a_refund_are_read_to_the_end(server: ScriptedServer, read: Reader) -> None:
    long = refund(3, refundLineItems=connection(item_quantity(1), after="r"))
    server.answer("Order", order_answer(order(lineItems=connection(REFUNDED), refunds=[long])))
    server.answer("RefundLineItems", data_answer({"node": {"refundLineItems": connection(item_quantity(2))}}))
    refunds = read().order.refunds
    assert refunds is not None
    assert len(refunds[0].line_items) == 2


@pytest.mark.parametrize("cursor", ["a", ""])
def test_pages_that_do_not_advance_are_not_followed_for_ever(
    server: ScriptedServer, read: Reader, cursor: str
) -> None:
    server.answer("Order", order_answer(order(lineItems=connection(line_item(1), after="a"))))
    server.answer(
        "OrderLineItems", data_answer({"order": {"lineItems": connection(line_item(2), after=cursor)}})
    )
    with pytest.raises(Unavailable, match="unexpected shape: lineItems"):
        read()
    assert len(server.asked("OrderLineItems")) == 1


DENIED_FULFILLMENT_ORDERS = {
    "message": "Access denied for fulfillmentOrders field.",
    "path": ["order", "fulfillmentOrders"],
    "extensions": {"code": "ACCESS_DENIED"},
}


DENIED_REFUNDS = {
    "message": "Access denied for refunds field.",
    "path": ["order", "refunds"],
    "extensions": {"code": "ACCESS_DENIED"},
}
DENIED_PLACES = {
    "message": "Access denied for assignedLocation field.",
    "path": ["order", "fulfillmentOrders", "nodes", 0, "assignedLocation"],
    "extensions": {"code": "ACCESS_DENIED"},
}


def nothing_but(error: dict[str, Any]) -> Answer:
    """What Shopify answers where a field that cannot be null is denied: null for the whole order."""
    return data_answer({"order": None}, errors=[error])


def alone_answer(**changes: Any) -> Answer:
    return data_answer({"order": order_alone(**changes)})


def test_a_denied_scope_for_fulfillment_orders_loses_only_them(server: ScriptedServer, read: Reader) -> None:
    server.answer("Order", nothing_but(DENIED_FULFILLMENT_ORDERS))
    server.answer("OrderAlone", alone_answer())
    fetched = read()
    assert fetched.order.fulfillment_orders is None
    assert fetched.denied == {"fulfillmentOrders"}
    assert len(fetched.order.fulfillments) == 1
    assert operations_asked(server) == ["Order", "OrderAlone"]


def test_a_denied_scope_is_remembered_and_then_costs_nothing(server: ScriptedServer, read: Reader) -> None:
    server.answer("Order", nothing_but(DENIED_FULFILLMENT_ORDERS))
    server.answer("OrderAlone", alone_answer())
    read()
    server.received.clear()
    assert read().denied == {"fulfillmentOrders"}
    assert operations_asked(server) == ["OrderAlone"]


def test_a_scope_that_was_granted_meanwhile_is_noticed(
    server: ScriptedServer, client: ShopifyClient, clock: FakeTime
) -> None:
    server.answer("Order", nothing_but(DENIED_FULFILLMENT_ORDERS), order_answer())
    server.answer("OrderAlone", alone_answer())
    denied_at_first = []
    for _ in range(2):
        deadline = Deadline.after(10, monotonic=clock.monotonic)
        denied_at_first.append(client.get_order(ORDER_ID, deadline=deadline).denied)
        clock.sleep(KNOWN_SECONDS)
    assert denied_at_first == [{"fulfillmentOrders"}, set()]


def test_denied_refunds_lose_only_them(server: ScriptedServer, read: Reader) -> None:
    server.answer("Order", nothing_but(DENIED_REFUNDS))
    server.answer("OrderAlone", alone_answer(lineItems=connection(REFUNDED)))
    server.answer("FulfillmentOrders", fulfillment_orders_answer(fulfillment_order()))
    fetched = read()
    assert fetched.order.refunds is None
    assert fetched.order.fulfillment_orders
    assert fetched.denied == {"refunds"}


@pytest.mark.parametrize("is_told_again", [True, False])
def test_where_shopify_does_not_say_which_part_is_denied_each_is_asked_for_by_itself(
    server: ScriptedServer, read: Reader, is_told_again: bool
) -> None:
    server.answer("Order", nothing_but(DENIED_PLACES))
    server.answer("OrderAlone", alone_answer(lineItems=connection(REFUNDED)))
    work = nothing_but(DENIED_PLACES) if is_told_again else fulfillment_orders_answer(fulfillment_order())
    server.answer("FulfillmentOrders", work)
    server.answer("Refunds", data_answer({"order": {"refunds": [refund()]}}))
    fetched = read()
    assert fetched.order.refunds
    assert fetched.denied == ({"fulfillmentOrders"} if is_told_again else set())


def test_an_order_that_is_denied_as_a_whole_is_tried_whole_again(
    server: ScriptedServer, read: Reader
) -> None:
    denial = {"message": "Access denied for order field.", "path": ["order"]}
    server.answer("Order", nothing_but(denial))
    server.answer("OrderAlone", nothing_but(denial))
    for _ in range(2):
        with pytest.raises(AccessDenied):
            read()
    assert operations_asked(server) == ["Order", "OrderAlone"] * 2


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (json_answer({"errors": [{"message": "Throttled", "extensions": {"code": "THROTTLED"}}]}), Throttled),
        (Answer(status=503), Unavailable),
        (data_answer({"order": None}), OrderNotFound),
        (data_answer({"order": {}}), Unavailable),
        (fulfillment_orders_answer({"status": "OPEN"}), Unavailable),
    ],
    ids=["throttled", "503", "gone", "no shape", "no id"],
)
def test_fulfillment_orders_that_fail_otherwise_are_not_passed_off_as_none(
    server: ScriptedServer,
    client: ShopifyClient,
    deadline: Deadline,
    answer: Answer,
    error: type[ShopifyError],
) -> None:
    server.answer("Order", nothing_but(DENIED_REFUNDS))
    server.answer("OrderAlone", alone_answer())
    server.answer("FulfillmentOrders", answer)
    with pytest.raises(error):
        client.get_order(ORDER_ID, deadline=deadline)


def denied(field: str, path: list[str | int] | None = None) -> dict[str, Any]:
    message = f"This app is not approved to use the {field} field. See https://shopify.dev"
    return {"message": message, "path": path or ["order", field], "extensions": {"code": "ACCESS_DENIED"}}


def test_denied_personal_fields_leave_the_order(server: ScriptedServer, read: Reader) -> None:
    payload = order(email=None, phone=None, shippingAddress=None)
    errors = [denied("email"), denied("phone"), denied("shippingAddress")]
    server.answer("Order", order_answer(payload, errors=errors))
    fetched = read()
    assert fetched.denied == {"email", "phone", "shippingAddress"}
    assert (fetched.contact, fetched.order.destination_city) == (Contact(), None)


def test_a_denial_without_code_or_path_is_understood(server: ScriptedServer, read: Reader) -> None:
    error = {"message": "This app is not approved to use the email field. See https://shopify.dev"}
    server.answer("Order", order_answer(order(email=None), errors=[error]))
    assert read().denied == {"email"}


@pytest.mark.parametrize("field", ["cancelledAt", "displayStatus", "fulfillments", "lineItems"])
def test_a_denied_fact_is_not_passed_off_as_absent(server: ScriptedServer, read: Reader, field: str) -> None:
    server.answer("Order", order_answer(errors=[denied(field)]))
    server.answer("OrderAlone", order_answer(order_alone(), errors=[denied(field)]))
    with pytest.raises(AccessDenied) as caught:
        read()
    assert caught.value.field == field


def test_an_error_at_a_decoration_leaves_the_order(server: ScriptedServer, read: Reader) -> None:
    error = {"message": "timeout", "path": ["order", "lineItems", "nodes", 0, "image", "url"]}
    payload = order(lineItems=connection(line_item(image=None)))
    server.answer("Order", order_answer(payload, errors=[error]))
    fetched = read()
    assert fetched.order.line_items[0].image is None
    assert fetched.denied == frozenset()


def test_an_error_at_a_fact_voids_the_answer(server: ScriptedServer, read: Reader) -> None:
    error = {"message": "timeout", "path": ["order", "cancelledAt"], "extensions": {"code": "TIMEOUT"}}
    server.answer("Order", order_answer(errors=[error]))
    with pytest.raises(Unavailable, match="TIMEOUT"):
        read()


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"lineItems": None}, "lineItems"),
        ({"lineItems": []}, "lineItems"),
        ({"lineItems": {"nodes": None, "pageInfo": {}}}, "lineItems"),
        ({"fulfillments": None}, "Order.fulfillments"),
        ({"fulfillments": [None]}, "Fulfillment"),
        ({"fulfillments": [fulfillment(id=None)]}, "Fulfillment.id"),
        ({"fulfillments": [fulfillment(events=None)]}, "events"),
    ],
    ids=str,
)
def test_an_order_without_its_lists_has_no_usable_shape(
    server: ScriptedServer, read: Reader, changes: dict[str, Any], where: str
) -> None:
    server.answer("Order", order_answer(order(**changes)))
    with pytest.raises(Unavailable, match=f"unexpected shape: {where}"):
        read()


def test_one_deadline_covers_all_queries_of_an_order(
    server: ScriptedServer, client: ShopifyClient, clock: Any
) -> None:
    server.answer("Order", order_answer(order(lineItems=connection(line_item(1), after="a"))))
    server.answer("OrderLineItems", Answer(status=500))
    clock.dice = 0.5
    with pytest.raises(Unavailable):
        client.get_order(ORDER_ID, deadline=Deadline.after(0.5, monotonic=clock.monotonic))
    assert sum(clock.sleeps) <= 0.5
