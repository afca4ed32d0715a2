"""What staff do with an order's shipments: said first, done once at a real sandbox, written down, shown at once."""

import re
from html import unescape
from typing import get_args

import pytest
from django.core.cache import cache
from django.test import Client
from graphql import GraphQLEnumType

from orders import clock
from orders.api.schemas import REJECTION_REASONS as API_REASONS
from orders.audit import log
from orders.console.answering_forms import REJECTION_REASONS
from orders.console.fulfilling_forms import EVENTS
from orders.console.holding_forms import HOLD_REASONS
from orders.domain.status import FulfillmentEventStatus, HoldReason
from orders.models import TrackedOrder
from orders.presenters.timelines import timeline_of
from orders.storage import snapshots
from tests.sandbox import Sandbox
from tests.sandbox.access import WRITE_SCOPES
from tests.sandbox.building import Line
from tests.sandbox.faults import Fault
from tests.sandbox.locations import MADRID, ZARAGOZA
from tests.sandbox.records import OrderRecord
from tests.sandbox.schema import load_schema
from tests.support.shipments_page import ShipmentsPage, open_shipments

pytestmark = pytest.mark.django_db
NUMBER = "1Z999AA10123456784"
CASUALTY = "1.23457E+15"


@pytest.fixture
def order(shop: Sandbox) -> OrderRecord:
    """Two mugs and a plate in Madrid, a vase in Zaragoza."""
    lines = [
        Line(title="Mug", quantity=2, sku="MUG-1"),
        Line(title="Plate"),
        Line(title="Vase", sku="VASE-1", location=ZARAGOZA),
    ]
    return shop.state.add_order("#1001", email="ana@example.com", lines=lines)


@pytest.fixture
def shipments(order: OrderRecord, support: Client) -> ShipmentsPage:
    return open_shipments(order, support)


def actions(order: OrderRecord) -> list[tuple[str, str]]:
    return [(entry.actor, entry.action) for entry in log.entries_of(order.id)]


def quantities(shipments: ShipmentsPage) -> list[str]:
    return [name for name in shipments.fields("ship") if name.startswith("quantity_")]


def test_items_leave_with_a_number_from_the_place_that_was_chosen(
    shipments: ShipmentsPage, order: OrderRecord
) -> None:
    mugs, plate = quantities(shipments)
    page = shipments.do("ship", **{mugs: "1", plate: "1"}, company="ups", numbers=NUMBER)
    made = order.fulfillments[0]
    assert (made.location, [(line.line_item.title, line.quantity) for line in made.lines]) == (
        MADRID,
        [("Mug", 1), ("Plate", 1)],
    )
    assert [(info.company, info.number) for info in made.tracking] == [("UPS", NUMBER)]
    assert "Done. 2 items leave." in page
    assert actions(order) == [("support", "fulfillment.create")]


def test_what_is_about_to_happen_is_said_first(shipments: ShipmentsPage, order: OrderRecord) -> None:
    asked = shipments.send("ship", shipments.fields("ship") | {"numbers": NUMBER, "notify": "on"}).text
    assert f"From {MADRID.name}: 2 × Mug (MUG-1), 1 × Plate." in asked
    assert "Shopify mails the customer at once, which cannot be undone." in asked
    assert order.fulfillments == []


def test_the_question_carries_everything_along(shipments: ShipmentsPage, order: OrderRecord) -> None:
    typed = {"numbers": f"{NUMBER}\n1Z999AA10123456999", "company": "UPS"}
    asked = unescape(shipments.send("ship", shipments.fields("ship") | typed).text)
    shipments.send("ship", shipments.fields("ship", page=asked) | {"sure": "yes"})
    assert [info.number for info in order.fulfillments[0].tracking] == [NUMBER, "1Z999AA10123456999"]


def test_the_order_is_fetched_again_at_once(shipments: ShipmentsPage) -> None:
    shipments.do("ship", numbers=NUMBER)
    stored = snapshots.decode(bytes(TrackedOrder.objects.get(pk=shipments.pk).snapshot))
    assert [info.number for made in stored.fulfillments for info in made.tracking] == [NUMBER]


