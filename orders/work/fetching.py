"""One turn of background work at Shopify: fetch the most urgent order, or find out which order a webhook meant.

A turn never raises what Shopify did, and never lets one order that breaks our code stop all others: the order is put
off, and the next turn is another order's.
"""

import logging
import random
from dataclasses import dataclass

from django.db import Error, InterfaceError, OperationalError

from orders import clock
from orders.asking import breaker, gateway, shown_no_more
from orders.asking.breaker import Resting
from orders.asking.patience import FETCH_SECONDS
from orders.console import keeping
from orders.console.attending import FAILURES_TOLD
from orders.shopify.errors import OrderNotFound, ShopifyError, Throttled
from orders.storage import due, store
from orders.storage.due import Claimed
from orders.storage.trouble import in_its_own_words
from orders.transport.deadline import Deadline
from orders.webhooks import resolving
from orders.work.leases import LEASE_SECONDS, Held

logger = logging.getLogger("orders.worker")

BACKGROUND_SECONDS = 15.0
LEAST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 10.0
OUTDATED_ANSWER_SECONDS = 30.0
"""Shopify answered with something older than what is stored; it is asked again after this."""


class StopNow(BaseException):
    """The process is told to end and has no time left; what was claimed is given back."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What a turn came to. `pause` is how many seconds Shopify should be left alone before the next one."""

    worked: bool
    fetched: bool = False
    pause: float = 0.0


IDLE = Turn(worked=False)


def fetch_next_order(*, now: float, lease: float = LEASE_SECONDS) -> Turn:
    """Fetch and store one due order, if there is one and Shopify is not resting."""
    rest = breaker.read().seconds_to_rest(now=now)
    if rest:
        return Turn(worked=False, pause=min(rest, LONGEST_PAUSE_SECONDS))
    claimed = due.claim(most=1, now=now, lease=lease)
    if not claimed:
        return IDLE
    with Held(claimed[0], renew=due.renew, lease=lease) as held:
        return _fetch(claimed[0], held)


def resolve_next_delivery(*, now: float, lease: float = LEASE_SECONDS) -> Turn:
    """Ask which order one pending webhook is about, if there is one and Shopify is not resting."""
    if breaker.read().seconds_to_rest(now=now):
        return IDLE
    pending = resolving.claim_unresolved(most=1, now=now, lease=lease)
    if not pending:
        return IDLE
    try:
        with Held(pending[0], renew=resolving.renew, lease=lease) as held:
            breaker.ask(
                lambda: resolving.resolve(
                    pending[0],
                    client=gateway.background_client(),
                    deadline=Deadline.after(BACKGROUND_SECONDS),
                    now=now,
                    claim_now=held.let_go,
                )
            )
    except ShopifyError as error:
        logger.warning("A webhook could not be followed up yet: %s", error)
        return Turn(worked=True, pause=pause_after(error))
    return Turn(worked=True)


def pause_after(error: ShopifyError) -> float:
    """Seconds in which asking anything else would meet the same refusal; 0 when it need not."""
    if isinstance(error, Throttled | Resting):
        wait = error.retry_after or 0.0
        return min(max(wait, LEAST_PAUSE_SECONDS), LONGEST_PAUSE_SECONDS)
    return 0.0


def describe(error: Exception) -> str:
    """What and where, without the message, which may quote an order; the database's own words, which do not."""
    if isinstance(error, Error):
        return in_its_own_words(error)
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "an unknown place"
    return f"{type(error).__name__} at {where}"


def _fetch(claimed: Claimed, held: Held[Claimed]) -> Turn:
    started_at = clock.seconds()
    try:
        fetched = breaker.ask(
            lambda: gateway.background_client().get_order(
                claimed.shopify_id, deadline=Deadline.after(FETCH_SECONDS)
            )
        )
        store.put_if_newer(fetched, fetched_at=started_at)
    except OrderNotFound:
        shown_no_more.note(claimed.pk, now=started_at)
    except (Throttled, Resting) as error:
        due.put_off(held.let_go(), seconds=0, failed=False, now=clock.seconds())
        return Turn(worked=True, pause=pause_after(error))
    except ShopifyError as error:
        logger.warning("Fetching an order failed: %s", error)
        _put_off_failed(held.let_go())
        return Turn(worked=True)
    except (StopNow, KeyboardInterrupt):
        due.put_off(held.let_go(), seconds=0, failed=False, now=clock.seconds())
        raise
    except (OperationalError, InterfaceError):
        raise  # the database is away, which is not this order's fault
    except Exception as error:  # noqa: BLE001 - see above: one order must not stop all others
        logger.error("An order could not be stored: %s", describe(error))
        _put_off_failed(held.let_go())
        return Turn(worked=True)
    # Only where nothing was stored, because something newer is.
    due.put_off(held.let_go(), seconds=OUTDATED_ANSWER_SECONDS, failed=False, now=clock.seconds())
    return Turn(worked=True, fetched=True)


def _put_off_failed(claimed: Claimed) -> None:
    wait = due.back_off(claimed.failures, dice=random.random())  # noqa: S311 - spreads, protects nothing
    due.put_off(claimed, seconds=wait, failed=True, now=clock.seconds())
    if claimed.failures + 1 == FAILURES_TOLD:
        keeping.on_failing(claimed.pk, now=clock.seconds())
