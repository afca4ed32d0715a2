"""How often rules fired and how much of it was given up, counted no further than anybody reads."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import IntegerField, OuterRef, Subquery

from orders.rules.models import Deed, Firing, Rule, State

MOST_COUNTED = 1_000
"""So that a page takes the same time however much was done."""


@dataclass(frozen=True, slots=True)
class Counted:
    """`is_all`: there are no more than that."""

    number: int
    is_all: bool = True

    def __bool__(self) -> bool:
        return self.number > 0

    def __str__(self) -> str:
        return f"{self.number:,}" if self.is_all else f"{self.number:,} or more"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What a rule did: how often it fired since a moment, when it last did ever, and what was given up."""

    rule: Rule
    fired: Counted
    last: float | None
    failed: Counted


class _CountOf(Subquery):
    """How many rows a subquery has."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def count_all(*, since: float) -> list[Tally]:
    """Every rule by its name; two queries."""
    of_rule = Firing.objects.filter(rule=OuterRef("pk")).order_by("-fired_at", "-pk")
    rules = Rule.objects.annotate(
        fired=_CountOf(of_rule.filter(fired_at__gte=since).values("pk")[: MOST_COUNTED + 1]),
        last=Subquery(of_rule.values("fired_at")[:1]),
    )
    newest = (
        Deed.objects.filter(state=State.FAILED)
        .order_by("-ended_at")
        .values_list("firing__rule_id", flat=True)
    )
    given_up = list(newest[: MOST_COUNTED + 1])
    failed, is_all = Counter(given_up), len(given_up) <= MOST_COUNTED
    return [
        Tally(rule=rule, fired=_counted(rule.fired), last=rule.last, failed=Counted(failed[rule.pk], is_all))
        for rule in rules
    ]


def count_firings(rule: Rule) -> Counted:
    """How often a rule ever fired."""
    return _counted(Firing.objects.filter(rule=rule).order_by("-fired_at", "-pk")[: MOST_COUNTED + 1].count())


def _counted(found: int) -> Counted:
    return Counted(min(found, MOST_COUNTED), found <= MOST_COUNTED)
