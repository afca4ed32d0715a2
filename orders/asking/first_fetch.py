"""The first fetch of an order that was found: as far as a shopper waits for it, and on without them.

The row is claimed while it is being fetched, as the worker claims it; whoever dies at it leaves it due.
"""

import logging
import time
from enum import StrEnum

from orders import clock
from orders.asking import gateway, patience, shown_no_more
from orders.asking.going_on import Outcome, StillAsking
from orders.shopify.errors import OrderNotFound, ShopifyError, Throttled
from orders.shopify.results import FetchedOrder
from orders.storage import due, found, store
from orders.storage.connections import give_back
from orders.storage.due import Claimed
from orders.transport.deadline import Deadline

logger = logging.getLogger("orders.asking")

LOOK_AGAIN_SECONDS = 0.05
FIRST_RETRY_SECONDS = 3.0
"""Somebody waits, so the first tries after a failure come sooner than the worker's."""
LONGEST_RETRY_SECONDS = 60.0


class Fetch(StrEnum):
    """How far it came. WAITING: it is being fetched, or will be again."""

    STORED = "stored"
    WAITING = "waiting"
    GONE = "gone"


def fetch(order_pk: int, *, seconds: float) -> Fetch:
    """Fetch the order, or wait for whoever is at it, for so many seconds; then it goes on unwaited for."""
    claimed = found.claim(order_pk, now=clock.seconds())
    return _wait_for_other(order_pk, seconds) if claimed is None else fetch_claimed(claimed, seconds=seconds)


def fetch_claimed(claimed: Claimed, *, seconds: float) -> Fetch:
    """The same, of an order that is ours already."""
    started_at = clock.seconds()
    client = gateway.client()
    try:
        fetched = patience.ask(
            lambda: client.get_order(claimed.shopify_id, deadline=Deadline.after(patience.FETCH_SECONDS)),
            patience=seconds,
            afterwards=lambda outcome: _store_late(claimed, outcome, started_at=started_at),
        )
    except StillAsking:
        return Fetch.WAITING
    except ShopifyError as error:
        return _put_off(claimed, error)
    store.put_if_newer(fetched, fetched_at=started_at)
    return Fetch.STORED


def _store_late(claimed: Claimed, outcome: Outcome[FetchedOrder], *, started_at: float) -> None:
    try:
        fetched = outcome()
    except ShopifyError as error:
        _put_off(claimed, error)
    else:
        store.put_if_newer(fetched, fetched_at=started_at)


def _put_off(claimed: Claimed, error: ShopifyError) -> Fetch:
    now = clock.seconds()
    if isinstance(error, OrderNotFound):
        shown_no_more.note(claimed.pk, now=now)
        return Fetch.GONE
    logger.warning("An order that was found could not be fetched yet: %s", error)
    wait = min(FIRST_RETRY_SECONDS * 2.0 ** min(claimed.failures, 10), LONGEST_RETRY_SECONDS)
    due.put_off(claimed, seconds=wait, failed=not isinstance(error, Throttled), now=now)
    return Fetch.WAITING


def _wait_for_other(order_pk: int, seconds: float) -> Fetch:
    """Somebody else has it, or it was put off."""
    before = store.get(order_pk).fetched_at
    give_up_at = time.monotonic() + seconds
    while time.monotonic() < give_up_at:
        if store.get(order_pk).fetched_at > before:
            return Fetch.STORED
        give_back()
        time.sleep(LOOK_AGAIN_SECONDS)
    return Fetch.WAITING
