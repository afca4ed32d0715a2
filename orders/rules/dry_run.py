"""What a rule would have done in the last days, here: from what is stored only, changing nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from orders import clock, conf
from orders.models import TrackedOrder
from orders.rules.models import Watch
from orders.rules.replay import Hit, Spec, replay
from orders.rules.triggers import HOUR_SECONDS
from orders.storage import snapshots
from orders.storage.snapshots import UnreadableSnapshot

DAYS = 7
DAY_SECONDS = 86_400.0
FIRST_CHUNK, LARGEST_CHUNK = 100, 1_600
"""Orders read at once: few at first, for the time may be short, then more, for few queries."""
OLDEST_SECONDS = 30 * DAY_SECONDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One order for which the rule would have fired."""

    order_pk: int
    name: str
    detail: str
    at: float
    is_so_now: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRun:
    """`lines` are newest first. `so_now`: for how many orders it is so now, since when ever within a month.

    `looked_at` orders were looked at; `is_whole`: that was all of them. `most_an_hour`: in the fullest hour.
    """

    lines: tuple[Line, ...]
    so_now: int
    looked_at: int
    is_whole: bool
    most_an_hour: int


def run(spec: Spec, *, now: float, seconds: float | None = None, days: int = DAYS) -> DryRun:
    """Go through the orders that were fetched within these days, the newest first, for at most so many `seconds`."""
    since, until = now - days * DAY_SECONDS, None if seconds is None else clock.seconds() + seconds
    lines: list[Line] = []
    so_now: set[int] = set()
    looked_at, is_whole = 0, True
    for row in _rows(since):
        if until is not None and clock.seconds() > until:
            is_whole = False
            break
        looked_at += 1
        for name, hit in _hits(row, spec, since=since, now=now):
            if hit.is_so_now and hit.at >= now - OLDEST_SECONDS:
                so_now.add(row.pk)
            if hit.at >= since:
                lines.append(
                    Line(
                        order_pk=row.pk,
                        name=name,
                        detail=hit.occurrence.detail,
                        at=hit.at,
                        is_so_now=hit.is_so_now,
                    )
                )
    lines.sort(key=lambda line: (line.at, line.order_pk), reverse=True)
    return DryRun(
        lines=tuple(lines),
        so_now=len(so_now),
        looked_at=looked_at,
        is_whole=is_whole,
        most_an_hour=_fullest_hour(lines),
    )


def _rows(since: float) -> Iterator[Any]:
    """The orders, each with `held_since`; by cursor, so that no answer of the database is large."""
    held_since = Watch.objects.filter(order=OuterRef("pk")).values("held_since")
    found = (
        TrackedOrder.objects.filter(fetched_at__gte=since, removed_at=None)
        .only("snapshot", "fetched_at")
        .annotate(held_since=Subquery(held_since))
    )
    rows, size = found, FIRST_CHUNK
    while chunk := list(rows.order_by("-fetched_at", "-pk")[:size]):
        yield from chunk
        last, size = chunk[-1], min(size * 4, LARGEST_CHUNK)
        rows = found.filter(Q(fetched_at__lt=last.fetched_at) | Q(fetched_at=last.fetched_at, pk__lt=last.pk))


def _hits(row: Any, spec: Spec, *, since: float, now: float) -> Iterator[tuple[str, Hit]]:
    try:
        order = snapshots.decode(bytes(row.snapshot))
    except UnreadableSnapshot:
        return
    found = replay(
        order, spec, since=since, held_since=row.held_since, usual=conf.usual_times(), now=clock.local(now)
    )
    for hit in found:
        yield order.name, hit


def _fullest_hour(lines: list[Line]) -> int:
    """The most within any hour; `lines` are newest first."""
    most, begin = 0, 0
    for end, line in enumerate(lines):
        while lines[begin].at - line.at > HOUR_SECONDS:
            begin += 1
        most = max(most, end - begin + 1)
    return most
