"""What the deployed site bears, beside bare applications that answer with the same bytes under the same gunicorn.

`python -m tests.benchmarks.serving`. Each door's rate stands beside that of a bare WSGI application with this door's
own bytes and headers, the most that gunicorn can do for them, measured in the same round. Beside it stands the
processor time that the workers use for a request, which other work on the machine disturbs less.
"""

import argparse
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial

from tests.benchmarks.asking import Asked, ask_once
from tests.benchmarks.ending import stop_what_was_started
from tests.benchmarks.figures import Spread, print_machine, print_table, ratios, size, take_turns
from tests.benchmarks.load import Load, bear, generator
from tests.benchmarks.servers import MeasuredSite, Workers, serve_bare
from tests.sandbox import Sandbox
from tests.sandbox.app_proxy_signature import added_parameters, signature_of
from tests.sandbox.building import Line

EMAIL = "ana.garcia@example.com"
SHOP = "demo-store.myshopify.com"
BARE_DJANGO = "bare Django, the order page's bytes"
AIMS = {"order page": 0.65, "look-up page": 0.60, "look-up, found": 0.30, "look-up page in the shop": 0.40}
AIM_P99 = {"look-up, found": 0.100}


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
    stop_what_was_started()
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
        doors = _find_doors(site, sandbox)
        turns: dict[str, Callable[[], Turn]] = {}
        for name, ask in doors.items():
            answer = ask_once(ask())
            print(f"{name}: {size(len(answer.body))} of body, {len(answer.headers)} headers")
            turns[name] = partial(_bear, ask, site.workers, seconds=options.seconds)
            bare = stack.enter_context(serve_bare("bare_wsgi", answer, site.environment))
            turns[_bare(name)] = partial(
                _bear, partial(_at, bare.url, ask), bare.workers, seconds=options.seconds
            )
        page = ask_once(doors["order page"]())
        django = stack.enter_context(serve_bare("bare_django", page, site.environment))
        turns[BARE_DJANGO] = partial(
            _bear, partial(_at, django.url, doors["order page"]), django.workers, seconds=options.seconds
        )
        _print(take_turns(turns, rounds=options.rounds), options.rounds, options.seconds)
        _print_memory(idle, site.workers.memory())


def _bare(name: str) -> str:
    return f"  bare WSGI, its bytes ({name})"


def _at(url: str, ask: Callable[[], Asked]) -> Asked:
    """The same request, of another server."""
    asked = ask()
    path = asked.url.removeprefix("http://").partition("/")[2]
    return replace(asked, url=f"{url}/{path}")


def _find_doors(site: MeasuredSite, sandbox: Sandbox) -> dict[str, Callable[[], Asked]]:
    """Place a usual order and look it up; returns what asks for each page now, by its name."""
    lines = [Line(title=title) for title in ("Stoneware mug", "Dinner plate", "Washed linen table runner")]
    order = sandbox.state.add_order("#1001", email=EMAIL, lines=lines)
    sent = sandbox.state.fulfill(order)
    for city in ("Madrid", "Coslada", "Guadalajara", "Zaragoza", "Lleida") * 2:
        sandbox.state.add_event(sent, "IN_TRANSIT", city=city)
    look_up = Asked(f"{site.url}/", form=(("order_number", "1001"), ("email", EMAIL)), status=303)
    link = dict(ask_once(look_up).headers)["Location"]

    def in_the_shop() -> Asked:
        query = added_parameters(shop=SHOP, path_prefix="/apps/track", timestamp=int(time.time()))
        return Asked(f"{site.url}/proxy?{query}&signature={signature_of(query, 'sandbox-secret')}")

    return {
        "order page": lambda: Asked(site.url + link),
        "look-up page": lambda: Asked(f"{site.url}/"),
        "look-up, found": lambda: look_up,
        "look-up page in the shop": in_the_shop,
    }


def _bear(ask: Callable[[], Asked], workers: Workers, *, seconds: int) -> Turn:
    before = workers.processor_seconds()
    load = bear(ask(), seconds=seconds)
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
            ratios(rates[name], rates[_bare(name)]).text(2) if name in AIMS else "",
            Spread.of([seconds * 1e6 for seconds in used[name]]).text(),
        ]
        for name, taken in turns.items()
    ]
    print_table(
        f"{rounds} rounds of {seconds} s each, in turn; median (least-most)",
        ("", "requests/s", "p50 ms", "p99 ms", "errors", "by bare WSGI", "processor us"),
        rows,
    )
    for name, aim in AIMS.items():
        reached = ratios(rates[name], rates[_bare(name)]).text(2)
        print(f"{name}: {reached} of the bare WSGI application's rate; the aim is {aim:.2f}.")
        if min(used[name]) > 0:
            cheaper = ratios(used[_bare(name)], used[name]).text(2)
            print(f"  By the workers' processor time alone it would be {cheaper}.")
        if name in AIM_P99:
            p99 = Spread.of([turn.load.p99 for turn in turns[name]]).median
            print(f"  99 of 100 within {p99 * 1e3:.0f} ms; the aim is {AIM_P99[name] * 1e3:.0f}.")


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
