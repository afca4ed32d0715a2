"""An expected date, said with its source and never hidden once it has passed."""

from datetime import datetime

from django.utils.translation import ngettext

from orders.domain.timeline.model import Expected
from orders.presenters.dates import span_label
from orders.presenters.page import ExpectedView
from orders.presenters.words import source_words


def present_expected(expected: Expected | None, *, now: datetime, fact: str) -> ExpectedView | None:
    """The day or days, the source, and by how many days they have passed."""
    if expected is None:
        return None
    late = ""
    if expected.days_late > 0:
        late = ngettext("%(days)d day late", "%(days)d days late", expected.days_late) % {
            "days": expected.days_late
        }
    return ExpectedView(
        when=span_label(expected.first_day, expected.last_day, now=now),
        source=source_words(expected.source),
        late=late,
        fact=fact,
    )
