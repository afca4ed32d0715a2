"""Log lines about what goes on and on: said once a minute, with how often it happened meanwhile."""

import logging
import threading
import time

EVERY_SECONDS = 60.0


class Seldom:
    """One thing to say. Each process says its own."""

    def __init__(self, logger: logging.Logger, level: int = logging.WARNING) -> None:
        self._logger = logger
        self._level = level
        self._said_at = float("-inf")
        self._unsaid = 0
        self._lock = threading.Lock()

    def say(self, message: str, *values: object) -> None:
        """Log the line, unless it was within the last minute; then it is counted for the next one."""
        now = time.monotonic()
        with self._lock:
            if now - self._said_at < EVERY_SECONDS:
                self._unsaid += 1
                return
            unsaid, self._unsaid, self._said_at = self._unsaid, 0, now
        if unsaid:
            message, values = message + " (and %d more times since the last such line)", (*values, unsaid)
        self._logger.log(self._level, message, *values)
