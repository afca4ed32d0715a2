"""The order page as a whole."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Protocol

from django.utils.translation import gettext

from orders.domain.forecast.trips import Window
from orders.domain.order import Order
from orders.domain.timeline.kinds import (
    HeadlineKind,
    Journey,
    NextKind,
    Pace,
    Quiet,
    Step,
    StepState,
    WaitingReason,
)
from orders.domain.timeline.model import Milestone, Timeline
from orders.domain.timeline.order_milestones import NOT_BEGUN
from orders.presenters.audience import are_others_told
from orders.presenters.boxes import number_boxes
from orders.presenters.dates import day_label, time_zone_name
from orders.presenters.facts import Facts
from orders.presenters.freshness import present_freshness
from orders.presenters.headline import headline_words
from orders.presenters.items import items_heading, present_item_rows
from orders.presenters.lines_elsewhere import next_words_elsewhere
from orders.presenters.milestones import present_milestones
from orders.presenters.next_line import next_words, return_words
from orders.presenters.page import ItemRow, OrderPage, ParcelView
from orders.presenters.parcels import is_of_several, present_parcel
from orders.presenters.sentence import find_spoken_of, sentence_journey
from orders.presenters.silence import silence_words
from orders.presenters.text import isolated, plain_text
from orders.presenters.told import present_told
from orders.presenters.usual import usual_words
from orders.presenters.waiting import present_waiting
from orders.presenters.words import headline_tone


class NextWords(Protocol):
    """Says what comes next, of one parcel or of several."""

    def __call__(self, kind: NextKind, journey: Journey, *, several: bool) -> str: ...


NOT_SENT = (Journey.DIGITAL, Journey.IN_STORE, Journey.PICKUP)
"""Nothing of these goes to the shopper's address."""


def present_order(
    order: Order,
    timeline: Timeline,
    *,
    now: datetime,
    checked_at: datetime,
    overrides: Mapping[str, str],
    image_hosts: Collection[str],
    country: str | None = None,
    shop_unreachable: bool = False,
    is_missing: bool = False,
    facts_key: str = "",
    usual: Mapping[str, Window] = MappingProxyType({}),
) -> OrderPage:
    """Everything the order page says, in the active language. `now` is in the store's time zone.

    `overrides` are the merchant's carrier link templates, `country` (ISO 3166) is where parcels start,
    `image_hosts` are the hosts product pictures may come from. `facts_key` is the order's own and secret. `usual` are
    the days on which parcels like one usually arrive, by fulfillment.
    """
    boxes = number_boxes(timeline.parcels)
    spoken_of = find_spoken_of(timeline)
    sentence = headline_words(timeline.headline, journey=sentence_journey(timeline), now=now, boxes=boxes)
    return_line = return_words(timeline.return_status)
    name = isolated(plain_text(order.name, limit=60))
    total = len(timeline.parcels)
    called_off = timeline.headline.kind is HeadlineKind.CANCELLED_AFTER_PACKING
    facts = Facts(timeline.parcels, key=facts_key)
    parcels = tuple(
        present_parcel(
            parcel,
            total=total,
            boxes=boxes,
            alone=total == 1 and _steps(parcel.milestones) == _steps(timeline.milestones),
            spoken_of=parcel is spoken_of,
            country=country,
            now=now,
            overrides=overrides,
            image_hosts=image_hosts,
            facts=facts,
            usual=usual.get(parcel.fulfillment_id),
            called_off=called_off,
        )
        for parcel in timeline.parcels
    )
    items = present_item_rows(timeline, now=now, image_hosts=image_hosts, facts=facts)
    return OrderPage(
        title=gettext("%(sentence)s · Order %(name)s") % {"sentence": sentence, "name": name},
        order_words=gettext("Order %(name)s") % {"name": name},
        sentence=sentence,
        silence_line=_silence_line(timeline, now=now),
        told=present_told(spoken_of.told, state=spoken_of.state, now=now) if spoken_of else (),
        usual_line=usual_words(usual.get(spoken_of.fulfillment_id), now=now) if spoken_of else "",
        next_line=_next_line(timeline, next_words, is_missing=is_missing),
        steps_line=_steps_line(timeline),
        printed_line=_next_line(timeline, next_words_elsewhere, is_missing=is_missing),
        return_line=return_line,
        return_fact=facts.returning(timeline.return_status) if return_line else "",
        tone=_tone(timeline),
        changing=timeline.pace is not Pace.CLOSED,
        milestones=present_milestones(timeline.milestones, now=now, facts=facts),
        parcels=parcels,
        waiting_heading=_waiting_heading(timeline),
        waiting=tuple(
            present_waiting(
                waiting,
                alone=not total and len(timeline.waiting) == 1,
                now=now,
                image_hosts=image_hosts,
                facts=facts,
            )
            for waiting in timeline.waiting
        ),
        items=items,
        ordered=day_label(order.created_at, now=now),
        destination="" if timeline.journey in NOT_SENT else plain_text(order.destination_city, limit=60),
        time_zone=time_zone_name(now),
        freshness=present_freshness(
            checked_at, now=now, shop_unreachable=shop_unreachable, is_missing=is_missing
        ),
        known=tuple(_known(timeline, parcels, items, facts=facts)),
    )


