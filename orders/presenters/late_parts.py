"""Late, and why: what was promised and has not left says what it waits for."""

from django.utils.translation import ngettext

from orders.domain.timeline.kinds import ParcelState, WaitingReason


def late_words(why: WaitingReason | ParcelState | None, days: int) -> str:
    """So many days late, and what it waits for where that is known and may be said."""
    match why:
        case WaitingReason.OUT_OF_STOCK:
            text = ngettext(
                "%(days)d day late; waiting for stock", "%(days)d days late; waiting for stock", days
            )
        case WaitingReason.DATE_UNKNOWN | WaitingReason.PREORDER | WaitingReason.SCHEDULED:
            text = ngettext("%(days)d day late; no new date yet", "%(days)d days late; no new date yet", days)
        case WaitingReason.REVIEW:
            text = ngettext(
                "%(days)d day late; we are still looking it over",
                "%(days)d days late; we are still looking it over",
                days,
            )
        case WaitingReason.PACKING:
            text = ngettext(
                "%(days)d day late; it is being packed", "%(days)d days late; it is being packed", days
            )
        case WaitingReason.RECEIVED | WaitingReason.PREPARING | ParcelState.PREPARING:
            text = ngettext(
                "%(days)d day late; it is not ready yet", "%(days)d days late; it is not ready yet", days
            )
        case ParcelState.LABEL_READY:
            text = ngettext(
                "%(days)d day late; waiting for the carrier to collect it",
                "%(days)d days late; waiting for the carrier to collect it",
                days,
            )
        case _:
            text = ngettext("%(days)d day late", "%(days)d days late", days)
    return text % {"days": days}
