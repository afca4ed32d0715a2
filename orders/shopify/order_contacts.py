"""Where messages about orders may go, asked for at the moment one is due: one cheap query for many orders."""

from collections.abc import Mapping, Sequence

from orders.shopify import operations
from orders.shopify.endpoint import Endpoint
from orders.shopify.json_shapes import get_list
from orders.shopify.mapping import contact_from_payload
from orders.shopify.payload import Fields
from orders.shopify.results import OrderContact
from orders.transport.deadline import Deadline

MOST_ORDERS = 50
LOCALE_LIMIT = 20
ZONE_LIMIT = 60


def read_contacts(
    endpoint: Endpoint, order_ids: Sequence[str], *, deadline: Deadline
) -> Mapping[str, OrderContact]:
    """The contact of each of at most `MOST_ORDERS` orders by its GID; orders Shopify does not show are missing."""
    reply = endpoint.execute(operations.ORDER_CONTACTS, {"ids": list(order_ids)}, deadline=deadline)
    contacts = {}
    for node in get_list(reply.root, "nodes"):
        if not node:
            continue
        fields = Fields(node, kind="Order", observations=endpoint.observations)
        address = fields.find_fields("shippingAddress", kind="MailingAddress")
        contacts[fields.get_whole("id")] = OrderContact(
            contact=contact_from_payload(node, observations=endpoint.observations),
            locale=fields.find_whole("customerLocale", limit=LOCALE_LIMIT),
            time_zone=address.find_whole("timeZone", limit=ZONE_LIMIT) if address else None,
            updated_at=fields.get_moment("updatedAt"),
            denied=reply.denied,
        )
    return contacts
