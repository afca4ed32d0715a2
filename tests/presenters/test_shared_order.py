"""What a shared link shows of every state of the gallery: nothing that leads to the buyer."""

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from orders.domain.order import FulfillmentEvent, LineItem, Order, TrackingInfo
from orders.domain.timeline import build_timeline
from orders.domain.timeline.for_others import build_for_others
from orders.gallery.builders import NOW, a_fulfillment_order, a_line, an_order
from orders.gallery.states import GALLERY
from orders.presenters.shared_order import present_shared_order

SECRET = "Zwijndrecht-QX7"
"""Stands in every text that could tell who, where, or under which number."""

FOR_THE_READER = (
    "Shared with you",
    "The person who shared this page with you can see more and take care of it.",
)


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
        build_for_others(order, now=NOW, with_items=with_items),
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


@pytest.mark.parametrize("build", GALLERY.values(), ids=GALLERY.keys())
def test_no_state_speaks_to_others_as_if_they_had_ordered(build: Callable[[datetime], Order]) -> None:
    told = [text for text in texts(shared(build(NOW))) if text not in FOR_THE_READER]
    assert not [text for text in told if re.search(r"\byou(r|rs)?\b", text, re.IGNORECASE)]


@pytest.mark.parametrize("build", GALLERY.values(), ids=GALLERY.keys())
def test_no_state_tells_of_address_money_or_returns(build: Callable[[datetime], Order]) -> None:
    told = "\n".join(texts(shared(build(NOW), with_items=False)))
    assert not re.search(
        r"address|pay|paid|refund|a return\b|returned\b|looked? over|looking over|asked", told
    )


@pytest.mark.parametrize(
    ("held", "plain"),
    [
        ("check_address", "rerouting"),
        ("awaiting_return", "rerouting"),
        ("review", "rerouting"),
        ("held_for_another_reason", "rerouting"),
        ("awaiting_payment", "received"),
        ("cancelled_by_shopper", "cancelled"),
        ("cancelled_and_refunded", "cancelled"),
    ],
)
def test_what_is_between_the_buyer_and_the_shop_cannot_be_told_from_the_usual(held: str, plain: str) -> None:
    assert shared(GALLERY[held](NOW)) == shared(GALLERY[plain](NOW))


def test_a_part_that_is_held_waits_together_with_what_is_being_prepared() -> None:
    lines = tuple(a_line(number, title=f"Cup {number}") for number in (1, 2))
    works = (
        a_fulfillment_order(1, status="ON_HOLD", holds=("INCORRECT_ADDRESS",), items=((1, 1), (2, 1))),
        a_fulfillment_order(2, request_status="REJECTED", items=((2, 1),)),
    )
    order = an_order(
        lines=(lines[0], replace(lines[1], quantity=2, current_quantity=2)), fulfillment_orders=works
    )
    (group,) = shared(order).waiting
    assert {card.title: card.quantity for card in group.items} == {"Cup 1": 1, "Cup 2": 2}


def test_news_of_the_carriers_wish_is_news_from_the_carrier() -> None:
    page = shared(GALLERY["action_needed"](NOW))
    assert page.sentence == "The order is on its way"
    assert page.tone == "calm"
    assert page.parcels[0].state_words == "On its way"
    assert page.parcels[0].events[0].words == "News from the carrier"
    assert "problem" not in [each.state for each in page.milestones]


def test_where_only_a_status_tells_of_the_wish_a_silence_hides_it_too() -> None:
    order = GALLERY["action_needed"](NOW - timedelta(days=30))
    silent = replace(order, fulfillments=tuple(replace(each, events=()) for each in order.fulfillments))
    told = "\n".join(texts(shared(silent)))
    assert "The last we know: \u201cOn its way\u201d" in told
    assert "Needs something" not in told


def test_where_something_is_collected_stays_with_the_buyer() -> None:
    for name in ("pickup_preparing", "pickup_ready", "pickup_collected"):
        assert not [text for text in texts(shared(GALLERY[name](NOW))) if "Calle Mayor" in text]


def test_how_long_it_has_been_with_the_shop_is_the_buyers_to_ask() -> None:
    page = shared(GALLERY["silent_unfulfilled"](NOW))
    assert (page.silence_line, page.tone) == ("", "calm")


def test_a_country_nobody_knows_is_left_out() -> None:
    order = replace(GALLERY["arriving"](NOW), destination_country_code="XX", destination_city=None)
    assert shared(order).destination == ""


def test_items_have_their_titles_where_they_are_shown() -> None:
    order = GALLERY["arriving"](NOW)
    first: LineItem = order.line_items[0]
    assert first.title in "".join(texts(shared(order)))
