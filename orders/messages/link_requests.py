"""Somebody who cannot get to an order asks for its link by mail: always the same answer, one mail a day to an address.

Asking is one statement, whatever is known of the address; finding its orders and writing is the worker's.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils import translation
from django.utils.translation import gettext, ngettext

from orders import clock, conf
from orders.access.purposes import Purpose
from orders.domain.matching import held_keys, read_contact
from orders.domain.order import Order
from orders.messages import composing, leaving, letters, sealing
from orders.messages.email import Letter
from orders.messages.letters import Sheet
from orders.messages.models import THE_ORDERS_OWN
from orders.presenters.dates import dates_in_full
from orders.presenters.sentence import say_headline, with_order
from orders.presenters.text import isolated, plain_text
from orders.presenters.timelines import timeline_of
from orders.storage import store
from orders.storage.hashing import keyed_hash
from orders.storage.snapshots import UnreadableSnapshot

DAY_SECONDS = 86_400.0
MOST_ORDERS = 5
ASK = """
INSERT INTO order_messages_linkrequest AS known
  (address_hash, sealed, language, asked_at, due_at, leased_until, attempts)
VALUES (%(hash)s, %(sealed)s, %(language)s, %(now)s, %(now)s, 0, 0)
ON CONFLICT (address_hash) DO UPDATE SET
  sealed = CASE WHEN known.asked_at < %(yesterday)s THEN excluded.sealed ELSE known.sealed END,
  language = CASE WHEN known.asked_at < %(yesterday)s THEN excluded.language ELSE known.language END,
  due_at = CASE WHEN known.asked_at < %(yesterday)s THEN excluded.due_at ELSE known.due_at END,
  attempts = CASE WHEN known.asked_at < %(yesterday)s THEN 0 ELSE known.attempts END,
  asked_at = CASE WHEN known.asked_at < %(yesterday)s THEN excluded.asked_at ELSE known.asked_at END
"""
CLAIM = """
UPDATE order_messages_linkrequest SET leased_until = %(until)s, attempts = attempts + 1 WHERE address_hash IN (
  SELECT address_hash FROM order_messages_linkrequest WHERE due_at <= %(now)s AND leased_until <= %(now)s
  ORDER BY due_at LIMIT 1 {lock})
RETURNING address_hash, sealed, language, attempts, leased_until
"""
DONE = """
UPDATE order_messages_linkrequest SET sealed = %s, due_at = NULL, leased_until = 0
WHERE address_hash = %s AND leased_until = %s
"""
LATER = """
UPDATE order_messages_linkrequest SET due_at = %s, leased_until = 0 WHERE address_hash = %s AND leased_until = %s
"""
FIND = """
SELECT DISTINCT tracked.id, tracked.ordered_at FROM orders_ordercontact contact
JOIN orders_trackedorder tracked ON tracked.id = contact.order_id
WHERE contact.hash IN ({marks}) AND tracked.removed_at IS NULL
ORDER BY tracked.ordered_at DESC, tracked.id DESC LIMIT {most}
"""


@dataclass(frozen=True, slots=True, repr=False)
class LinkRequest:
    """A request that is ours to answer until `leased_until`."""

    address_hash: str
    sealed: bytes
    language: str
    attempts: int
    leased_until: float


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Row:
    """An order in the mail: its name, its sentence behind its name, the subject where it is the only one, a link."""

    name: str
    words: str
    subject: str
    url: str


def ask(address: str, *, language: str, now: float) -> None:
    """Note the wish, unless it was noted within a day. Takes the same time for every address."""
    values: dict[str, str | float | bytes] = {
        "hash": sealing.address_hash(address),
        "sealed": sealing.seal(address.strip()),
        "language": language,
        "now": now,
        "yesterday": now - DAY_SECONDS,
    }
    with connection.cursor() as cursor:
        cursor.execute(ASK, values)


def claim(*, now: float, lease: float) -> LinkRequest | None:
    """Take the request that has waited longest."""
    lock = "FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else ""
    until = now + lease + random.random()  # noqa: S311 - tells one claim from the next
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM order_messages_linkrequest WHERE due_at <= %s LIMIT 1", [now])
        if cursor.fetchone() is None:
            return None
        cursor.execute(CLAIM.format(lock=lock), {"now": now, "until": until})
        row = cursor.fetchone()
    return LinkRequest(row[0], bytes(row[1]), *row[2:]) if row else None


def done(request: LinkRequest) -> None:
    """It was answered, or cannot be; the address goes, its hash stays for the day."""
    with connection.cursor() as cursor:
        cursor.execute(DONE, [b"", request.address_hash, request.leased_until])


def later(request: LinkRequest, *, seconds: float, now: float) -> None:
    """Try again after so long."""
    with connection.cursor() as cursor:
        cursor.execute(LATER, [now + seconds, request.address_hash, request.leased_until])


def forget_old(*, now: float) -> None:
    """Delete what is older than a day."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM order_messages_linkrequest WHERE asked_at < %s", [now - DAY_SECONDS])


