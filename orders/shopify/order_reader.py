"""Reading one order completely: small first pages, then whatever is left of each list.

Everything is collected as JSON first and parsed once at the end, so that the parser sees complete lists only.
"""

from collections.abc import Callable
from typing import Final

from orders.shopify import operations
from orders.shopify.endpoint import Endpoint
from orders.shopify.errors import AccessDenied, OrderNotFound
from orders.shopify.json_shapes import (
    Json,
    JsonObject,
    find_list,
    find_object,
    get_list,
    get_object,
    unexpected_shape,
)
from orders.shopify.mapping import contact_from_payload, order_from_payload
from orders.shopify.operations import FIRST, LONGEST_LIST, REST, Operation, next_step
from orders.shopify.results import FetchedOrder
from orders.transport.deadline import Deadline

FULFILLMENT_ORDERS: Final = "fulfillmentOrders"
REFUNDS: Final = "refunds"


class OrderReader:
    """One reading of one order within one deadline. `requested_points` is what all its queries asked for."""

    def __init__(self, *, endpoint: Endpoint, order_id: str, deadline: Deadline) -> None:
        self._endpoint = endpoint
        self._order_id = order_id
        self._deadline = deadline
        self._denied: set[str] = set()
        self.requested_points = 0.0

    def read(self) -> FetchedOrder:
        """The complete order. Raises OrderNotFound, or another ShopifyError when it cannot be had whole."""
        order = self._read_order()
        fulfillment_orders = self._unless_denied(self._read_fulfillment_orders, part=FULFILLMENT_ORDERS)
        refunds: list[Json] | None = []
        if _has_lost_items(order):
            refunds = self._unless_denied(self._read_refunds, part=REFUNDS)
        observations = self._endpoint.observations
        return FetchedOrder(
            order=order_from_payload(
                order, fulfillment_orders=fulfillment_orders, refunds=refunds, observations=observations
            ),
            contact=contact_from_payload(order, observations=observations),
            denied=frozenset(self._denied),
        )

    def _read_order(self) -> JsonObject:
        order = self._ask(
            operations.ORDER,
            id=self._order_id,
            lines=FIRST.lines,
            fulfillments=FIRST.fulfillments,
            events=FIRST.events,
            fulfillmentLines=FIRST.fulfillment_lines,
        )
        self._complete(order, "lineItems", operations.ORDER_LINE_ITEMS, id=self._order_id, lines=REST.lines)
        order["fulfillments"] = self._all_fulfillments(order)
        return order

    def _all_fulfillments(self, order: JsonObject) -> list[Json]:
        """`fulfillments` is a list without pages: a cut one is asked for again, long enough for all."""
        listed = get_list(order.get("fulfillments"), "Order.fulfillments")
        count = find_object(order.get("fulfillmentsCount")).get("count")
        size = FIRST.fulfillments
        is_cut = count > len(listed) if isinstance(count, int) else len(listed) >= size
        while is_cut and size < LONGEST_LIST:
            size = next_step(max(size + 1, count if isinstance(count, int) else REST.fulfillments))
            answer = self._ask(
                operations.ORDER_FULFILLMENTS,
                id=self._order_id,
                fulfillments=size,
                events=REST.events,
                fulfillmentLines=REST.fulfillment_lines,
            )
            listed = get_list(answer.get("fulfillments"), "Order.fulfillments")
            is_cut = len(listed) >= size
        self._note_cut(listed, part="fulfillments")
        for item in listed:
            self._complete_fulfillment(get_object(item, "Fulfillment"))
        return listed

    def _complete_fulfillment(self, fulfillment: JsonObject) -> None:
        gid = _get_id(fulfillment, "Fulfillment.id")
        self._complete(fulfillment, "events", operations.FULFILLMENT_EVENTS, id=gid, events=REST.events)
        self._complete(
            fulfillment,
            "fulfillmentLineItems",
            operations.FULFILLMENT_LINE_ITEMS,
            id=gid,
            fulfillmentLines=REST.fulfillment_lines,
        )

    def _read_fulfillment_orders(self) -> list[Json]:
        order = self._ask(
            operations.FULFILLMENT_ORDERS,
            id=self._order_id,
            fulfillmentOrders=FIRST.fulfillment_orders,
            lines=FIRST.fulfillment_order_lines,
            fulfillments=FIRST.fulfillment_order_fulfillments,
            after=None,
        )
        listed = self._complete(
            order,
            "fulfillmentOrders",
            operations.FULFILLMENT_ORDERS,
            id=self._order_id,
            fulfillmentOrders=REST.fulfillment_orders,
            lines=REST.fulfillment_order_lines,
            fulfillments=REST.fulfillment_order_fulfillments,
        )
        for item in listed:
            fulfillment_order = get_object(item, "FulfillmentOrder")
            gid = _get_id(fulfillment_order, "FulfillmentOrder.id")
            self._complete(
                fulfillment_order,
                "lineItems",
                operations.FULFILLMENT_ORDER_LINE_ITEMS,
                id=gid,
                lines=REST.lines,
            )
            self._complete(
                fulfillment_order,
                "fulfillments",
                operations.FULFILLMENT_ORDER_FULFILLMENTS,
                id=gid,
                fulfillments=REST.fulfillments,
            )
        return listed

    def _read_refunds(self) -> list[Json]:
        """`refunds` is a list without pages or count: a full one is asked for again, longer."""
        size, lines = FIRST.refunds, FIRST.refund_lines
        listed = self._list_refunds(size=size, lines=lines)
        while len(listed) >= size and size < LONGEST_LIST:
            size = REST.refunds if size < REST.refunds else LONGEST_LIST
            lines = REST.refund_lines
            listed = self._list_refunds(size=size, lines=lines)
        self._note_cut(listed, part=REFUNDS)
        for item in listed:
            refund = get_object(item, "Refund")
            gid = _get_id(refund, "Refund.id")
            self._complete(
                refund, "refundLineItems", operations.REFUND_LINE_ITEMS, id=gid, lines=REST.refund_lines
            )
        return listed

    def _list_refunds(self, *, size: int, lines: int) -> list[Json]:
        order = self._ask(operations.REFUNDS, id=self._order_id, refunds=size, lines=lines)
        return get_list(order.get("refunds"), "Order.refunds")

    def _note_cut(self, listed: list[Json], *, part: str) -> None:
        """Lists without pages end somewhere: nobody has seen an order that long, but somebody should learn of it."""
        if len(listed) >= LONGEST_LIST:
            self._endpoint.observations.note("a list of an order may be cut", part)

    def _unless_denied(self, read: Callable[[], list[Json]], *, part: str) -> list[Json] | None:
        """What `read` gives, or None (and the part noted) when the app may not read it."""
        try:
            return read()
        except AccessDenied:
            self._denied.add(part)
            return None

    def _complete(
        self, parent: JsonObject, key: str, operation: Operation, **variables: str | int | None
    ) -> list[Json]:
        """Ask for the rest of the connection under `key` and put all its nodes back in one list."""
        page = get_object(parent.get(key), key)
        nodes = list(get_list(page.get("nodes"), key))
        seen: set[str] = set()
        while (cursor := find_next_cursor(page, where=key)) is not None:
            if cursor in seen:
                raise unexpected_shape(key)
            seen.add(cursor)
            answer = self._ask(operation, **variables, after=cursor)
            page = get_object(answer.get(key), key)
            nodes += get_list(page.get("nodes"), key)
        parent[key] = {"nodes": nodes}
        return nodes

    def _ask(self, operation: Operation, **variables: str | int | None) -> JsonObject:
        reply = self._endpoint.execute(operation, variables, deadline=self._deadline)
        self.requested_points += reply.cost.requested or 0.0
        self._denied.update(reply.denied)
        if reply.root is None and operation.root == "order":
            message = "Shopify has no such order, or it is older than the app may read."
            raise OrderNotFound(message)
        return get_object(reply.root, operation.root)


def find_next_cursor(page: JsonObject, *, where: str) -> str | None:
    """Where the next page starts, or None on the last one. Raises Unavailable when Shopify does not say."""
    info = get_object(page.get("pageInfo"), f"{where}.pageInfo")
    if info.get("hasNextPage") is False:
        return None
    cursor = info.get("endCursor")
    if info.get("hasNextPage") is not True or not isinstance(cursor, str) or not cursor:
        raise unexpected_shape(f"{where}.pageInfo")
    return cursor


def _get_id(payload: JsonObject, where: str) -> str:
    gid = payload.get("id")
    if not isinstance(gid, str):
        raise unexpected_shape(where)
    return gid


def _has_lost_items(order: JsonObject) -> bool:
    """Whether something was refunded or removed. A quantity that cannot be read may hide one, so it
    counts.
    """
    return any(
        item.get("currentQuantity") != item.get("quantity")
        for item in map(find_object, find_list(find_object(order.get("lineItems")).get("nodes")))
    )
