"""Connections to PostgreSQL are lent: few for many readers, none while Shopify is waited for, back after a restart."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
import requests

from tests.sandbox import Sandbox
from tests.support import services
from tests.support.live_site import LiveSite

ANA = "ana@example.com"
PROCESSES, EACH = 2, 2
READERS = 24
WAITING = 12
"""More than there are connections, fewer than one process has threads."""


@pytest.fixture(scope="module")
def database_url() -> Iterator[str]:
    with services.postgresql() as url:
        yield services.create_database(url)


@pytest.fixture(scope="module")
def shop_of_site() -> Iterator[Sandbox]:
    with Sandbox(demo_orders=False) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def site(shop_of_site: Sandbox, database_url: str) -> Iterator[LiveSite]:
    live = LiveSite(
        shopify_url=shop_of_site.url,
        DATABASE_URL=database_url,
        DATABASE_POOL_SIZE=str(EACH),
        WEB_CONCURRENCY=str(PROCESSES),
        LOOK_UP_LIMIT_FACTOR="1000",
    )
    live.manage("migrate", "--verbosity", "0")
    with live:
        yield live


def look_up(site: LiveSite, number: str, email: str = ANA) -> requests.Response:
    form = {"order_number": number, "email": email}
    return requests.post(site.url, data=form, timeout=20, allow_redirects=False)


def open_order(site: LiveSite, number: str) -> str:
    """The address of an order that is there: on a busy machine the look-up may come back before Shopify's answer."""
    link = site.url + look_up(site, number).headers["Location"]
    give_up_at = time.monotonic() + 30
    while requests.get(link, timeout=20).status_code == 202 and time.monotonic() < give_up_at:
        time.sleep(0.2)
    return link


def count_connections(database_url: str) -> int:
    """The site's; ours is not counted."""
    with psycopg.connect(database_url) as connection:
        row = connection.execute(
            "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ).fetchone()
    assert row
    return int(row[0])


def test_many_readers_share_few_connections(site: LiveSite, shop_of_site: Sandbox, database_url: str) -> None:
    shop_of_site.state.add_order("#1001", email=ANA)
    link = open_order(site, "1001")
    most = 0
    with ThreadPoolExecutor(READERS) as readers:
        pages = [readers.submit(requests.get, f"{link}?lang={'de' if n % 2 else 'nl'}&n={n}", timeout=20)
                 for n in range(150)]  # fmt: skip
        while not all(page.done() for page in pages):
            most = max(most, count_connections(database_url))
    assert [page.result().status_code for page in pages] == [200] * 150
    assert 1 <= most <= PROCESSES * (EACH + 1)  # one may just be ending while the next is there


def test_who_waits_for_shopify_holds_no_connection(site: LiveSite, shop_of_site: Sandbox) -> None:
    shop_of_site.state.faults.latency = 2.5
    try:
        with ThreadPoolExecutor(WAITING) as waiting:
            look_ups = [waiting.submit(look_up, site, f"{2000 + number}") for number in range(WAITING)]
            time.sleep(0.8)
            before = time.monotonic()
            assert requests.get(f"{site.url}/readyz", timeout=20).status_code == 200
            took = time.monotonic() - before
            assert not all(each.done() for each in look_ups)
    finally:
        shop_of_site.state.faults.clear()
    assert {each.result().status_code for each in look_ups} <= {200, 404, 422, 503}
    assert took < 1.0


def test_connections_that_the_server_has_ended_are_replaced_unseen(
    site: LiveSite, shop_of_site: Sandbox, database_url: str
) -> None:
    shop_of_site.state.add_order("#1002", email=ANA)
    link = open_order(site, "1002")
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    give_up_at = time.monotonic() + 10
    while count_connections(database_url) and time.monotonic() < give_up_at:
        time.sleep(0.05)  # the server ends them a moment after it was told
    with ThreadPoolExecutor(READERS) as readers:
        pages = readers.map(lambda n: requests.get(f"{link}?n={n}", timeout=20).status_code, range(60))
    assert set(pages) == {200}
    assert "Traceback" not in site.log.read_text()
