"""The marks by which a browser knows what it has shown before: the same for the same fact, however it is said."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from orders.domain.order import Order
from orders.domain.timeline import build_timeline
from orders.gallery.builders import (
    NOW,
    a_fulfillment,
    a_fulfillment_order,
    a_line,
    a_refund,
    an_event,
    an_order,
)
from orders.gallery.states import GALLERY
from orders.presenters import OrderPage, present_last_visit, present_order

MARK = re.compile(r"[\w-]{4}")
TWO_LINES = (a_line(1, title="Mug"), a_line(2, title="Bowl"))


def page_of(order: Order, *, now: datetime = NOW, key: str = "of this order") -> OrderPage:
    return present_order(
        order,
        build_timeline(order, now=now),
        now=now,
        checked_at=now,
        overrides={},
        image_hosts=(),
        facts_key=key,
    )


def said(page: OrderPage) -> list[str]:
    """The marks of what a page says, in its order."""
    dates = [*(parcel.expected for parcel in page.parcels), *(group.expected for group in page.waiting)]
    expected = [each.fact for each in dates if each]
    shown = [parcel for parcel in page.parcels if parcel.folded or parcel.milestones]
    return [
        *(milestone.fact for milestone in page.milestones if milestone.fact),
        *(parcel.fact for parcel in shown),
        *expected,
        *(waiting.fact for waiting in page.waiting),
        *(place.fact for row in page.items for place in row.places),
        *([page.return_fact] if page.return_fact else []),
    ]


def news(before: Order, after: Order) -> int:
    """How many things are marked for somebody who comes back."""
    known = page_of(before)
    return len(set(said(page_of(after))) - {*said(known), *known.known})


def on_its_way(*, status: str = "IN_TRANSIT", due_in_hours: float = 30) -> Order:
    """One mug in one parcel."""
    scan = an_event(status, estimated_in_hours=due_in_hours)
    return an_order(
        fulfillments=(a_fulfillment(display_status=status, events=(scan,)),), fulfillment_status="FULFILLED"
    )


@pytest.mark.parametrize("state", GALLERY)
def test_every_fact_has_a_short_mark_of_its_own(state: str) -> None:
    page = page_of(GALLERY[state](NOW))
    marks = [*said(page), *page.known]
    assert marks
    assert all(MARK.fullmatch(mark) for mark in marks)
    assert len(set(marks)) == len(marks)


@pytest.mark.parametrize("state", GALLERY)
def test_another_language_is_no_news(state: str) -> None:
    order = GALLERY[state](NOW)
    english = said(page_of(order))
    for language in ("es", "ja", "ar"):
        with translation.override(language):
            assert said(page_of(order)) == english


@pytest.mark.parametrize("hours", [1, 14, 24])
def test_time_that_passes_is_no_news(hours: int) -> None:
    order = on_its_way(due_in_hours=80)
    later = NOW + timedelta(hours=hours)
    assert said(page_of(order, now=later)) == said(page_of(order))


def test_two_orders_have_nothing_in_common() -> None:
    order = on_its_way()
    assert not set(said(page_of(order))) & set(said(page_of(order, key="of another order")))


def test_a_step_that_is_reached_is_one_piece_of_news_and_what_lies_behind_is_none() -> None:
    assert news(on_its_way(), on_its_way(status="OUT_FOR_DELIVERY")) == 1


def test_a_step_to_come_is_no_fact() -> None:
    assert [milestone.state for milestone in page_of(on_its_way()).milestones if not milestone.fact] == [
        "upcoming",
        "upcoming",
    ]


def test_trouble_at_a_step_is_news_and_its_end_is_news_too() -> None:
    fine, held_up = on_its_way(status="OUT_FOR_DELIVERY"), on_its_way(status="ATTEMPTED_DELIVERY")
    assert news(fine, held_up) == 1
    assert news(held_up, fine) == 1


def test_another_expected_day_is_news_and_another_hour_of_it_is_none() -> None:
    assert news(on_its_way(due_in_hours=30), on_its_way(due_in_hours=31)) == 0
    assert news(on_its_way(due_in_hours=30), on_its_way(due_in_hours=78)) == 1


def half_sent(*parcels: int) -> Order:
    """A mug and a bowl; parcel n holds line n."""
    sent = [a_fulfillment(number, display_status="IN_TRANSIT", items=((number, 1),)) for number in parcels]
    left = [(line, 1) for line in (1, 2) if line not in parcels]
    waiting = (a_fulfillment_order(items=left),) if left else ()
    status = "PARTIALLY_FULFILLED" if left else "FULFILLED"
    return an_order(lines=TWO_LINES, fulfillments=sent, fulfillment_orders=waiting, fulfillment_status=status)


def test_when_the_rest_leaves_too_only_the_rest_is_news() -> None:
    before, after = page_of(half_sent(1)), page_of(half_sent(1, 2))
    new = set(said(after)) - {*said(before), *before.known}
    first, second = after.parcels
    assert first.fact not in new
    assert second.fact in new
    mug, bowl = after.items
    assert mug.places[0].fact not in new
    assert bowl.places[0].fact in new


def test_what_was_left_unsaid_is_no_news_once_it_is_said() -> None:
    parcel = a_fulfillment(display_status="IN_TRANSIT", items=((1, 1), (2, 1)))
    whole = an_order(lines=TWO_LINES, fulfillments=(parcel,), fulfillment_status="FULFILLED")
    vase = a_line(3, title="Vase", current_quantity=0)
    refunded = replace(
        whole, line_items=(*whole.line_items, vase), refunds=(a_refund(items=((3, 1),)),), edited=True
    )
    assert page_of(whole).items == ()
    mug = page_of(refunded).items[0]
    assert mug.places
    assert {place.fact for place in mug.places} <= set(page_of(whole).known)


def test_of_what_waits_ever_fewer_is_no_news_by_itself() -> None:
    three = an_order(lines=(a_line(quantity=3),), fulfillment_orders=(a_fulfillment_order(items=((1, 3),)),))
    two = an_order(
        lines=(a_line(quantity=3),),
        fulfillments=(a_fulfillment(display_status="IN_TRANSIT", items=((1, 1),)),),
        fulfillment_orders=(a_fulfillment_order(items=((1, 2),)),),
        fulfillment_status="PARTIALLY_FULFILLED",
    )
    waits = next(place for place in page_of(two).items[0].places if place.words == "Still with us")
    assert waits.fact in {*said(page_of(three)), *page_of(three).known}


@pytest.mark.parametrize("strange", ["", "\x00", "\ud800", "é" * 5000])
def test_strange_ids_have_marks_too(strange: str) -> None:
    order = on_its_way()
    parcel = replace(order.fulfillments[0], id=strange)
    assert all(MARK.fullmatch(mark) for mark in said(page_of(replace(order, fulfillments=(parcel,)))))


@pytest.mark.parametrize(
    ("language", "locale"), [("en", "en-GB"), ("es", "es"), ("pt-br", "pt-BR"), ("ar", "ar")]
)
def test_the_script_is_told_how_to_say_when_the_last_visit_was(language: str, locale: str) -> None:
    with translation.override(language):
        view = present_last_visit("0123456789abcdef", now=NOW)
        html = render_to_string("order/since.html", {"visit": view, "known": ("abcd", "efgh")})
    assert (view.locale, view.zone) == (locale, "Europe/Madrid")
    assert "%(day)s" in view.since
    assert "%(time)s" in view.since
    assert 'data-known="abcd efgh"' in html
    assert " hidden>" in html
