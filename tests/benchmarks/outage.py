"""`python -m tests.benchmarks.outage --seed N`: a day of everything going wrong, in a few minutes.

A sandbox shop lives through 24 simulated hours in which Shopify is down, slow, throttled or garbled; webhooks are lost,
doubled, late and out of order, and workers are killed at random moments. At the end every snapshot must equal the
shop's truth; the exit status says whether it does. Time is simulated; the code that runs is the site's own: webhook
endpoint, look-up, refresh of open pages, worker.
"""

import argparse
import random
import signal
import statistics
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from types import FrameType

from tests.benchmarks import in_process  # first, for it sets Django up

# isort: split
import time_machine
from django.db import connection
from django.test import Client

from orders.asking import breaker, freshness, gateway, tracking
from orders.domain.matching import read_contact, read_order_number
from orders.models import TrackedOrder
from orders.storage import snapshots, store
from orders.transport.deadline import Deadline, Timing
from orders.work.first_fill import Fill
from orders.work.worker import Worker
from tests.benchmarks.figures import print_machine, print_table
from tests.benchmarks.outage_shop import EMAIL, Shop
from tests.benchmarks.outage_weather import Weather
from tests.sandbox import Sandbox

BEGIN = datetime(2026, 11, 23, 6, tzinfo=UTC)
STEP_SECONDS = 10.0
CHANGE_EVERY_SECONDS = 45.0
KILL_SHARE = 0.03
LONGEST_LIFE_SECONDS = 0.015
"""A worker that is to be killed dies within this, of real time, which is about what one turn takes."""
TURN_SECONDS = 0.1
"""What a turn of a worker takes of simulated time."""
VIEWS_EACH_STEP = 2
LOOK_UP_SHARE = 0.05
CALM_SECONDS = 75 * 60.0
"""After the day, fine weather for so long: the longest back-off and a sweep."""
MOST_TURNS_A_STEP = 25


class Killed(BaseException):
    """SIGKILL, as far as one process can do it to itself."""


class Day:
    """The simulation; `run` lives through it."""

    def __init__(self, sandbox: Sandbox, seed: int, traveller: time_machine.Traveller) -> None:
        self.sandbox, self.traveller = sandbox, traveller
        self.dice = random.Random(seed)
        self.shop = Shop(sandbox, self.dice)
        self.weather = Weather(sandbox.state.faults, self.dice)
        self.client = Client(headers={"host": "127.0.0.1"})
        self.workers = [Worker("first"), Worker("second")]
        self.count: Counter[str] = Counter()
        self.staleness: list[float] = []
        self._slept = 0.0
        gateway.use_timing(Timing(monotonic=self._monotonic, sleep=self._sleep, dice=self.dice.random))

    def run(self, hours: float) -> None:
        """The day, then calm, until nothing is left to do."""
        for _ in range(80):
            self.shop.add_order(days_ago=self.dice.uniform(0.1, 20))
        self.traveller.shift(5)
        Fill(time.time() - 40 * 86_400, None, self._sleep, lambda _progress: None).run()
        end = time.time() + hours * 3600
        while time.time() < end:
            self.weather.pass_time(now=time.time(), step=STEP_SECONDS)
            if self.dice.random() < STEP_SECONDS / CHANGE_EVERY_SECONDS:
                self.shop.happen()
            self._live(is_rough=True)
        self.weather.clear_up()
        end = time.time() + CALM_SECONDS
        while time.time() < end:
            self._live(is_rough=False)

    def wrong_orders(self) -> list[str]:
        """The orders that are not stored just as the shop has them."""
        stored = dict(TrackedOrder.objects.values_list("shopify_id", "snapshot"))
        client = gateway.client()
        return [
            order.name
            for order in self.shop.orders
            if bytes(stored.get(order.id, b""))
            != snapshots.encode(client.get_order(order.id, deadline=Deadline.after(10)).order)
        ]

    def _live(self, *, is_rough: bool) -> None:
        """One step of time, and what falls into it."""
        self.traveller.shift(STEP_SECONDS)
        for post in self.shop.due_posts(time.time()):
            answer = self.client.post(
                "/webhooks/shopify/", post.body, content_type="application/json", headers=post.headers
            )
            self.count[f"webhooks answered {answer.status_code}"] += 1
        self._view_pages()
        for number in range(len(self.workers)):
            if is_rough and self.dice.random() < KILL_SHARE:
                self._kill_at_work(number)
            else:
                self._work(self.workers[number])
        self._measure_staleness()

    def _work(self, worker: Worker) -> None:
        for _ in range(MOST_TURNS_A_STEP):
            turn = worker.take_turn()
            self.traveller.shift(TURN_SECONDS)
            if turn.pause or not turn.worked:
                return

    def _kill_at_work(self, number: int) -> None:
        """Die at a random moment of real time; what the process held in memory is gone, another one takes its place."""

        def die(_number: int, _frame: FrameType | None) -> None:
            raise Killed

        signal.signal(signal.SIGALRM, die)
        try:
            signal.setitimer(signal.ITIMER_REAL, random.uniform(0.0005, LONGEST_LIFE_SECONDS))
            self._work(self.workers[number])
        except Killed:
            self.count["workers killed at work"] += 1
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        connection.close()
        gateway.forget_client()
        self.workers[number] = Worker(f"{number}-{self.count['workers killed at work']}")

    def _view_pages(self) -> None:
        """Open pages ask for news, and somebody looks an order up."""
        orders = self.dice.sample(self.shop.orders, VIEWS_EACH_STEP)
        for order in orders:
            found = TrackedOrder.objects.filter(shopify_id=order.id, version__gt=0).first()
            if found is not None:
                self.count["page views"] += 1
                stored = store.get(found.pk)
                if freshness.is_stale(stored, now=time.time()):
                    self.count[f"refreshes {tracking.refresh(stored)}"] += 1
        if self.dice.random() < LOOK_UP_SHARE:
            number, contact = read_order_number(orders[0].name), read_contact(EMAIL)
            assert number
            assert contact
            found_up = tracking.look_up(number, contact, networks=("203.0.113.0/24",), now=time.time())
            self.count[f"look-ups {type(found_up).__name__}"] += 1

    def _measure_staleness(self) -> None:
        """For every change that is stored by now: how long that took."""
        waiting = {gid: times for gid, times in self.shop.changed_at.items() if times}
        for gid, fetched_at in TrackedOrder.objects.filter(shopify_id__in=waiting).values_list(
            "shopify_id", "fetched_at"
        ):
            if fetched_at > waiting[gid][0]:
                self.staleness.append(fetched_at - waiting[gid][0])
                waiting[gid][:] = [at for at in waiting[gid] if at >= fetched_at]

    def _monotonic(self) -> float:
        return time.monotonic() + self._slept

    def _sleep(self, seconds: float) -> None:
        self._slept += seconds
        self.traveller.shift(timedelta(seconds=seconds))


