"""One order whose changes are stored as a refresh stores them, and whose messages are sent when they are due."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import time_machine

from orders.domain.order import Order
from orders.gallery.builders import NOW, a_fulfillment, a_tracking, an_event, an_order, gid
from orders.messages.models import Message
from orders.messages.sending import Sender
from orders.models import TrackedOrder
from orders.shopify.results import Contact, FetchedOrder
from orders.storage import store
from tests.sandbox import Sandbox
from tests.sandbox.building import Buyer
from tests.support.smtp_server import Received, SmtpServer

ANA = "ana@example.com"
QUIET = timedelta(minutes=10)


@dataclass
class PostOffice:
    """`hears` stores the order as it is now; `sends` lets the worker send what is due by then."""

    shop: Sandbox
    server: SmtpServer
    buyer: Buyer = field(default_factory=lambda: Buyer(email=ANA, phone="+34600111222", locale="en"))
    order_number: int = 1001

    def hears(self, order: Order, at: datetime = NOW) -> int:
        """Store what Shopify says at that moment; returns the order's key."""
        with time_machine.travel(at, tick=False):
            if not any(each.id == self.order_id for each in self.shop.state.orders):
                self.shop.state.add_order(
                    f"#{self.order_number}",
                    buyer=self.buyer,
                    legacy_id=self.order_number,
                    at=NOW - timedelta(days=3),
                )
            fetched = FetchedOrder(
                order=replace(order, id=self.order_id),
                contact=Contact(email=self.buyer.email, phone=self.buyer.phone),
            )
            return store.put_if_newer(fetched, fetched_at=at.timestamp())

    def sends(
        self, at: datetime = NOW + QUIET + timedelta(minutes=1), sender: Sender | None = None
    ) -> list[Received]:
        """What the mail server got from the worker at that moment."""
        before = len(self.server.received)
        with time_machine.travel(at, tick=False):
            own = sender or Sender()
            while own.send_due(now=at.timestamp()):
                pass
            if sender is None:
                own.close()
        return self.server.received[before:]

    @property
    def order_id(self) -> str:
        return gid("Order", self.order_number)

    @property
    def pk(self) -> int:
        return TrackedOrder.objects.get(shopify_id=self.order_id).pk

    @property
    def version(self) -> int:
        """Of the snapshot that is stored."""
        return TrackedOrder.objects.get(pk=self.pk).version

    @property
    def message(self) -> Message:
        """The only message there is."""
        return Message.objects.get()


def prepared() -> Order:
    """Nothing has left yet."""
    return changed(an_order(), hours_ago=24)


def shipped(**fields: object) -> Order:
    """Its one parcel has just left."""
    return an_order(fulfillments=[a_fulfillment(hours_ago=0.1, **fields)])  # type: ignore[arg-type]


def out_for_delivery(hours_ago: float = 0.1) -> Order:
    """The courier has it."""
    return an_order(
        fulfillments=[
            a_fulfillment(
                display_status="OUT_FOR_DELIVERY", events=[an_event("OUT_FOR_DELIVERY", hours_ago=hours_ago)]
            )
        ]
    )


def delivered(hours_ago: float = 0.1) -> Order:
    """It is there."""
    return an_order(
        fulfillments=[
            a_fulfillment(
                display_status="DELIVERED",
                delivered_hours_ago=hours_ago,
                events=[an_event("DELIVERED", hours_ago=hours_ago)],
            )
        ]
    )


def changed(order: Order, *, hours_ago: float) -> Order:
    """The same order, last changed so long ago."""
    return replace(order, updated_at=NOW - timedelta(hours=hours_ago))


def renumbered() -> Order:
    """The parcel goes under another number."""
    return shipped(tracking=[a_tracking("NEW123456789ES")])
