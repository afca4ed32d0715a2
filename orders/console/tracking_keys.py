"""Tracking numbers as they are looked for: a keyed hash of the number as its carrier writes it."""

from collections.abc import Collection

from orders.console.models import TrackingKey
from orders.domain.carriers import read_tracking_numbers
from orders.domain.order import Order
from orders.storage.hashing import keyed_hash


def hash_number(clean: str) -> str:
    """The key of one clean number, whatever case and hyphens it is typed with."""
    return keyed_hash("tracking number", clean.upper().replace("-", "").replace("_", ""))


def hashes_of(text: str | None) -> frozenset[str]:
    """The keys of all numbers in a text; none of what a spreadsheet destroyed."""
    return frozenset(hash_number(read.clean) for read in read_tracking_numbers(text) if read.clean)


def keep(order_pk: int, order: Order) -> frozenset[str]:
    """Make the order's numbers, former ones too, all that it is found by; returns their keys."""
    wanted = frozenset[str]().union(*(hashes_of(number) for number in _numbers(order)))
    held = set(TrackingKey.objects.filter(order_id=order_pk).values_list("hash", flat=True))
    if gone := held - wanted:
        TrackingKey.objects.filter(order_id=order_pk, hash__in=gone).delete()
    TrackingKey.objects.bulk_create(
        [TrackingKey(order_id=order_pk, hash=key) for key in sorted(wanted - held)], ignore_conflicts=True
    )
    return wanted


def others_with(hashes: Collection[str], order_pk: int) -> set[int]:
    """Other orders that bear one of these numbers."""
    found = TrackingKey.objects.filter(hash__in=hashes).exclude(order_id=order_pk)
    return set(found.values_list("order_id", flat=True)[:20])


def is_shared(order_pk: int) -> bool:
    """Whether another order bears one of this order's numbers."""
    own = TrackingKey.objects.filter(order_id=order_pk).values_list("hash", flat=True)
    return bool(others_with(list(own), order_pk))


def _numbers(order: Order) -> list[str | None]:
    return [
        info.number
        for fulfillment in order.fulfillments
        for info in (
            *fulfillment.tracking,
            *(fulfillment.renumbering.former if fulfillment.renumbering else ()),
        )
    ]
