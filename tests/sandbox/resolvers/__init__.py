"""How each field of the schema is answered from the store's records."""

from tests.sandbox.resolvers import (
    fulfilling,
    fulfillments,
    keeping,
    orders,
    returns,
    shop,
    webhook_subscriptions,
)
from tests.sandbox.resolvers.registry import Context, resolve_field, resolve_type

__all__ = [
    "Context",
    "fulfilling",
    "fulfillments",
    "keeping",
    "orders",
    "resolve_field",
    "resolve_type",
    "returns",
    "shop",
    "webhook_subscriptions",
]
