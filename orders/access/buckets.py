"""Leaky buckets in rows that all processes see: how often something may happen.

A row says how many seconds its bucket takes to drain. So all buckets drain alike, and one statement settles and fills
any number of them, whatever each of them holds.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from orders import clock, conf
from orders.storage.hashing import keyed_hash
from orders.storage.statements import run

FILL = """
INSERT INTO orders_limit (key, level, updated_at) VALUES {rows}
ON CONFLICT (key) DO UPDATE SET
  level = CASE WHEN {drained} + excluded.level > 0 THEN {drained} + excluded.level ELSE 0 END,
  updated_at = CASE WHEN orders_limit.updated_at BETWEEN excluded.updated_at AND excluded.updated_at + {ahead}
               THEN orders_limit.updated_at ELSE excluded.updated_at END
RETURNING key, level
"""
# A clock that goes back drains nothing; a time that only a wrong clock can have written counts as now.
DRAINED = """
(CASE WHEN orders_limit.updated_at >= excluded.updated_at THEN orders_limit.level
      WHEN orders_limit.level <= excluded.updated_at - orders_limit.updated_at THEN 0
      ELSE orders_limit.level - (excluded.updated_at - orders_limit.updated_at) END)
"""
LOOK = "SELECT key, level, updated_at FROM orders_limit WHERE key IN ({keys})"


@dataclass(frozen=True, slots=True)
class Allowance:
    """A bucket that holds `capacity` attempts and drains one every `seconds`."""

    scope: str
    capacity: int
    seconds: float
    adjustable: bool = True
    """Whether `LOOK_UP_LIMIT_FACTOR` multiplies it."""

    @property
    def room(self) -> float:
        """Seconds that a full bucket takes to drain."""
        return self.capacity * self.seconds

    def cost(self, weight: float) -> float:
        """Seconds that something of this weight adds; 1 is an attempt."""
        return weight * self.seconds / (conf.look_up_limit_factor() if self.adjustable else 1)


@dataclass(frozen=True, slots=True)
class Bucket:
    """An allowance of one network, one order, one account: whatever was hashed into `row`."""

    allowance: Allowance
    row: str

    @classmethod
    def of(cls, allowance: Allowance, whose: str) -> "Bucket":
        """The bucket of somebody or something, whose name is not stored."""
        return cls(allowance, f"{allowance.scope}:{keyed_hash('limit', whose)}")

    def is_full(self, levels: Mapping[str, float]) -> bool:
        """Whether not one attempt more fits into it."""
        return self.seconds_until(levels, weight=1) > 0

    def seconds_until(self, levels: Mapping[str, float], *, weight: float) -> float:
        """How long until something of this weight fits; 0 when it does now."""
        over = levels.get(self.row, 0.0) + self.allowance.cost(weight) - self.allowance.room
        return over if over > ROUNDING else 0.0


ROUNDING = 1e-3
"""Seconds since the epoch are floats: a tenth of a microsecond must not fill a bucket."""


def look(buckets: Iterable[Bucket], *, now: float) -> dict[str, float]:
    """The level of each, in seconds; what is empty may be missing. Writes and locks nothing."""
    rows = [bucket.row for bucket in buckets]
    return {
        key: level if updated_at >= now else max(0.0, level - (now - updated_at))
        for key, level, updated_at in run(LOOK.format(keys=", ".join(["%s"] * len(rows))), rows)
    }


def fill(weights: Mapping[Bucket, float], *, now: float) -> dict[str, float]:
    """Put so much into each bucket, or take it out again where the weight is below 0. Returns the new levels."""
    values: list[str | float] = []
    for bucket in sorted(weights, key=lambda bucket: bucket.row):  # one order for all, so that none deadlock
        values += (bucket.row, bucket.allowance.cost(weights[bucket]), now)
    rows = ", ".join(["(%s, %s, %s)"] * len(weights))
    statement = FILL.format(rows=rows, drained=DRAINED, ahead=clock.AHEAD_SECONDS)
    return {str(key): float(level) for key, level in run(statement, values)}


def charge(
    weights: Mapping[Bucket, float], *, besides: Mapping[Bucket, float] | None = None, now: float
) -> float | None:
    """Put what it weighs into each bucket, or into none. None when all fitted, else the seconds until they will.

    What goes `besides` into others is counted with it, and never too much.
    """
    with transaction.atomic():
        levels = fill({**weights, **(besides or {})}, now=now)
        over = max(bucket.seconds_until(levels, weight=0) for bucket in weights)
        if over:
            transaction.set_rollback(True)
    return at_least_a_second(over)


def at_least_a_second(over: float) -> float | None:
    """What is said to who has to wait; None where nobody has to."""
    return max(1.0, over) if over else None


def forget_drained(*, now: float) -> None:
    """Delete buckets nobody has touched for a day; all have drained by then."""
    run("DELETE FROM orders_limit WHERE updated_at < %s OR updated_at > %s", [now - 86_400, now + 86_400])
