"""Which of several true sentences is said, and with which facts."""

from dataclasses import replace
from datetime import timedelta

import pytest

from orders.domain.order import Fulfillment, FulfillmentOrder, Order, Refund
from orders.domain.timeline import ExpectedSource, Headline, StepState, WaitingReason, build_timeline
from orders.domain.timeline import HeadlineKind as H
from orders.domain.timeline import NextKind as N
from orders.domain.when import Day
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


def headline_of(order: Order) -> Headline:
    return build_timeline(order, now=NOW).headline


def parcel(number: int, display: str | None, *, late: bool = False, hours_ago: float = 3) -> Fulfillment:
    scan = an_event(display or "", event=number, hours_ago=hours_ago, city="Teruel")
    estimate = -50 if late else None
    delivered = hours_ago if display == "DELIVERED" else None
    return a_fulfillment(
        number,
        display_status=display,
        events=(scan,),
        items=((number, 1),),
        estimated_in_hours=estimate,
        delivered_hours_ago=delivered,
    )


def work(number: int, status: str = "OPEN", *holds: str) -> FulfillmentOrder:
    return a_fulfillment_order(number, status=status, holds=holds, items=((number, 1),))


def an_order_of(*parts: Fulfillment | FulfillmentOrder) -> Order:
    """Part n holds line n."""
    return an_order(
        lines=tuple(a_line(number) for number in range(1, len(parts) + 1)),
        fulfillments=tuple(part for part in parts if isinstance(part, Fulfillment)),
        fulfillment_orders=tuple(part for part in parts if isinstance(part, FulfillmentOrder)),
    )


LADDER = [
    (H.ACTION_NEEDED, parcel(1, "BUYER_ACTION_REQUIRED")),
    (H.CHECK_ADDRESS, work(1, "ON_HOLD", "INCORRECT_ADDRESS")),
    (H.AWAITING_PAYMENT, work(1, "ON_HOLD", "AWAITING_PAYMENT")),
    (H.AWAITING_RETURN, work(1, "ON_HOLD", "AWAITING_RETURN_ITEMS")),
    (H.PROBLEM, parcel(1, "FAILURE")),
    (H.RETURNING, parcel(1, "RETURNING_TO_SENDER")),
    (H.DELIVERY_ATTEMPTED, parcel(1, "ATTEMPTED_DELIVERY")),
    (H.READY_TO_COLLECT, parcel(1, "READY_FOR_PICKUP")),
    (H.OUT_FOR_DELIVERY, parcel(1, "OUT_FOR_DELIVERY")),
    (H.OVERDUE, parcel(1, "IN_TRANSIT", late=True)),
    (H.DELAYED, parcel(1, "DELAYED")),
    (H.PARTLY_DELIVERED, parcel(1, "DELIVERED")),
    (H.PARTLY_SHIPPED, parcel(1, "IN_TRANSIT")),
    (H.LABEL_READY, parcel(1, "LABEL_PRINTED")),
    (H.OUT_OF_STOCK, work(1, "ON_HOLD", "INVENTORY_OUT_OF_STOCK")),
    (H.DATE_UNKNOWN, work(1, "ON_HOLD", "UNKNOWN_DELIVERY_DATE")),
    (H.REVIEW, work(1, "ON_HOLD", "OTHER")),
    (H.PACKING, work(1, "IN_PROGRESS")),
    (H.PREPARING, work(1, "INCOMPLETE")),
    (H.SCHEDULED, a_fulfillment_order(1, status="SCHEDULED", fulfill_in_hours=99)),
    (H.PREORDER, work(1, "SCHEDULED")),
]


IN_PART = {
    H.OUT_OF_STOCK: H.PARTLY_OUT_OF_STOCK,
    H.DATE_UNKNOWN: H.PARTLY_DATE_UNKNOWN,
    H.REVIEW: H.PARTLY_REVIEW,
}


