"""Which order something belongs to that Shopify named without it."""

from orders.shopify import operations
from orders.shopify.endpoint import Endpoint
from orders.shopify.errors import QueryRefused
from orders.shopify.json_shapes import find_object
from orders.shopify.operations import Operation
from orders.shopify.payload import Fields
from orders.transport.deadline import Deadline

OPERATIONS: dict[str, Operation] = {
    "Order": operations.ORDER_ID,
    "FulfillmentOrder": operations.ORDER_OF_FULFILLMENT_ORDER,
    "Fulfillment": operations.ORDER_OF_FULFILLMENT,
    "Return": operations.ORDER_OF_RETURN,
}


def find_order_id(endpoint: Endpoint, gid: str, *, deadline: Deadline) -> str | None:
    """The GID of the order that `gid` belongs to; None when Shopify shows no such thing. An order belongs to itself.

    Raises QueryRefused for a kind of thing that has no order.
    """
    kind = gid.removeprefix("gid://shopify/").partition("/")[0]
    operation = OPERATIONS.get(kind)
    if operation is None:
        message = "Things of this kind belong to no order."
        raise QueryRefused(message)
    reply = endpoint.execute(operation, {"id": gid}, deadline=deadline)
    if reply.root is None:
        return None
    found = find_object(reply.root)
    order = found if kind == "Order" else found.get("order")
    return Fields(order, kind="Order", observations=endpoint.observations).get_whole("id")
