"""Orders as real shops have them: days, payments, numbers to come, and what never travels.

Each is served in Shopify's shape, looked up through the form, and read word for word (`days_and_payments.toml`). What
is said with `write` is answered as it stands, in whatever form an app may have handed it to Shopify.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from pytest_django.fixtures import Settings

from tests.sandbox import Sandbox
from tests.sandbox.building import Delivery, Line
from tests.sandbox.parts import TrackingRecord
from tests.sandbox.records import FulfillmentRecord, OrderRecord
from tests.support.page_words import PageWords, read_page
from tests.support.shopper import Shopper

ANA = "ana@example.com"
NOON = datetime(2026, 11, 28, 11, 0, tzinfo=UTC)
PLACED = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
MUG = Line(title="Taza Alba")
LAMP = Line(title="Lámpara Faro")
COVER = Line(title="Shipping protection", requires_shipping=False)
EBOOK = Line(title="E-book", requires_shipping=False)
CORREOS = TrackingRecord(company="Correos", number="PQ4X7A0410001230128012A")
HOLES = TrackingRecord(company="MRW", number="", url="https://www.mrw.es/seguimiento?franq=&envio=")

type Case = Mapping[str, Any]

CASES: Mapping[str, Case] = {
    case["name"]: case
    for case in tomllib.loads(Path(__file__).with_name("days_and_payments.toml").read_text("utf-8"))["case"]
}


def days_ago(days: float) -> datetime:
    return NOON - timedelta(days=days)


def place(
    shop: Sandbox, *lines: Line, method: str = "SHIPPING", status: str = "PAID", at: datetime = PLACED
) -> OrderRecord:
    return shop.state.add_order(
        "#1001",
        email=ANA,
        lines=lines or (MUG,),
        delivery=Delivery(method_type=method),
        financial_status=status,
        at=at,
    )


def ship(shop: Sandbox, *lines: Line) -> FulfillmentRecord:
    """With its first fulfillment order, under one number."""
    order = place(shop, *lines)
    return shop.state.fulfill(order, tracking=(CORREOS,), at=days_ago(3))


def estimated(shop: Sandbox, text: str) -> None:
    """On its way, with the carrier's estimate written so."""
    scan = shop.state.add_event(ship(shop), "IN_TRANSIT", city="Teruel", at=NOON - timedelta(hours=28))
    shop.state.write(scan.id, estimatedDeliveryAt=text)


def promised(shop: Sandbox, text: str, hold: str | None = None) -> None:
    """Not sent, with the checkout's promise written so."""
    work = place(shop).fulfillment_orders[0]
    assert work.delivery_method is not None
    shop.state.write(work.delivery_method.id, maxDeliveryDateTime=text)
    if hold:
        shop.state.set_hold(work, hold, at=PLACED)


def scheduled(shop: Sandbox, text: str) -> None:
    """Held back until the time written so."""
    work = place(shop).fulfillment_orders[0]
    shop.state.schedule(work, NOON + timedelta(days=30), at=PLACED)
    shop.state.write(work.id, fulfillAt=text)


def delivered_on(shop: Sandbox, text: str) -> None:
    """Delivered, at the time written so."""
    sent = ship(shop)
    shop.state.add_event(sent, "IN_TRANSIT", city="Teruel", at=days_ago(2))
    last = shop.state.add_event(sent, "DELIVERED", city="Madrid", at=NOON - timedelta(hours=5))
    shop.state.write(last.id, happenedAt=text)
    shop.state.write(sent.id, deliveredAt=text)


def unsent(shop: Sandbox, status: str, method: str = "SHIPPING", at: str = PLACED.isoformat()) -> None:
    """Nothing has begun, with this payment."""
    place(shop, method=method, status=status, at=datetime.fromisoformat(at))


def held_for_payment(shop: Sandbox) -> None:
    """The shop says that it waits for the money."""
    shop.state.set_hold(place(shop, status="PENDING").fulfillment_orders[0], "AWAITING_PAYMENT", at=PLACED)


def untracked(shop: Sandbox, days: float, address: str | None = None) -> None:
    """Marked as shipped so long ago, without a number."""
    tracking = (HOLES,) if address == "HOLES" else ()
    shop.state.fulfill(place(shop), tracking=tracking, at=days_ago(days))


def never_shipped(shop: Sandbox, routed: bool) -> None:
    """The mug is there, the cover for its way is not ticked off."""
    sent = ship(shop, MUG, COVER)
    shop.state.add_event(sent, "DELIVERED", city="Madrid", at=NOON - timedelta(hours=26))
    if not routed:
        del sent.order.fulfillment_orders[1]


def not_required(shop: Sandbox) -> None:
    """Shopify says so of the whole order; its one line counts as unfulfilled all the same."""
    shop.state.write(place(shop, EBOOK).id, displayFulfillmentStatus="FULFILLMENT_NOT_REQUIRED")


def rest_to_collect(shop: Sandbox, status: str) -> None:
    """One thing is sent, the other is to be fetched from the shop."""
    order = place(shop, MUG)
    shop.state.add_line(order, LAMP, at=PLACED)
    first, second = order.fulfillment_orders
    assert second.delivery_method is not None
    shop.state.write(second.delivery_method.id, methodType="PICK_UP")
    sent = shop.state.fulfill(order, fulfillment_order=first, tracking=(CORREOS,), at=days_ago(3))
    shop.state.add_event(sent, status, city="Madrid", at=NOON - timedelta(hours=26))


def cancelled_after(shop: Sandbox, *scans: str) -> None:
    """Marked as shipped, with these reports, and then cancelled."""
    sent = ship(shop)
    for status in scans:
        shop.state.add_event(sent, status, at=NOON - timedelta(hours=44))
    shop.state.write(sent.id, displayStatus="FULFILLED" if scans == ("LABEL_PRINTED",) else scans[-1])
    shop.state.write(sent.order.id, cancelledAt="2026-11-27T08:00:00Z", cancelReason="CUSTOMER")


TELLINGS: Sequence[Callable[..., None]] = (
    estimated,
    promised,
    scheduled,
    delivered_on,
    unsent,
    held_for_payment,
    untracked,
    never_shipped,
    not_required,
    rest_to_collect,
    cancelled_after,
)


@pytest.fixture(autouse=True)
def _noon(shop: Sandbox) -> Iterator[None]:
    shop.state.clock.freeze(NOON)
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def link(request: pytest.FixtureRequest, shop: Sandbox, shopper: Shopper, settings: Settings) -> str:
    """The order of a case, which its shopper has just found."""
    case = CASES[request.param]
    settings.STORE_TIME_ZONE = case.get("zone", "Europe/Berlin")
    tell = {each.__name__: each for each in TELLINGS}[case["tell"]]
    tell(shop, *case.get("with", ()))
    return shopper.link("1001", ANA)


@pytest.mark.parametrize(
    ("link", "name"), [(name, name) for name in CASES], indirect=["link"], ids=list(CASES)
)
def test_it_says_what_is_so(link: str, name: str, shopper: Shopper) -> None:
    case = CASES[name]

    assert read_page(shopper.open(f"{link}?lang=en")) == PageWords(
        headline=case["headline"],
        next_line=case["next"],
        milestones=tuple(case["milestones"]),
        parts=tuple(case["parts"]),
    )
    assert read_page(shopper.open(f"{link}?lang=es")).headline == case["spanish"]
