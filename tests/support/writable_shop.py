"""A sandbox shop that lets the app write, and the site connected to it: fixtures to import into a conftest."""

from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from orders.asking import gateway
from tests.sandbox import Sandbox
from tests.sandbox.access import DEFAULT_SCOPES, WRITE_SCOPES

__all__ = ["sandbox", "shop"]


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """One without orders."""
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
