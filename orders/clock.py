"""The edges' clock. Everything further in is told the time."""

import time
from datetime import UTC, datetime

from orders import conf


def seconds() -> float:
    """Seconds since the epoch, as the tables keep times."""
    return time.time()


def utc() -> datetime:
    """Now, in UTC."""
    return datetime.fromtimestamp(seconds(), UTC)


def local(at: float) -> datetime:
    """A stored time in the store's time zone."""
    return datetime.fromtimestamp(at, UTC).astimezone(conf.time_zone())
