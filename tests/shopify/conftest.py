from collections.abc import Callable, Iterator

import pytest

from orders.shopify.auth import Credentials, StaticToken
from orders.shopify.client import ShopifyClient
from orders.transport.deadline import Deadline, Timing
from tests.shopify.fake_time import FakeTime
from tests.support.scripted_server import ScriptedServer

type ClientMaker = Callable[..., ShopifyClient]


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer() as server:
        yield server


@pytest.fixture
def clock() -> FakeTime:
    return FakeTime()


@pytest.fixture
def make_client(server: ScriptedServer, clock: FakeTime) -> Iterator[ClientMaker]:
    """Clients of the scripted server whose waits cost no time; closed at the end."""
    made: list[ShopifyClient] = []

    def make(*, credentials: Credentials | None = None, timing: Timing | None = None) -> ShopifyClient:
        client = ShopifyClient(
            shop_domain="demo-store.myshopify.com",
            credentials=credentials or StaticToken("shpat_static"),
            api_url=server.url,
            timing=timing or clock.timing,
        )
        made.append(client)
        return client

    yield make
    for client in made:
        client.close()


@pytest.fixture
def client(make_client: ClientMaker) -> ShopifyClient:
    return make_client()


@pytest.fixture
def deadline(clock: FakeTime) -> Deadline:
    """Ten seconds of the fake clock, which moves by what the client sleeps."""
    return Deadline.after(10, monotonic=clock.monotonic)
