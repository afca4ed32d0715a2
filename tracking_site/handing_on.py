"""What the supervisor hands to the gunicorn it starts, by environment variables that name file descriptors."""

import contextlib
import os

SOCKETS = "HANDED_SOCKETS"
"""Sockets to listen on, separated by commas."""
READY = "HANDED_READY"
"""A pipe to write to when requests are answered."""


def sockets() -> list[str]:
    """The handed sockets as gunicorn's `bind` names them; none when it was not the supervisor who started us."""
    return [f"fd://{number}" for number in os.environ.get(SOCKETS, "").split(",") if number]


def say_ready() -> None:
    """Tell the supervisor, if there is one and it still listens."""
    number = os.environ.get(READY)
    if number:
        with contextlib.suppress(OSError):
            os.write(int(number), b"1")
