"""Which scopes let an app send fulfillments. https://shopify.dev/docs/api/usage/access-scopes"""

from collections.abc import Iterable
from typing import Final

FULFIL: Final = (
    "write_merchant_managed_fulfillment_orders",
    "write_third_party_fulfillment_orders",
    "write_assigned_fulfillment_orders",
)
"""Any of them: for the shop's own places, other apps' warehouses, and our own fulfillment service."""
HOLD: Final = FULFIL[:2]
"""Any of them: a fulfillment service's own scope lets nothing be held."""
REPORT: Final = "write_fulfillments"
ACCEPT: Final = FULFIL[2]
"""For requests to a fulfillment service of our own."""


def may_hold(granted: Iterable[str]) -> bool:
    """Whether one of the scopes is there that holding and releasing need."""
    return not set(HOLD).isdisjoint(granted)


def may_fulfil(granted: Iterable[str]) -> bool:
    """Whether one of the scopes is there that fulfillments need."""
    return not set(FULFIL).isdisjoint(granted)
