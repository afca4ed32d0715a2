"""Files, a warehouse's software, staff and Shopify's own admin, all at once at the last unit of one order."""

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client

from orders import clock
from orders.api import doing
from orders.api.gids import number_of
from orders.api.models import Operation
from orders.audit import log
from orders.fulfilment import imports
from orders.fulfilment.files.parcels import FileRow
from orders.fulfilment.files.shipments import Reading
from orders.fulfilment.models import ImportRow
from orders.fulfilment.wanted import WantedEvent, WantedEvents, WantedShipment
from orders.work import tracking_imports
from tests.api.conftest import DHL, give_token
from tests.sandbox import Sandbox
from tests.sandbox.building import Line
from tests.sandbox.parts import TrackingRecord
from tests.sandbox.shipping import CannotFulfil
from tests.support.shipments_page import open_shipments

STAFFS = "1Z999AA10123456784"
FILES = ("1Z999AA10123456999", "1Z999AA10123450000")


def sign_in() -> Client:
    user = User.objects.create(username="sam", is_staff=True)
    user.groups.add(Group.objects.get(name="Support"))
    client = Client()
    client.force_login(user)
    return client


def accept_file(number: str) -> None:
    wanted = WantedShipment(numbers=(number,), company="UPS")
    reading = Reading(rows=(FileRow(lines=(2,), order="#1001", wanted=wanted),))
    imports.accept(reading, name=f"{number}.csv", actor="mara", is_check=False, now=clock.seconds())


def all_at_once(acts: list[Callable[[], object]]) -> None:
    """Each in a thread of its own, from the same moment on."""
    barrier = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        try:
            barrier.wait(10)
            act()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)


def work_off() -> None:
    """The worker's turns, a minute later, for whatever had to wait."""
    while tracking_imports.take_next_row(now=clock.seconds() + 90).worked:
        pass
    while doing.do_next(now=clock.seconds() + 90):
        pass


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("shopifys_admin", [False, True], ids=["ours alone", "Shopify's admin too"])
def test_the_last_unit_leaves_once_whoever_wants_it(shop: Sandbox, *, shopifys_admin: bool) -> None:
    order = shop.state.add_order("#1001", lines=[Line(title="Mug", sku="MUG")])
    page = open_shipments(order, sign_in())
    form = page.fields("ship") | {"numbers": STAFFS, "company": "UPS", "sure": "yes"}
    for number in FILES:
        accept_file(number)
    answer = give_token().send(f"orders/{number_of(order.id)}/fulfillments", DHL)
    assert answer.status_code == 202
    shop.state.faults.latency_by_operation["Fulfillable"] = 0.1
    acts: list[Callable[[], object]] = [
        *[lambda: tracking_imports.take_next_row(now=clock.seconds())] * 2,
        lambda: doing.do_next(now=clock.seconds()),
        *[lambda: page.send("ship", form)] * 2,
    ]
    if shopifys_admin:

        def fulfil_in_shopifys_admin() -> None:
            with suppress(CannotFulfil):
                shop.state.fulfill(order)

        acts.append(fulfil_in_shopifys_admin)
    all_at_once(acts)
    work_off()
    assert len(order.fulfillments) == 1
    made = [entry for entry in log.entries_of(order.id) if entry.action == "fulfillment.create"]
    assert len(made) <= 1
    assert not ImportRow.objects.filter(is_waiting=True).exists()
    assert Operation.objects.get().finished_at is not None


@pytest.mark.django_db(transaction=True)
def test_a_form_without_a_number_pressed_thrice_at_once_takes_one_of_what_is_left(shop: Sandbox) -> None:
    order = shop.state.add_order("#1001", lines=[Line(title="Mug", quantity=5)])
    page = open_shipments(order, sign_in())
    form = page.fields("ship") | {"sure": "yes"}
    quantity = next(name for name in form if name.startswith("quantity_"))
    shop.state.faults.latency_by_operation["Fulfillable"] = 0.1
    all_at_once([lambda: page.send("ship", form | {quantity: "1"})] * 3)
    assert [[line.quantity for line in made.lines] for made in order.fulfillments] == [[1]]


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_the_same_scans_at_once_report_each_once(shop: Sandbox) -> None:
    order = shop.state.add_order("#1001", lines=[Line(title="Mug")])
    shop.state.fulfill(order, tracking=[TrackingRecord(company="DPD", number="01505004123456")])
    moments = [datetime(2025, 11, 26, hour, tzinfo=UTC) for hour in (8, 9, 10)]
    scans = WantedEvents(
        number="01505004123456",
        events=tuple(WantedEvent(status="IN_TRANSIT", happened_at=at) for at in moments),
    )
    for name in ("a.csv", "b.csv"):
        reading = Reading(rows=(FileRow(lines=(2,), order="#1001", events=scans),))
        imports.accept(reading, name=name, actor="mara", is_check=False, now=clock.seconds())
    shop.state.faults.latency_by_operation["FulfillmentEvents"] = 0.1
    all_at_once([lambda: tracking_imports.take_next_row(now=clock.seconds())] * 2)
    work_off()
    assert [event.happened_at for event in order.fulfillments[0].events] == moments
    assert {row.verdict for row in ImportRow.objects.all()} <= {"new", "same"}
