"""The part of a worker that calls others: a thread of its own, so that a receiver that hesitates holds up no order."""

import logging
import random
import threading
from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, connection

from orders import clock
from orders.api.callbacks import Deliverer

logger = logging.getLogger(__name__)

IDLE_SECONDS = 1.0


class CallingThread(threading.Thread):
    """Calls back until `stopping` is set, and does what else calls out, `also`, told the time.

    What it is at when the process ends is due again when its lease runs out.
    """

    def __init__(self, stopping: threading.Event, *, also: Callable[[float], bool]) -> None:
        super().__init__(name="callbacks", daemon=True)
        self._stopping = stopping
        self._also = also

    def run(self) -> None:
        deliverer = Deliverer()
        while not self._stopping.is_set():
            try:
                called = deliverer.deliver_next(now=clock.seconds())
                if self._also(clock.seconds()) or called:
                    continue
            except (DatabaseError, InterfaceError) as error:
                logger.error("The database did not do what it should: %s", type(error).__name__)
                connection.close()
            except Exception as error:  # noqa: BLE001 - the thread must outlive whatever one callback does
                logger.error("A callback could not be sent: %s", type(error).__name__)
            self._stopping.wait(IDLE_SECONDS * random.uniform(0.8, 1.0))  # noqa: S311 - spreads, protects nothing
        connection.close()