def compose(request: LinkRequest, address: str, *, sender: str, now: float) -> Letter | None:
    """The mail with links to the orders of this address; None when none is known, or it may not be written to."""
    orders = find_orders(address)
    if not orders or leaving.why_stopped(address):
        return None
    with translation.override(request.language):
        proof = composing.proof_of(THE_ORDERS_OWN, address)
        rows = [row for pk in orders if (row := _row(pk, request.language, proof, now=now)) is not None]
        if not rows:
            return None
        digest = keyed_hash("link mail", f"{request.address_hash}:{int(now // DAY_SECONDS)}")
        return letters.write_letter(links_sheet(rows), sender=sender, message_id=letters.make_id("k", digest))


def links_sheet(rows: Sequence[Row]) -> Sheet:
    """What the mail says of one order or several, in the active language."""
    (first, *others) = rows
    title = ngettext("Your link to your order", "Your links to your orders", len(rows))
    return Sheet(
        subject=title if others else first.subject,
        eyebrow="" if others else first.name,
        title=title,
        lead=gettext("You asked for it on our tracking page. Whoever has a link can see the order."),
        action="" if others else gettext("See your order"),
        url="" if others else first.url,
        links=tuple((row.words, row.url) for row in rows) if others else (),
        small=(gettext("If you did not ask for it, you can ignore this email."),),
    )


def find_orders(address: str) -> Sequence[int]:
    """The newest stored orders that were placed with this email."""
    key = read_contact(address)
    if key is None:
        return []
    hashes = [keyed_hash("contact", form) for form in held_keys(key)]
    statement = FIND.format(marks=", ".join(["%s"] * len(hashes)), most=MOST_ORDERS)
    with connection.cursor() as cursor:
        cursor.execute(statement, hashes)
        return [int(row[0]) for row in cursor.fetchall()]


def _row(pk: int, language: str, proof: str, *, now: float) -> Row | None:
    """What the mail says of an order, with a new link."""
    try:
        order = store.get_snapshot(pk)
    except (store.NotStored, UnreadableSnapshot):
        return None
    url = composing.order_url(pk, language, origin=Purpose.MAIL, now=now, proof=proof)
    return row_of(order, url=url, now=clock.local(now))


def row_of(order: Order, *, url: str, now: datetime) -> Row:
    """The same of an order, whose link is there already. `now` is in the store's zone."""
    timeline = timeline_of(order, now=now)
    with dates_in_full():
        said = say_headline(timeline, now=now)
    name = isolated(plain_text(order.name, limit=60))
    return Row(
        name=gettext("Order %(name)s") % {"name": name},
        words=with_order(name, said),
        subject=gettext("Your link to order %(name)s") % {"name": name},
        url=url,
    )


def is_offered() -> bool:
    """Whether mail leaves this site at all."""
    return bool(conf.email_url())
