"""`manage.py status`: one screenful of what is due, late and failing; exit status 1 when something is late."""

import sys
from collections.abc import Iterator
from typing import Any

from django.core.management.base import CommandParser
from django.db import Error, connection

from orders import clock
from orders.asking import breaker, gateway
from orders.management.site_command import SiteCommand
from orders.shopify.errors import ShopifyError
from orders.storage import shop_watch
from orders.storage.trouble import in_its_own_words
from orders.transport.deadline import Deadline
from orders.watching import readiness
from orders.work.report import WorkReport, read_work_report

ASK_SECONDS = 3.0


class Command(SiteCommand):
    help = "Says what is due, late and failing. The exit status is 1 when something is late."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--offline", action="store_true", help="do not ask Shopify for the points left")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = read_work_report(now=clock.seconds())
            trouble = readiness.find_trouble(now=clock.seconds())
        except Error as error:
            trouble = in_its_own_words(error)
        if trouble:
            self.stdout.write(f"Database    {trouble}")
            self.stdout.write("            If tables are missing, run `manage.py migrate`.")
            sys.exit(1)
        for line in _lines(report):
            self.stdout.write(line)
        if not options["offline"]:
            self.stdout.write(f"Shopify     {_ask_shopify()}")
        if report.is_late:
            self.stdout.write("\nSomething is late; the lines above marked LATE, MISSING or WRONG say what.")
            sys.exit(1)


def _lines(report: WorkReport) -> Iterator[str]:
    yield f"Database    {connection.vendor}, answers and takes what is written"
    yield from _worker_lines(report)
    yield f"Breaker     {_breaker_words(report)}"
    yield "Orders      stored      due  failing  oldest due"
    for urgency, each in report.orders.items():
        behind = ago(each.behind) if each.due else "-"
        mark = "  LATE" if each.is_late else ""
        yield f"  {urgency.name.lower():<9} {each.stored:>6} {each.due:>8} {each.failing:>8}  {behind}{mark}"
    yield "Chores      last done        due          failures"
    for chore in report.chores:
        done = ago(chore.finished_ago) + " ago" if chore.finished_ago is not None else "never"
        due = f"in {ago(chore.due_in)}" if chore.due_in > 0 else "now"
        mark = "  LATE" if chore.is_late else ""
        yield f"  {chore.name:<15} {done:<12} {due:<12} {chore.failures}{mark}"
    deliveries = report.deliveries
    pending = f", {deliveries.pending} to follow up" if deliveries.pending else ""
    late = f", the oldest for {ago(deliveries.oldest_pending)}  LATE" if deliveries.is_late else ""
    yield f"Webhooks    {deliveries.last_hour} in the last hour{pending}{late}"
    yield from _message_lines(report)
    for problem in report.problems:
        yield f"Shop        WRONG: {problem.words}"
    if report.missing:
        yield f"Shown no more  {report.missing} stored orders: deleted, or {shop_watch.OLDER}"


def _worker_lines(report: WorkReport) -> Iterator[str]:
    if not report.has_worker:
        yield "Workers     none alive  MISSING: start one with `manage.py worker` or `make run`"
    for worker in report.workers:
        state = (
            f"seen {ago(worker.seen_ago)} ago" if worker.is_alive else f"silent for {ago(worker.seen_ago)}"
        )
        yield f"Worker      {worker.name}: {state}, up {ago(worker.age)}, {worker.fetched} orders fetched"


def _message_lines(report: WorkReport) -> Iterator[str]:
    for each in report.messages:
        late = f", the oldest due for {ago(each.behind)}  LATE" if each.is_late else ""
        yield (
            f"Messages    {each.channel}: {each.waiting} waiting{late}; "
            f"of the last day {each.sent} sent, {each.dropped} dropped, {each.failed} failed"
        )


def _breaker_words(report: WorkReport) -> str:
    if report.rest:
        return f"open: Shopify failed {report.breaker_failures} times in a row; tried again in {ago(report.rest)}"
    return "closed" if report.breaker_failures < breaker.LIMIT else "half open: the next call tries for all"


def _ask_shopify() -> str:
    try:
        budget = gateway.client().read_budget(deadline=Deadline.after(ASK_SECONDS))
    except ShopifyError as error:
        return f"did not answer: {error}"
    points = "points not told"
    if budget.available is not None and budget.maximum is not None:
        points = f"{budget.available:.0f} of {budget.maximum:.0f} points left"
    version = f"version {budget.version_served or budget.version_asked}"
    if budget.version_served not in (None, budget.version_asked):
        version += f", although {budget.version_asked} was asked for: set SHOPIFY_API_VERSION"
    return f"{points}; {version}"


def ago(seconds: float) -> str:
    """A duration in the one unit that says enough, such as `12 s`, `5 min`, `3 h`, `2 d`."""
    for unit, size, most in (("s", 1, 120), ("min", 60, 7200), ("h", 3600, 172_800)):
        if seconds < most:
            return f"{max(seconds, 0) / size:.0f} {unit}"
    return f"{seconds / 86_400:.0f} d"
