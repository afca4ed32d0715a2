"""`python -m tests.benchmarks.following`: how soon an open page knows of a scan, and what page views cost Shopify.

The site as it is deployed, a worker beside it, and a sandbox that delivers webhooks over HTTP. For the second figure an
hour is pressed into twelve seconds by shortening how long snapshots count as fresh, from five minutes to one second.
"""

import argparse
import contextlib
import random
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

from tests.benchmarks import in_process  # noqa: F401 - first, for it sets Django up

# isort: split
import requests

from orders.asking.freshness import POLL_SECONDS
from orders.domain.timeline import Pace
from tests.benchmarks.ending import stop_what_was_started
from tests.benchmarks.figures import Spread, print_machine, print_table
from tests.sandbox import Sandbox
from tests.support.live_site import LiveSite
from tests.support.processes import ROOT

EMAIL = "ana.garcia@example.com"
VERSION = re.compile(r"[?&;]v=(\d+)")
WAIT_SECONDS = 20.0
SCANS_OF_1000_VIEWS = 17
SWEPT = "SELECT COUNT(*) FROM orders_chore WHERE finished_at > 0"
HEARD = "SELECT COUNT(*) FROM orders_webhookdelivery WHERE done_at IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Hour:
    """What happens in the hour that is pressed into `seconds`."""

    orders: int
    views: int
    scans: int
    seconds: float


@contextlib.contextmanager
def a_worker(site: LiveSite) -> Iterator[None]:
    """One worker of this site."""
    process = subprocess.Popen([sys.executable, "manage.py", "worker"], env=site.environment, cwd=ROOT)
    try:
        yield
    finally:
        process.terminate()
        process.wait(10)


def wait_until(site: LiveSite, query: str) -> None:
    """Until this counts something in the site's database."""
    with contextlib.closing(
        sqlite3.connect(site.environment["DATABASE_URL"].removeprefix("sqlite:///"), timeout=WAIT_SECONDS)
    ) as tables:
        give_up_at = time.monotonic() + WAIT_SECONDS
        while not tables.execute(query).fetchone()[0]:
            if time.monotonic() > give_up_at:
                raise TimeoutError(f"It never came true: {query}")
            time.sleep(0.1)


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


def seconds_to_open_page(sandbox: Sandbox, site: LiveSite, *, scans: int) -> list[float]:
    """For each of some scans: until the question of an open page would be answered with it."""
    add_moving_order(sandbox, 2001)
    url = look_up(site, 2001)
    took = []
    for number in range(scans):
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


def calls_for_an_hour_of_views(sandbox: Sandbox, site: LiveSite, hour: Hour) -> int:
    """Calls to Shopify during the views: each opens a page, and the page asks for news as a browser would."""
    urls = [look_up(site, number) for number in range(1001, 1001 + hour.orders)]
    time.sleep(2)
    dice = random.Random(1)
    scans = sorted(dice.uniform(0, hour.seconds) for _ in range(hour.scans))
    before, began = len(sandbox.requests), time.perf_counter()
    with requests.Session() as session:
        for view in range(hour.views):
            time.sleep(max(0.0, began + view * hour.seconds / hour.views - time.perf_counter()))
            while scans and time.perf_counter() - began > scans[0]:
                scan(sandbox, 1001 + dice.randrange(hour.orders), f"Ciudad {scans.pop(0):.3f}")
            url = dice.choice(urls)
            version = VERSION.search(session.get(url, timeout=20).text)
            session.get(f"{url}status/", params={"v": version[1] if version else "0"}, timeout=20)
    return len(sandbox.requests) - before


def measure_how_soon(sandbox: Sandbox, *, scans: int) -> None:
    """From a scan to the answer that an open page gets."""
    with LiveSite(shopify_url=sandbox.url) as site, a_worker(site):
        sandbox.webhooks.subscribe(f"{site.url}/webhooks/shopify/")
        wait_until(site, SWEPT)
        took = seconds_to_open_page(sandbox, site, scans=scans)
    rows = [
        ("scan to the answer an open page gets", f"{Spread.of(took).text(2)} s"),
        ("and a page asks every", f"{POLL_SECONDS[Pace.MOVING]} s"),
    ]
    print_table("How soon", ("what", "median (least-most)"), rows)


def measure_calls(sandbox: Sandbox, hour: Hour) -> None:
    """What the views of an hour cost, with a worker and webhooks and without."""
    figures = []
    for kind in ("with worker and webhooks", "with neither"):
        sandbox.reset()
        sandbox.state.buckets.resize(size=1_000_000, restore_rate=100_000)
        for number in range(1001, 1001 + hour.orders):
            add_moving_order(sandbox, number)
        lifted = {"LOOK_UP_LIMIT_FACTOR": "1000000", "REFRESH_MOVING_SECONDS": "1"}
        with LiveSite(shopify_url=sandbox.url, **lifted) as site, contextlib.ExitStack() as stack:
            if kind == "with worker and webhooks":
                stack.enter_context(a_worker(site))
                sandbox.webhooks.subscribe(f"{site.url}/webhooks/shopify/")
                add_moving_order(sandbox, 999)  # so that a webhook has come
                wait_until(site, HEARD)
                wait_until(site, SWEPT)
            calls = calls_for_an_hour_of_views(sandbox, site, hour)
        figures.append((kind, f"{calls:,}", f"{calls - hour.scans:,}"))
    happened = f"{hour.views:,} views of {hour.orders} moving orders in an hour with {hour.scans} scans"
    print_table(f"Calls to Shopify for {happened}", ("how", "calls", "less one for each scan"), figures)


def main() -> None:
    """Measure both, the second with a worker and without."""
    stop_what_was_started()
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.following", description=__doc__.split("\n")[0]
    )
    parser.add_argument("--scans", type=int, default=12, help="for the first figure (default 12)")
    parser.add_argument("--orders", type=int, default=100, help="for the second (default 100)")
    parser.add_argument("--views", type=int, default=1000, help="of these, in an hour (default 1000)")
    parser.add_argument("--seconds", type=float, default=12.0, help="that stand for the hour (default 12)")
    options = parser.parse_args()
    print_machine()
    with Sandbox(demo_orders=False) as sandbox:
        sandbox.state.buckets.resize(size=1_000_000, restore_rate=100_000)
        measure_how_soon(sandbox, scans=options.scans)
        scans = max(1, options.views * SCANS_OF_1000_VIEWS // 1000)
        measure_calls(sandbox, Hour(options.orders, options.views, scans, options.seconds))


if __name__ == "__main__":
    main()
