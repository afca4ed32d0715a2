"""The use cases, one call per view: `look_up` and `refresh`."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction

from orders import clock
from orders.access import limits, links
from orders.asking import breaker, flights, gateway
from orders.domain.matching import ContactKey, OrderNumber
from orders.shopify.errors import OrderNotFound, ShopifyError, Unavailable
from orders.shopify.results import FetchedOrder
from orders.storage import store
from orders.storage.hashing import keyed_hash
from orders.storage.write_queue import in_turn
from orders.transport.deadline import Deadline
from orders.watching import metrics

logger = logging.getLogger("orders.tracking")

SHOPPER_SECONDS = 3.0
"""How long a shopper waits for Shopify at most."""
SUPPORT_SECONDS = 15.0
RETRY_AFTER_SECONDS = 30.0


class NoSingleOrder(Exception):
    """Not exactly one order is meant; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Found:
    """The look-up was right; `token` opens the order."""

    token: str


@dataclass(frozen=True, slots=True)
class NotFound:
    """Number and contact do not belong together, for whatever reason."""


@dataclass(frozen=True, slots=True)
class TooMany:
    """Over a limit; another look-up may be tried after so many seconds."""

    retry_after: float


@dataclass(frozen=True, slots=True)
class ShopAway:
    """Shopify could not be asked, and the order is not known here yet."""

    retry_after: float


LookUp = Found | NotFound | TooMany | ShopAway


class Refresh(StrEnum):
    """What came of a refresh. GONE: Shopify no longer shows the order; the snapshot stays."""

    DONE = "done"
    FAILED = flights.FAILED
    GONE = "gone"
    BUSY = "busy"


class Outcome(StrEnum):
    """What a flight of look-ups publishes to those who wait for it."""

    FOUND = "found"
    NOT_FOUND = "not_found"
    FAILED = flights.FAILED


def look_up(order_number: OrderNumber, contact: ContactKey, *, networks: Sequence[str], now: float) -> LookUp:
    """Find one's own order by its number and one's email or phone; `networks` are the sender's, the narrowest first.

    What is stored is asked first. Everything else, a wrong email for a known order included, costs exactly one search
    at Shopify, so that no kind of miss can be told from another by its time.
    """
    limit = limits.LookUp(networks=networks, order_key=order_number.key, contact=_contact_key(contact))
    if wait := limit.seconds_to_wait(now=now):
        return TooMany(wait)
    order_pk = store.find(order_number, contact)
    if order_pk is not None:
        with in_turn(), transaction.atomic():
            limit.note_found(now=now)
            return Found(links.issue_link(order_pk, origin="look_up", now=now))
    if wait := limit.charge_miss(now=now):
        return TooMany(wait)
    match _ask_shop(order_number, contact):
        case Outcome.NOT_FOUND:
            return NotFound()
        case Outcome.FOUND:
            order_pk = store.find(order_number, contact)
    now = clock.seconds()
    with in_turn(), transaction.atomic():
        limit.take_miss_back(now=now)
        if order_pk is None:
            return ShopAway(RETRY_AFTER_SECONDS)
        return Found(links.issue_link(order_pk, origin="look_up", now=now))


def issue_support_link(order_number: OrderNumber, *, contact: ContactKey | None, now: float) -> str:
    """A link for support staff, who may see any order; raises `NoSingleOrder`.

    Without a contact the order's number must name one order only.
    """
    deadline = Deadline.after(SUPPORT_SECONDS)
    try:
        candidates = gateway.client().find_orders(order_number.typed, deadline=deadline)
        meant = links.find_by_number(candidates, order_number)
        if contact is not None:
            match = links.find_match(candidates, order_number, contact)
            meant = (match,) if match else ()
        if len(meant) != 1:
            raise NoSingleOrder(f"{len(meant)} orders answer to that; there must be one. Try --contact.")
        started_at = clock.seconds()
        fetched = gateway.client().get_order(meant[0].id, deadline=deadline)
    except ShopifyError as error:
        raise NoSingleOrder(f"Shopify could not be asked: {error}") from error
    order_pk = store.put_if_newer(fetched, fetched_at=started_at)
    return links.issue_link(order_pk, origin="support", now=now)


def refresh(order: store.StoredOrder) -> Refresh:
    """Fetch an order again, unless somebody is at it. A failure is written down and loses nothing."""
    outcome = flights.fly(_flight("order", order.shopify_id), lambda: _fetch_again(order), patience=0)
    refreshed = Refresh(outcome) if outcome else Refresh.BUSY
    metrics.refreshed(refreshed)
    return refreshed


def _fetch_again(order: store.StoredOrder) -> Refresh:
    started_at = clock.seconds()
    if store.get(order.pk).fetched_at > order.fetched_at:
        return Refresh.DONE  # somebody was quicker
    try:
        fetched = _get_order(order.shopify_id, deadline=Deadline.after(SHOPPER_SECONDS))
    except OrderNotFound:
        store.note_checked(order.pk, now=started_at)
        return Refresh.GONE
    except ShopifyError as error:
        logger.warning("Refreshing an order failed: %s", error)
        store.note_failure(order.pk, now=started_at)
        return Refresh.FAILED
    store.put_if_newer(fetched, fetched_at=started_at)
    return Refresh.DONE


def _ask_shop(order_number: OrderNumber, contact: ContactKey) -> Outcome:
    """Search at Shopify and store what is right; one process at a time asks the same question."""
    outcome = flights.fly(
        _flight("look-up", f"{order_number.key} {_contact_key(contact)}"),
        lambda: _search(order_number, contact),
        patience=SHOPPER_SECONDS,
    )
    return Outcome(outcome) if outcome else Outcome.FAILED


def _search(order_number: OrderNumber, contact: ContactKey) -> Outcome:
    if store.find(order_number, contact) is not None:
        return Outcome.FOUND  # somebody was quicker
    asked_at = clock.seconds()
    deadline = Deadline.after(SHOPPER_SECONDS)
    try:
        candidates = breaker.ask(lambda: gateway.client().find_orders(order_number.typed, deadline=deadline))
        match = links.find_match(candidates, order_number, contact)
        if match is None:
            return Outcome.NOT_FOUND
        return _fetch_first(match.id, asked_at=asked_at, deadline=deadline)
    except OrderNotFound:
        return Outcome.NOT_FOUND
    except Unavailable as error:
        logger.warning("A look-up could not ask Shopify: %s", error)
    except ShopifyError as error:
        logger.error("A look-up failed, and will until the connection is mended: %s", error)
    return Outcome.FAILED


def _fetch_first(shopify_id: str, *, asked_at: float, deadline: Deadline) -> Outcome:
    """Fetch and store an order, once for all who have found it by different questions."""

    def fetch() -> Refresh:
        started_at = clock.seconds()
        if store.was_fetched_since(shopify_id, asked_at):
            return Refresh.DONE
        store.put_if_newer(_get_order(shopify_id, deadline=deadline), fetched_at=started_at)
        return Refresh.DONE

    outcome = flights.fly(_flight("order", shopify_id), fetch, patience=deadline.remaining())
    return Outcome.FOUND if outcome == Refresh.DONE else Outcome.FAILED


def _get_order(shopify_id: str, *, deadline: Deadline) -> FetchedOrder:
    return breaker.ask(lambda: gateway.client().get_order(shopify_id, deadline=deadline))


def _contact_key(contact: ContactKey) -> str:
    return f"{contact.kind}:{contact.value}"


def _flight(purpose: str, value: str) -> str:
    return keyed_hash(f"flight {purpose}", value)
