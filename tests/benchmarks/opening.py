"""What opening an order costs in process: the page as it is kept, the page that Django makes, and finding its link.

`python -m tests.benchmarks.opening`. These are the figures behind the decisions to keep answered pages and to write the
hot path's SQL by hand (docs/decisions/0004 and 0005). The control is the kept page.
"""

import argparse
import time
from collections.abc import Callable
from functools import partial

from tests.benchmarks import in_process

# isort: split
from orders import clock
from orders.access import links
from orders.models import AccessLink
from orders.shopify.results import Contact, FetchedOrder
from orders.storage import store
from orders.storage.hashing import token_hash
from orders.watching import counting
from tests.benchmarks.calling import get
from tests.benchmarks.figures import (
    Spread,
    duration,
    print_machine,
    print_table,
    ratios,
    seconds_each,
    take_turns,
)
from tests.benchmarks.samples import EMAIL, usual_order

CONTROL = "the page, kept"
USER_AGENT = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 "
    "Mobile Safari/537.36"
)


def main() -> None:
    """Store a usual order, open it in all ways in turn, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.opening", description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--seconds", type=float, default=0.2, help="for each way in each round")
    options = parser.parse_args()
    print_machine()
    ways = _ways()
    for work in ways.values():
        work()
    timed = partial(seconds_each, at_least=options.seconds, timer=time.process_time)
    turns = {name: partial(timed, work) for name, work in ways.items()}
    figures = take_turns(turns, rounds=options.rounds)
    rows = [
        [name, duration(Spread.of(taken)), ratios(taken, figures[CONTROL]).text(2)]
        for name, taken in figures.items()
    ]
    print_table(
        f"{options.rounds} rounds in turn",
        ("", "processor time, median (least-most)", "by the kept page"),
        rows,
    )


def _ways() -> dict[str, Callable[[], object]]:
    now = clock.seconds()
    fetched = FetchedOrder(order=usual_order(clock.utc()), contact=Contact(email=EMAIL))
    order_pk = store.put_if_newer(fetched, fetched_at=now)
    token = links.issue_link(order_pk, origin="look_up", now=now)
    path = f"/o/{token}/"
    open_links = AccessLink.objects.filter(token_hash=token_hash(token), expires_at__gt=now, revoked_at=None)
    columns = [
        f"order__{name}" for name in ("id", "shopify_id", "version", "pace", "fetched_at", "failed_at")
    ]

    def write() -> None:
        counting.page_seen(age=90.0, language="es", user_agent=USER_AGENT)
        counting.counts.write()

    return {
        CONTROL: lambda: get(in_process.application, path),
        "the page, made by Django": lambda: get(in_process.django_application, path),
        "counting it for the figures": lambda: counting.page_seen(
            age=90.0, language="es", user_agent=USER_AGENT
        ),
        "writing what was counted": write,
        "find_link": lambda: links.find_link(token, now=now),
        "find_link by values_list": lambda: open_links.all().values_list(*columns).get(),
        "find_link by select_related": lambda: open_links.all().select_related("order").get(),
    }


if __name__ == "__main__":
    main()
