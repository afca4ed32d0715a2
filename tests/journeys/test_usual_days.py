"""The demo as `make demo` shows it: with a year of parcels behind it, an order says what usually happens."""

from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from orders import clock
from orders.asking import gateway, going_on
from orders.work import chores
from scripts import demo_past_year
from tests.sandbox import Sandbox
from tests.sandbox.demo import DEMO_ORDERS
from tests.support.shopper import Shopper, text

SCANNED_TODAY = "#1095"
"""Its second parcel was scanned today, and nobody has named a day for it."""


@pytest.fixture
def demo(settings: Settings, db: None) -> Iterator[Shopper]:
    """A shopper in front of the demo's shop."""
    with Sandbox(demo_orders=True) as sandbox:
        settings.SHOPIFY_API_URL = sandbox.url
        settings.LOOK_UP_SECONDS = 10
        gateway.forget_client()
        yield Shopper(Client())
        going_on.forget()
    gateway.forget_client()


def test_an_order_of_the_demo_says_what_usually_happens(demo: Shopper) -> None:
    demo_past_year.main()
    chores.KINDS[chores.FORECASTS].take_step("", clock.seconds())
    order = next(each for each in DEMO_ORDERS if each.name == SCANNED_TODAY)
    page = text(demo.open(f"{demo.link(order.name, order.contact)}?lang=en"))
    assert "Parcels like this usually arrive " in page
