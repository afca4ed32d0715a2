"""What the deployed site bears, beside bare applications that answer with the same bytes under the same gunicorn.

`python -m tests.benchmarks.serving`. The headline is the last column of the order page: its rate by that of a bare WSGI
application, which is the most that gunicorn can do for an answer of these bytes and headers. The aim is 0.50.
"""

import argparse
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import partial

from tests.benchmarks.asking import Asked, ask_once
from tests.benchmarks.figures import Spread, print_machine, print_table, ratios, size, take_turns
from tests.benchmarks.load import Load, bear, generator
from tests.benchmarks.servers import MeasuredSite, serve_bare
from tests.sandbox import Sandbox
from tests.sandbox.building import Line

EMAIL = "ana.garcia@example.com"
BARE_WSGI = "bare WSGI, the page's bytes"
AIM = 0.5


def main() -> None:
    """Start a shop, the site and the bare applications; measure them in turn; stop them all."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.serving", description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--seconds", type=int, default=1, help="for each subject in each round")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--worker-class", choices=("gthread", "sync"), default="gthread")
    options = parser.parse_args()
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
        idle = site.worker_memory()
        page, look_up = _find_order(site, sandbox)
        answer = ask_once(page)
        print(f"The order page: {size(len(answer.body))} of body, {len(answer.headers)} headers")
        path = page.url.removeprefix(site.url)
        subjects = {"order page": page, "look-up, found": look_up, "look-up page": Asked(f"{site.url}/")}
        for name, module in ((BARE_WSGI, "bare_wsgi"), ("bare Django, the page's bytes", "bare_django")):
            url = stack.enter_context(serve_bare(module, answer, site.environment))
            subjects[name] = Asked(url + path)
            assert ask_once(subjects[name]) == answer, f"{module} answers otherwise than the site"
        measures: dict[str, Callable[[], Load]] = {
            name: partial(bear, asked, seconds=options.seconds) for name, asked in subjects.items()
        }
        _print(take_turns(measures, rounds=options.rounds), options.rounds, options.seconds)
        _print_memory(idle, site.worker_memory())


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


def _print(loads: Mapping[str, list[Load]], rounds: int, seconds: int) -> None:
    rates = {name: [load.rate for load in borne] for name, borne in loads.items()}
    rows = [
        [
            name,
            Spread.of(rates[name]).text(),
            f"{Spread.of([load.p50 * 1e3 for load in borne]).median:.1f}",
            f"{Spread.of([load.p99 * 1e3 for load in borne]).text(1)}",
            str(sum(load.errors for load in borne)),
            ratios(rates[name], rates["bare Django, the page's bytes"]).text(2),
            ratios(rates[name], rates[BARE_WSGI]).text(2),
        ]
        for name, borne in loads.items()
    ]
    print_table(
        f"{rounds} rounds of {seconds} s each, in turn; median (least-most)",
        ("", "requests/s", "p50 ms", "p99 ms", "errors", "by bare Django", "by bare WSGI"),
        rows,
    )
    reached = ratios(rates["order page"], rates[BARE_WSGI]).median
    print(f"The order page comes at {reached:.2f} of the bare WSGI application's rate; the aim is {AIM:.2f}.")


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
