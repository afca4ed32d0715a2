"""What it costs to turn a stored order into its page, step by step, for a usual and for a huge order.

`python -m tests.benchmarks.timeline`. The control is reading the same snapshot as plain JSON, without making an
`Order` of it.
"""

import argparse
import json
import time
import zlib
from collections.abc import Callable
from functools import partial

from tests.benchmarks import in_process  # noqa: F401 - first, for it sets Django up

# isort: split
from django.template.loader import render_to_string
from django.test import RequestFactory

from orders import clock
from orders.domain.order import Order
from orders.domain.timeline import build_timeline
from orders.shopify.results import Contact, FetchedOrder
from orders.storage import snapshots, store
from orders.web import pages
from tests.benchmarks.figures import (
    Spread,
    duration,
    peak_memory,
    print_machine,
    print_table,
    ratios,
    seconds_each,
    size,
    take_turns,
)
from tests.benchmarks.samples import EMAIL, huge_order, usual_order

CONTROL = "json.loads of the snapshot"

type Steps = dict[str, Callable[[], object]]


def main() -> None:
    """Measure both orders and print a table for each."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.timeline", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=0.2, help="for each step in each round")
    options = parser.parse_args()
    print_machine()
    now = clock.utc()
    for title, order in (("A usual order", usual_order(now)), ("A huge order", huge_order(now))):
        measure(title, order, rounds=options.rounds, seconds=options.seconds)


def measure(title: str, order: Order, *, rounds: int, seconds: float) -> None:
    """Time every step in turn, then run each once more to see its memory."""
    steps = _steps(order)
    for work in steps.values():
        work()  # what is built once only: template, translations, readers
    timed = partial(seconds_each, at_least=seconds, timer=time.process_time)
    turns = {name: partial(timed, work) for name, work in steps.items()}
    figures = take_turns(turns, rounds=rounds)
    rows = [
        [
            name,
            duration(Spread.of(figures[name])),
            ratios(figures[name], figures[CONTROL]).text(2),
            size(peak_memory(work)),
        ]
        for name, work in steps.items()
    ]
    events = sum(len(fulfillment.events) for fulfillment in order.fulfillments)
    parts = f"{len(order.line_items)} lines, {len(order.fulfillments)} fulfillments, {events} events"
    print_table(
        f"{title}: {parts}, snapshot {size(len(snapshots.encode(order)))}; {rounds} rounds",
        ("Step", "processor time, median (least-most)", "by the control", "peak memory"),
        rows,
    )


def _steps(order: Order) -> Steps:
    snapshot = snapshots.encode(order)
    now = clock.seconds()
    read_at = clock.local(now)
    fetched = FetchedOrder(order=order, contact=Contact(email=EMAIL))
    stored = store.get(store.put_if_newer(fetched, fetched_at=now))
    request = RequestFactory(headers={"Accept-Encoding": "br"}).get("/o/token/")
    context = pages.build_context(stored, now=now)
    text = render_to_string("order.html", context, request)
    return {
        CONTROL: lambda: json.loads(zlib.decompress(snapshot[1:])),
        "decode the snapshot": lambda: snapshots.decode(snapshot),
        "encode the snapshot": lambda: snapshots.encode(order),
        "build_timeline": lambda: build_timeline(order, now=read_at),
        "read, decode, build, present": lambda: pages.build_context(stored, now=now),
        f"render the template ({size(len(text))})": lambda: render_to_string("order.html", context, request),
        "all of it, compressed": lambda: pages.render_page(request, stored, now=now),
    }


if __name__ == "__main__":
    main()
