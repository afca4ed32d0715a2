"""A site in front of a sandbox shop that lets the app write."""

from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from orders.asking import gateway
from orders.fulfilment.operations import Desk
from tests.sandbox import Sandbox
from tests.sandbox.access import DEFAULT_SCOPES, WRITE_SCOPES


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(demo_orders=False) as running:
        yield running


@pytest.fixture
def shop(sandbox: Sandbox, settings: Settings) -> Iterator[Sandbox]:
    """The sandbox as on its first day, with all scopes, and the site connected to it."""
    sandbox.reset()
    sandbox.state.access.scopes = set(DEFAULT_SCOPES | WRITE_SCOPES)
    settings.SHOPIFY_API_URL = sandbox.url
    gateway.forget_client()
    yield sandbox
    gateway.forget_client()


@pytest.fixture
def desk(shop: Sandbox, db: None) -> Desk:
    return Desk(actor="mara", client=gateway.client())
