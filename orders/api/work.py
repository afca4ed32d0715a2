"""What one location has to do with orders: read from Shopify for one order, from what is stored for the list of all."""

import base64
import binascii
import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from orders.api.models import ApiToken
from orders.api.renaming import is_its
from orders.asking import breaker, gateway
from orders.domain.fulfillable import FulfillableOrder
from orders.domain.order import Order
from orders.shopify.errors import OrderNotFound
from orders.storage import snapshots
from orders.storage.snapshots import UnreadableSnapshot
from orders.transport.deadline import Deadline

READ_SECONDS = 8.0
SETTLING_SECONDS = 60.0
"""What was fetched later than this is listed next time: by then whatever began to be stored before it is stored."""
LOOKED_AT_MOST = 400
OPEN = frozenset({"OPEN", "IN_PROGRESS", "SCHEDULED", "ON_HOLD", "INCOMPLETE"})

CHANGED = """
SELECT id, fetched_at, version, snapshot FROM orders_trackedorder
WHERE removed_at IS NULL AND (fetched_at > %(at)s OR (fetched_at = %(at)s AND id > %(pk)s)) AND fetched_at <= %(until)s
ORDER BY fetched_at, id LIMIT %(most)s
"""


class BadCursor(Exception):
    """Not one of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """The last order that was looked at."""

    at: float = 0.0
    pk: int = 0

    @classmethod
    def read(cls, text: str) -> "Cursor":
        """From what was given out before; empty begins anew. Raises BadCursor."""
        if not text:
            return cls()
        try:
            at, pk = json.loads(base64.urlsafe_b64decode(text.encode()))
            cursor = cls(at=float(at), pk=int(pk))
        except (ValueError, TypeError, OverflowError, binascii.Error):
            raise BadCursor from None
        if not (0 <= cursor.at < 1e11 and 0 <= cursor.pk < 2**62):
            raise BadCursor
        return cursor

    def __str__(self) -> str:
        return base64.urlsafe_b64encode(json.dumps([self.at, self.pk]).encode()).decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One order with work at the location."""

    order: Order
    version: int
    open_quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What is listed, from where to go on, and whether there is more now."""

    listed: tuple[Listed, ...]
    cursor: Cursor
    more: bool


def read_own(token: ApiToken, order_gid: str) -> FulfillableOrder:
    """The order, where something of it is or was this location's work; else OrderNotFound, as for one that is not."""
    client = gateway.client()
    order = breaker.ask(lambda: client.read_fulfillable(order_gid, deadline=Deadline.after(READ_SECONDS)))
    if not is_own(token, order):
        message = "There is no such order at this location."
        raise OrderNotFound(message)
    return order


def is_own(token: ApiToken, order: FulfillableOrder) -> bool:
    """Whether something of this order is or was work of the token's location."""
    places = {work.location_id for work in order.work} | {made.location_id for made in order.fulfillments}
    return token.location_id in places


def list_changed(token: ApiToken, cursor: Cursor, *, most: int, now: float) -> Page:
    """Orders with work at this location that were fetched anew since the cursor, oldest first."""
    listed: list[Listed] = []
    looked = 0
    for at, pk, version, order in _changed_since(cursor, until=now - SETTLING_SECONDS):
        looked += 1
        cursor = Cursor(at=at, pk=pk)
        found = _listed(token, order, version, fetched_at=at) if order is not None else None
        if found is not None:
            listed.append(found)
        if len(listed) == most:
            return Page(listed=tuple(listed), cursor=cursor, more=True)
    return Page(listed=tuple(listed), cursor=cursor, more=looked == LOOKED_AT_MOST)


def _listed(token: ApiToken, order: Order, version: int, *, fetched_at: float) -> Listed | None:
    here = [
        work
        for work in order.fulfillment_orders or ()
        if is_its(token, work.location_name, fetched_at=fetched_at)
    ]
    if not here:
        return None
    quantity = sum(line.quantity for work in here if work.status in OPEN for line in work.line_items)
    return Listed(order=order, version=version, open_quantity=quantity)


def _changed_since(cursor: Cursor, *, until: float) -> Iterator[tuple[float, int, int, Order | None]]:
    values = {"at": cursor.at, "pk": cursor.pk, "until": until, "most": LOOKED_AT_MOST}
    with connection.cursor() as database:
        database.execute(CHANGED, values)
        rows = database.fetchall()
    for pk, at, version, snapshot in rows:
        yield float(at), int(pk), int(version), _decode(bytes(snapshot))


def _decode(snapshot: bytes) -> Order | None:
    """None for what was only heard of, and for what another version of the site wrote."""
    try:
        return snapshots.decode(snapshot) if snapshot else None
    except UnreadableSnapshot:
        return None
