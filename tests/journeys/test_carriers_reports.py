"""Orders as carriers report them: silence, lockers, the way back, notices, several numbers, a number replaced.

Each is served in Shopify's shape, looked up through the form, and read word for word (`carriers_reports.toml`):
`events` are days before now, status, city, message and the parcel's number where there are several; `shipped` and
`placed` are days before now, `set` what the store's record of the shipment holds besides.
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
from tests.sandbox.building import Buyer, Delivery, Line
from tests.sandbox.parts import TrackingRecord
from tests.sandbox.records import FulfillmentRecord
from tests.support.html import Element, read_html
from tests.support.shopper import Shopper

ANA = "ana@example.com"
NOON = datetime(2026, 11, 28, 11, 0, tzinfo=UTC)
CORREOS = TrackingRecord(company="Correos", number="PQ4X7A0410001230128012A")

type Case = Mapping[str, Any]

CASES: Mapping[str, Case] = {
    case["name"]: case
    for case in tomllib.loads(Path(__file__).with_name("carriers_reports.toml").read_text("utf-8"))["case"]
}


def days_ago(days: float) -> datetime:
    return NOON - timedelta(days=days)


def tell(shop: Sandbox, case: Case) -> FulfillmentRecord | None:
    """Place the order of a case, and let everything happen to it; returns its first shipment."""
    shipped = case.get("shipped")
    titles = case.get("parcels", ["Taza Alba"])
    order = shop.state.add_order(
        "#1001",
        buyer=Buyer(email=ANA, city=case.get("city", "Zaragoza")),
        lines=[Line(title=title) for title in titles],
        delivery=Delivery(method_type=case.get("method", "SHIPPING")),
        at=days_ago(case.get("placed", (shipped or 0) + 1)),
    )
    if shipped is None:
        return None
    sent = [
        shop.state.fulfill(
            order,
            {title: 1},
            tracking=[TrackingRecord(company="Correos", number=number) for number in numbers_of(case)],
            display_status=case.get("display", "FULFILLED"),
            at=days_ago(shipped),
        )
        for title in titles
    ]
    for days, status, *where in case.get("events", ()):
        number = int(where[2]) if len(where) > 2 else 1
        city, message = (*where, "", "")[:2]
        shop.state.add_event(
            sent[number - 1],
            status,
            at=days_ago(days),
            city=city or None,
            message=message or None,
            country=None,
        )
    for name, value in case.get("set", {}).items():
        setattr(sent[0], name, value or None)
    return sent[0]


def numbers_of(case: Case) -> list[str]:
    return list(case.get("numbers", [CORREOS.number]))


def seen(element: Element) -> str:
    """What a reader sees of it, with a blank between its parts."""
    if not element.children:
        return " ".join(element.text.split())
    rest, found = element.text, []
    for child in element.children:
        before, _, rest = rest.partition(child.text) if child.text else ("", "", rest)
        found += [before, seen(child)]
    return " ".join(" ".join([*found, rest]).split())


def read(response: Any) -> dict[str, Any]:
    """Headline, the lines beneath it, the steps, and each parcel's card."""
    order = read_html(response.content.decode()).first("article", id="order")
    beside = [seen(p).removesuffix(" How to reach us") for p in order.first("header").all("p", class_="next")]
    return {
        "headline": seen(order.first("h1")),
        "beside": beside,
        "milestones": [seen(step) for step in order.first("ol", class_="journey").all("li")],
        "cards": [seen(part) for part in order.all("section", class_="part") if part.has(class_="parcel")],
    }


def look_up(shopper: Shopper) -> str:
    """The order's address; on a machine that is slow at first, after a second try, as the page asks for."""
    shopper.look_up("1001", ANA)
    return shopper.link("1001", ANA)


@pytest.fixture(autouse=True)
def _noon(shop: Sandbox, settings: Settings) -> Iterator[None]:
    settings.STORE_TIME_ZONE = "Europe/Madrid"
    shop.state.clock.freeze(NOON)
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.mark.parametrize("name", CASES)
def test_it_says_what_is_so(name: str, shop: Sandbox, shopper: Shopper) -> None:
    case = CASES[name]
    tell(shop, case)
    link = look_up(shopper)

    expected = {key: case[key] for key in ("headline", "beside", "milestones", "cards")}
    assert read(shopper.open(f"{link}?lang=en")) == expected
    assert read(shopper.open(f"{link}?lang=es"))["headline"] == case["spanish"]


NEW = TrackingRecord(company="UPS", number="1Z999AA10123456784")


@pytest.mark.parametrize(
    ("status", "before"),
    [
        ("IN_TRANSIT", "3 days late; last seen Wednesday"),
        ("FAILURE", "The carrier has reported a problem"),
        ("DELIVERED", "Delivered Wednesday at 12:00"),
    ],
)
def test_what_was_reported_of_a_replaced_number_is_not_told_of_the_new_one(
    status: str, before: str, shop: Sandbox, shopper: Shopper
) -> None:
    sent = tell(shop, {"shipped": 6, "events": [[3, status, "", "Pickup failed"]]})
    assert sent is not None
    sent.estimated_delivery_at = days_ago(3)
    link = look_up(shopper)
    assert shopper.headline(link) == before
    later = NOON + timedelta(hours=1)
    shop.state.clock.freeze(later)
    shop.state.set_tracking(sent, NEW)

    with time_machine.travel(later + timedelta(minutes=5), tick=False):
        shopper.open(f"{link}refresh/")
        page = read(shopper.open(link))

    assert page["headline"] == "Your order has shipped"
    assert page["beside"] == ["Every new report from the carrier appears on this page."]
    assert "New tracking number; what came before is about PQ4X7A0410001230128012A" in page["cards"][0]
    assert "late" not in page["cards"][0]


def test_a_scan_of_the_new_number_is_told_and_every_later_look_remembers(
    shop: Sandbox, shopper: Shopper
) -> None:
    sent = tell(shop, {"shipped": 6, "events": [[3, "FAILURE", "", "Pickup failed"]]})
    assert sent is not None
    link = look_up(shopper)
    changes: Sequence[Callable[[], object]] = (
        lambda: shop.state.set_tracking(sent, NEW),
        lambda: shop.state.add_event(sent, "IN_TRANSIT", city="Teruel", country=None),
        lambda: shop.state.add_event(sent, "OUT_FOR_DELIVERY", city="Zaragoza", country=None),
    )
    for hours, change in enumerate(changes, start=1):
        shop.state.clock.freeze(NOON + timedelta(hours=hours))
        change()
        with time_machine.travel(NOON + timedelta(hours=hours, minutes=5), tick=False):
            shopper.open(f"{link}refresh/")
            page = read(shopper.open(link))

    assert page["headline"] == "Out for delivery today"
    assert "Pickup failed" in page["cards"][0]
