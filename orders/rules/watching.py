"""Orders that rules look at again because time has passed, and those that were stored before a rule was switched on."""

import logging

from django.db import DatabaseError, transaction
from django.db.models import Q

from orders.domain.timeline import Pace
from orders.models import TrackedOrder
from orders.rules.models import Rule, Watch
from orders.rules.noting import consider
from orders.storage import snapshots
from orders.storage.snapshots import UnreadableSnapshot

logger = logging.getLogger(__name__)

BATCH = 50
OLDEST_SECONDS = 30 * 86_400.0
"""What has been so for longer is no rule's business, even where a rule is to fire for what is so now."""
OPEN = (Pace.MOVING.value, Pace.WAITING.value)


def take_step(*, now: float) -> bool:
    """Look at a batch of orders; whether there may be more to look at."""
    return _sweep(now=now) or _look_again(now=now)


def _look_again(*, now: float) -> bool:
    if not Rule.objects.filter(is_on=True).exists():
        return False
    due = list(
        Watch.objects.filter(look_at__lte=now).order_by("look_at").values_list("order_id", flat=True)[:BATCH]
    )
    for order_pk in due:
        _look_at(order_pk, now=now)
    return len(due) == BATCH


def _sweep(*, now: float) -> bool:
    """A batch of what was stored before for the rule that has waited longest; False when no rule waits."""
    rule = Rule.objects.filter(is_on=True, swept_to__isnull=False).order_by("changed_at").first()
    if rule is None:
        return False
    recent = Q(pace__in=OPEN) | Q(shopify_updated_at__gte=now - OLDEST_SECONDS)
    found = TrackedOrder.objects.filter(recent, pk__gt=rule.swept_to, removed_at=None, fetched_at__gt=0)
    keys = list(found.order_by("pk").values_list("pk", flat=True)[:BATCH])
    for order_pk in keys:
        _look_at(order_pk, now=now)
    # Only where nobody has switched it off or begun anew meanwhile.
    Rule.objects.filter(pk=rule.pk, swept_to=rule.swept_to).update(
        swept_to=keys[-1] if len(keys) == BATCH else None
    )
    return True


def _look_at(order_pk: int, *, now: float) -> None:
    try:
        with transaction.atomic():
            row = TrackedOrder.objects.select_for_update().filter(pk=order_pk, removed_at=None).first()
            if row is not None:
                consider(order_pk, snapshots.decode(bytes(row.snapshot)), before=b"", now=now)
    except DatabaseError:
        raise
    except Exception as error:  # noqa: BLE001 - one order must not stop all others
        if not isinstance(error, UnreadableSnapshot):
            logger.error("Rules could not look at an order: %s", type(error).__name__)
        Watch.objects.filter(order_id=order_pk).update(look_at=None)
