"""Orders that are stored here and that Shopify shows no more: they keep their age, and the merchant is told."""

import logging

from orders.storage import store
from orders.storage.shop_watch import OLDER
from orders.watching.seldom import Seldom

_missing = Seldom(logging.getLogger("orders.asking"))


def note(order_pk: int, *, now: float) -> None:
    """Write down that Shopify, asked at `now`, showed no such order."""
    if store.note_missing(order_pk, now=now):
        _missing.say(
            "Shopify shows an order no more that is stored here: it was deleted, or it is %s. `manage.py status` "
            "counts them.",
            OLDER,
        )