def renumbered(part: Fulfillment | FulfillmentOrder) -> Fulfillment | FulfillmentOrder:
    """The same part as number 2, holding line 2."""
    other = a_fulfillment(2, items=((2, 1),))
    if isinstance(part, Fulfillment):
        return replace(part, id=other.id, line_items=other.line_items)
    return replace(part, id=f"{part.id}2", line_items=other.line_items)


@pytest.mark.parametrize(
    ("higher", "lower"),
    [
        (LADDER[above], LADDER[below])
        for above in range(len(LADDER))
        for below in range(above + 1, len(LADDER))
        # once something has arrived or is on its way, the sentence counts parcels instead
        if not (LADDER[above][0] is H.PARTLY_DELIVERED and isinstance(LADDER[below][1], FulfillmentOrder))
    ],
    ids=lambda step: step[0].value,
)
def test_the_weightier_news_is_said(
    higher: tuple[H, Fulfillment | FulfillmentOrder], lower: tuple[H, Fulfillment | FulfillmentOrder]
) -> None:
    kind, part = higher
    if kind in IN_PART and lower[0] not in IN_PART:
        kind = IN_PART[kind]

    assert headline_of(an_order_of(part, renumbered(lower[1]))).kind is kind


def test_out_for_delivery_is_said_on_its_day_only() -> None:
    yesterday = parcel(1, "OUT_FOR_DELIVERY", hours_ago=20)

    assert headline_of(an_order_of(yesterday)).kind is H.ON_ITS_WAY
    assert headline_of(an_order_of(replace(yesterday, estimated_delivery_at=NOW))).kind is H.ARRIVING
    late = replace(yesterday, estimated_delivery_at=NOW - timedelta(days=1))
    assert headline_of(an_order_of(late)).kind is H.OVERDUE


def test_out_for_delivery_without_a_time_is_believed() -> None:
    headline = headline_of(an_order(fulfillments=(a_fulfillment(display_status="OUT_FOR_DELIVERY"),)))

    assert (headline.kind, headline.at) == (H.OUT_FOR_DELIVERY, None)


def test_a_round_that_ends_on_a_later_day_does_not_arrive_today() -> None:
    order = an_order_of(replace(parcel(1, "OUT_FOR_DELIVERY"), estimated_delivery_at=NOW + timedelta(days=1)))

    assert build_timeline(order, now=NOW).next is N.TRANSIT


def test_delivered_says_when_the_last_parcel_arrived() -> None:
    order = an_order_of(parcel(1, "DELIVERED", hours_ago=30), parcel(2, "DELIVERED", hours_ago=4))

    assert headline_of(order) == Headline(kind=H.DELIVERED, at=NOW - timedelta(hours=4), total=2)


def test_what_is_never_shipped_does_not_keep_a_delivered_order_open() -> None:
    order = an_order(
        lines=(a_line(1), a_line(2, requires_shipping=False)), fulfillments=(parcel(1, "DELIVERED"),)
    )
    timeline = build_timeline(order, now=NOW)

    assert timeline.headline.kind is H.DELIVERED
    assert [group.reason for group in timeline.waiting] == [WaitingReason.WITHOUT_PARCEL]
    assert {milestone.state for milestone in timeline.milestones} == {StepState.DONE}


def test_it_is_delivered_when_the_digital_part_was_sent_too() -> None:
    gift_card = a_fulfillment(2, requires_shipping=False, items=((2, 1),))
    order = an_order(
        lines=(a_line(1), a_line(2, requires_shipping=False)),
        fulfillments=(parcel(1, "DELIVERED"), gift_card),
    )

    assert headline_of(order) == Headline(kind=H.DELIVERED, at=NOW - timedelta(hours=3), total=1)


def test_a_waiting_gift_card_does_not_make_a_parcel_a_part() -> None:
    order = an_order(
        lines=(a_line(1), a_line(2, requires_shipping=False)), fulfillments=(parcel(1, "IN_TRANSIT"),)
    )

    assert headline_of(order).kind is H.ON_ITS_WAY


