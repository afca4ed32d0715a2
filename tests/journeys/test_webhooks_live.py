"""Shop and site as they are deployed: subscribed by the command, delivered over HTTP, fetched by a worker."""

import time
from collections.abc import Callable, Iterator

import pytest
import requests

from tests.sandbox import Sandbox
from tests.support.live_site import LiveSite
from tests.support.webhook_sender import PATH, sign

ANA = "ana@example.com"
PATIENCE = 20.0


@pytest.fixture(scope="module")
def live(sandbox: Sandbox) -> Iterator[LiveSite]:
    """The site without its worker; each test runs one when it wants one."""
    sandbox.reset()
    with LiveSite(shopify_url=sandbox.url, WEBHOOK_SECRETS="a new secret,sandbox-secret") as site:
        yield site


@pytest.fixture
def shop(sandbox: Sandbox, live: LiveSite) -> Sandbox:
    """Subscribed, with Ana's order."""
    sandbox.reset()
    sandbox.state.add_order("#7001", email=ANA)
    live.manage("subscribe_webhooks", "--unchecked")
    return sandbox


def find(live: LiveSite) -> str:
    """The address of Ana's order."""
    form = {"order_number": "7001", "email": ANA}
    response = requests.post(live.url, data=form, allow_redirects=False, timeout=20)
    return live.url + response.headers["Location"]


def wait_for(condition: Callable[[], bool]) -> bool:
    """Whether it comes true in good time."""
    give_up_at = time.monotonic() + PATIENCE
    while time.monotonic() < give_up_at:
        if condition():
            return True
        time.sleep(0.05)
    return False


def test_a_scan_in_the_shop_reaches_the_page_without_anybody_asking(live: LiveSite, shop: Sandbox) -> None:
    url = find(live)
    shipment = shop.state.fulfill("#7001")
    shop.state.add_event(shipment, "OUT_FOR_DELIVERY", city="Toledo")
    assert wait_for(lambda: len(shop.webhooks.attempts) == 3)
    assert {attempt.status for attempt in shop.webhooks.attempts} == {200}
    live.manage("worker", "--once")
    assert "Out for delivery" in requests.get(url, timeout=20).text


def test_a_hold_that_names_no_order_reaches_it_too(live: LiveSite, shop: Sandbox) -> None:
    url = find(live)
    before = requests.get(url, timeout=20).text
    shop.state.set_hold(shop.state.order("#7001").fulfillment_orders[0], "INVENTORY_OUT_OF_STOCK")
    assert wait_for(lambda: len(shop.webhooks.attempts) == 1)
    live.manage("worker", "--once")
    after = requests.get(url, timeout=20).text
    assert "stock" in after
    assert "stock" not in before


def test_an_order_that_was_heard_of_is_found_without_asking_the_shop(live: LiveSite, shop: Sandbox) -> None:
    shop.state.add_order("#7002", email="eva@example.com")
    assert wait_for(lambda: len(shop.webhooks.attempts) == 1)
    live.manage("worker", "--once")
    asked = len(shop.requests)
    form = {"order_number": "7002", "email": "eva@example.com"}
    assert requests.post(live.url, data=form, allow_redirects=False, timeout=20).status_code == 303
    assert len(shop.requests) == asked


def test_a_deleted_order_is_gone_from_kept_pages_of_every_process(live: LiveSite, shop: Sandbox) -> None:
    url = find(live)
    for _ in range(6):
        assert requests.get(url, timeout=20).status_code == 200
    shop.state.delete_order("#7001")
    assert wait_for(lambda: len(shop.webhooks.attempts) == 1)
    assert {requests.get(url, timeout=20).status_code for _ in range(6)} == {410}


@pytest.mark.parametrize(("secret", "status"), [("a new secret", 200), ("the key of the admin", 401)])
def test_deliveries_are_told_apart_by_what_signed_them(
    live: LiveSite, shop: Sandbox, secret: str, status: int
) -> None:
    shop.state.deliveries.secret = secret
    shop.state.deliveries.retry_scale = 1000.0
    shop.state.start_packing(shop.state.order("#7001").fulfillment_orders[0])
    assert wait_for(lambda: len(shop.webhooks.attempts) == 1)
    assert shop.webhooks.attempts[0].status == status


def test_a_body_of_10_megabytes_is_refused(live: LiveSite) -> None:
    headers = {"X-Shopify-Hmac-Sha256": "x"}
    response = requests.post(f"{live.url}/webhooks/shopify/", b" " * 10_000_000, headers=headers, timeout=20)
    assert response.status_code == 413


def test_a_body_sent_in_chunks_is_not_read(live: LiveSite) -> None:
    headers = {"X-Shopify-Hmac-Sha256": "x"}
    chunks = (b"{}" for _ in range(3))
    response = requests.post(f"{live.url}/webhooks/shopify/", chunks, headers=headers, timeout=20)
    assert response.status_code == 401


def test_a_shop_whose_secret_is_not_known_here_is_told_of_in_the_log(live: LiveSite) -> None:
    body = b'{"id": 7, "email": "ana@example.com"}'
    headers = {
        "X-Shopify-Hmac-Sha256": sign(body, "a secret of long ago"),
        "X-Shopify-Topic": "orders/updated",
    }
    answer = requests.post(live.url + PATH, body, headers=headers, timeout=20)
    assert answer.status_code == 401
    assert "A webhook was refused: 401, for no secret of WEBHOOK_SECRETS" in live.log.read_text()
    assert ANA not in live.log.read_text()
