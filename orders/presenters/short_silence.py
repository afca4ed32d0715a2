"""A silence in so few words that a text message holds them."""

from datetime import datetime

from django.utils.translation import npgettext

from orders.domain.timeline.kinds import Awaited, ParcelState
from orders.domain.timeline.model import Silence
from orders.presenters.colons import after_colon
from orders.presenters.silence import last_known


def short_silence_words(silence: Silence, *, now: datetime) -> str:
    """How long, and since what; without a full stop."""
    days = silence.days
    match silence.awaited:
        case Awaited.PACKING:
            text = npgettext(
                "sms",
                "Your order has been with us for %(days)d day, longer than usual",
                "Your order has been with us for %(days)d days, longer than usual",
                days,
            )
        case Awaited.COLLECTION | Awaited.SHOP_COLLECTION:
            text = npgettext(
                "sms",
                "Waiting to be collected for %(days)d day",
                "Waiting to be collected for %(days)d days",
                days,
            )
        case Awaited.UNTRACKED | Awaited.UNTRACKED_ABROAD:
            text = npgettext(
                "sms",
                "Shipped %(days)d day ago, without a tracking number",
                "Shipped %(days)d days ago, without a tracking number",
                days,
            )
        case _ if silence.last is None and silence.state is ParcelState.SHIPPED and not silence.renumbered:
            text = npgettext(
                "sms",
                "No scan in the %(days)d day since it was shipped",
                "No scan in the %(days)d days since it was shipped",
                days,
            )
        case _:
            text = npgettext(
                "sms",
                "Nothing new for %(days)d day; last known: %(what)s, %(when)s",
                "Nothing new for %(days)d days; last known: %(what)s, %(when)s",
                days,
            )
            known = last_known(silence, now=now)
            return text % {"days": days, "what": after_colon(str(known["what"])), "when": known["when"]}
    return text % {"days": days}
