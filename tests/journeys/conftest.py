"""A site in front of the sandbox shop, as a shopper's browser meets it."""

import threading
from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from orders.asking import gateway, going_on
from orders.models import Chore, TrackedOrder
from tests.sandbox import Sandbox
from tests.support.shopper import Shopper


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """One sandbox for all tests; each gets it empty through `shop`."""
    with Sandbox(demo_orders=False) as running:
        yield running


@pytest.fixture(autouse=True)
def nothing_of_another_test(request: pytest.FixtureRequest) -> None:
    """On a busy machine a look-up may go on past its test, and store what it found outside that test's transaction."""
    for thread in threading.enumerate():
        if thread.name == "asking-shopify":
            thread.join(timeout=20)
    if "db" in request.fixturenames:
        request.getfixturevalue("db")
        for model in (TrackedOrder, Chore):  # a chore's row holds what is known of the shop
            if model.objects.exists():
                model.objects.all().delete()


@pytest.fixture
def shop(sandbox: Sandbox, settings: Settings) -> Iterator[Sandbox]:
    """The sandbox as on its first day, with the site connected to it as a new process would be."""
    sandbox.reset()
    settings.SHOPIFY_API_URL = sandbox.url
    settings.LOOK_UP_SECONDS = (
        10  # a busy machine is no slow Shopify; tests of that one say how long they wait
    )
    gateway.forget_client()
    yield sandbox
    going_on.forget()
    gateway.forget_client()


@pytest.fixture
def shopper(shop: Sandbox, db: None) -> Shopper:
    """Somebody with a browser, and no link yet."""
    return Shopper(Client())
