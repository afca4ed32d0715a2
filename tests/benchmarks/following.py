"""`python -m tests.benchmarks.following`: how soon an open page knows of a scan, and what page views cost Shopify.

The site as it is deployed, a worker beside it, and a sandbox that delivers webhooks over HTTP. For the second figure an
hour is pressed into twelve seconds by shortening how long snapshots count as fresh, from five minutes to one second.
"""

import contextlib
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator

from tests.benchmarks import in_process  # noqa: F401 - first, for it sets Django up

# isort: split
import requests

from orders.domain.timeline import Pace
from orders.freshness import POLL_SECONDS
from tests.benchmarks.figures import Spread, print_machine, print_table
from tests.sandbox import Sandbox
from tests.support.live_site import LiveSite
from tests.support.processes import ROOT

EMAIL = "ana.garcia@example.com"
SCANS = 12
ORDERS, VIEWS, HOUR_SECONDS, SCANS_AN_HOUR = 100, 1000, 12.0, 17
VERSION = re.compile(r"[?&;]v=(\d+)")
WAIT_SECONDS = 20.0


@contextlib.contextmanager
def a_worker(site: LiveSite) -> Iterator[None]:
    """One worker of this site."""
    process = subprocess.Popen([sys.executable, "manage.py", "worker"], env=site.environment, cwd=ROOT)
    try:
        yield
    finally:
        process.terminate()
        process.wait(10)


def add_moving_order(sandbox: Sandbox, number: int) -> None:
    """An order on its way."""
    order = sandbox.state.add_order(f"#{number}", email=EMAIL)
    parcel = sandbox.state.fulfill(order)
    sandbox.state.add_event(parcel, "IN_TRANSIT", city="Madrid")


def look_up(site: LiveSite, number: int) -> str:
    """The address of an order's page."""
    form = {"order_number": str(number), "email": EMAIL}
    answer = requests.post(site.url, data=form, allow_redirects=False, timeout=20)
    return f"{site.url}{answer.headers['Location']}"


def scan(sandbox: Sandbox, number: int, city: str) -> None:
    """The carrier sees the parcel."""
    sandbox.state.add_event(sandbox.state.order(f"#{number}").fulfillments[0], "IN_TRANSIT", city=city)


def seconds_to_open_page(sandbox: Sandbox, site: LiveSite) -> list[float]:
    """For each of some scans: until the question of an open page would be answered with it."""
    add_moving_order(sandbox, 2001)
    url = look_up(site, 2001)
    took = []
    for number in range(SCANS):
        time.sleep(random.uniform(0.2, 1.2))
        city = f"Ciudad {number}"
        began = time.perf_counter()
        scan(sandbox, 2001, city)
        while city not in requests.get(f"{url}status/", params={"v": "0"}, timeout=20).text:
            if time.perf_counter() - began > WAIT_SECONDS:
                raise TimeoutError("The scan never came to the page.")
            time.sleep(0.02)
        took.append(time.perf_counter() - began)
    return took


def calls_for_an_hour_of_views(sandbox: Sandbox, site: LiveSite) -> int:
    """Calls to Shopify during the views: each opens a page, and the page asks for news as a browser would."""
    urls = [look_up(site, number) for number in range(1001, 1001 + ORDERS)]
    time.sleep(2)
    dice = random.Random(1)
    scans = sorted(dice.uniform(0, HOUR_SECONDS) for _ in range(SCANS_AN_HOUR))
    before, began = len(sandbox.requests), time.perf_counter()
    with requests.Session() as session:
        for view in range(VIEWS):
            time.sleep(max(0.0, began + view * HOUR_SECONDS / VIEWS - time.perf_counter()))
            while scans and time.perf_counter() - began > scans[0]:
                scan(sandbox, 1001 + dice.randrange(ORDERS), f"Ciudad {scans.pop(0):.3f}")
            url = dice.choice(urls)
            version = VERSION.search(session.get(url, timeout=20).text)
            session.get(f"{url}status/", params={"v": version[1] if version else "0"}, timeout=20)
    return len(sandbox.requests) - before


def main() -> None:
    """Measure both, the second with a worker and without."""
    print_machine()
    with Sandbox(demo_orders=False) as sandbox:
        sandbox.state.buckets.resize(size=1_000_000, restore_rate=100_000)
        with LiveSite(shopify_url=sandbox.url) as site, a_worker(site):
            sandbox.webhooks.subscribe(f"{site.url}/webhooks/shopify/")
            time.sleep(3)
            took = seconds_to_open_page(sandbox, site)
        rows = [
            ("scan to the answer an open page gets", f"{Spread.of(took).text(2)} s"),
            ("and a page asks every", f"{POLL_SECONDS[Pace.MOVING]} s"),
        ]
        print_table("How soon", ("what", "median (least-most)"), rows)
        figures = []
        for kind in ("with worker and webhooks", "with neither"):
            sandbox.reset()
            sandbox.state.buckets.resize(size=1_000_000, restore_rate=100_000)
            for number in range(1001, 1001 + ORDERS):
                add_moving_order(sandbox, number)
            lifted = {"LOOK_UP_LIMIT_FACTOR": "1000000", "REFRESH_MOVING_SECONDS": "1"}
            with LiveSite(shopify_url=sandbox.url, **lifted) as site, contextlib.ExitStack() as stack:
                if kind == "with worker and webhooks":
                    stack.enter_context(a_worker(site))
                    sandbox.webhooks.subscribe(f"{site.url}/webhooks/shopify/")
                    add_moving_order(sandbox, 999)  # so that a webhook has come
                    time.sleep(6)
                calls = calls_for_an_hour_of_views(sandbox, site)
            figures.append((kind, f"{calls:,}", f"{calls - 2 * SCANS_AN_HOUR:,}"))
        title = f"Calls to Shopify for {VIEWS:,} views of {ORDERS} moving orders in an hour with {SCANS_AN_HOUR} scans"
        print_table(title, ("how", "calls", "less two for each scan"), figures)


if __name__ == "__main__":
    main()
