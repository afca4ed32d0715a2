"""The client against the sandbox store: whole behaviours, where both sides are real."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from orders.domain.status import FulfillmentDisplayStatus, FulfillmentEventStatus
from orders.shopify.auth import ClientCredentials, StaticToken
from orders.shopify.client import ShopifyClient
from orders.shopify.connection_report import Probe, Readability
from orders.shopify.errors import (
    AccessDenied,
    AuthenticationFailed,
    Misconfigured,
    OrderNotFound,
    ShopClosed,
    ShopifyError,
    Throttled,
    Unavailable,
)
from orders.transport.deadline import Deadline, Timing
from tests.sandbox.access import MERCHANT_SCOPE, THIRD_PARTY_SCOPE
from tests.sandbox.building import Line
from tests.sandbox.locations import MADRID, VALENCIA, ZARAGOZA
from tests.sandbox.records import OrderRecord
from tests.sandbox.server import Sandbox
from tests.shopify.fake_time import FakeTime

HUGE = "#10010"
USUAL_BUDGET = 60
LOOK_UP_BUDGET = 8


def soon() -> Deadline:
    return Deadline.after(60)


@pytest.fixture(scope="module")
def demo() -> Iterator[Sandbox]:
    """The demo store, for tests that only look."""
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """An empty store of the test's own."""
    with Sandbox(demo_orders=False) as sandbox:
        yield sandbox


def connect(sandbox: Sandbox, *, timing: Timing | None = None) -> ShopifyClient:
    credentials = ClientCredentials(sandbox.client_id, sandbox.client_secret)
    return ShopifyClient(
        shop_domain=sandbox.store_domain, api_url=sandbox.url, credentials=credentials, timing=timing
    )


@pytest.fixture
def demo_client(demo: Sandbox) -> Iterator[ShopifyClient]:
    demo.state.empty_bucket(points=2000)
    with connect(demo) as client:
        yield client


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[ShopifyClient]:
    with connect(sandbox) as client:
        yield client


@pytest.fixture
def placed(sandbox: Sandbox) -> OrderRecord:
    """One order of two lines, half of it shipped and scanned."""
    order = sandbox.state.add_order(
        "#1001", email="ana@example.com", lines=[Line(title="Mug", quantity=2), Line(title="Plate")]
    )
    sent = sandbox.state.fulfill(order, {"Mug": 2})
    sandbox.state.add_event(sent, "IN_TRANSIT", city="Madrid")
    return order


def test_a_huge_order_comes_whole(demo: Sandbox, demo_client: ShopifyClient) -> None:
    record = demo.state.order(HUGE)
    order = demo_client.get_order(record.id, deadline=soon()).order
    assert len(order.line_items) == 200
    assert [item.id for item in order.line_items] == [item.id for item in record.line_items]
    assert len(order.fulfillments) == 40
    assert {len(shipment.events) for shipment in order.fulfillments} == {100}
    shipped: Counter[str] = Counter()
    for shipment in order.fulfillments:
        for item in shipment.line_items:
            shipped[item.line_item_id] += item.quantity
    assert shipped == Counter({item.id: item.quantity for item in record.line_items if item.id in shipped})
    assert order.fulfillment_orders is not None
    assert {gid for part in order.fulfillment_orders for gid in part.fulfillment_ids} == {
        shipment.id for shipment in order.fulfillments
    }


def test_a_huge_order_is_read_within_sensible_points(demo: Sandbox, demo_client: ShopifyClient) -> None:
    before = len(demo.requests)
    demo_client.get_order(demo.state.order(HUGE).id, deadline=soon())
    costs = [asked.requested_cost or 0 for asked in demo.requests[before:]]
    assert sum(costs) < 500
    assert len(costs) <= 8


@pytest.mark.parametrize("name", ["#1001", "#1019", "#1052", "#1061", "#1062", "#1071", "#1073", "#1084"])
def test_a_usual_order_is_read_within_60_points(demo: Sandbox, demo_client: ShopifyClient, name: str) -> None:
    before = len(demo.requests)
    demo_client.get_order(demo.state.order(name).id, deadline=soon())
    assert sum(asked.requested_cost or 0 for asked in demo.requests[before:]) <= USUAL_BUDGET


@pytest.mark.parametrize(
    "name",
    [
        "#1010",
        "#1042",
        "#1050",
        "#1051",
        "#1063",
        "#1072",
        "#1074",
        "#1077",
        "#1080",
        "#1082",
        "#1085",
        "#1092",
    ],
)
def test_the_parts_of_an_order_are_those_of_the_shop(
    demo: Sandbox, demo_client: ShopifyClient, name: str
) -> None:
    record = demo.state.order(name)
    order = demo_client.get_order(record.id, deadline=soon()).order
    assert [item.id for item in order.line_items] == [item.id for item in record.line_items]
    assert {part.id for part in order.fulfillments} == {part.id for part in record.fulfillments}
    assert {part.id for part in order.refunds or ()} == {part.id for part in record.refunds}
    assert (
        order.updated_at == record.updated_at.replace(microsecond=0) or order.updated_at == record.updated_at
    )


