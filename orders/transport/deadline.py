"""How long a whole piece of work may take, and the clock, sleep and dice that the client uses."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Where the client gets its time and its chance from; tests give their own. `dice` returns 0 to 1."""

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    dice: Callable[[], float] = random.random


class Deadline:
    """A moment after which nobody waits any more. One deadline covers all requests, retries and waits of a
    call.
    """

    def __init__(self, *, ends_at: float, monotonic: Callable[[], float]) -> None:
        self._ends_at = ends_at
        self._monotonic = monotonic

    @classmethod
    def after(cls, seconds: float, *, monotonic: Callable[[], float] = time.monotonic) -> "Deadline":
        """The deadline `seconds` from now, by the clock given."""
        return cls(ends_at=monotonic() + seconds, monotonic=monotonic)

    def remaining(self) -> float:
        """Seconds left, never below zero."""
        return max(0.0, self._ends_at - self._monotonic())

    def within(self, seconds: float) -> "Deadline":
        """This deadline, or the one `seconds` from now if that is earlier."""
        ends_at = min(self._ends_at, self._monotonic() + seconds)
        return Deadline(ends_at=ends_at, monotonic=self._monotonic)
