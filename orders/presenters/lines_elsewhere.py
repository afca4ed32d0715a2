"""The line under the sentence where it is read away from the page, in a message or on paper: what the page calls "here"
or "this page" is elsewhere then, and nothing appears any more.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from orders.domain.timeline.kinds import Journey, NextKind
from orders.presenters.next_line import next_words


def next_words_elsewhere(kind: NextKind, journey: Journey, *, several: bool = False) -> str:
    """The line for `kind`, in the active language; empty when there is nothing more to say."""
    words = _OF_SEVERAL.get((kind, journey)) if several else None
    words = words or _BY_JOURNEY.get((kind, journey)) or _WORDS.get(kind)
    return str(words) if words else next_words(kind, journey, several=several)


_WORDS: Mapping[NextKind, Promise] = {
    NextKind.HANDOVER_SCANNED: gettext_lazy("Next, the carrier collects it."),
    NextKind.CARRIER_SCANS: gettext_lazy("The carrier has not reported a scan yet."),
    NextKind.NUMBER_TO_COME: gettext_lazy(
        "The tracking number is not known yet. Your order’s page will show it."
    ),
    NextKind.REPORTS_FOLLOW: gettext_lazy("Your order’s page shows every new report from the carrier."),
    NextKind.TRANSIT: gettext_lazy("The carrier has it. Your order’s page shows every new scan."),
    NextKind.WAIT_UNTIL_READY: gettext_lazy(
        "Your order’s page says when it is ready; please wait for that before you come."
    ),
    NextKind.CONTACT_CARRIER: gettext_lazy(
        "Your order’s page leads to the carrier, who says what is needed."
    ),
    NextKind.SHIPS_WHEN_RELEASED: gettext_lazy("As soon as it moves on, your order’s page says so."),
}
_BY_JOURNEY: Mapping[tuple[NextKind, Journey], Promise] = {
    (NextKind.ARRIVES_TODAY, Journey.PICKUP_POINT): gettext_lazy(
        "Please wait until it is ready before you go to collect it."
    ),
    (NextKind.TRANSIT, Journey.PICKUP_POINT): gettext_lazy("The carrier is taking it to your pickup point."),
    (NextKind.TRANSIT, Journey.LOCAL_DELIVERY): gettext_lazy("We bring it to you ourselves."),
}
_OF_SEVERAL: Mapping[tuple[NextKind, Journey], Promise] = {
    (NextKind.TRANSIT, Journey.SHIPPING): gettext_lazy(
        "The carrier has them. Your order’s page shows every new scan."
    ),
}
