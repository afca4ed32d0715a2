"""One change of an order at Shopify: under its lock, after reading, sent once, settled by reading, written down."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from orders import clock
from orders.asking import breaker
from orders.audit import log
from orders.domain.fulfillable import FulfillableOrder
from orders.fulfilment import locks
from orders.shopify.changes import Changes
from orders.shopify.client import ShopifyClient
from orders.shopify.errors import ChangeRefused, OutcomeUnknown, ShopifyError
from orders.storage import due
from orders.storage.write_queue import in_turn
from orders.transport.deadline import Deadline

READ_SECONDS = 10.0
CHANGE_SECONDS = 15.0
PATIENCE_SECONDS = 10.0


class Unsettled(Exception):
    """A change was sent, no answer came, and Shopify does not show it yet. Do it again after a minute: it begins with
    reading, so what arrived meanwhile is not made twice.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Changing:
    """Where operations are done: as whom (`actor` goes into the audit log), and through which client.

    `patience` is how many seconds somebody else who is at the same order is waited for.
    """

    actor: str
    client: ShopifyClient
    patience: float = PATIENCE_SECONDS

    def look(self, order_id: str) -> FulfillableOrder:
        """The order as Shopify has it now."""
        return breaker.ask(
            lambda: self.client.read_fulfillable(order_id, deadline=Deadline.after(READ_SECONDS))
        )

    def _change(
        self,
        order_id: str,
        action: str,
        detail: str,
        send: Callable[[Changes], object],
        *,
        owns: Callable[[FulfillableOrder], bool],
        is_done: Callable[[FulfillableOrder], bool],
    ) -> bool:
        """One change: refused where the thing is another order's; False and left out where it is so already."""
        with locks.hold(order_id, patience=self.patience):
            order = self.look(order_id)
            if not owns(order):
                raise ChangeRefused(reasons=("This order has no such shipment or fulfillment order.",))
            if is_done(order):
                return False
            changes = self._changes()
            try:
                breaker.ask(lambda: send(changes))
            except ChangeRefused as refusal:
                self._note_refusal(order, action, refusal)
                raise
            except OutcomeUnknown as unknown:
                if not if_it_can_be_asked(lambda: is_done(self.look(order_id))):
                    self._note(order_id, action, f"No answer came. {detail}")
                    raise Unsettled from unknown
            self._note(order_id, action, detail)
            return True

    def _changes(self) -> Changes:
        return self.client.changes(deadline=Deadline.after(CHANGE_SECONDS))

    def _note_refusal(self, order: FulfillableOrder, action: str, refusal: ChangeRefused) -> None:
        self._note(order.id, action, f"Shopify refuses: {' '.join(refusal.reasons)}")

    def _note(self, order_id: str, action: str, detail: str) -> None:
        """Who did what, and that the stored order is out of date: both or neither."""
        now = clock.seconds()
        with in_turn(), transaction.atomic():
            log.record(self.actor, action, now=now, shopify_id=order_id, detail=detail)
            due.hint([order_id], now=now)


def if_it_can_be_asked[Answer](question: Callable[[], Answer]) -> Answer | None:
    """None while Shopify cannot say either what became of a change: then nobody may say that nothing was done."""
    try:
        return question()
    except ShopifyError:
        return None
