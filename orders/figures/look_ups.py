"""Look-ups, as counts in which nobody is: what came of them, when, and what had been typed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from django.db.models import Sum

from orders.domain.matching.typed_kind import TypedKind
from orders.figures.models import HourlyCount
from orders.figures.periods import Period
from orders.figures.sections import Part, Point, Rows, Section, bars, columns
from orders.figures.shares import shares
from orders.figures.statistics import share
from orders.watching.counting import (
    BOTH_KNOWN,
    LOOK_UP,
    MISS,
    NEITHER,
    OTHER_CONTACT,
    OTHER_NUMBER,
)

FOUND = "found"
OUTCOMES: Mapping[str, str] = {
    FOUND: "Found",
    "miss": "Number and contact do not match",
    "invalid": "No order number, or no contact",
    "too_many": "Too many attempts",
    "slow": "Shopify took long; asked to try again",
    "unavailable": "Shopify could not be asked",
}
TYPED: Mapping[str, str] = {
    TypedKind.EMPTY: "nothing",
    TypedKind.NUMBER: "a number",
    TypedKind.NAME: "a number with letters",
    TypedKind.TRACKING: "a tracking number",
    TypedKind.EMAIL: "an email",
    TypedKind.BROKEN_EMAIL: "a broken email",
    TypedKind.PHONE: "a phone number",
    TypedKind.WORDS: "words",
}
MISS_WORDS: Mapping[str, str] = {
    OTHER_CONTACT: "An order's number, another contact",
    OTHER_NUMBER: "A shopper's contact, another number",
    BOTH_KNOWN: "Both known, of two orders",
    NEITHER: "Neither is known here",
}
MOST_TYPED_SHOWN = 8
HOURS = 24


def build_look_ups(period: Period) -> Part:
    """Look-ups by outcome, by hour of the day, by what was typed, and by what of a miss is known."""
    counted = (
        HourlyCount.objects.filter(day__range=(period.first, period.last), kind__in=(LOOK_UP, MISS))
        .values_list("kind", "hour", "name")
        .annotate(Sum("count"))
        .order_by("kind", "hour", "name")
    )
    outcomes, typed, misses = Counter[str](), Counter[tuple[bool, str]](), Counter[str]()
    by_hour: dict[bool, Counter[int]] = {True: Counter(), False: Counter()}
    for kind, hour, name, count in counted:
        if kind == MISS:
            misses[name] += count
            continue
        outcome, kinds = name.split("/", 1)
        outcomes[outcome] += count
        typed[outcome == FOUND, kinds] += count
        by_hour[outcome == FOUND][hour] += count
    if not outcomes:
        return Part("Look-ups", (), empty="Nobody has looked an order up in this time.")
    sections = (_outcomes(outcomes), _hours(by_hour), _typed(typed))
    return Part("Look-ups", (*sections, _misses(misses)) if misses else sections)


def _outcomes(outcomes: Counter[str]) -> Section:
    total = outcomes.total()
    named = [(words, outcomes[outcome]) for outcome, words in OUTCOMES.items() if outcomes[outcome]]
    times = "once" if total == 1 else f"{total:,} times"
    return shares(
        "look-ups",
        "What came of look-ups",
        f"Orders were looked up {times}, and {share(outcomes[FOUND], total)} of 100 look-ups found one.",
        "Outcome",
        "Look-ups",
        named,
    )


def _hours(by_hour: dict[bool, Counter[int]]) -> Section:
    found, failed = by_hour[True], by_hour[False]
    both = found + failed
    busiest = max(range(HOURS), key=lambda hour: (both[hour], -hour))
    top = max(both.values())
    rows = Rows(("Hour", "Found", "Not found"))
    for hour in range(HOURS):
        rows.add(f"{hour:02}:00", found[hour], failed[hour])
    return Section(
        key="hours",
        title="Look-ups by hour of the day",
        sentence=f"Most look-ups, {share(both[busiest], both.total())} of 100, were made between "
        f"{busiest:02}:00 and {(busiest + 1) % HOURS:02}:00 by the shop's clock.",
        plot=columns(
            [Point(f"{hour:02}:00", found[hour], failed[hour]) for hour in range(HOURS)],
            top=top,
            lines=[(top, f"{top:,}")],
            lower="Found",
            upper="Not found",
        ),
        table=rows.table(),
    )


def _typed(typed: Counter[tuple[bool, str]]) -> Section:
    failed = {kinds: count for (found, kinds), count in typed.items() if not found}
    all_kinds = sorted({kinds for _, kinds in typed}, key=lambda kinds: (-failed.get(kinds, 0), kinds))
    total = sum(failed.values())
    rows = Rows(("Typed", "Not found", "Found"))
    for kinds in all_kinds:
        rows.add(_typed_words(kinds), failed.get(kinds, 0), typed[True, kinds])
    if total:
        worst = all_kinds[0]
        sentence = (
            f"Of 100 look-ups that found nothing, {share(failed[worst], total)} had {_typed_words(worst)}."
        )
    else:
        sentence = "Every look-up found its order."
    shown = [kinds for kinds in all_kinds if failed.get(kinds)][:MOST_TYPED_SHOWN]
    return Section(
        key="typed",
        title="What had been typed when nothing was found",
        sentence=sentence,
        plot=bars(
            [
                (_capital(_typed_words(kinds)), f"{failed[kinds]:,}", 100 * failed[kinds] / total)
                for kinds in shown
            ]
        ),
        table=rows.table(),
        note="Of what was typed only its kind is counted, first the order number's field, then the contact's.",
    )


def _misses(misses: Counter[str]) -> Section:
    """Of what could be read and yet found nothing."""
    half_right = misses[OTHER_CONTACT] + misses[OTHER_NUMBER]
    named = [(words, misses[name]) for name, words in MISS_WORDS.items() if misses[name]]
    section = shares(
        "misses",
        "What was right when number and contact did not match",
        f"In {share(half_right, misses.total())} of 100 such look-ups one of the two was right.",
        "Known here",
        "Look-ups",
        named,
    )
    return replace(
        section, note="Found out by the worker afterwards. Shoppers are never told which was wrong."
    )


def _typed_words(kinds: str) -> str:
    number, contact = kinds.split("/", 1)
    return f"{TYPED.get(number, number)} with {TYPED.get(contact, contact)}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
