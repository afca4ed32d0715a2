"""What is done with fulfillments at a shop over a real socket: once, written down, and settled by reading."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.db import connection

from orders.asking import gateway
from orders.audit import log
from orders.domain.fulfillable import AnswerDetails, ReportedEvent, RequestAnswer, Tracking
from orders.fulfilment import locks
from orders.fulfilment.changing import Unsettled
from orders.fulfilment.locks import OrderBusy
from orders.fulfilment.operations import Desk
from orders.fulfilment.planning import Verdict
from orders.fulfilment.wanted import WantedItem, WantedShipment
from orders.models import TrackedOrder
from orders.shopify.errors import AccessDenied, ChangeRefused
from tests.sandbox import Sandbox
from tests.sandbox.access import WRITE_SCOPES
from tests.sandbox.building import Line
from tests.sandbox.faults import Fault
from tests.sandbox.records import OrderRecord

READ = "Fulfillable"
UPS = WantedShipment(numbers=("1Z999AA10123456784",), company="UPS")
OTHER = WantedShipment(numbers=("1Z999AA10123456999",), company="UPS")


@pytest.fixture
def order(shop: Sandbox) -> OrderRecord:
    return shop.state.add_order(
        "#1001", email="ana@example.com", lines=[Line(title="Mug", quantity=2, sku="MUG")]
    )


def actions(order: OrderRecord) -> list[str]:
    return [entry.action for entry in log.entries_of(order.id)]


@contextmanager
def meanwhile(shop: Sandbox, act: Callable[[], object]) -> Iterator[None]:
    """Something happens at the shop after the order was read there, and before the answer is here."""
    shop.state.faults.latency_by_operation[READ] = 0.4

    def watch() -> None:
        until = time.monotonic() + 10
        while not any(each.operation == READ for each in shop.requests) and time.monotonic() < until:
            time.sleep(0.01)
        act()

    thread = threading.Thread(target=watch)
    thread.start()
    yield
    thread.join(10)


def test_a_shipment_is_made_written_down_and_makes_the_order_stale(desk: Desk, order: OrderRecord) -> None:
    made = desk.ship(order.id, UPS)
    assert [each.id for each in order.fulfillments] == [made.fulfillment_id]
    entry = log.entries_of(order.id)[0]
    assert (entry.actor, entry.action, UPS.numbers[0] in entry.detail) == ("mara", "fulfillment.create", True)
    assert TrackedOrder.objects.get(shopify_id=order.id).hinted_at > 0


def test_the_same_again_changes_nothing(desk: Desk, order: OrderRecord) -> None:
    desk.ship(order.id, UPS)
    assert desk.ship(order.id, UPS).plan.verdict is Verdict.SAME
    assert (len(order.fulfillments), actions(order)) == (1, ["fulfillment.create"])


def test_a_preview_changes_nothing(desk: Desk, order: OrderRecord) -> None:
    assert desk.preview(order.id, UPS).verdict is Verdict.NEW
    assert (order.fulfillments, actions(order)) == ([], [])


def test_an_answer_lost_on_its_way_is_settled_by_reading(
    desk: Desk, shop: Sandbox, order: OrderRecord
) -> None:
    shop.state.faults.add(Fault(kind="cut", operation="CreateFulfillment", times=1))
    made = desk.ship(order.id, UPS)
    assert (len(order.fulfillments), made.fulfillment_id) == (1, order.fulfillments[0].id)


def test_without_a_number_the_new_shipment_is_found_by_what_it_holds(
    desk: Desk, shop: Sandbox, order: OrderRecord
) -> None:
    shop.state.faults.add(Fault(kind="cut", operation="CreateFulfillment", times=1))
    made = desk.ship(order.id, WantedShipment(items=(WantedItem(sku="MUG", quantity=1),)))
    assert made.fulfillment_id == order.fulfillments[0].id


def test_a_change_that_never_arrived_is_not_sent_again_by_itself(
    desk: Desk, shop: Sandbox, order: OrderRecord
) -> None:
    shop.state.faults.add(Fault(kind="status", status=502, operation="CreateFulfillment", times=1))
    with pytest.raises(Unsettled):
        desk.ship(order.id, UPS)
    assert order.fulfillments == []
    desk.ship(order.id, UPS)
    assert len(order.fulfillments) == 1


def test_a_change_that_was_made_is_never_said_not_to_have_been_though_shopify_says_nothing_more(
    desk: Desk, shop: Sandbox, order: OrderRecord
) -> None:
    shop.state.faults.add(Fault(kind="cut", operation="CreateFulfillment", times=1))
    shop.state.faults.add(Fault(kind="status", operation=READ, spared=1))
    with pytest.raises(Unsettled):
        desk.ship(order.id, UPS)
    assert ([each.is_good for each in order.fulfillments], actions(order)) == ([True], ["fulfillment.create"])


def test_a_hold_that_nobody_answers_for_is_unsettled_too(
    desk: Desk, shop: Sandbox, order: OrderRecord
) -> None:
    shop.state.faults.add(Fault(kind="cut", operation="HoldFulfillmentOrder", times=1))
    shop.state.faults.add(Fault(kind="status", operation=READ, spared=1))
    with pytest.raises(Unsettled):
        desk.hold(order.id, order.fulfillment_orders[0].id, reason="OTHER", notes="")
    assert order.fulfillment_orders[0].status == "ON_HOLD"


def test_a_fulfillment_order_that_shopify_closed_meanwhile_is_read_again(
    desk: Desk, shop: Sandbox, order: OrderRecord
) -> None:
    with meanwhile(shop, lambda: shop.state.cancel_fulfillment(shop.state.fulfill(order))):
        desk.ship(order.id, UPS)
    assert [each.is_good for each in order.fulfillments] == [False, True]


def test_what_shopifys_admin_sent_meanwhile_is_not_sent_again(
    desk: Desk, shop: Sandbox, order: OrderRecord
) -> None:
    with meanwhile(shop, lambda: shop.state.fulfill(order)):
        assert desk.ship(order.id, UPS).plan.verdict is Verdict.CHANGED
    assert (len(order.fulfillments), order.fulfillments[0].tracking[0].number) == (1, UPS.numbers[0])


def test_a_refusal_that_stays_is_told_in_shopifys_words(
    desk: Desk, shop: Sandbox, order: OrderRecord
) -> None:
    with pytest.raises(ChangeRefused) as refusal:
        desk.ship(order.id, WantedShipment(numbers=("1Z999AA10123456784",), url="no address"))
    assert refusal.value.reasons == ("Tracking url is invalid.",)
    assert "Tracking url is invalid." in log.entries_of(order.id)[0].detail


def test_without_the_scopes_nothing_is_changed(desk: Desk, shop: Sandbox, order: OrderRecord) -> None:
    shop.state.access.scopes -= WRITE_SCOPES
    with pytest.raises(AccessDenied):
        desk.ship(order.id, UPS)
    assert (order.fulfillments, actions(order)) == ([], [])


def test_a_number_is_corrected_and_a_shipment_cancelled(desk: Desk, order: OrderRecord) -> None:
    gid = desk.ship(order.id, UPS).fulfillment_id or ""
    right = Tracking(company="DHL", numbers=("JD014600003828392837",))
    for _ in range(2):
        desk.correct_tracking(order.id, gid, right, notify_customer=False)
    assert (order.fulfillments[0].tracking[0].company, order.fulfillments[0].tracking[0].number) == (
        "DHL",
        right.numbers[0],
    )
    for _ in range(2):
        desk.cancel(order.id, gid)
    assert actions(order) == ["fulfillment.cancel", "fulfillment.update_tracking", "fulfillment.create"]


def test_a_scan_is_added_to_a_shipment(desk: Desk, order: OrderRecord) -> None:
    gid = desk.ship(order.id, UPS).fulfillment_id or ""
    desk.report_event(order.id, ReportedEvent(fulfillment_id=gid, status="IN_TRANSIT"))
    assert [event.status for event in order.fulfillments[0].events][-1] == "IN_TRANSIT"


def test_a_scan_of_the_same_moment_is_added_once(desk: Desk, order: OrderRecord) -> None:
    gid = desk.ship(order.id, UPS).fulfillment_id or ""
    at = datetime(2020, 11, 24, 9, 15, 30, 500, tzinfo=UTC)
    for status in ("DELIVERED", "DELIVERED", "IN_TRANSIT"):
        desk.report_event(order.id, ReportedEvent(fulfillment_id=gid, status=status, happened_at=at))
    assert [event.status for event in order.fulfillments[0].events] == ["DELIVERED", "IN_TRANSIT"]


def test_a_scan_whose_answer_was_lost_is_settled_by_reading(
    desk: Desk, shop: Sandbox, order: OrderRecord
) -> None:
    gid = desk.ship(order.id, UPS).fulfillment_id or ""
    shop.state.faults.add(Fault(kind="cut", operation="CreateFulfillmentEvent", times=1))
    at = datetime(2020, 11, 24, 9, 15, tzinfo=UTC)
    desk.report_event(order.id, ReportedEvent(fulfillment_id=gid, status="DELIVERED", happened_at=at))
    assert len(order.fulfillments[0].events) == 1


def test_work_is_held_and_released(desk: Desk, order: OrderRecord) -> None:
    work = order.fulfillment_orders[0]
    for _ in range(2):
        desk.hold(order.id, work.id, reason="OTHER", notes="a note")
    assert (work.status, len(work.fulfillment_holds)) == ("ON_HOLD", 1)
    assert "on hold" in desk.ship(order.id, UPS).plan.reason
    for _ in range(2):
        desk.release(order.id, work.id)
    assert work.status == "OPEN"


def test_as_many_of_another_item_that_are_held_are_not_what_was_asked_for(shop: Sandbox, desk: Desk) -> None:
    order = shop.state.add_order("#1002", lines=[Line(title="Mug", quantity=2), Line(title="Plate")])
    work = order.fulfillment_orders[0]
    mug, plate = (line.id for line in work.lines)
    desk.hold(order.id, work.id, reason="OTHER", lines=((mug, 1),))
    with pytest.raises(ChangeRefused):
        desk.hold(order.id, work.id, reason="OTHER", lines=((plate, 1),))
    assert not desk.hold(order.id, work.id, reason="OTHER", lines=((mug, 1),))


@pytest.mark.parametrize("lost", [True, False])
def test_some_of_it_is_held_once_and_each_hold_ends_by_itself(
    desk: Desk, shop: Sandbox, order: OrderRecord, lost: bool
) -> None:
    work = order.fulfillment_orders[0]
    line = work.lines[0]
    if lost:
        shop.state.faults.add(Fault(kind="cut", operation="HoldFulfillmentOrder", times=1))
    for _ in range(2):
        desk.hold(order.id, work.id, reason="OTHER", lines=((line.id, 1),))
    for _ in range(2):
        desk.hold(order.id, work.id, reason="INCORRECT_ADDRESS")
    assert [hold.reason for hold in work.fulfillment_holds] == ["OTHER", "INCORRECT_ADDRESS"]
    assert [each.remaining_quantity for each in work.lines] == [1]
    for _ in range(2):
        desk.release(order.id, work.id, hold_ids=(work.fulfillment_holds[0].id,))
        assert len(work.fulfillment_holds) <= 1
    assert work.status == "OPEN"
    assert actions(order) == ["fulfillment_order.release"] * 2 + ["fulfillment_order.hold"] * 2


@pytest.mark.parametrize("answer", RequestAnswer)
def test_a_request_is_answered_only_where_there_is_one(
    desk: Desk, order: OrderRecord, answer: RequestAnswer
) -> None:
    with pytest.raises(ChangeRefused):
        desk.answer_request(order.id, order.fulfillment_orders[0].id, answer)


@pytest.mark.parametrize("answer", RequestAnswer)
@pytest.mark.parametrize("lost", [True, False])
def test_a_request_is_answered_once_even_where_shopifys_word_was_lost(
    desk: Desk, shop: Sandbox, order: OrderRecord, answer: RequestAnswer, lost: bool
) -> None:
    work = order.fulfillment_orders[0]
    work.request_status = answer.asked
    if lost:
        name = "".join(part.title() for part in f"{answer}_request".split("_"))
        name = name if "Cancellation" in name else name.replace("Request", "FulfillmentRequest")
        shop.state.faults.add(Fault(kind="cut", operation=name, times=1))
    for _ in range(2):
        desk.answer_request(order.id, work.id, answer, AnswerDetails(message="So be it"))
    assert work.request_status == answer.given
    assert actions(order) == [f"fulfillment_order.{answer}"]


def accept(desk: Desk, order_id: str, gid: str) -> None:
    desk.answer_request(order_id, gid, RequestAnswer.ACCEPT)


@pytest.mark.parametrize("do", [Desk.cancel, accept, Desk.release])
def test_another_orders_things_are_not_touched_through_this_one(
    desk: Desk, shop: Sandbox, order: OrderRecord, do: Callable[[Desk, str, str], None]
) -> None:
    other = shop.state.add_order("#1002", lines=[Line(title="Mug")])
    made = shop.state.fulfill(other)
    gid = made.id if do is Desk.cancel else other.fulfillment_orders[0].id
    with pytest.raises(ChangeRefused):
        do(desk, order.id, gid)
    assert made.is_good


def test_an_order_that_somebody_is_at_is_left_alone(desk: Desk, order: OrderRecord) -> None:
    with locks.hold(order.id, patience=0), pytest.raises(OrderBusy):
        Desk(actor="mara", client=desk.client, patience=0.2).ship(order.id, UPS)
    desk.ship(order.id, UPS)


@pytest.mark.django_db(transaction=True)
def test_the_last_unit_leaves_once_however_many_want_it(shop: Sandbox) -> None:
    order = shop.state.add_order("#1001", lines=[Line(title="Mug", sku="MUG")])
    wishes = [UPS, UPS, OTHER, WantedShipment(items=(WantedItem(sku="MUG", quantity=1),))]
    verdicts: list[Verdict] = []

    def ship(wish: WantedShipment) -> None:
        try:
            verdicts.append(Desk(actor="a", client=gateway.client()).ship(order.id, wish).plan.verdict)
        finally:
            connection.close()

    threads = [threading.Thread(target=ship, args=(wish,)) for wish in wishes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert (len(order.fulfillments), verdicts.count(Verdict.NEW), len(verdicts)) == (1, 1, 4)
