"""The links to an order as their owner sees them: what for, since when, last used when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from orders.access.purposes import Purpose
from orders.presenters.dates import day_label
from orders.presenters.text import isolated


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkFacts:
    """One open link; `used_at` is None while it was never used, `is_this` for the one the reader came by. `sent_to`:
    the added address that got it, masked, for the eyes of whoever ordered; else empty.
    """

    pk: int
    purpose: Purpose
    created_at: datetime
    used_at: datetime | None
    is_this: bool
    sent_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedView:
    """An address that was added for messages, masked, and what its owner wants."""

    pk: int
    address: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkView:
    """One row of the list."""

    pk: int
    words: str
    made: str
    used: str
    is_this: bool


def present_links(links: Sequence[LinkFacts], *, now: datetime) -> list[LinkView]:
    """The rows in the active language, in the order given."""
    return [
        LinkView(
            pk=link.pk,
            words=_words(link),
            made=gettext("Made: %(day)s") % {"day": day_label(link.created_at, now=now).text},
            used=_used(link.used_at, now=now),
            is_this=link.is_this,
        )
        for link in links
    ]


def _used(used_at: datetime | None, *, now: datetime) -> str:
    if used_at is None:
        return gettext("Never opened")
    return gettext("Last opened: %(day)s") % {"day": day_label(used_at, now=now).text}


def present_added(pk: int, masked: str, wish: str | None) -> AddedView:
    """An added address in the active language. `wish`: None until its owner has agreed."""
    return AddedView(pk=pk, address=isolated(masked), words=_wish_words(wish))


def _wish_words(wish: str | None) -> str:
    match wish:
        case None:
            return gettext("Has not agreed yet")
        case "problems":
            return gettext("Only problems and the delivery")
        case "once_a_day":
            return gettext("One email a day, when something happened")
        case "nothing":
            return gettext("Nothing")
    return gettext("Every step")


def _words(link: LinkFacts) -> str:
    match link.purpose:
        case Purpose.MAIL if link.sent_to:
            return gettext("Sent by email to %(address)s") % {"address": isolated(link.sent_to)}
        case Purpose.LOOK_UP:
            return gettext("Found with order number and email")
        case Purpose.SUPPORT:
            return gettext("Made by the shop for you")
        case Purpose.MAIL | Purpose.SHOPIFY_MAIL:
            return gettext("Sent by email")
        case Purpose.SMS:
            return gettext("Sent by SMS")
        case Purpose.SHARED:
            return gettext("Shared with someone")
        case Purpose.SHARED_WITHOUT_ITEMS:
            return gettext("Shared with someone, without the items")
        case Purpose.CALENDAR:
            return gettext("In a calendar")
        case Purpose.FEED:
            return gettext("In a feed reader")
