"""What the deployed site bears, beside bare applications that answer with the same bytes under the same gunicorn.

`python -m tests.benchmarks.serving`. The headline is the rate of the order page by that of a bare WSGI application,
which is the most that gunicorn can do for an answer of these bytes and headers; the aim is 0.50. Beside it stands the
processor time that the workers use for a request, which other work on the machine disturbs less.
"""

import argparse
import signal
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial

from tests.benchmarks.asking import Asked, ask_once
from tests.benchmarks.figures import Spread, print_machine, print_table, ratios, size, take_turns
from tests.benchmarks.load import Load, bear, generator
from tests.benchmarks.servers import MeasuredSite, Workers, serve_bare
from tests.sandbox import Sandbox
from tests.sandbox.building import Line

EMAIL = "ana.garcia@example.com"
BARE_WSGI = "bare WSGI, the page's bytes"
BARE_DJANGO = "bare Django, the page's bytes"
AIM = 0.5


@dataclass(frozen=True, slots=True)
class Turn:
    """What was borne in one turn, and the processor time that a request took of the workers."""

    load: Load
    processor_seconds: float


def main() -> None:
    """Start a shop, the site and the bare applications; measure them in turn; stop them all."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.serving", description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--seconds", type=int, default=1, help="for each subject in each round")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--worker-class", choices=("gthread", "sync"), default="gthread")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that no server is left behind
    served = f"{options.workers} {options.worker_class} workers"
    print_machine()
    print(f"gunicorn, {served}{' of 16 threads' if options.worker_class == 'gthread' else ''}; {generator()}")
    with ExitStack() as stack:
        sandbox = stack.enter_context(Sandbox(demo_orders=False))
        site = stack.enter_context(
            MeasuredSite(
                shopify_url=sandbox.url,
                WORKER_CLASS=options.worker_class,
                WEB_CONCURRENCY=str(options.workers),
                LOOK_UP_LIMIT_FACTOR="1000000",
                LOG_LEVEL="WARNING",
            )
        )
        site.workers.wait_for(options.workers)
        idle = site.workers.memory()
        page, look_up = _find_order(site, sandbox)
        answer = ask_once(page)
        print(f"The order page: {size(len(answer.body))} of body, {len(answer.headers)} headers")
        path = page.url.removeprefix(site.url)
        turns = {
            name: partial(_bear, asked, site.workers, seconds=options.seconds)
            for name, asked in (
                ("order page", page),
                ("look-up, found", look_up),
                ("look-up page", Asked(f"{site.url}/")),
            )
        }
        for name, module in ((BARE_WSGI, "bare_wsgi"), (BARE_DJANGO, "bare_django")):
            bare = stack.enter_context(serve_bare(module, answer, site.environment))
            asked = Asked(bare.url + path)
            assert ask_once(asked) == answer, f"{module} answers otherwise than the site"
            turns[name] = partial(_bear, asked, bare.workers, seconds=options.seconds)
        _print(take_turns(turns, rounds=options.rounds), options.rounds, options.seconds)
        _print_memory(idle, site.workers.memory())


def _find_order(site: MeasuredSite, sandbox: Sandbox) -> tuple[Asked, Asked]:
    """Place a usual order, look it up, and return what asks for its page and what looks it up."""
    lines = [Line(title=title) for title in ("Stoneware mug", "Dinner plate", "Washed linen table runner")]
    order = sandbox.state.add_order("#1001", email=EMAIL, lines=lines)
    sent = sandbox.state.fulfill(order)
    for city in ("Madrid", "Coslada", "Guadalajara", "Zaragoza", "Lleida") * 2:
        sandbox.state.add_event(sent, "IN_TRANSIT", city=city)
    look_up = Asked(f"{site.url}/", form=(("order_number", "1001"), ("email", EMAIL)), status=303)
    link = dict(ask_once(look_up).headers)["Location"]
    return Asked(site.url + link), look_up


def _bear(asked: Asked, workers: Workers, *, seconds: int) -> Turn:
    before = workers.processor_seconds()
    load = bear(asked, seconds=seconds)
    return Turn(load, (workers.processor_seconds() - before) / load.requests)


def _print(turns: Mapping[str, list[Turn]], rounds: int, seconds: int) -> None:
    rates = {name: [turn.load.rate for turn in taken] for name, taken in turns.items()}
    used = {name: [turn.processor_seconds for turn in taken] for name, taken in turns.items()}
    rows = [
        [
            name,
            Spread.of(rates[name]).text(),
            f"{Spread.of([turn.load.p50 * 1e3 for turn in taken]).median:.1f}",
            Spread.of([turn.load.p99 * 1e3 for turn in taken]).text(1),
            str(sum(turn.load.errors for turn in taken)),
            ratios(rates[name], rates[BARE_DJANGO]).text(2),
            ratios(rates[name], rates[BARE_WSGI]).text(2),
            Spread.of([seconds * 1e6 for seconds in used[name]]).text(),
        ]
        for name, taken in turns.items()
    ]
    print_table(
        f"{rounds} rounds of {seconds} s each, in turn; median (least-most)",
        ("", "requests/s", "p50 ms", "p99 ms", "errors", "by bare Django", "by bare WSGI", "processor us"),
        rows,
    )
    reached = ratios(rates["order page"], rates[BARE_WSGI]).text(2)
    print(f"The order page comes at {reached} of the bare WSGI application's rate; the aim is {AIM:.2f}.")
    if min(used["order page"]) > 0:
        cheaper = ratios(used[BARE_WSGI], used["order page"]).text(2)
        print(f"By the workers' processor time alone it would be {cheaper}.")


def _print_memory(idle: list[int], after: list[int]) -> None:
    if not idle:
        return
    rows = [
        [f"worker {number}", size(before), size(later)]
        for number, (before, later) in enumerate(zip(idle, after, strict=True), start=1)
    ]
    print_table("Memory of the site (proportional set size)", ("", "when started", "after the load"), rows)


if __name__ == "__main__":
    main()
