"""What Shopify did that this code did not expect: logged once each, counted always, never an error."""

import logging
import threading
from collections import Counter
from collections.abc import Callable, Mapping

logger = logging.getLogger("orders.shopify")

MAX_DISTINCT = 500
"""A reply full of inventions must not fill the memory: beyond this many, only the kind is counted."""


class Observations:
    """Counts by kind and value, shared by all threads of one client.

    Values are names of fields, enum values and versions, never what a shopper or a merchant wrote.
    """

    def __init__(self, on_note: Callable[[str, str], None] | None = None) -> None:
        """`on_note` is called with kind and value each time something is counted."""
        self._on_note = on_note
        self._counts: Counter[tuple[str, str]] = Counter()
        self._lock = threading.Lock()

    def note(self, kind: str, value: str) -> None:
        """Count one more `value` of this kind, and log it when it is the first."""
        key = (kind, value)
        with self._lock:
            if key not in self._counts and len(self._counts) >= MAX_DISTINCT:
                key = (kind, "(others)")
            self._counts[key] += 1
            is_new = self._counts[key] == 1
        if self._on_note is not None:
            self._on_note(*key)
        if is_new:
            logger.warning("Shopify: %s: %s", *key)

    def counts(self) -> Mapping[tuple[str, str], int]:
        """A copy of all counts so far, by (kind, value)."""
        with self._lock:
            return dict(self._counts)
