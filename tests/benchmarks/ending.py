"""How a command that has started others ends when it is told to."""

import signal
import sys


def stop_what_was_started() -> None:
    """From now on SIGTERM ends this process as Ctrl-C does: what it started is stopped by its `finally` and `with`."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
