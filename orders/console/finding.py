"""From whatever support has at hand to the stored orders it may mean: number, contact, tracking number or a link."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

from orders.access import links
from orders.console.tracking_keys import hashes_of
from orders.domain.matching import (
    ContactKind,
    Kinship,
    OrderNumber,
    asked_keys,
    asked_order_keys,
    read_contact,
    read_order_number,
)
from orders.storage.keys import contact_hash

MOST_TYPED = 1000
MOST_OF_A_NUMBER = 200
"""Orders that share a bare number; what is over it is not listed."""
LINK = re.compile(r"/[oscf]/(?P<token>[A-Za-z0-9_-]{32})(?:[/?#]|$)")

BY_NUMBER = "SELECT key, order_id FROM orders_orderkey WHERE key IN ({marks}) ORDER BY order_id DESC LIMIT %s"
BY_CONTACT = (
    "SELECT order_id FROM orders_ordercontact WHERE hash IN ({marks}) AND order_id < %s "
    "ORDER BY order_id DESC LIMIT %s"
)
BY_TRACKING = (
    "SELECT order_id FROM console_trackingkey WHERE hash IN ({marks}) AND order_id < %s "
    "ORDER BY order_id DESC LIMIT %s"
)
ENDLESS = 2**62


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed, read in every way it can be meant."""

    number: OrderNumber | None = None
    contact_hashes: frozenset[str] = frozenset()
    tracking_hashes: frozenset[str] = frozenset()
    token: str = ""
    is_private: bool = False
    """It holds a contact or a token, which belong in no address."""


def read_asked(typed: str) -> Asked:
    """Read what was typed; nothing in it that could be meant gives what finds nothing."""
    typed = typed[:MOST_TYPED].strip()
    if link := LINK.search(typed):
        return Asked(token=link["token"], is_private=True)
    contact = read_contact(typed)
    hashes = frozenset(contact_hash(form) for form in asked_keys(contact)) if contact else frozenset[str]()
    if contact is not None and contact.kind is ContactKind.EMAIL:
        return Asked(contact_hashes=hashes, is_private=True)
    return Asked(
        number=read_order_number(typed),
        contact_hashes=hashes,
        tracking_hashes=hashes_of(typed),
        is_private=contact is not None,
    )


def find(asked: Asked, *, after: int | None = None, most: int = 20) -> list[int]:
    """The keys of stored orders, newest row first; `after` is the last one of the list before."""
    if asked.token:
        found = links.order_of_token(asked.token)
        return [] if found is None else [found]
    below = ENDLESS if after is None else after
    keys = {pk for pk in _by_number(asked.number) if pk < below}
    keys |= _by_hashes(BY_CONTACT, asked.contact_hashes, below, most)
    keys |= _by_hashes(BY_TRACKING, asked.tracking_hashes, below, most)
    return sorted(keys, reverse=True)[:most]


def _by_number(number: OrderNumber | None) -> set[int]:
    """Those whose names come nearest to what was typed."""
    if number is None:
        return set()
    asked: Mapping[str, Kinship] = asked_order_keys(number)
    if not asked:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(BY_NUMBER.format(marks=_marks(len(asked))), [*asked, MOST_OF_A_NUMBER])
        rows = [(asked[str(key)], int(pk)) for key, pk in cursor.fetchall()]
    nearest = min((kinship for kinship, _ in rows), default=None)
    return {pk for kinship, pk in rows if kinship == nearest}


def _by_hashes(statement: str, hashes: frozenset[str], below: int, most: int) -> set[int]:
    if not hashes:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(statement.format(marks=_marks(len(hashes))), [*sorted(hashes), below, most])
        return {int(row[0]) for row in cursor.fetchall()}


def _marks(count: int) -> str:
    return ", ".join(["%s"] * count)
