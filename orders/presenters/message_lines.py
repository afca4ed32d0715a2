"""The line under the sentence as a message says it."""

from django.utils.translation import gettext

from orders.domain.timeline.kinds import HeadlineKind, Journey, NextKind
from orders.presenters.lines_elsewhere import next_words_elsewhere


def message_next_words(
    kind: NextKind, journey: Journey, headline: HeadlineKind, *, several: bool = False
) -> str:
    """The line for `kind` below `headline`, in the active language; empty when there is nothing more to say."""
    if (kind, headline) in _SAID_ALREADY:
        return ""
    if kind is NextKind.REST_FOLLOWS:  # on paper it stands below, as on the page
        return gettext("Your order’s page shows what is still with us, and why.")
    return next_words_elsewhere(kind, journey, several=several)


_SAID_ALREADY = frozenset(
    {
        (NextKind.HANDOVER, HeadlineKind.LABEL_READY),
        (NextKind.HANDOVER_SCANNED, HeadlineKind.LABEL_READY),
    }
)
