"""How long parcels take: medians and slow tenths, from the order to the door and step by step."""

from collections.abc import Callable
from typing import Final

from orders.figures.groups import Groups
from orders.figures.naming import MOST_DRAWN, Named, count_cell, country_words, days_words, hours_words
from orders.figures.sections import TOO_FEW, TOO_FEW_WORDS, Rows, Section, Table, spans
from orders.figures.statistics import Histogram, median, slow_tenth
from orders.figures.tallies import Tally

MOST_PLACES = 20
STEPS: Final = {
    "packing": ("From order to label", "before the label is made"),
    "waiting": ("From label to first scan", "before the carrier's first scan"),
    "road": ("From first scan to arrival", "on the road"),
}


def door(named: Named, total: Tally) -> Section:
    """Days from the order to the arrival."""
    return _times(
        "door",
        "Days from order to door",
        "were at the door within {} of the order",
        named,
        total,
        lambda tally: tally.door,
        days_words,
    )


def first_scan(named: Named, total: Tally) -> Section:
    """Hours from the label to the first scan."""
    return _times(
        "first-scan",
        "From label to first scan",
        "had their first scan within {} of the label",
        named,
        total,
        lambda tally: tally.waiting,
        hours_words,
    )


def _times(
    key: str,
    title: str,
    phrase: str,
    named: Named,
    total: Tally,
    histogram: Callable[[Tally], Histogram],
    words: Callable[[int], str],
) -> Section:
    """How long something took by carrier: the median, and what nine of ten did not exceed."""
    measured = [(name, histogram(tally)) for name, tally in named]
    half, most = median(histogram(total)), slow_tenth(histogram(total))
    if half is None or most is None or sum(histogram(total).values()) < TOO_FEW:
        sentence = "Too few parcels to say."
    else:
        sentence = f"Half of the parcels {phrase.format(words(half))}, nine of ten within {words(most)}."
    return Section(
        key=key,
        title=title,
        sentence=sentence,
        plot=spans([(name, *_span(values, words)) for name, values in measured[:MOST_DRAWN]]),
        table=_times_table("Carrier", measured, words),
        note="A bar goes from the median to what nine of ten did not exceed.",
    )


def _times_table(head: str, measured: list[tuple[str, Histogram]], words: Callable[[int], str]) -> Table:
    rows = Rows((head, "Half within", "Nine of ten within", "Parcels"))
    for name, values in measured:
        count = sum(values.values())
        half, most = median(values), slow_tenth(values)
        if half is None or most is None or count < TOO_FEW:
            rows.add(name, TOO_FEW_WORDS, TOO_FEW_WORDS, count_cell(count))
        else:
            rows.add(name, words(half), words(most), count)
    return rows.table()


def steps(total: Tally) -> Section:
    """Which step holds slow parcels up."""
    measured = [(name, getattr(total, step)) for step, (name, _) in STEPS.items()]
    lost = {}
    for step, (_, where) in STEPS.items():
        values: Histogram = getattr(total, step)
        half, most = median(values), slow_tenth(values)
        if half is not None and most is not None and sum(values.values()) >= TOO_FEW:
            lost[most - half, where] = (half, most)
    worst = max(lost, default=None)
    if worst and worst[0] == 0:
        sentence = "No step holds slow parcels up."
    elif worst:
        half, most = lost[worst]
        sentence = (
            f"Slow parcels lose most time {worst[1]}: half are through within {hours_words(half)}, "
            f"nine of ten only within {hours_words(most)}."
        )
    else:
        sentence = "Too few parcels to say."
    return Section(
        key="steps",
        title="Time in each step",
        sentence=sentence,
        plot=spans([(name, *_span(values, hours_words)) for name, values in measured]),
        table=_times_table("Step", measured, hours_words),
        note="Times are known to the hour, and beyond three days to the day.",
    )


def slow_places(groups: Groups, lanes: Named) -> Section:
    """Lanes and provinces by the time on the road, the slowest first."""
    places: list[tuple[str, Histogram]] = [(name, tally.road) for name, tally in lanes]
    places += [
        (f"{country}-{region}, {country_words(country)}", road)
        for (country, region), road in groups.regions.items()
    ]
    enough = [(name, road) for name, road in places if sum(road.values()) >= TOO_FEW]
    slowest = sorted(
        enough, key=lambda place: (-(slow_tenth(place[1]) or 0), -(median(place[1]) or 0), place[0])
    )
    if slowest:
        name, road = slowest[0]
        within = hours_words(slow_tenth(road) or 0)
        sentence = f"{name} is slowest: nine of ten parcels arrived within {within} of their first scan."
    else:
        sentence = "No lane or province has had enough parcels to say."
    return Section(
        key="places",
        title="Slowest lanes and provinces",
        sentence=sentence,
        plot=spans([(name, *_span(road, hours_words)) for name, road in slowest[:MOST_DRAWN]]),
        table=_times_table("From first scan to arrival", slowest[:MOST_PLACES], hours_words),
    )


def _span(values: Histogram, words: Callable[[int], str]) -> tuple[str, tuple[int, int] | None]:
    half, most = median(values), slow_tenth(values)
    if half is None or most is None or sum(values.values()) < TOO_FEW:
        return TOO_FEW_WORDS, None
    return f"{words(half)} to {words(most)}" if half != most else words(half), (half, most)
