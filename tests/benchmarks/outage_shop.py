"""A day in the life of a shop: orders come and change, and webhooks tell of it late, twice, out of order or never."""

import heapq
import json
import random
import uuid
from dataclasses import dataclass, field
from datetime import timedelta

from tests.sandbox import Sandbox
from tests.sandbox.records import OrderRecord
from tests.sandbox.webhook_delivery import sign
from tests.sandbox.webhook_events import Seen, find_fired, look

EMAIL = "ana.garcia@example.com"
SCANS = (
    "CARRIER_PICKED_UP",
    "IN_TRANSIT",
    "IN_TRANSIT",
    "OUT_FOR_DELIVERY",
    "ATTEMPTED_DELIVERY",
    "DELIVERED",
)
CITIES = ("Madrid", "Coslada", "Zaragoza", "Teruel", "Lugo")
LOST, TWICE, VERY_LATE = 0.10, 0.10, 0.05
LATE_SECONDS, VERY_LATE_SECONDS = 30.0, 3600.0


@dataclass(order=True, frozen=True, slots=True)
class Post:
    """A webhook on its way, to arrive at `at` (seconds since the epoch)."""

    at: float
    turn: int
    headers: dict[str, str] = field(compare=False)
    body: bytes = field(compare=False)


class Shop:
    """The sandbox with a day's changes; `posts` are the webhooks still to arrive."""

    def __init__(self, sandbox: Sandbox, dice: random.Random) -> None:
        self._state = sandbox.state
        self._dice = dice
        self._seen: dict[str, Seen] = {}
        self._turn = 0
        self.posts: list[Post] = []
        self.fired = self.lost = self.doubled = self.changes = 0
        self.changed_at: dict[str, list[float]] = {}
        self._state.listeners.append(self._tell)

    @property
    def orders(self) -> list[OrderRecord]:
        return self._state.orders

    def add_order(self, *, days_ago: float = 0.0) -> None:
        """One more order, placed now or some days ago."""
        self._state.add_order(
            f"#{1001 + len(self.orders)}",
            email=EMAIL,
            at=self._state.clock.now() - timedelta(days=days_ago) if days_ago else None,
        )

    def happen(self) -> None:
        """Something happens: a new order, or a change to one that is not at its end."""
        self.changes += 1
        if self._dice.random() < 0.08:
            self.add_order()
            return None
        order = self._dice.choice(self.orders)
        if order.cancelled_at is not None:
            return self.add_order()
        if not order.fulfillments:
            return self._before_shipping(order)
        parcel = order.fulfillments[-1]
        if len(parcel.events) < len(SCANS):
            city = self._dice.choice(CITIES)
            self._state.add_event(parcel, SCANS[len(parcel.events)], city=city, message="Scanned")
        elif not order.returns:
            self._state.open_return(parcel)
        else:
            self.add_order()
        return None

    def due_posts(self, now: float) -> list[Post]:
        """Those that arrive by now, in the order in which they do."""
        due = []
        while self.posts and self.posts[0].at <= now:
            due.append(heapq.heappop(self.posts))
        return due

    def _before_shipping(self, order: OrderRecord) -> None:
        work = order.fulfillment_orders[-1]
        match self._dice.randrange(6):
            case 0 if work.status == "OPEN":
                self._state.set_hold(work, "INVENTORY_OUT_OF_STOCK")
            case 1 if work.status == "OPEN":
                self._state.start_packing(work)
            case 2 if self._dice.random() < 0.2:
                self._state.cancel_order(order, "CUSTOMER")
            case _ if work.status == "ON_HOLD":
                self._state.release_holds(work)
            case _:
                self._state.fulfill(order)

    def _tell(self, order: OrderRecord) -> None:
        now = self._state.clock.now().timestamp()
        self.changed_at.setdefault(order.id, []).append(now)
        before, seen = self._seen.get(order.id), look(order)
        self._seen[order.id] = seen
        for fired in find_fired(order, before, seen, deleted=False):
            self.fired += 1
            self._send(fired.topic, json.dumps(fired.payload).encode(), now)

    def _send(self, topic: str, body: bytes, now: float) -> None:
        if self._dice.random() < LOST:
            self.lost += 1
            return
        headers = {
            "X-Shopify-Topic": topic,
            "X-Shopify-Hmac-Sha256": sign("sandbox-secret", body),
            "X-Shopify-Shop-Domain": self._state.store_domain,
            "X-Shopify-API-Version": "2026-10",
            "X-Shopify-Webhook-Id": str(uuid.UUID(int=self._dice.getrandbits(128), version=4)),
        }
        twice = self._dice.random() < TWICE
        self.doubled += twice
        for _ in range(1 + twice):
            longest = VERY_LATE_SECONDS if self._dice.random() < VERY_LATE else LATE_SECONDS
            self._turn += 1
            at = now + self._dice.random() * longest
            heapq.heappush(self.posts, Post(at, self._turn, headers, body))
