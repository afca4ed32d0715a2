"""The one door to an order: links, and whether what was typed proves that it is one's own.

Every representation of an order goes through `find_link` first, and everything that makes a link goes through
`issue_link`.
"""

import contextlib
import re
import secrets
from collections.abc import Collection
from typing import NamedTuple

from django.db import DatabaseError, transaction
from django.db.models import QuerySet

from orders.access.purposes import OWNER, Purpose, lifetime
from orders.domain.matching import (
    ContactKey,
    Kinship,
    OrderNumber,
    contact_matches,
    find_kinship,
    read_contact,
)
from orders.models import AccessLink
from orders.shopify.results import Contact, OrderCandidate
from orders.storage import store
from orders.storage.hashing import token_hash
from orders.storage.statements import run

TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
TOKEN_BYTES = 24

USE_NOTED_SECONDS = 3600
"""A link's last use is written down no more often than this: a page that is open asks every few seconds."""

ISSUE_LINK = """
INSERT INTO orders_accesslink (token_hash, order_id, origin, proof, recipient, created_at, expires_at)
VALUES (%s, %s, %s, %s, %s, %s, %s)
"""
FIND_LINK = f"""
SELECT link.origin, link.used_at, link.proof, link.recipient, {store.COLUMNS} FROM orders_accesslink link
JOIN orders_trackedorder tracked ON tracked.id = link.order_id
WHERE link.token_hash = %s AND link.expires_at > %s AND link.revoked_at IS NULL
"""  # noqa: S608 - the columns are a constant
NOTE_USE = "UPDATE orders_accesslink SET used_at = %s WHERE token_hash = %s"


class OpenLink(NamedTuple):
    """What a token opens. `recipient` is empty for whoever ordered, else says whose link it is."""

    purpose: Purpose
    proof: str
    recipient: str
    order: store.StoredOrder


def issue_link(order_pk: int, *, origin: str, now: float, proof: str = "", recipient: str = "") -> str:
    """Make a link to an order and return its token: 192 random bits, stored as a hash only.

    `origin` is a `Purpose`, which also says how long it lives. `proof` is the hash of the contact that was typed for
    it, or that it was sent to; the link closes when the order has another. `recipient` says whose it is, unless it is
    whoever ordered.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    purpose = Purpose(origin)
    expires_at = now + lifetime(purpose)
    run(ISSUE_LINK, [token_hash(token), order_pk, purpose.value, proof, recipient, now, expires_at])
    return token


def find_link(token: str, *, now: float, purposes: Collection[Purpose] = OWNER) -> store.StoredOrder | None:
    """The order a token opens here; None for every token that does not, whatever the reason. One query."""
    found = open_link(token, now=now, purposes=purposes)
    return found.order if found else None


def open_link(token: str, *, now: float, purposes: Collection[Purpose]) -> OpenLink | None:
    """The same, with what the link is for."""
    if not TOKEN.fullmatch(token):
        return None
    hashed = token_hash(token)
    rows = run(FIND_LINK, [hashed, now])
    if not rows or rows[0][0] not in purposes:
        return None
    row = rows[0]
    if abs(now - row[1]) > USE_NOTED_SECONDS:
        _note_use(hashed, now=now)
    return OpenLink(Purpose(row[0]), row[2], row[3], store.StoredOrder(*row[4:]))


def _note_use(hashed: str, *, now: float) -> None:
    """For the list of links that its owner sees; a database that cannot write still shows the order."""
    with contextlib.suppress(DatabaseError), transaction.atomic():
        run(NOTE_USE, [now, hashed])


def open_links(order_pk: int, *, now: float, recipient: str = "") -> list[AccessLink]:
    """Every link that opens something of this order now, newest first; only this recipient's, where one is named."""
    found = AccessLink.objects.filter(order_id=order_pk, revoked_at=None, expires_at__gt=now)
    return list(_of(found, recipient).order_by("-created_at", "-pk"))


