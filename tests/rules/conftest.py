"""A sandbox shop that lets the app tag orders, a mail server, and orders whose changes are stored as they are heard."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from orders.domain.order import Order
from orders.gallery.builders import NOW, gid
from orders.models import TrackedOrder
from orders.rules import editing, watching
from orders.rules.doing import Doer
from orders.rules.models import Deed, Firing, Rule
from orders.rules.triggers import Trigger
from orders.shopify.results import Contact, FetchedOrder
from orders.storage import store
from tests.console.conftest import sign_in, support
from tests.sandbox import Sandbox
from tests.support.mail_server import server
from tests.support.writable_shop import sandbox, shop

__all__ = ["sandbox", "server", "shop", "sign_in", "support"]

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
TO_THIS_MACHINE: dict[str, Any] = {"may_reach": lambda _address: True, "schemes": ("http", "https")}


@dataclass
class House:
    """`hears` stores an order, `passes` lets time go by, `does` lets the worker do what is due by then."""

    shop: Sandbox

    def hears(self, order: Order, at: datetime = NOW, *, number: int = 1001) -> int:
        """Store what Shopify says at that moment; returns the order's key."""
        with time_machine.travel(at, tick=False):
            if not any(each.id == gid("Order", number) for each in self.shop.state.orders):
                self.shop.state.add_order(f"#{number}", legacy_id=number, at=NOW - timedelta(days=3))
            known = replace(order, id=gid("Order", number), name=f"#{number}")
            fetched = FetchedOrder(order=known, contact=Contact(email="ana@example.com"))
            return store.put_if_newer(fetched, fetched_at=at.timestamp())

    def passes(self, until: datetime) -> None:
        """The worker looks at what time has changed."""
        with time_machine.travel(until, tick=False):
            while watching.take_step(now=until.timestamp()):
                pass

    def does(self, at: datetime = NOW, doer: Doer | None = None) -> None:
        """The worker does what rules ask for."""
        own = doer or Doer(**TO_THIS_MACHINE)
        with time_machine.travel(at, tick=False):
            while own.do_next(now=at.timestamp()):
                pass
            own.close()

    def tags(self, number: int = 1001) -> list[str]:
        """Those that the order has at Shopify."""
        return next(each for each in self.shop.state.orders if each.id == gid("Order", number)).tags


def a_rule(
    trigger: Trigger, *, on: datetime | None = NOW - 2 * HOUR, also_now: bool = False, **fields: Any
) -> Rule:
    """A rule that somebody made and, at `on`, switched on."""
    given = {"name": f"Rule of {trigger}", "tag": str(trigger)} | fields
    rule = Rule(trigger=trigger, **given)
    at = (on or NOW).timestamp()
    editing.save(rule, by="mara", changed=(), now=at)
    if on is not None:
        editing.switch_on(rule, also_now=also_now, by="mara", now=at)
    return rule


def fired(rule: Rule) -> list[str]:
    """Names of what it fired for, the first first."""
    return list(Firing.objects.filter(rule=rule).order_by("pk").values_list("occurrence", flat=True))


def only_deed() -> Deed:
    """The one there is."""
    return Deed.objects.get()


@pytest.fixture
def house(db: None, shop: Sandbox) -> House:
    return House(shop)


@pytest.fixture
def owner(sign_in: Callable[[str], Client]) -> Client:
    """The shop's owner."""
    return sign_in("Owner")


def the_order() -> TrackedOrder:
    """The stored order #1001."""
    return TrackedOrder.objects.get(shopify_id=gid("Order", 1001))