def _next_line(timeline: Timeline, words: NextWords, *, is_missing: bool) -> str:
    if is_missing:
        return gettext("This is the last we heard of it. Write to us if you need to know more.")
    looked_for = timeline.next in (NextKind.LOOK_AROUND, NextKind.LOOK_FOR_DELIVERED)
    if looked_for and return_words(timeline.return_status):
        return ""  # who sends something back has received it: no need to look around the door
    return words(timeline.next, timeline.journey, several=is_of_several(timeline))


def _steps_line(timeline: Timeline) -> str:
    """How the steps are counted, where a part of the order is further than all of it."""
    to_come = {each.step for each in timeline.milestones if each.state is StepState.UPCOMING}
    reached = {
        each.step
        for parcel in timeline.parcels
        for each in parcel.milestones
        if each.state is not StepState.UPCOMING
    }
    if any(group.reason not in NOT_BEGUN for group in timeline.waiting):
        reached.add(Step.PREPARING)
    if to_come.isdisjoint(reached):
        return ""
    if are_others_told():
        return gettext("A step below counts once all of the order has reached it.")
    return gettext("A step below counts once all of your order has reached it.")


def _waiting_heading(timeline: Timeline) -> str:
    if not timeline.parcels:
        return items_heading()
    apart = all(group.reason is WaitingReason.WITHOUT_PARCEL for group in timeline.waiting)
    return gettext("Without a parcel") if apart else gettext("Still with us")


def _silence_line(timeline: Timeline, *, now: datetime) -> str:
    silence = timeline.silence
    return silence_words(silence, timeline.headline.kind, now=now) if silence else ""


def _tone(timeline: Timeline) -> str:
    """The tone of the sentence, or of a silence in which waiting on helps nobody."""
    asked = timeline.silence is not None and timeline.silence.quiet is Quiet.ASK
    return "problem" if asked else headline_tone(timeline.headline.kind)


def _known(
    timeline: Timeline, parcels: Sequence[ParcelView], items: Sequence[ItemRow], *, facts: Facts
) -> Iterator[str]:
    """The marks of what the templates leave out: should they say it one day, that alone does not make it new."""
    yield from (parcel.fact for parcel in parcels if not parcel.folded and not parcel.milestones)
    if not items:
        yield from (facts.place(view, place) for view in timeline.items for place in view.places)


def _steps(milestones: tuple[Milestone, ...]) -> list[tuple[Step, StepState]]:
    return [(milestone.step, milestone.state) for milestone in milestones]