@pytest.mark.parametrize("numbers", [NUMBER, ""])
def test_a_form_that_is_sent_twice_sends_nothing_twice(
    shipments: ShipmentsPage, order: OrderRecord, numbers: str
) -> None:
    mugs, plate = quantities(shipments)
    form = shipments.fields("ship") | {mugs: "1", plate: "0", "numbers": numbers, "sure": "yes"}
    shipments.send("ship", form)
    again = shipments.send("ship", form).text
    assert len(order.fulfillments) == 1
    assert (
        "Nothing was left to do" if numbers else "since the page was opened, so nothing was done"
    ) in again


def test_an_answer_lost_on_its_way_makes_no_second_shipment(
    shipments: ShipmentsPage, shop: Sandbox, order: OrderRecord
) -> None:
    shop.state.faults.add(Fault(kind="cut", operation="CreateFulfillment", times=1))
    assert "Done. 3 items leave." in shipments.do("ship")
    assert len(order.fulfillments) == 1


def test_an_answer_that_never_came_is_told_and_what_to_do(
    shipments: ShipmentsPage, shop: Sandbox, order: OrderRecord
) -> None:
    shop.state.faults.add(Fault(kind="status", status=502, operation="CreateFulfillment", times=1))
    assert "Wait a minute, then look at this page again" in shipments.do("ship", numbers=NUMBER)
    assert order.fulfillments == []


def test_a_number_of_another_shipment_is_not_given_twice(
    shipments: ShipmentsPage, order: OrderRecord
) -> None:
    mugs, plate = quantities(shipments)
    shipments.do("ship", **{mugs: "1", plate: "0"}, numbers=NUMBER)
    page = shipments.send("ship", shipments.fields("ship") | {"numbers": NUMBER})
    assert (page.status_code, "has this number already" in page.text) == (422, True)
    assert len(order.fulfillments) == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"numbers": CASUALTY}, "A spreadsheet rounded the tracking number"),
        ({"numbers": "#REF!"}, "is no tracking number"),
        ({"numbers": NUMBER, "url": "javascript:alert(1)"}, "no web address that is safe"),
        ({"url": "https://gls.example/1"}, "An address needs its number."),
    ],
)
def test_what_cannot_be_is_refused_with_the_way_out(
    shipments: ShipmentsPage, order: OrderRecord, typed: dict[str, str], said: str
) -> None:
    page = shipments.send("ship", shipments.fields("ship") | typed | {"sure": "yes"})
    assert (page.status_code, said in unescape(page.text)) == (422, True)
    assert page.text.count(" autofocus") == 1
    assert order.fulfillments == []


def test_nothing_chosen_and_more_than_is_left_are_refused(
    shipments: ShipmentsPage, order: OrderRecord
) -> None:
    mugs, plate = quantities(shipments)
    for chosen in ({mugs: "0", plate: "0"}, {mugs: "3", plate: "0"}):
        assert shipments.send("ship", shipments.fields("ship") | chosen | {"sure": "yes"}).status_code == 422
    assert order.fulfillments == []


def test_what_shopify_refuses_is_said_in_its_words(
    shipments: ShipmentsPage, shop: Sandbox, order: OrderRecord
) -> None:
    shipments.do("ship", numbers=NUMBER)
    gid = order.fulfillments[0].id
    form = shipments.fields("tracking") | {"numbers": "JD014600003828392837", "company": "DHL"}
    shop.state.cancel_fulfillment(order.fulfillments[0])
    said = unescape(shipments.send("tracking", form | {"of": gid}).text)
    assert "Shopify refuses it: Fulfillment is cancelled. Nothing was done." in said


def test_a_number_and_a_carrier_are_corrected_without_a_question(
    shipments: ShipmentsPage, order: OrderRecord
) -> None:
    shipments.do("ship", numbers=NUMBER, company="UPS")
    shipments.send(
        "tracking", shipments.fields("tracking") | {"numbers": "JD014600003828392837", "company": "dhl"}
    )
    assert [(info.company, info.number) for info in order.fulfillments[0].tracking] == [
        ("DHL Express", "JD014600003828392837")
    ]


