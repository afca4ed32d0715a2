"""What this process counts, for Prometheus. No label holds anything of a shopper.

With `PROMETHEUS_MULTIPROC_DIR` in the environment before this module is imported, all processes that share that folder
count together; without it each counts for itself. `docs/operations.md` explains each metric.
"""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from orders.shopify.throttle import ThrottleStatus

REGISTRY: Final = CollectorRegistry()
MINUTE, HOUR, DAY = 60, 3600, 86_400
HARMLESS = re.compile(r"[A-Za-z0-9_.() -]{1,60}")

LOOK_UPS = Counter("order_tracking_look_ups", "Look-ups, by outcome.", ["outcome"], registry=REGISTRY)
SNAPSHOT_AGE = Histogram(
    "order_tracking_snapshot_age_seconds",
    "Age of the snapshot behind each order page served; kept pages did not run Django.",
    ["served"],
    buckets=(10, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 6 * HOUR, DAY, 7 * DAY),
    registry=REGISTRY,
)
RENDER_TIME = Histogram(
    "order_tracking_render_seconds",
    "Time from a snapshot to the bytes of its page.",
    buckets=(0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1),
    registry=REGISTRY,
)
REFRESHES = Counter(
    "order_tracking_refreshes",
    "Orders fetched again for a shopper, by outcome.",
    ["outcome"],
    registry=REGISTRY,
)
WEBHOOKS = Counter(
    "order_tracking_webhooks", "Webhook deliveries received, by outcome.", ["outcome"], registry=REGISTRY
)
MESSAGES = Counter(
    "order_tracking_messages",
    "Messages done with, by channel and outcome.",
    ["channel", "outcome"],
    registry=REGISTRY,
)
CALLS = Counter(
    "order_tracking_shopify_calls",
    "Attempts to ask Shopify, by operation and outcome.",
    ["operation", "outcome"],
    registry=REGISTRY,
)
CALL_TIME = Histogram(
    "order_tracking_shopify_call_seconds",
    "Time of each attempt to ask Shopify, waiting for the rate limit included.",
    ["operation"],
    buckets=(0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 3, 6, 15),
    registry=REGISTRY,
)
POINTS_LEFT = Gauge(
    "order_tracking_shopify_points_left",
    "Points left of the rate limit, as Shopify said last.",
    multiprocess_mode="mostrecent",
    registry=REGISTRY,
)
POINTS_MAXIMUM = Gauge(
    "order_tracking_shopify_points_maximum",
    "Points of the rate limit when it is full.",
    multiprocess_mode="mostrecent",
    registry=REGISTRY,
)
OBSERVATIONS = Counter(
    "order_tracking_shopify_observations",
    "What Shopify answered that this version does not know, such as a new status.",
    ["kind", "value"],
    registry=REGISTRY,
)

CACHE_TROUBLE = Counter(
    "order_tracking_cache_trouble",
    "What the cache could not do, so that a page was made anew.",
    ["tried"],
    registry=REGISTRY,
)


class ShopifyListener:
    """Counts what the Shopify client does (`orders.shopify.listener.Listener`)."""

    def call_ended(
        self, *, operation: str, outcome: str, seconds: float, bucket: ThrottleStatus | None
    ) -> None:
        """Count one attempt, and note what is left of the rate limit."""
        CALLS.labels(operation, outcome).inc()
        CALL_TIME.labels(operation).observe(seconds)
        if bucket is not None:
            POINTS_LEFT.set(bucket.available)
            POINTS_MAXIMUM.set(bucket.maximum)

    def noted(self, kind: str, value: str) -> None:
        """Count an oddity. A value that is no plain name is not made a label."""
        OBSERVATIONS.labels(kind, value if HARMLESS.fullmatch(value) else "(other)").inc()


def look_up(outcome: str) -> None:
    """Count a look-up: found, miss, invalid, too_many or unavailable."""
    LOOK_UPS.labels(outcome).inc()


def webhook(outcome: str) -> None:
    """Count a delivery. `outcome` is one of a few words of our own, never something that was sent."""
    WEBHOOKS.labels(outcome).inc()


def refreshed(outcome: str) -> None:
    """Count a refresh for a shopper: done, failed, gone or busy."""
    REFRESHES.labels(outcome).inc()


def cache_trouble(tried: str) -> None:
    """Count what went wrong with the cache: read or written."""
    CACHE_TROUBLE.labels(tried).inc()


def page_served(*, kept: bool, age: float) -> None:
    """Count an order page that shows facts so many seconds old."""
    (_KEPT if kept else _RENDERED).observe(max(age, 0.0))


@contextmanager
def rendering() -> Iterator[None]:
    """Measures the rendering of a page."""
    began_at = time.perf_counter()
    yield
    RENDER_TIME.observe(time.perf_counter() - began_at)


_KEPT = SNAPSHOT_AGE.labels(
    "kept"
)  # found once: a kept page costs less than a search for its label would add
_RENDERED = SNAPSHOT_AGE.labels("rendered")
