"""Where each item is: quantities handed out exactly once, whatever the data claims."""

from dataclasses import replace
from datetime import timedelta

import pytest

from orders.domain.order import Order
from orders.domain.timeline import HeadlineKind, build_timeline
from orders.domain.timeline import ItemPlaceKind as K
from orders.gallery.builders import NOW, a_fulfillment, a_fulfillment_order, a_line, a_refund, an_order


def places(order: Order, line: int = 0) -> list[tuple[K, int]]:
    return [(place.kind, place.quantity) for place in build_timeline(order, now=NOW).items[line].places]


def test_an_item_can_be_in_two_parcels_and_wait_as_well() -> None:
    order = an_order(
        lines=(a_line(quantity=4),),
        fulfillments=(a_fulfillment(1, items=((1, 1),)), a_fulfillment(2, items=((1, 2),))),
        fulfillment_orders=(a_fulfillment_order(items=((1, 1),)),),
    )

    found = build_timeline(order, now=NOW).items[0].places

    assert [(place.kind, place.quantity, place.parcel_number) for place in found] == [
        (K.IN_PARCEL, 1, 1),
        (K.IN_PARCEL, 2, 2),
        (K.WAITING, 1, None),
    ]


def test_a_place_in_a_parcel_says_how_the_parcel_is() -> None:
    order = an_order(fulfillments=(a_fulfillment(display_status="DELIVERED", delivered_hours_ago=3),))

    (place,) = build_timeline(order, now=NOW).items[0].places

    assert (place.parcel_state, place.at) == ("delivered", NOW - timedelta(hours=3))


def test_a_parcel_cannot_hold_more_than_was_ordered() -> None:
    order = an_order(
        lines=(a_line(quantity=2),),
        fulfillments=(a_fulfillment(1, items=((1, 5),)), a_fulfillment(2, items=((1, 5),))),
    )

    assert places(order) == [(K.IN_PARCEL, 2)]


def test_an_item_refunded_after_it_was_sent_is_refunded() -> None:
    order = an_order(
        lines=(a_line(quantity=2, current_quantity=1),),
        fulfillments=(a_fulfillment(items=((1, 2),)),),
        refunds=(a_refund(),),
    )

    assert places(order) == [(K.IN_PARCEL, 1), (K.REFUNDED, 1)]


def test_work_that_claims_more_than_is_left_gets_what_is_left() -> None:
    order = an_order(
        lines=(a_line(quantity=3),),
        fulfillments=(a_fulfillment(items=((1, 2),)),),
        fulfillment_orders=(a_fulfillment_order(1, items=((1, 9),)), a_fulfillment_order(2, items=((1, 9),))),
    )

    assert places(order) == [(K.IN_PARCEL, 2), (K.WAITING, 1)]


def test_what_nobody_speaks_for_waits() -> None:
    order = an_order(
        lines=(a_line(quantity=3),), fulfillment_orders=(a_fulfillment_order(status="IN_PROGRESS"),)
    )

    assert places(order) == [(K.WAITING, 1), (K.WAITING, 2)]


def test_claims_of_unknown_lines_and_of_nothing_are_dropped() -> None:
    claims = ((1, 0), (1, -4), (99, 7))
    order = an_order(
        fulfillments=(a_fulfillment(items=claims),),
        fulfillment_orders=(a_fulfillment_order(items=claims),),
        refunds=(a_refund(items=claims),),
    )

    timeline = build_timeline(order, now=NOW)

    assert timeline.parcels[0].items == ()
    assert places(order) == [(K.WAITING, 1)]


@pytest.mark.parametrize(("quantity", "current"), [(0, 0), (0, 3), (-2, 5), (-2, -2)])
def test_nothing_ordered_is_nowhere(quantity: int, current: int) -> None:
    order = an_order(lines=(a_line(quantity=quantity, current_quantity=current),))

    assert places(order) == []


def test_a_negative_current_quantity_means_that_none_is_left() -> None:
    assert places(an_order(lines=(a_line(quantity=2, current_quantity=-1),))) == [(K.REMOVED, 2)]


def test_a_current_quantity_above_the_ordered_one_adds_nothing() -> None:
    assert places(an_order(lines=(a_line(quantity=2, current_quantity=9),))) == [(K.WAITING, 2)]


