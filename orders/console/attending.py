"""The rows of what needs attention: made when a snapshot is stored, and looked at again as days pass."""

from datetime import timedelta

from django.db import transaction

from orders import clock, conf
from orders.console import tracking_keys
from orders.console.attention import OVER, Found, Known, find_reasons
from orders.console.models import Attention, Look
from orders.console.reasons import Reason
from orders.domain.order import Order
from orders.history import usual_days
from orders.models import TrackedOrder
from orders.presenters.timelines import timeline_of
from orders.storage import snapshots
from orders.storage.snapshots import UnreadableSnapshot

BATCH = 50
FAILURES_TOLD = 3
FAILING_SECONDS = 3600.0
"""An order that Shopify does not give is looked at again after this: a success that changes nothing tells nobody."""
SPREAD_SECONDS = 3600
"""Looks after midnight are spread over this time."""
LASTING = frozenset(
    {
        Reason.HELD,
        Reason.SHARED_NUMBER,
        Reason.NO_LINK,
        Reason.NUMBER_DESTROYED,
        Reason.LABEL_WITHDRAWN,
        Reason.NOT_REFRESHED,
    }
)
"""Holding since it was first seen; only another detail makes it news."""


def keep(order_pk: int, order: Order, *, shares_number: bool, failing_since: float = 0.0, now: float) -> None:
    """Make the rows of one order what is true of it now, and note when it is to be looked at again."""
    local = clock.local(now)
    timeline = timeline_of(order, now=local)
    usual = usual_days.find_windows(order, timeline, local.tzinfo)
    known = Known(shares_number, failing_since, conf.carrier_links(), conf.country(), usual)
    found = find_reasons(order, timeline, known=known, now=local)
    held = {row.reason: row for row in Attention.objects.filter(order_id=order_pk)}
    if gone := held.keys() - {each.reason.value for each in found}:
        Attention.objects.filter(order_id=order_pk, reason__in=gone).delete()
    for each in found:
        _keep_one(order_pk, each, held.get(each.reason))
    if timeline.pace in OVER:
        Look.objects.filter(order_id=order_pk).delete()
    else:
        at = now + FAILING_SECONDS if failing_since else next_look(order_pk, now=now)
        Look.objects.update_or_create(order_id=order_pk, defaults={"at": at})


def look_again(*, now: float, most: int = BATCH) -> bool:
    """Look at up to `most` orders whose time has come; whether there may be more."""
    due = list(Look.objects.filter(at__lte=now).order_by("at").values_list("order_id", flat=True)[:most])
    for order_pk in due:
        with transaction.atomic():
            _look_at(order_pk, now=now)
    return len(due) == most


def next_look(order_pk: int, *, now: float) -> float:
    """A little after the next midnight of the store: lateness and silence are counted in days."""
    tomorrow = clock.local(now).replace(hour=0, minute=1, second=0, microsecond=0) + timedelta(days=1)
    return tomorrow.timestamp() + order_pk % SPREAD_SECONDS


def _look_at(order_pk: int, *, now: float) -> None:
    row = TrackedOrder.objects.select_for_update().get(pk=order_pk)
    try:
        order = snapshots.decode(bytes(row.snapshot))
    except UnreadableSnapshot:
        Look.objects.filter(order_id=order_pk).delete()
        return
    keep(
        order_pk,
        order,
        shares_number=tracking_keys.is_shared(order_pk),
        failing_since=row.failed_at if row.failures >= FAILURES_TOLD else 0.0,
        now=now,
    )


def _keep_one(order_pk: int, found: Found, row: Attention | None) -> None:
    reason = found.reason
    if row is None:
        Attention.objects.create(
            order_id=order_pk,
            reason=reason.value,
            severity=reason.severity,
            since=found.since,
            detail=found.detail,
            carrier=found.carrier,
        )
        return
    if row.carrier != found.carrier or row.severity != reason.severity:
        Attention.objects.filter(pk=row.pk).update(carrier=found.carrier, severity=reason.severity)
    is_news = row.detail != found.detail or (reason not in LASTING and row.since != found.since)
    if is_news:
        since = row.since if reason in LASTING else found.since
        Attention.objects.filter(pk=row.pk).update(since=since, detail=found.detail, hidden_until=0)
