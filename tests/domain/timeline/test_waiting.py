"""What has not left yet, and why, in words fit for a shopper."""

from datetime import timedelta

import pytest

from orders.domain.order import FulfillmentOrder
from orders.domain.timeline import HeadlineKind, Journey, Waiting, build_timeline
from orders.domain.timeline import WaitingReason as W
from orders.gallery.builders import NOW, a_fulfillment, a_fulfillment_order, a_line, an_order


def the_group(work: FulfillmentOrder, *, financial_status: str = "PAID") -> Waiting:
    order = an_order(fulfillment_orders=(work,), financial_status=financial_status)
    (group,) = build_timeline(order, now=NOW).waiting
    return group


@pytest.mark.parametrize(
    ("status", "request_status", "reason"),
    [
        ("OPEN", "UNSUBMITTED", W.RECEIVED),
        ("OPEN", "SUBMITTED", W.PACKING),
        ("OPEN", "ACCEPTED", W.PACKING),
        ("OPEN", "REJECTED", W.PREPARING),
        ("OPEN", "CANCELLATION_REQUESTED", W.PREPARING),
        ("OPEN", "CLOSED", W.PREPARING),
        ("OPEN", "SOMETHING_NEW", W.PREPARING),
        ("IN_PROGRESS", "UNSUBMITTED", W.PACKING),
        ("IN_PROGRESS", "CANCELLATION_REJECTED", W.PACKING),
        ("INCOMPLETE", "CLOSED", W.PREPARING),
        ("ON_HOLD", "UNSUBMITTED", W.REVIEW),
        ("SCHEDULED", "UNSUBMITTED", W.PREORDER),
        ("SOMETHING_NEW", "UNSUBMITTED", W.RECEIVED),
        ("SOMETHING_NEW", "SOMETHING_NEW", W.PREPARING),
    ],
)
def test_an_open_fulfillment_order_says_how_far_the_work_is(
    status: str, request_status: str, reason: W
) -> None:
    assert the_group(a_fulfillment_order(status=status, request_status=request_status)).reason is reason


@pytest.mark.parametrize(
    ("holds", "reason"),
    [
        (("INVENTORY_OUT_OF_STOCK",), W.OUT_OF_STOCK),
        (("INCORRECT_ADDRESS",), W.CHECK_ADDRESS),
        (("AWAITING_PAYMENT",), W.AWAITING_PAYMENT),
        (("AWAITING_RETURN_ITEMS",), W.AWAITING_RETURN),
        (("UNKNOWN_DELIVERY_DATE",), W.DATE_UNKNOWN),
        (("HIGH_RISK_OF_FRAUD",), W.REVIEW),
        (("OTHER",), W.REVIEW),
        (("SOMETHING_NEW",), W.REVIEW),
        (("ONLINE_STORE_POST_PURCHASE_CROSS_SELL",), W.RECEIVED),
        (("ONLINE_STORE_POST_PURCHASE_CROSS_SELL", "OTHER"), W.REVIEW),
        (("INVENTORY_OUT_OF_STOCK", "INCORRECT_ADDRESS"), W.CHECK_ADDRESS),
        (("HIGH_RISK_OF_FRAUD", "INVENTORY_OUT_OF_STOCK"), W.OUT_OF_STOCK),
    ],
)
def test_a_hold_is_told_only_as_far_as_it_helps(holds: tuple[str, ...], reason: W) -> None:
    assert the_group(a_fulfillment_order(status="ON_HOLD", holds=holds)).reason is reason


def test_a_hold_for_fraud_reads_exactly_like_any_other_review() -> None:
    def timeline_of(hold: str) -> object:
        work = a_fulfillment_order(status="ON_HOLD", holds=(hold,))
        return build_timeline(an_order(fulfillment_orders=(work,)), now=NOW)

    assert timeline_of("HIGH_RISK_OF_FRAUD") == timeline_of("OTHER")


def test_scheduled_work_says_when_it_starts() -> None:
    group = the_group(a_fulfillment_order(status="SCHEDULED", fulfill_in_hours=50))

    assert (group.reason, group.starts_at) == (W.SCHEDULED, NOW + timedelta(hours=50))


def test_scheduled_work_whose_time_has_come_is_ordinary_work() -> None:
    group = the_group(a_fulfillment_order(status="SCHEDULED", fulfill_in_hours=-1))

    assert (group.reason, group.starts_at) == (W.RECEIVED, None)


