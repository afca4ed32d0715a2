"""Whether every page of the console stays as quick with many stored orders as with few.

`python -m tests.benchmarks.console [--most 1000000]`. Each size has a database file of its own, one order in twenty of
which needs somebody; the pages are asked for in turn, in process, by somebody who has signed in. The control is the
smallest size. Aims: median and p99 within 1.3 times of it, 12 queries a page, 50 ms of processor for the search box.

Shipments are read from a sandbox in a process of its own. A dry run looks at orders until its seconds are over, and so
takes longer with more of them, up to that.
"""

import argparse
import random
import shutil
import sqlite3
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks import in_process  # first, for it sets Django up

# isort: split
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from orders import clock
from orders.console import tracking_keys
from orders.console.reasons import Reason
from tests.benchmarks import a_store, filling, filling_rules
from tests.benchmarks.ending import stop_what_was_started
from tests.benchmarks.figures import print_machine, print_table

SIZES = (1_000, 100_000, 1_000_000)
ONE_IN = 20
"""So many orders there are for each that needs somebody, which is more than a shop can bear."""
LEAST = 600
"""Need somebody in the smallest too, so that its pages are as full."""
DRY_RUN = "a dry run"
DRY_RUNS = 3
"""So few, for each takes seconds."""
CARRIERS = ("Correos", "DHL", "UPS", "GLS")
FILL = {
    "console_trackingkey": "(order_id, hash) VALUES (?, ?)",
    "console_attention": (
        "(order_id, reason, severity, since, detail, hidden_until, note, carrier) VALUES (?, ?, ?, ?, ?, ?, '', ?)"
    ),
    "console_look": "(order_id, at) VALUES (?, ?)",
    "console_failedlookup": "(order_id, at, kind) VALUES (?, ?, 'wrong_email')",
}


@dataclass(frozen=True, slots=True)
class Site:
    """A database of so many orders, and a browser that is signed in there."""

    orders: int
    path: Path
    client: Client


@dataclass
class Taken:
    """Seconds by the clock and of the processor of each call, and the most queries of one."""

    wall: list[float]
    processor: list[float]
    queries: int = 0


def main() -> None:
    """Fill the databases, ask for every page in turn, and say what took longer where there is more."""
    stop_what_was_started()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="how many stored orders")
    parser.add_argument("--most", type=int, default=100_000, help="leave out larger sizes (default 100000)")
    parser.add_argument("--calls", type=int, default=150, help="of each page in each database")
    parser.add_argument("--only", default="", help="pages whose name has this in it")
    options = parser.parse_args()
    print_machine()
    filling.store_pattern(now=clock.seconds())
    filling_rules.add_rules()
    user = User.objects.create_superuser("noa", password=None)
    client = Client(headers={"host": "127.0.0.1:8000"})
    client.force_login(user)
    connection.close()
    sites = [_fill(orders, client) for orders in sorted(options.sizes) if orders <= options.most]
    with a_store.serving() as url:
        in_process.connect(url)
        _print(_measure(sites, calls=options.calls, only=options.only))


def _fill(orders: int, client: Client) -> Site:
    path = in_process.FOLDER / f"{orders}.sqlite3"
    shutil.copy(in_process.DATABASE, path)
    filling.fill(path, count=orders)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("PRAGMA synchronous=OFF")
        for table, columns in FILL.items():
            database.execute(f"DELETE FROM {table}")
            database.executemany(f"INSERT INTO {table} {columns}", _rows(table, orders))
        filling_rules.fill(database, orders=orders, one_in=_one_in(orders))
        database.execute("ANALYZE")
    return Site(orders, path, client)


