"""`/metrics`: who may see it, what it says, and what it never says."""

import re
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from django.core.handlers.wsgi import WSGIHandler
from pytest_django.fixtures import Settings

from orders import clock
from orders.storage import due
from orders.web.front import in_front_of
from tests.sandbox import Sandbox
from tests.support.live_site import LiveSite
from tests.support.shopper import Shopper
from tests.support.wsgi import Answered, ask

application = in_front_of(WSGIHandler())

TOKEN = "a-token-of-a-decent-length"
ANA = "ana.garcia@example.com"

pytestmark = pytest.mark.django_db

type Read = Callable[[str], float]


@pytest.fixture
def token(settings: Settings) -> None:
    settings.METRICS_TOKEN = TOKEN


@pytest.fixture
def read(token: None) -> Read:
    """Reads one value, by its full name with labels; 0 for one that is not there."""

    def value(name: str) -> float:
        found = re.search(rf"^{re.escape(name)} (\S+)$", scrape().text, re.MULTILINE)
        return float(found[1]) if found else 0.0

    return value


def scrape(authorization: str = f"Bearer {TOKEN}", **variables: Any) -> Answered:
    return ask(application, "/metrics", HTTP_AUTHORIZATION=authorization, **variables)


def test_there_is_no_such_page_unless_it_is_asked_for() -> None:
    assert scrape("").status == 404


def test_an_empty_token_opens_nothing() -> None:
    assert scrape("Bearer ").status == 404


def test_the_token_opens_it(token: None) -> None:
    answer = scrape()
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "authorization", ["", "Bearer", "Bearer another", f"Basic {TOKEN}", TOKEN, "Bearer ñ"]
)
def test_nothing_else_opens_it(token: None, authorization: str) -> None:
    answer = scrape(authorization)
    assert answer.status == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert "order_tracking" not in answer.text


@pytest.fixture
def own_port(settings: Settings) -> Iterator[Any]:
    """A socket on the metrics' port, as gunicorn hands it over."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        settings.METRICS_PORT = listening.getsockname()[1]
        yield listening


def test_on_its_own_port_it_needs_no_token(own_port: Any) -> None:
    assert scrape("", **{"gunicorn.socket": own_port}).status == 200


def test_on_its_own_port_there_is_nothing_else(own_port: Any) -> None:
    assert ask(application, "/", **{"gunicorn.socket": own_port}).status == 404


def test_on_a_unix_socket_the_port_that_is_claimed_opens_nothing(settings: Settings) -> None:
    settings.METRICS_PORT = 9464
    with socket.socket(socket.AF_UNIX) as unix:
        claimed: dict[str, Any] = {"SERVER_PORT": "9464", "gunicorn.socket": unix}
        assert scrape("", HTTP_HOST="testserver:9464", **claimed).status == 404


def test_the_port_that_a_sender_claims_opens_nothing(settings: Settings) -> None:
    settings.METRICS_PORT = 9464
    claimed = scrape("", SERVER_PORT="8000", HTTP_HOST="testserver:9464", HTTP_X_FORWARDED_PORT="9464")
    assert claimed.status == 404


@pytest.mark.parametrize(
    ("number", "email", "outcome"),
    [("1001", ANA, "found"), ("1001", "bea@example.com", "miss"), ("number", ANA, "invalid")],
)
def test_look_ups_are_counted_by_outcome(
    shopper: Shopper, shop: Sandbox, read: Read, number: str, email: str, outcome: str
) -> None:
    shop.state.add_order("#1001", email=ANA)
    name = f'order_tracking_look_ups_total{{outcome="{outcome}"}}'
    before = read(name)
    shopper.look_up(number, email)
    assert read(name) == before + 1


def test_a_look_up_that_could_not_ask_is_counted_as_such(shopper: Shopper, shop: Sandbox, read: Read) -> None:
    shop.state.faults.outage()
    calls = 'order_tracking_shopify_calls_total{operation="SearchOrders",outcome="unavailable"}'
    look_ups = 'order_tracking_look_ups_total{outcome="unavailable"}'
    before = read(calls), read(look_ups)
    shopper.look_up("1001", ANA)
    assert read(calls) > before[0]
    assert read(look_ups) == before[1] + 1


def test_a_page_tells_how_old_its_facts_are_and_whether_it_was_kept(
    shopper: Shopper, shop: Sandbox, read: Read
) -> None:
    shop.state.add_order("#1001", email=ANA)
    url = shopper.link("1001", ANA)
    names = [f'order_tracking_snapshot_age_seconds_count{{served="{how}"}}' for how in ("rendered", "kept")]
    before = [read(name) for name in names]
    for _ in range(3):
        ask(application, url)
    assert [read(name) - was for name, was in zip(names, before, strict=True)] == [1, 2]


def test_a_call_to_shopify_leaves_points(shopper: Shopper, shop: Sandbox, read: Read) -> None:
    shop.state.add_order("#1001", email=ANA)
    before = read('order_tracking_shopify_calls_total{operation="Order",outcome="answered"}')
    shopper.link("1001", ANA)
    assert read('order_tracking_shopify_calls_total{operation="Order",outcome="answered"}') == before + 1
    assert 0 < read("order_tracking_shopify_points_left") <= read("order_tracking_shopify_points_maximum")


def test_a_status_that_nobody_knew_is_counted(shopper: Shopper, shop: Sandbox, read: Read) -> None:
    order = shop.state.add_order("#1001", email=ANA)
    order.display_financial_status = "PAID_IN_KIND"
    shopper.link("1001", ANA)
    text = scrape().text
    assert re.search(
        r'order_tracking_shopify_observations_total\{kind="unknown \w+",value="PAID_IN_KIND"\} 1\.0', text
    )


def test_work_that_is_due_and_since_when_is_read_from_the_database(read: Read) -> None:
    now = clock.seconds()
    due.hint(["gid://shopify/Order/1"], now=now - 1200)
    due.hint(["gid://shopify/Order/2"], now=now - 5)
    assert read('order_tracking_orders_due{urgency="hinted"}') == 2
    assert 1200 <= read('order_tracking_queue_lag_seconds{urgency="hinted"}') < 1260
    assert read('order_tracking_queue_lag_seconds{urgency="moving"}') == 0


def test_nothing_of_a_shopper_or_an_order_is_in_it(shopper: Shopper, shop: Sandbox, token: None) -> None:
    shop.state.add_order("#QZX1001", email=ANA)
    url = shopper.link("QZX1001", ANA)
    ask(application, url)
    text = scrape().text.lower()
    for secret in (ANA, "ana@", "qzx", url.split("/")[2].lower(), "gid:"):
        assert secret not in text


@pytest.fixture
def metrics_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def live(sandbox: Sandbox, metrics_port: int) -> Iterator[LiveSite]:
    sandbox.reset()
    with LiveSite(shopify_url=sandbox.url, METRICS_PORT=str(metrics_port)) as site:
        yield site


def test_both_processes_count_together(live: LiveSite, metrics_port: int) -> None:
    for _ in range(20):  # a connection each, so that both processes have some
        data = {"order_number": "number", "email": ANA}
        assert (
            requests.post(live.url, data=data, headers={"Connection": "close"}, timeout=20).status_code == 422
        )
    text = requests.get(f"http://127.0.0.1:{metrics_port}/metrics", timeout=20).text
    assert 'order_tracking_look_ups_total{outcome="invalid"} 20.0' in text
    assert requests.get(f"{live.url}/metrics", timeout=20).status_code == 404
