"""The part of a worker that sends: a thread of its own, so that a mail server that hesitates holds up no order."""

import logging
import random
import threading

from django.db import DatabaseError, InterfaceError, connection

from orders import clock
from orders.messages.sending import Sender

logger = logging.getLogger("orders.messages")

IDLE_SECONDS = 1.0
KEEP_OPEN_SECONDS = 20.0
"""How long a connection to the mail server stays open with nothing to send."""


class SendingThread(threading.Thread):
    """Sends until `stopping` is set. What it is at when the process ends is due again when its lease runs out."""

    def __init__(self, stopping: threading.Event) -> None:
        super().__init__(name="messages", daemon=True)
        self._stopping = stopping

    def run(self) -> None:
        sender = Sender()
        sent_at = clock.seconds()
        while not self._stopping.is_set():
            now = clock.seconds()
            try:
                if sender.send_due(now=now):
                    sent_at = now
                    continue
            except (DatabaseError, InterfaceError) as error:
                logger.error("The database did not do what it should: %s", type(error).__name__)
                connection.close()
            except Exception as error:  # noqa: BLE001 - the thread must outlive whatever one batch does
                logger.error("Messages could not be sent: %s", type(error).__name__)
            if now - sent_at > KEEP_OPEN_SECONDS:
                sender.close()
            self._stopping.wait(IDLE_SECONDS * random.uniform(0.8, 1.0))  # noqa: S311 - spreads, protects nothing
        sender.close()
        connection.close()
