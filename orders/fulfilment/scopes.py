"""Without a scope to write nothing of fulfilling is offered or tried."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.core.cache import cache

from orders.asking import breaker
from orders.shopify.app_scopes import ACCEPT, FULFIL, REPORT, may_fulfil
from orders.shopify.client import ShopifyClient
from orders.shopify.errors import ShopifyError
from orders.transport.deadline import Deadline

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
    """What the app's scopes let this site change: fulfillments and holds, their events, and requests to its own
    fulfillment service.
    """

    fulfil: bool
    report: bool
    accept: bool


UNKNOWN: Final = MayWrite(fulfil=True, report=True, accept=True)
"""While Shopify cannot be asked nothing is said against it: it will refuse by itself."""


def may_write(granted: Iterable[str]) -> MayWrite:
    """What these scopes allow."""
    scopes = frozenset(granted)
    fulfil = may_fulfil(scopes)
    return MayWrite(fulfil=fulfil, report=fulfil and REPORT in scopes, accept=ACCEPT in scopes)


def ask_may_write(client: ShopifyClient, *, seconds: float = ASK_SECONDS) -> MayWrite:
    """As Shopify says now. Raises ShopifyError."""
    return may_write(breaker.ask(lambda: client.read_scopes(deadline=Deadline.after(seconds))))


def known_may_write(client: ShopifyClient) -> MayWrite:
    """As Shopify said within the last minute; UNKNOWN while it cannot be asked."""
    known: MayWrite | None = None
    kept = cache.get(KNOWN)
    if isinstance(kept, str) and len(kept) == len(_to_text(UNKNOWN)):
        known = MayWrite(fulfil=kept[0] == "1", report=kept[1] == "1", accept=kept[2] == "1")
    if known is None:
        seconds = KNOWN_FOR_SECONDS
        try:
            known = ask_may_write(client, seconds=GLANCE_SECONDS)
        except ShopifyError:
            known, seconds = UNKNOWN, UNKNOWN_FOR_SECONDS
        cache.set(KNOWN, _to_text(known), seconds)
    return known


def _to_text(known: MayWrite) -> str:
    return "".join("1" if each else "0" for each in (known.fulfil, known.report, known.accept))
