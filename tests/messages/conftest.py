"""A shop whose messages are on, and a mail server that takes them."""

from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from orders import clock
from orders.asking import gateway
from orders.messages.events import EventKind
from orders.messages.switching import switch
from tests.messages.post_office import PostOffice
from tests.sandbox import Sandbox
from tests.support.mail_server import server
from tests.support.smtp_server import SmtpServer

__all__ = ["server"]


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """One sandbox for all tests; each gets it empty through `shop`."""
    with Sandbox(demo_orders=False) as running:
        yield running


@pytest.fixture
def shop(sandbox: Sandbox, settings: Settings) -> Iterator[Sandbox]:
    """The sandbox as on its first day, with the site connected to it as a new process would be."""
    sandbox.reset()
    settings.SHOPIFY_API_URL = sandbox.url
    gateway.forget_client()
    yield sandbox
    gateway.forget_client()


@pytest.fixture
def office(db: None, shop: Sandbox, server: SmtpServer) -> PostOffice:
    """Every event is told by mail, ten minutes after it happened."""
    switch(on=list(EventKind), channels=["email"], quiet_minutes=10, now=clock.seconds())
    return PostOffice(shop, server)