def test_a_mail_to_the_customer_is_asked_about(shipments: ShipmentsPage, order: OrderRecord) -> None:
    shipments.do("ship", numbers=NUMBER, company="UPS")
    form = shipments.fields("tracking") | {"numbers": "JD014600003828392837", "notify": "on"}
    assert "cannot be undone" in shipments.send("tracking", form).text
    assert order.fulfillments[0].tracking[0].number == NUMBER


def test_a_shipment_is_cancelled_only_by_who_is_sure(shipments: ShipmentsPage, order: OrderRecord) -> None:
    shipments.do("ship", numbers=NUMBER)
    asked = shipments.send("cancel", shipments.fields("cancel")).text
    assert (f"with {NUMBER} is cancelled" in asked, order.fulfillments[0].is_good) == (True, True)
    assert "Its items are to be sent again." in shipments.do("cancel")
    assert not order.fulfillments[0].is_good


def test_an_event_is_noted_once_though_it_is_sent_twice(shipments: ShipmentsPage, order: OrderRecord) -> None:
    shipments.do("ship", numbers=NUMBER)
    form = shipments.fields("event") | {
        "status": "DELIVERED",
        "happened_at": "2020-11-24T10:15",
        "city": "Ávila",
    }
    for _ in range(2):
        shipments.send("event", form | {"sure": "yes"})
    events = [(event.status, event.city) for event in order.fulfillments[0].events]
    assert events == [("DELIVERED", "Ávila")]
    assert order.fulfillments[0].events[0].happened_at.isoformat() == "2020-11-24T09:15:00+00:00"


@pytest.mark.parametrize("when", ["2999-01-01T00:00", "soon"])
def test_an_event_of_the_future_or_of_no_time_is_refused(
    shipments: ShipmentsPage, order: OrderRecord, when: str
) -> None:
    shipments.do("ship", numbers=NUMBER)
    page = shipments.send("event", shipments.fields("event") | {"status": "DELIVERED", "happened_at": when})
    assert (page.status_code, order.fulfillments[0].events) == (422, [])


def test_work_is_held_with_a_reason_and_released(shipments: ShipmentsPage, order: OrderRecord) -> None:
    shipments.send("hold", shipments.fields("hold") | {"reason": "INCORRECT_ADDRESS", "notes": "Ask Ana"})
    work = order.fulfillment_orders[0]
    assert [(hold.reason, hold.reason_notes) for hold in work.fulfillment_holds] == [
        ("INCORRECT_ADDRESS", "Ask Ana")
    ]
    assert "on hold: the address is wrong" in shipments.read()
    shipments.send("release", shipments.fields("release"))
    assert work.status == "OPEN"
    assert actions(order) == [
        ("support", "fulfillment_order.release"),
        ("support", "fulfillment_order.hold"),
    ]


def test_some_items_are_held_and_the_shopper_is_told_of_both(
    shipments: ShipmentsPage, order: OrderRecord
) -> None:
    form = shipments.fields("hold")
    mugs, plate = [name for name in form if name.startswith("quantity_")]
    page = shipments.send("hold", form | {mugs: "1", plate: "0", "reason": "INVENTORY_OUT_OF_STOCK"}).text
    assert "What you chose is on hold" in page
    held = order.fulfillment_orders[0]
    assert [(line.line_item.title, line.remaining_quantity) for line in held.lines] == [("Mug", 1)]
    stored = snapshots.decode(bytes(TrackedOrder.objects.get(pk=shipments.pk).snapshot))
    waiting = timeline_of(stored, now=clock.local(clock.seconds())).waiting
    told = sorted((group.reason.value, sum(item.quantity for item in group.items)) for group in waiting)
    assert told == [("out_of_stock", 1), ("received", 1), ("received", 2)]  # the vase leaves from elsewhere
    assert shipments.read().count("Mark as shipped…") == 2  # what moves on, and the vase; not what is held


def test_several_holds_are_named_and_one_of_them_is_released(
    shipments: ShipmentsPage, order: OrderRecord
) -> None:
    for reason in ("OTHER", "INCORRECT_ADDRESS", "INCORRECT_ADDRESS"):
        shipments.send("hold", {"of": order.fulfillment_orders[0].id, "reason": reason, **all_of(shipments)})
    page = shipments.read()
    assert "on hold: another reason, the address is wrong" in page
    assert ("Release: another reason" in page, "Release: the address is wrong" in page) == (True, True)
    shipments.send("release", shipments.fields("release"))
    assert "on hold: the address is wrong" in shipments.read()
    assert [hold.reason for hold in order.fulfillment_orders[0].fulfillment_holds] == ["INCORRECT_ADDRESS"]


