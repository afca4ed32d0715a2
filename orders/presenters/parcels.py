"""Parcels: what is inside, who carries it, where it was seen, and the way to the carrier's own page."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import reduce

from django.utils.translation import get_language, gettext, ngettext, pgettext

from orders.domain.carriers import TrackingLink, tracking_links
from orders.domain.forecast.trips import Window
from orders.domain.order import FulfillmentEvent
from orders.domain.receivers import without_receiver
from orders.domain.timeline.facts import ARRIVED, EVENT_STATES
from orders.domain.timeline.journey import NO_BOXES
from orders.domain.timeline.kinds import Journey, ParcelState, StepState
from orders.domain.timeline.model import Milestone, Parcel, Timeline
from orders.domain.timeline.scans import has_happened
from orders.presenters.audience import are_others_told
from orders.presenters.countries import country_as_reported
from orders.presenters.dates import moment_label
from orders.presenters.expected import present_expected
from orders.presenters.facts import Facts
from orders.presenters.items import items_heading, present_cards
from orders.presenters.milestones import present_milestones
from orders.presenters.page import EventView, ParcelView, TrackingView
from orders.presenters.text import isolated, link_address, plain_text
from orders.presenters.told import present_told
from orders.presenters.usual import usual_words
from orders.presenters.words import DONE_STATES, event_words, parcel_state_words, parcel_tone

FOLD_FROM = 4
"""From this many parcels on, those that have arrived are folded, so that what is to come stands out."""


def present_parcel(
    parcel: Parcel,
    *,
    total: int,
    boxes: Mapping[int, int],
    alone: bool,
    spoken_of: bool,
    country: str | None,
    now: datetime,
    overrides: Mapping[str, str],
    image_hosts: Collection[str],
    facts: Facts,
    usual: Window | None = None,
    called_off: bool = False,
) -> ParcelView:
    """One parcel of `total`, called by its number among `boxes`; `alone` when the order's own milestones tell the same
    story, `spoken_of` when the page's sentence is about it; `usual` are the days on which such parcels arrive,
    `called_off` when the order was cancelled before anybody saw it leave.
    """
    done = parcel.state in DONE_STATES
    events = (
        []
        if _is_on_paper(parcel.events)
        else [e for e in parcel.events if has_happened(e.happened_at, now=now)]
    )
    links = tracking_links(
        parcel.tracking, country=country, language=get_language() or "", overrides=overrides
    )
    return ParcelView(
        anchor=f"parcel-{parcel.number}",
        heading=_heading(parcel, boxes=boxes),
        state_words=parcel_state_words(parcel.state, called_off=called_off),
        state_moment=moment_label(parcel.state_at, now=now) if parcel.state_at else None,
        tone=parcel_tone(parcel.state),
        folded=done and total >= FOLD_FROM,
        items=present_cards(parcel.items, image_hosts=image_hosts),
        tracking=tuple(map(_tracking, links)),
        left_from=""
        if parcel.journey is Journey.DIGITAL
        else place_words(parcel.from_location, parcel.from_city),
        last_seen_moment=(
            moment_label(parcel.last_seen_at, now=now) if parcel.last_seen_at and not done else None
        ),
        last_seen_place=plain_text(parcel.last_seen_city, limit=60),
        milestones=()
        if alone
        else present_milestones(_steps(parcel, called_off=called_off), now=now, facts=facts),
        expected=(
            None
            if done
            else present_expected(parcel.expected, now=now, fact=facts.expected_of_parcel(parcel))
        ),
        usual_line="" if spoken_of else usual_words(usual, now=now),
        told=() if spoken_of else present_told(parcel.told, state=parcel.state, now=now),
        events=present_events(parcel, events, now=now),
        events_words=ngettext("%(count)d report so far", "%(count)d reports so far", len(events))
        % {"count": len(events)},
        fact=facts.parcel(parcel),
        scans_fact=facts.scans_of(parcel),
    )


def _steps(parcel: Parcel, *, called_off: bool) -> Iterable[Milestone]:
    """Of an order that was called off no step is still to come."""
    return (each for each in parcel.milestones if not (called_off and each.state is StepState.UPCOMING))


def has_several_numbers(parcel: Parcel) -> bool:
    """Whether one shipment travels under several numbers."""
    return sum(link.number is not None for link in tracking_links(parcel.tracking)) > 1


def is_of_several(timeline: Timeline) -> bool:
    """Whether what is said to come next is said of more than one parcel."""
    if timeline.headline.parcel is not None:
        spoken_of = [each for each in timeline.parcels if each.number == timeline.headline.parcel]
    else:
        travelling = (each for each in timeline.parcels if each.journey not in NO_BOXES)
        spoken_of = [each for each in travelling if each.state not in ARRIVED]
    return len(spoken_of) > 1 or any(map(has_several_numbers, spoken_of))


def place_words(name: str | None, city: str | None) -> str:
    """A location's name with its city, unless the name says the city already."""
    name, city = plain_text(name, limit=80), plain_text(city, limit=60)
    if not name or not city or city.casefold() in name.casefold():
        return name or city
    return pgettext("location", "%(name)s, %(city)s") % {
        "name": isolated(name),
        "city": isolated(city),
    }


