"""`python -m tests.benchmarks.cold`: cold look-ups while Shopify takes its time: what the shopper gets, when, for what.

The site as it is deployed, without a worker, in front of a sandbox that answers each call after so many seconds. The
shopper does what the pages say: sends the form again when told to, and looks again while the order is being fetched.
"""

import argparse
import re
import time
from dataclasses import dataclass, field

from tests.benchmarks import in_process  # noqa: F401 - first, for it sets Django up

# isort: split
import requests

from tests.benchmarks.ending import stop_what_was_started
from tests.benchmarks.figures import print_machine, print_table
from tests.sandbox import Sandbox
from tests.sandbox.building import Line
from tests.support.live_site import LiveSite

EMAIL = "ana.garcia@example.com"
LATENCIES = (0.0, 0.4, 0.8, 1.2, 2.0, 4.0)
KINDS = {"usual": 4001, "refunded": 4002, "huge": 4003}
HUGE_LINES, HUGE_SHIPMENTS, HUGE_SCANS = 200, 40, 30
WARMED_BY = range(5001, 5017)
PATIENCE = 90.0
LONGEST_ANSWER = 3.5
HEADLINE = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)


@dataclass
class Story:
    """One shopper: the answers they got, in seconds, and what the first of them said."""

    began: float = field(default_factory=time.perf_counter)
    answers: list[float] = field(default_factory=list)
    first: str = ""
    opened: float = 0.0

    def hear(self, answer: requests.Response) -> requests.Response:
        """Note an answer."""
        self.answers.append(answer.elapsed.total_seconds())
        found = HEADLINE.search(answer.text)
        self.first = self.first or (found[1].strip() if found else "")
        return answer

    def open(self) -> None:
        """The order is there."""
        self.opened = time.perf_counter() - self.began


def place_orders(sandbox: Sandbox) -> None:
    """One of each kind, and some to warm the processes up with."""
    state = sandbox.state
    for number in WARMED_BY:
        state.add_order(f"#{number}", email=EMAIL)
    for name in ("usual", "refunded"):
        lines = [Line(title=title) for title in ("Mug", "Plate", "Runner")]
        order = state.add_order(f"#{KINDS[name]}", email=EMAIL, lines=lines)
        for titles in (("Mug", "Plate"), ("Runner",)):
            sent = state.fulfill(order, dict.fromkeys(titles, 1))
            for city in ("Madrid", "Coslada", "Guadalajara", "Zaragoza", "Lleida"):
                state.add_event(sent, "IN_TRANSIT", city=city)
    state.refund(f"#{KINDS['refunded']}", {"Mug": 1})
    lines = [Line(title=f"Plate {number}") for number in range(HUGE_LINES)]
    huge = state.add_order(f"#{KINDS['huge']}", email=EMAIL, lines=lines)
    each = HUGE_LINES // HUGE_SHIPMENTS
    for shipment in range(HUGE_SHIPMENTS):
        sent_titles = [line.title for line in lines[shipment * each : (shipment + 1) * each]]
        sent = state.fulfill(huge, dict.fromkeys(sent_titles, 1))
        for _ in range(HUGE_SCANS):
            state.add_event(sent, "IN_TRANSIT", city="Madrid")


def warm_up(site: LiveSite) -> None:
    """Let each process have its token, as it has within its first minute."""
    for number in WARMED_BY:
        requests.post(site.url, data={"order_number": str(number), "email": EMAIL}, timeout=20)


def visit(site: LiveSite, number: int) -> Story:
    """Look an order up until it is open."""
    story = Story()
    form = {"order_number": str(number), "email": EMAIL}
    url = ""
    while not url and time.perf_counter() - story.began < PATIENCE:
        answer = story.hear(requests.post(site.url, data=form, allow_redirects=False, timeout=20))
        url = answer.headers.get("Location", "")
        if not url:
            time.sleep(float(answer.headers.get("Retry-After", "1")))
    while time.perf_counter() - story.began < PATIENCE:
        answer = story.hear(requests.get(f"{site.url}{url}", timeout=20))
        if answer.status_code == 200:
            story.open()
            break
        time.sleep(float(answer.headers.get("Retry-After", "1")))
    return story


def measure(sandbox: Sandbox, latency: float) -> list[tuple[str, ...]]:
    """One row a kind of order at this many seconds a call."""
    sandbox.reset()
    sandbox.state.buckets.resize(size=1_000_000, restore_rate=100_000)
    place_orders(sandbox)
    rows: list[tuple[str, ...]] = []
    with LiveSite(shopify_url=sandbox.url, LOOK_UP_LIMIT_FACTOR="1000000", WORKERS="0") as site:
        warm_up(site)
        sandbox.state.faults.latency = latency
        for kind, number in KINDS.items():
            before = len(sandbox.requests)
            story = visit(site, number)
            asked = sandbox.requests[before:]
            searches = sum(call.operation == "SearchOrders" for call in asked)
            points = sum(call.requested_cost or 0 for call in asked)
            longest = max(story.answers)
            rows.append(
                (
                    f"{latency:.1f} s",
                    kind,
                    f"{story.answers[0]:.2f} s: {story.first}",
                    f"{story.opened:.1f} s" if story.opened else "never",
                    f"{longest:.2f} s" + ("" if longest <= LONGEST_ANSWER else " TOO LONG"),
                    f"{searches} + {len(asked) - searches}",
                    str(points),
                )
            )
    return rows


def calls_a_scan(sandbox: Sandbox) -> float:
    """What following one scan of a stored order costs, in calls."""
    sandbox.reset()
    place_orders(sandbox)
    with LiveSite(shopify_url=sandbox.url, WORKERS="0", REFRESH_MOVING_SECONDS="1") as site:
        url = site.url + requests.post(
            site.url,
            data={"order_number": str(KINDS["usual"]), "email": EMAIL},
            allow_redirects=False,
            timeout=20,
        ).headers.get("Location", "")
        order = sandbox.state.order(f"#{KINDS['usual']}")
        sandbox.clear_requests()
        scans = 10
        for number in range(scans):
            sandbox.state.add_event(order.fulfillments[0], "IN_TRANSIT", city=f"Ciudad {number}")
            time.sleep(1.1)
            requests.get(f"{url}status/?v=0", timeout=20)
        return len(sandbox.requests) / scans


def main() -> None:
    """Measure, and print."""
    stop_what_was_started()
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.cold", description=__doc__.split("\n")[0]
    )
    parser.add_argument("--latencies", type=float, nargs="+", default=LATENCIES, help="seconds a call takes")
    parser.add_argument("--no-scans", action="store_true", help="leave the calls of a scan out")
    options = parser.parse_args()
    print_machine()
    with Sandbox(demo_orders=False) as sandbox:
        rows = [row for latency in options.latencies for row in measure(sandbox, latency)]
        headings = (
            "a call",
            "order",
            "first answer",
            "open after",
            "longest answer",
            "searches + calls",
            "points",
        )
        print_table("Cold look-ups", headings, rows)
        if not options.no_scans:
            print_table(
                "A scan",
                ("what", "calls"),
                [("a scan, seen by an open page", f"{calls_a_scan(sandbox):.2f}")],
            )


if __name__ == "__main__":
    main()