def test_what_an_edit_took_off_is_removed_and_not_refunded() -> None:
    assert places(an_order(lines=(a_line(quantity=2, current_quantity=0),), edited=True)) == [(K.REMOVED, 2)]


def test_refunds_count_up_to_what_is_gone_and_the_newest_says_when() -> None:
    order = an_order(
        lines=(a_line(quantity=4, current_quantity=1),),
        refunds=(a_refund(1, hours_ago=9), a_refund(2, hours_ago=40)),
    )

    found = build_timeline(order, now=NOW).items[0].places

    assert [(place.kind, place.quantity, place.at) for place in found] == [
        (K.WAITING, 1, None),
        (K.REFUNDED, 2, NOW - timedelta(hours=9)),
        (K.REMOVED, 1, None),
    ]


@pytest.mark.parametrize(
    ("financial_status", "kind"),
    [
        ("REFUNDED", K.REFUNDED),
        ("PARTIALLY_REFUNDED", K.REFUNDED),
        ("PAID", K.REMOVED),
        (None, K.REMOVED),
        ("SOMETHING_NEW", K.REMOVED),
    ],
)
def test_without_the_refunds_the_money_says_whether_items_were_refunded(
    financial_status: str | None, kind: K
) -> None:
    lines = (a_line(quantity=1, current_quantity=0),)

    assert places(an_order(lines=lines, refunds=None, financial_status=financial_status)) == [(kind, 1)]


def test_items_of_a_cancelled_order_are_cancelled_unless_sent_or_refunded_before() -> None:
    order = an_order(
        lines=(a_line(quantity=5, current_quantity=3),),
        fulfillments=(a_fulfillment(items=((1, 1),)),),
        fulfillment_orders=(a_fulfillment_order(items=((1, 9),)),),
        refunds=(a_refund(1, hours_ago=30), a_refund(2, hours_ago=10)),
        cancelled_at=NOW - timedelta(hours=10),
    )

    assert places(order) == [(K.IN_PARCEL, 1), (K.CANCELLED, 2), (K.REFUNDED, 1), (K.CANCELLED, 1)]
    assert build_timeline(order, now=NOW).waiting == ()


def test_a_digital_item_that_was_sent_is_digital() -> None:
    order = an_order(
        lines=(a_line(requires_shipping=False),), fulfillments=(a_fulfillment(requires_shipping=False),)
    )

    assert places(order) == [(K.DIGITAL, 1)]


def test_a_tip_that_nobody_will_ever_send_does_not_hold_up_the_order() -> None:
    order = an_order(
        lines=(a_line(1), a_line(2, title="Tip", requires_shipping=False)),
        fulfillments=(a_fulfillment(display_status="DELIVERED", delivered_hours_ago=2),),
    )
    mug, tip = order.line_items
    order = replace(order, line_items=(mug, replace(tip, unfulfilled_quantity=0)))

    assert places(order, line=1) == [(K.DIGITAL, 1)]
    assert build_timeline(order, now=NOW).headline.kind is HeadlineKind.DELIVERED


def test_a_box_that_nobody_speaks_for_holds_up_the_order_even_if_shopify_waits_for_nothing() -> None:
    order = an_order(
        lines=(a_line(1), a_line(2)),
        fulfillments=(a_fulfillment(display_status="DELIVERED", delivered_hours_ago=2),),
    )
    order = replace(
        order, line_items=tuple(replace(line, unfulfilled_quantity=0) for line in order.line_items)
    )

    assert places(order, line=1) == [(K.WAITING, 1)]
    assert build_timeline(order, now=NOW).headline.kind is HeadlineKind.PARTLY_DELIVERED_REST_WAITING


def test_what_was_bought_in_the_store_does_not_wait_even_before_it_is_ticked_off() -> None:
    timeline = build_timeline(
        an_order(fulfillment_orders=(a_fulfillment_order(method_type="RETAIL"),)), now=NOW
    )

    assert timeline.headline.kind is HeadlineKind.BOUGHT_IN_STORE
    assert timeline.waiting == ()
    assert [(place.kind, place.quantity) for place in timeline.items[0].places] == [(K.IN_STORE, 1)]
