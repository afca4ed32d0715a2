"""The one import for tests that need orders: the builders, and `GALLERY`, every state a shopper can meet."""

from tests.support.gallery import GALLERY
from tests.support.order_builders import (
    NOW,
    a_fulfillment,
    a_fulfillment_order,
    a_line,
    a_refund,
    a_tracking,
    an_event,
    an_order,
    gid,
    item_quantities,
)

__all__ = [
    "GALLERY",
    "NOW",
    "a_fulfillment",
    "a_fulfillment_order",
    "a_line",
    "a_refund",
    "a_tracking",
    "an_event",
    "an_order",
    "gid",
    "item_quantities",
]