def _one_in(orders: int) -> int:
    return max(1, min(ONE_IN, orders // LEAST))


def _rows(table: str, orders: int) -> Iterator[tuple[Any, ...]]:
    now, reasons, one_in = clock.seconds(), list(Reason), _one_in(orders)
    for number in range(1, orders + 1):
        if table == "console_trackingkey":
            yield number, tracking_keys.hash_number(f"PQ4X{number:012}")
        elif table == "console_look":
            yield number, now + 86_400 + number % 3600
        elif table == "console_failedlookup" and number % ONE_IN == 1:
            yield number, now - number % 86_400
        elif table == "console_attention" and number % one_in == 0:
            place = number // one_in
            reason = reasons[place % len(reasons)]
            hidden = 1e12 if place % 5 == 0 else 0
            since = now - number % 1_000_000
            yield number, reason, reason.severity, since, "", hidden, CARRIERS[place // 3 % len(CARRIERS)]


def _pages(orders: int, dice: random.Random) -> dict[str, Callable[[Client], Any]]:
    """What is asked for; each call at another order, by chance."""

    def number() -> int:
        return dice.randrange(1, orders + 1)

    def deep(reason: str) -> str:
        since = clock.seconds() - dice.randrange(1_000_000)
        return f"/admin/?reason={reason}&after={Reason(reason).severity}:{since}:0"

    return {
        "front": lambda client: client.get("/admin/"),
        "one reason, further down": lambda client: client.get(deep("held")),
        "one carrier": lambda client: client.get("/admin/?carrier=UPS"),
        "mine": lambda client: client.get("/admin/?assignee=mine"),
        "done": lambda client: client.get("/admin/?state=done"),
        "find, nothing typed": lambda client: client.get("/admin/find/"),
        "find, a number": lambda client: client.get("/admin/find/", {"q": filling.name(number())}),
        "find, an email": lambda client: client.post("/admin/find/", {"q": filling.contact(number()).email}),
        "find, a parcel": lambda client: client.get("/admin/find/", {"q": f"PQ4X{number():012}"}),
        "find, unknown": lambda client: client.get("/admin/find/", {"q": "no such 99999999"}),
        "order": lambda client: client.get(f"/admin/order/{number()}/"),
        "its page": lambda client: client.get(f"/admin/order/{number()}/page/"),
        "its shipments": lambda client: client.get(
            f"/admin/order/{dice.randrange(1, a_store.SOLD + 1)}/shipments/"
        ),
        "rules": lambda client: client.get("/admin/rules/"),
        "a rule": lambda client: client.get("/admin/rules/1/"),
        "a rule, further down": lambda client: client.get(
            f"/admin/rules/2/?before={clock.seconds() - dice.randrange(1_000_000)}:0"
        ),
        "the form of a rule": lambda client: client.get("/admin/rules/3/change/"),
        "a new rule": lambda client: client.get("/admin/rules/new/"),
        "whether to delete a rule": lambda client: client.get("/admin/rules/4/delete/"),
        DRY_RUN: lambda client: client.get("/admin/rules/5/dry-run/"),
    }


def _measure(sites: list[Site], *, calls: int, only: str) -> dict[str, dict[int, Taken]]:
    """Page by page and call by call in turns, so that a slow moment of the machine falls on all sizes alike."""
    taken: dict[str, dict[int, Taken]] = defaultdict(dict)
    pages = {site.orders: _pages(site.orders, random.Random(site.orders)) for site in sites}
    for name in (each for each in pages[sites[0].orders] if only in each):
        for call in range(-2, min(calls, DRY_RUNS) if name == DRY_RUN else calls):
            for site in sites:
                connection.close()
                connection.settings_dict["NAME"] = str(site.path)
                connection.ensure_connection()
                _call(pages[site.orders][name], site, taken[name], is_counted=call >= 0)
    connection.close()
    return taken


def _call(page: Callable[[Client], Any], site: Site, taken: dict[int, Taken], *, is_counted: bool) -> None:
    asked = 0

    def count(execute: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal asked
        asked += 1
        return execute(*arguments)

    page(site.client)  # what the connection has to read first is not the page's
    with connection.execute_wrapper(count):
        wall, processor = time.perf_counter(), time.process_time()
        response = page(site.client)
        wall, processor = time.perf_counter() - wall, time.process_time() - processor
    assert response.status_code in {200, 302}, response.status_code
    if is_counted:
        known = taken.setdefault(site.orders, Taken([], []))
        known.wall.append(wall)
        known.processor.append(processor)
        known.queries = max(known.queries, asked)


def _print(taken: dict[str, dict[int, Taken]]) -> None:
    sizes = list(next(iter(taken.values())))
    rows = []
    for name, by_size in taken.items():
        control = by_size[sizes[0]]
        row = [name, f"{statistics.median(control.wall) * 1000:.1f} ms"]
        for orders in sizes[1:]:
            medians = [statistics.median(each.wall) for each in (by_size[orders], control)]
            lasts = [_p99(each.processor) for each in (by_size[orders], control)]
            row += [f"{medians[0] / medians[1]:.2f}", f"{lasts[0] / lasts[1]:.2f}"]
        largest = by_size[sizes[-1]]
        rows.append([*row, str(largest.queries), f"{statistics.median(largest.processor) * 1000:.1f} ms"])
    heading = ["", f"{sizes[0]:,} orders"]
    for orders in sizes[1:]:
        heading += [f"{orders:,}, median", "p99"]
    print_table(
        "By the time at the smallest; the p99 of processor time, which other work on the machine does not stretch",
        [*heading, "queries", "processor"],
        rows,
    )


def _p99(figures: list[float]) -> float:
    return sorted(figures)[min(len(figures) - 1, int(len(figures) * 0.99))]


if __name__ == "__main__":
    main()