def test_an_order_of_many_parts_comes_whole(sandbox: Sandbox, client: ShopifyClient) -> None:
    places = (MADRID, VALENCIA, ZARAGOZA)
    lines = [Line(title=f"Tile {number}", quantity=5, location=places[number % 3]) for number in range(30)]
    record = sandbox.state.add_order("#1001", lines=lines)
    for number in range(9):
        work = record.fulfillment_orders[number % 3]
        sandbox.state.fulfill(record, {work.lines[0].line_item.title: 1}, fulfillment_order=work)
    for number in range(8):
        sandbox.state.refund(record, {f"Tile {number + 15}": 1})
    order = client.get_order(record.id, deadline=soon()).order
    assert (len(order.line_items), len(order.fulfillments), len(order.refunds or ())) == (30, 9, 8)
    assert order.fulfillment_orders is not None
    assert len(order.fulfillment_orders) == 3
    assert sum(len(part.line_items) for part in order.fulfillment_orders) == 30
    assert {len(part.fulfillment_ids) for part in order.fulfillment_orders} == {3}


def test_search_and_refresh_stay_within_their_points(
    sandbox: Sandbox, client: ShopifyClient, placed: OrderRecord
) -> None:
    (hit,) = client.find_orders("1001", deadline=soon())
    client.get_order(hit.id, deadline=soon())
    look_up, *refresh = [asked.requested_cost or 0 for asked in sandbox.requests]
    assert look_up <= LOOK_UP_BUDGET
    assert sum(refresh) <= USUAL_BUDGET


@pytest.mark.parametrize("typed", ["#1001", "1001", " 1001 ", "# 1001"])
def test_an_order_is_found_however_it_is_typed(
    client: ShopifyClient, placed: OrderRecord, typed: str
) -> None:
    (hit,) = client.find_orders(typed, deadline=soon())
    assert (hit.id, hit.contact.email) == (placed.id, "ana@example.com")


@pytest.mark.parametrize("change", [str.upper, str.lower])
def test_an_order_is_found_by_its_confirmation_number(
    client: ShopifyClient, placed: OrderRecord, change: Callable[[str], str]
) -> None:
    hits = client.find_orders(change(placed.confirmation_number), deadline=soon())
    assert [hit.id for hit in hits] == [placed.id]


def test_an_order_with_a_prefix_is_found(sandbox: Sandbox, client: ShopifyClient) -> None:
    sandbox.state.add_order("EN-1001")
    assert [hit.name for hit in client.find_orders("EN-1001", deadline=soon())] == ["EN-1001"]


def test_both_orders_of_one_name_are_found(sandbox: Sandbox, client: ShopifyClient) -> None:
    for email in ("ana@example.com", "bea@example.com"):
        sandbox.state.add_order("#1001", email=email)
    hits = client.find_orders("1001", deadline=soon())
    assert {hit.contact.email for hit in hits} == {"ana@example.com", "bea@example.com"}


def test_an_old_order_is_found_behind_newer_neighbours(sandbox: Sandbox, client: ShopifyClient) -> None:
    now = sandbox.state.clock.now()
    sandbox.state.add_order("#1001", at=now - timedelta(days=30))
    for number in range(30):
        sandbox.state.add_order(f"#1001{number}", at=now - timedelta(days=20, minutes=-number))
    sandbox.state.behaviour.fuzzy = True
    assert "#1001" in [hit.name for hit in client.find_orders("1001", deadline=soon())]
    assert len(sandbox.requests) == 2


def test_an_order_that_the_index_does_not_know_yet_is_read_by_its_id(
    sandbox: Sandbox, client: ShopifyClient, placed: OrderRecord
) -> None:
    sandbox.state.behaviour.index_lag = timedelta(seconds=30)
    assert client.find_orders("1001", deadline=soon()) == ()
    assert client.get_order(placed.id, deadline=soon()).order.name == "#1001"


def test_an_order_beyond_sixty_days_is_not_found_without_its_scope(
    sandbox: Sandbox, client: ShopifyClient
) -> None:
    old = sandbox.state.add_order("#7", at=sandbox.state.clock.now() - timedelta(days=61))
    assert client.get_order(old.id, deadline=soon()).order.name == "#7"
    sandbox.state.access.scopes.discard("read_all_orders")
    with pytest.raises(OrderNotFound):
        client.get_order(old.id, deadline=soon())


