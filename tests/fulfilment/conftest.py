"""A site in front of a sandbox shop that lets the app write."""

import pytest

from orders.asking import gateway
from orders.fulfilment.operations import Desk
from tests.sandbox import Sandbox
from tests.support.writable_shop import sandbox, shop

__all__ = ["sandbox", "shop"]


@pytest.fixture
def desk(shop: Sandbox, db: None) -> Desk:
    return Desk(actor="mara", client=gateway.client())
