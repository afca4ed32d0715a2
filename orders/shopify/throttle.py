"""Shopify's rate limit as this process knows it: a bucket of points that refills by the second.

Shopify takes the *requested* cost of a query out of the bucket before it runs, and gives back afterwards
what was not used (https://shopify.dev/docs/api/usage/limits). So a query waits here until the bucket is
likely to hold it.
"""

import threading
from collections.abc import Hashable
from dataclasses import dataclass

from orders.shopify.errors import Throttled
from orders.shopify.json_shapes import Json, find_number, find_object
from orders.transport.deadline import Deadline, Timing

JITTER_SECONDS = 0.25
UNKNOWN_WAIT_SECONDS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ThrottleStatus:
    """The bucket at one moment, in points; `restore_rate` in points per second."""

    maximum: float
    available: float
    restore_rate: float


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryCost:
    """What one query cost, in points; each part is None when Shopify did not say."""

    requested: float | None = None
    actual: float | None = None
    bucket: ThrottleStatus | None = None


def cost_from_payload(cost: Json) -> QueryCost:
    """Parse `extensions.cost`. Numbers may come as integers, decimals or text; what is unusable is left
    out.
    """
    fields = find_object(cost)
    status = find_object(fields.get("throttleStatus"))
    maximum = find_number(status.get("maximumAvailable"))
    available = find_number(status.get("currentlyAvailable"))
    restore_rate = find_number(status.get("restoreRate"))
    bucket = None
    if maximum is not None and available is not None and restore_rate is not None and restore_rate > 0:
        bucket = ThrottleStatus(maximum=maximum, available=available, restore_rate=restore_rate)
    return QueryCost(
        requested=find_number(fields.get("requestedQueryCost")),
        actual=find_number(fields.get("actualQueryCost")),
        bucket=bucket,
    )


class Throttle:
    """The bucket as all threads of one client see it. A query kind is any key; its cost is learned from
    replies.

    `reserve` is the part of the bucket (0 to 1) that is never taken: it is left to those who wait for an answer.
    """

    def __init__(self, *, timing: Timing, reserve: float = 0.0) -> None:
        self._timing = timing
        self._reserve = reserve
        self._lock = threading.Lock()
        self._bucket: ThrottleStatus | None = None
        self._read_at = 0.0
        self._in_flight = 0.0
        self._costs: dict[Hashable, float] = {}
        self.spent = 0.0
        """Points that all queries so far have really cost."""

    @property
    def bucket(self) -> ThrottleStatus | None:
        """The bucket as Shopify last described it; None before the first answer."""
        return self._bucket

    def take(self, kind: Hashable, *, deadline: Deadline) -> float:
        """Wait until the bucket should hold a query of this kind, and reserve its points; the points are
        returned.

        Raises Throttled at once when that would take longer than the deadline.
        """
        while True:
            with self._lock:
                points = self._costs.get(kind, 0.0)
                wait = self._seconds_until(points)
                if wait <= 0:
                    self._in_flight += points
                    return points
            self.pause(wait, deadline=deadline)

    def settle(self, kind: Hashable, *, reserved: float, cost: QueryCost) -> None:
        """End the reservation of a query, and learn from what Shopify said of its cost and the bucket."""
        with self._lock:
            self._in_flight = max(0.0, self._in_flight - reserved)
            if cost.requested is not None:
                self._costs[kind] = cost.requested
            self.spent += cost.actual or 0.0
            if cost.bucket is not None:
                self._bucket = cost.bucket
                self._read_at = self._timing.monotonic()

    def pause(self, seconds: float, *, deadline: Deadline) -> None:
        """Sleep so long and a little more, by chance, so that waiting queries do not all come back together.

        Raises Throttled instead when the deadline would pass meanwhile.
        """
        wait = seconds + self._timing.dice() * JITTER_SECONDS
        if wait >= deadline.remaining():
            raise throttled(seconds)
        self._timing.sleep(wait)

    def _seconds_until(self, points: float) -> float:
        """Seconds until the bucket should hold these points beside those in flight; 0 while nothing is
        known.
        """
        bucket = self._bucket
        if bucket is None or not points:
            return 0.0
        refilled = (self._timing.monotonic() - self._read_at) * bucket.restore_rate
        level = min(bucket.maximum, bucket.available + refilled) - self._in_flight
        # A query dearer than the whole bucket waits for a full one, and leaves the rest to Shopify.
        missing = min(points + self._reserve * bucket.maximum, bucket.maximum) - level
        return missing / bucket.restore_rate


def seconds_to_refill(cost: QueryCost) -> float:
    """How long a refused query must wait, by what its refusal said; a second when it said nothing."""
    if cost.bucket is None or cost.requested is None:
        return UNKNOWN_WAIT_SECONDS
    missing = cost.requested - cost.bucket.available
    return max(0.0, missing / cost.bucket.restore_rate)


def throttled(retry_after: float, *, request_id: str | None = None) -> Throttled:
    """The error that says how long the rate limit stands in the way, in seconds."""
    return Throttled(
        "Shopify's rate limit is used up.", retry_after=retry_after, transient=True, request_id=request_id
    )
