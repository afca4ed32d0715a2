"""Silence: what is waited for, since when, and when it is longer than usual."""

from dataclasses import replace
from datetime import timedelta

import pytest

from orders.domain.order import FulfillmentEvent, Order, Renumbering
from orders.domain.timeline import HeadlineKind, NextKind, build_timeline
from orders.domain.timeline.kinds import Awaited, Quiet
from orders.domain.timeline.model import Silence
from orders.domain.timeline.usual_times import USUAL_TIMES, UnusableTimes, Usual, read_usual_times
from orders.gallery.builders import NOW, a_fulfillment, a_fulfillment_order, a_tracking, an_event, an_order

DAY = 24.0


def an_order_with(
    display: str | None,
    *events: FulfillmentEvent,
    days_ago: float = 30,
    method: str = "SHIPPING",
    country: str | None = "ES",
    estimated_in_hours: float | None = None,
    tracked: bool = True,
) -> Order:
    parcel = a_fulfillment(
        display_status=display,
        hours_ago=days_ago * DAY,
        events=events,
        estimated_in_hours=estimated_in_hours,
        tracking=None if tracked else (),
    )
    work = a_fulfillment_order(status="CLOSED", method_type=method, items=(), fulfillments=(1,))
    return an_order(fulfillments=(parcel,), fulfillment_orders=(work,), destination_country_code=country)


def silence_of(order: Order) -> Silence | None:
    return build_timeline(order, now=NOW).parcels[0].silence


def scan(status: str, days_ago: float) -> FulfillmentEvent:
    return an_event(status, hours_ago=days_ago * DAY)


@pytest.mark.parametrize(
    ("order", "awaited"),
    [
        (an_order_with("FULFILLED"), Awaited.FIRST_SCAN),
        (an_order_with("FULFILLED", country="FR"), Awaited.FIRST_SCAN_ABROAD),
        (an_order_with("FULFILLED", country=None), Awaited.FIRST_SCAN),
        (an_order_with("CONFIRMED"), Awaited.FIRST_SCAN),
        (an_order_with("LABEL_VOIDED"), Awaited.PACKING),
        (an_order_with("FULFILLED", tracked=False), Awaited.UNTRACKED),
        (an_order_with("FULFILLED", tracked=False, country="FR"), Awaited.UNTRACKED_ABROAD),
        (an_order_with("IN_TRANSIT"), Awaited.NEXT_SCAN),
        (an_order_with("IN_TRANSIT", country="FR"), Awaited.NEXT_SCAN_ABROAD),
        (an_order_with("OUT_FOR_DELIVERY", scan("OUT_FOR_DELIVERY", 1), country="FR"), Awaited.DELIVERY),
        (an_order_with("OUT_FOR_DELIVERY"), Awaited.NEXT_SCAN),
        (an_order_with("ATTEMPTED_DELIVERY"), Awaited.NEW_ATTEMPT),
        (an_order_with("READY_FOR_PICKUP"), Awaited.COLLECTION),
        (an_order_with("READY_FOR_PICKUP", method="PICK_UP"), Awaited.SHOP_COLLECTION),
    ],
)
def test_what_is_waited_for_goes_by_the_state_and_the_way(order: Order, awaited: Awaited) -> None:
    silence = silence_of(order)
    assert silence is not None
    assert silence.awaited is awaited


@pytest.mark.parametrize(
    ("display", "method"),
    [
        ("DELIVERED", "SHIPPING"),
        ("RETURNING_TO_SENDER", "SHIPPING"),
        ("PICKED_UP", "PICK_UP"),
        ("FULFILLED", "NONE"),
    ],
)
def test_where_nothing_more_is_to_be_heard_there_is_no_silence(display: str, method: str) -> None:
    assert silence_of(an_order_with(display, method=method)) is None


@pytest.mark.parametrize(
    ("days", "quiet"),
    [(0, Quiet.USUAL), (3, Quiet.USUAL), (4, Quiet.LONGER), (7, Quiet.LONGER), (8, Quiet.ASK)],
)
def test_it_is_taken_in_three_steps_by_the_calendar(days: int, quiet: Quiet) -> None:
    silence = silence_of(an_order_with("IN_TRANSIT", scan("IN_TRANSIT", days)))
    assert silence is not None
    assert (silence.days, silence.quiet) == (days, quiet)


@pytest.mark.parametrize("later", [timedelta(seconds=1), timedelta(days=365)])
@pytest.mark.parametrize("display", ["FULFILLED", "IN_TRANSIT", "OUT_FOR_DELIVERY"])
def test_once_it_is_too_long_it_stays_so(display: str, later: timedelta) -> None:
    order = an_order_with(display, days_ago=8)
    for now in (NOW, NOW + later):
        timeline = build_timeline(order, now=now)
        assert timeline.headline.kind is HeadlineKind.NO_NEWS
        assert timeline.headline.days == (now.date() - (NOW - timedelta(days=8)).date()).days
        assert timeline.next is NextKind.CARRIER_THEN_SHOP


