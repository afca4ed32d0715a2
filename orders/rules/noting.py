"""Rules fire within the transaction that stores a snapshot, or when time has made something so."""

import logging
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, transaction

from orders import clock, conf
from orders.audit import log
from orders.domain.order import Order
from orders.presenters.timelines import timeline_of
from orders.rules.conditions import Occurrence, find_occurrences, hold_of
from orders.rules.models import Deed, Firing, Kind, Rule, Watch
from orders.storage import snapshots
from orders.storage.snapshots import UnreadableSnapshot

logger = logging.getLogger(__name__)

HOUR_SECONDS = 3600.0
HEARD_LATE_SECONDS = 2 * 86_400.0
"""What is heard only now and happened before the rule was switched on is news if it is not older than this."""
THE_SITE = "the site"


@dataclass(frozen=True, slots=True)
class Seen:
    """An order as rules look at it: what is and will be so, by itself and by comparison with what was known before."""

    occurrences: tuple[Occurrence, ...]
    news: frozenset[str]
    """Keys of what was not known before this snapshot."""


def on_snapshot_stored(*, order_pk: int, order: Order, before: bytes, now: float, **_: Any) -> None:
    """Fire what is to fire. A fault in finding it must not keep an order from being stored."""
    try:
        with transaction.atomic():
            consider(order_pk, order, before=before, now=now)
    except DatabaseError:
        raise
    except Exception as error:  # noqa: BLE001 - see above
        logger.error("Rules could not look at an order: %s", type(error).__name__)


def consider(order_pk: int, order: Order, *, before: bytes, now: float) -> None:
    """Fire every rule that has something to fire for, once each, and note when time alone may give it something.

    To be called within a transaction that holds the order's row. `before` is empty where nothing is news.
    """
    rules = list(Rule.objects.filter(is_on=True).order_by("pk"))
    if not rules:
        return
    seen = _look(order_pk, order, before=before, now=now)
    for rule in rules:
        for each in seen.occurrences:
            if each.trigger == rule.trigger and _is_due(rule, each, seen.news, now=now):
                fire(rule, order_pk, each, now=now)
    ahead = [
        at
        for rule in rules
        for each in seen.occurrences
        if each.trigger == rule.trigger and (at := each.fires_at(rule.hours)) > now
    ]
    Watch.objects.filter(order_id=order_pk).update(look_at=min(ahead) if ahead else None)


def fire(rule: Rule, order_pk: int, occurrence: Occurrence, *, now: float) -> bool:
    """Note that the rule fired and what is to be done; False when it had fired, or has to stop."""
    known = {"rule_id": rule.pk, "order_id": order_pk, "occurrence": occurrence.key}
    if Firing.objects.filter(**known).exists():
        return False
    held = Rule.objects.select_for_update().filter(pk=rule.pk, is_on=True).first()
    if held is None:
        return False
    if _has_fired_too_often(held, order_pk, now=now):
        _stop(held, now=now)
        return False
    firing, is_new = Firing.objects.get_or_create(
        **known,
        defaults={
            "trigger": occurrence.trigger,
            "hours": held.hours,
            "fact": occurrence.fact[:40],
            "fulfillment_id": occurrence.fulfillment_id[:80],
            "detail": occurrence.detail[:120],
            "since": occurrence.since,
            "fired_at": now,
        },
    )
    if is_new:
        Deed.objects.bulk_create(
            Deed(firing=firing, kind=kind, target=target, mark=uuid.uuid4().hex, due_at=now, created_at=now)
            for kind, target in deeds_of(held)
        )
    return is_new


def deeds_of(rule: Rule) -> Iterator[tuple[Kind, str]]:
    """What the rule does, and to whom."""
    if rule.tag:
        yield Kind.TAG, rule.tag
    for address in rule.addresses:
        yield Kind.MAIL, address
    if rule.hook_url:
        yield Kind.HOOK, rule.hook_url
    if rule.tells_shopper:
        yield Kind.SHOPPER, ""


def _look(order_pk: int, order: Order, *, before: bytes, now: float) -> Seen:
    local, usual = clock.local(now), conf.usual_times()
    timeline = timeline_of(order, now=local)
    held_since = _keep_hold(order_pk, hold_of(timeline), order)
    found = find_occurrences(order, timeline, held_since=held_since, usual=usual, now=local)
    return Seen(found, _find_news(found, before, held_since=held_since, now=now))


def _find_news(
    found: Sequence[Occurrence], before: bytes, *, held_since: float | None, now: float
) -> frozenset[str]:
    """What was not known before this snapshot, both looked at in the same moment."""
    if not before or not found:
        return frozenset()
    try:
        old = snapshots.decode(before)
    except UnreadableSnapshot:
        return frozenset()  # like a first fill: what is new cannot be known
    local, usual = clock.local(now), conf.usual_times()
    timeline = timeline_of(old, now=local)
    known = find_occurrences(old, timeline, held_since=held_since, usual=usual, now=local)
    return frozenset(each.key for each in found) - {each.key for each in known}


def _is_due(rule: Rule, occurrence: Occurrence, news: frozenset[str], *, now: float) -> bool:
    fires_at = occurrence.fires_at(rule.hours)
    if fires_at > now:
        return False
    late = HEARD_LATE_SECONDS if occurrence.key in news else 0.0
    return fires_at >= rule.active_from - late


def _keep_hold(order_pk: int, hold: str, order: Order) -> float | None:
    """Since when the order is held: as long as the reason stays, since it was first seen."""
    watch, _ = Watch.objects.get_or_create(order_id=order_pk)
    if watch.hold != hold:
        watch.hold, watch.held_since = hold, order.updated_at.timestamp() if hold else None
        watch.save(update_fields=["hold", "held_since"])
    return watch.held_since


def _has_fired_too_often(rule: Rule, order_pk: int, *, now: float) -> bool:
    """Whether one more order would be more than the rule may have within an hour."""
    recent = Firing.objects.filter(rule_id=rule.pk, fired_at__gt=now - HOUR_SECONDS)
    orders = set(recent.values_list("order_id", flat=True).distinct()[: rule.most_an_hour])
    return len(orders) >= rule.most_an_hour and order_pk not in orders


def _stop(rule: Rule, *, now: float) -> None:
    """Switch the rule off, and say so."""
    Rule.objects.filter(pk=rule.pk).update(is_on=False, stopped_at=now, swept_to=None)
    detail = f"{rule.name}: more than {rule.most_an_hour} orders within an hour"
    log.record(THE_SITE, "rule.stop", now=now, detail=detail)
    logger.warning("The rule %d was stopped: more than %d orders in an hour.", rule.pk, rule.most_an_hour)
