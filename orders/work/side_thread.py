"""A thread beside the worker's loop for what waits on others' servers, so that one that hesitates holds up no order."""

import logging
import random
import threading
from collections.abc import Callable, Sequence

from django.db import DatabaseError, InterfaceError, connection

from orders import clock

logger = logging.getLogger("orders.worker")

IDLE_SECONDS = 1.0
KEEP_OPEN_SECONDS = 20.0
"""How long connections to others stay open with nothing to do."""

type Errand = Callable[[float], bool]
"""Does what has been due longest, told the time; False when nothing is."""


class SideThread(threading.Thread):
    """Runs errands until `stopping` is set, and `close` when they have had nothing to do for a while.

    What it is at when the process ends is due again when its lease runs out.
    """

    def __init__(
        self,
        name: str,
        errands: Sequence[Errand],
        stopping: threading.Event,
        *,
        close: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(name=name, daemon=True)
        self._errands = errands
        self._stopping = stopping
        self._close = close

    def run(self) -> None:
        worked_at = clock.seconds()
        while not self._stopping.is_set():
            had_work = [self._has_run(errand) for errand in self._errands]
            if any(had_work):
                worked_at = clock.seconds()
                continue
            if clock.seconds() - worked_at > KEEP_OPEN_SECONDS:
                self._close()
            self._stopping.wait(IDLE_SECONDS * random.uniform(0.8, 1.0))  # noqa: S311 - spreads, protects nothing
        self._close()
        connection.close()

    def _has_run(self, errand: Errand) -> bool:
        try:
            return errand(clock.seconds())
        except (DatabaseError, InterfaceError) as error:
            logger.error("The database did not do what it should (%s): %s", self.name, type(error).__name__)
            connection.close()
        except Exception as error:  # noqa: BLE001 - the thread must outlive whatever one errand does
            logger.error("An errand failed (%s): %s", self.name, type(error).__name__)
        return False
