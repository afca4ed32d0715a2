"""The demo orders: what each shows, and how the shop is furnished with them."""

from dataclasses import dataclass

from tests.sandbox.clock import SHOP_TIMEZONE
from tests.sandbox.demo import (
    before_shipping,
    changed_minds,
    many_parcels,
    moving,
    oddities,
    on_the_way,
    other_ways,
    reports,
)
from tests.sandbox.demo.telling import TALES, Tale, Teller
from tests.sandbox.state import SandboxState
from tests.sandbox.store import FIRST_LEGACY_ID, LONG_AGO

# Importing them has filled TALES; this is the order in which they are told and printed.
MODULES = (before_shipping, on_the_way, other_ways, many_parcels, changed_minds, oddities, reports, moving)
MODULE_NAMES = [module.__name__ for module in MODULES]
ORDERED_TALES = sorted(TALES, key=lambda each: MODULE_NAMES.index(each.tell.__module__))


@dataclass(frozen=True, slots=True)
class DemoOrder:
    """A line of the table that the demo prints. `contact` is the email or phone to type; empty where there is none."""

    name: str
    contact: str
    shows: str


DEMO_ORDERS = tuple(DemoOrder(each.name, each.contact, each.shows) for each in ORDERED_TALES)


def furnish(state: SandboxState) -> None:
    """Tell every tale, and again on each new day as long as nobody has changed the order."""
    with state.lock:
        for index, each in enumerate(ORDERED_TALES):
            tell(state, each, FIRST_LEGACY_ID + index * 7)
    furnished_on = state.clock.now().astimezone(SHOP_TIMEZONE).date()

    def renew() -> None:
        nonlocal furnished_on
        today = state.clock.now().astimezone(SHOP_TIMEZONE).date()
        if today != furnished_on:
            furnished_on = today
            for index, each in enumerate(ORDERED_TALES):
                retell(state, each, FIRST_LEGACY_ID + index * 7)

    state.on_new_day = renew


def tell(state: SandboxState, each: Tale, legacy_id: int) -> None:
    """Tell one tale; the search index has known its order for long."""
    before = len(state.orders)
    each.tell(Teller(state, each, legacy_id))
    for order in state.orders[before:]:
        order.changes = [(LONG_AGO, order.updated_at)]


def retell(state: SandboxState, each: Tale, legacy_id: int) -> None:
    """Tell it afresh around today, in its old place, unless something has happened to it since."""
    place = next((i for i, order in enumerate(state.orders) if order.legacy_id == legacy_id), None)
    if place is None or len(state.orders[place].changes) > 1:
        return
    old = state.orders.pop(place)
    state.lives[:] = [life for life in state.lives if life.order is not old]
    tell(state, each, legacy_id)
    state.orders.insert(place, state.orders.pop())
