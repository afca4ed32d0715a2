"""Asking again where that can help."""

from collections.abc import Callable

from orders.shopify.errors import Unavailable
from orders.transport.deadline import Deadline, Timing

MAX_ATTEMPTS = 4
FIRST_BACKOFF_SECONDS = 0.2


def ask_until_answered[Answer](
    attempt: Callable[[], Answer], *, timing: Timing, deadline: Deadline
) -> Answer:
    """Make up to four attempts while the failures are transient and the deadline leaves time for another."""
    number = 1
    while True:
        try:
            return attempt()
        except Unavailable as error:
            if not error.transient or number == MAX_ATTEMPTS:
                raise
            wait_or_raise(error, number=number, timing=timing, deadline=deadline)
        number += 1


def wait_or_raise(error: Unavailable, *, number: int = 1, timing: Timing, deadline: Deadline) -> None:
    """Sleep until the next attempt is worth making; `number` counts those made. Raises the error where the deadline
    would pass meanwhile.
    """
    if error.retry_after is None:
        wait = FIRST_BACKOFF_SECONDS * 2 ** (number - 1) * (0.5 + timing.dice())
    else:
        wait = error.retry_after + timing.dice() * FIRST_BACKOFF_SECONDS
    if wait >= deadline.remaining():
        raise error
    timing.sleep(wait)
