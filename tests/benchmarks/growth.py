"""Whether the cost of a page and of a look-up stays flat while the number of stored orders grows.

`python -m tests.benchmarks.growth [--most 1000000]`. Each size has a database file of its own; they are measured in
turn, in process, at orders picked at random from all of them. The control is the smallest size. A million orders take
about two minutes to fill in and 3 GB of disk.
"""

import argparse
import random
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count, cycle
from pathlib import Path
from typing import Any

from tests.benchmarks import in_process  # first, for it sets Django up

# isort: split
from django.db import connection

from orders import clock
from orders.access import limits, links
from orders.domain.matching import read_contact, read_order_number
from orders.shopify.results import FetchedOrder
from orders.storage import store
from tests.benchmarks import filling
from tests.benchmarks.calling import get
from tests.benchmarks.figures import (
    Spread,
    duration,
    print_machine,
    print_table,
    ratios,
    seconds_each,
    size,
    take_turns,
)
from tests.benchmarks.samples import usual_order

SIZES = (1_000, 10_000, 100_000, 1_000_000)
PICKED = 2_000

type Measures = dict[str, Callable[[], object]]


@dataclass(frozen=True, slots=True)
class Filled:
    """A database file with so many orders, and how long it took to fill."""

    orders: int
    path: Path
    seconds: float


def main() -> None:
    """Fill, measure, and print three tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.growth", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--most", type=int, default=100_000, help="leave out larger sizes (default 100000)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.1, help="for each measure in each round")
    options = parser.parse_args()
    print_machine()
    filling.store_pattern(now=clock.seconds())
    connection.close()
    databases = [_fill(orders) for orders in sorted(options.sizes) if orders <= options.most]
    rows = [
        [
            f"{each.orders:,}",
            f"{each.seconds:.1f} s",
            size(used := each.path.stat().st_size),
            size(used / each.orders),
        ]
        for each in databases
    ]
    print_table("Filled", ("Orders", "in", "file", "an order"), rows)
    turns: dict[str, Callable[[], dict[str, float]]] = {
        f"{each.orders:,}": partial(_measure, each, seconds=options.seconds) for each in databases
    }
    figures = take_turns(turns, rounds=options.rounds)
    _print(figures, rounds=options.rounds)


def _fill(orders: int) -> Filled:
    path = in_process.FOLDER / f"{orders}.sqlite3"
    shutil.copy(in_process.DATABASE, path)
    began = time.perf_counter()
    filling.fill(path, count=orders)
    return Filled(orders, path, time.perf_counter() - began)


def _measure(filled: Filled, *, seconds: float) -> dict[str, float]:
    """Seconds that each thing takes in this database; its first use is not counted."""
    connection.close()
    connection.settings_dict["NAME"] = str(filled.path)
    took = {}
    for name, work in _measures(filled.orders).items():
        seconds_each(work, at_least=seconds / 5)
        took[name] = seconds_each(work, at_least=seconds)
    connection.close()
    return took


def _measures(orders: int) -> Measures:
    now = clock.seconds()
    picked = random.Random(orders).choices(range(1, orders + 1), k=PICKED)
    tokens = cycle([filling.token(number) for number in picked])
    hits = cycle([(_order_number(number), _contact_key(number)) for number in picked])
    misses = cycle([(_order_number(number), _contact_key(number + orders)) for number in picked])
    fetched = cycle([_fetched(number, now=now) for number in picked[:200]])
    new = (_fetched(number, now=now) for number in count(orders + int(now * 1000) % 1_000_000_000))
    networks = cycle([f"198.51.{number % 256}.{number}" for number in picked])
    moments = (now + moment / 1000 for moment in count(1))
    kept = f"/o/{filling.token(picked[0])}/"

    def charge() -> object:
        network = next(networks)
        look_up = limits.LookUp(networks=(network,), order_key=network, contact=network)
        look_up.seconds_to_wait(now=next(moments))
        return look_up.charge_miss(now=next(moments))

    return {
        "find_link": lambda: links.find_link(next(tokens), now=now),
        "kept page": lambda: get(in_process.application, kept),
        "find, right": lambda: store.find(*next(hits)),
        "find, wrong email": lambda: store.find(*next(misses)),
        "put_if_newer, a known order": lambda: store.put_if_newer(next(fetched), fetched_at=next(moments)),
        "put_if_newer, a new order": lambda: store.put_if_newer(next(new), fetched_at=now),
        "charge_miss": charge,
        "issue_link": lambda: links.issue_link(1, origin="look_up", now=now),
    }


def _order_number(number: int) -> Any:
    return read_order_number(filling.name(number))


def _contact_key(number: int) -> Any:
    return read_contact(filling.contact(number).email or "")


def _fetched(number: int, *, now: float) -> FetchedOrder:
    moment = datetime.fromtimestamp(now, UTC)
    order = replace(usual_order(moment), updated_at=moment + timedelta(hours=1))
    return FetchedOrder(order=filling.numbered(number, order), contact=filling.contact(number))


def _print(figures: dict[str, list[dict[str, float]]], *, rounds: int) -> None:
    sizes = list(figures)
    names = list(figures[sizes[0]][0])
    by_name = {
        name: {orders: [taken[name] for taken in figures[orders]] for orders in sizes} for name in names
    }
    rows = [[name, *(duration(Spread.of(by_name[name][orders])) for orders in sizes)] for name in names]
    print_table(f"Time at so many stored orders; {rounds} rounds", ("", *sizes), rows)
    rows = [
        [name, *(ratios(by_name[name][orders], by_name[name][sizes[0]]).text(2) for orders in sizes[1:])]
        for name in names
    ]
    print_table(f"By the time at {sizes[0]}", ("", *sizes[1:]), rows)


if __name__ == "__main__":
    main()
