"""Reading one order completely: small first pages, then whatever is left of each list.

All first pages come with one call. A part that the app may not read would make Shopify answer null for the whole order
(it stands in a non-null field), so where one is denied the order is read alone and each part by itself.

Everything is collected as JSON first and parsed once at the end, so that the parser sees complete lists only.
"""

from collections.abc import Callable
from typing import Final

from orders.shopify import operations
from orders.shopify.endpoint import Endpoint
from orders.shopify.errors import AccessDenied
from orders.shopify.json_shapes import Json, JsonObject, find_list, find_object, get_list, get_object
from orders.shopify.known_denials import KnownDenials
from orders.shopify.mapping import contact_from_payload, order_from_payload
from orders.shopify.operations import FIRST, LONGEST_LIST, REST, next_step
from orders.shopify.order_pages import OrderPages, get_id
from orders.shopify.results import FetchedOrder
from orders.transport.deadline import Deadline

FULFILLMENT_ORDERS: Final = "fulfillmentOrders"
REFUNDS: Final = "refunds"
PARTS: Final = (FULFILLMENT_ORDERS, REFUNDS)
SOME_PART: Final = "some part"

_ORDER_PAGES: Final = {
    "lines": FIRST.lines,
    "fulfillments": FIRST.fulfillments,
    "events": FIRST.events,
    "fulfillmentLines": FIRST.fulfillment_lines,
}
_WORK_PAGES: Final = {
    "fulfillmentOrders": FIRST.fulfillment_orders,
    "fulfillmentOrderLines": FIRST.fulfillment_order_lines,
    "fulfillmentOrderFulfillments": FIRST.fulfillment_order_fulfillments,
}
_REFUND_PAGES: Final = {"refunds": FIRST.refunds, "refundLines": FIRST.refund_lines}


