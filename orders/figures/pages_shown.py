"""Order pages that were shown, as counts in which nobody is: how fresh they were, their languages and devices."""

from collections import Counter
from collections.abc import Mapping

from django.db.models import Sum
from django.utils.translation import get_language_info

from orders.figures.models import HourlyCount
from orders.figures.periods import Period
from orders.figures.sections import Part, Section
from orders.figures.shares import shares
from orders.figures.statistics import share
from orders.watching.counting import (
    AGE,
    AGE_NAMES,
    AGES,
    DEVICE,
    LANGUAGE,
)
from orders.watching.devices import DESK, PHONE, PROGRAM, TABLET

AGE_WORDS: Mapping[str, str] = dict(
    zip(
        AGE_NAMES,
        [
            "Under a minute",
            "1 to 5 minutes",
            "5 to 15 minutes",
            "15 to 60 minutes",
            "1 to 6 hours",
            "6 to 24 hours",
            "1 to 7 days",
            "Over a week",
        ],
        strict=True,
    )
)
FRESH: tuple[str, ...] = tuple(str(end) for end in AGES if end <= 900)
DEVICE_WORDS: Mapping[str, str] = {
    PHONE: "Phone",
    DESK: "Desk or laptop",
    TABLET: "Tablet",
    PROGRAM: "A program, no browser",
}


def build_pages(period: Period) -> Part:
    """How old the facts on pages were, in which language, on what kind of device."""
    counted = (
        HourlyCount.objects.filter(day__range=(period.first, period.last))
        .filter(kind__in=(AGE, LANGUAGE, DEVICE))
        .values_list("kind", "name")
        .annotate(Sum("count"))
        .order_by("kind", "name")
    )
    kinds: dict[str, Counter[str]] = {AGE: Counter(), LANGUAGE: Counter(), DEVICE: Counter()}
    for kind, name, count in counted:
        kinds[kind][name] += count
    if not kinds[AGE]:
        return Part("Order pages", (), empty="No order's page was opened in this time.")
    return Part("Order pages", (_ages(kinds[AGE]), _languages(kinds[LANGUAGE]), _devices(kinds[DEVICE])))


def _ages(ages: Counter[str]) -> Section:
    fresh = sum(ages[name] for name in FRESH)
    total = ages.total()
    return shares(
        "freshness",
        "How fresh pages were",
        f"{share(fresh, total)} of 100 pages showed what Shopify had said less than 15 minutes before.",
        "Age of what was shown",
        "Pages",
        [(words, ages[name]) for name, words in AGE_WORDS.items()],
    )


def _languages(languages: Counter[str]) -> Section:
    named = [(_language_name(code), count) for code, count in languages.most_common()]
    first = named[0]
    return shares(
        "languages",
        "Languages",
        f"{share(first[1], languages.total())} of 100 pages were read in {first[0]}.",
        "Language",
        "Pages",
        named,
    )


def _devices(devices: Counter[str]) -> Section:
    named = [(DEVICE_WORDS.get(name, name), count) for name, count in devices.most_common()]
    return shares(
        "devices",
        "Devices",
        f"{share(devices[PHONE], devices.total())} of 100 pages were opened on a phone.",
        "Kind of device",
        "Pages",
        named,
    )


def _language_name(code: str) -> str:
    try:
        return str(get_language_info(code)["name"])
    except KeyError:
        return code
