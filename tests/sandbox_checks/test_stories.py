"""What can happen to an order, by the state's own methods and by Shopify's mutations."""

from datetime import timedelta
from typing import Any

import pytest

from tests.sandbox import Sandbox
from tests.sandbox.building import Line
from tests.sandbox.locations import VALENCIA
from tests.sandbox.parts import TrackingRecord
from tests.sandbox.records import OrderRecord
from tests.sandbox.shipping import CannotFulfil
from tests.sandbox_checks.shop_client import Caller

CREATE = """mutation Create($f: FulfillmentInput!) { fulfillmentCreate(fulfillment: $f) {
  fulfillment { id trackingInfo { company number url } totalQuantity } userErrors { field message } } }"""
EVENT = """mutation Event($e: FulfillmentEventInput!) { fulfillmentEventCreate(fulfillmentEvent: $e) {
  fulfillmentEvent { id status happenedAt } userErrors { field message } } }"""
CANCEL = """mutation Cancel($id: ID!) { fulfillmentCancel(id: $id) {
  fulfillment { status displayStatus } userErrors { field message } } }"""
TRACK = """mutation Track($id: ID!, $t: FulfillmentTrackingInput!) {
  fulfillmentTrackingInfoUpdate(fulfillmentId: $id, trackingInfoInput: $t) {
    fulfillment { trackingInfo { company number url } } userErrors { field message } } }"""


@pytest.fixture
def staff(sandbox: Sandbox) -> Caller:
    return Caller(sandbox, "shpat_sandbox_staff")


def placed(caller: Caller, **rest: Any) -> OrderRecord:
    return caller.sandbox.state.add_order("#9000", email="a@example.com", **rest)


def test_an_order_is_shipped_in_parts_and_shows_it(caller: Caller) -> None:
    placed(caller, lines=(Line(title="Taza", quantity=3),))
    caller.sandbox.state.fulfill("#9000", {"Taza": 2})
    order = caller.order("#9000")
    assert order["displayFulfillmentStatus"] == "PARTIALLY_FULFILLED"
    assert order["lineItems"]["nodes"][0]["unfulfilledQuantity"] == 1
    assert caller.work("#9000")[0]["lineItems"]["nodes"][0]["remainingQuantity"] == 1
    caller.sandbox.state.fulfill("#9000")
    assert caller.order("#9000")["displayFulfillmentStatus"] == "FULFILLED"
    assert caller.work("#9000")[0]["status"] == "CLOSED"


@pytest.mark.parametrize(
    ("quantities", "message"),
    [({"Taza": 4}, "Invalid"), ({"Taza": 0}, "Invalid"), ({"Plato": 1}, "does not exist")],
)
def test_more_than_there_is_cannot_be_shipped(
    caller: Caller, quantities: dict[str, int], message: str
) -> None:
    placed(caller, lines=(Line(title="Taza", quantity=3),))
    with pytest.raises(CannotFulfil, match=message):
        caller.sandbox.state.fulfill("#9000", quantities)


def test_a_cancelled_full_shipment_is_followed_by_a_new_fulfillment_order(caller: Caller) -> None:
    placed(caller)
    sent = caller.sandbox.state.fulfill("#9000")
    caller.sandbox.state.cancel_fulfillment(sent)
    order = caller.order("#9000")
    assert (order["fulfillments"][0]["status"], order["fulfillments"][0]["displayStatus"]) == (
        "CANCELLED",
        "CANCELED",
    )
    assert [work["status"] for work in caller.work("#9000")] == ["CLOSED", "OPEN"]
    assert order["displayFulfillmentStatus"] == "UNFULFILLED"


def test_a_cancelled_part_grows_back(caller: Caller) -> None:
    placed(caller, lines=(Line(title="Taza", quantity=3),))
    sent = caller.sandbox.state.fulfill("#9000", {"Taza": 2})
    caller.sandbox.state.cancel_fulfillment(sent)
    assert [line["remainingQuantity"] for line in caller.work("#9000")[0]["lineItems"]["nodes"]] == [3]


def test_the_newest_scan_decides_what_is_shown(caller: Caller) -> None:
    state = caller.sandbox.state
    placed(caller)
    sent = state.fulfill("#9000")
    state.add_event(sent, "OUT_FOR_DELIVERY")
    state.add_event(sent, "IN_TRANSIT", happened_at=state.clock.now() - timedelta(hours=5))
    assert caller.order("#9000")["fulfillments"][0]["displayStatus"] == "OUT_FOR_DELIVERY"
    delivered = state.add_event(sent, "DELIVERED")
    assert caller.order("#9000")["fulfillments"][0]["deliveredAt"] is not None
    state.remove_event(sent, delivered)
    assert caller.order("#9000")["fulfillments"][0]["deliveredAt"] is None
    assert caller.order("#9000")["fulfillments"][0]["displayStatus"] == "OUT_FOR_DELIVERY"


