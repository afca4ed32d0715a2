"""An order's story for programs: the words of calendar events and of feed entries, in the active language."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time

from django.utils.translation import gettext, pgettext

from orders.domain.order import Order
from orders.domain.timeline import Timeline
from orders.domain.timeline.kinds import Step
from orders.domain.timeline.model import Parcel
from orders.domain.when import Day, When, in_zone
from orders.presenters.audience import told_to_others
from orders.presenters.boxes import number_boxes
from orders.presenters.headline import headline_words
from orders.presenters.reported import of_one_parcel
from orders.presenters.sentence import sentence_journey
from orders.presenters.words import event_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that happened. `key` is its own for ever, within the order."""

    key: str
    words: str
    at: datetime


def present_story(order: Order, timeline: Timeline, *, now: datetime) -> list[Entry]:
    """Everything that happened so far, newest first. `now` is in the store's zone."""
    entries = [
        Entry(key="ordered", words=pgettext("milestone", "Ordered"), at=order.created_at),
        *_entries(timeline, now=now),
    ]
    past = [entry for entry in entries if entry.at <= now]
    return sorted(past, key=lambda entry: entry.at)[::-1]


def story_title(brand: str) -> str:
    """What the calendar, or the feed, is called."""
    return gettext("Order from %(shop)s") % {"shop": brand}


def state_words(timeline: Timeline, *, now: datetime) -> str:
    """The one sentence of the page that others see."""
    with told_to_others():
        return headline_words(
            timeline.headline,
            journey=sentence_journey(timeline),
            now=now,
            boxes=number_boxes(timeline.parcels),
        )


def day_summary(brand: str, *, number: int, total: int, is_there: bool) -> str:
    """The title of a day in a calendar: said of a day that may move, so without naming one."""
    if is_there:
        words = gettext("Arrived: parcel from %(shop)s") % {"shop": brand}
    else:
        words = gettext("Parcel from %(shop)s expected") % {"shop": brand}
    return of_one_parcel(words, number=number, total=total) if total > 1 else words


def _entries(timeline: Timeline, *, now: datetime) -> Iterator[Entry]:
    boxes = number_boxes(timeline.parcels)
    for parcel in timeline.parcels:
        for key, words, at in _happenings(parcel):
            number = boxes.get(parcel.number)
            said = (
                of_one_parcel(words, number=number, total=len(boxes)) if number and len(boxes) > 1 else words
            )
            yield Entry(key=f"{parcel.fulfillment_id}:{key}", words=said, at=_instant(at, now=now))


def _happenings(parcel: Parcel) -> Iterator[tuple[str, str, When]]:
    """Oldest first, so that of what happened in one second the later stays the later."""
    shipped = next((each for each in parcel.milestones if each.step is Step.SHIPPED), None)
    if shipped is not None and shipped.reached_at is not None:
        yield "shipped", pgettext("milestone", "Shipped"), shipped.reached_at
    for event in reversed(parcel.events):
        yield event.id, event_words(event.status), event.happened_at


def _instant(when: When, *, now: datetime) -> datetime:
    """A day counts from its beginning: feeds know no days."""
    if isinstance(when, Day):
        return datetime.combine(when.date, time.min, now.tzinfo)
    return in_zone(when, now.tzinfo)
