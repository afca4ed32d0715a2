"""What became of parcels: kept days, days to the door, and where time is lost. Made of rows in which no order is."""

from dataclasses import replace
from datetime import date

from orders.figures.carrier_weeks import by_carrier_and_week
from orders.figures.durations import door, first_scan, slow_places, steps
from orders.figures.groups import Groups
from orders.figures.models import Summary
from orders.figures.naming import (
    MOST_DRAWN,
    Named,
    carrier_words,
    count_cell,
    day_words,
    lane_words,
    largest,
    part_cell,
    share_cell,
)
from orders.figures.periods import Period
from orders.figures.sections import (
    TOO_FEW,
    TOO_FEW_WORDS,
    Part,
    Point,
    Rows,
    Section,
    bars,
    columns,
)
from orders.figures.statistics import share
from orders.figures.tallies import Tally, group, sum_up


def build(groups: Groups, *, empty: str) -> list[Part]:
    """The parts about parcels; one that says `empty` where there are none."""
    total = sum_up(groups.routes.values())
    if not total.parcels:
        return [Part("Parcels", (), empty=empty)]
    carriers = largest(group((carrier_words(route[0]), tally) for route, tally in groups.routes.items()))
    lanes = largest(group((lane_words(*route[1:]), tally) for route, tally in groups.routes.items()))
    return [
        Part(
            "On time",
            (
                _on_time("carriers", "carrier", carriers, total),
                _by_week(groups),
                by_carrier_and_week(groups.carrier_weeks),
                _lanes(lanes),
            ),
        ),
        Part("How long it takes", (door(carriers, total), first_scan(carriers, total))),
        Part("Where parcels stand still", (steps(total), slow_places(groups, lanes))),
    ]


def read(period: Period) -> tuple[Groups, float]:
    """What is known of a period's parcels, and when it was counted; 0 where it never was."""
    summary = Summary.objects.filter(weeks=period.weeks).first()
    return (Groups(), 0.0) if summary is None else (Groups.from_json(summary.data), summary.made_at)


def _on_time(key: str, what: str, named: Named, total: Tally) -> Section:
    rows = Rows((what.capitalize(), "On time, of 100", "Arrived, with a day", "Second attempt", "Came back"))
    for name, tally in named:
        rows.add(
            name,
            share_cell(tally.kept, tally.promised),
            count_cell(tally.promised),
            part_cell(tally.attempted, tally),
            part_cell(tally.returned, tally),
        )
    if total.promised < TOO_FEW:
        sentence = "Too few parcels that had a day have arrived."
    else:
        kept = share(total.kept, total.promised)
        sentence = f"Of 100 parcels that had a day and arrived, {kept} came on or before it."
    return Section(
        key=key,
        title=f"On time by {what}",
        sentence=f"{sentence} {_best_and_worst(named)}".rstrip(),
        plot=bars([(name, *_bar(tally)) for name, tally in named[:MOST_DRAWN]]),
        table=rows.table(),
        note="On time is what arrived on or before the day that checkout promised, or else the carrier named first.",
    )


def _best_and_worst(named: Named) -> str:
    known = [(share(tally.kept, tally.promised), name) for name, tally in named if tally.promised >= TOO_FEW]
    if len(known) < 2 or max(known)[0] == min(known)[0]:
        return ""
    best, worst = max(known), min(known)
    return f"{best[1]} did best with {best[0]} of 100 on time, {worst[1]} worst with {worst[0]}."


def _lanes(named: Named) -> Section:
    section = _on_time("lanes", "lane", named, sum_up(tally for _, tally in named))
    return replace(section, sentence=_best_and_worst(named) or section.sentence, note="")


def _by_week(groups: Groups) -> Section:
    rows = Rows(("Week of", "On time, of 100", "Parcels with a day"))
    points, known = [], []
    for monday, (promised, kept) in sorted(groups.weeks.items()):
        label = day_words(date.fromisoformat(monday))
        rows.add(label, share_cell(kept, promised), count_cell(promised))
        enough = promised >= TOO_FEW
        points.append(Point(label, share(kept, promised) if enough else None))
        if enough:
            known.append((share(kept, promised), label))
    return Section(
        key="weeks",
        title="On time by week",
        sentence=_weeks_sentence(known),
        plot=columns(points, top=100, lines=[(100, "100 of 100")], lower="On time"),
        table=rows.table(),
        note="A week's parcels are those that came to their end in it.",
    )


def _weeks_sentence(known: list[tuple[int, str]]) -> str:
    if not known:
        return "Too few parcels had a day to be kept in any of these weeks."
    best, worst = max(known), min(known)
    if best[0] == worst[0]:
        return f"{best[0]} of 100 parcels were on time in every week with enough of them."
    return (
        f"The best week was that of {best[1]} with {best[0]} of 100 parcels on time, "
        f"the worst that of {worst[1]} with {worst[0]}."
    )


def _bar(tally: Tally) -> tuple[str, float | None]:
    if tally.promised < TOO_FEW:
        return TOO_FEW_WORDS, None
    return f"{share(tally.kept, tally.promised)} of 100", 100 * tally.kept / tally.promised
