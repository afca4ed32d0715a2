"""What a shopper types to find an order, made into keys that can be compared exactly.

Reading is forgiving about form and strict about content. Both the order number and the contact must match;
neither alone says anything, and a miss never says which of them was wrong.
"""

from orders.domain.matching.contact import (
    ContactKey,
    ContactKind,
    asked_keys,
    contact_matches,
    held_keys,
    read_contact,
)
from orders.domain.matching.order_number import (
    Kinship,
    OrderNumber,
    asked_order_keys,
    find_kinship,
    order_keys,
    read_order_number,
)

__all__ = [
    "ContactKey",
    "ContactKind",
    "Kinship",
    "OrderNumber",
    "asked_keys",
    "asked_order_keys",
    "contact_matches",
    "find_kinship",
    "held_keys",
    "order_keys",
    "read_contact",
    "read_order_number",
]
