"""What a warehouse's software asks for is stored, done once, and told of."""

from dataclasses import replace
from typing import Any

import pytest
from django.core.cache import cache

from orders import clock
from orders.api import doing, renaming, tokens
from orders.api.gids import number_of
from orders.api.models import Operation
from orders.asking import gateway
from orders.audit.models import AuditEntry
from orders.domain.fulfillable import RequestAnswer
from orders.storage import removal, store
from orders.transport.deadline import Deadline
from tests.api.conftest import DHL, NUMBER, Software, give_token, work_off
from tests.sandbox import Sandbox
from tests.sandbox.access import WRITE_SCOPES
from tests.sandbox.building import Line
from tests.sandbox.faults import Fault
from tests.sandbox.locations import MADRID, ZARAGOZA
from tests.sandbox.records import OrderRecord

READS_ORDERS = {"read_orders", "write_orders"}


def ships(number: int) -> str:
    return f"orders/{number}/fulfillments"


def ship(madrid: Software, number: int, body: Any = DHL, key: str = "first-try") -> Any:
    return madrid.done(ships(number), body, key=key)


def test_a_parcel_that_left_is_a_fulfillment_of_this_location_alone(
    madrid: Software, order: OrderRecord, number: int
) -> None:
    done = ship(madrid, number)
    assert (done["state"], done["code"]) == ("done", "new")
    seen = madrid.get(f"orders/{number}/work").json()
    assert [(made["id"], made["numbers"]) for made in seen["fulfillments"]] == [
        (done["fulfillment_id"], [NUMBER])
    ]
    assert [each["lines"] for each in seen["work"] if each["may_be_fulfilled"]] == []
    assert give_token(location_id=ZARAGOZA.id).get(f"orders/{number}/work").json()["work"][0]["lines"]


def test_some_items_leave_and_the_rest_is_still_work(madrid: Software, number: int) -> None:
    ship(madrid, number, DHL | {"items": [{"sku": "MUG-1", "quantity": 1}]})
    lines = madrid.get(f"orders/{number}/work").json()["work"][0]["lines"]
    assert [(line["sku"], line["quantity"]) for line in lines] == [("MUG-1", 1), ("PLATE-1", 1)]


def test_it_is_stored_before_it_is_answered_and_the_answer_says_where_to_ask(
    madrid: Software, number: int
) -> None:
    answer = madrid.send(ships(number), DHL)
    assert (answer.status_code, answer.json()["state"]) == (202, "accepted")
    assert answer.headers["Location"] == f"/api/v1/operations/{Operation.objects.get().public_id}"


def test_the_same_key_with_the_same_request_gets_the_first_answer_again_and_is_done_once(
    madrid: Software, order: OrderRecord, number: int
) -> None:
    first = madrid.send(ships(number), DHL)
    work_off()
    second = madrid.send(ships(number), DHL)
    assert (second.json(), second.headers["Idempotency-Replayed"]) == (first.json(), "true")
    work_off()
    assert len(order.fulfillments) == 1


@pytest.mark.parametrize("change", ["body", "order"])
def test_the_same_key_with_another_request_is_refused(
    madrid: Software, number: int, elsewhere: OrderRecord, change: str
) -> None:
    madrid.send(ships(number), DHL)
    if change == "body":
        again = madrid.send(ships(number), DHL | {"notify_customer": True})
    else:
        again = madrid.send(ships(number_of(elsewhere.id)), DHL)
    assert (again.status_code, again.json()["code"]) == (422, "key_used_otherwise")
    assert Operation.objects.count() == 1


def test_two_programs_may_use_the_same_key(madrid: Software, number: int) -> None:
    madrid.send(ships(number), DHL)
    assert give_token().send(ships(number), DHL).headers.get("Idempotency-Replayed") is None


def test_the_same_parcel_under_another_key_is_not_made_twice(
    madrid: Software, order: OrderRecord, number: int
) -> None:
    ship(madrid, number)
    assert ship(madrid, number, key="second-try")["code"] == "same"
    assert len(order.fulfillments) == 1


