"""How long nothing has been heard, and since which fact. Each sentence is as true a year later."""

from datetime import datetime

from django.utils.translation import gettext, ngettext, pgettext

from orders.domain.timeline.kinds import Awaited, HeadlineKind, ParcelState
from orders.domain.timeline.model import Silence
from orders.presenters.audience import are_others_told
from orders.presenters.dates import day_phrase
from orders.presenters.words import event_words, parcel_state_words


def silence_words(silence: Silence, headline: HeadlineKind, *, now: datetime) -> str:
    """The line for a silence that is longer than usual; a headline that counts its days leaves the last fact to it."""
    days = {"days": silence.days}
    match silence.awaited:
        case Awaited.PACKING:
            return (
                ngettext(
                    "Your order has been with us for %(days)d day, which is longer than usual.",
                    "Your order has been with us for %(days)d days, which is longer than usual.",
                    silence.days,
                )
                % days
            )
        case Awaited.COLLECTION:
            return _limited_time(silence.days)
        case Awaited.SHOP_COLLECTION if are_others_told():
            return ""
        case Awaited.SHOP_COLLECTION:
            return (
                ngettext(
                    "It was put aside for you %(days)d day ago.",
                    "It was put aside for you %(days)d days ago.",
                    silence.days,
                )
                % days
            )
        case Awaited.UNTRACKED | Awaited.UNTRACKED_ABROAD:
            return _untracked(silence.days)
    if headline is HeadlineKind.NO_NEWS:
        return gettext("The last we know: “%(what)s”, %(when)s.") % last_known(silence, now=now)
    return _nothing_new(silence, now=now)


def _nothing_new(silence: Silence, *, now: datetime) -> str:
    if silence.last is None and silence.state is ParcelState.SHIPPED and not silence.renumbered:
        text = ngettext(
            "No scan has been reported in the %(days)d day since it was shipped, which is longer than usual.",
            "No scan has been reported in the %(days)d days since it was shipped, which is longer than usual.",
            silence.days,
        )
        return text % {"days": silence.days}
    text = ngettext(
        "Nothing new has been reported for %(days)d day, which is longer than usual. "
        "The last we know: “%(what)s”, %(when)s.",
        "Nothing new has been reported for %(days)d days, which is longer than usual. "
        "The last we know: “%(what)s”, %(when)s.",
        silence.days,
    )
    return text % (last_known(silence, now=now) | {"days": silence.days})


def _limited_time(days: int) -> str:
    text = ngettext(
        "It was reported to be there %(days)d day ago. Carriers keep a parcel for a limited time, often about a week, "
        "and then send it back.",
        "It was reported to be there %(days)d days ago. Carriers keep a parcel for a limited time, often about a week, "
        "and then send it back.",
        days,
    )
    return text % {"days": days}


def _untracked(days: int) -> str:
    text = ngettext(
        "It was shipped %(days)d day ago. Without a tracking number nobody reports where it is.",
        "It was shipped %(days)d days ago. Without a tracking number nobody reports where it is.",
        days,
    )
    return text % {"days": days}


def last_known(silence: Silence, *, now: datetime) -> dict[str, object]:
    """The newest fact in the words of the list of scans, or of the parcel where nobody reported one."""
    if silence.last is not None:
        what = event_words(silence.last.status)
    elif silence.renumbered:
        what = pgettext("scan", "New tracking number")
    else:
        what = parcel_state_words(silence.state or ParcelState.SHIPPED)
    return {"what": what, "when": day_phrase(silence.since, now=now)}
