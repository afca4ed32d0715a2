"""Needs attention: the shop's own troubles first, then orders, the worst first, a page at a time by cursor."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet

from orders.asking import breaker
from orders.console.models import Attention
from orders.console.reasons import Reason
from orders.console.words import moment
from orders.storage import shop_watch, snapshots
from orders.storage.snapshots import UnreadableSnapshot

PAGE_SIZE = 20
DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Line:
    """One order and one reason."""

    pk: int
    order_pk: int
    name: str
    label: str
    sentence: str
    advice: str
    since: str
    note: str


@dataclass(frozen=True, slots=True)
class Badge:
    """How many orders there are of a reason; the empty reason is all."""

    reason: str
    label: str
    count: int
    is_chosen: bool


def build(asked: Mapping[str, str], *, now: float) -> dict[str, Any]:
    """What the first page shows; `asked` holds `reason` and the cursor `after`."""
    chosen = asked.get("reason", "")
    if chosen not in set(Reason):
        chosen = ""
    visible = Attention.objects.filter(hidden_until__lte=now)
    rows = list(_page(visible, chosen, asked.get("after", ""))[: PAGE_SIZE + 1])
    more = len(rows) > PAGE_SIZE
    rows = rows[:PAGE_SIZE]
    query = {"after": _cursor(rows[-1])} | ({"reason": chosen} if chosen else {}) if more else {}
    return {
        "troubles": find_troubles(now=now),
        "badges": _badges(visible, chosen),
        "chosen": chosen,
        "lines": [_line(row, now=now) for row in rows],
        "next": urlencode(query),
        "is_first": not asked.get("after"),
    }


def find_troubles(*, now: float) -> list[str]:
    """What is wrong with the whole site's connection to the shop, in sentences."""
    troubles = []
    if not breaker.read().is_closed():
        troubles.append("Shopify could not be asked several times in a row; pages show what was known last.")
    watch = shop_watch.read(now=now)
    if watch is not None:
        delivered = frozenset[str]()
        if watch.missing_topics():
            delivered = shop_watch.delivered_topics(since=now - shop_watch.TOLD_SECONDS)
        troubles += [problem.words for problem in shop_watch.find_problems(watch, delivered=delivered)]
    return troubles


def _page(visible: QuerySet[Attention], chosen: str, after: str) -> QuerySet[Attention]:
    rows = visible.filter(reason=chosen) if chosen else visible
    try:
        severity, since, pk = after.split(":")
        place = (int(severity), float(since), int(pk))
    except ValueError:
        pass
    else:
        rows = rows.filter(
            Q(severity__gt=place[0])
            | Q(severity=place[0], since__gt=place[1])
            | Q(severity=place[0], since=place[1], pk__gt=place[2])
        )
    return rows.select_related("order").order_by("severity", "since", "pk")


def _cursor(row: Attention) -> str:
    return f"{row.severity}:{row.since!r}:{row.pk}"


def _badges(visible: QuerySet[Attention], chosen: str) -> list[Badge]:
    counted = dict(visible.order_by().values_list("reason").annotate(Count("pk")))
    badges = [
        Badge(reason.value, reason.label, counted[reason.value], reason.value == chosen)
        for reason in Reason
        if counted.get(reason.value)
    ]
    return [Badge("", "All", sum(badge.count for badge in badges), not chosen), *badges] if badges else []


def _line(row: Attention, *, now: float) -> Line:
    reason = Reason(row.reason)
    try:
        name = snapshots.decode(bytes(row.order.snapshot)).name
    except UnreadableSnapshot:
        name = "An order"
    days = max(0, int((now - row.since) // DAY_SECONDS))
    return Line(
        pk=row.pk,
        order_pk=row.order_id,
        name=name,
        label=reason.label,
        sentence=reason.sentence(days=days, detail=row.detail),
        advice=reason.advice,
        since=moment(row.since),
        note=row.note,
    )