def test_without_any_scope_for_fulfillment_orders_only_they_are_lost(
    sandbox: Sandbox, client: ShopifyClient, placed: OrderRecord
) -> None:
    sandbox.state.access.scopes -= {MERCHANT_SCOPE, THIRD_PARTY_SCOPE}
    fetched = client.get_order(placed.id, deadline=soon())
    assert fetched.order.fulfillment_orders is None
    assert fetched.denied == frozenset({"fulfillmentOrders"})
    assert len(fetched.order.fulfillments) == 1


def test_without_the_scope_for_orders_nothing_is_read(
    sandbox: Sandbox, client: ShopifyClient, placed: OrderRecord
) -> None:
    sandbox.state.access.scopes.discard("read_orders")
    with pytest.raises(AccessDenied) as caught:
        client.find_orders("1001", deadline=soon())
    assert (caught.value.field, caught.value.required) == ("orders", "`read_orders` access scope.")


@pytest.mark.parametrize("coded", [True, False])
@pytest.mark.parametrize("protected_data", ["level_2_denied", "basic_plan"])
def test_where_personal_data_is_denied_the_order_is_still_read(
    sandbox: Sandbox, client: ShopifyClient, placed: OrderRecord, protected_data: Any, *, coded: bool
) -> None:
    sandbox.state.access.protected_data = protected_data
    sandbox.state.access.coded = coded
    (hit,) = client.find_orders("1001", deadline=soon())
    fetched = client.get_order(placed.id, deadline=soon())
    assert hit.denied == {"email", "phone"}
    assert fetched.denied == {"email", "phone", "shippingAddress"}
    assert (hit.contact.email, fetched.contact.email, fetched.order.destination_city) == (None, None, None)


@pytest.mark.parametrize("coded", [True, False])
def test_an_app_that_is_not_approved_for_orders_is_told_so(
    sandbox: Sandbox, client: ShopifyClient, placed: OrderRecord, *, coded: bool
) -> None:
    sandbox.state.access.protected_data = "order_denied"
    sandbox.state.access.coded = coded
    with pytest.raises(AccessDenied):
        client.find_orders("1001", deadline=soon())
    with pytest.raises(AccessDenied):
        client.get_order(placed.id, deadline=soon())


def test_tokens_that_die_early_are_replaced_without_anybody_noticing(
    sandbox: Sandbox, client: ShopifyClient, placed: OrderRecord
) -> None:
    client.find_orders("1001", deadline=soon())
    sandbox.state.tokens.expire_issued()
    assert client.find_orders("1001", deadline=soon())
    assert sandbox.state.tokens.issued_count == 2


def test_a_static_token_works(sandbox: Sandbox, placed: OrderRecord) -> None:
    token = StaticToken(sandbox.access_token)
    with ShopifyClient(shop_domain=sandbox.store_domain, api_url=sandbox.url, credentials=token) as client:
        assert client.get_order(placed.id, deadline=soon()).order.name == "#1001"


@pytest.mark.parametrize(
    "credentials",
    [StaticToken("shpat_wrong"), ClientCredentials("sandbox-client", "wrong")],
    ids=["token", "secret"],
)
def test_wrong_credentials_are_said(sandbox: Sandbox, credentials: Any) -> None:
    with (
        ShopifyClient(
            shop_domain=sandbox.store_domain, api_url=sandbox.url, credentials=credentials
        ) as client,
        pytest.raises(AuthenticationFailed),
    ):
        client.find_orders("1001", deadline=soon())


@pytest.mark.parametrize("installation", ["app_not_installed", "shop_not_permitted"])
def test_an_app_without_a_place_in_the_shop_is_said(
    sandbox: Sandbox, client: ShopifyClient, installation: Any
) -> None:
    sandbox.state.tokens.installation = installation
    with pytest.raises(AuthenticationFailed):
        client.find_orders("1001", deadline=soon())


OUTAGES: list[tuple[int, type[ShopifyError]]] = [
    (402, ShopClosed),
    (403, AccessDenied),
    (404, Misconfigured),
    (423, ShopClosed),
    (430, Unavailable),
    (500, Unavailable),
    (502, Unavailable),
    (503, Unavailable),
]


@pytest.mark.parametrize(("status", "error"), OUTAGES, ids=[str(row[0]) for row in OUTAGES])
def test_an_outage_is_told_apart(
    sandbox: Sandbox, clock: FakeTime, deadline: Deadline, status: int, error: type[ShopifyError]
) -> None:
    sandbox.state.faults.outage(status)
    with connect(sandbox, timing=clock.timing) as client, pytest.raises(ShopifyError) as caught:
        client.find_orders("1001", deadline=deadline)
    assert type(caught.value) is error


