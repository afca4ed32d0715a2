"""Requests to a fulfillment service: staff read what the merchant wrote, and say what they answer in full."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.test import Client

from orders import clock
from orders.audit import log
from tests.sandbox import Sandbox
from tests.sandbox.building import Line
from tests.sandbox.faults import Fault
from tests.sandbox.records import FulfillmentOrderRecord, OrderRecord
from tests.support.shipments_page import ShipmentsPage, open_shipments

pytestmark = pytest.mark.django_db
UNREADABLE = "What was written with the request cannot be read now."


@pytest.fixture
def order(shop: Sandbox) -> OrderRecord:
    """Two mugs and a plate."""
    lines = [Line(title="Mug", quantity=2, sku="MUG-1"), Line(title="Plate")]
    return shop.state.add_order("#1001", email="ana@example.com", lines=lines)


@pytest.fixture
def work(order: OrderRecord) -> FulfillmentOrderRecord:
    return order.fulfillment_orders[0]


@pytest.fixture
def shipments(order: OrderRecord, support: Client) -> ShipmentsPage:
    return open_shipments(order, support)


def raw(shipments: ShipmentsPage) -> str:
    return str(shipments.client.get(f"/admin/order/{shipments.pk}/shipments/").text)


def ask_to_send(shop: Sandbox, work: FulfillmentOrderRecord, message: str | None = None) -> None:
    shop.state.ask_service(work, message=message, options={"notify_customer": True, "gift_wrap": "red"})


def line_fields(page: str, beginning: str) -> list[str]:
    return re.findall(rf'name="({beginning}_\d+)"', page)


def test_what_the_merchant_wrote_stands_above_the_answers(
    shipments: ShipmentsPage, shop: Sandbox, work: FulfillmentOrderRecord
) -> None:
    ask_to_send(shop, work, "Two boxes.\nBefore <b>Friday</b>")
    page = raw(shipments)
    assert '<blockquote dir="auto">Two boxes.\nBefore &lt;b&gt;Friday&lt;/b&gt;</blockquote>' in page
    assert "The customer is to be mailed by Shopify when it is sent." in page
    assert "<bdi>gift wrap</bdi>: <bdi>red</bdi>" in page
    assert page.index("<blockquote") < page.index("/shipments/accept/")


def test_a_request_to_stop_comes_before_the_one_it_is_about(
    shipments: ShipmentsPage, shop: Sandbox, work: FulfillmentOrderRecord
) -> None:
    ask_to_send(shop, work, "Please send")
    shop.state.answer_request(work, "ACCEPTED")
    later = clock.local(clock.seconds()) + timedelta(minutes=1)
    options = {"notify_customer": False, "urgent": True}
    shop.state.ask_service(work, "CANCELLATION_REQUEST", message="Please stop", options=options, at=later)
    page = shipments.read()
    places = [page.index(each) for each in ("Please stop", "What was asked before", "Please send")]
    assert places == sorted(places)
    assert ("is not to be mailed by Shopify" in page, "<bdi>yes</bdi>" in page) == (True, True)


@pytest.mark.parametrize(
    ("message", "said"), [(None, "Nothing was written with it."), ("x" * 601, 'class="long" tabindex="0"')]
)
def test_no_message_and_a_long_one_are_told_apart(
    shipments: ShipmentsPage, shop: Sandbox, work: FulfillmentOrderRecord, message: str | None, said: str
) -> None:
    assert said not in raw(shipments)
    ask_to_send(shop, work, message)
    assert said in raw(shipments)


@pytest.mark.parametrize("trouble", ["denied", "a fault", "none is kept"])
def test_what_cannot_be_read_is_said_and_an_answer_can_be_given_all_the_same(
    shipments: ShipmentsPage, shop: Sandbox, work: FulfillmentOrderRecord, trouble: str
) -> None:
    ask_to_send(shop, work, "Please")
    if trouble == "denied":
        shop.state.access.denied_fields.add("FulfillmentOrder.merchantRequests")
    elif trouble == "a fault":
        shop.state.faults.add(Fault(kind="status", status=500, operation="MerchantRequests", times=9))
    else:
        work.merchant_requests.clear()
    assert UNREADABLE in shipments.read()
    assert "The request is accepted." in shipments.do("accept")


def test_where_nobody_asks_nothing_is_read(shipments: ShipmentsPage, shop: Sandbox) -> None:
    shop.state.access.denied_fields.add("FulfillmentOrder.merchantRequests")
    page = shipments.read()
    assert ('class="asked"' in page, UNREADABLE in page) == (False, False)


def test_the_items_that_are_the_cause_are_named_with_their_reasons(
    shipments: ShipmentsPage, shop: Sandbox, order: OrderRecord, work: FulfillmentOrderRecord
) -> None:
    ask_to_send(shop, work)
    page = shipments.read()
    (mug, plate), (_, why_plate) = line_fields(page, "line"), line_fields(page, "why")
    form = {"of": work.id, "reason": "OTHER", "message": "", mug: "on", why_plate: "Chipped"}
    asked = unescape(shipments.send("reject", form).text)
    for sentence in (
        "the rest of the request is rejected with it",
        "2 × Mug (MUG-1)",
        "1 × Plate – “Chipped”",
    ):
        assert sentence in asked
    for _ in range(2):  # a form that is sent twice rejects nothing twice
        shipments.send("reject", form | {"sure": "yes"})
    assert [(each["message"], each["fulfillmentOrderLineItemId"]) for each in work.answer["lineItems"]] == [  # type: ignore[attr-defined]
        (None, work.lines[0].id),
        ("Chipped", work.lines[1].id),
    ]
    assert plate.removeprefix("line_") == work.lines[1].id.rpartition("/")[2]
    (entry,) = log.entries_of(order.id)
    assert (entry.action, entry.detail) == (
        "fulfillment_order.reject",
        f"{work.id}, OTHER, 2 lines named",
    )


def test_a_rejection_without_items_names_none(
    shipments: ShipmentsPage, shop: Sandbox, work: FulfillmentOrderRecord
) -> None:
    ask_to_send(shop, work)
    shipments.do("reject", reason="OTHER")
    assert (work.request_status, work.answer["lineItems"]) == ("REJECTED", None)


def test_a_reason_of_an_item_that_is_too_long_is_pointed_at(
    shipments: ShipmentsPage, shop: Sandbox, work: FulfillmentOrderRecord
) -> None:
    ask_to_send(shop, work)
    why = line_fields(shipments.read(), "why")[0]
    answer = shipments.send("reject", {"of": work.id, "reason": "OTHER", why: "x" * 256})
    assert (answer.status_code, '<details class="only" open>' in answer.text) == (422, True)
    assert (answer.text.count(" autofocus"), work.request_status) == (1, "SUBMITTED")


@pytest.mark.usefixtures("work")
def test_where_there_is_one_item_no_items_are_asked_about(shop: Sandbox, support: Client) -> None:
    other = shop.state.add_order("#1002", lines=[Line(title="Vase")])
    ask_to_send(shop, other.fulfillment_orders[0])
    page = open_shipments(other, support).read()
    assert ("/shipments/reject/" in page, line_fields(page, "line")) == (True, [])


@pytest.mark.parametrize(
    ("typed", "said", "kept"),
    [
        ({"ships_on": "2030-07-01", "ships_at": "09:30"}, "Sent by 1 Jul 2030, 09:30.", "2030-07-01T09:30"),
        ({"ships_on": "2030-07-01"}, "Sent by 1 Jul 2030.", "2030-07-01T23:59:59"),
    ],
)
def test_by_when_it_is_sent_is_told_with_the_acceptance(
    shipments: ShipmentsPage,
    shop: Sandbox,
    order: OrderRecord,
    work: FulfillmentOrderRecord,
    typed: dict[str, str],
    said: str,
    kept: str,
) -> None:
    ask_to_send(shop, work)
    form = shipments.fields("accept") | typed
    assert said in shipments.send("accept", form).text
    shipments.send("accept", form | {"sure": "yes"})
    moment = datetime.fromisoformat(kept).replace(tzinfo=clock.local(0).tzinfo).astimezone(UTC)
    assert work.answer["estimatedShippedAt"] == f"{moment:%Y-%m-%dT%H:%M:%SZ}"
    (entry,) = log.entries_of(order.id)
    assert "to leave by 2030-07-01" in entry.detail


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"ships_on": "2020-01-01"}, "This is over already."),
        ({"ships_at": "09:30"}, "A time needs its day."),
        ({"ships_on": "soon", "ships_at": "09:30"}, "Enter a valid date."),
        ({"ships_on": "2030-07-01", "ships_at": "late"}, "Enter a valid time."),
        ({"ships_on": "9999-12-31"}, "Nobody knows that so far ahead."),
        ({"ships_on": "0001-01-01"}, "This is over already."),
    ],
)
def test_a_day_that_cannot_be_is_refused(
    shipments: ShipmentsPage, shop: Sandbox, work: FulfillmentOrderRecord, typed: dict[str, str], said: str
) -> None:
    ask_to_send(shop, work)
    answer = shipments.send("accept", shipments.fields("accept") | typed | {"sure": "yes"})
    assert (answer.status_code, said in answer.text, work.request_status) == (422, True, "SUBMITTED")
    assert answer.text.count('class="error"') == 1


def test_an_acceptance_without_a_day_invents_none(
    shipments: ShipmentsPage, shop: Sandbox, work: FulfillmentOrderRecord
) -> None:
    ask_to_send(shop, work)
    shipments.do("accept")
    assert work.answer["estimatedShippedAt"] is None
