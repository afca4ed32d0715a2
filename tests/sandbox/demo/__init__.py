"""Casa Lumbre's demo orders."""

from tests.sandbox.demo.catalogue import DEMO_ORDERS, DemoOrder, furnish

__all__ = ["DEMO_ORDERS", "DemoOrder", "furnish"]
