"""Shopify's leaky bucket: points restored every second, one bucket for each app."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ThrottleStatus:
    """What `extensions.cost.throttleStatus` says, in points and points a second."""

    maximum_available: float
    currently_available: float
    restore_rate: float

    def as_payload(self) -> dict[str, float]:
        """The same in Shopify's names."""
        return {
            "maximumAvailable": self.maximum_available,
            "currentlyAvailable": round(self.currently_available, 3),
            "restoreRate": self.restore_rate,
        }


class Bucket:
    """Holds the requested cost up front; what was not needed is given back afterwards."""

    def __init__(
        self,
        *,
        size: float = 2000.0,
        restore_rate: float = 100.0,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self._timer = timer
        self._lock = threading.Lock()
        self._size = size
        self._restore_rate = restore_rate
        self._available = size
        self._settled_at = timer()

    def take(self, points: float) -> bool:
        """Take the points if they are there; say whether they were."""
        with self._lock:
            self._settle()
            if points > self._available:
                return False
            self._available -= points
            return True

    def give_back(self, points: float) -> None:
        """Return points that were taken but not used."""
        with self._lock:
            self._settle()
            self._available = min(self._size, self._available + points)

    def set_available(self, points: float) -> None:
        """Put exactly this many points into the bucket."""
        with self._lock:
            self._settle()
            self._available = min(self._size, points)

    def resize(self, *, size: float | None = None, restore_rate: float | None = None) -> None:
        """Change the plan's figures; a bucket that was full stays full."""
        with self._lock:
            self._settle()
            was_full = self._available >= self._size
            self._size = self._size if size is None else float(size)
            self._restore_rate = self._restore_rate if restore_rate is None else float(restore_rate)
            self._available = self._size if was_full else min(self._available, self._size)

    def status(self) -> ThrottleStatus:
        """The bucket as it is now."""
        with self._lock:
            self._settle()
            return ThrottleStatus(self._size, self._available, self._restore_rate)

    def _settle(self) -> None:
        now = self._timer()
        restored = (now - self._settled_at) * self._restore_rate
        self._available = min(self._size, self._available + restored)
        self._settled_at = now


class Buckets:
    """One bucket for each app, all of the same plan."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_app: dict[str, Bucket] = {}
        self._size = 2000.0
        self._restore_rate = 100.0

    def for_app(self, app: str) -> Bucket:
        """The app's bucket, full when first asked for."""
        with self._lock:
            if app not in self._by_app:
                self._by_app[app] = Bucket(size=self._size, restore_rate=self._restore_rate)
            return self._by_app[app]

    def resize(self, *, size: float | None = None, restore_rate: float | None = None) -> None:
        """Change the figures of every bucket, those to come included."""
        with self._lock:
            self._size = self._size if size is None else float(size)
            self._restore_rate = self._restore_rate if restore_rate is None else float(restore_rate)
            buckets = list(self._by_app.values())
        for bucket in buckets:
            bucket.resize(size=size, restore_rate=restore_rate)

    def set_available(self, points: float, *, apps: tuple[str, ...]) -> None:
        """Put exactly this many points into the buckets of these apps."""
        for app in apps:
            self.for_app(app).set_available(points)