def test_holds_are_set_and_released(caller: Caller) -> None:
    state = caller.sandbox.state
    work = placed(caller).fulfillment_orders[0]
    state.set_hold(work, "INVENTORY_OUT_OF_STOCK")
    assert caller.work("#9000")[0]["fulfillmentHolds"] == [{"reason": "INVENTORY_OUT_OF_STOCK"}]
    assert caller.order("#9000")["displayFulfillmentStatus"] == "ON_HOLD"
    state.release_holds(work)
    assert caller.work("#9000")[0]["status"] == "OPEN"


def test_work_that_is_moved_is_shown_at_its_new_place_only(caller: Caller) -> None:
    caller.sandbox.state.move(placed(caller).fulfillment_orders[0], VALENCIA)
    assert [work["assignedLocation"]["city"] for work in caller.work("#9000")] == ["Valencia"]


def test_an_edit_adds_and_removes(caller: Caller) -> None:
    placed(caller, lines=(Line(title="Taza", quantity=2),))
    caller.sandbox.state.add_line("#9000", Line(title="Plato"))
    caller.sandbox.state.remove_line("#9000", "Taza", 1)
    lines = {line["title"]: line["currentQuantity"] for line in caller.order("#9000")["lineItems"]["nodes"]}
    assert lines == {"Taza": 1, "Plato": 1}


def test_a_cancelled_order_owes_nothing(caller: Caller) -> None:
    placed(caller, lines=(Line(title="Taza", quantity=2),))
    caller.sandbox.state.fulfill("#9000", {"Taza": 1})
    caller.sandbox.state.cancel_order("#9000", "INVENTORY")
    order = caller.order("#9000")
    assert order["cancelReason"] == "INVENTORY"
    assert order["lineItems"]["nodes"][0]["currentQuantity"] == 1
    assert caller.work("#9000")[0]["status"] == "CANCELLED"


def test_refunds_and_returns_can_be_read(caller: Caller) -> None:
    state = caller.sandbox.state
    placed(caller, lines=(Line(title="Taza", quantity=2),))
    sent = state.fulfill("#9000")
    back = TrackingRecord(company="Correos", number="PK1", url="https://example.com/PK1")
    made = state.open_return(sent, quantities={"Taza": 1}, tracking=[back])
    query = """query Q($id: ID!) { order(id: $id) { returnStatus
      refunds(first: 5) { id refundLineItems(first: 5) { nodes { quantity restockType lineItem { title } } } }
      returns(first: 5) { nodes { name status totalQuantity returnLineItems(first: 5) { nodes { quantity } }
        reverseFulfillmentOrders(first: 1) { nodes { reverseDeliveries(first: 5) { nodes { deliverable {
          ... on ReverseDeliveryShippingDeliverable { tracking { carrierName number url } } } } } } } } } } }"""
    order = caller.ask(query, id=made.order.id)["data"]["order"]
    assert order["returnStatus"] == "IN_PROGRESS"
    parcel = order["returns"]["nodes"][0]["reverseFulfillmentOrders"]["nodes"][0]["reverseDeliveries"][
        "nodes"
    ][0]
    assert parcel["deliverable"]["tracking"]["carrierName"] == "Correos"
    state.close_return(made)
    state.refund("#9000", {"Taza": 1}, restock_type="RETURN")
    order = caller.ask(query, id=made.order.id)["data"]["order"]
    assert order["returnStatus"] == "RETURNED"
    assert order["refunds"][0]["refundLineItems"]["nodes"] == [
        {"quantity": 1, "restockType": "RETURN", "lineItem": {"title": "Taza"}}
    ]


def test_every_change_is_announced_with_a_new_update_time(caller: Caller) -> None:
    state = caller.sandbox.state
    order = placed(caller, at=state.clock.now() - timedelta(days=1))
    announced: list[str] = []
    state.listeners.append(lambda changed: announced.append(changed.name))
    before = order.updated_at
    state.fulfill("#9000")
    state.listeners.clear()
    assert announced == ["#9000"]
    assert order.updated_at > before


def test_an_app_can_make_a_shipment(staff: Caller) -> None:
    placed(staff, lines=(Line(title="Taza", quantity=3),))
    work = staff.work("#9000")[0]
    wanted = {
        "lineItemsByFulfillmentOrder": [
            {
                "fulfillmentOrderId": work["id"],
                "fulfillmentOrderLineItems": [{"id": work["lineItems"]["nodes"][0]["id"], "quantity": 2}],
            }
        ],
        "trackingInfo": {"company": "UPS", "numbers": ["A1", "A2"], "urls": ["https://example.com/A1"]},
    }
    made = staff.ask(CREATE, f=wanted)["data"]["fulfillmentCreate"]
    assert made["userErrors"] == []
    assert made["fulfillment"]["totalQuantity"] == 2
    assert made["fulfillment"]["trackingInfo"] == [
        {"company": "UPS", "number": "A1", "url": "https://example.com/A1"},
        {"company": "UPS", "number": "A2", "url": None},
    ]


