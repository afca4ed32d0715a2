"""The site as deployed: several processes that must act as one."""

import re
import statistics
import threading
import time
from collections.abc import Iterator

import pytest
import requests

from orders.shopify.proxy_signature import LONGEST_QUERY, build_proxy_signature
from tests.sandbox import Sandbox
from tests.sandbox.auth import CLIENT_SECRET, STORE_DOMAIN
from tests.support.live_site import LiveSite

ANA = "ana@example.com"


@pytest.fixture(scope="module")
def live(sandbox: Sandbox) -> Iterator[LiveSite]:
    """Two worker processes; limits out of the way, for here it is speed and sharing that is looked at."""
    sandbox.reset()
    with LiveSite(shopify_url=sandbox.url, LOOK_UP_LIMIT_FACTOR="100000") as site:
        yield site


def look_up(site: LiveSite, number: str, email: str) -> requests.Response:
    return requests.post(
        site.url, data={"order_number": number, "email": email}, allow_redirects=False, timeout=20
    )


def test_fifty_cold_look_ups_of_one_order_at_once_are_one_fetch(live: LiveSite, sandbox: Sandbox) -> None:
    sandbox.reset()
    sandbox.state.add_order("#5001", email=ANA)
    sandbox.state.faults.latency = 0.2
    statuses: list[int] = []

    def ask() -> None:
        statuses.append(look_up(live, "5001", ANA).status_code)

    threads = [threading.Thread(target=ask) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [303] * 50
    operations = [asked.operation for asked in sandbox.requests]
    assert len(operations) == len(set(operations)), operations


def test_a_long_signed_query_of_the_app_proxy_comes_through(live: LiveSite) -> None:
    signed = (
        f"shop={STORE_DOMAIN}&logged_in_customer_id=&path_prefix=%2Fapps%2Ftrack&timestamp={time.time():.0f}"
    )
    room = LONGEST_QUERY - len(f"{signed}&utm=&signature={'0' * 64}")
    query = f"{signed}&utm={'x' * room}"
    url = f"{live.url}/proxy/o/{'A' * 32}/refresh/"
    answer = requests.get(
        f"{url}?{query}&signature={build_proxy_signature(CLIENT_SECRET, query)}", timeout=20
    )
    assert answer.status_code == 200


def test_a_kept_page_is_header_for_header_what_django_answers(live: LiveSite, sandbox: Sandbox) -> None:
    sandbox.reset()
    sandbox.state.add_order("#5002", email=ANA)
    url = live.url + look_up(live, "5002", ANA).headers["Location"]
    answers = []
    for _ in range(12):  # enough for both processes to answer anew and from what they kept
        with requests.get(url, stream=True, headers={"Accept-Encoding": "gzip"}, timeout=20) as response:
            headers = {
                name: value
                for name, value in response.headers.items()
                if name not in {"Date", "X-Request-Id"}
            }
            answers.append((response.status_code, headers, response.raw.read()))
    first = answers[0]
    assert first[1]["Content-Security-Policy"]
    assert first[1]["Cache-Control"] == "private, no-store"
    assert all(answer == first for answer in answers)


def test_a_kept_page_is_not_given_to_one_whose_link_is_gone(live: LiveSite, sandbox: Sandbox) -> None:
    sandbox.reset()
    sandbox.state.add_order("#5003", email=ANA)
    url = live.url + look_up(live, "5003", ANA).headers["Location"]
    for _ in range(4):
        assert requests.get(url, timeout=20).status_code == 200
    live.manage("revoke_links", "#5003")
    for _ in range(4):
        assert requests.get(url, timeout=20).status_code == 404


def test_every_kind_of_miss_takes_the_same_time(live: LiveSite, sandbox: Sandbox) -> None:
    """Unknown number, wrong email for an order that is known here, wrong email for one that is not."""
    sandbox.reset()
    for name in ("#6001", "#6002"):
        sandbox.state.add_order(name, email=ANA)
    assert look_up(live, "6001", ANA).status_code == 303
    kinds = {"unknown": "6999", "known here": "6001", "known to the shop": "6002"}
    took: dict[str, list[float]] = {kind: [] for kind in kinds}
    with requests.Session() as session:
        for attempt in range(200):
            for kind, number in kinds.items():
                began = time.perf_counter()
                form = {"order_number": number, "email": f"guess{attempt}@example.com"}
                assert session.post(live.url, data=form, timeout=20).status_code == 404
                took[kind].append(time.perf_counter() - began)
    medians = {kind: statistics.median(times) for kind, times in took.items()}
    spread = statistics.median(
        statistics.quantiles(times, n=4)[2] - statistics.quantiles(times, n=4)[0] for times in took.values()
    )
    difference = max(medians.values()) - min(medians.values())
    assert difference < max(spread, 0.2 * max(medians.values())), (medians, spread)


def test_no_log_line_of_the_servers_names_a_shopper_or_a_link(live: LiveSite, sandbox: Sandbox) -> None:
    sandbox.reset()
    sandbox.state.add_order("#5004", email=ANA)
    token = look_up(live, "5004", ANA).headers["Location"].strip("/").rpartition("/")[2]
    requests.get(f"{live.url}/o/{token}/x", timeout=20)
    sandbox.state.faults.outage(500)
    look_up(live, "9", "somebody@example.com")
    log = live.log.read_text()
    assert "look-up could not ask" in log
    for secret in (token, "somebody", "ana@"):
        assert secret not in log


def test_no_order_is_written_to_a_log_in_detail(sandbox: Sandbox) -> None:
    sandbox.reset()
    sandbox.state.add_order("#5005", email="ana@example.com")
    with LiveSite(shopify_url=sandbox.url, LOG_LEVEL="DEBUG") as site:
        found = requests.post(site.url, data={"order_number": "5005", "email": "ana@example.com"}, timeout=30)
        requests.get(f"{found.url}?lang=de", timeout=30)
        title = re.findall(r"<h3[^>]*>([^<]+)<", found.text)
        log = site.log.read_text()
    assert found.status_code == 200
    assert " DEBUG " in log
    for content in (*title, "5005", "ana@", found.url.rpartition("/o/")[2].strip("/"), "SELECT"):
        assert content.strip() not in log
