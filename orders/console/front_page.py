"""Needs attention: the shop's own troubles first, then orders, the worst first, a page at a time by cursor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.contrib.auth import get_user_model
from django.db.models import FilteredRelation, Q, QuerySet

from orders.console.counting import MOST_IN_ALL, MOST_OF_A_PART, carriers, count_each, words
from orders.console.filters import DONE, MINE, NOBODY, OPEN, SNOOZED, Filter
from orders.console.lines import describe
from orders.console.models import Attention, SavedFilter
from orders.console.reasons import Reason
from orders.console.troubles import find_troubles

PAGE_SIZE = 20
MOST_STAFF = 100
MOST_SAVED = 20
STATES = {OPEN: "Open", SNOOZED: "Put off", DONE: "Done"}


@dataclass(frozen=True, slots=True)
class Badge:
    """A part of the list, how many it holds, and the query that shows it."""

    label: str
    count: str
    query: str
    is_chosen: bool
    pk: int | None = None
    """Of a saved filter."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whose list it is."""

    pk: int


def build(asked: Mapping[str, str], *, viewer: Viewer, now: float) -> dict[str, Any]:
    """What the first page shows; `asked` holds what `Filter` reads, and the cursor `after`."""
    chosen = Filter.read(asked)
    rows = list(_page(chosen.narrow(user_pk=viewer.pk, now=now), asked.get("after", ""))[: PAGE_SIZE + 1])
    more = len(rows) > PAGE_SIZE
    rows = rows[:PAGE_SIZE]
    staff, own = _staff_and_saved(viewer)
    badges, saved, total = _badges(chosen, own, viewer, now=now)
    following = (
        "&".join(filter(None, (chosen.query, urlencode({"after": _cursor(rows[-1])})))) if more else ""
    )
    here = {"after": asked["after"]} if asked.get("after") else {}
    return {
        "troubles": find_troubles(now=now),
        "badges": badges,
        "saved": saved,
        "needs_count": total,
        "chosen": chosen,
        "states": STATES,
        "carriers": carriers(),
        "staff": staff,
        "viewer": viewer.pk,
        "lines": describe(rows, dict(staff), now=now),
        "next": following,
        "here": "&".join(filter(None, (chosen.query, urlencode(here)))),
        "is_first": not asked.get("after"),
    }


def _page(rows: QuerySet[Attention], after: str) -> QuerySet[Attention]:
    try:
        severity, since, pk = after.split(":")
        place = (int(severity), float(since), int(pk))
    except ValueError:
        pass
    else:
        rows = rows.filter(
            Q(severity__gt=place[0])
            | Q(severity=place[0], since__gt=place[1])
            | Q(severity=place[0], since=place[1], pk__gt=place[2]),
            severity__gte=place[0],  # what an index can begin at
        )
    return rows.select_related("order").order_by("severity", "since", "pk")


def _cursor(row: Attention) -> str:
    return f"{row.severity}:{row.since!r}:{row.pk}"


def _staff_and_saved(viewer: Viewer) -> tuple[list[tuple[int, str]], list[SavedFilter]]:
    """Who can be given something (key and name of those who sign in here), and what this one saved. One query."""
    own = FilteredRelation("saved_filters", condition=Q(saved_filters__user_id=viewer.pk))
    found = get_user_model().objects.filter(is_staff=True, is_active=True).annotate(own=own)
    columns = ("pk", "username", "first_name", "last_name", "own__pk", "own__name", "own__query")
    staff, saved = {}, []
    rows = found.order_by("username", "own__name").values_list(*columns)[: MOST_STAFF + MOST_SAVED]
    for pk, username, first, last, saved_pk, name, query in rows:
        staff[int(pk)] = f"{first} {last}".strip() or str(username)
        if saved_pk is not None:
            saved.append(SavedFilter(pk=saved_pk, name=name, query=query))
    return list(staff.items()), saved


def _badges(
    chosen: Filter, saved: Sequence[SavedFilter], viewer: Viewer, *, now: float
) -> tuple[list[Badge], list[Badge], str]:
    """One for each reason there is, one for each filter this person saved, and how many there are in all."""
    filters = [Filter(assignee=MINE), Filter(assignee=NOBODY)]
    filters += [Filter(reason=reason.value) for reason in Reason]
    filters += [Filter.read(dict(parse_qsl(each.query))) for each in saved]
    labels = ["Mine", "Nobody’s", *(reason.label for reason in Reason), *(each.name for each in saved)]
    whole, *parts = (each.narrow(user_pk=viewer.pk, now=now) for each in (Filter(), *filters))
    total, counts = count_each(whole, parts)
    in_all = words(total, most=MOST_IN_ALL)
    made = [Badge("All", in_all, Filter().query, Filter() == chosen)] + [
        Badge(label, words(count, most=MOST_OF_A_PART), each.query, each == chosen)
        for each, label, count in zip(filters, labels, counts, strict=True)
    ]
    own = [
        replace(badge, pk=row.pk) for badge, row in zip(made[len(made) - len(saved) :], saved, strict=True)
    ]
    shown = [badge for badge in made[: len(made) - len(saved)] if badge.count != "0" or badge.is_chosen]
    return (shown if total else []), own, in_all
