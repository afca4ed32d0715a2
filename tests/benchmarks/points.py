"""What a look-up and a refresh cost in Shopify's points, by the sandbox shop's own accounting.

`python -m tests.benchmarks.points [ORDER ...]`. Requested points are taken before a query runs and are what throttles;
actual points are what remains taken.
"""

import argparse
from dataclasses import dataclass

from tests.benchmarks import in_process  # noqa: F401 - first, for it sets Django up

# isort: split
from django.conf import settings

from orders import clock
from orders.asking import tracking
from orders.domain.matching import ContactKey, OrderNumber, read_contact, read_order_number
from orders.storage import store
from tests.benchmarks.figures import print_table
from tests.sandbox import Sandbox
from tests.sandbox.building import Line
from tests.sandbox.demo import DEMO_ORDERS, DemoOrder
from tests.sandbox.graphql_endpoint import Asked

SEARCH_LIMIT = 8
REFRESH_LIMIT = 60
USUAL = DemoOrder("#9001", "usual@example.com", "Usual: 3 lines, 2 shipments, 10 scans")
CHOSEN = ("#1001", "#1010", "#1061", "#1062", "#1063", "#1074", "#1084", "#10010")


@dataclass(frozen=True, slots=True)
class Cost:
    """Points of some calls."""

    calls: int
    requested: int
    actual: int

    @classmethod
    def of(cls, asked: list[Asked]) -> "Cost":
        """Of these calls together."""
        return cls(
            len(asked),
            sum(call.requested_cost or 0 for call in asked),
            sum(call.actual_cost or 0 for call in asked),
        )

    def text(self) -> str:
        """Requested and actual points."""
        return f"{self.requested} / {self.actual}"


def main() -> None:
    """Look each order up where nothing is stored yet, refresh it, and print what was asked."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.points", description=__doc__)
    parser.add_argument("orders", nargs="*", default=CHOSEN, help="names of demo orders, such as '#1001'")
    options = parser.parse_args()
    chosen = [order for order in DEMO_ORDERS if order.name in options.orders and order.contact]
    with Sandbox() as sandbox:
        settings.SHOPIFY_API_URL = sandbox.url
        _place_usual(sandbox)
        rows = [_row(order, sandbox) for order in (USUAL, *chosen)]
    print_table(
        "Points, requested / actual",
        (
            "Order",
            "search",
            "first fetch",
            "cold look-up",
            "refresh",
            "calls",
            f"<= {SEARCH_LIMIT} and <= {REFRESH_LIMIT}",
        ),
        rows,
    )
    print(
        "The last column holds the requested points of search and refresh against what a usual order may cost."
    )


def _place_usual(sandbox: Sandbox) -> None:
    lines = [Line(title=title) for title in ("Mug", "Plate", "Runner")]
    order = sandbox.state.add_order(USUAL.name, email=USUAL.contact, lines=lines)
    for titles in (("Mug", "Plate"), ("Runner",)):
        sent = sandbox.state.fulfill(order, dict.fromkeys(titles, 1))
        for city in ("Madrid", "Coslada", "Guadalajara", "Zaragoza", "Lleida"):
            sandbox.state.add_event(sent, "IN_TRANSIT", city=city)


def _row(order: DemoOrder, sandbox: Sandbox) -> list[str]:
    number, contact = read_order_number(order.name), read_contact(order.contact)
    assert number is not None, order.name
    assert contact is not None, order.name
    search, fetch = _look_up(number, contact, sandbox)
    refresh = _refresh(number, contact, sandbox)
    kept = search.requested <= SEARCH_LIMIT and refresh.requested <= REFRESH_LIMIT
    in_all = Cost(
        search.calls + fetch.calls, search.requested + fetch.requested, search.actual + fetch.actual
    )
    return [
        f"{order.name} {order.shows}",
        search.text(),
        fetch.text(),
        in_all.text(),
        refresh.text(),
        f"{in_all.calls} + {refresh.calls}",
        "yes" if kept else "no",
    ]


def _look_up(number: OrderNumber, contact: ContactKey, sandbox: Sandbox) -> tuple[Cost, Cost]:
    """What the search and what the fetch of a shopper's first look-up asked for."""
    before = len(sandbox.requests)
    found = tracking.look_up(number, contact, networks=("198.51.100.0/24",), now=clock.seconds())
    assert isinstance(found, tracking.Found), found
    asked = sandbox.requests[before:]
    return Cost.of(asked[:1]), Cost.of(asked[1:])


def _refresh(number: OrderNumber, contact: ContactKey, sandbox: Sandbox) -> Cost:
    before = len(sandbox.requests)
    order_pk = store.find(number, contact)
    assert order_pk is not None
    assert tracking.refresh(store.get(order_pk)) is tracking.Refresh.DONE
    return Cost.of(sandbox.requests[before:])


if __name__ == "__main__":
    main()
