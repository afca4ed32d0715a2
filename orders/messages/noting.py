"""Events become rows within the transaction that stores the snapshot: neither exists without the other."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, transaction

from orders import clock
from orders.domain.order import Order
from orders.messages.events import Event, EventKind, find_events
from orders.messages.models import (
    THE_ORDERS_OWN,
    AddedAddress,
    Channel,
    Choice,
    Message,
    MessageEvent,
    State,
    Switches,
    Wish,
)
from orders.presenters.timelines import timeline_of
from orders.storage import snapshots
from orders.storage.snapshots import UnreadableSnapshot

logger = logging.getLogger(__name__)

DAY_SECONDS = 86_400.0
EVENING_HOUR = 18
"""When those who want one mail a day get it, in the store's zone."""
PROBLEMS_AND_DELIVERY = frozenset(EventKind) - {
    EventKind.SHIPPED,
    EventKind.OUT_FOR_DELIVERY,
    EventKind.NEW_NUMBER,
}


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody who wants messages about an order."""

    recipient: str
    channel: Channel
    wish: str


def on_snapshot_replaced(*, order_pk: int, before: bytes, after: Order, now: float, **_: Any) -> None:
    """Write down what is to be told. A fault in finding it must not keep an order from being stored."""
    try:
        with transaction.atomic():
            _note(order_pk, before, after, now=now)
    except DatabaseError:
        raise
    except Exception as error:  # noqa: BLE001 - see above
        logger.error("Events of an order could not be told: %s", type(error).__name__)


def _note(order_pk: int, before: bytes, after: Order, *, now: float) -> None:
    switches = Switches.objects.first()
    if switches is None or not switches.is_anything_on():
        return
    try:
        old = snapshots.decode(before)
    except UnreadableSnapshot:
        return  # like a first fill: what is new cannot be known
    local = clock.local(now)
    events = find_events(
        timeline_of(old, now=local),
        timeline_of(after, now=local),
        changed_at=after.updated_at,
        now=local,
    )
    oldest = now - switches.oldest_days * DAY_SECONDS
    events = tuple(event for event in events if event.happened_at.timestamp() >= oldest)
    put_in_outbox(order_pk, events, switches, now=now)


def put_in_outbox(order_pk: int, events: Sequence[Event], switches: Switches, *, now: float) -> int:
    """Note these events for everybody who wants them; returns how many that are.

    To be called within a transaction.
    """
    if not events:
        return 0
    count = 0
    for addressee in _addressees(order_pk):
        kinds = switches.events_of(addressee.channel)
        told = [event for event in events if event.kind in kinds and is_wanted(event.kind, addressee.wish)]
        if told:
            due_at = (
                next_evening(now) if addressee.wish == Wish.ONCE_A_DAY else now + switches.quiet_minutes * 60
            )
            add(order_pk, addressee, told, due_at=due_at, now=now)
            count += 1
    return count


def is_wanted(kind: str, wish: str) -> bool:
    """Whether somebody with this wish is told of such events."""
    if wish == Wish.NOTHING:
        return False
    return wish != Wish.PROBLEMS or kind in PROBLEMS_AND_DELIVERY


def add(order_pk: int, addressee: Addressee, events: Iterable[Event], *, due_at: float, now: float) -> None:
    """Put events into the message that waits for this recipient, or into a new one; each is told once, ever.

    To be called within a transaction that holds the order's row.
    """
    to = {"order_id": order_pk, "channel": addressee.channel, "recipient": addressee.recipient}
    events = list(events)
    known = set(
        MessageEvent.objects.filter(**to, event__in=[event.key for event in events]).values_list(
            "event", flat=True
        )
    )
    new = [event for event in events if event.key not in known]
    if not new:
        return
    message = Message.objects.select_for_update().filter(**to, state=State.WAITING).first()
    if message is None:
        message = Message.objects.create(**to, due_at=due_at, noted_at=now)
    MessageEvent.objects.bulk_create(
        [
            MessageEvent(
                **to,
                message=message,
                event=event.key,
                kind=event.kind,
                fulfillment_id=event.fulfillment_id,
                fact=event.fact,
                happened_at=event.happened_at.timestamp(),
            )
            for event in new
        ],
        ignore_conflicts=True,
    )


def next_evening(now: float) -> float:
    """The next time it is `EVENING_HOUR` where the store is."""
    local = clock.local(now)
    evening = local.replace(hour=EVENING_HOUR, minute=0, second=0, microsecond=0)
    return (evening if evening > local else evening + timedelta(days=1)).timestamp()


def _addressees(order_pk: int) -> Iterator[Addressee]:
    wish = Choice.objects.filter(order_id=order_pk).values_list("wish", flat=True).first() or Wish.EVERY_STEP
    for channel in Channel:
        yield Addressee(THE_ORDERS_OWN, channel, wish)
    added = AddedAddress.objects.filter(order_id=order_pk, agreed_at__isnull=False)
    for address in added.only("pk", "wish"):
        yield Addressee(address.recipient, Channel.EMAIL, address.wish)
