"""What a message says first: the page's sentence, or what happened where that sentence is about something else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, pgettext

from orders.domain.timeline.kinds import HeadlineKind, WaitingReason
from orders.domain.timeline.model import Expected, Headline, Parcel, Silence, Timeline
from orders.messages.events import EventKind
from orders.presenters.dates import is_past, span_phrase
from orders.presenters.headline import headline_words
from orders.presenters.late_parts import late_words
from orders.presenters.sentence import Said, said_of, say_headline
from orders.presenters.short_silence import short_silence_words
from orders.presenters.words import headline_tone, parcel_state_words

MOST_SAID = 2
_SILENT = frozenset({HeadlineKind.NO_NEWS, HeadlineKind.NOT_COLLECTED})


@dataclass(frozen=True, slots=True)
class Told:
    """An event as its row keeps it."""

    kind: str
    fulfillment_id: str
    fact: str


def find_leading(timeline: Timeline, told: Sequence[Told], *, now: datetime) -> tuple[Said, ...]:
    """One sentence or two: what happened, and the page's own where that tells of it too; what is wrong leads,
    alone where more than one other thing happened: one delivery of several told would hide the others.
    """
    own: list[Said] = []
    is_in_headline = False
    for event in told:
        parcel = find_parcel(event, timeline)
        if says_it(timeline.headline, event, parcel, now=now):
            is_in_headline = True
            continue
        words = _own_words(event, parcel, timeline, now=now)
        if words:
            own.append(said_of(words.rstrip(".。"), parcel.number if parcel else None, timeline))
    own = list(dict.fromkeys(own))
    if is_in_headline or not own:
        sentence = say_headline(timeline, now=now)
        own = [each for each in own if each != sentence]
        if headline_tone(timeline.headline.kind) == "problem":
            return (sentence, *own) if len(own) < MOST_SAID else (sentence,)
        own = [*own[: MOST_SAID - 1], sentence]
    return tuple(own[:MOST_SAID])


def find_parcel(event: Told, timeline: Timeline) -> Parcel | None:
    """The parcel that an event is about."""
    return next((each for each in timeline.parcels if each.fulfillment_id == event.fulfillment_id), None)


def says_it(headline: Headline, event: Told, parcel: Parcel | None, *, now: datetime) -> bool:
    """Whether the sentence tells of the event."""
    match event.kind:
        case EventKind.HELD:
            return headline.kind in {event.fact, f"partly_{event.fact}"} or headline.why == event.fact
        case EventKind.REDUCED:
            ended = headline_tone(headline.kind) == "ended"
            return ended and headline.kind is not HeadlineKind.NOTHING_TO_SEND
        case EventKind.NEW_NUMBER:
            return False
    if parcel is not None and headline.parcel not in (None, parcel.number):
        return False
    match event.kind:
        case EventKind.OVERDUE:
            return headline.kind is HeadlineKind.OVERDUE
        case EventKind.QUIET:
            return headline.kind in _SILENT
        case EventKind.DELAYED:
            return headline.kind is HeadlineKind.DELAYED or find_new_day(parcel, now=now) is None
    return True


def find_new_day(parcel: Parcel | None, *, now: datetime) -> Expected | None:
    """When a parcel whose day has moved is expected; None once that is over."""
    expected = parcel.expected if parcel else None
    return None if expected is None or is_past(expected.last_day, now=now) else expected


def find_silence(parcel: Parcel | None, timeline: Timeline) -> Silence | None:
    """The silence that is told of: the parcel's, or the order's where nothing has left."""
    return parcel.silence if parcel else timeline.silence


def _own_words(event: Told, parcel: Parcel | None, timeline: Timeline, *, now: datetime) -> str:
    match event.kind:
        case EventKind.HELD:
            return _held(WaitingReason(event.fact), timeline, now=now)
        case EventKind.REDUCED:
            return gettext("Items of this order were cancelled or refunded.")
        case EventKind.NEW_NUMBER:
            return gettext("The tracking number has changed")
        case EventKind.OVERDUE:
            return _late(event, parcel, timeline)
        case EventKind.QUIET:
            silence = find_silence(parcel, timeline)
            return short_silence_words(silence, now=now) if silence else ""
        case EventKind.DELAYED if (new := find_new_day(parcel, now=now)) is not None:
            when = span_phrase(new.first_day, new.last_day, now=now)
            return pgettext("news in a message", "Now expected %(when)s") % {"when": when}
    return parcel_state_words(parcel.state) if parcel else ""


def _held(reason: WaitingReason, timeline: Timeline, *, now: datetime) -> str:
    """The page's sentence for what is held; of a part of the order where some of it is elsewhere, if it has one."""
    names = [f"partly_{reason}"] if timeline.parcels or len(timeline.waiting) > 1 else []
    kinds = [HeadlineKind(name) for name in (*names, reason.value) if name in set(HeadlineKind)]
    return headline_words(Headline(kind=kinds[0]), journey=timeline.journey, now=now) if kinds else ""


def _late(event: Told, parcel: Parcel | None, timeline: Timeline) -> str:
    if parcel is not None:
        return late_words(None, parcel.expected.days_late) if parcel.expected else ""
    return next(_late_with_the_shop(event, timeline), "")


def _late_with_the_shop(event: Told, timeline: Timeline) -> Iterator[str]:
    for waiting in timeline.waiting:
        expected = waiting.expected
        if expected and expected.days_late > 0 and expected.last_day.date.isoformat() == event.fact:
            yield late_words(waiting.reason, expected.days_late)
