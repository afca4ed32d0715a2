"""The use cases, one call per view: `look_up` and `refresh`."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction

from orders import clock, conf
from orders.access import limits, links
from orders.access.purposes import Purpose
from orders.asking import cold, first_fetch, flights, gateway, patience, shown_no_more
from orders.asking.cold import Come
from orders.asking.flights import Claim
from orders.asking.going_on import Outcome, StillAsking
from orders.domain.matching import ContactKey, Kinship, OrderNumber
from orders.shopify.errors import OrderNotFound, ShopifyError
from orders.shopify.results import FetchedOrder
from orders.storage import found, store
from orders.storage.hashing import keyed_hash
from orders.storage.write_queue import in_turn
from orders.transport.deadline import Deadline
from orders.watching import metrics

logger = logging.getLogger("orders.tracking")

SUPPORT_SECONDS = 15.0
RETRY_AFTER_SECONDS = 30.0
STILL_LOOKING_SECONDS = 4.0


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


@dataclass(frozen=True, slots=True)
class StillLooking:
    """Shopify has not answered yet, and the search goes on; the same look-up, after so many seconds, finds it done."""

    retry_after: float


LookUp = Found | NotFound | TooMany | ShopAway | StillLooking


class Refresh(StrEnum):
    """What came of a refresh. GONE: Shopify no longer shows the order; the snapshot stays."""

    DONE = "done"
    FAILED = flights.FAILED
    GONE = "gone"
    BUSY = "busy"


def look_up(order_number: OrderNumber, contact: ContactKey, *, networks: Sequence[str], now: float) -> LookUp:
    """Find one's own order by its number and one's email or phone; `networks` are the sender's, the narrowest first.

    What is stored is asked first; an order that only shares the number is taken once the shop knows none that bears the
    name. Everything else, a wrong email for a known order included, costs exactly one search
    at Shopify, so that no kind of miss can be told from another by its time.
    """
    limit = limits.LookUp(networks=networks, order_key=order_number.key, contact=_contact_key(contact))
    if wait := limit.seconds_to_wait(now=now):
        return TooMany(wait)
    if known := _open_known(limit, order_number, contact, now=now):
        return known
    if wait := limit.charge_miss(now=now):
        return TooMany(wait)
    come = cold.ask_shop(order_number, contact)
    proved = store.prove(order_number, contact)
    if proved is None and come is None:
        limit.take_miss_back(now=clock.seconds())  # the same look-up comes again, and is charged then
        return StillLooking(STILL_LOOKING_SECONDS)
    if proved is None and come is not Come.FAILED:
        return NotFound()  # also where the search was behind: the order has another contact by now
    now = clock.seconds()
    with in_turn(), transaction.atomic():
        limit.take_miss_back(now=now)
        return ShopAway(RETRY_AFTER_SECONDS) if proved is None else _found(proved, now=now)


def find_known(
    order_number: OrderNumber, contact: ContactKey, *, networks: Sequence[str], now: float
) -> Found | None:
    """The quick part of `look_up`: found, where the order is stored and no limit is reached; else nothing happened."""
    limit = limits.LookUp(networks=networks, order_key=order_number.key, contact=_contact_key(contact))
    return None if limit.seconds_to_wait(now=now) else _open_known(limit, order_number, contact, now=now)


def _open_known(
    limit: limits.LookUp, order_number: OrderNumber, contact: ContactKey, *, now: float
) -> Found | None:
    proved = store.prove(order_number, contact, at_most=Kinship.LETTERS)
    if proved is None:
        return None
    with in_turn():
        limit.note_found(now=now)
        return _found(proved, now=now)


def _found(proved: store.Proved, *, now: float) -> Found:
    return Found(links.issue_link(proved.pk, origin=Purpose.LOOK_UP, now=now, proof=proved.proof))


def issue_support_link(order_number: OrderNumber, *, contact: ContactKey | None, now: float) -> str:
    """A link for support staff, who may see any order; raises `NoSingleOrder`, see `fetch_for_support`."""
    order_pk = fetch_for_support(order_number, contact=contact)
    return links.issue_link(order_pk, origin=Purpose.SUPPORT, now=now)


def fetch_for_support(order_number: OrderNumber, *, contact: ContactKey | None) -> int:
    """Have Shopify asked for an order and store it; returns its key, or raises `NoSingleOrder`.

    Without a contact the order's number must name one order only.
    """
    deadline = Deadline.after(SUPPORT_SECONDS)
    try:
        candidates = gateway.client().find_orders(
            order_number.typed, name=order_number.name, deadline=deadline
        )
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
    return store.put_if_newer(fetched, fetched_at=started_at)


def refresh(order: store.StoredOrder) -> Refresh:
    """Fetch an order again, unless somebody is at it. A failure is written down and loses nothing; BUSY also means
    that Shopify takes longer than somebody waits, and is still being asked.
    """
    outcome = flights.fly(
        keyed_hash("flight order", order.shopify_id),
        lambda claim: _fetch_again(order, claim),
        patience=0,
        longest=patience.FETCH_SECONDS + flights.CLAIM_SECONDS,
    )
    refreshed = Refresh(outcome) if outcome else Refresh.BUSY
    metrics.refreshed(refreshed)
    return refreshed


def keep_fetching(order: store.StoredOrder) -> None:
    """Have an order that was found but never fetched be fetched, unless somebody is at it; nobody waits for it."""
    claimed = found.claim(order.pk, now=clock.seconds())
    if claimed is not None:
        first_fetch.fetch_claimed(claimed, seconds=0.0)


def _fetch_again(order: store.StoredOrder, claim: Claim) -> Refresh | None:
    started_at = clock.seconds()
    if store.get(order.pk).fetched_at > order.fetched_at:
        return Refresh.DONE  # somebody was quicker
    client = gateway.client()

    def store_late(outcome: Outcome[FetchedOrder]) -> None:
        flights.finish(claim, _store_again(order, outcome, started_at=started_at), now=clock.seconds())

    try:
        fetched = patience.ask(
            lambda: client.get_order(order.shopify_id, deadline=Deadline.after(patience.FETCH_SECONDS)),
            patience=patience.wait_for_more(conf.look_up_seconds()),
            afterwards=store_late,
        )
    except StillAsking:
        return None
    except ShopifyError as error:
        return _note_failure(order, error, started_at=started_at)
    store.put_if_newer(fetched, fetched_at=started_at)
    return Refresh.DONE


def _store_again(order: store.StoredOrder, outcome: Outcome[FetchedOrder], *, started_at: float) -> Refresh:
    try:
        fetched = outcome()
    except ShopifyError as error:
        return _note_failure(order, error, started_at=started_at)
    store.put_if_newer(fetched, fetched_at=started_at)
    return Refresh.DONE


def _note_failure(order: store.StoredOrder, error: ShopifyError, *, started_at: float) -> Refresh:
    if isinstance(error, OrderNotFound):
        shown_no_more.note(order.pk, now=started_at)
        return Refresh.GONE
    logger.warning("Refreshing an order failed: %s", error)
    store.note_failure(order.pk, now=started_at)
    return Refresh.FAILED


def _contact_key(contact: ContactKey) -> str:
    return f"{contact.kind}:{contact.value}"
