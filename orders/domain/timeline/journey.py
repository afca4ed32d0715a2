"""Which way each part of an order travels: told by its fulfillment orders, or guessed as little as possible."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from orders.domain.order import Fulfillment, FulfillmentOrder, LineItem, Order
from orders.domain.status import DeliveryMethodType, OrderFulfillmentStatus
from orders.domain.timeline.kinds import Journey

JOURNEYS: Mapping[str, Journey] = {
    DeliveryMethodType.SHIPPING: Journey.SHIPPING,
    DeliveryMethodType.LOCAL: Journey.LOCAL_DELIVERY,
    DeliveryMethodType.PICK_UP: Journey.PICKUP,
    DeliveryMethodType.PICKUP_POINT: Journey.PICKUP_POINT,
    DeliveryMethodType.NONE: Journey.DIGITAL,
    DeliveryMethodType.RETAIL: Journey.IN_STORE,
}

PRECEDENCE = (
    Journey.SHIPPING,
    Journey.PICKUP_POINT,
    Journey.LOCAL_DELIVERY,
    Journey.PICKUP,
    Journey.DIGITAL,
    Journey.IN_STORE,
)
"""Which journey speaks for several: the one with the longest way still to tell of."""


@dataclass(frozen=True, slots=True)
class FulfillmentOrderIndex:
    """An order's fulfillment orders, found by what came of them or by what they hold; sorted by id."""

    all: Sequence[FulfillmentOrder]
    by_fulfillment: Mapping[str, Sequence[FulfillmentOrder]]
    by_line_item: Mapping[str, Sequence[FulfillmentOrder]]

    def of(self, fulfillment: Fulfillment) -> Sequence[FulfillmentOrder]:
        """The fulfillment orders behind a fulfillment: linked, or else those that hold the same line items."""
        linked = self.by_fulfillment.get(fulfillment.id)
        if linked is not None:
            return linked
        for part in fulfillment.line_items:
            same_line = self.by_line_item.get(part.line_item_id)
            if same_line is not None:
                return same_line
        return ()


NO_BOXES = (Journey.DIGITAL, Journey.IN_STORE)


def counts_in(part: Journey, whole: Journey) -> bool:
    """Whether a part has a say in how far the whole has come: what never travels has none where something does."""
    return whole in NO_BOXES or part not in NO_BOXES


def natural(gid: str) -> tuple[int, str]:
    """A sort key that puts `…/9` before `…/10`."""
    return len(gid), gid


def index_fulfillment_orders(order: Order) -> FulfillmentOrderIndex:
    """Index the fulfillment orders once, so that every look-up after is one step; empty when they are unreadable."""
    every = sorted(order.fulfillment_orders or (), key=lambda work: natural(work.id))
    by_fulfillment: dict[str, list[FulfillmentOrder]] = {}
    by_line_item: dict[str, list[FulfillmentOrder]] = {}
    for work in every:
        for fulfillment_id in work.fulfillment_ids:
            by_fulfillment.setdefault(fulfillment_id, []).append(work)
        for part in work.line_items:
            by_line_item.setdefault(part.line_item_id, []).append(work)
    return FulfillmentOrderIndex(every, by_fulfillment, by_line_item)


def find_told_journey(works: Iterable[FulfillmentOrder]) -> Journey | None:
    """The journey that delivery methods name, by `PRECEDENCE` where they differ; None when none is known."""
    told = {
        JOURNEYS[work.delivery_method.method_type]
        for work in works
        if work.delivery_method is not None and work.delivery_method.method_type in JOURNEYS
    }
    return first_of(told)


def first_of(journeys: Iterable[Journey]) -> Journey | None:
    """The journey that speaks for all of these; None for none."""
    return min(journeys, key=PRECEDENCE.index, default=None)


def needs_nothing(order: Order) -> bool:
    """Whether Shopify says that nothing of the order is, or remains, to be sent."""
    return order.fulfillment_status == OrderFulfillmentStatus.FULFILLMENT_NOT_REQUIRED


def is_emptied(order: Order) -> bool:
    """Whether all that was ordered has been refunded or removed."""
    return bool(order.line_items) and all(line.current_quantity <= 0 for line in order.line_items)


def journey_of_order(order: Order) -> Journey:
    """What the order alone says: something is shipped, or nothing needs to be."""
    return Journey.DIGITAL if not order.requires_shipping or needs_nothing(order) else Journey.SHIPPING


def journey_of_fulfillment(
    order: Order, fulfillment: Fulfillment, works: Iterable[FulfillmentOrder]
) -> Journey:
    """The journey of a parcel: its fulfillment orders' method, else its own word, else the order's."""
    told = find_told_journey(works)
    if told is not None:
        return told
    return journey_of_order(order) if fulfillment.requires_shipping else Journey.DIGITAL


def journey_of_line(order: Order, line: LineItem) -> Journey:
    """The journey of an item no fulfillment order speaks for."""
    return journey_of_order(order) if line.requires_shipping else Journey.DIGITAL
