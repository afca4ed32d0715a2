"""The line under the sentence: what happens next, and what the shopper can do."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from orders.domain.timeline.kinds import Journey, NextKind


def next_words(kind: NextKind, journey: Journey, *, several: bool = False) -> str:
    """The line for `kind`, in the active language; empty when there is nothing more to say.

    `several`: it speaks of more than one parcel.
    """
    words = _OF_SEVERAL.get((kind, journey)) if several else None
    words = words or _BY_JOURNEY.get((kind, journey)) or _WORDS.get(kind)
    return str(words) if words else ""


def return_words(return_status: str) -> str:
    """What is known about a return; empty for none and for statuses nobody knew when this was written."""
    words = _RETURNS.get(return_status)
    return str(words) if words else ""


_WORDS: Mapping[NextKind, Promise] = {
    NextKind.PACKING: gettext_lazy("Next, we pack it and hand it to the carrier."),
    NextKind.HANDOVER: gettext_lazy("Next, the carrier collects it."),
    NextKind.HANDOVER_SCANNED: gettext_lazy(
        "Next, the carrier collects it. Its first scan will appear here."
    ),
    NextKind.CARRIER_SCANS: gettext_lazy(
        "The carrier has not reported a scan yet. The first one will appear here."
    ),
    NextKind.NUMBER_TO_COME: gettext_lazy("The tracking number is not known yet. It will appear here."),
    NextKind.NO_SCANS: gettext_lazy(
        "No tracking number has been given for it, so there are no scans to show on the way."
    ),
    NextKind.REPORTS_FOLLOW: gettext_lazy("Every new report from the carrier appears on this page."),
    NextKind.TRANSIT: gettext_lazy("The carrier has it. Every new scan appears on this page."),
    NextKind.CARRIER_HAS_IT: gettext_lazy("The carrier has it."),
    NextKind.ARRIVES_TODAY: gettext_lazy("Someone should be there to receive it."),
    NextKind.LOOK_AROUND: gettext_lazy(
        "Not there? Look around the door and ask your neighbours. Then tell us."
    ),
    NextKind.LOOK_FOR_DELIVERED: gettext_lazy(
        "Is what was delivered not there? Look around the door and ask your neighbours. Then tell us."
    ),
    NextKind.COLLECT: gettext_lazy("Have your order number with you when you collect it."),
    NextKind.COLLECT_AT_POINT: gettext_lazy(
        "Bring the code or number that the carrier sent you, and an identity card."
    ),
    NextKind.WAIT_UNTIL_READY: gettext_lazy(
        "This page will say when it is ready. Please wait for that before you come."
    ),
    NextKind.CARRIER_TRIES_AGAIN: gettext_lazy(
        "Carriers usually try again. The carrier’s page may let you choose another day or place."
    ),
    NextKind.CONTACT_SHOP: gettext_lazy("Please get in touch, so that we can put it right."),
    NextKind.CONTACT_CARRIER: gettext_lazy("Open the carrier’s page below to see what it asks for."),
    NextKind.CARRIER_FIRST: gettext_lazy("Please look at the carrier’s own page first; it may know more."),
    NextKind.CARRIER_THEN_SHOP: gettext_lazy(
        "Please look at the carrier’s own page first. If it says no more, write to us."
    ),
    NextKind.ASK_SHOP: gettext_lazy("Please write to us, so that we can find out more."),
    NextKind.EACH_NUMBER: gettext_lazy("The carrier’s page says for each number where it is."),
    NextKind.CHECK_INBOX: gettext_lazy("Look in your inbox, and in the spam folder too."),
    NextKind.DIGITAL_SOON: gettext_lazy("It reaches you electronically. There is no parcel to wait for."),
    NextKind.PAY: gettext_lazy("We continue as soon as the payment has arrived."),
    NextKind.CONFIRM_ADDRESS: gettext_lazy("Please send us the full address, so that your order can leave."),
    NextKind.SEND_RETURN: gettext_lazy("We continue as soon as the items you are sending back have arrived."),
    NextKind.STOCK_FIRST: gettext_lazy("We continue as soon as it is back in stock."),
    NextKind.SHIPS_ON_DATE: gettext_lazy("Until then there is nothing you need to do."),
    NextKind.SHIPS_WHEN_RELEASED: gettext_lazy("As soon as it moves on, this page says so."),
    NextKind.REST_FOLLOWS: gettext_lazy("Below you can see what is still with us, and why."),
    NextKind.STILL_EXPECTED: gettext_lazy(
        "Its payment is no longer valid. If you still want this order, please write to us."
    ),
    NextKind.SHOP_DECIDES: gettext_lazy("The next step is ours. If you have a question, write to us."),
    NextKind.ANYTHING_OPEN: gettext_lazy("If anything about it is still open, please write to us."),
    NextKind.NOTHING_OWED: gettext_lazy(
        "There is nothing you need to do. If you have a question, write to us."
    ),
}

_BY_JOURNEY: Mapping[tuple[NextKind, Journey], Promise] = {
    (NextKind.PACKING, Journey.LOCAL_DELIVERY): gettext_lazy(
        "Next, we pack it and bring it to you ourselves."
    ),
    (NextKind.PACKING, Journey.PICKUP): gettext_lazy("Next, we pack it and put it aside for you."),
    (NextKind.PACKING, Journey.PICKUP_POINT): gettext_lazy(
        "Next, we pack it and send it to your pickup point."
    ),
    (NextKind.NO_SCANS, Journey.LOCAL_DELIVERY): gettext_lazy("We bring it to you ourselves."),
    (NextKind.TRANSIT, Journey.LOCAL_DELIVERY): gettext_lazy("We bring it to you ourselves."),
    (NextKind.ARRIVES_TODAY, Journey.PICKUP_POINT): gettext_lazy(
        "This page will say when you can collect it."
    ),
    (NextKind.TRANSIT, Journey.PICKUP_POINT): gettext_lazy(
        "The carrier is taking it to your pickup point. Every new scan appears on this page."
    ),
    (NextKind.CARRIER_HAS_IT, Journey.PICKUP_POINT): gettext_lazy(
        "The carrier is taking it to your pickup point."
    ),
    (NextKind.STOCK_FIRST, Journey.SHIPPING): gettext_lazy("We send it as soon as it is back in stock."),
}

_OF_SEVERAL: Mapping[tuple[NextKind, Journey], Promise] = {
    (NextKind.TRANSIT, Journey.SHIPPING): gettext_lazy(
        "The carrier has them. Every new scan appears on this page."
    ),
    (NextKind.CARRIER_HAS_IT, Journey.SHIPPING): gettext_lazy("The carrier has them."),
}

_RETURNS: Mapping[str, Promise] = {
    "RETURN_REQUESTED": gettext_lazy("A return has been requested for this order."),
    "IN_PROGRESS": gettext_lazy("A return is under way for this order."),
    "INSPECTION_COMPLETE": gettext_lazy("The returned items have arrived and have been checked."),
    "RETURNED": gettext_lazy("Items from this order have been returned."),
    "RETURN_FAILED": gettext_lazy("A return could not be completed. Please get in touch with us."),
}
