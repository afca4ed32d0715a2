"""The line under the sentence as others than the buyer may read it: no number, no carrier's page, nothing to decide."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from orders.domain.timeline.kinds import Journey, NextKind
from orders.presenters.next_line import next_words


def shared_next_words(kind: NextKind, journey: Journey, *, several: bool = False) -> str:
    """The line for `kind`, in the active language; empty when there is nothing more to say to others."""
    if kind in _BETWEEN_BUYER_AND_SHOP:
        return ""
    if kind in _UP_TO_THE_BUYER:
        return str(_BUYER)
    words = _BY_JOURNEY.get((kind, journey)) or _WORDS.get(kind)
    return str(words) if words else next_words(kind, journey, several=several)


_BETWEEN_BUYER_AND_SHOP = frozenset(
    {
        NextKind.PACKING,
        NextKind.LOOK_AROUND,
        NextKind.LOOK_FOR_DELIVERED,
        NextKind.CHECK_INBOX,
        NextKind.DIGITAL_SOON,
        NextKind.SHIPS_ON_DATE,
        NextKind.REST_FOLLOWS,
        NextKind.SHOP_DECIDES,
        NextKind.ANYTHING_OPEN,
        NextKind.NOTHING_OWED,
    }
)
"""What is promised or asked of whoever ordered, and no news to others."""
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
_READY = gettext_lazy("This page will say when it is ready.")
_WORDS: Mapping[NextKind, Promise] = {
    NextKind.NUMBER_TO_COME: gettext_lazy("No scan has been reported yet."),
    NextKind.NO_SCANS: gettext_lazy("There are no scans to show on the way."),
    NextKind.CARRIER_TRIES_AGAIN: gettext_lazy("Carriers usually try again."),
    NextKind.WAIT_UNTIL_READY: _READY,
}
_BY_JOURNEY: Mapping[tuple[NextKind, Journey], Promise] = {
    (NextKind.ARRIVES_TODAY, Journey.PICKUP_POINT): _READY,
    (NextKind.NO_SCANS, Journey.LOCAL_DELIVERY): gettext_lazy("We bring it ourselves."),
    (NextKind.TRANSIT, Journey.LOCAL_DELIVERY): gettext_lazy("We bring it ourselves."),
    (NextKind.TRANSIT, Journey.PICKUP_POINT): gettext_lazy(
        "The carrier has it. Every new scan appears on this page."
    ),
    (NextKind.CARRIER_HAS_IT, Journey.PICKUP_POINT): gettext_lazy("The carrier has it."),
}
