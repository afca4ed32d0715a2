"""Look-ups that found nothing, told of the orders they may have meant.

A miss costs one and the same statement, whatever was typed: it fills a slot, taken by chance, of a table that holds
no more. The worker finds out soon afterwards which orders were meant, so that nobody can tell by time whether one was.
"""

import random
from typing import Any

from django.db import connection, transaction

from orders.console import finding
from orders.console.models import FailedLookUp, MissedLookUp
from orders.domain.matching import ContactKey, ContactKind, OrderNumber, asked_keys, read_order_number
from orders.models import OrderContact
from orders.storage.keys import contact_hash
from orders.storage.write_queue import in_turn
from orders.watching import counting

SLOTS = 1000
BATCH = 100
KEPT_DAYS = 30
MOST_OF_AN_ORDER = 20
MOST_ORDERS = 3
"""Orders of one number or one contact that a miss is told of, the newest first."""

NOTE = """
INSERT INTO console_missedlookup (slot, at, number, kind, hashes)
VALUES (%(slot)s, %(at)s, %(number)s, %(kind)s, %(hashes)s)
ON CONFLICT (slot) DO UPDATE SET
  at = excluded.at, number = excluded.number, kind = excluded.kind, hashes = excluded.hashes
"""


def note(order_number: OrderNumber, contact: ContactKey, *, now: float) -> None:
    """Write a miss down. What was typed stays for seconds: the number as it can be searched for, the contact hashed."""
    values: dict[str, str | float] = {
        "slot": random.randrange(SLOTS),  # noqa: S311 - spreads, protects nothing
        "at": now,
        "number": order_number.typed,
        "kind": contact.kind.value,
        "hashes": " ".join(sorted(contact_hash(form) for form in asked_keys(contact))),
    }
    with in_turn(), connection.cursor() as cursor:
        cursor.execute(NOTE, values)


def on_look_up_missed(*, order_number: OrderNumber, contact: ContactKey, now: float, **_: Any) -> None:
    """A shopper was told that there is no such order."""
    note(order_number, contact, now=now)


def tell_orders(*, most: int = BATCH) -> bool:
    """Find the orders of up to `most` misses and forget what was typed; whether there may be more."""
    missed = list(MissedLookUp.objects.order_by("at")[:most])
    for each in missed:
        with transaction.atomic():
            _tell(each)
            # One that has taken its slot meanwhile is another miss.
            MissedLookUp.objects.filter(slot=each.slot, at=each.at).delete()
    counting.counts.write()
    return len(missed) == most


def forget_old(*, now: float) -> None:
    """Delete what is older than it is kept."""
    FailedLookUp.objects.filter(at__lt=now - KEPT_DAYS * 86_400).delete()


def of_order(order_pk: int) -> list[FailedLookUp]:
    """What is kept of one order, newest first."""
    return list(FailedLookUp.objects.filter(order_id=order_pk).order_by("-at", "-pk")[:MOST_OF_AN_ORDER])


def _tell(missed: MissedLookUp) -> None:
    number = read_order_number(missed.number)
    named = finding.find(finding.Asked(number=number), most=MOST_ORDERS) if number else []
    hashes = frozenset(missed.hashes.split())
    owned = finding.find(finding.Asked(contact_hashes=hashes), most=MOST_ORDERS) if hashes else []
    if set(named).isdisjoint(owned):  # else it was found out since, such as by a first fetch
        counting.missed(number_known=bool(named), contact_known=bool(owned))
    wrong = "email" if missed.kind == ContactKind.EMAIL else "phone"
    reachable = set(OrderContact.objects.filter(order_id__in=named).values_list("order_id", flat=True))
    for order_pk in named:
        if order_pk not in owned:  # else it was found out since, such as by a first fetch
            _keep(order_pk, f"wrong_{wrong}" if order_pk in reachable else "no_contact", missed.at)
    for order_pk in owned:
        if order_pk not in named:
            _keep(order_pk, f"wrong_number_right_{wrong}", missed.at)


def _keep(order_pk: int, kind: str, at: float) -> None:
    FailedLookUp.objects.create(order_id=order_pk, kind=kind, at=at)
    kept = FailedLookUp.objects.filter(order_id=order_pk).order_by("-at", "-pk")
    over = list(kept.values_list("pk", flat=True)[MOST_OF_AN_ORDER:])
    if over:
        FailedLookUp.objects.filter(pk__in=over).delete()
