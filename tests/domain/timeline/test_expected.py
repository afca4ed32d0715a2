"""The expected date: whose word counts, and how late it is."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from orders.domain.order import DeliveryMethod, FulfillmentEvent, Order
from orders.domain.timeline import Expected, ExpectedSource, HeadlineKind, Parcel, build_timeline
from orders.domain.when import Day, When
from orders.gallery.builders import NOW, a_fulfillment, a_fulfillment_order, a_line, an_event, an_order
from orders.gallery.states import GALLERY


def the_parcel(order: Order, *, now: datetime = NOW) -> Parcel:
    (parcel,) = build_timeline(order, now=now).parcels
    return parcel


def the_date(order: Order, *, now: datetime = NOW) -> Expected:
    expected = the_parcel(order, now=now).expected
    assert expected is not None
    return expected


def day_in(hours: float) -> Day:
    return Day((NOW + timedelta(hours=hours)).date())


def an_estimated_order(at: When) -> Order:
    parcel = replace(a_fulfillment(display_status="IN_TRANSIT"), estimated_delivery_at=at)
    return an_order(fulfillments=(parcel,))


def test_the_newest_event_with_an_estimate_is_believed_first() -> None:
    events = [
        an_event(event=1, hours_ago=9, estimated_in_hours=10),
        an_event(event=2, hours_ago=5, estimated_in_hours=30),
        an_event(event=3, hours_ago=1),
    ]
    expected = the_date(an_order(fulfillments=(a_fulfillment(events=events, estimated_in_hours=99),)))

    assert expected.source is ExpectedSource.CARRIER
    assert expected.first_day == expected.last_day == day_in(30)


def test_an_estimate_in_an_event_of_an_unknown_status_is_still_an_estimate() -> None:
    scan = an_event("SOMETHING_NEW", estimated_in_hours=30)

    assert the_date(an_order(fulfillments=(a_fulfillment(events=(scan,)),))).source is ExpectedSource.CARRIER


def test_an_event_from_the_future_estimates_nothing() -> None:
    scan = an_event(hours_ago=-3, estimated_in_hours=30)

    assert the_parcel(an_order(fulfillments=(a_fulfillment(events=(scan,)),))).expected is None


def test_the_fulfillments_estimate_comes_second() -> None:
    work = a_fulfillment_order(status="CLOSED", promise_in_hours=(1, 2), items=(), fulfillments=(1,))
    parcel = a_fulfillment(events=(an_event(),), estimated_in_hours=50)
    expected = the_date(an_order(fulfillments=(parcel,), fulfillment_orders=(work,)))

    assert (expected.source, expected.last_day) == (ExpectedSource.SHIPMENT, day_in(50))


@pytest.mark.parametrize(
    ("promise", "span"),
    [
        ((24, 72), (24, 72)),
        ((72, 24), (24, 72)),
        ((None, 72), (72, 72)),
        ((24, None), (24, 24)),
    ],
)
def test_the_promise_of_checkout_comes_last(
    promise: tuple[float | None, float | None], span: tuple[int, int]
) -> None:
    work = a_fulfillment_order(status="CLOSED", promise_in_hours=promise, items=(), fulfillments=(1,))
    expected = the_date(an_order(fulfillments=(a_fulfillment(),), fulfillment_orders=(work,)))

    first, last = map(day_in, span)
    assert expected == Expected(first_day=first, last_day=last, source=ExpectedSource.CHECKOUT)


def test_a_date_that_no_data_holds_is_not_made_up() -> None:
    work = a_fulfillment_order(status="CLOSED", items=(), fulfillments=(1,))

    assert the_parcel(an_order(fulfillments=(a_fulfillment(),), fulfillment_orders=(work,))).expected is None


@pytest.mark.parametrize(
    ("hours", "days"), [(5, 0), (-5, 0), (-11, 0), (-12, 1), (-35, 1), (-36, 2), (24 * 40, 0)]
)
def test_lateness_is_counted_in_calendar_days(hours: float, days: int) -> None:
    assert the_date(an_estimated_order(NOW + timedelta(hours=hours))).days_late == days


def test_days_are_those_of_the_store() -> None:
    late_evening_utc = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # already the 23rd in Madrid
    order = an_estimated_order(late_evening_utc)

    assert the_date(order, now=NOW).days_late == 0
    assert the_date(order, now=NOW.astimezone(UTC)).days_late == 1
    assert the_date(order, now=NOW.astimezone(ZoneInfo("America/Los_Angeles"))).days_late == 1


NEVER_MEANT = [
    datetime.max.replace(tzinfo=UTC),
    datetime(9999, 12, 31, 12, tzinfo=UTC),
    datetime(2099, 12, 31, 9, tzinfo=UTC),
    datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC),
    datetime.min.replace(tzinfo=UTC, hour=3),
    Day(date.max),
    Day(date.min),
    Day(date(1970, 1, 1)),
]


@pytest.mark.parametrize("at", NEVER_MEANT)
@pytest.mark.parametrize("zone", ["Europe/Madrid", "America/Los_Angeles", "Pacific/Kiritimati"])
def test_a_date_that_stands_for_none_is_none(at: When, zone: str) -> None:
    assert the_parcel(an_estimated_order(at), now=NOW.astimezone(ZoneInfo(zone))).expected is None


@pytest.mark.parametrize("at", NEVER_MEANT)
def test_where_the_newest_estimate_is_none_an_older_word_holds(at: When) -> None:
    events = (
        an_event(event=1, hours_ago=9, estimated_in_hours=30),
        replace(an_event(event=2, hours_ago=1), estimated_delivery_at=at),
    )

    assert the_date(an_order(fulfillments=(a_fulfillment(events=events),))).last_day == day_in(30)


@pytest.mark.parametrize("at", NEVER_MEANT)
def test_a_promise_without_an_end_is_none_and_one_without_a_beginning_is_its_end(at: When) -> None:
    def promised(earliest: When, latest: When) -> Expected | None:
        method = DeliveryMethod(method_type="SHIPPING", min_delivery_at=earliest, max_delivery_at=latest)
        work = replace(a_fulfillment_order(), delivery_method=method)
        (waiting,) = build_timeline(an_order(fulfillment_orders=(work,)), now=NOW).waiting
        return waiting.expected

    assert promised(day_in(24), at) is None
    assert promised(at, day_in(72)) == Expected(
        first_day=day_in(72), last_day=day_in(72), source=ExpectedSource.CHECKOUT
    )


@pytest.mark.parametrize("at", NEVER_MEANT)
def test_a_start_that_stands_for_none_is_a_day_not_known(at: When) -> None:
    work = replace(a_fulfillment_order(status="SCHEDULED"), fulfill_at=at)

    assert (
        build_timeline(an_order(fulfillment_orders=(work,)), now=NOW).headline.kind is HeadlineKind.PREORDER
    )


@pytest.mark.parametrize("name", ["delivered", "carrier_point_ready", "pickup_point_collected", "returning"])
def test_what_is_there_or_not_coming_is_no_longer_expected(name: str) -> None:
    assert the_parcel(GALLERY[name](NOW)).expected is None


def test_a_missed_date_stays_on_the_parcel_and_in_the_headline() -> None:
    timeline = build_timeline(GALLERY["overdue"](NOW), now=NOW)

    assert timeline.headline.kind is HeadlineKind.OVERDUE
    assert timeline.headline.expected == timeline.parcels[0].expected
    assert timeline.headline.expected is not None
    assert timeline.headline.expected.days_late == 2


def test_items_that_never_left_can_be_overdue_too() -> None:
    work = a_fulfillment_order(promise_in_hours=(-80, -50))
    headline = build_timeline(an_order(fulfillment_orders=(work,)), now=NOW).headline

    assert headline.kind is HeadlineKind.OVERDUE
    assert headline.expected is not None
    assert (headline.expected.days_late, headline.at, headline.place) == (2, None, None)


def test_two_parcels_on_their_way_arrive_within_one_span_as_sure_as_the_less_sure_of_them() -> None:
    first = a_fulfillment(1, events=(an_event(event=1, estimated_in_hours=24),))
    second = a_fulfillment(2, events=(an_event(event=2),), estimated_in_hours=72, items=((2, 1),))
    order = an_order(lines=(a_line(1), a_line(2)), fulfillments=(first, second))

    headline = build_timeline(order, now=NOW).headline

    assert headline.kind is HeadlineKind.ARRIVING
    assert headline.expected == Expected(
        first_day=day_in(24),
        last_day=day_in(72),
        source=ExpectedSource.SHIPMENT,
    )


@pytest.mark.parametrize("status", ["ATTEMPTED_DELIVERY", "BUYER_ACTION_REQUIRED", "FAILURE"])
def test_a_date_from_before_a_try_that_failed_is_told_no_more(status: str) -> None:
    before = an_event("IN_TRANSIT", event=1, hours_ago=30, estimated_in_hours=4)

    def expected_with(*events: FulfillmentEvent) -> Expected | None:
        sent = a_fulfillment(display_status=status, events=events, estimated_in_hours=4)
        return build_timeline(an_order(fulfillments=(sent,)), now=NOW).parcels[0].expected

    assert expected_with(before, an_event(status, event=2)) is None
    assert expected_with() is None
    since = expected_with(before, an_event(status, event=2, estimated_in_hours=28))
    assert since is not None
    assert since.source is ExpectedSource.CARRIER
    assert since.first_day == Day(NOW.date() + timedelta(days=1))


def test_of_a_cancelled_order_only_what_was_seen_leaving_is_expected() -> None:
    dated = a_fulfillment(estimated_in_hours=48)
    cancelled = an_order(fulfillments=(dated,), cancelled_at=NOW - timedelta(hours=1))
    assert the_parcel(replace(cancelled, cancelled_at=None)).expected is not None
    assert the_parcel(cancelled).expected is None
    seen = replace(dated, events=(an_event("IN_TRANSIT", hours_ago=2),), display_status="IN_TRANSIT")
    assert the_parcel(replace(cancelled, fulfillments=(seen,))).expected is not None
