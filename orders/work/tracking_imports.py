"""One row of an import, as a turn of the worker or of the command: its failures put it off and stop no other row."""

import logging
import random

from django.db import InterfaceError, OperationalError

from orders import clock
from orders.asking import breaker, gateway
from orders.asking.breaker import Resting
from orders.fulfilment import imports
from orders.fulfilment.changing import Unsettled
from orders.fulfilment.imports import ClaimedRow, Found
from orders.fulfilment.locks import OrderBusy
from orders.fulfilment.models import ImportRow
from orders.fulfilment.operations import Desk
from orders.shopify.errors import ShopifyError, Throttled
from orders.storage import due
from orders.work.fetching import IDLE, StopNow, Turn, describe, pause_after
from orders.work.leases import LEASE_SECONDS, Held

logger = logging.getLogger("orders.worker")

BUSY_SECONDS = 2.0
UNSETTLED_SECONDS = 60.0
"""Longer than Shopify takes for any request: what does not stand there by then was never made."""
MOST_FAILURES = 12


def take_next_row(*, now: float, lease: float = LEASE_SECONDS, of: int | None = None) -> Turn:
    """Do one row that is due, of one import or of any, unless Shopify is resting."""
    rest = breaker.read().seconds_to_rest(now=now)
    if rest:
        return Turn(worked=False, pause=min(rest, 10.0))
    claimed = imports.claim(now=now, lease=lease, of=of)
    if claimed is None:
        return IDLE
    with Held(claimed, renew=imports.renew, lease=lease) as held:
        return _do(claimed, held)


def _do(claimed: ClaimedRow, held: Held[ClaimedRow]) -> Turn:
    try:
        actor = ImportRow.objects.values_list("of__actor", flat=True).get(pk=claimed.pk)
        desk = Desk(actor=actor, client=gateway.background_client(), patience=0)
        found, words, order_id = imports.do(claimed, desk)
    except OrderBusy:
        imports.put_off(held.let_go(), seconds=BUSY_SECONDS, failed=False, now=clock.seconds())
        return Turn(worked=True)
    except Unsettled:
        imports.put_off(held.let_go(), seconds=UNSETTLED_SECONDS, failed=False, now=clock.seconds())
        return Turn(worked=True)
    except (Throttled, Resting) as error:
        imports.put_off(held.let_go(), seconds=0, failed=False, now=clock.seconds())
        return Turn(worked=True, pause=pause_after(error))
    except ShopifyError as error:
        return _fail(held.let_go(), str(error))
    except (StopNow, KeyboardInterrupt):
        imports.put_off(held.let_go(), seconds=0, failed=False, now=clock.seconds())
        raise
    except (OperationalError, InterfaceError):
        raise  # the database is away, which is not this row's fault
    except Exception as error:  # noqa: BLE001 - one row must not stop all others
        logger.error("A row of an import could not be done: %s", describe(error))
        return _fail(held.let_go(), "This row could not be done; the log says why.")
    imports.finish(held.let_go(), found, words, shopify_id=order_id)
    return Turn(worked=True)


def _fail(claimed: ClaimedRow, words: str) -> Turn:
    """Later again, and at last not any more."""
    if claimed.failures + 1 >= MOST_FAILURES:
        imports.finish(claimed, Found.REFUSED, words)
        return Turn(worked=True)
    wait = due.back_off(claimed.failures, dice=random.random())  # noqa: S311 - spreads, protects nothing
    imports.put_off(claimed, seconds=wait, failed=True, now=clock.seconds())
    return Turn(worked=True)
