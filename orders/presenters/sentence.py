"""The page's one sentence, wherever it is said: of which parcel it speaks, and how it stands behind a colon."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from orders.domain.timeline.kinds import Journey
from orders.domain.timeline.model import Parcel, Timeline
from orders.presenters.boxes import number_boxes
from orders.presenters.colons import after_colon
from orders.presenters.headline import headline_words


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence without a full stop; of one parcel among several, also its number and how many there are."""

    words: str
    number: int = 0
    total: int = 0


def find_spoken_of(timeline: Timeline) -> Parcel | None:
    """The parcel that the sentence is about: the one it names, or the only one there is."""
    if len(timeline.parcels) == 1:
        return timeline.parcels[0]
    return next((each for each in timeline.parcels if each.number == timeline.headline.parcel), None)


def sentence_journey(timeline: Timeline) -> Journey:
    """The way that the sentence speaks of."""
    spoken_of = find_spoken_of(timeline)
    return timeline.journey if spoken_of is None or timeline.waiting else spoken_of.journey


def say_headline(timeline: Timeline, *, now: datetime) -> Said:
    """The page's sentence, and the parcel it is true of where there are several."""
    words = headline_words(timeline.headline, journey=sentence_journey(timeline), now=now)
    return said_of(words, timeline.headline.parcel, timeline)


def said_of(words: str, parcel_number: int | None, timeline: Timeline) -> Said:
    """`words` about one parcel, by the number that parcels are called by; about the order where there is only one."""
    boxes = number_boxes(timeline.parcels)
    number = boxes.get(parcel_number) if parcel_number else None
    return Said(words, number, len(boxes)) if number and len(boxes) > 1 else Said(words)


def with_order(name: str, said: Said) -> str:
    """The sentence behind the order's name, which is fenced already."""
    values = {"name": name, "sentence": after_colon(said.words), "number": said.number, "total": said.total}
    if said.number:
        return gettext("Order %(name)s, parcel %(number)d of %(total)d: %(sentence)s") % values
    return gettext("Order %(name)s: %(sentence)s") % values
