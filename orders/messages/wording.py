"""What a message says of an order: the page's own sentences, by the same presenters, with every day by its date."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, ngettext, pgettext

from orders.domain.order import Order
from orders.domain.timeline.kinds import WaitingReason
from orders.domain.timeline.model import Parcel, Timeline
from orders.messages.events import EventKind
from orders.presenters import present_order
from orders.presenters.dates import dates_in_full, full_moment_label, span_label
from orders.presenters.message_lines import message_next_words
from orders.presenters.page import OrderPage, ParcelView
from orders.presenters.text import isolated, plain_text
from orders.presenters.words import waiting_words

MOST_ITEMS = 6
MOST_PARCELS = 6


@dataclass(frozen=True, slots=True)
class Told:
    """An event as its row keeps it."""

    kind: str
    fulfillment_id: str
    fact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelPart:
    """One parcel the message is about. `items` are title and details; `more` says how many are not listed."""

    heading: str
    items: tuple[tuple[str, str], ...]
    more: str
    carriers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """All that is said of the order, in the active language."""

    order_words: str
    subject: str
    sentence: str
    next_line: str
    tone: str
    news: tuple[str, ...]
    parcels: tuple[ParcelPart, ...]
    as_of: str


def present_message(
    order: Order,
    timeline: Timeline,
    told: Sequence[Told],
    *,
    now: datetime,
    checked_at: datetime,
    carrier_links: Mapping[str, str],
    country: str | None,
) -> MessageView:
    """A message about `told`, as true as the page is. Both times are in the store's zone."""
    with dates_in_full():
        page = present_order(
            order,
            timeline,
            now=now,
            checked_at=checked_at,
            overrides=carrier_links,
            image_hosts=(),
            country=country,
        )
        moment = full_moment_label(checked_at, now=now).text
        news = tuple(dict.fromkeys(_news(page, timeline, told, now=now)))
    name = isolated(plain_text(order.name, limit=60))
    return MessageView(
        order_words=page.order_words,
        subject=gettext("Order %(name)s: %(sentence)s") % {"name": name, "sentence": page.sentence},
        sentence=page.sentence,
        next_line=page.return_line
        or (page.next_line and message_next_words(timeline.next, timeline.journey)),
        tone=page.tone,
        news=tuple(line for line in news if line != page.sentence),
        parcels=tuple(_parcel_parts(page, timeline, told)),
        as_of=gettext("As of %(moment)s, %(zone)s.") % {"moment": moment, "zone": page.time_zone},
    )


def _news(page: OrderPage, timeline: Timeline, told: Sequence[Told], *, now: datetime) -> Iterable[str]:
    """What is new, a line each, where the sentence does not say it: with several parcels, and for what is no step."""
    views = {parcel.fulfillment_id: (parcel, view) for parcel, view in _pairs(page, timeline)}
    for event in told:
        parcel, view = views.get(event.fulfillment_id, (None, None))
        if event.kind == EventKind.HELD:
            words = waiting_words(WaitingReason(event.fact))
            yield pgettext("news in a message", "Not sent yet: %(reason)s") % {"reason": words}
        elif event.kind == EventKind.REDUCED:
            yield gettext("Items of this order were cancelled or refunded.")
        elif parcel is None or view is None:
            continue
        elif event.kind == EventKind.NEW_NUMBER:
            yield gettext("The tracking number has changed. The earlier one no longer counts.")
        elif event.kind == EventKind.DELAYED and parcel.expected is not None:
            day = span_label(parcel.expected.first_day, parcel.expected.last_day, now=now)
            yield pgettext("news in a message", "Now expected: %(day)s") % {"day": day}
        if view is not None and len(views) > 1:
            yield pgettext("news in a message", "%(parcel)s: %(state)s") % {
                "parcel": view.heading,
                "state": view.state_words,
            }


def _parcel_parts(page: OrderPage, timeline: Timeline, told: Sequence[Told]) -> Iterable[ParcelPart]:
    wanted = {event.fulfillment_id for event in told if event.fulfillment_id}
    parts = [view for parcel, view in _pairs(page, timeline) if parcel.fulfillment_id in wanted]
    for view in parts[:MOST_PARCELS]:
        left = len(view.items) - MOST_ITEMS
        more = ngettext("and %(count)d more item", "and %(count)d more items", max(left, 1)) % {"count": left}
        yield ParcelPart(
            heading=view.heading,
            items=tuple(
                (item.title, " ".join(filter(None, (item.variant, _times(item.quantity)))))
                for item in view.items[:MOST_ITEMS]
            ),
            more=more if left > 0 else "",
            carriers=tuple(filter(None, (_carrier(each.company, each.number) for each in view.tracking[:3]))),
        )


def _pairs(page: OrderPage, timeline: Timeline) -> Iterable[tuple[Parcel, ParcelView]]:
    return zip(timeline.parcels, page.parcels, strict=True)


def _times(quantity: int) -> str:
    return f"× {quantity}" if quantity != 1 else ""


def _carrier(company: str, number: str) -> str:
    values = {"company": company, "number": isolated(plain_text(number, limit=60))}
    if company and number:
        return gettext("With %(company)s, number %(number)s") % values
    if number:
        return gettext("Tracking number %(number)s") % values
    return gettext("With %(company)s") % values if company else ""


def sms_words(view: MessageView, *, shop: str, url: str) -> str:
    """The whole SMS, in the active language."""
    return pgettext("sms", "%(shop)s, %(order)s: %(sentence)s. %(url)s") % {
        "shop": shop,
        "order": view.order_words,
        "sentence": view.sentence,
        "url": url,
    }
