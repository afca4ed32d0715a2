"""The shop's domain in front of the site, for shoppers without JavaScript."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from pytest_django.live_server_helper import LiveServer

from orders.branding import brands
from orders.branding.models import AppProxyLayout
from tests.sandbox import Sandbox
from tests.sandbox.app_proxy import AppProxy
from tests.support.shop_visitor import ShopVisitor, choose_layout

ANA = "ana@example.com"


@pytest.fixture(scope="session")
def live_server(django_db_setup: None) -> Iterator[LiveServer]:
    """The site on a port, made once the database is a file: each of its threads has a connection of its own."""
    running = LiveServer("127.0.0.1")
    yield running
    running.stop()


@pytest.fixture
def front(shop: Sandbox, live_server: LiveServer, settings: SimpleNamespace) -> Iterator[AppProxy]:
    """The shop's domain. Afterwards nothing has happened on the way that may not."""
    settings.SITE_URL = live_server.url
    settings.TRUSTED_PROXIES = []
    settings.REFRESH_WAITING_SECONDS = 30
    brands.forget()
    with AppProxy(app_url=live_server.url) as running:
        yield running
    brands.forget()
    assert running.executed == [], "something in a page was carried out as Liquid"
    for exchange in running.exchanges:
        headers = {name.lower(): value for name, value in exchange.headers.items()}
        assert not 300 <= exchange.status < 400, "a redirect, which Shopify follows itself"
        assert "set-cookie" not in headers
        assert headers["cache-control"] == "no-store"
        assert headers["x-robots-tag"] == "noindex, nofollow"


@pytest.fixture(params=AppProxyLayout.values)
def layout(request: pytest.FixtureRequest, front: AppProxy) -> str:
    """Inside the theme, and alone."""
    choose_layout(request.param)
    return str(request.param)


@pytest.fixture
def visitor(front: AppProxy) -> ShopVisitor:
    """Ana, who has ordered."""
    return ShopVisitor(front)


@pytest.fixture
def ordered(shop: Sandbox) -> Sandbox:
    """Ana's order."""
    shop.state.add_order("#1001", email=ANA)
    return shop
