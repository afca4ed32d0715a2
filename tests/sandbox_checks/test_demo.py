"""The demo store: complete, current at any time of day, and moving."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.sandbox import Sandbox
from tests.sandbox.clock import SHOP_TIMEZONE
from tests.sandbox.demo import DEMO_ORDERS
from tests.sandbox.fulfillment_status import fulfillment_status_of
from tests.sandbox.records import OrderRecord
from tests.sandbox_checks.shop_client import Caller

MOVING = {"#1090": 8, "#1091": 7, "#1092": 3, "#1093": 3, "#1094": 1, "#1096": 3}
FUTURE_ON_PURPOSE = "#1084"
HUGE = """query Huge($id: ID!, $after: String) { order(id: $id) { lineItems(first: 250, after: $after) {
  pageInfo { hasNextPage } nodes { id } } fulfillments(first: 250) { id } } }"""
SCANS = """query Scans($id: ID!, $after: String) { order(id: $id) { fulfillments(first: 1) {
  events(first: 40, after: $after) { pageInfo { hasNextPage endCursor } nodes { id } } } } }"""
WANTED = {
    "order": """UNFULFILLED PARTIALLY_FULFILLED FULFILLED IN_PROGRESS ON_HOLD SCHEDULED REQUEST_DECLINED
        FULFILLMENT_NOT_REQUIRED""",
    "cancel": "CUSTOMER INVENTORY FRAUD",
    "financial": "PAID PENDING AUTHORIZED VOIDED REFUNDED PARTIALLY_REFUNDED",
    "return": "NO_RETURN IN_PROGRESS RETURNED",
    "work": "OPEN SCHEDULED ON_HOLD IN_PROGRESS CLOSED CANCELLED",
    "request": "UNSUBMITTED ACCEPTED REJECTED",
    "hold": """AWAITING_PAYMENT AWAITING_RETURN_ITEMS HIGH_RISK_OF_FRAUD INCORRECT_ADDRESS OTHER
        INVENTORY_OUT_OF_STOCK ONLINE_STORE_POST_PURCHASE_CROSS_SELL UNKNOWN_DELIVERY_DATE""",
    "method": "SHIPPING PICK_UP LOCAL PICKUP_POINT RETAIL NONE",
    "display": """CONFIRMED LABEL_PURCHASED LABEL_VOIDED FULFILLED MARKED_AS_FULFILLED IN_TRANSIT DELAYED
        OUT_FOR_DELIVERY ATTEMPTED_DELIVERY DELIVERED NOT_DELIVERED FAILURE READY_FOR_PICKUP PICKED_UP
        CANCELED AIRBORNE""",
    "event": "LABEL_PURCHASED CONFIRMED CARRIER_PICKED_UP IN_TRANSIT DELAYED FAILURE HANDED_TO_DRONE",
}
REST_OF_IT = """query Rest($id: ID!) { order(id: $id) { name processedAt confirmationNumber
  shippingAddress { city } fulfillmentsCount { count } refunds(first: 5) { id createdAt }
  returns(first: 5) { nodes { decline { note } } } } }"""


def all_values(orders: list[OrderRecord], what: str) -> set[str | None]:
    """Every value that occurs in the demo store, of one kind."""
    works = [work for order in orders for work in order.fulfillment_orders]
    sent = [each for order in orders for each in order.fulfillments]
    values: dict[str, list[str | None]] = {
        "order": [fulfillment_status_of(order) for order in orders],
        "cancel": [order.cancel_reason for order in orders],
        "financial": [order.display_financial_status for order in orders],
        "return": [order.return_status for order in orders],
        "work": [work.status for work in works],
        "request": [work.request_status for work in works],
        "hold": [hold.reason for work in works for hold in work.fulfillment_holds],
        "method": [work.delivery_method.method_type for work in works if work.delivery_method],
        "display": [each.display_status for each in sent],
        "event": [event.status for each in sent for event in each.events],
    }
    return set(values[what])


@pytest.mark.parametrize(("what", "wanted"), WANTED.items())
def test_every_state_that_a_shopper_may_meet_is_there(sandbox: Sandbox, what: str, wanted: str) -> None:
    assert set(wanted.split()) <= all_values(sandbox.state.orders, what)


def test_the_table_names_every_order_once_with_its_contact(sandbox: Sandbox) -> None:
    told = [(order.name, order.contact) for order in DEMO_ORDERS]
    held = [(order.name, order.email or order.phone or "") for order in sandbox.state.orders]
    assert told == held
    assert len(set(told)) == len(told) >= 28


def test_every_contact_has_an_email_of_its_own() -> None:
    contacts = [order.contact for order in DEMO_ORDERS if order.contact]
    assert len(set(contacts)) == len(contacts)


@pytest.mark.parametrize("clock", ["00:01", "06:30", "12:00", "23:59"])
def test_its_times_make_sense_at_any_hour(sandbox: Sandbox, clock: str) -> None:
    at = datetime.fromisoformat(f"2026-11-24T{clock}").replace(tzinfo=SHOP_TIMEZONE).astimezone(UTC)
    with Sandbox(at=at) as dated:
        for order in dated.state.orders:
            assert order.created_at <= at
            assert order.updated_at <= at or order.name == FUTURE_ON_PURPOSE
            for sent in order.fulfillments:
                assert order.created_at <= sent.created_at <= at
                if order.name != FUTURE_ON_PURPOSE:
                    assert all(sent.created_at <= event.happened_at <= at for event in sent.events)
        out = dated.state.order("#1011").fulfillments[0].events[-1].happened_at
        assert out.astimezone(SHOP_TIMEZONE).date() == at.astimezone(SHOP_TIMEZONE).date()


def test_every_order_can_be_read_whole(caller: Caller) -> None:
    for order in caller.sandbox.state.orders:
        payload = caller.post(REST_OF_IT, {"id": order.id}).json()
        assert "errors" not in payload
        assert caller.order(order.id)["name"] == order.name


@pytest.mark.parametrize(("name", "count"), MOVING.items())
def test_a_life_goes_step_by_step_and_ends(sandbox: Sandbox, name: str, count: int) -> None:
    order = sandbox.state.order(name)
    for _ in range(count):
        before = order.updated_at
        sandbox.state.advance(name)
        assert order.updated_at > before
    with pytest.raises(LookupError):
        sandbox.state.advance(name)
    assert fulfillment_status_of(order) == "FULFILLED"


def test_an_order_moves_on_while_somebody_watches() -> None:
    with Sandbox(speed=60) as sandbox:
        caller = Caller(sandbox)
        assert caller.work("#1090")[0]["status"] == "OPEN"
        sandbox.state.clock.move(timedelta(seconds=16))
        assert caller.work("#1090")[0]["status"] == "IN_PROGRESS"
        sandbox.state.clock.move(timedelta(seconds=165))
        assert caller.order("#1090")["fulfillments"][0]["displayStatus"] == "DELIVERED"


def test_nothing_moves_while_nobody_watches() -> None:
    with Sandbox(speed=60) as sandbox:
        caller = Caller(sandbox)
        sandbox.state.clock.move(timedelta(hours=1))
        assert caller.work("#1090")[0]["status"] == "OPEN"


def test_a_life_that_cannot_go_on_ends_quietly() -> None:
    with Sandbox(speed=60) as sandbox:
        caller = Caller(sandbox)
        caller.order("#1090")
        sandbox.state.cancel_order("#1090")
        sandbox.state.clock.move(timedelta(minutes=10))
        assert caller.order("#1090")["cancelReason"] == "CUSTOMER"


def test_the_next_morning_the_stories_are_told_afresh_but_for_those_that_were_touched() -> None:
    with Sandbox(speed=60) as sandbox:
        caller = Caller(sandbox)
        sandbox.state.set_hold(sandbox.state.order("#1001").fulfillment_orders[0], "OTHER")
        old = caller.order("#1012")
        names = [order.name for order in sandbox.state.orders]
        sandbox.state.clock.move(timedelta(days=1))
        new = caller.order("#1012")
        assert new["id"] == old["id"]
        assert new["updatedAt"] > old["updatedAt"]
        assert caller.work("#1001")[0]["status"] == "ON_HOLD"
        assert [order.name for order in sandbox.state.orders] == names


def test_the_huge_order_is_as_huge_as_it_says(caller: Caller) -> None:
    gid = caller.sandbox.state.order("#10010").id
    order = caller.ask(HUGE, id=gid)["data"]["order"]
    assert (len(order["lineItems"]["nodes"]), len(order["fulfillments"])) == (200, 40)
    after, scans = None, 0
    while True:
        page: dict[str, Any] = caller.ask(SCANS, id=gid, after=after)["data"]["order"]["fulfillments"][0][
            "events"
        ]
        scans += len(page["nodes"])
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    assert scans == 100


def test_older_versions_do_not_know_that_fulfilment_may_not_be_required(caller: Caller) -> None:
    query = "query Q($id: ID!) { order(id: $id) { displayFulfillmentStatus } }"
    variables = {"id": caller.sandbox.state.order("#1050").id}
    shown = [
        caller.post(query, variables, version=version).json()["data"]["order"]["displayFulfillmentStatus"]
        for version in ("2026-10", "2026-07")
    ]
    assert shown == ["FULFILLMENT_NOT_REQUIRED", "UNFULFILLED"]


@pytest.mark.parametrize(
    "query",
    [
        "{ shop { name myshopifyDomain plan { publicDisplayName } ianaTimezone primaryDomain { host } } }",
        "{ publicApiVersions { handle displayName supported } }",
        "{ locations(first: 5) { nodes { id name address { city countryCode } isActive } } }",
        "{ ordersCount { count precision } }",
        "{ fulfillmentOrders(first: 5) { nodes { id orderId orderName } } }",
    ],
)
def test_the_shop_answers_for_itself(caller: Caller, query: str) -> None:
    payload = caller.ask(query)
    assert "errors" not in payload
    assert all(payload["data"].values())


def test_what_the_store_does_not_hold_is_said_plainly(caller: Caller) -> None:
    gid = caller.sandbox.state.order("#1001").id
    payload = caller.ask("query Q($id: ID!) { order(id: $id) { name poNumber } }", id=gid)
    assert "does not hold Order.poNumber" in payload["errors"][0]["message"]


def test_things_are_found_by_their_gid(caller: Caller) -> None:
    order = caller.sandbox.state.order("#1010")
    ids = [order.id, order.fulfillments[0].id, order.fulfillment_orders[0].id, "gid://shopify/Order/1"]
    nodes = caller.ask("query Q($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }", ids=ids)["data"][
        "nodes"
    ]
    assert [node and node["__typename"] for node in nodes] == [
        "Order",
        "Fulfillment",
        "FulfillmentOrder",
        None,
    ]
