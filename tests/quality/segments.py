"""What an SMS costs: `python -m tests.quality.segments` writes the table of docs/messages.md anew; a test compares it.

Every event that each state of the gallery can be told by, in every language, from a shop with a long name at a long
address.
"""

import os
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.support.settings")
if __name__ == "__main__":
    django.setup()

from django.conf import settings
from django.utils import translation

from orders.domain.timeline import Timeline, build_timeline
from orders.domain.timeline.waiting import HELD
from orders.gallery.builders import NOW
from orders.gallery.catalogue import STATES
from orders.gallery.state import Group, OrderPageOf
from orders.messages.alphabet import is_gsm, segments, write_sms
from orders.messages.events import EventKind, boxes, count_gone, is_still_so, numbers_mark
from orders.messages.leading import Told
from orders.messages.wording import present_message, sms_words
from tests.support.processes import ROOT

DOCUMENT = ROOT / "docs" / "messages.md"
SHOP = "Casa Lumbre Interiores"
NAME = "#104587"
URL = f"https://pedidos.casalumbreinteriores.com/o/{'0' * 32}/"
BEGIN, END = "<!-- segments -->\n", "<!-- /segments -->\n"
LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)


class Cost(NamedTuple):
    """Of one text."""

    segments: int
    is_gsm: bool


Costs = Mapping[tuple[EventKind, str], list[Cost]]
"""By event and language."""


def count() -> Costs:
    """What every text costs."""
    costs: dict[tuple[EventKind, str], list[Cost]] = defaultdict(list)
    for language in LANGUAGES:
        with translation.override(language):
            for kind, text in texts():
                sms = write_sms(text, language=language, fold_accents=True)
                costs[kind, language].append(Cost(segments(sms), is_gsm(sms)))
    return costs


def texts() -> Iterator[tuple[EventKind, str]]:
    """Every SMS there is, in the active language, with the event that it tells."""
    for state in STATES.values():
        if not isinstance(state.page, OrderPageOf) or state.group is Group.EXTREMES:
            continue
        order = replace(state.page.build(NOW), name=NAME)
        timeline = build_timeline(order, now=NOW)
        for told in possible(timeline):
            view = present_message(
                order, timeline, [told], now=NOW, checked_at=NOW, carrier_links={}, country="ES"
            )
            yield EventKind(told.kind), sms_words(view, shop=SHOP, url=URL)


def possible(timeline: Timeline) -> Iterator[Told]:
    """Every event that may be told of an order as it is now, alone."""
    for parcel in boxes(timeline):
        day = parcel.expected.last_day.date.isoformat() if parcel.expected else ""
        facts = {EventKind.DELAYED: day, EventKind.OVERDUE: day}
        if parcel.renumbering is not None:
            facts[EventKind.NEW_NUMBER] = numbers_mark(parcel)
        for kind in EventKind:
            fact = facts.get(kind, "")
            if kind not in {EventKind.HELD, EventKind.REDUCED} and is_still_so(
                kind, parcel.fulfillment_id, fact, timeline, now=NOW
            ):
                yield Told(kind.value, parcel.fulfillment_id, fact)
    for waiting in timeline.waiting:
        if waiting.reason in HELD:
            yield Told(EventKind.HELD.value, "", waiting.reason.value)
        if waiting.expected is not None and waiting.expected.days_late > 0:
            yield Told(EventKind.OVERDUE.value, "", waiting.expected.last_day.date.isoformat())
    if timeline.silence is not None and timeline.silence.state is None:
        yield Told(EventKind.QUIET.value, "", "")
    if count_gone(timeline):
        yield Told(EventKind.REDUCED.value, "", str(count_gone(timeline)))


def table(costs: Costs) -> str:
    """A row an event, a column a language: how many segments most of its texts take, and the dearest in brackets where
    that is more; U where they are UCS-2, U* where only some are.
    """
    lines = [
        f"| event | {' | '.join(LANGUAGES)} |",
        f"|---|{'---|' * len(LANGUAGES)}",
    ]
    for kind in EventKind:
        cells = [_cell(costs[kind, language]) for language in LANGUAGES]
        lines.append(f"| `{kind}` | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _cell(costs: Sequence[Cost]) -> str:
    sizes = Counter(cost.segments for cost in costs)
    usual, most = sizes.most_common(1)[0][0], max(sizes)
    alphabets = {cost.is_gsm for cost in costs}
    return (
        (str(usual) if usual == most else f"{usual} ({most})")
        + ("" if False not in alphabets else " U")
        + ("" if len(alphabets) == 1 else "*")
    )


def written(document: str, costs: Costs) -> str:
    """The document with the table as it is now."""
    pattern = re.compile(f"(?<={re.escape(BEGIN)}).*(?={re.escape(END)})", re.DOTALL)
    assert pattern.search(document)
    return pattern.sub(lambda _: table(costs), document)


def main() -> int:
    """Write it."""
    DOCUMENT.write_text(written(DOCUMENT.read_text("utf-8"), count()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
