"""The edges' clock. Everything further in is told the time."""

import time
from datetime import UTC, datetime

from orders import conf

AHEAD_SECONDS = 300.0
"""Clocks differ a little. A stored time further ahead of now than this was written by a clock that was wrong, and
counts as now wherever it is read (docs/decisions/0009)."""


def seconds() -> float:
    """Seconds since the epoch, as the tables keep times."""
    return time.time()


def utc() -> datetime:
    """Now, in UTC."""
    return datetime.fromtimestamp(seconds(), UTC)


def local(at: float) -> datetime:
    """A stored time in the store's time zone."""
    return datetime.fromtimestamp(at, UTC).astimezone(conf.time_zone())
