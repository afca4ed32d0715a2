"""How often one may look up, or try to sign in: leaky buckets in rows that all processes see, changed by one statement.

An attempt is charged to the sender's network first, alone, so that one noisy address cannot use up what all share.
Links that a shopper already holds are never limited.
"""

from dataclasses import dataclass

from django.db import connection

from orders import conf
from orders.storage.hashing import keyed_hash


@dataclass(frozen=True, slots=True)
class Allowance:
    """A bucket that holds `capacity` attempts and drains one every `seconds`."""

    scope: str
    capacity: int
    seconds: float
    adjustable: bool = True
    """Whether `LOOK_UP_LIMIT_FACTOR` multiplies it."""


PER_ADDRESS = Allowance("address", capacity=20, seconds=15)
PER_ORDER = Allowance("order", capacity=10, seconds=60)
PER_CONTACT = Allowance("contact", capacity=10, seconds=60)
IN_ALL = Allowance("all", capacity=300, seconds=0.2)
# An account has more room than a network, so that nobody is kept out of theirs from one network.
SIGN_IN_PER_ADDRESS = Allowance("sign_in_address", capacity=8, seconds=60, adjustable=False)
SIGN_IN_PER_NAME = Allowance("sign_in_name", capacity=20, seconds=30, adjustable=False)

# A refused attempt adds nothing, so that knocking does not prolong the wait.
CHARGE = """
INSERT INTO orders_limit (key, level, granted, updated_at) VALUES (%(key)s, 1, TRUE, %(now)s)
ON CONFLICT (key) DO UPDATE SET
  granted = {drained} + 1 <= %(capacity)s,
  level = CASE WHEN {drained} + 1 <= %(capacity)s THEN {drained} + 1 ELSE {drained} END,
  updated_at = CASE WHEN orders_limit.updated_at > %(now)s THEN orders_limit.updated_at ELSE %(now)s END
RETURNING granted, level
"""
DRAINED = """
(CASE WHEN %(now)s <= orders_limit.updated_at THEN orders_limit.level
      WHEN orders_limit.level <= (%(now)s - orders_limit.updated_at) / %(seconds)s THEN 0
      ELSE orders_limit.level - (%(now)s - orders_limit.updated_at) / %(seconds)s END)
"""
STATEMENT = CHARGE.format(drained=DRAINED)


def charge_look_up(*, network: str, order_key: str, contact: str, now: float) -> float | None:
    """Count one look-up. None when it may go ahead, else the seconds until the next one may."""
    for allowance, key in (
        (PER_ADDRESS, network),
        (PER_ORDER, order_key),
        (PER_CONTACT, contact),
        (IN_ALL, ""),
    ):
        wait = charge(allowance, key, now=now)
        if wait is not None:
            return wait
    return None


def charge_sign_in(*, network: str, name: str, now: float) -> float | None:
    """Count one attempt to sign in, right or wrong. None when it may go ahead, else the seconds until one may."""
    for allowance, key in ((SIGN_IN_PER_ADDRESS, network), (SIGN_IN_PER_NAME, name)):
        wait = charge(allowance, key, now=now)
        if wait is not None:
            return wait
    return None


def charge(allowance: Allowance, key: str, *, now: float) -> float | None:
    """Put one attempt into a bucket. None when it fitted, else the seconds until one will."""
    factor = conf.look_up_limit_factor() if allowance.adjustable else 1
    capacity = allowance.capacity * factor
    seconds = allowance.seconds / factor
    values: dict[str, float | str] = {
        "key": f"{allowance.scope}:{keyed_hash('limit', key)}",
        "capacity": capacity,
        "seconds": seconds,
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, values)
        granted, level = cursor.fetchone()
    return None if granted else max(1.0, (level + 1 - capacity) * seconds)


def forget_drained(*, now: float) -> None:
    """Delete buckets nobody has touched for a day; all have drained by then."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM orders_limit WHERE updated_at < %s", [now - 86_400])