class OrderReader:
    """One reading of one order within one deadline. `denials` is what the client knows to be refused."""

    def __init__(
        self, *, endpoint: Endpoint, order_id: str, deadline: Deadline, denials: KnownDenials
    ) -> None:
        self._endpoint = endpoint
        self._order_id = order_id
        self._denials = denials
        self._pages = OrderPages(endpoint=endpoint, deadline=deadline)

    @property
    def requested_points(self) -> float:
        """What all queries of this reading asked for."""
        return self._pages.requested_points

    def read(self) -> FetchedOrder:
        """The complete order. Raises OrderNotFound, or another ShopifyError when it cannot be had whole."""
        order = self._read_first_pages()
        self._pages.complete(
            order, "lineItems", operations.ORDER_LINE_ITEMS, id=self._order_id, lines=REST.lines
        )
        order["fulfillments"] = self._all_fulfillments(order)
        fulfillment_orders = self._unless_denied(
            lambda: self._all_fulfillment_orders(order), part=FULFILLMENT_ORDERS
        )
        refunds: list[Json] | None = []
        if _has_lost_items(order):
            refunds = self._unless_denied(lambda: self._all_refunds(order), part=REFUNDS)
        observations = self._endpoint.observations
        return FetchedOrder(
            order=order_from_payload(
                order, fulfillment_orders=fulfillment_orders, refunds=refunds, observations=observations
            ),
            contact=contact_from_payload(order, observations=observations),
            denied=frozenset(self._pages.denied),
        )

    def _read_first_pages(self) -> JsonObject:
        """The order with its parts, or without them where one is denied."""
        if not any(map(self._denials.is_known, (*PARTS, SOME_PART))):
            try:
                return self._pages.ask(
                    operations.ORDER, id=self._order_id, **_ORDER_PAGES, **_WORK_PAGES, **_REFUND_PAGES
                )
            except AccessDenied as error:
                denied = error.field if error.field in PARTS else SOME_PART
            order = self._read_alone()
            self._denials.note(denied)
            return order
        return self._read_alone()

    def _read_alone(self) -> JsonObject:
        return self._pages.ask(operations.ORDER_ALONE, id=self._order_id, **_ORDER_PAGES)

    def _all_fulfillments(self, order: JsonObject) -> list[Json]:
        """`fulfillments` is a list without pages: a cut one is asked for again, long enough for all."""
        listed = get_list(order.get("fulfillments"), "Order.fulfillments")
        count = find_object(order.get("fulfillmentsCount")).get("count")
        size = FIRST.fulfillments
        is_cut = count > len(listed) if isinstance(count, int) else len(listed) >= size
        while is_cut and size < LONGEST_LIST:
            size = next_step(max(size + 1, count if isinstance(count, int) else REST.fulfillments))
            answer = self._pages.ask(
                operations.ORDER_FULFILLMENTS,
                id=self._order_id,
                fulfillments=size,
                events=REST.events,
                fulfillmentLines=REST.fulfillment_lines,
            )
            listed = get_list(answer.get("fulfillments"), "Order.fulfillments")
            is_cut = len(listed) >= size
        self._pages.note_cut(listed, part="fulfillments")
        for item in listed:
            self._complete_fulfillment(get_object(item, "Fulfillment"))
        return listed

    def _complete_fulfillment(self, fulfillment: JsonObject) -> None:
        gid = get_id(fulfillment, "Fulfillment.id")
        self._pages.complete(fulfillment, "events", operations.FULFILLMENT_EVENTS, id=gid, events=REST.events)
        self._pages.complete(
            fulfillment,
            "fulfillmentLineItems",
            operations.FULFILLMENT_LINE_ITEMS,
            id=gid,
            fulfillmentLines=REST.fulfillment_lines,
        )

    def _all_fulfillment_orders(self, order: JsonObject) -> list[Json]:
        if FULFILLMENT_ORDERS not in order:
            order |= self._pages.ask(
                operations.FULFILLMENT_ORDERS, id=self._order_id, **_WORK_PAGES, after=None
            )
        listed = self._pages.complete(
            order,
            FULFILLMENT_ORDERS,
            operations.FULFILLMENT_ORDERS,
            id=self._order_id,
            fulfillmentOrders=REST.fulfillment_orders,
            fulfillmentOrderLines=REST.fulfillment_order_lines,
            fulfillmentOrderFulfillments=REST.fulfillment_order_fulfillments,
        )
        for item in listed:
            self._complete_fulfillment_order(get_object(item, "FulfillmentOrder"))
        return listed

    def _complete_fulfillment_order(self, fulfillment_order: JsonObject) -> None:
        gid = get_id(fulfillment_order, "FulfillmentOrder.id")
        self._pages.complete(
            fulfillment_order,
            "lineItems",
            operations.FULFILLMENT_ORDER_LINE_ITEMS,
            id=gid,
            lines=REST.lines,
        )
        self._pages.complete(
            fulfillment_order,
            "fulfillments",
            operations.FULFILLMENT_ORDER_FULFILLMENTS,
            id=gid,
            fulfillments=REST.fulfillments,
        )

    def _all_refunds(self, order: JsonObject) -> list[Json]:
        """`refunds` is a list without pages or count: a full one is asked for again, longer."""
        if REFUNDS not in order:
            order |= self._pages.ask(operations.REFUNDS, id=self._order_id, **_REFUND_PAGES)
        listed = get_list(order.get(REFUNDS), "Order.refunds")
        size = FIRST.refunds
        while len(listed) >= size and size < LONGEST_LIST:
            size = REST.refunds if size < REST.refunds else LONGEST_LIST
            answer = self._pages.ask(
                operations.REFUNDS, id=self._order_id, refunds=size, refundLines=REST.refund_lines
            )
            listed = get_list(answer.get(REFUNDS), "Order.refunds")
        self._pages.note_cut(listed, part=REFUNDS)
        for item in listed:
            refund = get_object(item, "Refund")
            gid = get_id(refund, "Refund.id")
            self._pages.complete(
                refund, "refundLineItems", operations.REFUND_LINE_ITEMS, id=gid, lines=REST.refund_lines
            )
        return listed

    def _unless_denied(self, read: Callable[[], list[Json]], *, part: str) -> list[Json] | None:
        """What `read` gives, or None (and the part noted) when the app may not read it."""
        if not self._denials.is_known(part):
            try:
                return read()
            except AccessDenied:
                self._denials.note(part)
        self._pages.denied.add(part)
        return None


def _has_lost_items(order: JsonObject) -> bool:
    """Whether something was refunded or removed. A quantity that cannot be read may hide one, so it
    counts.
    """
    return any(
        item.get("currentQuantity") != item.get("quantity")
        for item in map(find_object, find_list(find_object(order.get("lineItems")).get("nodes")))
    )
