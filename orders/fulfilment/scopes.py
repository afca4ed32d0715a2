"""Without a scope to write nothing of fulfilling is offered or tried."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from orders.asking import breaker
from orders.shopify.app_scopes import ACCEPT, FULFIL, REPORT, may_fulfil, may_hold
from orders.shopify.client import ShopifyClient
from orders.shopify.errors import ShopifyError
from orders.transport.deadline import Deadline
from orders.web import page_cache

ASK_SECONDS: Final = 10.0
GLANCE_SECONDS: Final = 3.0
"""A page waits no longer than this only to learn what it may offer."""
KNOWN_FOR_SECONDS: Final = 60
UNKNOWN_FOR_SECONDS: Final = 15
KNOWN: Final = "fulfilment.may_write"

READ_ONLY: Final = (
    "This site may only read at Shopify, so nothing was tried. To let it send fulfillments, add the scopes "
    f"{FULFIL[0]} and {FULFIL[1]} to the app in the Dev Dashboard, and approve them in the shop."
)


class ReadOnly(Exception):
    """The app holds no scope to fulfil with. The message says what to do."""

    def __init__(self) -> None:
        super().__init__(READ_ONLY)


@dataclass(frozen=True, slots=True, kw_only=True)
class MayWrite:
    """What the app's scopes let this site change: fulfillments, their events, requests to its own fulfillment service,
    and holds.
    """

    fulfil: bool
    report: bool
    accept: bool
    hold: bool


UNKNOWN: Final = MayWrite(fulfil=True, report=True, accept=True, hold=True)
"""While Shopify cannot be asked nothing is said against it: it will refuse by itself."""


def may_write(granted: Iterable[str]) -> MayWrite:
    """What these scopes allow."""
    scopes = frozenset(granted)
    fulfil = may_fulfil(scopes)
    return MayWrite(
        fulfil=fulfil, report=fulfil and REPORT in scopes, accept=ACCEPT in scopes, hold=may_hold(scopes)
    )


def ask_may_write(client: ShopifyClient, *, seconds: float = ASK_SECONDS) -> MayWrite:
    """As Shopify says now. Raises ShopifyError."""
    return may_write(breaker.ask(lambda: client.read_scopes(deadline=Deadline.after(seconds))))


def known_may_write(client: ShopifyClient) -> MayWrite:
    """As Shopify said within the last minute; UNKNOWN while it cannot be asked."""
    known: MayWrite | None = None
    kept = page_cache.find_bytes(KNOWN)
    if kept is not None and len(kept) == len(_to_bytes(UNKNOWN)):
        fulfil, report, accept, hold = (each == ord("1") for each in kept)
        known = MayWrite(fulfil=fulfil, report=report, accept=accept, hold=hold)
    if known is None:
        seconds = KNOWN_FOR_SECONDS
        try:
            known = ask_may_write(client, seconds=GLANCE_SECONDS)
        except ShopifyError:
            known, seconds = UNKNOWN, UNKNOWN_FOR_SECONDS
        page_cache.keep_bytes(KNOWN, _to_bytes(known), seconds=seconds)
    return known


def _to_bytes(known: MayWrite) -> bytes:
    return b"".join(b"1" if each else b"0" for each in (known.fulfil, known.report, known.accept, known.hold))
