"""A look-up of what is not stored here: one search at Shopify, the proof, and the first fetch.

A search that outlives the shopper's patience goes on, and so does all that follows from it: the next try finds it done.
Until both factors have matched every look-up takes the same steps, so that no miss can be told from another.
"""

import logging
import time
from dataclasses import dataclass
from enum import StrEnum

from orders import clock, conf
from orders.access import links
from orders.asking import first_fetch, flights, gateway, hidden_contacts, patience
from orders.asking.first_fetch import Fetch
from orders.asking.flights import Claim
from orders.asking.going_on import Outcome, StillAsking
from orders.domain.matching import ContactKey, Kinship, OrderNumber
from orders.shopify.errors import OrderNotFound, ShopifyError, Unavailable
from orders.shopify.results import OrderCandidate
from orders.storage import found, store
from orders.storage.hashing import keyed_hash
from orders.transport.deadline import Deadline

logger = logging.getLogger("orders.tracking")


class Come(StrEnum):
    """What a flight of look-ups publishes to those who wait for it."""

    FOUND = "found"
    NOT_FOUND = "not_found"
    FAILED = flights.FAILED


@dataclass(frozen=True, slots=True)
class Question:
    """What was typed, and until when (by the monotonic clock) somebody waits."""

    order_number: OrderNumber
    contact: ContactKey
    until: float

    def remaining(self) -> float:
        """Seconds that are left of it."""
        return max(0.0, self.until - time.monotonic())

    def is_answered_here(self) -> bool:
        """Whether a stored order surely answers it; one that shares only the number may have a namesake at the shop."""
        return store.prove(self.order_number, self.contact, at_most=Kinship.LETTERS) is not None

    def is_stored(self, match: OrderCandidate) -> bool:
        """Whether the order that was found has been here all along, under the same number and contact."""
        proved = store.prove(self.order_number, self.contact)
        return proved is not None and store.is_fetched(proved.pk, shopify_id=match.id)


def ask_shop(order_number: OrderNumber, contact: ContactKey) -> Come | None:
    """Search at Shopify and keep what is right; one process at a time asks the same. None while it is still asked."""
    question = Question(order_number, contact, time.monotonic() + conf.look_up_seconds())
    asked = keyed_hash("flight look-up", f"{order_number.name} {contact.kind}:{contact.value}")
    come = flights.fly(
        asked,
        lambda claim: _search(question, claim),
        patience=conf.look_up_seconds(),
        longest=patience.SEARCH_SECONDS + flights.CLAIM_SECONDS,
    )
    return Come(come) if come else None


def _search(question: Question, claim: Claim) -> Come | None:
    if question.is_answered_here():
        return Come.FOUND  # somebody was quicker
    client = gateway.client()
    try:
        candidates = patience.ask(
            lambda: client.find_orders(
                question.order_number.typed,
                name=question.order_number.name,
                deadline=Deadline.after(patience.SEARCH_SECONDS),
            ),
            patience=question.remaining(),
            afterwards=lambda outcome: _land_late(question, outcome, claim),
        )
    except StillAsking:
        return None
    except ShopifyError as error:
        return _read_failure(error)
    seconds = patience.wait_for_more(question.remaining())
    return _prove_and_fetch(question, candidates, seconds=seconds)


def _land_late(question: Question, outcome: Outcome[tuple[OrderCandidate, ...]], claim: Claim) -> None:
    try:
        come = _prove_and_fetch(question, outcome(), seconds=0.0)
    except ShopifyError as error:
        come = _read_failure(error)
    readable = flights.LATE_OUTCOME_SECONDS if come is Come.NOT_FOUND else flights.OUTCOME_SECONDS
    flights.finish(claim, come, now=clock.seconds(), readable=readable)


def _read_failure(error: ShopifyError) -> Come:
    if isinstance(error, OrderNotFound):
        return Come.NOT_FOUND
    if isinstance(error, Unavailable):
        logger.warning("A look-up could not ask Shopify: %s", error)
    else:
        logger.error("A look-up failed, and will until the connection is mended: %s", error)
    return Come.FAILED


def _prove_and_fetch(question: Question, candidates: tuple[OrderCandidate, ...], *, seconds: float) -> Come:
    """Keep the order that both factors belong to, and wait for its first fetch for so many seconds."""
    match = links.find_match(candidates, question.order_number, question.contact)
    if match is None:
        return Come.FAILED if hidden_contacts.are_hidden(candidates, now=clock.seconds()) else Come.NOT_FOUND
    if question.is_stored(match):
        return Come.FOUND
    order_pk = found.note(match, now=clock.seconds())
    if order_pk is None:
        return Come.NOT_FOUND
    if first_fetch.fetch(order_pk, seconds=seconds) is Fetch.GONE:
        return Come.NOT_FOUND
    return Come.FOUND
