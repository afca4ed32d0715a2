"""What kind of thing was typed into a field of the look-up: never the thing itself."""

from enum import StrEnum

from orders.domain.carriers.recognition import recognise
from orders.domain.matching.contact import ContactKey, ContactKind, read_contact
from orders.domain.matching.order_number import OrderNumber, read_order_number
from orders.domain.matching.plain_text import plain_text

_SHORTEST_TRACKING_NUMBER = 10
_LONGEST_BARE_ORDER_NUMBER = 11
"""More digits in a row are no order's number: carriers count so far, shops do not."""


class TypedKind(StrEnum):
    """NUMBER: digits alone. NAME: with letters, as `EN-1001` has. BROKEN_EMAIL: an @, and yet no address. WORDS: none
    of the others.
    """

    EMPTY = "empty"
    NUMBER = "number"
    NAME = "name"
    TRACKING = "tracking"
    EMAIL = "email"
    BROKEN_EMAIL = "broken email"
    PHONE = "phone"
    WORDS = "words"


def kind_of_order_number(text: str) -> TypedKind:
    """What stood in the field for the order number."""
    plain = plain_text(text)
    if not plain:
        return TypedKind.EMPTY
    contact = read_contact(plain)
    if "@" in plain:
        return TypedKind.EMAIL if contact else TypedKind.BROKEN_EMAIL
    if contact and plain.startswith("+"):
        return TypedKind.PHONE
    if _is_tracking_number(plain):
        return TypedKind.TRACKING
    number = read_order_number(plain)
    return kind_of_read_number(number) if number else TypedKind.WORDS


def kind_of_contact(text: str) -> TypedKind:
    """What stood in the field for the email or phone."""
    plain = plain_text(text)
    if not plain:
        return TypedKind.EMPTY
    contact = read_contact(plain)
    if contact is not None:
        return kind_of_read_contact(contact)
    if "@" in plain:
        return TypedKind.BROKEN_EMAIL
    if _is_tracking_number(plain):
        return TypedKind.TRACKING
    number = read_order_number(plain)
    return kind_of_read_number(number) if number else TypedKind.WORDS


def kind_of_read_number(number: OrderNumber) -> TypedKind:
    """The kind of what could be read as an order number."""
    return TypedKind.NUMBER if number.key.isdigit() else TypedKind.NAME


def kind_of_read_contact(contact: ContactKey) -> TypedKind:
    """The kind of what could be read as a contact."""
    return TypedKind.EMAIL if contact.kind is ContactKind.EMAIL else TypedKind.PHONE


def _is_tracking_number(plain: str) -> bool:
    bare = "".join(character for character in plain if character.isalnum())
    if not bare.isascii() or len(bare) < _SHORTEST_TRACKING_NUMBER:
        return False
    return (bare.isdigit() and len(bare) > _LONGEST_BARE_ORDER_NUMBER) or recognise(bare) is not None
