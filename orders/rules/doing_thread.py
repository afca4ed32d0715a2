"""The part of a worker that does what rules ask for: a thread of its own, so that a slow receiver holds up no order."""

import logging
import random
import threading

from django.db import DatabaseError, InterfaceError, connection

from orders import clock
from orders.rules.doing import Doer

logger = logging.getLogger("orders.rules")

IDLE_SECONDS = 1.0
KEEP_OPEN_SECONDS = 20.0


class RulesThread(threading.Thread):
    """Works until `stopping` is set. What it is at when the process ends is due again when its lease runs out."""

    def __init__(self, stopping: threading.Event) -> None:
        super().__init__(name="rules", daemon=True)
        self._stopping = stopping

    def run(self) -> None:
        doer = Doer()
        worked_at = clock.seconds()
        while not self._stopping.is_set():
            now = clock.seconds()
            try:
                if doer.do_next(now=now):
                    worked_at = now
                    continue
            except (DatabaseError, InterfaceError) as error:
                logger.error("The database did not do what it should: %s", type(error).__name__)
                connection.close()
            except Exception as error:  # noqa: BLE001 - the thread must outlive whatever one deed does
                logger.error("What a rule asks for could not be done: %s", type(error).__name__)
            if now - worked_at > KEEP_OPEN_SECONDS:
                doer.close()
            self._stopping.wait(IDLE_SECONDS * random.uniform(0.8, 1.0))  # noqa: S311 - spreads, protects nothing
        doer.close()
        connection.close()