def test_a_worker_that_died_after_shopify_had_made_it_makes_it_no_second_time(
    madrid: Software, order: OrderRecord, number: int
) -> None:
    for body in ({"items": [{"sku": "MUG-1", "quantity": 1}]}, DHL):
        madrid.send(ships(number), body, key=f"request-{len(str(body))}")
        work_off()
        Operation.objects.update(finished_at=None, state="accepted", leased_until=0, due_at=0)
        Operation.objects.exclude(pk=Operation.objects.latest("pk").pk).update(finished_at=1)
        work_off()
    assert len(order.fulfillments) == 2


def test_what_was_asked_of_one_order_is_done_in_the_order_in_which_it_was_asked(
    madrid: Software, number: int
) -> None:
    made = ship(madrid, number)["fulfillment_id"]
    path = f"orders/{number}/fulfillments/{made}"
    madrid.send(f"{path}/events", {"status": "IN_TRANSIT"}, key="second-1")
    madrid.send(f"{path}/cancel", {}, key="third-01")
    Operation.objects.filter(kind="report_event").update(due_at=clock.seconds() + 60)
    assert not doing.do_next(now=clock.seconds())


def test_numbers_are_corrected(madrid: Software, number: int) -> None:
    made = ship(madrid, number)["fulfillment_id"]
    other = {"tracking": {"company": "UPS", "numbers": ["1Z999AA10123456784"]}}
    path = f"orders/{number}/fulfillments/{made}/tracking"
    assert madrid.done(path, other, key="second-1", method="put")["state"] == "done"
    seen = madrid.get(f"orders/{number}/work").json()["fulfillments"][0]
    assert (seen["company"], seen["numbers"]) == ("UPS", ["1Z999AA10123456784"])


def test_a_cancelled_fulfillment_is_work_again(madrid: Software, number: int) -> None:
    made = ship(madrid, number)["fulfillment_id"]
    done = madrid.done(f"orders/{number}/fulfillments/{made}/cancel", {}, key="second-1")
    work = madrid.get(f"orders/{number}/work").json()
    assert (done["state"], work["fulfillments"][0]["status"]) == ("done", "CANCELLED")
    assert any(each["may_be_fulfilled"] for each in work["work"])


def test_a_scan_stands_on_the_public_timeline(madrid: Software, number: int) -> None:
    made = ship(madrid, number)["fulfillment_id"]
    event = {"status": "IN_TRANSIT", "city": "Burgos", "country": "Spain", "message": "For Ana Ruiz"}
    assert (
        madrid.done(f"orders/{number}/fulfillments/{made}/events", event, key="second-1")["state"] == "done"
    )
    answer = madrid.get(f"orders/{number}/timeline")
    events = answer.json()["parcels"][0]["events"]
    assert [(each["status"], each["country"]) for each in events] == [("IN_TRANSIT", "Spain")]
    assert not {"Burgos", "Ana", NUMBER} & set(answer.content.decode().replace('"', " ").split())


def report_and_be_cut_off(software: Software, path: str) -> None:
    """A scan is sent, and the worker dies before it can write down how that ended."""
    software.send(path, {"status": "IN_TRANSIT"}, key="second-1")
    body = Operation.objects.get(kind="report_event").body
    work_off()
    Operation.objects.filter(kind="report_event").update(
        finished_at=None, state="accepted", due_at=0, body=body, begun={"sent": True}
    )


def test_a_scan_whose_sending_was_cut_off_is_not_sent_twice(
    madrid: Software, order: OrderRecord, number: int
) -> None:
    made = ship(madrid, number)["fulfillment_id"]
    path = f"orders/{number}/fulfillments/{made}/events"
    report_and_be_cut_off(madrid, path)
    work_off()
    assert Operation.objects.get(kind="report_event").state == "done"
    assert len(order.fulfillments[0].events) == 1


def test_a_scan_that_was_sent_and_stands_nowhere_is_not_sent_again(
    madrid: Software, shop: Sandbox, order: OrderRecord, number: int
) -> None:
    made = ship(madrid, number)["fulfillment_id"]
    shop.state.faults.add(Fault(kind="status", status=502, operation="CreateFulfillmentEvent", times=1))
    path = f"orders/{number}/fulfillments/{made}/events"
    report_and_be_cut_off(madrid, path)
    work_off()
    assert Operation.objects.get(kind="report_event").state == "unknown"
    assert order.fulfillments[0].events == []


def test_what_shopify_does_not_allow_is_refused_with_a_sentence(madrid: Software, number: int) -> None:
    refused = ship(madrid, number, DHL | {"items": [{"sku": "MUG-1", "quantity": 7}]})
    assert (refused["state"], refused["code"]) == ("refused", "refused")
    assert "only 2 are left" in refused["detail"]


