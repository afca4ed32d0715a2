"""What a stored order is found by: the texts it answers to, and keyed hashes of its email and phone."""

from collections.abc import Iterable

from orders.domain.matching import held_keys, order_keys, read_contact
from orders.domain.order import Order
from orders.shopify.results import Contact, OrderCandidate
from orders.storage.hashing import keyed_hash
from orders.storage.statements import run

CLOSE_LINKS_OF_OTHERS = """
UPDATE orders_accesslink SET revoked_at = %s
WHERE order_id = %s AND revoked_at IS NULL AND proof <> ''
  AND proof NOT IN (SELECT hash FROM orders_ordercontact WHERE order_id = %s)
"""


def replace_names(order_pk: int, order: Order) -> None:
    """Make what an order is called now all that it answers to."""
    _replace("orders_orderkey", "key", order_pk, _names(order))


def replace_contacts(order_pk: int, contact: Contact, *, now: float) -> None:
    """Make `contact` all that proves the order one's own, and close the links that others were given for another."""
    if _replace("orders_ordercontact", "hash", order_pk, contact_hashes(contact)):
        run(CLOSE_LINKS_OF_OTHERS, [now, order_pk, order_pk])


def add_candidate(order_pk: int, candidate: OrderCandidate) -> None:
    """Let an order be found by what the search says of it, beside what is known already."""
    _add("orders_orderkey", "key", order_pk, _names(candidate))
    _add("orders_ordercontact", "hash", order_pk, contact_hashes(candidate.contact))


def delete_all(order_pk: int) -> None:
    """Let an order be found by nothing."""
    for table in ("orders_orderkey", "orders_ordercontact"):
        run(f"DELETE FROM {table} WHERE order_id = %s", [order_pk])  # noqa: S608 - own names


def contact_hashes(contact: Contact) -> frozenset[str]:
    """The keyed hashes an order may be found by: one for each form its email and its phone can be typed in."""
    keys = [read_contact(text) for text in (contact.email, contact.phone) if text]
    return frozenset(contact_hash(form) for key in keys if key for form in held_keys(key))


def contact_hash(form: str) -> str:
    """The keyed hash of one form."""
    return keyed_hash("contact", form)


def _names(order: Order | OrderCandidate) -> frozenset[str]:
    return order_keys(name=order.name, number=order.number, confirmation_number=order.confirmation_number)


def _replace(table: str, column: str, order_pk: int, values: Iterable[str]) -> bool:
    """Make `values` the only ones that `table` holds for the order; whether any had to go."""
    wanted = sorted(values)
    marks = ", ".join(["%s"] * len(wanted))
    others = f"AND {column} NOT IN ({marks})" if wanted else ""
    gone = run(
        f"DELETE FROM {table} WHERE order_id = %s {others} RETURNING 1",  # noqa: S608 - own names
        [order_pk, *wanted],
    )
    _add(table, column, order_pk, wanted)
    return bool(gone)


def _add(table: str, column: str, order_pk: int, values: Iterable[str]) -> None:
    statement = f"INSERT INTO {table} (order_id, {column}) VALUES (%s, %s) ON CONFLICT DO NOTHING"  # noqa: S608
    for value in sorted(values):
        run(statement, [order_pk, value])
