"""Items: as cards inside a parcel or a waiting group, and each with everywhere it is."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.utils.translation import gettext, pgettext

from orders.domain.order import LineItem
from orders.domain.timeline.kinds import HeadlineKind, ItemPlaceKind, WaitingReason
from orders.domain.timeline.model import ItemPlace, ParcelItem, Timeline
from orders.presenters.audience import are_others_told
from orders.presenters.boxes import number_boxes
from orders.presenters.dates import moment_label
from orders.presenters.facts import Facts
from orders.presenters.page import ItemCard, ItemRow, PlaceView
from orders.presenters.pictures import present_picture
from orders.presenters.text import plain_text
from orders.presenters.words import parcel_state_words, parcel_tone, waiting_tone, waiting_words


def present_cards(items: Iterable[ParcelItem], *, image_hosts: Collection[str]) -> tuple[ItemCard, ...]:
    """The items of one parcel or waiting group."""
    return tuple(_card(entry.item, quantity=entry.quantity, image_hosts=image_hosts) for entry in items)


def present_item_rows(
    timeline: Timeline, *, now: datetime, image_hosts: Collection[str], facts: Facts
) -> tuple[ItemRow, ...]:
    """Every ordered item with its places; empty when parcels and waiting groups already tell all of it."""
    if not _says_more_than_parcels(timeline):
        return ()
    boxes = number_boxes(timeline.parcels)
    called_off = timeline.headline.kind is HeadlineKind.CANCELLED_AFTER_PACKING
    return tuple(
        ItemRow(
            item=_card(view.item, quantity=view.item.quantity, image_hosts=image_hosts),
            told=all(place.kind in _TOLD_ELSEWHERE for place in view.places),
            places=tuple(
                _place(place, boxes=boxes, now=now, fact=facts.place(view, place), called_off=called_off)
                for place in view.places
            ),
        )
        for view in timeline.items
    )


def items_heading() -> str:
    """What stands above items where no parcel does."""
    return gettext("The items") if are_others_told() else gettext("Your items")


def the_parcel() -> str:
    """The place of an item where there is only one parcel."""
    if are_others_told():
        return pgettext("place of an item", "The parcel")
    return pgettext("place of an item", "Your parcel")


def _says_more_than_parcels(timeline: Timeline) -> bool:
    groups = len(timeline.parcels) + len(timeline.waiting)
    if groups > 1 and len(timeline.items) > 1:
        return True
    shown = {entry.item.id for parcel in timeline.parcels for entry in parcel.items}
    shown |= {entry.item.id for waiting in timeline.waiting for entry in waiting.items}
    return any(
        view.item.id not in shown or len(view.places) > 1 or view.places[0].kind in _LEFT_THE_ORDER
        for view in timeline.items
        if view.places
    )


_TOLD_ELSEWHERE = frozenset({ItemPlaceKind.IN_PARCEL, ItemPlaceKind.WAITING})
_LEFT_THE_ORDER = frozenset({ItemPlaceKind.REFUNDED, ItemPlaceKind.REMOVED, ItemPlaceKind.CANCELLED})


def _card(item: LineItem, *, quantity: int, image_hosts: Collection[str]) -> ItemCard:
    title = plain_text(item.title, limit=140) or gettext("Item")
    variant = plain_text(item.variant_title, limit=100)
    return ItemCard(
        title=title,
        variant="" if variant == "Default Title" else variant,  # Shopify's name for having no variants
        quantity=quantity,
        picture=present_picture(item.image, title=title, image_hosts=image_hosts),
    )


def _place(
    place: ItemPlace, *, boxes: Mapping[int, int], now: datetime, fact: str, called_off: bool
) -> PlaceView:
    in_parcel = place.kind is ItemPlaceKind.IN_PARCEL and place.parcel_number is not None
    state_words, tone = _state(place, called_off=called_off)
    return PlaceView(
        quantity=place.quantity,
        words=_place_words(place, boxes=boxes),
        anchor=f"parcel-{place.parcel_number}" if in_parcel else "",
        state_words=state_words,
        moment=moment_label(place.at, now=now) if place.at else None,
        tone=tone,
        fact=fact,
    )


def _state(place: ItemPlace, *, called_off: bool) -> tuple[str, str]:
    if place.parcel_state is not None:
        return parcel_state_words(place.parcel_state, called_off=called_off), parcel_tone(place.parcel_state)
    if place.reason is not None and place.reason is not WaitingReason.WITHOUT_PARCEL:
        return waiting_words(place.reason), waiting_tone(place.reason)
    return "", "ended" if place.kind in _LEFT_THE_ORDER else "calm"


def _place_words(place: ItemPlace, *, boxes: Mapping[int, int]) -> str:
    match place.kind:
        case ItemPlaceKind.IN_PARCEL if len(boxes) > 1 and place.parcel_number is not None:
            number = boxes.get(place.parcel_number, place.parcel_number)
            return pgettext("place of an item", "Parcel %(number)d") % {"number": number}
        case ItemPlaceKind.IN_PARCEL:
            return the_parcel()
        case ItemPlaceKind.WAITING if place.reason is WaitingReason.WITHOUT_PARCEL:
            return pgettext("place of an item", "Nothing to ship")
        case ItemPlaceKind.WAITING:
            return pgettext("place of an item", "Still with us")
        case ItemPlaceKind.REFUNDED:
            return pgettext("place of an item", "Refunded")
        case ItemPlaceKind.REMOVED:
            return pgettext("place of an item", "Taken off the order")
        case ItemPlaceKind.CANCELLED:
            return pgettext("place of an item", "Cancelled")
        case ItemPlaceKind.DIGITAL:
            return pgettext("place of an item", "Nothing to ship")
        case ItemPlaceKind.IN_STORE:
            return pgettext("place of an item", "Bought in our shop")
