"""All that the store knows, and the one place where an order changes."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tests.sandbox.access import Access
from tests.sandbox.auth import CLIENT_ID, CLIENT_SECRET, STORE_DOMAIN, Tokens
from tests.sandbox.bucket import Buckets
from tests.sandbox.building import Buyer, Delivery, Line, build_order
from tests.sandbox.clock import Clock
from tests.sandbox.faults import Faults
from tests.sandbox.lives import Life
from tests.sandbox.matching import IndexedOrder
from tests.sandbox.parts import Deliveries, WebhookSubscriptionRecord
from tests.sandbox.records import OrderRecord
from tests.sandbox.storefront_state import StorefrontState

type OrderReference = OrderRecord | str
type ChangeListener = Callable[[OrderRecord], None]

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
FIRST_LEGACY_ID = 5_600_000_000_001
READABLE_WITHOUT_ALL_ORDERS = timedelta(days=60)


@dataclass(slots=True)
class Behaviour:
    """Switches for how the store answers while nothing is broken."""

    fuzzy: bool = False
    index_lag: timedelta = timedelta()
    hidden_contact: bool = False
    hidden_email: bool = False
    served_version: str | None = None
    """The version that runs whatever was asked for; None for Shopify's own rule."""
    deprecated_reason: str | None = None
    nulled_paths: set[str] = field(default_factory=set)
    """Dotted response paths, such as `order.lineItems`, that come back as null without an error."""
    shop_plan: str = "Grow"


class Store:
    """Orders are found by name, by GID or by the record itself; every change to one is announced."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.clock = Clock()
        self.store_domain = STORE_DOMAIN
        self.speed = 0.0
        self.listeners: list[ChangeListener] = []
        self.on_new_day: Callable[[], None] | None = None
        self.on_subscribed: Callable[[], None] | None = None
        self.reset()

    def reset(self) -> None:
        """An empty shop on which no switch was ever touched. Listeners stay."""
        self.clock.reset()
        self.faults = Faults()
        self.buckets = Buckets()
        self.tokens = Tokens()
        self.access = Access()
        self.behaviour = Behaviour()
        self.storefront = StorefrontState()
        self.orders: list[OrderRecord] = []
        self.written: dict[str, dict[str, object]] = {}
        self.webhook_subscriptions: list[WebhookSubscriptionRecord] = []
        self.deliveries = Deliveries(secret=CLIENT_SECRET)
        self.orders_made = 0
        self.webhook_count = 0
        self.lives: list[Life] = []

    def order(self, reference: OrderReference) -> OrderRecord:
        """The order of this name or GID; the first one where names repeat. Raises LookupError."""
        if isinstance(reference, OrderRecord):
            return reference
        for order in self.orders:
            if reference in (order.name, order.id):
                return order
        raise LookupError(f"the sandbox store has no order {reference}")

    def visible_order(self, gid: str, *, all_orders: bool) -> OrderRecord | None:
        """The order an app may read by its GID, straight from the record."""
        order = next((each for each in self.orders if each.id == gid), None)
        if order is None or not (all_orders or self._is_recent(order)):
            return None
        life = self.life_of(order)
        if life is not None:
            life.begin(self.clock.now(), self.speed)
        return order

    def indexed_orders(self, *, all_orders: bool) -> list[IndexedOrder]:
        """The orders the search index knows of by now."""
        known_until = self.clock.now() - self.behaviour.index_lag
        indexed = []
        for order in self.orders:
            known = [updated_at for moment, updated_at in order.changes if moment <= known_until]
            if known and (all_orders or self._is_recent(order)):
                indexed.append(IndexedOrder(order, known[-1]))
        return indexed

    def _is_recent(self, order: OrderRecord) -> bool:
        return self.clock.now() - order.created_at <= READABLE_WITHOUT_ALL_ORDERS

    def add_order(
        self,
        name: str,
        *,
        email: str | None = None,
        phone: str | None = None,
        buyer: Buyer | None = None,
        lines: Sequence[Line] = (Line(title="Taza Alba", picture="mug"),),
        delivery: Delivery | None = None,
        at: datetime | None = None,
        number: int | None = None,
        financial_status: str | None = "PAID",
        source_name: str = "web",
        routed: bool = True,
        legacy_id: int | None = None,
    ) -> OrderRecord:
        """A new order, placed now unless `at` is given."""
        with self.lock:
            moment = at or self.clock.now()
            order = build_order(
                legacy_id=legacy_id or FIRST_LEGACY_ID + self.orders_made * 7,
                name=name,
                buyer=buyer or Buyer(email=email, phone=phone),
                lines=lines,
                delivery=delivery or Delivery(),
                at=moment,
                number=number,
                financial_status=financial_status,
                source_name=source_name,
                routed=routed,
            )
            self.orders.append(order)
            self.orders_made += 1
            self._announce(order, moment)
            return order

    @contextmanager
    def change(
        self, reference: OrderReference, at: datetime | None = None
    ) -> Iterator[tuple[OrderRecord, datetime]]:
        """Change an order in any way; afterwards its `updated_at` is new and the change is announced."""
        with self.lock:
            order = self.order(reference)
            moment = at or self.clock.now()
            yield order, moment
            order.updated_at = max(order.updated_at, moment)
            self._announce(order, moment)

    def write(self, record_id: str, **fields: object) -> None:
        """Answer with these values from now on, as they stand, whatever the store makes of the record itself."""
        self.written.setdefault(record_id, {}).update(fields)

    def delete_order(self, reference: OrderReference) -> None:
        """Delete an order for good, as a merchant may."""
        with self.lock:
            order = self.order(reference)
            self.orders.remove(order)
            self.lives = [life for life in self.lives if life.order is not order]
            self.changed(order)

    def life_of(self, order: OrderRecord) -> Life | None:
        """What is still to happen to it."""
        return next((life for life in self.lives if life.order is order), None)

    def advance(self, reference: OrderReference) -> str:
        """Take the next step of an order's life now, and name it. Raises LookupError when there is none."""
        with self.lock:
            order = self.order(reference)
            life = self.life_of(order)
            step = life.advance(self.clock.now()) if life else None
            if step is None:
                raise LookupError(f"nothing more happens to {order.name}")
            return step.name

    def settle(self) -> None:
        """Let everything happen that is due; every call does this first, so nobody sees the store behind its time."""
        with self.lock:
            now = self.clock.now()
            for life in self.lives:
                life.settle(now, self.speed)
            if self.on_new_day is not None and self.speed > 0:
                self.on_new_day()

    def changed(self, order: OrderRecord) -> None:
        """An order is new or different: the one place from which webhooks are sent."""
        for listener in self.listeners:
            listener(order)

    def _announce(self, order: OrderRecord, moment: datetime) -> None:
        order.changes.append((moment, order.updated_at))
        self.changed(order)

    def empty_bucket(self, points: float = 0.0) -> None:
        """Leave only this many points to the app."""
        self.buckets.set_available(points, apps=(CLIENT_ID,))
