"""What a shared link shows of every state of the gallery: nothing that leads to the buyer."""

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from typing import Any

import pytest

from orders.domain.order import FulfillmentEvent, LineItem, Order, TrackingInfo
from orders.domain.timeline import build_timeline
from orders.gallery.builders import NOW
from orders.gallery.states import GALLERY
from orders.presenters.shared_order import present_shared_order

SECRET = "Zwijndrecht-QX7"
"""Stands in every text that could tell who, where, or under which number."""


def marked(order: Order) -> Order:
    """The same order, its tell-tale texts replaced."""
    return replace(
        order,
        name=f"#{SECRET}",
        confirmation_number=SECRET,
        destination_city=SECRET,
        fulfillments=tuple(
            replace(
                made,
                name=SECRET,
                tracking=tuple(
                    TrackingInfo(company="DHL", number=SECRET, url=f"https://dhl.example/{SECRET}")
                    for _ in made.tracking
                ),
                events=tuple(_marked_event(event) for event in made.events),
                renumbering=made.renumbering
                and replace(made.renumbering, former=(TrackingInfo(number=SECRET),)),
            )
            for made in order.fulfillments
        ),
    )


def _marked_event(event: FulfillmentEvent) -> FulfillmentEvent:
    return replace(event, message=event.message and SECRET, city=SECRET, province=SECRET)


def texts(value: Any) -> Iterator[str]:
    """Every text of a view, however deep."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name))
    elif isinstance(value, tuple | list):
        for each in value:
            yield from texts(each)


def shared(order: Order, *, with_items: bool = True) -> Any:
    return present_shared_order(
        order,
        build_timeline(order, now=NOW),
        with_items=with_items,
        now=NOW,
        checked_at=NOW,
        image_hosts=["https://cdn.example.com"],
    )


@pytest.mark.parametrize("build", GALLERY.values(), ids=GALLERY.keys())
def test_no_state_tells_number_place_or_the_carriers_words(build: Callable[[datetime], Order]) -> None:
    page = shared(marked(build(NOW)))
    assert not [text for text in texts(page) if SECRET in text]


@pytest.mark.parametrize("build", GALLERY.values(), ids=GALLERY.keys())
def test_no_state_tells_what_is_inside_where_that_is_hidden(build: Callable[[datetime], Order]) -> None:
    order = build(NOW)
    lines = tuple(replace(line, title=SECRET, variant_title=SECRET) for line in order.line_items)
    page = shared(replace(order, line_items=lines), with_items=False)
    assert not [text for text in texts(page) if SECRET in text]


def test_what_is_decided_by_a_hidden_fact_stays_decided() -> None:
    order = GALLERY["returning"](NOW)
    own = build_timeline(order, now=NOW)
    assert shared(order).tone == "problem"
    assert own.parcels
    assert re.search("way back|Returning|returned", shared(order).sentence, re.IGNORECASE)


def test_a_country_nobody_knows_is_left_out() -> None:
    order = replace(GALLERY["arriving"](NOW), destination_country_code="XX", destination_city=None)
    assert shared(order).destination == ""


def test_items_have_their_titles_where_they_are_shown() -> None:
    order = GALLERY["arriving"](NOW)
    first: LineItem = order.line_items[0]
    assert first.title in "".join(texts(shared(order)))