def test_who_has_said_anything_is_not_silent() -> None:
    heard = silence_of(an_order_with("IN_TRANSIT", scan("IN_TRANSIT", 9), scan("SOMETHING_NEW", 1)))
    assert heard is not None
    assert (heard.days, heard.quiet) == (1, Quiet.USUAL)


def test_a_date_to_come_keeps_a_long_silence_out_of_the_headline() -> None:
    timeline = build_timeline(
        an_order_with("IN_TRANSIT", scan("IN_TRANSIT", 9), estimated_in_hours=30), now=NOW
    )
    assert timeline.headline.kind is HeadlineKind.ARRIVING
    assert timeline.silence is not None


def test_a_shop_has_its_own_pace() -> None:
    order = an_order_with("IN_TRANSIT", scan("IN_TRANSIT", 9))
    patient = read_usual_times({"next_scan": "20 40"})
    assert build_timeline(order, now=NOW, usual=patient).silence is None


def test_after_a_new_number_the_silence_begins_anew() -> None:
    order = an_order_with("IN_TRANSIT", scan("IN_TRANSIT", 20))
    (parcel,) = order.fulfillments
    change = Renumbering(at=NOW - timedelta(days=9), former=(a_tracking("1"),), display_status="IN_TRANSIT")
    timeline = build_timeline(replace(order, fulfillments=(replace(parcel, renumbering=change),)), now=NOW)
    assert timeline.silence is not None
    assert (timeline.silence.days, timeline.silence.renumbered) == (9, True)


@pytest.mark.parametrize(
    ("display", "events", "days", "following"),
    [
        ("FAILURE", [scan("FAILURE", 5)], 5, NextKind.CONTACT_SHOP),
        ("FAILURE", [scan("FAILURE", 9)], 9, NextKind.CARRIER_THEN_SHOP),
        ("READY_FOR_PICKUP", [scan("READY_FOR_PICKUP", 5)], 5, NextKind.COLLECT_AT_POINT),
        ("DELAYED", [scan("DELAYED", 5)], 5, NextKind.CARRIER_FIRST),
    ],
)
def test_what_else_is_to_be_done_comes_first_until_asking_is_all_that_helps(
    display: str, events: list[FulfillmentEvent], days: int, following: NextKind
) -> None:
    timeline = build_timeline(an_order_with(display, *events), now=NOW)
    assert timeline.silence is not None
    assert (timeline.silence.days, timeline.next) == (days, following)


@pytest.mark.parametrize(
    ("days", "promise", "quiet"),
    [(4, None, None), (5, None, Quiet.LONGER), (14, None, Quiet.ASK), (14, 40, None)],
)
def test_an_order_that_has_not_left_is_silent_too_unless_a_date_is_to_come(
    days: int, promise: float | None, quiet: Quiet | None
) -> None:
    work = a_fulfillment_order(promise_in_hours=(None, promise))
    order = an_order(placed_hours_ago=days * DAY, fulfillment_orders=(work,))
    silence = build_timeline(order, now=NOW).silence
    assert (None if silence is None else silence.quiet) is quiet


def test_what_was_scheduled_is_not_called_late_by_its_age() -> None:
    works = (
        a_fulfillment_order(1, items=((1, 1),)),
        a_fulfillment_order(2, status="SCHEDULED", fulfill_in_hours=90, items=((1, 1),)),
    )
    order = an_order(placed_hours_ago=20 * DAY, lines=None, fulfillment_orders=works)
    assert build_timeline(order, now=NOW).headline.kind is HeadlineKind.RECEIVED


def test_a_part_that_has_not_left_and_is_late_has_no_silence_of_its_own() -> None:
    work = a_fulfillment_order(promise_in_hours=(None, -50))
    timeline = build_timeline(an_order(placed_hours_ago=20 * DAY, fulfillment_orders=(work,)), now=NOW)
    assert timeline.headline.kind is HeadlineKind.OVERDUE
    assert timeline.silence is None


def test_the_table_names_everything_that_can_be_waited_for() -> None:
    assert set(USUAL_TIMES) == set(Awaited)
    assert all(1 <= usual.longer <= usual.ask for usual in USUAL_TIMES.values())


def test_single_rows_can_be_changed() -> None:
    changed = read_usual_times({"first_scan": "2 3"})
    assert changed[Awaited.FIRST_SCAN] == Usual(2, 3)
    assert changed[Awaited.NEXT_SCAN] == USUAL_TIMES[Awaited.NEXT_SCAN]


@pytest.mark.parametrize("table", [{"scan": "1 2"}, {"packing": "1"}, {"packing": "a b"}, {"packing": "2 1"}])
def test_a_row_that_makes_no_sense_is_refused(table: dict[str, str]) -> None:
    with pytest.raises(UnusableTimes):
        read_usual_times(table)
