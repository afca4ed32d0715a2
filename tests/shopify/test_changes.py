"""What the client changes at Shopify, against the sandbox store: made once, refused in Shopify's words, or unknown."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from orders.domain.fulfillable import (
    AnswerDetails,
    FulfillableOrder,
    ReportedEvent,
    RequestAnswer,
    Shipping,
    Tracking,
)
from orders.shopify.auth import ClientCredentials
from orders.shopify.client import ShopifyClient
from orders.shopify.errors import (
    AccessDenied,
    ChangeRefused,
    OrderNotFound,
    OutcomeUnknown,
    ShopClosed,
    Throttled,
)
from orders.transport.deadline import Deadline
from tests.sandbox.access import DEFAULT_SCOPES, WRITE_SCOPES
from tests.sandbox.building import Line
from tests.sandbox.faults import Fault
from tests.sandbox.locations import MADRID, VALENCIA, ZARAGOZA
from tests.sandbox.records import OrderRecord
from tests.sandbox.server import Sandbox

DHL = Tracking(company="DHL", numbers=("JD014600003828392837",))


def soon() -> Deadline:
    return Deadline.after(60)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """An empty store that lets the app write."""
    with Sandbox(demo_orders=False) as sandbox:
        sandbox.state.access.scopes = set(DEFAULT_SCOPES | WRITE_SCOPES)
        yield sandbox


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[ShopifyClient]:
    credentials = ClientCredentials(sandbox.client_id, sandbox.client_secret)
    with ShopifyClient(
        shop_domain=sandbox.store_domain, api_url=sandbox.url, credentials=credentials
    ) as client:
        yield client


@pytest.fixture
def order(sandbox: Sandbox) -> OrderRecord:
    """Two mugs and a plate in Madrid, a vase in Zaragoza."""
    lines = [
        Line(title="Mug", quantity=2, sku="MUG-1"),
        Line(title="Plate"),
        Line(title="Vase", sku="VASE-1", location=ZARAGOZA),
    ]
    return sandbox.state.add_order("#1001", email="ana@example.com", lines=lines)


def read(client: ShopifyClient, order: OrderRecord) -> FulfillableOrder:
    return client.read_fulfillable(order.id, deadline=soon())


def ship(client: ShopifyClient, *parts: str, tracking: Tracking = DHL) -> str:
    shipping = Shipping(parts=tuple((gid, None) for gid in parts), tracking=tracking)
    return client.changes(deadline=soon()).create_fulfillment(shipping)


def test_what_is_open_is_read_by_location_with_skus_and_actions(
    client: ShopifyClient, order: OrderRecord
) -> None:
    found = read(client, order)
    assert [(work.location_id, work.remaining) for work in found.work] == [(MADRID.id, 3), (ZARAGOZA.id, 1)]
    assert "CREATE_FULFILLMENT" in found.work[0].actions
    assert sorted(found.skus.values()) == ["MUG-1", "VASE-1"]


def test_work_of_many_lines_and_many_shipments_is_read_whole(client: ShopifyClient, sandbox: Sandbox) -> None:
    lines = [Line(title=f"Tile {number}", sku=f"T{number}") for number in range(40)]
    order = sandbox.state.add_order("#1002", lines=lines)
    for number in range(15):
        sandbox.state.fulfill(order, {f"Tile {number}": 1})
    found = read(client, order)
    assert (len(found.work[0].lines), found.work[0].remaining, len(found.fulfillments)) == (40, 25, 15)


def test_work_at_many_places_is_read_whole(client: ShopifyClient, sandbox: Sandbox) -> None:
    order = sandbox.state.add_order("#1003", lines=[Line(title="Mug")])
    for _ in range(9):
        sandbox.state.move(order.fulfillment_orders[-1], VALENCIA)
    assert len(read(client, order).work) == 10


def test_without_read_locations_the_places_names_are_left(
    client: ShopifyClient, sandbox: Sandbox, order: OrderRecord
) -> None:
    sandbox.state.access.scopes.discard("read_locations")
    work = read(client, order).work[0]
    assert (work.location_id, work.location_name) == (None, MADRID.name)


def test_an_order_that_shopify_does_not_show_cannot_be_shipped(client: ShopifyClient) -> None:
    with pytest.raises(OrderNotFound):
        client.read_fulfillable("gid://shopify/Order/1", deadline=soon())


def test_the_shops_places_are_read_with_who_runs_them(client: ShopifyClient) -> None:
    found = client.read_locations(deadline=soon())
    assert {place.name: place.is_fulfillment_service for place in found}[ZARAGOZA.name] is True
    assert {place.name: place.is_fulfillment_service for place in found}[MADRID.name] is False


def test_a_whole_fulfillment_order_is_shipped_with_its_number(
    client: ShopifyClient, order: OrderRecord
) -> None:
    made = ship(client, read(client, order).work[0].id)
    shipped = order.fulfillments[0]
    assert (shipped.id, shipped.total_quantity, shipped.tracking[0].number) == (made, 3, DHL.numbers[0])


def test_some_lines_are_shipped_and_the_rest_stays(client: ShopifyClient, order: OrderRecord) -> None:
    work = read(client, order).work[0]
    mugs = next(line for line in work.lines if line.sku == "MUG-1")
    shipping = Shipping(parts=((work.id, ((mugs.id, 1),)),), notify_customer=True)
    client.changes(deadline=soon()).create_fulfillment(shipping)
    after = read(client, order)
    assert (after.work[0].remaining, after.fulfillments[0].lines[0].quantity) == (2, 1)


def test_several_numbers_keep_their_addresses(client: ShopifyClient, order: OrderRecord) -> None:
    tracking = Tracking(
        company="Own van", numbers=("A1", "B2"), urls=("https://van.example/A1", "https://van.example/B2")
    )
    ship(client, read(client, order).work[0].id, tracking=tracking)
    shipped = order.fulfillments[0].tracking
    assert [(each.number, each.url) for each in shipped] == list(
        zip(tracking.numbers, tracking.urls, strict=True)
    )


def test_one_number_keeps_its_address(client: ShopifyClient, order: OrderRecord) -> None:
    tracking = Tracking(company="Own van", numbers=("A1",), urls=("https://van.example/A1",))
    ship(client, read(client, order).work[0].id, tracking=tracking)
    assert order.fulfillments[0].tracking[0].url == tracking.urls[0]


def test_a_shipment_without_a_number_needs_none(client: ShopifyClient, order: OrderRecord) -> None:
    ship(client, read(client, order).work[0].id, tracking=Tracking())
    assert order.fulfillments[0].tracking == []


def test_two_places_are_not_one_shipment(client: ShopifyClient, order: OrderRecord) -> None:
    found = read(client, order)
    with pytest.raises(ChangeRefused) as refused:
        ship(client, found.work[0].id, found.work[1].id)
    assert refused.value.reasons == ("All fulfillment orders must be assigned to the same location.",)


def test_what_was_shipped_meanwhile_is_refused_in_shopifys_words(
    client: ShopifyClient, sandbox: Sandbox, order: OrderRecord
) -> None:
    work = read(client, order).work[0]
    sandbox.state.fulfill(order)
    with pytest.raises(ChangeRefused) as refused:
        ship(client, work.id)
    assert "unfulfillable status= closed" in refused.value.reasons[0]
    assert len(order.fulfillments) == 1


def test_numbers_are_replaced(client: ShopifyClient, order: OrderRecord) -> None:
    made = ship(client, read(client, order).work[0].id)
    client.changes(deadline=soon()).update_tracking(
        made, Tracking(company="GLS", numbers=("Z9",)), notify_customer=False
    )
    assert [(each.company, each.number) for each in order.fulfillments[0].tracking] == [("GLS", "Z9")]


def test_an_address_that_is_none_is_refused(client: ShopifyClient, order: OrderRecord) -> None:
    made = ship(client, read(client, order).work[0].id)
    with pytest.raises(ChangeRefused):
        client.changes(deadline=soon()).update_tracking(
            made, Tracking(numbers=("Z9",), urls=("carrier.example/Z9",)), notify_customer=False
        )


def test_a_cancelled_shipment_becomes_work_again(client: ShopifyClient, order: OrderRecord) -> None:
    made = ship(client, read(client, order).work[0].id)
    client.changes(deadline=soon()).cancel_fulfillment(made)
    assert sum(work.remaining for work in read(client, order).work) == 4


def test_a_scan_is_reported_with_all_that_is_known_of_it(client: ShopifyClient, order: OrderRecord) -> None:
    made = ship(client, read(client, order).work[0].id)
    happened_at = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
    event = ReportedEvent(
        fulfillment_id=made, status="IN_TRANSIT", happened_at=happened_at, message="Sorted", city="Zaragoza"
    )
    gid = client.changes(deadline=soon()).report_event(event)
    scan = order.fulfillments[0].events[0]
    assert (scan.id, scan.happened_at, scan.message, scan.city) == (gid, happened_at, "Sorted", "Zaragoza")


def test_work_is_held_and_released(client: ShopifyClient, order: OrderRecord) -> None:
    work = read(client, order).work[0]
    changes = client.changes(deadline=soon())
    changes.hold(
        work.id, reason="INCORRECT_ADDRESS", notes="The street has no such number", external_id="wms-7"
    )
    held = read(client, order).work[0]
    assert (held.status, len(held.holds)) == ("ON_HOLD", 1)
    assert order.fulfillment_orders[0].fulfillment_holds[0].external_id == "wms-7"
    changes.release_hold(work.id, hold_ids=(held.holds[0].id,))
    assert read(client, order).work[0].status == "OPEN"


def test_a_hold_needs_no_notes_and_all_holds_can_end_at_once(
    client: ShopifyClient, order: OrderRecord
) -> None:
    work = read(client, order).work[0]
    changes = client.changes(deadline=soon())
    changes.hold(work.id, reason="OTHER")
    changes.release_hold(work.id)
    assert read(client, order).work[0].holds == ()


def test_some_items_are_held_and_the_rest_becomes_work_of_its_own(
    client: ShopifyClient, order: OrderRecord
) -> None:
    work = read(client, order).work[0]
    mugs = next(line for line in work.lines if line.sku == "MUG-1")
    client.changes(deadline=soon()).hold(work.id, reason="OTHER", lines=((mugs.id, 1),))
    found = {each.id: each for each in read(client, order).work}
    held = found.pop(work.id)
    assert (held.status, [(line.sku, line.remaining) for line in held.lines]) == ("ON_HOLD", [("MUG-1", 1)])
    rest = next(each for each in found.values() if each.location_id == MADRID.id)
    assert (rest.status, [line.remaining for line in rest.lines]) == ("OPEN", [1, 1])


def test_several_holds_need_a_handle_each_and_end_one_by_one(
    client: ShopifyClient, order: OrderRecord
) -> None:
    gid = read(client, order).work[0].id
    changes = client.changes(deadline=soon())
    changes.hold(gid, reason="OTHER", handle="a")
    changes.hold(gid, reason="INCORRECT_ADDRESS", handle="b")
    with pytest.raises(ChangeRefused):
        changes.hold(gid, reason="OTHER", handle="a")
    first, second = read(client, order).work[0].holds
    assert (first.handle, first.reason, first.is_ours) == ("a", "OTHER", True)
    changes.release_hold(gid, hold_ids=(first.id,))
    left = read(client, order).work[0]
    assert (left.status, left.holds) == ("ON_HOLD", (second,))


@pytest.mark.parametrize("lines", [(1, 0), (1, 9), (1, 1, 1, 1)])
def test_a_hold_of_what_is_not_there_is_refused(
    client: ShopifyClient, order: OrderRecord, lines: tuple[int, ...]
) -> None:
    work = read(client, order).work[0]
    chosen = tuple((work.lines[0].id, quantity) for quantity in lines[1:])
    with pytest.raises(ChangeRefused):
        client.changes(deadline=soon()).hold(work.id, reason="OTHER", lines=chosen)
    assert order.fulfillment_orders[0].status == "OPEN"


def test_what_is_held_already_is_not_parted(client: ShopifyClient, order: OrderRecord) -> None:
    work = read(client, order).work[0]
    changes = client.changes(deadline=soon())
    changes.hold(work.id, reason="OTHER", handle="a")
    with pytest.raises(ChangeRefused):
        changes.hold(work.id, reason="OTHER", handle="b", lines=((work.lines[0].id, 1),))


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (RequestAnswer.ACCEPT, "IN_PROGRESS"),
        (RequestAnswer.REJECT, "OPEN"),
        (RequestAnswer.ACCEPT_CANCELLATION, "CANCELLED"),
        (RequestAnswer.REJECT_CANCELLATION, "IN_PROGRESS"),
    ],
)
def test_a_request_to_a_fulfillment_service_is_answered_once(
    client: ShopifyClient, order: OrderRecord, answer: RequestAnswer, status: str
) -> None:
    asked = order.fulfillment_orders[1]
    asked.request_status = answer.asked
    asked.status = "IN_PROGRESS" if answer.asked == "CANCELLATION_REQUESTED" else "OPEN"
    changes = client.changes(deadline=soon())
    changes.answer_request(asked.id, answer, AnswerDetails(reason="OTHER", message="So be it"))
    assert (asked.request_status, asked.status) == (answer.given, status)
    with pytest.raises(ChangeRefused):
        changes.answer_request(asked.id, answer, AnswerDetails())


def test_lines_are_named_with_a_rejection_and_a_moment_with_an_acceptance(
    client: ShopifyClient, order: OrderRecord
) -> None:
    first, second = order.fulfillment_orders
    first.request_status = second.request_status = "SUBMITTED"
    changes = client.changes(deadline=soon())
    named = tuple((line.id, why) for line, why in zip(first.lines, ("Broken", ""), strict=True))
    changes.answer_request(first.id, RequestAnswer.REJECT, AnswerDetails(reason="OTHER", lines=named))
    by = datetime(2026, 12, 1, 18, tzinfo=UTC)
    changes.answer_request(second.id, RequestAnswer.ACCEPT, AnswerDetails(estimated_shipped_at=by))
    assert first.answer["lineItems"] == [
        {"fulfillmentOrderLineItemId": first.lines[0].id, "message": "Broken"},
        {"fulfillmentOrderLineItemId": first.lines[1].id, "message": None},
    ]
    assert second.answer["estimatedShippedAt"] == "2026-12-01T18:00:00Z"


def test_a_line_of_another_fulfillment_order_is_refused(client: ShopifyClient, order: OrderRecord) -> None:
    first, second = order.fulfillment_orders
    first.request_status = "SUBMITTED"
    details = AnswerDetails(lines=((second.lines[0].id, ""),))
    with pytest.raises(ChangeRefused):
        client.changes(deadline=soon()).answer_request(first.id, RequestAnswer.REJECT, details)
    assert first.request_status == "SUBMITTED"


def test_what_merchants_wrote_is_read_of_several_at_once(
    client: ShopifyClient, sandbox: Sandbox, order: OrderRecord
) -> None:
    first, second = order.fulfillment_orders
    for message in ("Soon", "Sooner"):
        sandbox.state.ask_service(first, message=message, options={"notify_customer": True})
    found = client.read_merchant_requests(
        [first.id, second.id, "gid://x/FulfillmentOrder/9"], deadline=soon()
    )
    assert {gid: [each.message for each in requests] for gid, requests in found.items()} == {
        first.id: ["Sooner", "Soon"],
        second.id: [],
    }


def test_what_a_service_was_stopped_from_sending_can_still_be_sent(
    client: ShopifyClient, order: OrderRecord
) -> None:
    asked = order.fulfillment_orders[1]
    asked.request_status = "CANCELLATION_REQUESTED"
    client.changes(deadline=soon()).answer_request(
        asked.id, RequestAnswer.ACCEPT_CANCELLATION, AnswerDetails()
    )
    assert "CREATE_FULFILLMENT" in read(client, order).work[1].actions
    ship(client, asked.id)
    assert asked.status == "CLOSED"


def test_tags_are_added_to_those_there_are(client: ShopifyClient, order: OrderRecord) -> None:
    for tags in (("late",), ("Late", "asked")):
        client.changes(deadline=soon()).add_tags(order.id, tags)
    assert order.tags == ["late", "asked"]


def test_a_metafield_is_written_over_the_one_of_its_key(client: ShopifyClient, order: OrderRecord) -> None:
    for value in ("https://track.example/a", "https://track.example/b"):
        client.changes(deadline=soon()).set_metafield(
            order.id, namespace="tracking", key="link", type_="url", value=value
        )
    assert [each.value for each in order.metafields.values()] == ["https://track.example/b"]


def test_without_the_write_scope_it_is_denied_and_nothing_changes(
    client: ShopifyClient, sandbox: Sandbox, order: OrderRecord
) -> None:
    work = read(client, order).work[0]
    sandbox.state.access.scopes -= WRITE_SCOPES
    with pytest.raises(AccessDenied):
        ship(client, work.id)
    assert order.fulfillments == []


@pytest.mark.parametrize("status", [500, 502, 504])
def test_a_change_whose_answer_never_came_is_not_sent_again(
    client: ShopifyClient, sandbox: Sandbox, order: OrderRecord, status: int
) -> None:
    work = read(client, order).work[0]
    sandbox.state.faults.add(Fault(kind="status", status=status, times=1))
    with pytest.raises(OutcomeUnknown):
        ship(client, work.id)
    assert order.fulfillments == []


def test_a_change_waits_for_the_rate_limit_and_is_made_once(
    client: ShopifyClient, sandbox: Sandbox, order: OrderRecord
) -> None:
    work = read(client, order).work[0]
    sandbox.state.faults.throttle(times=1)
    ship(client, work.id)
    assert len(order.fulfillments) == 1


def test_a_rate_limit_longer_than_the_deadline_changes_nothing(
    client: ShopifyClient, sandbox: Sandbox, order: OrderRecord
) -> None:
    work = read(client, order).work[0]
    sandbox.state.faults.throttle(times=50)
    with pytest.raises(Throttled):
        client.changes(deadline=Deadline.after(0.3)).create_fulfillment(Shipping(parts=((work.id, None),)))
    assert order.fulfillments == []


def test_a_closed_shop_changes_nothing(client: ShopifyClient, sandbox: Sandbox, order: OrderRecord) -> None:
    work = read(client, order).work[0]
    sandbox.state.faults.add(Fault(kind="status", status=402, times=1))
    with pytest.raises(ShopClosed):
        ship(client, work.id)