def test_a_parcel_that_has_not_left_makes_the_other_a_part() -> None:
    order = an_order_of(parcel(1, "IN_TRANSIT"), parcel(2, "LABEL_PRINTED"))

    headline = headline_of(order)

    assert (headline.kind, headline.count, headline.total) == (H.PARTLY_SHIPPED, 1, 2)


def test_digital_goods_sent_in_part_are_still_pending() -> None:
    lines = (a_line(1, requires_shipping=False), a_line(2, requires_shipping=False))
    order = an_order(
        lines=lines, fulfillments=(a_fulfillment(requires_shipping=False),), requires_shipping=False
    )

    assert headline_of(order).kind is H.DIGITAL_PENDING


def test_digital_goods_that_failed_to_be_sent_are_a_problem() -> None:
    failed = a_fulfillment(display_status="FAILURE", requires_shipping=False)
    order = an_order(
        lines=(a_line(requires_shipping=False),), fulfillments=(failed,), requires_shipping=False
    )

    assert headline_of(order).kind is H.PROBLEM


def test_nothing_is_promised_for_an_order_of_which_nothing_is_ever_sent() -> None:
    order = an_order(lines=(), fulfillment_status="FULFILLMENT_NOT_REQUIRED")

    timeline = build_timeline(order, now=NOW)

    assert (timeline.headline.kind, timeline.next) == (H.NOTHING_TO_SEND, N.NOTHING)


def test_an_order_without_lines_was_received() -> None:
    timeline = build_timeline(an_order(lines=()), now=NOW)

    assert (timeline.headline.kind, timeline.next) == (H.RECEIVED, N.PACKING)


@pytest.mark.parametrize("reason", ["FRAUD", "DECLINED", "OTHER", "STAFF", None, "SOMETHING_NEW"])
def test_why_an_order_was_cancelled_is_not_said(reason: str | None) -> None:
    at = NOW - timedelta(hours=3)

    assert headline_of(an_order(cancelled_at=at, cancel_reason=reason)) == Headline(kind=H.CANCELLED, at=at)


def test_a_label_alone_does_not_mean_that_part_of_a_cancelled_order_was_sent() -> None:
    order = an_order(
        fulfillments=(a_fulfillment(display_status="LABEL_PRINTED"),),
        cancelled_at=NOW,
        cancel_reason="CUSTOMER",
    )

    assert headline_of(order).kind is H.CANCELLED_BY_SHOPPER


def test_what_was_packed_but_never_seen_had_not_surely_left_when_the_order_was_cancelled() -> None:
    packed = a_fulfillment(events=(an_event("LABEL_PRINTED"),))

    timeline = build_timeline(an_order(fulfillments=(packed,), cancelled_at=NOW), now=NOW)

    assert timeline.headline == Headline(kind=H.CANCELLED_AFTER_PACKING, at=NOW, total=1)
    assert timeline.next is N.SHOP_DECIDES


def test_after_a_cancellation_a_delivered_part_leaves_the_rest_to_the_shop() -> None:
    order = replace(an_order_of(parcel(1, "DELIVERED")), cancelled_at=NOW)

    assert build_timeline(order, now=NOW).next is N.SHOP_DECIDES


@pytest.mark.parametrize(
    ("refunds", "hours"), [((a_refund(1, hours_ago=9), a_refund(2, hours_ago=30)), 9), ((), None)]
)
def test_a_removed_order_says_when_it_was_refunded_if_it_was(
    refunds: tuple[Refund, ...], hours: float | None
) -> None:
    order = an_order(lines=(a_line(current_quantity=0),))
    order = replace(order, refunds=refunds)

    assert headline_of(order).at == (None if hours is None else NOW - timedelta(hours=hours))


def test_an_emptied_order_whose_refunds_are_unreadable_is_removed() -> None:
    order = an_order(lines=(a_line(current_quantity=0),), refunds=None)

    assert headline_of(order) == Headline(kind=H.REMOVED)


def test_overdue_speaks_of_the_latest_part_and_counts_what_has_arrived() -> None:
    headline = headline_of(GALLERY["one_parcel_overdue"](NOW))

    assert headline.expected is not None
    assert headline.expected.source is ExpectedSource.CARRIER
    assert (headline.expected.days_late, headline.place, headline.count, headline.total) == (
        2,
        "Teruel",
        1,
        2,
    )
    assert headline.at == NOW - timedelta(hours=10)


