"""How each field of the schema is answered from the store's records."""

from tests.sandbox.resolvers import fulfillments, mutations, orders, returns, shop
from tests.sandbox.resolvers.registry import Context, resolve_field, resolve_type

__all__ = [
    "Context",
    "fulfillments",
    "mutations",
    "orders",
    "resolve_field",
    "resolve_type",
    "returns",
    "shop",
]
