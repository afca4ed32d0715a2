"""What a message says of an order: the page's own sentences, by the same presenters, with every day by its date."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django.utils.translation import gettext, ngettext, pgettext

from orders.domain.forecast.trips import Window
from orders.domain.order import Order
from orders.domain.timeline.kinds import HeadlineKind, WaitingReason
from orders.domain.timeline.model import Parcel, Timeline
from orders.messages.events import EventKind
from orders.messages.leading import Told, find_leading, find_new_day, find_silence, says_it
from orders.presenters import present_order
from orders.presenters.colons import after_colon, with_room
from orders.presenters.dates import dates_in_full, full_moment_label, span_label
from orders.presenters.message_lines import message_next_words
from orders.presenters.page import OrderPage, ParcelView, ToldView, TrackingView
from orders.presenters.parcels import is_of_several
from orders.presenters.reported import of_one_parcel
from orders.presenters.sentence import Said, with_order
from orders.presenters.silence import silence_words
from orders.presenters.text import isolated, plain_text
from orders.presenters.words import headline_tone, waiting_words

MOST_ITEMS = 6
MOST_PARCELS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierWords:
    """What the carrier wrote: `notice` names a notice and its time, or is empty; `says` leads to `message`, which is in
    a language nobody knows, or empty. `marks` are the reader's own quotation marks, around `%(words)s`.
    """

    notice: str
    says: str
    message: str
    marks: str

    @property
    def opening(self) -> str:
        """What stands before the quoted words."""
        return self.marks.partition("%(words)s")[0]

    @property
    def closing(self) -> str:
        """What stands after them."""
        return self.marks.partition("%(words)s")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelPart:
    """One parcel the message is about. `items` are title and details; `more` says how many are not listed, `usual` what
    usually happens to such parcels.
    """

    heading: str
    items: tuple[tuple[str, str], ...]
    more: str
    carriers: tuple[str, ...]
    words: tuple[CarrierWords, ...] = ()
    usual: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """All that is said of the order, in the active language."""

    order_words: str
    name: str
    leading: tuple[Said, ...]
    subject: str
    sentence: str
    silence: str
    words: tuple[CarrierWords, ...]
    usual: str
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
    usual: Mapping[str, Window] = MappingProxyType({}),
) -> MessageView:
    """A message about `told`, as true as the page is. Both times are in the store's zone; `usual` are the days on which
    parcels like one usually arrive, by fulfillment.
    """
    with dates_in_full():
        page = present_order(
            order,
            timeline,
            now=now,
            checked_at=checked_at,
            overrides=carrier_links,
            image_hosts=(),
            country=country,
            usual=usual,
        )
        moment = full_moment_label(checked_at, now=now).text
        leading = find_leading(timeline, told, now=now)
        news = tuple(dict.fromkeys(_news(page, timeline, told, now=now)))
    name = isolated(plain_text(order.name, limit=60))
    return MessageView(
        order_words=page.order_words,
        name=name,
        leading=leading,
        subject=with_order(name, leading[0]),
        sentence=page.sentence,
        silence=page.silence_line,
        words=_carrier_words(page.told),
        usual=page.usual_line,
        next_line=page.return_line
        or (
            page.next_line
            and message_next_words(
                timeline.next, timeline.journey, timeline.headline.kind, several=is_of_several(timeline)
            )
        ),
        tone=page.tone,
        news=news,
        parcels=tuple(_parcel_parts(page, timeline, told)),
        as_of=gettext("As of %(moment)s, %(zone)s.") % {"moment": moment, "zone": page.time_zone},
    )


def _news(page: OrderPage, timeline: Timeline, told: Sequence[Told], *, now: datetime) -> Iterable[str]:
    """What is new, a line each, where the sentence does not say it: with several parcels, and for what is no step."""
    views = {parcel.fulfillment_id: (parcel, view) for parcel, view in _pairs(page, timeline)}
    for event in told:
        parcel, view = views.get(event.fulfillment_id, (None, None))
        if parcel is not None and view is not None and not _is_said(timeline, parcel):
            yield pgettext("news in a message", "%(parcel)s: %(state)s") % {
                "parcel": view.heading,
                "state": view.state_words,
            }
        yield from filter(None, [_news_of(event, parcel, timeline, now=now)])


def _is_said(timeline: Timeline, parcel: Parcel) -> bool:
    """Whether the sentence tells how far this parcel is: it is about it, or about all, which are equally far."""
    if timeline.headline.parcel is not None:
        return timeline.headline.parcel == parcel.number
    if len(timeline.parcels) == 1:
        return True
    return (
        len({each.state for each in timeline.parcels}) == 1
        and headline_tone(timeline.headline.kind) != "ended"
    )


def _news_of(event: Told, parcel: Parcel | None, timeline: Timeline, *, now: datetime) -> str:
    if says_it(timeline.headline, event, parcel, now=now):
        return ""
    match event.kind:
        case EventKind.HELD:
            words = waiting_words(WaitingReason(event.fact))
            return pgettext("news in a message", "Not sent yet: %(reason)s") % {"reason": words}
        case EventKind.REDUCED:
            return gettext("Items of this order were cancelled or refunded.")
        case EventKind.NEW_NUMBER:
            return gettext("The tracking number has changed. The earlier one no longer counts.")
        case EventKind.QUIET:
            silence = find_silence(parcel, timeline)
            if silence is None or silence == timeline.silence:
                return ""
            return silence_words(silence, HeadlineKind.ON_ITS_WAY, now=now)
        case EventKind.DELAYED:
            return _new_day(parcel, timeline, now=now)
    return ""


def _new_day(parcel: Parcel | None, timeline: Timeline, *, now: datetime) -> str:
    expected = find_new_day(parcel, now=now)
    if expected is None:
        return ""
    if expected == timeline.headline.expected:
        return gettext("The expected date has changed.")
    day = span_label(expected.first_day, expected.last_day, now=now)
    return pgettext("news in a message", "Now expected: %(day)s") % {"day": day}


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
            carriers=tuple(filter(None, map(_carrier, view.tracking[:3]))),
            words=_carrier_words(view.told),
            usual=view.usual_line,
        )


def _pairs(page: OrderPage, timeline: Timeline) -> Iterable[tuple[Parcel, ParcelView]]:
    return zip(timeline.parcels, page.parcels, strict=True)


def _times(quantity: int) -> str:
    return f"× {quantity}" if quantity != 1 else ""


def _carrier(tracking: TrackingView) -> str:
    """Who carries it under which number; a number that cannot be right is left to the page, which says so."""
    company, number = tracking.company, "" if tracking.note else tracking.number
    values = {"company": company, "number": isolated(plain_text(number, limit=60))}
    if company and number:
        return gettext("With %(company)s, number %(number)s") % values
    if number:
        return gettext("Tracking number %(number)s") % values
    return gettext("With %(company)s") % values if company else ""


def _carrier_words(told: Iterable[ToldView]) -> tuple[CarrierWords, ...]:
    return tuple(
        CarrierWords(
            notice=" · ".join(filter(None, (each.words, each.moment.text if each.moment else ""))),
            says=with_room(gettext("The carrier wrote:")) if each.message else "",
            message=each.message,
            marks=pgettext("quotation", "“%(words)s”"),
        )
        for each in told
    )


def sms_words(view: MessageView, *, shop: str, url: str) -> str:
    """The whole SMS, in the active language: what happened, and the page's sentence where it tells of it."""
    first = view.leading[0]
    values = {
        "shop": shop,
        "name": view.name,
        "number": first.number,
        "total": first.total,
        "sentence": _both(after_colon(first.words), *view.leading[1:]),
        "url": url,
    }
    if first.number:
        text = pgettext(
            "sms", "%(shop)s, order %(name)s, parcel %(number)d of %(total)d: %(sentence)s. %(url)s"
        )
        return text % values
    return pgettext("sms", "%(shop)s, order %(name)s: %(sentence)s. %(url)s") % values


def _both(first: str, *others: Said) -> str:
    for other in others:
        words = (
            of_one_parcel(other.words, number=other.number, total=other.total)
            if other.number
            else other.words
        )
        first = pgettext("sms", "%(first)s. %(second)s") % {"first": first, "second": words}
    return first