def all_of(shipments: ShipmentsPage) -> dict[str, str]:
    """The quantities that the form of holding has, if it has any."""
    return {name: each for name, each in shipments.fields("hold").items() if name.startswith("quantity_")}


@pytest.mark.parametrize("quantity", ["0", "9"])
def test_nothing_and_more_than_there_is_are_not_held(
    shipments: ShipmentsPage, order: OrderRecord, quantity: str
) -> None:
    form = shipments.fields("hold") | {"reason": "OTHER"}
    wrong = {name: quantity if name.startswith("quantity_") else value for name, value in form.items()}
    answer = shipments.send("hold", wrong)
    assert (answer.status_code, order.fulfillment_orders[0].status) == (422, "OPEN")


def test_a_request_to_our_own_service_is_accepted(
    shipments: ShipmentsPage, shop: Sandbox, order: OrderRecord
) -> None:
    order.fulfillment_orders[0].request_status = "SUBMITTED"
    page = shipments.read()
    assert "asked of the warehouse, not accepted yet" in page
    assert page.count("Mark as shipped…") == 1  # the vase; nothing leaves before it is accepted
    assert "The request is accepted." in shipments.do("accept")
    assert order.fulfillment_orders[0].request_status == "ACCEPTED"


def test_a_request_to_our_own_service_is_rejected_with_a_reason(
    shipments: ShipmentsPage, order: OrderRecord
) -> None:
    work = order.fulfillment_orders[0]
    work.request_status = "SUBMITTED"
    form = shipments.fields("reject") | {"reason": "INVENTORY_OUT_OF_STOCK", "message": "In January"}
    asked = unescape(shipments.send("reject", form).text)
    assert ("Reason: Out of stock." in asked, "With the message “In January”." in asked) == (True, True)
    assert work.request_status == "SUBMITTED"
    page = shipments.send("reject", form | {"sure": "yes"}).text
    assert "The request is rejected." in page
    assert "the warehouse does not send it" in page
    assert ("/shipments/reject/" in page, "/shipments/ship/" in page) == (False, True)
    assert (work.request_status, actions(order)) == ("REJECTED", [("support", "fulfillment_order.reject")])


@pytest.mark.parametrize(
    ("what", "status", "said"),
    [
        ("accept-cancellation", "CANCELLATION_ACCEPTED", "the warehouse has stopped"),
        ("reject-cancellation", "CANCELLATION_REJECTED", "sends it all the same"),
    ],
)
def test_a_request_to_stop_is_answered_and_the_items_stay_to_be_sent(
    shipments: ShipmentsPage, order: OrderRecord, what: str, status: str, said: str
) -> None:
    work = order.fulfillment_orders[0]
    work.request_status, work.status = "CANCELLATION_REQUESTED", "IN_PROGRESS"
    assert "asked to stop, and has not answered yet" in shipments.read()
    page = shipments.do(what, message="As you like")
    assert (work.request_status, said in page, "/shipments/ship/" in page) == (status, True, True)
    shipments.do("ship", numbers=NUMBER)
    assert order.fulfillments[0].total_quantity == 3


def test_without_the_scope_of_a_fulfillment_service_no_answer_is_offered(
    shipments: ShipmentsPage, shop: Sandbox, order: OrderRecord
) -> None:
    order.fulfillment_orders[0].request_status = "SUBMITTED"
    shop.state.access.scopes.discard("write_assigned_fulfillment_orders")
    cache.clear()
    page = shipments.read()
    assert ("/shipments/accept/" in page, "/shipments/reject/" in page) == (False, False)


def test_a_thing_of_another_order_is_not_touched(shipments: ShipmentsPage, shop: Sandbox) -> None:
    other = shop.state.add_order("#1002", lines=[Line(title="Mug")])
    made = shop.state.fulfill(other)
    shipments.send("cancel", {"of": made.id, "sure": "yes"})
    assert made.is_good