@pytest.mark.parametrize(
    ("financial_status", "reason"),
    [
        ("PENDING", W.RECEIVED),
        ("AUTHORIZED", W.RECEIVED),
        ("EXPIRED", W.PAYMENT_LAPSED),
        ("VOIDED", W.PAYMENT_LAPSED),
        ("REFUNDED", W.REFUNDED),
        ("PARTIALLY_REFUNDED", W.RECEIVED),
        ("PAID", W.RECEIVED),
        ("SOMETHING_NEW", W.RECEIVED),
    ],
)
def test_a_payment_is_awaited_only_where_a_hold_says_so(financial_status: str, reason: W) -> None:
    assert the_group(a_fulfillment_order(), financial_status=financial_status).reason is reason


def test_a_shop_that_packs_before_it_is_paid_does_not_wait_for_the_payment() -> None:
    assert (
        the_group(a_fulfillment_order(status="IN_PROGRESS"), financial_status="PENDING").reason is W.PACKING
    )


@pytest.mark.parametrize("status", ["CLOSED", "CANCELLED"])
def test_finished_work_leaves_nothing_to_wait_for(status: str) -> None:
    order = an_order(
        fulfillments=(a_fulfillment(),), fulfillment_orders=(a_fulfillment_order(status=status),)
    )

    assert build_timeline(order, now=NOW).waiting == ()


def test_the_rest_of_an_order_that_has_begun_is_being_prepared() -> None:
    order = an_order(
        lines=(a_line(1), a_line(2)),
        fulfillments=(a_fulfillment(),),
        fulfillment_orders=(a_fulfillment_order(items=((2, 1),)),),
    )

    assert [group.reason for group in build_timeline(order, now=NOW).waiting] == [W.PREPARING]


@pytest.mark.parametrize(
    ("fulfillment_status", "reason"),
    [
        ("UNFULFILLED", W.RECEIVED),
        ("IN_PROGRESS", W.PACKING),
        ("PENDING_FULFILLMENT", W.PACKING),
        ("ON_HOLD", W.REVIEW),
        ("SCHEDULED", W.DATE_UNKNOWN),
        ("REQUEST_DECLINED", W.PREPARING),
        ("SOMETHING_NEW", W.RECEIVED),
    ],
)
def test_without_the_fulfillment_orders_the_order_itself_has_to_do(
    fulfillment_status: str, reason: W
) -> None:
    order = an_order(fulfillment_orders=None, fulfillment_status=fulfillment_status)

    assert [group.reason for group in build_timeline(order, now=NOW).waiting] == [reason]


def test_an_open_fulfillment_order_whose_lines_are_missing_still_explains_the_wait() -> None:
    order = an_order(
        fulfillment_orders=(
            a_fulfillment_order(status="ON_HOLD", holds=("INVENTORY_OUT_OF_STOCK",), items=()),
        )
    )

    assert [group.reason for group in build_timeline(order, now=NOW).waiting] == [W.OUT_OF_STOCK]


def test_a_digital_item_is_not_explained_by_work_on_a_box() -> None:
    order = an_order(
        lines=(a_line(requires_shipping=False),),
        fulfillment_orders=(a_fulfillment_order(status="ON_HOLD", items=()),),
    )

    (group,) = build_timeline(order, now=NOW).waiting
    assert (group.reason, group.journey) == (W.WITHOUT_PARCEL, Journey.DIGITAL)


def test_items_with_the_same_cause_wait_together() -> None:
    works = (a_fulfillment_order(1, items=((1, 1),)), a_fulfillment_order(2, items=((1, 1), (2, 3))))
    order = an_order(lines=(a_line(1, quantity=2), a_line(2, quantity=3)), fulfillment_orders=works)

    (group,) = build_timeline(order, now=NOW).waiting
    assert [(part.item.id[-1], part.quantity) for part in group.items] == [("1", 2), ("2", 3)]


def test_items_that_wait_at_different_places_are_told_apart() -> None:
    works = (
        a_fulfillment_order(1, items=((1, 1),), city="Madrid"),
        a_fulfillment_order(2, items=((1, 1),), city="Valencia", location="Casa Lumbre Valencia"),
    )
    timeline = build_timeline(an_order(lines=(a_line(quantity=2),), fulfillment_orders=works), now=NOW)

    assert {group.from_city for group in timeline.waiting} == {"Madrid", "Valencia"}
    assert timeline.headline.kind is HeadlineKind.RECEIVED
