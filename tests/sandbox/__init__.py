"""A Shopify store of our own for demos and tests: a real server that speaks the Admin API as far as we need it."""

from tests.sandbox.cost import requested_cost
from tests.sandbox.server import Sandbox

__all__ = ["Sandbox", "requested_cost"]
