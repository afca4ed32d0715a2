"""How old the facts on the page are, said in one sentence."""

from datetime import datetime

from django.utils.translation import gettext, ngettext

from orders.presenters.dates import moment_label
from orders.presenters.page import FreshnessView

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def present_freshness(
    checked_at: datetime, *, now: datetime, shop_unreachable: bool = False, is_missing: bool = False
) -> FreshnessView:
    """The age of the facts; with `shop_unreachable`, also that newer ones could not be had; with `is_missing`, that
    the shop shows the order no more.
    """
    seconds = max(0, int((now - checked_at).total_seconds()))
    return FreshnessView(
        words=_words(seconds, shop_unreachable=shop_unreachable, is_missing=is_missing),
        moment=moment_label(checked_at, now=now),
        late=shop_unreachable or is_missing,
    )


def _words(seconds: int, *, shop_unreachable: bool, is_missing: bool) -> str:
    if is_missing:
        return _last_shown(seconds)
    return _last_known(seconds) if shop_unreachable else _checked(seconds)


def _checked(seconds: int) -> str:
    if seconds < _MINUTE:
        return gettext("Checked with the shop just now")
    if seconds < _HOUR:
        count = seconds // _MINUTE
        text = ngettext(
            "Checked with the shop %(count)d minute ago", "Checked with the shop %(count)d minutes ago", count
        )
    elif seconds < _DAY:
        count = seconds // _HOUR
        text = ngettext(
            "Checked with the shop %(count)d hour ago", "Checked with the shop %(count)d hours ago", count
        )
    else:
        count = seconds // _DAY
        text = ngettext(
            "Checked with the shop %(count)d day ago", "Checked with the shop %(count)d days ago", count
        )
    return text % {"count": count}


def _last_known(seconds: int) -> str:
    if seconds < _MINUTE:
        return gettext("The shop’s system does not answer at the moment. This is what it said just now.")
    if seconds < _HOUR:
        count = seconds // _MINUTE
        text = ngettext(
            "The shop’s system does not answer at the moment. This is what it said %(count)d minute ago.",
            "The shop’s system does not answer at the moment. This is what it said %(count)d minutes ago.",
            count,
        )
    elif seconds < _DAY:
        count = seconds // _HOUR
        text = ngettext(
            "The shop’s system does not answer at the moment. This is what it said %(count)d hour ago.",
            "The shop’s system does not answer at the moment. This is what it said %(count)d hours ago.",
            count,
        )
    else:
        count = seconds // _DAY
        text = ngettext(
            "The shop’s system does not answer at the moment. This is what it said %(count)d day ago.",
            "The shop’s system does not answer at the moment. This is what it said %(count)d days ago.",
            count,
        )
    return text % {"count": count}


def _last_shown(seconds: int) -> str:
    if seconds < _MINUTE:
        return gettext("The shop’s system no longer shows this order. This is what it said just now.")
    if seconds < _HOUR:
        count = seconds // _MINUTE
        text = ngettext(
            "The shop’s system no longer shows this order. This is what it said %(count)d minute ago.",
            "The shop’s system no longer shows this order. This is what it said %(count)d minutes ago.",
            count,
        )
    elif seconds < _DAY:
        count = seconds // _HOUR
        text = ngettext(
            "The shop’s system no longer shows this order. This is what it said %(count)d hour ago.",
            "The shop’s system no longer shows this order. This is what it said %(count)d hours ago.",
            count,
        )
    else:
        count = seconds // _DAY
        text = ngettext(
            "The shop’s system no longer shows this order. This is what it said %(count)d day ago.",
            "The shop’s system no longer shows this order. This is what it said %(count)d days ago.",
            count,
        )
    return text % {"count": count}
