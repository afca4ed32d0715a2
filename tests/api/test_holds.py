"""A warehouse's software holds what it is to send, some of it or all, and releases it: one hold or every one."""

from typing import Any, get_args

import pytest
from graphql import GraphQLEnumType

from orders import clock
from orders.api import doing
from orders.api.gids import number_of
from orders.api.hold_schemas import HOLD_REASONS
from orders.api.models import Operation, Right
from orders.audit.models import AuditEntry
from tests.api.conftest import Software, give_token, work_off
from tests.sandbox import Sandbox
from tests.sandbox.access import WRITE_SCOPES
from tests.sandbox.faults import Fault
from tests.sandbox.locations import ZARAGOZA
from tests.sandbox.parts import HoldRecord
from tests.sandbox.records import FulfillmentOrderRecord, OrderRecord
from tests.sandbox.schema import load_schema

OTHER = {"reason": "OTHER"}


@pytest.fixture
def work(order: OrderRecord) -> FulfillmentOrderRecord:
    """Two mugs and a plate in Madrid."""
    return order.fulfillment_orders[0]


@pytest.fixture
def path(number: int, work: FulfillmentOrderRecord) -> str:
    return f"orders/{number}/work/{number_of(work.id)}"


def reasons(work: FulfillmentOrderRecord) -> list[str]:
    return [hold.reason for hold in work.fulfillment_holds]


def listed(madrid: Software, number: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = madrid.get(f"orders/{number}/work").json()["work"]
    return found


def test_work_waits_with_all_that_was_said_of_it(
    madrid: Software, shop: Sandbox, work: FulfillmentOrderRecord, path: str
) -> None:
    said = {"notes": "Two are  chipped", "notify_merchant": True, "handle": "quality", "external_id": "wms-7"}
    done = madrid.done(f"{path}/holds", OTHER | said)
    assert (done["kind"], done["state"], done["code"]) == ("hold", "done", "new")
    (hold,) = work.fulfillment_holds
    assert (work.status, hold.reason, hold.reason_notes) == ("ON_HOLD", "OTHER", "Two are chipped")
    assert (hold.handle, hold.external_id) == ("quality", "wms-7")
    (asked,) = [each for each in shop.requests if each.operation == "HoldFulfillmentOrder"]
    assert asked.variables["hold"]["notifyMerchant"] is True


def test_holds_stand_in_what_is_to_be_sent(
    madrid: Software, shop: Sandbox, work: FulfillmentOrderRecord, path: str, number: int
) -> None:
    shop.state.set_hold(work, "INCORRECT_ADDRESS")
    madrid.done(f"{path}/holds", OTHER | {"handle": "quality"})
    (seen,) = listed(madrid, number)
    told = [(hold["reason"], hold["handle"], hold["held_here"]) for hold in seen["holds"]]
    assert told == [("INCORRECT_ADDRESS", None, False), ("OTHER", "quality", True)]
    assert (seen["may_be_fulfilled"], seen["status"]) == (False, "ON_HOLD")


@pytest.mark.parametrize("by", ["sku", "line_id"])
def test_some_items_wait_and_the_rest_may_be_sent(
    madrid: Software, work: FulfillmentOrderRecord, path: str, number: int, by: str
) -> None:
    (before,) = listed(madrid, number)
    named = {"sku": "mug-1"} if by == "sku" else {"line_id": before["lines"][0]["id"]}
    madrid.done(f"{path}/holds", OTHER | {"items": [named | {"quantity": 1}]})
    seen = {each["may_be_fulfilled"]: each for each in listed(madrid, number)}
    lines = {may: [(line["sku"], line["quantity"]) for line in each["lines"]] for may, each in seen.items()}
    assert lines == {False: [("MUG-1", 1)], True: [("MUG-1", 1), ("PLATE-1", 1)]}
    assert seen[False]["id"] == number_of(work.id)


@pytest.mark.parametrize(
    "items",
    [
        [{"sku": "MUG-1"}, {"sku": "PLATE-1"}],
        [{"sku": "MUG-1", "quantity": 1}, {"sku": "MUG-1", "quantity": 1}, {"sku": "PLATE-1"}],
    ],
)
def test_all_items_by_name_are_the_whole_of_it(
    madrid: Software, work: FulfillmentOrderRecord, path: str, order: OrderRecord, items: Any
) -> None:
    assert madrid.done(f"{path}/holds", OTHER | {"items": items})["state"] == "done"
    assert (work.status, len(order.fulfillment_orders)) == ("ON_HOLD", 2)


@pytest.mark.parametrize(
    ("items", "words"),
    [
        ([{"sku": "MUG-1", "quantity": 3}], "only 2 are left"),
        ([{"sku": "VASE-1"}], "Nothing with the SKU VASE-1"),
        ([{"line_id": 1}], "no line 1"),
    ],
)
def test_what_is_not_there_is_not_held(
    madrid: Software, work: FulfillmentOrderRecord, path: str, items: Any, words: str
) -> None:
    done = madrid.done(f"{path}/holds", OTHER | {"items": items})
    assert (done["state"], done["code"], words in done["detail"]) == ("refused", "refused", True)
    assert work.status == "OPEN"


def test_more_of_a_line_than_is_left_is_not_held(
    madrid: Software, work: FulfillmentOrderRecord, path: str, number: int
) -> None:
    line = listed(madrid, number)[0]["lines"][0]["id"]
    items = [{"line_id": line, "quantity": 2}, {"sku": "MUG-1", "quantity": 1}]
    done = madrid.done(f"{path}/holds", OTHER | {"items": items})
    assert (done["detail"], work.status) == ("More was chosen than is left to send.", "OPEN")


def test_the_reasons_are_shopifys() -> None:
    known = load_schema().type_map["FulfillmentHoldReason"]
    assert isinstance(known, GraphQLEnumType)
    assert set(get_args(HOLD_REASONS)) == set(known.values)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"reason": "BECAUSE"},
        OTHER | {"handle": "x" * 65},
        OTHER | {"handle": ""},
        OTHER | {"notes": "a\u0007b"},
        OTHER | {"items": [{"quantity": 1}]},
        OTHER | {"items": [{"line_id": "12"}]},
        OTHER | {"items": [{"line_id": True}]},
        OTHER | {"items": [{"sku": "MUG-1", "line_id": 7}]},
        OTHER | {"items": [{"sku": "MUG-1", "quantity": 0}]},
        OTHER | {"note": "misspelt"},
    ],
)
def test_a_hold_that_is_not_as_documented_is_refused_at_once(madrid: Software, path: str, body: Any) -> None:
    answer = madrid.send(f"{path}/holds", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "not_valid")
    assert not Operation.objects.exists()


