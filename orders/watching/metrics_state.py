"""What the database says at the moment of a scrape: how much work is due and how late, and whether it is being done."""

from collections.abc import Iterable, Iterator

from django.db import connection
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from orders import clock
from orders.storage import shop_watch
from orders.storage.due import Urgency
from orders.storage.shop_watch import ProblemKind, find_problems

# One urgency at a time, so that the index is used and only what is due is read, however much is stored.
DUE = """
SELECT COUNT(*), MIN(due_at), COALESCE(SUM(CASE WHEN failures > 0 THEN 1 ELSE 0 END), 0)
FROM orders_trackedorder WHERE urgency = %s AND due_at <= %s
"""
BREAKER = "SELECT COALESCE(MAX(open_until), 0), COALESCE(MAX(failures), 0) FROM orders_breaker"
WORKERS = "SELECT COUNT(*) FROM orders_worker WHERE seen_at > %s AND seen_at < %s"
CHORES = "SELECT name, finished_at FROM orders_chore WHERE finished_at > 0"
SHOWN_NO_MORE = "SELECT COUNT(*) FROM orders_trackedorder WHERE missing_at > 0 AND removed_at IS NULL"
PENDING = "SELECT COUNT(*) FROM orders_webhookdelivery WHERE done_at IS NULL"
MESSAGES = """
SELECT channel, COUNT(*), MIN(due_at) FROM order_messages_message
WHERE state IN ('waiting', 'claimed', 'sending') GROUP BY channel
"""
CHANNELS = ("email", "sms")
SEEN_SECONDS = 60
"""A worker not heard of for so long is not running."""


class StateCollector(Collector):
    """Reads the tables that say what is to be done; every process gives the same answer."""

    def collect(self) -> Iterable[Metric]:
        """The gauges, read now; raises `DatabaseError` when the database does not answer."""
        now = clock.seconds()
        yield from _work(now)
        yield from _breaker(now)
        yield from _workers(now)
        yield from _shop(now)
        yield from _messages(now)


def _work(now: float) -> Iterator[Metric]:
    due = GaugeMetricFamily("order_tracking_orders_due", "Orders due to be fetched.", labels=["urgency"])
    lag = GaugeMetricFamily(
        "order_tracking_queue_lag_seconds",
        "How long the order due longest has been due; 0 when none is.",
        labels=["urgency"],
    )
    failing = GaugeMetricFamily(
        "order_tracking_orders_failing", "Due orders whose last fetch failed.", labels=["urgency"]
    )
    for urgency in Urgency:
        counted, oldest, failed = _rows(DUE, int(urgency), now)[0]
        name = [urgency.name.lower()]
        due.add_metric(name, float(counted))
        lag.add_metric(name, now - float(oldest) if counted else 0.0)
        failing.add_metric(name, float(failed))
    yield from (due, lag, failing)
    pending = float(_rows(PENDING)[0][0])
    yield _gauge("order_tracking_webhooks_pending", "Deliveries whose order is not known yet.", pending)


def _breaker(now: float) -> Iterator[Metric]:
    open_until, failures = _rows(BREAKER)[0]
    yield _gauge("order_tracking_breaker_open", "1 while Shopify is left alone.", float(open_until > now))
    yield _gauge(
        "order_tracking_breaker_failures", "Failures in a row, as all processes see them.", float(failures)
    )


def _workers(now: float) -> Iterator[Metric]:
    running = float(_rows(WORKERS, now - SEEN_SECONDS, now + clock.AHEAD_SECONDS)[0][0])
    yield _gauge("order_tracking_workers", "Workers heard of in the last minute.", running)
    since = GaugeMetricFamily(
        "order_tracking_chore_finished_seconds",
        "Seconds since a periodic piece of work last finished.",
        labels=["chore"],
    )
    for name, finished_at in _rows(CHORES):
        since.add_metric([str(name)], max(0.0, now - float(finished_at)))
    yield since


def _shop(now: float) -> Iterator[Metric]:
    """What a merchant has to mend, as the worker last saw it."""
    watch = shop_watch.read(now=now)
    delivered = shop_watch.delivered_topics(since=now - shop_watch.TOLD_SECONDS)
    found = {problem.kind for problem in find_problems(watch, delivered=delivered)} if watch else set()
    problems = GaugeMetricFamily(
        "order_tracking_shop_problem",
        "1 while something is wrong between the shop and this site.",
        labels=["problem"],
    )
    for kind in ProblemKind:
        problems.add_metric([kind.value], float(kind in found))
    yield problems
    missing = float(_rows(SHOWN_NO_MORE)[0][0])
    yield _gauge("order_tracking_orders_shown_no_more", "Stored orders that Shopify shows no more.", missing)


def _messages(now: float) -> Iterator[Metric]:
    waiting = GaugeMetricFamily(
        "order_tracking_messages_waiting", "Messages not sent yet.", labels=["channel"]
    )
    lag = GaugeMetricFamily(
        "order_tracking_messages_lag_seconds",
        "How long the message due longest has been due; 0 when none is.",
        labels=["channel"],
    )
    found = {str(channel): (count, due_at) for channel, count, due_at in _rows(MESSAGES)}
    for channel in CHANNELS:
        count, due_at = found.get(channel, (0, now))
        waiting.add_metric([channel], float(count))
        lag.add_metric([channel], max(0.0, now - float(due_at)))
    yield from (waiting, lag)


def _gauge(name: str, words: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, words, value=value)


def _rows(statement: str, *values: float) -> list[tuple[float, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[float, ...]] = cursor.fetchall()
        return rows
