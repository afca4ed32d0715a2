"""Whether Shopify hides the contacts of all orders, so that no look-up can be proved and a miss says nothing.

What is known of it answers every miss alike. Where nobody has looked lately (no worker), an order without any contact
makes us look, beside the answer: a shop can have orders without one, and a miss is told as a miss until it is known.
"""

import logging
import time
from dataclasses import replace

from orders import clock
from orders.asking import gateway, going_on
from orders.asking.going_on import Outcome, StillAsking, TooManyQuestions
from orders.shopify.connection_report import AppAccess
from orders.shopify.errors import ShopifyError
from orders.shopify.results import OrderCandidate
from orders.storage import shop_watch
from orders.storage.shop_watch import HIDDEN, SCANS, ProblemKind, Watch, find_problems
from orders.transport.deadline import Deadline

logger = logging.getLogger("orders.asking")

LOOK_SECONDS = 15.0
LOOK_AGAIN_SECONDS = 300.0
BOTH = frozenset({"email", "phone"})


class _Process:
    """When this process last looked, by the monotonic clock."""

    looked_at = -LOOK_AGAIN_SECONDS


def are_hidden(candidates: tuple[OrderCandidate, ...], *, now: float) -> bool:
    """Whether a search that proved nothing could have proved anything; said in the log when it is found out."""
    watch = shop_watch.read(now=now)
    if watch is not None and watch.contacts != "unknown":
        if now - watch.seen_at > LOOK_AGAIN_SECONDS:
            _look()
        return watch.contacts == HIDDEN
    if any(candidate.denied >= BOTH for candidate in candidates):
        _keep(watch, HIDDEN, now=now)
        return True
    if candidates and not any(each.contact.email or each.contact.phone for each in candidates):
        _look()
    return False


def forget() -> None:
    """Look anew when there is cause to, as a process that has just started."""
    _Process.looked_at = -LOOK_AGAIN_SECONDS


def _look() -> None:
    """Look at the newest orders in a thread; the answer does not wait for it."""
    if time.monotonic() - _Process.looked_at < LOOK_AGAIN_SECONDS:
        return
    _Process.looked_at = time.monotonic()
    client = gateway.client()
    try:
        going_on.ask(
            lambda: client.read_app_access(deadline=Deadline.after(LOOK_SECONDS)),
            patience=0.0,
            afterwards=_keep_look,
        )
    except (StillAsking, TooManyQuestions):
        return


def _keep_look(outcome: Outcome[AppAccess]) -> None:
    now = clock.seconds()
    try:
        seen = outcome().contacts_seen
    except ShopifyError as error:
        logger.warning("Whether Shopify hides contacts could not be found out: %s", error)
        return
    if seen is not None:
        _keep(shop_watch.read(now=now), "readable" if seen else HIDDEN, now=now)


def _keep(watch: Watch | None, contacts: str, *, now: float) -> None:
    kept = replace(watch or Watch(seen_at=now), seen_at=now, contacts=contacts)
    shop_watch.keep(kept)
    for problem in find_problems(kept, delivered={SCANS}):
        if problem.kind is ProblemKind.CONTACTS_HIDDEN:
            logger.error("%s", problem.words)
