"""Questions to Shopify that outlive the patience of whoever asked.

A shopper waits for a few seconds, and Shopify may take longer. The question is not taken back then: its thread goes on,
and what comes of it is stored for the next try. Threads that nobody waits for any more die with their process; what
they had claimed is due again when the claim runs out.
"""

import logging
import threading
from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, connections

from orders.shopify.errors import Unavailable

logger = logging.getLogger("orders.asking")

MOST_AT_ONCE = 32
"""Questions of one process that are open at once, waited for or not."""

type Outcome[Answer] = Callable[[], Answer]
"""What came of a question: gives the answer, or raises what the question raised."""


class StillAsking(Unavailable):
    """Shopify has not answered yet; the question goes on without us."""


class TooManyQuestions(Unavailable):
    """So many questions are open in this process that no other is begun."""


class _Process:
    """What the threads of this process share."""

    room = threading.BoundedSemaphore(MOST_AT_ONCE)
    generation = 0


def ask[Answer](
    question: Callable[[], Answer], *, patience: float, afterwards: Callable[[Outcome[Answer]], None]
) -> Outcome[Answer]:
    """What `question` came to within `patience` seconds. It is asked in a thread and must not use the database.

    Raises `StillAsking` when that was not enough: then `afterwards` is called with the outcome, in that thread, which
    has a database connection of its own. Raises `TooManyQuestions` without asking.
    """
    asking = _Asking(question, afterwards)
    asking.begin()
    outcome = asking.wait(patience)
    if outcome is None:
        message = "Shopify has not answered yet; it is still being asked."
        raise StillAsking(message)
    return outcome


def forget() -> None:
    """Drop what is still being asked, as a process does that ends."""
    _Process.generation += 1
    _Process.room = threading.BoundedSemaphore(MOST_AT_ONCE)


class _Asking[Answer]:
    """One question and its thread."""

    def __init__(self, question: Callable[[], Answer], afterwards: Callable[[Outcome[Answer]], None]) -> None:
        self._question = question
        self._afterwards = afterwards
        self._lock = threading.Lock()
        self._landed = threading.Event()
        self._outcome: Outcome[Answer] | None = None
        self._is_left = False
        self._generation = _Process.generation
        self._room = _Process.room

    def begin(self) -> None:
        if not self._room.acquire(blocking=False):
            message = "Too many questions to Shopify are open already."
            raise TooManyQuestions(message, retry_after=5.0)
        threading.Thread(target=self._run, name="asking-shopify", daemon=True).start()

    def wait(self, patience: float) -> Outcome[Answer] | None:
        """The outcome; None where it did not come in time, which leaves it to the thread."""
        self._landed.wait(patience)
        with self._lock:
            self._is_left = self._outcome is None
            return self._outcome

    def _run(self) -> None:
        try:
            outcome = self._ask()
            with self._lock:
                if not self._is_left:
                    self._outcome = outcome
                    self._landed.set()
                    return
            self._go_on(outcome)
        finally:
            self._room.release()

    def _ask(self) -> Outcome[Answer]:
        try:
            answer = self._question()
        except Exception as error:  # noqa: BLE001 - raised again where the outcome is looked at
            failure = error
        else:
            return lambda: answer

        def fail() -> Answer:
            raise failure

        return fail

    def _go_on(self, outcome: Outcome[Answer]) -> None:
        if self._generation != _Process.generation:
            return
        try:
            self._afterwards(outcome)
        except (DatabaseError, InterfaceError) as error:
            logger.error("What Shopify answered late could not be stored: %s", type(error).__name__)
        except Exception as error:  # noqa: BLE001 - nobody waits who could be told, and the message may quote an order
            logger.error("What Shopify answered late could not be used: %s", type(error).__name__)
        finally:
            connections.close_all()