def test_shopify_being_away_puts_it_off(madrid: Software, shop: Sandbox, number: int) -> None:
    madrid.send(ships(number), DHL)
    shop.state.access.scopes -= READS_ORDERS
    assert doing.do_next(now=clock.seconds())
    operation = Operation.objects.get()
    assert (operation.state, operation.finished_at, operation.due_at > clock.seconds()) == (
        "accepted",
        None,
        True,
    )


def test_where_the_app_may_only_read_nothing_is_accepted(
    madrid: Software, shop: Sandbox, number: int
) -> None:
    shop.state.access.scopes -= WRITE_SCOPES
    answer = madrid.send(ships(number), DHL)
    assert (answer.status_code, answer.headers["Content-Type"]) == (403, "application/problem+json")
    assert (answer.json()["code"], "write_merchant" in answer.json()["detail"]) == ("shop_is_read_only", True)
    assert not Operation.objects.exists()


def test_events_take_a_scope_of_their_own(madrid: Software, shop: Sandbox, number: int) -> None:
    gid = ship(madrid, number)["fulfillment_id"]
    shop.state.access.scopes.discard("write_fulfillments")
    cache.clear()
    answer = madrid.send(f"{ships(number)}/{gid}/events", {"status": "DELIVERED"}, key="the-event")
    assert (answer.status_code, "write_fulfillments" in answer.json()["detail"]) == (403, True)


def test_a_scope_taken_away_after_it_was_accepted_ends_it_and_leaves_nothing_stuck(
    madrid: Software, shop: Sandbox, order: OrderRecord, number: int
) -> None:
    madrid.send(ships(number), DHL)
    shop.state.access.scopes -= WRITE_SCOPES
    work_off()
    operation = Operation.objects.get()
    assert (operation.state, operation.code, order.fulfillments) == ("refused", "shop_is_read_only", [])


def test_after_days_it_is_given_up(madrid: Software, shop: Sandbox, number: int) -> None:
    madrid.send(ships(number), DHL)
    shop.state.access.scopes -= READS_ORDERS
    Operation.objects.update(created_at=clock.seconds() - 4 * 86_400)
    work_off()
    assert Operation.objects.get().code == "given_up"


def test_what_a_revoked_token_had_asked_for_is_not_done_any_more(
    madrid: Software, order: OrderRecord, number: int
) -> None:
    madrid.send(ships(number), DHL)
    tokens.revoke(madrid.token, by="mara", now=clock.seconds())
    work_off()
    operation = Operation.objects.get()
    assert (operation.state, operation.code, order.fulfillments) == ("refused", "revoked", [])


def test_what_was_asked_is_kept_no_longer_than_it_takes(madrid: Software, number: int) -> None:
    ship(madrid, number)
    operation = Operation.objects.get()
    assert (operation.state, operation.body, operation.begun) == ("done", {}, {})
    again = madrid.send(ships(number), DHL)
    assert again.json()["id"] == operation.public_id


def test_with_an_order_go_the_words_about_it(madrid: Software, shop: Sandbox, number: int) -> None:
    ship(madrid, number)
    assert Operation.objects.get().detail
    gid = Operation.objects.get().shopify_id
    removal.forget_orders([gid], now=clock.seconds())
    assert Operation.objects.get().detail == ""


def test_who_did_what_stands_in_the_log(madrid: Software, number: int) -> None:
    ship(madrid, number)
    entry = AuditEntry.objects.get(action="fulfillment.create")
    assert (entry.actor, NUMBER in entry.detail) == (madrid.token.actor, True)


def keep(order: OrderRecord, *, age: float, place: str = "") -> None:
    """The order as it was stored so many seconds ago, when its places may have been called something else."""
    fetched = gateway.client().get_order(order.id, deadline=Deadline.after(10))
    if place:
        works = tuple(replace(work, location_name=place) for work in fetched.order.fulfillment_orders or ())
        fetched = replace(fetched, order=replace(fetched.order, fulfillment_orders=works))
    store.put_if_newer(fetched, fetched_at=clock.seconds() - age)