def test_a_number_that_a_spreadsheet_destroyed_is_pointed_at(
    shipments: ShipmentsPage, order: OrderRecord
) -> None:
    shipments.do("ship", numbers=NUMBER)
    order.fulfillments[0].tracking[0].number = CASUALTY
    assert f"A spreadsheet has rounded {CASUALTY}" in shipments.read()


def test_without_the_scopes_nothing_is_offered_and_the_way_out_is_said(
    shipments: ShipmentsPage, shop: Sandbox, order: OrderRecord
) -> None:
    form = shipments.fields("ship") | {"sure": "yes"}
    shop.state.access.scopes -= WRITE_SCOPES
    cache.clear()
    page = shipments.client.get(f"/admin/order/{shipments.pk}/").text
    assert ("/shipments/" in page, "check_shopify" in page) == (False, True)
    for answer in (
        shipments.client.get(f"/admin/order/{shipments.pk}/shipments/"),
        shipments.send("ship", form),
    ):
        assert (answer.status_code, 'name="numbers"' in answer.text) == (403, False)
        assert "approve them in the shop" in answer.text
    assert order.fulfillments == []


def test_a_fulfillment_services_own_scope_lets_nothing_be_held(
    shop: Sandbox, shipments: ShipmentsPage, order: OrderRecord
) -> None:
    fields = shipments.fields("hold")
    shop.state.access.scopes -= WRITE_SCOPES - {"write_assigned_fulfillment_orders"}
    cache.clear()
    page = shipments.read()
    assert ('/shipments/ship/"' in page, '/shipments/hold/"' in page) == (True, False)
    answer = shipments.send("hold", fields | {"reason": "OTHER"})
    assert (answer.status_code, "Holding and releasing take the scope" in answer.text) == (403, True)
    assert order.fulfillment_orders[0].status == "OPEN"


def test_without_the_scope_for_events_the_rest_is_offered(shipments: ShipmentsPage, shop: Sandbox) -> None:
    shipments.do("ship", numbers=NUMBER)
    shop.state.access.scopes.discard("write_fulfillments")
    cache.clear()
    page = shipments.read()
    assert ("/shipments/event/" in page, "/shipments/cancel/" in page) == (False, True)
    assert shipments.send("event", {}).status_code == 403


def test_while_shopify_is_away_the_page_says_so(shipments: ShipmentsPage, shop: Sandbox) -> None:
    shop.state.access.scopes -= {"read_orders", "write_orders"}
    answer = shipments.client.get(f"/admin/order/{shipments.pk}/shipments/")
    assert (answer.status_code, "Shopify cannot be asked now" in answer.text) == (503, True)


def test_a_removed_order_has_no_shipments(shipments: ShipmentsPage) -> None:
    TrackedOrder.objects.update(removed_at=1.0)
    assert shipments.client.get(f"/admin/order/{shipments.pk}/shipments/").status_code == 404


def test_reasons_and_events_are_shopify_s_own() -> None:
    assert {code for code, _ in HOLD_REASONS} <= set(HoldReason)
    assert {code for code, _ in EVENTS} <= set(FulfillmentEventStatus)
    reasons = load_schema().type_map["FulfillmentOrderRejectionReason"]
    assert isinstance(reasons, GraphQLEnumType)
    assert {code for code, _ in REJECTION_REASONS} == set(get_args(API_REASONS)) == set(reasons.values)


def test_every_field_has_an_id_of_its_own_and_a_label(shipments: ShipmentsPage) -> None:
    mugs, plate = quantities(shipments)
    shipments.do("ship", **{mugs: "1", plate: "0"}, numbers=NUMBER)
    shipments.do("ship", numbers="1Z999AA10123456999", **{mugs: "1", plate: "0"})
    page = shipments.read()
    ids = re.findall(r' id="([^"]+)"', page)
    fields = re.findall(
        r'<(?:input type="(?:text|number|datetime-local)"|select|textarea)[^>]* id="([^"]+)"', page
    )
    assert len(ids) == len(set(ids))
    assert len(fields) > 10
    assert set(fields) <= set(re.findall(r'<label[^>]* for="([^"]+)"', page))
    described = {each for group in re.findall(r'aria-describedby="([^"]+)"', page) for each in group.split()}
    assert described <= set(ids)
