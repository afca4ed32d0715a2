"""What the database says at the moment of a scrape: how much work is due and how late, and whether it is being done."""

from collections.abc import Iterable, Iterator

from django.db import connection
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from orders import clock
from orders.storage.due import Urgency

# One urgency at a time, so that the index is used and only what is due is read, however much is stored.
DUE = """
SELECT COUNT(*), MIN(due_at), COALESCE(SUM(CASE WHEN failures > 0 THEN 1 ELSE 0 END), 0)
FROM orders_trackedorder WHERE urgency = %s AND due_at <= %s
"""
BREAKER = "SELECT COALESCE(MAX(open_until), 0), COALESCE(MAX(failures), 0) FROM orders_breaker"
WORKERS = "SELECT COUNT(*) FROM orders_worker WHERE seen_at > %s"
CHORES = "SELECT name, finished_at FROM orders_chore WHERE finished_at > 0"
PENDING = "SELECT COUNT(*) FROM orders_webhookdelivery WHERE done_at IS NULL"
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
    running = float(_rows(WORKERS, now - SEEN_SECONDS)[0][0])
    yield _gauge("order_tracking_workers", "Workers heard of in the last minute.", running)
    since = GaugeMetricFamily(
        "order_tracking_chore_finished_seconds",
        "Seconds since a periodic piece of work last finished.",
        labels=["chore"],
    )
    for name, finished_at in _rows(CHORES):
        since.add_metric([str(name)], now - float(finished_at))
    yield since


def _gauge(name: str, words: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, words, value=value)


def _rows(statement: str, *values: float) -> list[tuple[float, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[float, ...]] = cursor.fetchall()
        return rows
