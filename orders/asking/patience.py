"""Asking Shopify for somebody who waits: through the breaker, for a few seconds, and on without them after that."""

from collections.abc import Callable

from orders import clock
from orders.asking import breaker, going_on
from orders.asking.going_on import Outcome, StillAsking
from orders.storage.connections import give_back

SEARCH_SECONDS = 15.0
FETCH_SECONDS = 45.0
"""How long Shopify may take in all, most of it after the shopper has been answered. A large order is many calls."""


def ask[Answer](
    question: Callable[[], Answer], *, patience: float, afterwards: Callable[[Outcome[Answer]], None]
) -> Answer:
    """The answer, within `patience` seconds; else `StillAsking`, and `afterwards` gets the outcome later.

    Raises `Resting` at once while the breaker is open, `TooManyQuestions`, and whatever `question` raises.
    """
    attempt = breaker.begin()

    def go_on(outcome: Outcome[Answer]) -> None:
        attempt.note(outcome)
        afterwards(outcome)

    give_back()
    try:
        outcome = going_on.ask(question, patience=patience, afterwards=go_on)
    except StillAsking:
        if patience:
            breaker.note_slowness(now=clock.seconds())
        raise
    attempt.note(outcome)
    return outcome()


def wait_for_more(seconds: float) -> float:
    """How long somebody waits who can be shown something without: `seconds`, but not at all while Shopify is slow."""
    return 0.0 if breaker.read().is_slow(now=clock.seconds()) else seconds
