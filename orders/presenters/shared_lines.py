"""The line under the sentence as others than the buyer may read it: no number, no carrier's page, nothing to decide."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from orders.domain.timeline.kinds import Journey, NextKind
from orders.presenters.next_line import next_words


def shared_next_words(kind: NextKind, journey: Journey, *, several: bool = False) -> str:
    """The line for `kind`, in the active language; empty when there is nothing more to say to others."""
    if kind in _UP_TO_THE_BUYER:
        return str(_BUYER)
    words = _WORDS.get(kind)
    return next_words(kind, journey, several=several) if words is None else str(words)


_UP_TO_THE_BUYER = frozenset(
    {
        NextKind.COLLECT,
        NextKind.COLLECT_AT_POINT,
        NextKind.CONTACT_SHOP,
        NextKind.CONTACT_CARRIER,
        NextKind.CARRIER_FIRST,
        NextKind.CARRIER_THEN_SHOP,
        NextKind.ASK_SHOP,
        NextKind.EACH_NUMBER,
        NextKind.CONFIRM_ADDRESS,
        NextKind.PAY,
        NextKind.SEND_RETURN,
        NextKind.STILL_EXPECTED,
    }
)
"""What takes the number, the carrier's page or the buyer's own word."""
_BUYER = gettext_lazy("The person who shared this page with you can see more and take care of it.")
_WORDS: Mapping[NextKind, Promise | str] = {
    NextKind.NUMBER_TO_COME: gettext_lazy("No scan has been reported yet."),
    NextKind.CARRIER_TRIES_AGAIN: gettext_lazy("Carriers usually try again."),
    NextKind.CHECK_INBOX: "",
}