def test_a_closed_fulfillment_order_is_refused_in_shopifys_words(staff: Caller) -> None:
    placed(staff)
    staff.sandbox.state.fulfill("#9000")
    wanted = {"lineItemsByFulfillmentOrder": [{"fulfillmentOrderId": staff.work("#9000")[0]["id"]}]}
    errors = staff.ask(CREATE, f=wanted)["data"]["fulfillmentCreate"]["userErrors"]
    assert "has an unfulfillable status= closed." in errors[0]["message"]


def test_an_app_can_report_a_scan(staff: Caller) -> None:
    placed(staff)
    sent = staff.sandbox.state.fulfill("#9000")
    event = {"fulfillmentId": sent.id, "status": "IN_TRANSIT", "happenedAt": "2026-11-01T10:00:00+01:00"}
    made = staff.ask(EVENT, e=event)["data"]["fulfillmentEventCreate"]
    assert made["fulfillmentEvent"]["happenedAt"] == "2026-11-01T09:00:00Z"
    assert staff.order("#9000")["fulfillments"][0]["displayStatus"] == "IN_TRANSIT"


def test_an_app_can_change_the_numbers_and_cancel(staff: Caller) -> None:
    placed(staff)
    sent = staff.sandbox.state.fulfill("#9000")
    tracked = staff.ask(
        TRACK, id=sent.id, t={"company": "GLS", "number": "1", "url": "https://example.com/1"}
    )
    assert tracked["data"]["fulfillmentTrackingInfoUpdate"]["fulfillment"]["trackingInfo"][0]["number"] == "1"
    cancelled = staff.ask(CANCEL, id=sent.id)["data"]["fulfillmentCancel"]
    assert cancelled["fulfillment"] == {"status": "CANCELLED", "displayStatus": "CANCELED"}
    assert staff.ask(CANCEL, id=sent.id)["data"]["fulfillmentCancel"]["userErrors"]


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        (
            CREATE,
            {
                "f": {
                    "lineItemsByFulfillmentOrder": [
                        {"fulfillmentOrderId": "gid://shopify/FulfillmentOrder/1"}
                    ]
                }
            },
        ),
        (EVENT, {"e": {"fulfillmentId": "gid://shopify/Fulfillment/1", "status": "IN_TRANSIT"}}),
        (CANCEL, {"id": "gid://shopify/Fulfillment/1"}),
        (TRACK, {"id": "gid://shopify/Fulfillment/1", "t": {}}),
    ],
)
def test_what_does_not_exist_is_a_user_error(staff: Caller, query: str, variables: dict[str, Any]) -> None:
    (answer,) = staff.ask(query, **variables)["data"].values()
    assert "does not exist" in answer["userErrors"][0]["message"]


def test_webhook_subscriptions_are_made_changed_listed_and_removed(caller: Caller) -> None:
    create = """mutation Q($uri: String) { webhookSubscriptionCreate(topic: ORDERS_UPDATED,
      webhookSubscription: { uri: $uri, includeFields: ["id"] }) {
        webhookSubscription { id uri topic includeFields } userErrors { message } } }"""
    made = caller.ask(create, uri="https://a.example/hook")["data"]["webhookSubscriptionCreate"]
    gid = made["webhookSubscription"]["id"]
    assert caller.ask(create, uri="https://a.example/hook")["data"]["webhookSubscriptionCreate"]["userErrors"]
    assert caller.ask(create, uri="")["data"]["webhookSubscriptionCreate"]["userErrors"]
    update = """mutation U($id: ID!) { webhookSubscriptionUpdate(id: $id,
      webhookSubscription: { uri: "https://b.example/hook" }) { webhookSubscription { uri includeFields } } }"""
    changed = caller.ask(update, id=gid)["data"]["webhookSubscriptionUpdate"]["webhookSubscription"]
    assert changed == {"uri": "https://b.example/hook", "includeFields": ["id"]}
    listed = (
        "{ webhookSubscriptions(first: 5, topics: [ORDERS_UPDATED]) { nodes { id apiVersion { handle } } } }"
    )
    assert len(caller.ask(listed)["data"]["webhookSubscriptions"]["nodes"]) == 1
    delete = """mutation D($id: ID!) { webhookSubscriptionDelete(id: $id) {
      deletedWebhookSubscriptionId userErrors { message } } }"""
    assert (
        caller.ask(delete, id=gid)["data"]["webhookSubscriptionDelete"]["deletedWebhookSubscriptionId"] == gid
    )
    assert caller.ask(delete, id=gid)["data"]["webhookSubscriptionDelete"]["userErrors"]
