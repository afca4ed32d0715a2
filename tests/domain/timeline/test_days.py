"""Days in a timeline: told as they were written, in every zone, and never late before they are over."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders.domain.order import DeliveryMethod, FulfillmentEvent, Order
from orders.domain.timeline import HeadlineKind, ParcelState, Step, build_timeline
from orders.domain.when import Day, When, read_when
from orders.gallery.builders import a_fulfillment, a_fulfillment_order, an_order, gid

FRIDAY = date(2026, 11, 27)
CREATED_AT = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)

zones = st.sampled_from(
    [
        "America/Los_Angeles",
        "Africa/Cairo",
        "America/Havana",
        "Europe/Berlin",
        "Asia/Kathmandu",
        "Pacific/Kiritimati",
    ]
).map(ZoneInfo)
days = st.dates(date(2026, 1, 2), date(2027, 12, 30))
written = st.builds(
    lambda clock, quarters: (clock, timezone(timedelta(minutes=15 * quarters))),
    st.sampled_from([time(0, 0, 0), time(23, 59, 59)]),
    st.integers(min_value=-48, max_value=56),
)


def told(day: date, how: tuple[time, timezone]) -> When:
    clock, offset = how
    return read_when(datetime.combine(day, clock, offset))


def dated_orders(when: When) -> list[Order]:
    """The day as a shipment's estimate, and as the promise of checkout."""
    method = DeliveryMethod(method_type="SHIPPING", max_delivery_at=when)
    orders = (
        an_order(fulfillments=(replace(a_fulfillment(), estimated_delivery_at=when),)),
        an_order(fulfillment_orders=(replace(a_fulfillment_order(), delivery_method=method),)),
    )
    return [replace(order, created_at=CREATED_AT) for order in orders]


@given(day=days, how=written, zone=zones, clock=st.times())
def test_a_day_is_not_late_before_it_is_over_and_is_from_then_on(
    day: date, how: tuple[time, timezone], zone: ZoneInfo, clock: time
) -> None:
    for order in dated_orders(told(day, how)):
        for later in (0, 1, 3):
            now = datetime.combine(day + timedelta(days=later), clock, zone)
            headline = build_timeline(order, now=now).headline

            assert headline.expected is not None
            assert headline.expected.last_day == Day(day)
            assert headline.expected.days_late == later
            assert (headline.kind is HeadlineKind.OVERDUE) is (later > 0)


@given(
    quarters=st.integers(0, 4 * 24 * 700),
    zone=zones,
    minutes=st.integers(0, 4000),
)
def test_an_instant_is_not_late_before_its_day_is_over_where_the_store_is(
    quarters: int, zone: ZoneInfo, minutes: int
) -> None:
    instant = datetime(2026, 1, 2, tzinfo=UTC) + timedelta(minutes=15 * quarters)
    when = read_when(instant)
    day = when.date if isinstance(when, Day) else when.astimezone(zone).date()
    for order in dated_orders(when):
        now = (instant + timedelta(minutes=minutes)).astimezone(zone)
        expected = build_timeline(order, now=now).headline.expected

        assert expected is not None
        assert expected.days_late == max(0, (now.date() - day).days)


def a_scan(status: str, happened_at: When, heard_at: datetime, number: int) -> FulfillmentEvent:
    return FulfillmentEvent(
        id=gid("FulfillmentEvent", number), status=status, happened_at=happened_at, created_at=heard_at
    )


def an_order_scanned(*events: FulfillmentEvent) -> Order:
    return an_order(fulfillments=(a_fulfillment(display_status=events[-1].status, events=events),))


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Europe/Berlin", "Pacific/Kiritimati"])
def test_a_scan_known_to_the_day_stands_where_shopify_heard_of_it(zone: str) -> None:
    now = datetime(2026, 11, 27, 20, 0, tzinfo=ZoneInfo(zone))
    out = a_scan("OUT_FOR_DELIVERY", now - timedelta(hours=11), now - timedelta(hours=11), 1)
    there = a_scan("DELIVERED", Day(FRIDAY), now - timedelta(hours=2), 2)

    timeline = build_timeline(an_order_scanned(out, there), now=now)

    assert (timeline.headline.kind, timeline.headline.at) == (HeadlineKind.DELIVERED, Day(FRIDAY))
    assert timeline.milestones[-1].reached_at == Day(FRIDAY)


def test_scans_of_one_day_heard_of_later_stand_by_how_far_along_they_are() -> None:
    now = datetime(2026, 11, 29, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))
    heard = now - timedelta(hours=3)
    scans = [
        a_scan(status, Day(FRIDAY), heard, number)
        for number, status in enumerate(["DELIVERED", "IN_TRANSIT", "OUT_FOR_DELIVERY"])
    ]

    (parcel,) = build_timeline(an_order_scanned(*scans), now=now).parcels

    assert (parcel.state, parcel.state_at) == (ParcelState.DELIVERED, Day(FRIDAY))


def test_a_scan_of_a_day_that_has_not_begun_decides_nothing_yet() -> None:
    tomorrow = Day(date(2026, 11, 28))
    late_on_friday = datetime(2026, 11, 27, 18, 0, tzinfo=ZoneInfo("America/Los_Angeles"))
    order = an_order_scanned(
        a_scan("DELIVERED", tomorrow, late_on_friday, 1), a_scan("IN_TRANSIT", Day(FRIDAY), late_on_friday, 2)
    )

    assert build_timeline(order, now=late_on_friday).parcels[0].state is ParcelState.IN_TRANSIT
    assert (
        build_timeline(order, now=late_on_friday + timedelta(hours=6)).parcels[0].state
        is ParcelState.DELIVERED
    )


def test_the_two_times_of_a_shipment_may_be_days_too() -> None:
    made = replace(
        a_fulfillment(display_status=None),
        in_transit_at=Day(date(2026, 11, 20)),
        delivered_at=Day(date(2026, 11, 22)),
    )
    timeline = build_timeline(
        an_order(fulfillments=(made,)), now=datetime(2026, 11, 23, 11, 0, tzinfo=ZoneInfo("Europe/Madrid"))
    )

    reached = {milestone.step: milestone.reached_at for milestone in timeline.milestones}
    assert reached[Step.IN_TRANSIT] == reached[Step.SHIPPED] == Day(date(2026, 11, 20))
    assert timeline.headline.at == reached[Step.DELIVERED] == Day(date(2026, 11, 22))


def test_what_starts_on_a_day_is_planned_until_that_day_is_over() -> None:
    work = replace(a_fulfillment_order(status="SCHEDULED"), fulfill_at=Day(FRIDAY))
    order = an_order(fulfillment_orders=(work,))
    zone = ZoneInfo("America/Los_Angeles")

    on_friday = build_timeline(order, now=datetime(2026, 11, 27, 23, 0, tzinfo=zone)).headline
    on_saturday = build_timeline(order, now=datetime(2026, 11, 28, 0, 0, tzinfo=zone)).headline

    assert (on_friday.kind, on_friday.at) == (HeadlineKind.SCHEDULED, Day(FRIDAY))
    assert on_saturday.kind is HeadlineKind.RECEIVED