def test_the_same_hold_under_another_key_is_so_already(
    madrid: Software, work: FulfillmentOrderRecord, path: str
) -> None:
    some = OTHER | {"items": [{"sku": "MUG-1", "quantity": 1}]}
    codes = [madrid.done(f"{path}/holds", some, key=f"request-{each}")["code"] for each in range(2)]
    assert (codes, reasons(work)) == (["new", "same"], ["OTHER"])


@pytest.mark.parametrize("other", [{"reason": "INCORRECT_ADDRESS"}, OTHER | {"items": [{"sku": "PLATE-1"}]}])
def test_a_handle_that_holds_something_else_is_not_taken_for_done(
    madrid: Software, work: FulfillmentOrderRecord, path: str, other: dict[str, Any]
) -> None:
    madrid.done(f"{path}/holds", OTHER | {"handle": "quality"})
    done = madrid.done(f"{path}/holds", other | {"handle": "quality"}, key="second-1")
    assert (done["state"], done["code"], reasons(work)) == ("refused", "shopify_refuses", ["OTHER"])


def test_each_hold_is_released_by_itself(madrid: Software, work: FulfillmentOrderRecord, path: str) -> None:
    for reason in ("OTHER", "INCORRECT_ADDRESS"):
        madrid.done(f"{path}/holds", {"reason": reason}, key=f"hold-{reason}")
    first, second = [number_of(hold.id) for hold in work.fulfillment_holds]
    done = madrid.done(f"{path}/holds/{first}/release", {"external_id": "wms-7"}, key="release-1")
    assert (done["kind"], done["code"], reasons(work)) == ("release", "changed", ["INCORRECT_ADDRESS"])
    again = madrid.done(f"{path}/holds/{first}/release", {}, key="release-2")
    assert (again["state"], again["code"], work.status) == ("done", "same", "ON_HOLD")
    madrid.done(f"{path}/holds/{second}/release", {}, key="release-3")
    assert work.status == "OPEN"


def test_all_holds_are_released_those_of_others_too(
    madrid: Software, shop: Sandbox, work: FulfillmentOrderRecord, path: str
) -> None:
    shop.state.set_hold(work, "AWAITING_PAYMENT")
    madrid.done(f"{path}/holds", OTHER)
    codes = [madrid.done(f"{path}/release", {}, key=f"release-{each}")["code"] for each in range(2)]
    assert (codes, work.status) == (["changed", "same"], "OPEN")


