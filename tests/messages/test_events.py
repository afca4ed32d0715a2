"""Which changes of an order are worth a message, and which are not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from orders.domain.order import Order
from orders.domain.timeline import build_timeline
from orders.gallery.builders import (
    NOW,
    a_fulfillment,
    a_fulfillment_order,
    a_line,
    a_refund,
    a_tracking,
    an_event,
    an_order,
)
from orders.messages.events import Event, find_events, is_still_so


def events(before: Order, after: Order) -> list[Event]:
    return list(
        find_events(
            build_timeline(before, now=NOW),
            build_timeline(after, now=NOW),
            changed_at=after.updated_at,
            now=NOW,
        )
    )


def kinds(before: Order, after: Order) -> list[str]:
    return [event.kind.value for event in events(before, after)]


def parcel(status: str, number: int = 1, **fields: object) -> Order:
    scans = [] if status in {"FULFILLED", "LABEL_PRINTED"} else [an_event(status, hours_ago=1)]
    return an_order(fulfillments=[a_fulfillment(number, display_status=status, events=scans, **fields)])  # type: ignore[arg-type]


def at_locker() -> Order:
    scan = an_event("DELIVERED", hours_ago=1, message="Delivered to parcel locker")
    return an_order(fulfillments=[a_fulfillment(display_status="DELIVERED", events=[scan])])


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (an_order(), parcel("FULFILLED"), ["shipped"]),
        (an_order(), parcel("LABEL_PRINTED"), []),
        (parcel("LABEL_PRINTED"), parcel("IN_TRANSIT"), ["shipped"]),
        (parcel("FULFILLED"), parcel("IN_TRANSIT"), []),
        (parcel("IN_TRANSIT"), parcel("OUT_FOR_DELIVERY"), ["out_for_delivery"]),
        (parcel("OUT_FOR_DELIVERY"), parcel("OUT_FOR_DELIVERY"), []),
        (parcel("OUT_FOR_DELIVERY"), parcel("IN_TRANSIT"), []),
        (parcel("OUT_FOR_DELIVERY"), parcel("DELIVERED"), ["delivered"]),
        (an_order(), parcel("DELIVERED"), ["delivered"]),
        (parcel("DELIVERED"), parcel("OUT_FOR_DELIVERY"), []),
        (parcel("IN_TRANSIT"), parcel("READY_FOR_PICKUP"), ["ready_to_collect"]),
        (parcel("IN_TRANSIT"), at_locker(), ["ready_to_collect"]),
        (parcel("READY_FOR_PICKUP"), at_locker(), []),
        (at_locker(), parcel("READY_FOR_PICKUP"), []),
        (parcel("OUT_FOR_DELIVERY"), parcel("ATTEMPTED_DELIVERY"), ["delivery_attempted"]),
        (parcel("IN_TRANSIT"), parcel("DELAYED"), ["delayed"]),
        (parcel("IN_TRANSIT"), parcel("FAILURE"), ["problem"]),
        (parcel("DELIVERED"), parcel("RETURNING_TO_SENDER"), ["returning"]),
        (
            parcel("IN_TRANSIT", estimated_in_hours=24),
            parcel("IN_TRANSIT", estimated_in_hours=48),
            ["delayed"],
        ),
        (parcel("IN_TRANSIT", estimated_in_hours=24), parcel("IN_TRANSIT", estimated_in_hours=25), []),
        (
            parcel("IN_TRANSIT"),
            parcel("IN_TRANSIT", tracking=[a_tracking("ANOTHER")]),
            ["new_number"],
        ),
        (parcel("IN_TRANSIT", tracking=[]), parcel("IN_TRANSIT"), []),
        (parcel("FULFILLED"), parcel("FULFILLED", 2, tracking=[a_tracking("ANOTHER")]), ["new_number"]),
        (
            an_order(fulfillment_orders=[a_fulfillment_order()]),
            an_order(
                fulfillment_orders=[a_fulfillment_order(status="ON_HOLD", holds=["INVENTORY_OUT_OF_STOCK"])]
            ),
            ["held"],
        ),
        (
            an_order(lines=[a_line(quantity=2)]),
            an_order(lines=[a_line(quantity=2, current_quantity=1)], refunds=(a_refund(),)),
            ["reduced"],
        ),
        (an_order(), an_order(cancelled_at=NOW, cancel_reason="CUSTOMER"), ["reduced"]),
        (parcel("FULFILLED"), replace(parcel("FULFILLED"), return_status="IN_PROGRESS"), []),
    ],
)
def test_what_is_told(before: Order, after: Order, told: list[str]) -> None:
    assert kinds(before, after) == told


def test_two_parcels_that_leave_are_two_events() -> None:
    after = an_order(
        lines=[a_line(1), a_line(2)],
        fulfillments=[a_fulfillment(1), a_fulfillment(2, items=[(2, 1)])],
    )
    assert len({event.key for event in events(an_order(lines=[a_line(1), a_line(2)]), after)}) == 2


def test_a_second_day_out_for_delivery_is_news() -> None:
    before = parcel("OUT_FOR_DELIVERY")
    again = an_order(
        fulfillments=[
            a_fulfillment(
                display_status="OUT_FOR_DELIVERY",
                events=[
                    an_event("OUT_FOR_DELIVERY", hours_ago=-23.5),
                    an_event("OUT_FOR_DELIVERY", hours_ago=1),
                ],
            )
        ]
    )
    tomorrow = NOW + timedelta(days=1)
    found = find_events(
        build_timeline(before, now=tomorrow),
        build_timeline(again, now=tomorrow),
        changed_at=NOW,
        now=tomorrow,
    )
    assert [event.kind for event in found] == ["out_for_delivery"]


def test_the_same_thing_found_again_has_the_same_key() -> None:
    (first,) = events(an_order(), parcel("FULFILLED"))
    (again,) = events(parcel("LABEL_PRINTED"), parcel("IN_TRANSIT"))
    assert first.key == again.key


def test_a_parcel_that_is_ready_and_then_at_its_point_is_one_event() -> None:
    (ready,) = events(parcel("IN_TRANSIT"), parcel("READY_FOR_PICKUP"))
    (there,) = events(parcel("IN_TRANSIT"), at_locker())
    assert ready.key == there.key
    assert is_still_so(ready.kind, ready.fulfillment_id, "", build_timeline(at_locker(), now=NOW), now=NOW)


def test_out_for_delivery_is_not_true_any_more_the_next_day() -> None:
    order = parcel("OUT_FOR_DELIVERY")
    (event,) = events(parcel("IN_TRANSIT"), order)
    later = NOW + timedelta(days=1)
    assert is_still_so(event.kind, event.fulfillment_id, "", build_timeline(order, now=NOW), now=NOW)
    assert not is_still_so(event.kind, event.fulfillment_id, "", build_timeline(order, now=later), now=later)


@pytest.mark.parametrize(
    ("before", "after", "later"),
    [
        (an_order(), parcel("FULFILLED"), an_order()),
        (an_order(), parcel("FULFILLED"), parcel("DELIVERED")),
        (parcel("IN_TRANSIT"), parcel("DELIVERED"), parcel("IN_TRANSIT")),
        (
            parcel("IN_TRANSIT", estimated_in_hours=24),
            parcel("IN_TRANSIT", estimated_in_hours=48),
            parcel("IN_TRANSIT", estimated_in_hours=24),
        ),
        (
            parcel("IN_TRANSIT"),
            parcel("IN_TRANSIT", tracking=[a_tracking("ANOTHER")]),
            parcel("IN_TRANSIT", tracking=[a_tracking("A THIRD")]),
        ),
        (
            an_order(fulfillment_orders=[a_fulfillment_order()]),
            an_order(
                fulfillment_orders=[a_fulfillment_order(status="ON_HOLD", holds=["INVENTORY_OUT_OF_STOCK"])]
            ),
            parcel("FULFILLED"),
        ),
        (an_order(), an_order(cancelled_at=NOW), an_order()),
    ],
)
def test_what_was_undone_or_overtaken_is_not_so_any_more(before: Order, after: Order, later: Order) -> None:
    (event,) = events(before, after)

    def so(order: Order) -> bool:
        return is_still_so(
            event.kind, event.fulfillment_id, event.fact, build_timeline(order, now=NOW), now=NOW
        )

    assert so(after)
    assert not so(later)


@pytest.mark.parametrize(
    ("days", "fact", "is_so"), [(3, "same", True), (1, "same", False), (3, "other", False)]
)
def test_an_overdue_parcel_is_told_of_while_that_day_is_the_one_that_passed(
    days: int, fact: str, *, is_so: bool
) -> None:
    order = an_order(
        fulfillments=[a_fulfillment(events=[an_event("IN_TRANSIT", hours_ago=3, estimated_in_hours=40)])]
    )
    timeline = build_timeline(order, now=NOW + timedelta(days=days))
    expected = timeline.parcels[0].expected
    assert expected is not None
    day = expected.last_day.date.isoformat() if fact == "same" else "2026-01-01"
    gid = order.fulfillments[0].id
    assert is_still_so("overdue", gid, day, timeline, now=NOW + timedelta(days=days)) is is_so


def test_what_has_not_left_is_overdue_without_a_parcel() -> None:
    order = an_order(fulfillment_orders=[a_fulfillment_order(promise_in_hours=(None, 20))])
    later = NOW + timedelta(days=3)
    timeline = build_timeline(order, now=later)
    (day,) = {waiting.expected.last_day.date.isoformat() for waiting in timeline.waiting if waiting.expected}
    assert is_still_so("overdue", "", day, timeline, now=later)
    assert not is_still_so("overdue", "", day, build_timeline(order, now=NOW), now=NOW)


@pytest.mark.parametrize(("days", "is_so"), [(1, False), (6, True)])
def test_a_silence_is_told_of_while_it_is_longer_than_usual(days: int, *, is_so: bool) -> None:
    order = parcel("IN_TRANSIT")
    later = NOW + timedelta(days=days)
    timeline = build_timeline(order, now=later)
    assert is_still_so("quiet", order.fulfillments[0].id, "", timeline, now=later) is is_so