def close_link(order_pk: int, link_pk: int, *, now: float, recipient: str = "") -> bool:
    """Close one link of this order, and of this recipient where one is named; whether there was such an open one."""
    found = AccessLink.objects.filter(pk=link_pk, order_id=order_pk, revoked_at=None)
    return bool(_of(found, recipient).update(revoked_at=now))


def close_links(order_pk: int, *, purpose: Purpose, now: float, recipient: str = "") -> int:
    """Close this order's links of one purpose, whoever ordered's or this recipient's; returns how many were open."""
    found = AccessLink.objects.filter(order_id=order_pk, origin=purpose.value, revoked_at=None)
    return found.filter(recipient=recipient).update(revoked_at=now)


def close_links_of(order_pk: int, recipient: str, *, now: float) -> int:
    """Close all links of somebody who is not whoever ordered; returns how many were open."""
    return AccessLink.objects.filter(order_id=order_pk, recipient=recipient, revoked_at=None).update(
        revoked_at=now
    )


def _of(found: QuerySet[AccessLink], recipient: str) -> QuerySet[AccessLink]:
    return found.filter(recipient=recipient) if recipient else found


def order_of_token(token: str) -> int | None:
    """The order of any link that is stored, closed or not; for staff, whose look at it is no use of the link."""
    found = AccessLink.objects.filter(token_hash=token_hash(token)).values_list("order_id", flat=True).first()
    return None if found is None else int(found)


def is_link(token: str, link: AccessLink) -> bool:
    """Whether this is the link's own token."""
    return secrets.compare_digest(token_hash(token), link.token_hash)


def revoke_links(order_pk: int, *, now: float) -> int:
    """Close every link to an order; returns how many were open."""
    return AccessLink.objects.filter(order_id=order_pk, revoked_at=None).update(revoked_at=now)


def forget_expired_links(*, now: float) -> int:
    """Delete links that have expired; they look as if they had never been. Returns how many."""
    return AccessLink.objects.filter(expires_at__lte=now).delete()[0]


def find_match(
    candidates: tuple[OrderCandidate, ...], order_number: OrderNumber, contact: ContactKey
) -> OrderCandidate | None:
    """The order that is really meant: number and contact both exactly right, compared on our side.

    Shopify's search is fuzzy and names repeat. Every candidate is compared, so that the time taken does not tell
    which one failed. Of several that are right the one whose name comes nearest is meant, and of these the newest.
    """
    kinships = [_kinship(candidate, order_number) for candidate in candidates]
    proofs = [_belongs(contact, candidate.contact) for candidate in candidates]
    right = [
        (kinship, -candidate.created_at.timestamp(), candidate)
        for candidate, kinship, proof in zip(candidates, kinships, proofs, strict=True)
        if kinship is not None and proof
    ]
    return min(right, key=lambda each: each[:2])[2] if right else None


def find_by_number(
    candidates: tuple[OrderCandidate, ...], order_number: OrderNumber
) -> tuple[OrderCandidate, ...]:
    """The candidates whose names come nearest to the number; for staff, who need no proof."""
    kinships = [_kinship(candidate, order_number) for candidate in candidates]
    nearest = min((kinship for kinship in kinships if kinship is not None), default=None)
    return tuple(
        candidate
        for candidate, kinship in zip(candidates, kinships, strict=True)
        if kinship is not None and kinship == nearest
    )


def _kinship(candidate: OrderCandidate, order_number: OrderNumber) -> Kinship | None:
    return find_kinship(
        order_number,
        name=candidate.name,
        number=candidate.number,
        confirmation_number=candidate.confirmation_number,
    )


def _belongs(typed: ContactKey, contact: Contact) -> bool:
    held = [read_contact(text) for text in (contact.email, contact.phone) if text]
    answers = [contact_matches(typed, held=key) for key in held if key]  # all, whichever is right
    return any(answers)
