"""What goes wrong with Shopify in the course of a day, in phases drawn from one seed."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from tests.sandbox.faults import Faults

FINE_SHARE = 0.45
SHORTEST_SECONDS, LONGEST_SECONDS = 300.0, 3600.0


def _flaky(faults: Faults) -> None:
    for _ in range(40):
        faults.outage(502, times=1)
        faults.drop_connections(times=1)


def _slow(faults: Faults) -> None:
    faults.latency = 0.02


BAD: dict[str, Callable[[Faults], None]] = {
    "down (503)": lambda faults: faults.outage(503),
    "frozen (402)": lambda faults: faults.outage(402),
    "credentials refused (401)": lambda faults: faults.outage(401, target="any"),
    "connections dropped": lambda faults: faults.drop_connections(target="any"),
    "flaky": _flaky,
    "slow": _slow,
    "throttled": lambda faults: faults.throttle(),
    "an HTML page instead": lambda faults: faults.garbage("html"),
    "cut in the middle": lambda faults: faults.garbage("cut"),
    "not JSON": lambda faults: faults.garbage("truncated"),
    "another shape": lambda faults: faults.garbage("wrong_shape"),
    "internal errors": lambda faults: faults.errors(
        {"message": "Internal error", "extensions": {"code": "INTERNAL_SERVER_ERROR"}}, hide_data=True
    ),
}


@dataclass
class Weather:
    """Changes by itself as time goes on; `seconds` says how long each kind has lasted."""

    faults: Faults
    dice: random.Random
    kind: str = "fine"
    until: float = 0.0

    def __post_init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._left = list(BAD)

    def pass_time(self, *, now: float, step: float) -> None:
        """On with it, and into the next phase when this one is over."""
        self.seconds[self.kind] = self.seconds.get(self.kind, 0.0) + step
        if now < self.until:
            return
        self.clear_up()
        self.until = now + self.dice.uniform(SHORTEST_SECONDS, LONGEST_SECONDS)
        if self.dice.random() < FINE_SHARE:
            return
        # Every kind comes once before any comes again.
        self._left = self._left or list(BAD)
        self.kind = self._left.pop(self.dice.randrange(len(self._left)))
        BAD[self.kind](self.faults)

    def clear_up(self) -> None:
        """All is well."""
        self.faults.clear()
        self.kind = "fine"
