"""Whether the page of figures stays quick while the number of past parcels grows, and what counting them costs.

`python -m tests.benchmarks.parcel_figures [--sizes 1000 100000 1000000]`. Parcels are spread over a year, four carriers
and three lanes; each size has a database file of its own. They are measured in turn, in process; the control is the
smallest.
"""

import argparse
import random
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from tests.benchmarks import in_process  # first, for it sets Django up

# isort: split
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from orders import clock
from orders.figures import rolling
from orders.history.models import PastParcel
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

SIZES = (1_000, 100_000)
BATCH = 20_000
DAYS = 360
HOURS_OF_A_DAY = 24
CARRIERS = ("Correos", "DHL", "SEUR", "UPS")
LANES = (("ES", "B"), ("FR", "75"), ("DE", ""))
PAGES = {"4 weeks": 4, "13 weeks": 13, "a year": 52}


@dataclass(frozen=True, slots=True)
class Filled:
    """A database file with so many past parcels, and how long the worker took to count them."""

    parcels: int
    path: Path
    seconds: float
    longest: float
    queries: int


def main() -> None:
    """Fill, count, measure, and print three tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.parcel_figures", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.2, help="for each measure in each round")
    options = parser.parse_args()
    print_machine()
    connection.close()
    databases = [_fill(parcels) for parcels in sorted(options.sizes)]
    rows = [
        [
            f"{each.parcels:,}",
            size(each.path.stat().st_size),
            f"{each.seconds:.2f} s",
            f"{each.longest:.2f} s",
            str(each.queries),
        ]
        for each in databases
    ]
    print_table(
        "Counted by the worker", ("Parcels", "file", "in all", "longest step", "queries of a page"), rows
    )
    turns: dict[str, Callable[[], dict[str, float]]] = {
        f"{each.parcels:,}": partial(_measure, each, seconds=options.seconds) for each in databases
    }
    _print(take_turns(turns, rounds=options.rounds), rounds=options.rounds)


def _fill(parcels: int) -> Filled:
    path = in_process.FOLDER / f"parcels-{parcels}.sqlite3"
    shutil.copy(in_process.DATABASE, path)
    today = clock.local(clock.seconds()).date()
    fields = [field.attname for field in PastParcel._meta.concrete_fields]
    statement = (
        f"INSERT INTO order_history_pastparcel ({', '.join(fields)}) "
        f"VALUES ({', '.join(f':{field}' for field in fields)})"
    )
    with sqlite3.connect(path) as database:
        rows = _rows(parcels, today)
        while batch := [row for row, _ in zip(rows, range(BATCH), strict=False)]:
            database.executemany(statement, batch)
    database.close()
    _use(path)
    began, longest, queries = time.perf_counter(), 0.0, 0
    cursor, is_finished = "", False
    while not is_finished:
        step_began = time.perf_counter()
        cursor, is_finished = rolling.go_on(cursor, now=clock.seconds())
        longest = max(longest, time.perf_counter() - step_began)
    seconds = time.perf_counter() - began
    client = _client()
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/admin/figures/?weeks=52").status_code == 200
    queries = len(captured)
    connection.close()
    return Filled(parcels, path, seconds, longest, queries)


def _rows(parcels: int, today: date) -> Iterator[dict[str, object]]:
    dice = random.Random(parcels)
    for number in range(parcels):
        country, region = dice.choice(LANES)
        ended = today - timedelta(days=dice.randrange(DAYS))
        days = dice.randrange(1, 14)
        packed, scanned = dice.randrange(2, 30), dice.randrange(30, 60)
        yield {
            "id": number + 1,
            "carrier": dice.choice(CARRIERS),
            "journey": "shipping",
            "origin_country": "ES",
            "destination_country": country,
            "destination_region": region,
            "outcome": "delivered",
            "ordered_on": (ended - timedelta(days=days)).isoformat(),
            "packed_on": ended.isoformat(),
            "scanned_on": ended.isoformat(),
            "out_on": ended.isoformat(),
            "arrived_on": ended.isoformat(),
            "ended_on": ended.isoformat(),
            "left_on": ended.isoformat(),
            "weekday_left": ended.weekday(),
            "packed_hours": packed,
            "scanned_hours": scanned,
            "out_hours": scanned + 24 * days - 4,
            "arrived_hours": scanned + HOURS_OF_A_DAY * days,
            "attempts": int(dice.random() < 0.05),
            "promised_on": ended.isoformat(),
            "promised_by": "carrier",
            "days_late": dice.randrange(-2, 3),
        }


def _use(path: Path) -> None:
    connection.close()
    connection.settings_dict["NAME"] = str(path)


def _client() -> Client:
    """Somebody of the support staff, signed in."""
    user, is_new = User.objects.get_or_create(username="support", defaults={"is_staff": True})
    if is_new:
        user.groups.add(Group.objects.get(name="Support"))
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    return client


def _measure(filled: Filled, *, seconds: float) -> dict[str, float]:
    """Seconds that each page takes in this database; its first use is not counted."""
    _use(filled.path)
    client = _client()
    took = {}
    for name, weeks in PAGES.items():
        work = partial(client.get, f"/admin/figures/?weeks={weeks}")
        work()
        took[name] = seconds_each(work, at_least=seconds)
    connection.close()
    return took


def _print(figures: dict[str, list[dict[str, float]]], *, rounds: int) -> None:
    sizes = list(figures)
    by_name = {
        name: {parcels: [taken[name] for taken in figures[parcels]] for parcels in sizes} for name in PAGES
    }
    rows = [[name, *(duration(Spread.of(by_name[name][parcels])) for parcels in sizes)] for name in PAGES]
    print_table(f"The page of figures; {rounds} rounds", ("Period", *sizes), rows)
    rows = [
        [name, *(ratios(by_name[name][parcels], by_name[name][sizes[0]]).text(2) for parcels in sizes[1:])]
        for name in PAGES
    ]
    print_table(f"By the time at {sizes[0]}", ("Period", *sizes[1:]), rows)


if __name__ == "__main__":
    main()