def test_the_list_shows_orders_of_this_location_and_goes_on_from_its_cursor(
    madrid: Software, shop: Sandbox, order: OrderRecord, elsewhere: OrderRecord, number: int
) -> None:
    third = shop.state.add_order("#1003", lines=[Line(title="Mug", quantity=3)])
    for age, each in ((300, order), (200, elsewhere), (100, third)):
        keep(each, age=age)
    first = madrid.get("work?limit=1").json()
    assert [(each["order_id"], each["open_quantity"]) for each in first["orders"]] == [(number, 3)]
    second = madrid.get(f"work?cursor={first['next_cursor']}").json()
    assert ([each["order_name"] for each in second["orders"]], second["more"]) == (["#1003"], False)
    assert madrid.get(f"work?cursor={second['next_cursor']}").json()["orders"] == []


def test_the_list_goes_on_after_the_shop_has_given_the_location_another_name(
    shop: Sandbox, db: None, order: OrderRecord, elsewhere: OrderRecord
) -> None:
    software = give_token(location_name="Tienda")
    keep(order, age=300, place="Tienda")
    renaming.note_renamed(now=clock.seconds() - 200)
    keep(elsewhere, age=150, place="Tienda")
    keep(shop.state.add_order("#1003"), age=100)
    assert [each["order_name"] for each in software.get("work").json()["orders"]] == ["#1001", "#1003"]
    assert software.get("token").json()["location_name"] == MADRID.name


def test_without_the_scope_for_locations_a_token_keeps_the_name_it_has(shop: Sandbox, db: None) -> None:
    software = give_token(location_name="Tienda")
    shop.state.access.scopes = READS_ORDERS
    renaming.note_renamed(now=clock.seconds())
    assert software.get("token").json()["location_name"] == "Tienda"


@pytest.mark.parametrize("answer", RequestAnswer)
def test_a_location_that_is_a_fulfillment_service_answers_what_it_is_asked(
    madrid: Software, order: OrderRecord, number: int, answer: RequestAnswer
) -> None:
    work = order.fulfillment_orders[0]
    work.request_status = answer.asked
    path = f"orders/{number}/work/{number_of(work.id)}/answer"
    body = {"answer": str(answer), "reason": "INVENTORY_OUT_OF_STOCK", "message": "So be it"}
    done = madrid.done(path, body)
    assert (done["kind"], done["state"], work.request_status) == ("answer", "done", answer.given)
    again = madrid.done(path, {"answer": str(answer)}, key="second-try")
    assert again["state"] == "done"


def test_what_was_not_asked_cannot_be_answered(madrid: Software, order: OrderRecord, number: int) -> None:
    path = f"orders/{number}/work/{number_of(order.fulfillment_orders[0].id)}/answer"
    done = madrid.done(path, {"answer": "reject"})
    assert (done["state"], done["code"]) == ("refused", "shopify_refuses")


def test_a_request_to_another_location_is_not_answered(
    madrid: Software, order: OrderRecord, number: int
) -> None:
    work = order.fulfillment_orders[1]
    work.request_status = "SUBMITTED"
    done = madrid.done(f"orders/{number}/work/{number_of(work.id)}/answer", {"answer": "reject"})
    assert (done["code"], work.request_status) == ("not_found", "SUBMITTED")


def test_without_the_scope_of_a_fulfillment_service_nothing_is_answered(
    madrid: Software, shop: Sandbox, number: int
) -> None:
    shop.state.access.scopes.discard("write_assigned_fulfillment_orders")
    answer = madrid.send(f"orders/{number}/work/7/answer", {"answer": "accept"})
    assert (answer.status_code, "write_assigned" in answer.json()["detail"]) == (403, True)


@pytest.mark.parametrize("cursor", ["nonsense", "WzEsMl0", "WzFlOTksMV0=", "W10=", "é"])
def test_a_cursor_of_somebody_elses_making_is_refused(madrid: Software, cursor: str) -> None:
    assert madrid.get(f"work?cursor={cursor}").status_code == 422


@pytest.mark.parametrize("written", ["9.4E+21", "1,23E+15", "9400110000000000000000", "=A1"])
def test_a_number_that_a_spreadsheet_has_destroyed_is_refused(
    madrid: Software, number: int, written: str
) -> None:
    answer = madrid.send(ships(number), {"tracking": {"numbers": [written]}})
    assert (answer.status_code, "spreadsheet" in answer.json()["errors"][0]["what"]) == (422, True)
