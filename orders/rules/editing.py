"""Making, changing, switching and deleting rules, in the admin or the terminal; each stands in the audit log."""

from collections.abc import Sequence

from django.db import transaction

from orders.audit import log
from orders.rules.models import Rule
from orders.rules.watching import OLDEST_SECONDS


def save(rule: Rule, *, by: str, changed: Sequence[str], now: float) -> None:
    """Keep a rule that was filled in; `changed` names its fields.

    One that was stopped is merely off once somebody has changed it. One that is on and waits for something else now
    begins anew: what became so before is left alone.
    """
    is_new = rule.pk is None
    rule.changed_at, rule.stopped_at = now, None
    if is_new:
        rule.created_at = now
    if rule.is_on and {"trigger", "hours"} & set(changed):
        _begin(rule, also_now=False, now=now)
    with transaction.atomic():
        rule.save()
        said = rule.condition if is_new else ", ".join(changed) or "nothing"
        log.record(by, "rule.make" if is_new else "rule.change", now=now, detail=f"{rule.name}: {said}")


def switch_on(rule: Rule, *, also_now: bool, by: str, now: float) -> None:
    """From now on; with `also_now` for what has become so within a month and is so now, too."""
    rule.is_on, rule.stopped_at, rule.changed_at = True, None, now
    _begin(rule, also_now=also_now, now=now)
    with transaction.atomic():
        rule.save(update_fields=["is_on", "stopped_at", "changed_at", "active_from", "swept_to"])
        detail = f"{rule.name}{', also for what is so now' if also_now else ''}"
        log.record(by, "rule.on", now=now, detail=detail)


def switch_off(rule: Rule, *, by: str, now: float) -> None:
    """What it has not done yet will not be done."""
    rule.is_on, rule.changed_at, rule.swept_to = False, now, None
    with transaction.atomic():
        rule.save(update_fields=["is_on", "changed_at", "swept_to"])
        log.record(by, "rule.off", now=now, detail=rule.name)


def delete(rule: Rule, *, by: str, now: float) -> None:
    """The rule and the list of what it did; what was done stays done."""
    with transaction.atomic():
        log.record(by, "rule.delete", now=now, detail=f"{rule.name}: {rule.condition}")
        rule.delete()


def _begin(rule: Rule, *, also_now: bool, now: float) -> None:
    """All stored orders are looked at once, so that it is known when time alone may make one fire."""
    rule.active_from = now - OLDEST_SECONDS if also_now else now
    rule.swept_to = 0