def present_events(
    parcel: Parcel, events: Sequence[FulfillmentEvent], *, now: datetime
) -> tuple[EventView, ...]:
    """The scans, newest first, and among them the replacing of a number."""
    change = parcel.renumbering
    if change is None or not events:
        return tuple(_event(event, now=now) for event in events)
    later = [event for event in events if event.created_at > change.at]
    earlier = [event for event in events if event.created_at <= change.at]
    number = next((info.number for info in reversed(change.former) if info.number), "")
    words = gettext("New tracking number; what came before is about %(number)s") % {
        "number": isolated(plain_text(number, limit=60))
    }
    replaced = EventView(words=words, moment=moment_label(change.at, now=now), place="", message="")
    told = [_event(event, now=now) for event in (*later, *earlier)]
    return (*told[: len(later)], replaced, *told[len(later) :])


def _is_on_paper(events: Sequence[FulfillmentEvent]) -> bool:
    """Whether all that is known was written before anybody scanned the parcel."""
    return all(EVENT_STATES.get(event.status) is ParcelState.LABEL_READY for event in events)


def _heading(parcel: Parcel, *, boxes: Mapping[int, int]) -> str:
    if parcel.journey is Journey.DIGITAL:
        return gettext("Digital items") if are_others_told() else gettext("Your digital items")
    if len(boxes) > 1 and parcel.number in boxes:
        return gettext("Parcel %(number)d of %(total)d") % {
            "number": boxes[parcel.number],
            "total": len(boxes),
        }
    if parcel.journey in {Journey.PICKUP, Journey.IN_STORE}:
        return items_heading()
    if are_others_told():
        return gettext("The parcel")
    return gettext("Your parcels") if has_several_numbers(parcel) else gettext("Your parcel")


def _tracking(link: TrackingLink) -> TrackingView:
    link_words = ""
    if link.site:
        link_words = gettext("Follow it on the %(company)s site") % {"company": isolated(link.site)}
    elif link.host:
        link_words = gettext("Follow it at %(host)s") % {"host": isolated(link.host)}
    posted_with = ""
    if link.posted_with:
        posted_with = gettext("Posted with %(company)s") % {"company": isolated(link.posted_with)}
    return TrackingView(
        company=isolated(link.company or ""),
        number=link.number or "",
        copied=link.clean or "",
        url=link_address(link.url or ""),
        link_words=link_words,
        posted_with=posted_with,
        note=gettext("This number cannot be right. Please ask us for the right one.") if link.fault else "",
    )


def _within(place: str, region: str) -> str:
    """A place and what it lies in, in the order and with the sign of the language."""
    if not place:
        return region
    return pgettext("place of a scan", "%(place)s, %(region)s") % {
        "place": isolated(place),
        "region": isolated(region),
    }


def _event(event: FulfillmentEvent, *, now: datetime) -> EventView:
    words = event_words(event.status)
    # Also here, for snapshots from before it was taken out when they were fetched.
    message = without_receiver(plain_text(event.message, limit=300))
    place = [plain_text(part, limit=60) for part in (event.city, event.province, event.country)]
    parts = filter(None, dict.fromkeys([*place[:2], country_as_reported(place[2])]))
    return EventView(
        words=words,
        moment=moment_label(event.happened_at, now=now),
        place=reduce(_within, parts, ""),
        message="" if message.casefold() == words.casefold() else message,
    )
