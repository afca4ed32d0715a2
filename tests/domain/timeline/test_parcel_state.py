"""One parcel, when its display status, its events and its two times do and do not agree."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from orders.domain.timeline import Parcel, build_timeline
from orders.domain.timeline import ParcelState as P
from orders.gallery.builders import NOW, a_fulfillment, a_fulfillment_order, an_event, an_order


def the_parcel(
    display: str | None,
    *scans: tuple[str, float],
    status: str = "SUCCESS",
    method: str = "SHIPPING",
    in_transit_hours_ago: float | None = None,
    delivered_hours_ago: float | None = None,
) -> Parcel:
    """The parcel of an order whose events are pairs of status and hours ago."""
    events = [an_event(name, event=number, hours_ago=hours) for number, (name, hours) in enumerate(scans)]
    fulfillment = a_fulfillment(
        status=status,
        display_status=display,
        events=events,
        in_transit_hours_ago=in_transit_hours_ago,
        delivered_hours_ago=delivered_hours_ago,
    )
    work = a_fulfillment_order(status="CLOSED", method_type=method, items=(), fulfillments=(1,))
    order = an_order(fulfillments=(fulfillment,), fulfillment_orders=(work,))
    (parcel,) = build_timeline(order, now=NOW).parcels
    return parcel


@pytest.mark.parametrize(
    ("display", "state"),
    [
        ("SUBMITTED", P.PREPARING),
        ("CONFIRMED", P.LABEL_READY),
        ("LABEL_PURCHASED", P.LABEL_READY),
        ("LABEL_PRINTED", P.LABEL_READY),
        ("LABEL_VOIDED", P.PREPARING),
        ("FULFILLED", P.SHIPPED),
        ("MARKED_AS_FULFILLED", P.SHIPPED),
        (None, P.SHIPPED),
        ("CARRIER_PICKED_UP", P.IN_TRANSIT),
        ("IN_TRANSIT", P.IN_TRANSIT),
        ("DELAYED", P.DELAYED),
        ("OUT_FOR_DELIVERY", P.OUT_FOR_DELIVERY),
        ("ATTEMPTED_DELIVERY", P.DELIVERY_ATTEMPTED),
        ("DELIVERED", P.DELIVERED),
        ("NOT_DELIVERED", P.PROBLEM),
        ("FAILURE", P.PROBLEM),
        ("READY_FOR_PICKUP", P.READY_TO_COLLECT),
        ("READY_FOR_RECIPIENT_PICKUP", P.READY_TO_COLLECT),
        ("PICKED_UP", P.COLLECTED),
        ("BUYER_ACTION_REQUIRED", P.ACTION_NEEDED),
        ("RETURNING_TO_SENDER", P.RETURNING),
        ("SOMETHING_NEW", P.SHIPPED),
        ("", P.SHIPPED),
    ],
)
def test_a_display_status_alone_is_believed(display: str | None, state: P) -> None:
    assert the_parcel(display).state is state


@pytest.mark.parametrize(
    ("status", "display", "state"),
    [
        ("OPEN", None, P.LABEL_READY),
        ("PENDING", None, P.LABEL_READY),
        ("OPEN", "FULFILLED", P.LABEL_READY),
        ("PENDING", "DELIVERED", P.DELIVERED),
        ("SOMETHING_NEW", None, P.PREPARING),
        ("SOMETHING_NEW", "SOMETHING_NEW", P.PREPARING),
        ("SOMETHING_NEW", "FULFILLED", P.SHIPPED),
    ],
)
def test_a_fulfillment_that_is_not_a_success_claims_less(status: str, display: str | None, state: P) -> None:
    assert the_parcel(display, status=status).state is state


@pytest.mark.parametrize(
    ("status", "display"),
    [("CANCELLED", "CANCELED"), ("ERROR", None), ("FAILURE", "FAILURE"), ("SUCCESS", "CANCELED")],
)
def test_a_fulfillment_that_was_withdrawn_is_no_parcel(status: str, display: str | None) -> None:
    order = an_order(fulfillments=(a_fulfillment(status=status, display_status=display),))

    timeline = build_timeline(order, now=NOW)

    assert timeline.parcels == ()
    assert [part.quantity for part in timeline.waiting[0].items] == [1]


@pytest.mark.parametrize("display", [None, "SOMETHING_NEW"])
@pytest.mark.parametrize(
    ("scan", "state"),
    [
        ("LABEL_PURCHASED", P.LABEL_READY),
        ("CONFIRMED", P.LABEL_READY),
        ("CARRIER_PICKED_UP", P.IN_TRANSIT),
        ("OUT_FOR_DELIVERY", P.OUT_FOR_DELIVERY),
        ("DELIVERED", P.DELIVERED),
        ("PICKED_UP", P.COLLECTED),
        ("FAILURE", P.PROBLEM),
    ],
)
def test_without_a_known_display_status_the_last_known_scan_holds(
    display: str | None, scan: str, state: P
) -> None:
    assert the_parcel(display, (scan, 5), ("SOMETHING_NEW", 1)).state is state


def test_without_a_known_display_status_the_times_of_the_fulfillment_hold() -> None:
    assert the_parcel(None, in_transit_hours_ago=5).state is P.IN_TRANSIT
    assert the_parcel(None, in_transit_hours_ago=5, delivered_hours_ago=2).state is P.DELIVERED


STORIES = [
    # a display status that lags behind the events
    ("IN_TRANSIT", [("IN_TRANSIT", 9), ("DELIVERED", 2)], P.DELIVERED),
    ("IN_TRANSIT", [("IN_TRANSIT", 9), ("OUT_FOR_DELIVERY", 2)], P.OUT_FOR_DELIVERY),
    ("OUT_FOR_DELIVERY", [("OUT_FOR_DELIVERY", 9), ("ATTEMPTED_DELIVERY", 2)], P.DELIVERY_ATTEMPTED),
    ("FAILURE", [("FAILURE", 9), ("DELIVERED", 2)], P.DELIVERY_UNCLEAR),
    ("LABEL_PRINTED", [("IN_TRANSIT", 2)], P.IN_TRANSIT),
    ("LABEL_VOIDED", [("IN_TRANSIT", 2)], P.IN_TRANSIT),
    ("FULFILLED", [("IN_TRANSIT", 9), ("DELIVERED", 2)], P.DELIVERED),
    ("IN_TRANSIT", [("DELIVERED", 2)], P.DELIVERED),
    ("ATTEMPTED_DELIVERY", [("DELIVERED", 2)], P.DELIVERED),
    # a display status that knows more than the events
    ("DELIVERED", [("IN_TRANSIT", 2)], P.DELIVERED),
    ("OUT_FOR_DELIVERY", [("IN_TRANSIT", 2)], P.OUT_FOR_DELIVERY),
    ("OUT_FOR_DELIVERY", [("FAILURE", 2)], P.OUT_FOR_DELIVERY),
    ("DELAYED", [("IN_TRANSIT", 2)], P.DELAYED),
    ("FULFILLED", [("LABEL_PRINTED", 2)], P.SHIPPED),
    ("LABEL_VOIDED", [("LABEL_PRINTED", 2)], P.PREPARING),
    # a display status that denies delivery
    ("NOT_DELIVERED", [("DELIVERED", 2)], P.PROBLEM),
    ("RETURNING_TO_SENDER", [("DELIVERED", 2)], P.RETURNING),
    # stray scans after delivery
    ("DELIVERED", [("DELIVERED", 9), ("IN_TRANSIT", 2)], P.DELIVERED),
    (None, [("DELIVERED", 9), ("IN_TRANSIT", 2)], P.DELIVERED),
    (None, [("DELIVERED", 9), ("LABEL_PRINTED", 2)], P.DELIVERED),
    (None, [("DELIVERED", 9), ("DELAYED", 2)], P.DELIVERED),
    (None, [("PICKED_UP", 9), ("DELIVERED", 2)], P.COLLECTED),
    # notices after delivery, or while it can be collected
    ("DELIVERED", [("DELIVERED", 9), ("FAILURE", 2)], P.DELIVERED),
    ("FAILURE", [("DELIVERED", 9), ("FAILURE", 2)], P.DELIVERED),
    ("NOT_DELIVERED", [("DELIVERED", 9), ("FAILURE", 2)], P.PROBLEM),
    ("DELAYED", [("DELIVERED", 9), ("DELAYED", 2)], P.DELIVERED),
    (None, [("DELIVERED", 9), ("BUYER_ACTION_REQUIRED", 2)], P.DELIVERED),
    ("FAILURE", [("READY_FOR_PICKUP", 9), ("FAILURE", 2)], P.READY_TO_COLLECT),
    # real news after delivery
    ("IN_TRANSIT", [("DELIVERED", 9), ("IN_TRANSIT", 2)], P.IN_TRANSIT),
    ("DELIVERED", [("DELIVERED", 9), ("RETURNING_TO_SENDER", 2)], P.RETURNING),
    ("DELIVERED", [("DELIVERED", 9), ("OUT_FOR_DELIVERY", 2)], P.OUT_FOR_DELIVERY),
    (None, [("DELIVERED", 9), ("ATTEMPTED_DELIVERY", 2)], P.DELIVERY_ATTEMPTED),
    (None, [("DELIVERED", 9), ("READY_FOR_PICKUP", 2)], P.READY_TO_COLLECT),
    (None, [("DELIVERED", 9), ("PICKED_UP", 2)], P.COLLECTED),
    (None, [("DELIVERED", 9), ("OUT_FOR_DELIVERY", 6), ("DELIVERED", 2)], P.DELIVERED),
    # going back to the sender
    ("DELIVERED", [("RETURNING_TO_SENDER", 9), ("IN_TRANSIT", 6), ("DELIVERED", 2)], P.RETURNED),
    ("IN_TRANSIT", [("RETURNING_TO_SENDER", 9), ("IN_TRANSIT", 2)], P.RETURNING),
    ("DELIVERED", [("RETURNING_TO_SENDER", 9)], P.RETURNING),
    ("OUT_FOR_DELIVERY", [("RETURNING_TO_SENDER", 9)], P.OUT_FOR_DELIVERY),
    (None, [("RETURNING_TO_SENDER", 9), ("RETURNING_TO_SENDER", 2)], P.RETURNING),
    (None, [("RETURNING_TO_SENDER", 9), ("OUT_FOR_DELIVERY", 6), ("DELIVERED", 2)], P.DELIVERED),
    # labels made again
    (None, [("IN_TRANSIT", 9), ("LABEL_PRINTED", 2)], P.IN_TRANSIT),
    ("LABEL_PRINTED", [("IN_TRANSIT", 9), ("LABEL_PRINTED", 2)], P.IN_TRANSIT),
    # agreement
    ("IN_TRANSIT", [("OUT_FOR_DELIVERY", 9), ("IN_TRANSIT", 2)], P.IN_TRANSIT),
]


@pytest.mark.parametrize(("display", "scans", "state"), STORIES)
def test_the_newest_sure_fact_wins(display: str | None, scans: list[tuple[str, float]], state: P) -> None:
    assert the_parcel(display, *scans).state is state


@pytest.mark.parametrize(("display", "scans", "state"), STORIES)
def test_the_order_in_which_events_arrive_changes_nothing(
    display: str | None, scans: list[tuple[str, float]], state: P
) -> None:
    shuffled = list(scans)
    random.Random(7).shuffle(shuffled)

    assert the_parcel(display, *shuffled).state is state


def test_a_lagging_display_status_does_not_undo_the_time_of_delivery() -> None:
    parcel = the_parcel("IN_TRANSIT", ("IN_TRANSIT", 30), delivered_hours_ago=3)

    assert (parcel.state, parcel.state_at) == (P.DELIVERED, NOW - timedelta(hours=3))


def test_a_parcel_is_delivered_when_it_was_first_said_to_be() -> None:
    parcel = the_parcel("DELIVERED", ("DELIVERED", 8), ("DELIVERED", 2))

    assert parcel.state_at == NOW - timedelta(hours=8)


@pytest.mark.parametrize("display", ["IN_TRANSIT", "SOMETHING_NEW", None])
def test_an_event_from_the_future_decides_nothing_but_is_kept(display: str | None) -> None:
    parcel = the_parcel(display, ("IN_TRANSIT", 4), ("DELIVERED", -1))

    assert parcel.state is P.IN_TRANSIT
    assert parcel.last_seen_at == NOW - timedelta(hours=4)
    assert [event.status for event in parcel.events] == ["DELIVERED", "IN_TRANSIT"]


def test_a_carriers_clock_may_run_ten_minutes_fast() -> None:
    assert the_parcel(None, ("DELIVERED", -10 / 60)).state is P.DELIVERED
    assert the_parcel(None, ("DELIVERED", -11 / 60)).state is P.SHIPPED


def test_times_of_the_fulfillment_from_the_future_decide_nothing() -> None:
    assert the_parcel(None, in_transit_hours_ago=-2, delivered_hours_ago=-1).state is P.SHIPPED


def test_scans_of_one_time_stand_as_shopify_heard_of_them() -> None:
    first = an_event("DELIVERED", event=1, hours_ago=9, heard_hours_ago=8)
    then = an_event("OUT_FOR_DELIVERY", event=2, hours_ago=9, heard_hours_ago=9)
    order = an_order(fulfillments=(a_fulfillment(display_status=None, events=(first, then)),))

    assert build_timeline(order, now=NOW).parcels[0].state is P.DELIVERED


def test_scans_of_one_time_heard_at_once_stand_by_how_far_they_are_along_the_way() -> None:
    scans = [an_event(name, event=9, hours_ago=9) for name in ("DELIVERED", "IN_TRANSIT", "SOMETHING_NEW")]
    order = an_order(fulfillments=(a_fulfillment(display_status=None, events=scans),))

    events = build_timeline(order, now=NOW).parcels[0].events

    assert [event.status for event in events] == ["DELIVERED", "IN_TRANSIT", "SOMETHING_NEW"]


def test_being_in_transit_at_the_time_of_a_scan_takes_nothing_back_from_it() -> None:
    parcel = the_parcel("OUT_FOR_DELIVERY", ("OUT_FOR_DELIVERY", 5), in_transit_hours_ago=5)
    assert parcel.state is P.OUT_FOR_DELIVERY


def test_the_same_scan_is_shown_once_as_heard_last() -> None:
    scan = an_event("IN_TRANSIT", event=1, hours_ago=9, city="Teruel")
    again = replace(scan, id="again", created_at=scan.created_at + timedelta(hours=1))
    elsewhere = replace(scan, id="elsewhere", city="Madrid")
    order = an_order(fulfillments=(a_fulfillment(events=(again, scan, elsewhere)),))

    events = build_timeline(order, now=NOW).parcels[0].events

    assert {event.id for event in events} == {"again", "elsewhere"}


def test_a_label_is_not_a_sighting() -> None:
    parcel = the_parcel(None, ("IN_TRANSIT", 9), ("LABEL_PRINTED", 4), ("SOMETHING_NEW", 2))

    assert parcel.last_seen_at == NOW - timedelta(hours=9)


def test_a_parcel_nobody_has_scanned_was_not_seen() -> None:
    parcel = the_parcel("LABEL_PRINTED", ("LABEL_PRINTED", 4))

    assert (parcel.last_seen_at, parcel.last_seen_city) == (None, None)


@pytest.mark.parametrize(
    ("method", "display", "state"),
    [
        ("LOCAL", "FULFILLED", P.OUT_FOR_DELIVERY),
        ("LOCAL", None, P.OUT_FOR_DELIVERY),
        ("LOCAL", "SOMETHING_NEW", P.SHIPPED),
        ("LOCAL", "CONFIRMED", P.PREPARING),
        ("LOCAL", "DELIVERED", P.DELIVERED),
        ("PICK_UP", "FULFILLED", P.COLLECTED),
        ("PICK_UP", None, P.COLLECTED),
        ("PICK_UP", "SOMETHING_NEW", P.PREPARING),
        ("PICK_UP", "SUBMITTED", P.PREPARING),
        ("PICK_UP", "READY_FOR_PICKUP", P.READY_TO_COLLECT),
        ("PICK_UP", "PICKED_UP", P.COLLECTED),
        ("PICK_UP", "DELIVERED", P.COLLECTED),
        ("PICKUP_POINT", "FULFILLED", P.SHIPPED),
        ("PICKUP_POINT", "DELIVERED", P.AT_POINT),
        ("NONE", "FULFILLED", P.SENT),
        ("NONE", None, P.SENT),
        ("NONE", "SUBMITTED", P.PREPARING),
        ("NONE", "FAILURE", P.PROBLEM),
        ("RETAIL", None, P.COLLECTED),
        ("RETAIL", "LABEL_VOIDED", P.PREPARING),
    ],
)
def test_the_same_status_means_what_its_journey_makes_of_it(
    method: str, display: str | None, state: P
) -> None:
    assert the_parcel(display, method=method).state is state


@pytest.mark.parametrize("method", ["NONE", "RETAIL", "LOCAL", "PICK_UP"])
def test_a_pending_fulfillment_is_being_prepared_where_nothing_is_labelled(method: str) -> None:
    assert the_parcel(None, status="PENDING", method=method).state is P.PREPARING


def test_the_warehouse_it_was_handed_to_may_have_made_the_label() -> None:
    assert the_parcel("SUBMITTED", ("LABEL_PRINTED", 3)).state is P.LABEL_READY