def main() -> int:
    """Live through it, and say how it went."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.outage", description=__doc__.split("\n")[0]
    )
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--hours", type=float, default=24.0, help="simulated hours (default 24)")
    options = parser.parse_args()
    seed = random.randrange(1_000_000) if options.seed is None else options.seed
    print_machine()
    print(f"seed {seed}, {options.hours:g} simulated hours", flush=True)
    began = time.perf_counter()
    with Sandbox(demo_orders=False) as sandbox:
        in_process.connect(sandbox.url)
        sandbox.state.buckets.resize(size=1_000_000, restore_rate=100_000)  # it refills in real time
        with time_machine.travel(BEGIN, tick=True) as traveller:
            day = Day(sandbox, seed, traveller)
            day.run(options.hours)
            asked = list(sandbox.requests)
            wrong = day.wrong_orders()
    _print_figures(day, asked_calls=len(asked), points=sum(each.actual_cost or 0 for each in asked))
    print(f"{time.perf_counter() - began:.0f} s of real time")
    print(
        f"{len(day.shop.orders)} orders, {len(wrong)} not as the shop has them"
        + (f": {wrong}" if wrong else ".")
    )
    return 1 if wrong else 0


def _print_figures(day: Day, *, asked_calls: int, points: float) -> None:
    shop = day.shop
    hours = [(kind, f"{seconds / 3600:.1f} h") for kind, seconds in sorted(day.weather.seconds.items())]
    print_table("The weather", ("kind", "lasted"), hours)
    rows = [
        ("changes in the shop", f"{shop.changes:,}"),
        ("webhooks fired / lost / doubled", f"{shop.fired:,} / {shop.lost:,} / {shop.doubled:,}"),
        ("calls to Shopify", f"{asked_calls:,}"),
        ("points", f"{points:,.0f}"),
        *((name, f"{number:,}") for name, number in sorted(day.count.items())),
        ("staleness, median", f"{statistics.median(day.staleness):,.0f} s"),
        ("staleness, 95 of 100", f"{statistics.quantiles(day.staleness, n=20)[-1]:,.0f} s"),
        ("staleness, longest", f"{max(day.staleness) / 60:,.0f} min"),
        ("breaker at the end", "closed" if breaker.read().is_closed() else "open"),
    ]
    print_table("The day", ("what", "figure"), rows)


if __name__ == "__main__":
    sys.exit(main())
