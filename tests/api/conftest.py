"""A site in front of a sandbox shop that lets the app write, and the software of a warehouse in Madrid."""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client

from orders import clock
from orders.api import doing, tokens
from orders.api.gids import number_of
from orders.api.models import ApiToken, Right
from tests.sandbox import Sandbox
from tests.sandbox.building import Line
from tests.sandbox.locations import MADRID, ZARAGOZA
from tests.sandbox.records import OrderRecord
from tests.support.writable_shop import sandbox, shop

__all__ = ["sandbox", "shop"]

ALL_RIGHTS = tuple(Right)
NUMBER = "JD014600003828392837"
DHL = {"tracking": {"company": "DHL Express", "numbers": [NUMBER]}}


@dataclass
class Software:
    """Somebody's program with a token."""

    token: ApiToken
    text: str
    client: Client = field(default_factory=Client)

    def get(self, path: str) -> Any:
        return self.client.get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {self.text}"})

    def send(self, path: str, body: Any, *, key: str = "first-try", method: str = "post") -> Any:
        headers = {"Authorization": f"Bearer {self.text}", "Idempotency-Key": key}
        data = body if isinstance(body, str) else json.dumps(body)
        return getattr(self.client, method)(
            f"/api/v1/{path}", data, content_type="application/json", headers=headers
        )

    def done(self, path: str, body: Any, *, key: str = "first-try", method: str = "post") -> Any:
        """What became of a request once the worker was there."""
        answer = self.send(path, body, key=key, method=method)
        assert answer.status_code == 202, answer.content
        work_off()
        return self.get(f"operations/{answer.json()['id']}").json()


def work_off() -> None:
    """The worker's turns until nothing is due."""
    while doing.do_next(now=clock.seconds()):
        pass


def give_token(**wish: Any) -> Software:
    """A token of Madrid's with all rights, but for what is wished."""
    now = clock.seconds()
    given: dict[str, Any] = {
        "name": "Warehouse",
        "location_id": MADRID.id,
        "location_name": MADRID.name,
        "rights": ALL_RIGHTS,
        "expires_at": now + 3600,
    } | wish
    return Software(*tokens.make(tokens.Wish(**given), by="mara", now=now))


@pytest.fixture
def order(shop: Sandbox) -> OrderRecord:
    """Two mugs and a plate in Madrid, a vase in Zaragoza."""
    lines = [
        Line(title="Mug", quantity=2, sku="MUG-1"),
        Line(title="Plate", sku="PLATE-1"),
        Line(title="Vase", sku="VASE-1", location=ZARAGOZA),
    ]
    return shop.state.add_order("#1001", email="ana@example.com", lines=lines)


@pytest.fixture
def elsewhere(shop: Sandbox) -> OrderRecord:
    """An order that only Zaragoza has to do with."""
    return shop.state.add_order("#1002", lines=[Line(title="Vase", location=ZARAGOZA)])


@pytest.fixture
def madrid(shop: Sandbox, db: None) -> Software:
    return give_token()


@pytest.fixture
def number(order: OrderRecord) -> int:
    """The order's, as the API takes it."""
    return number_of(order.id)