def test_a_short_outage_is_not_noticed(sandbox: Sandbox, client: ShopifyClient, placed: OrderRecord) -> None:
    sandbox.state.faults.outage(503, times=1)
    sandbox.state.faults.drop_connections(times=1)
    assert client.find_orders("1001", deadline=soon())


@pytest.mark.parametrize("kind", ["html", "truncated", "wrong_shape", "empty"])
def test_garbage_is_never_an_order(
    sandbox: Sandbox, client: ShopifyClient, placed: OrderRecord, kind: Any
) -> None:
    sandbox.state.faults.garbage(kind)
    with pytest.raises(Unavailable):
        client.get_order(placed.id, deadline=soon())


@pytest.mark.parametrize("path", ["order.lineItems", "order.fulfillments", "order.name"])
def test_a_null_where_none_may_be_is_never_an_order(
    sandbox: Sandbox, client: ShopifyClient, placed: OrderRecord, path: str
) -> None:
    sandbox.state.behaviour.nulled_paths = {path}
    with pytest.raises(Unavailable):
        client.get_order(placed.id, deadline=soon())


def test_a_full_bucket_of_others_is_waited_for(
    sandbox: Sandbox, client: ShopifyClient, placed: OrderRecord
) -> None:
    client.find_orders("1001", deadline=soon())
    sandbox.state.empty_bucket()
    assert client.find_orders("1001", deadline=soon())


def test_an_empty_bucket_that_fills_too_slowly_is_said(
    sandbox: Sandbox, client: ShopifyClient, placed: OrderRecord
) -> None:
    sandbox.state.buckets.resize(restore_rate=1)
    sandbox.state.empty_bucket()
    with pytest.raises(Throttled) as caught:
        client.get_order(placed.id, deadline=Deadline.after(10))
    assert caught.value.retry_after == pytest.approx(51, abs=5)


def test_the_answer_of_another_version_is_used_and_noted(
    sandbox: Sandbox, client: ShopifyClient, placed: OrderRecord
) -> None:
    sandbox.state.behaviour.served_version = "2026-07"
    assert client.find_orders("1001", deadline=soon())
    assert ("another API version answered", "2026-07") in client.observations.counts()


def test_statuses_that_nobody_knew_are_kept_and_noted(sandbox: Sandbox, client: ShopifyClient) -> None:
    record = sandbox.state.add_order("#1001")
    sent = sandbox.state.fulfill(record, display_status="BEAMED_UP")
    sandbox.state.add_event(sent, "DEMATERIALISED", shows_as="BEAMED_UP")
    (shipment,) = client.get_order(record.id, deadline=soon()).order.fulfillments
    assert shipment.display_status == "BEAMED_UP"
    assert shipment.events[0].status == "DEMATERIALISED"
    assert "BEAMED_UP" not in FulfillmentDisplayStatus
    assert "DEMATERIALISED" not in FulfillmentEventStatus


def test_many_threads_read_through_one_client(
    sandbox: Sandbox, client: ShopifyClient, placed: OrderRecord
) -> None:
    names: list[str] = []

    def read() -> None:
        names.append(client.get_order(placed.id, deadline=soon()).order.name)

    threads = [threading.Thread(target=read) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert names == ["#1001"] * 16
    assert sandbox.state.tokens.issued_count == 1


def test_the_connection_of_a_healthy_shop_has_no_problems(
    sandbox: Sandbox, client: ShopifyClient, placed: OrderRecord
) -> None:
    report = client.read_connection(deadline=soon(), read_clock=lambda: datetime.now(UTC))
    assert report.problems == ()
    assert report.scopes is not None
    assert all(grant.is_granted for grant in report.scopes)
    assert (report.version_served, report.email) == ("2026-10", Readability.READABLE)
    assert report.search_cost is not None
    assert report.search_cost <= LOOK_UP_BUDGET
    assert report.refresh_cost is not None
    assert report.refresh_cost <= USUAL_BUDGET
    assert report.clock_difference == pytest.approx(0, abs=1)


def test_a_clock_that_is_off_shows_in_the_report(
    sandbox: Sandbox, client: ShopifyClient, placed: OrderRecord
) -> None:
    sandbox.state.clock.set_offset(timedelta(minutes=10))
    report = client.read_connection(deadline=soon(), read_clock=lambda: datetime.now(UTC))
    assert report.clock_difference == pytest.approx(600, abs=2)


def test_a_shop_that_keeps_its_orders_back_is_reported_probe_by_probe(
    sandbox: Sandbox, client: ShopifyClient, placed: OrderRecord
) -> None:
    sandbox.state.access.protected_data = "order_denied"
    report = client.read_connection(deadline=soon(), read_clock=lambda: datetime.now(UTC))
    assert [problem.probe for problem in report.problems] == [Probe.CONTACTS, Probe.SEARCH]
    assert report.shop is not None
    assert report.supported_versions is not None