def test_the_rest_of_an_order_can_be_later_than_its_parcel() -> None:
    rest = a_fulfillment_order(2, promise_in_hours=(None, -200), items=((2, 1),))
    headline = headline_of(an_order_of(parcel(1, "IN_TRANSIT", late=True), rest))

    assert headline.expected is not None
    assert (headline.expected.source, headline.place) == (ExpectedSource.CHECKOUT, None)


def test_part_delivered_names_the_date_that_comes_next() -> None:
    later = replace(parcel(2, "IN_TRANSIT"), estimated_delivery_at=NOW + timedelta(days=4))
    sooner = replace(parcel(3, "IN_TRANSIT"), estimated_delivery_at=NOW + timedelta(hours=4))
    timeline = build_timeline(an_order_of(parcel(1, "DELIVERED"), later, sooner), now=NOW)

    assert timeline.headline.expected is not None
    assert timeline.headline.expected.last_day == Day(NOW.date())
    assert timeline.next is N.ARRIVES_TODAY


@pytest.mark.parametrize(
    ("method", "place"),
    [("PICK_UP", "Casa Lumbre, Calle Mayor 3"), ("SHIPPING", "Teruel"), ("PICKUP_POINT", "Teruel")],
)
def test_ready_to_collect_says_where(method: str, place: str) -> None:
    order = an_order(
        fulfillments=(parcel(1, "READY_FOR_PICKUP"),),
        fulfillment_orders=(a_fulfillment_order(status="CLOSED", method_type=method, fulfillments=(1,)),),
    )

    assert headline_of(order).place == place


def test_a_shop_without_a_name_is_named_by_its_city() -> None:
    shop = a_fulfillment_order(status="CLOSED", method_type="PICK_UP", fulfillments=(1,), location=None)
    order = an_order(fulfillments=(parcel(1, "READY_FOR_PICKUP"),), fulfillment_orders=(shop,))

    assert headline_of(order).place == "Madrid"


def test_an_unknown_place_is_not_made_up() -> None:
    shop = a_fulfillment_order(
        status="CLOSED", method_type="PICK_UP", fulfillments=(1,), location=None, city=None
    )
    order = an_order(fulfillments=(parcel(1, "READY_FOR_PICKUP"),), fulfillment_orders=(shop,))

    assert headline_of(order).place is None


@pytest.mark.parametrize(
    ("method", "status", "following"),
    [
        ("SHIPPING", "OPEN", N.PACKING),
        ("SHIPPING", "IN_PROGRESS", N.HANDOVER),
        ("PICKUP_POINT", "IN_PROGRESS", N.HANDOVER),
        ("LOCAL", "IN_PROGRESS", N.PACKING),
        ("PICK_UP", "OPEN", N.WAIT_UNTIL_READY),
        ("PICK_UP", "IN_PROGRESS", N.WAIT_UNTIL_READY),
    ],
)
def test_what_follows_preparation_depends_on_the_journey(method: str, status: str, following: N) -> None:
    order = an_order(fulfillment_orders=(a_fulfillment_order(status=status, method_type=method),))

    assert build_timeline(order, now=NOW).next is following


def test_a_missed_local_delivery_is_for_the_shop_to_mend() -> None:
    order = an_order(
        fulfillments=(parcel(1, "ATTEMPTED_DELIVERY"),),
        fulfillment_orders=(a_fulfillment_order(status="CLOSED", method_type="LOCAL", fulfillments=(1,)),),
    )

    assert build_timeline(order, now=NOW).next is N.CONTACT_SHOP


def test_without_a_tracking_number_the_carrier_cannot_be_asked() -> None:
    order = an_order(fulfillments=(a_fulfillment(display_status="BUYER_ACTION_REQUIRED", tracking=()),))

    assert build_timeline(order, now=NOW).next is N.CONTACT_SHOP
