"""What the cards and the sentence say of who came, of what came after, and of what never left."""

import re

import pytest

from orders.branding import brands
from orders.branding.looks import LookName
from orders.domain.order import Order
from orders.domain.timeline import build_timeline
from orders.gallery.builders import NOW, a_fulfillment, a_fulfillment_order, an_event, an_order
from orders.gallery.rendering import render_state
from orders.gallery.states import GALLERY
from orders.presenters import present_order
from orders.presenters.page import OrderPage


def present(name: str) -> OrderPage:
    return page_of(GALLERY[name](NOW))


def page_of(order: Order) -> OrderPage:
    return present_order(
        order,
        build_timeline(order, now=NOW),
        now=NOW,
        checked_at=NOW,
        overrides={},
        image_hosts=[],
    )


def local(status: str, *, timed: bool = True) -> OrderPage:
    events = (an_event(status, hours_ago=3),) if timed else ()
    return page_of(
        an_order(
            fulfillments=(a_fulfillment(display_status=status, events=events, tracking=()),),
            fulfillment_orders=(
                a_fulfillment_order(status="CLOSED", method_type="LOCAL", items=(), fulfillments=(1,)),
            ),
        )
    )


@pytest.mark.parametrize(
    ("status", "timed", "sentence"),
    [
        ("ATTEMPTED_DELIVERY", True, "Our driver came by today at 08:00"),
        ("ATTEMPTED_DELIVERY", False, "Our driver came by"),
        ("BUYER_ACTION_REQUIRED", True, "We need something from you to deliver it"),
    ],
)
def test_the_shops_own_driver_is_no_carrier(status: str, *, timed: bool, sentence: str) -> None:
    assert local(status, timed=timed).sentence == sentence


def test_of_several_parcels_the_last_one_has_the_hour() -> None:
    assert present("returned").sentence == "Delivered, the last parcel today at 01:00"
    assert present("delivered").sentence == "Delivered yesterday at 14:00"
    fetched = [
        a_fulfillment(number, display_status="PICKED_UP", events=(an_event("PICKED_UP", event=number),))
        for number in (1, 2)
    ]
    assert page_of(an_order(fulfillments=fetched)).sentence == "Collected, the last part today at 06:00"


@pytest.mark.parametrize("name", ["notice_after_delivery", "notice_while_ready"])
def test_a_notice_that_undoes_nothing_is_told_as_what_came_after(name: str) -> None:
    leads = [each.lead for each in present(name).told]
    assert leads[-1] == "Since then the carrier also reported:"
    assert leads[-1] in render_state(name, language="en", brand=brands.built_in(LookName.EDITORIAL))


def test_what_came_before_an_unclear_delivery_did_not_come_after_it() -> None:
    assert not any(each.lead for each in present("delivery_unclear").told)


def test_what_never_left_a_cancelled_order_is_packed_and_not_shipped() -> None:
    page = present("cancelled_after_packing")
    assert [parcel.state_words for parcel in page.parcels] == ["Packed"]
    states = [place.state_words for row in page.items for place in row.places]
    assert "Shipped" not in states
    assert "upcoming" not in [each.state for each in page.parcels[0].milestones]


def test_links_and_buttons_of_several_numbers_are_told_apart() -> None:
    html = render_state("three_numbers", language="en", brand=brands.built_in(LookName.EDITORIAL))
    digits = re.findall(r'class="digits" id="([\w-]+)"', html)
    assert len(set(digits)) == 3
    for number in digits:
        assert re.search(rf'class="copy"[^>]*aria-describedby="[\w-]+ {number}"', html)
        assert re.search(rf'class="follow"[^>]*aria-describedby="{number}"', html)


def test_one_number_needs_no_telling_apart() -> None:
    html = render_state("on_its_way", language="en", brand=brands.built_in(LookName.EDITORIAL))
    assert not re.search(r'class="follow"[^>]*aria-describedby', html)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("partly_shipped", True),
        ("partly_delivered", True),
        ("two_parcels_on_their_way", False),
        ("on_its_way", False),
        ("returning", False),
        ("partly_delivered_rest_to_collect", True),
        ("packing", False),
        ("partly_date_unknown", True),
        ("partly_review", False),
    ],
)
def test_how_steps_are_counted_is_said_where_a_part_is_further_than_all_of_it(
    name: str, *, told: bool
) -> None:
    line = "A step below counts once all of your order has reached it."
    assert present(name).steps_line == (line if told else "")
    html = render_state(name, language="en", brand=brands.built_in(LookName.EDITORIAL))
    assert (line in html) is told