def test_a_hold_that_came_after_a_release_that_was_cut_off_stays(
    madrid: Software, shop: Sandbox, work: FulfillmentOrderRecord, path: str
) -> None:
    shop.state.set_hold(work, "AWAITING_PAYMENT")
    shop.state.faults.add(Fault(kind="status", status=502, operation="ReleaseFulfillmentOrder", times=1))
    madrid.send(f"{path}/release", {})
    doing.do_next(now=clock.seconds())
    shop.state.release_holds(work)
    shop.state.set_hold(work, "HIGH_RISK_OF_FRAUD")
    Operation.objects.update(due_at=0)
    work_off()
    assert (Operation.objects.get().state, reasons(work)) == ("done", ["HIGH_RISK_OF_FRAUD"])


def test_a_hold_of_some_items_that_nobody_answered_for_parts_them_once(
    madrid: Software, shop: Sandbox, order: OrderRecord, work: FulfillmentOrderRecord, path: str
) -> None:
    some = OTHER | {"items": [{"sku": "MUG-1", "quantity": 1}]}
    shop.state.faults.add(Fault(kind="status", status=502, operation="HoldFulfillmentOrder", times=1))
    madrid.send(f"{path}/holds", some)
    doing.do_next(now=clock.seconds())
    shop.state.hold_some(work, "OTHER", {work.lines[0].id: 1})  # it had arrived all the same
    hold: HoldRecord = work.fulfillment_holds[0]
    hold.handle, hold.held_by_requesting_app = "order-tracking.other", True
    Operation.objects.update(due_at=0)
    work_off()
    operation = Operation.objects.get()
    assert (operation.state, operation.code, reasons(work)) == ("done", "same", ["OTHER"])
    assert len(order.fulfillment_orders) == 3


@pytest.mark.parametrize("what", ["holds", "holds/7/release", "release"])
def test_work_of_another_location_is_neither_held_nor_released(
    madrid: Software, shop: Sandbox, order: OrderRecord, number: int, what: str
) -> None:
    theirs = order.fulfillment_orders[1]
    shop.state.set_hold(theirs, "AWAITING_PAYMENT")
    done = madrid.done(
        f"orders/{number}/work/{number_of(theirs.id)}/{what}", OTHER if what == "holds" else {}
    )
    assert (done["code"], reasons(theirs)) == ("not_found", ["AWAITING_PAYMENT"])


def test_a_hold_of_other_work_is_not_released_by_its_number(
    madrid: Software, shop: Sandbox, order: OrderRecord, path: str
) -> None:
    theirs = order.fulfillment_orders[1]
    hold = shop.state.set_hold(theirs, "AWAITING_PAYMENT")
    done = madrid.done(f"{path}/holds/{number_of(hold.id)}/release", {})
    assert (done["state"], done["code"]) == ("refused", "not_found")
    assert (order.fulfillment_orders[1].location, reasons(theirs)) == (ZARAGOZA, ["AWAITING_PAYMENT"])


def test_who_may_hold_may_not_release_what_others_hold(
    shop: Sandbox, work: FulfillmentOrderRecord, path: str, db: None
) -> None:
    shop.state.set_hold(work, "HIGH_RISK_OF_FRAUD")
    holder = give_token(rights=(Right.READ, Right.HOLD))
    assert holder.send(f"{path}/release", {}).status_code == 403
    assert holder.done(f"{path}/holds", OTHER, key="second-1")["state"] == "done"


def test_without_the_scope_to_write_nothing_is_held(madrid: Software, shop: Sandbox, path: str) -> None:
    shop.state.access.scopes -= WRITE_SCOPES
    answer = madrid.send(f"{path}/holds", OTHER)
    assert (answer.status_code, answer.json()["code"]) == (403, "shop_is_read_only")
    assert "work be held or released" in answer.json()["detail"]


def test_a_fulfillment_services_own_scope_holds_nothing(madrid: Software, shop: Sandbox, path: str) -> None:
    shop.state.access.scopes -= {
        f"write_{whose}_fulfillment_orders" for whose in ("merchant_managed", "third_party")
    }
    answer = madrid.send(f"{path}/release", {})
    assert (answer.status_code, answer.json()["code"]) == (403, "shop_is_read_only")


def test_who_held_and_released_what_stands_in_the_log(
    madrid: Software, work: FulfillmentOrderRecord, path: str
) -> None:
    madrid.done(f"{path}/holds", OTHER | {"notes": "Ana Ruiz rang"})
    madrid.done(f"{path}/release", {}, key="second-1")
    entries = [(entry.actor, entry.action) for entry in AuditEntry.objects.order_by("pk")]
    actor = madrid.token.actor
    assert entries[-2:] == [(actor, "fulfillment_order.hold"), (actor, "fulfillment_order.release")]
    assert not AuditEntry.objects.filter(detail__contains="Ana").exists()
