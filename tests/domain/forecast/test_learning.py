"""What is learned of a lane: delivery days, the newest first, enough of them, and nothing from the future."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest

from orders.domain.forecast.delivery_days import MONDAY_TO_FRIDAY, DeliveryDays, days_between, weekdays_of
from orders.domain.forecast.fading import FadingCounts
from orders.domain.forecast.learning import Forecaster, replay
from orders.domain.forecast.trips import Lane, Trip, Window

DAY = timedelta(days=1)
MONDAY = date(2026, 3, 2)
LANE = Lane("Correos", "ES", "ES")
CANARIES = Lane("Correos", "ES", "ES", "GC")


def nothing_off(_country: str, _province: str) -> frozenset[date]:
    return frozenset()


def weekly(
    lane: Lane, took: Iterable[int], *, weeks: int, start: date = MONDAY, a_day: int = 4, **days: Any
) -> list[Trip]:
    """Parcels that leave on each working day and take these delivery days in turn."""
    calendar = DeliveryDays(days.get("weekdays", MONDAY_TO_FRIDAY), days.get("off", ()))
    turns = list(took)
    trips: list[Trip] = []
    for day in days_between(start, start + weeks * 7 * DAY - DAY):
        if day.weekday() < 5:
            for _ in range(a_day):
                trips.append(Trip(lane, day, calendar.after(day, turns[len(trips) % len(turns)])))
    return trips


def taught(trips: Iterable[Trip], holidays_of: Any = nothing_off) -> Forecaster:
    forecaster = Forecaster(holidays_of)
    for _ in replay(forecaster, list(trips)):
        pass
    return forecaster


def test_delivery_days_pass_over_weekends_and_holidays() -> None:
    days = DeliveryDays(MONDAY_TO_FRIDAY, (frozenset({MONDAY + 3 * DAY}),))
    assert days.after(MONDAY + DAY, 3) == MONDAY + 7 * DAY
    assert days.count(MONDAY + DAY, MONDAY + 7 * DAY) == 3
    assert days.after(MONDAY, 0) == MONDAY


def test_a_trip_without_an_end_is_counted_no_further() -> None:
    assert DeliveryDays(frozenset(range(7))).count(MONDAY, MONDAY + 1000 * DAY) == 120
    assert DeliveryDays(frozenset()).after(MONDAY, 1) == MONDAY + 240 * DAY


@pytest.mark.parametrize(("saturday", "days"), [(0.03, 5), (0.05, 6)])
def test_a_saturday_counts_where_it_is_usual(saturday: float, days: int) -> None:
    assert len(weekdays_of([0.2, 0.2, 0.2, 0.2, 0.1, saturday, 0.0])) == days


def test_counts_fade() -> None:
    counts = FadingCounts(10.0)
    counts.add(1, MONDAY)
    counts.add(2, MONDAY + 10 * DAY)
    assert counts.share(2) == pytest.approx(2 / 3)
    assert counts.recent(MONDAY + 20 * DAY) == pytest.approx(0.75)
    assert FadingCounts(10.0).share(1) == 0.0


def test_the_best_range_is_worth_its_days() -> None:
    counts = FadingCounts(1000.0)
    for value, many in ((1, 2), (2, 10), (3, 6), (9, 2)):
        for _ in range(many):
            counts.add(value, MONDAY)
    in_place = {"place_of": lambda value: value}
    assert counts.best_range(0.05, least=0.5, **in_place) == (1, 3)
    assert counts.best_range(0.2, least=0.5, **in_place) == (2, 3)
    assert counts.best_range(0.5, least=0.4, **in_place) == (2, 2)
    assert counts.best_range(0.001, least=0.5, **in_place) == (1, 9)


def test_little_is_not_enough() -> None:
    assert taught(weekly(LANE, [2], weeks=1, a_day=2)).predict(LANE, MONDAY + 7 * DAY) is None
    assert Forecaster(nothing_off).predict(LANE, MONDAY) is None


def test_what_was_known_long_ago_is_forgotten() -> None:
    forecaster = taught(weekly(LANE, [2], weeks=4))
    assert forecaster.predict(LANE, MONDAY + 28 * DAY) is not None
    assert forecaster.predict(LANE, MONDAY + 400 * DAY) is None


def test_a_window_is_in_delivery_days() -> None:
    forecaster = taught(weekly(LANE, [2], weeks=6))
    thursday = MONDAY + 45 * DAY
    assert forecaster.predict(LANE, thursday) == Window(thursday + 4 * DAY, thursday + 4 * DAY)


def test_holidays_of_both_ends_are_passed_over() -> None:
    after = MONDAY + 42 * DAY
    off = {"ES": frozenset({after + DAY}), "PT": frozenset({after + 2 * DAY})}
    abroad = Lane("Correos", "ES", "PT")
    forecaster = taught(weekly(abroad, [2], weeks=6), lambda country, _: off[country])
    assert forecaster.predict(abroad, after) == Window(after + 4 * DAY, after + 4 * DAY)


def test_holidays_of_the_province_of_destination_are_passed_over() -> None:
    after = MONDAY + 42 * DAY
    forecaster = taught(
        weekly(LANE, [2], weeks=6),
        lambda _, province: frozenset({after + DAY}) if province == "GC" else frozenset(),
    )
    assert forecaster.predict(LANE, after) == Window(after + 2 * DAY, after + 2 * DAY)
    assert forecaster.predict(CANARIES, after) == Window(after + 3 * DAY, after + 3 * DAY)


def test_a_province_speaks_for_itself_once_enough_is_known_of_it() -> None:
    common = weekly(LANE, [2], weeks=6)
    few, many = weekly(CANARIES, [6], weeks=6, a_day=4), weekly(CANARIES, [6], weeks=1, a_day=1)
    friday = MONDAY + 46 * DAY
    assert taught([*common, *few]).predict(CANARIES, friday) == Window(friday + 10 * DAY, friday + 10 * DAY)
    assert taught([*common, *many]).predict(CANARIES, friday) == Window(friday + 4 * DAY, friday + 4 * DAY)


def test_a_weekday_speaks_for_itself_once_enough_is_known_of_it() -> None:
    """Here what leaves on a Friday waits for a day."""
    trips = [
        Trip(LANE, day, DeliveryDays(MONDAY_TO_FRIDAY).after(day, 3 if day.weekday() == 4 else 2))
        for day in days_between(MONDAY, MONDAY + 90 * DAY)
        if day.weekday() < 5
        for _ in range(20)
    ]
    forecaster = taught(trips)
    friday = MONDAY + 95 * DAY
    assert forecaster.predict(LANE, friday) == Window(friday + 5 * DAY, friday + 5 * DAY)
    assert forecaster.predict(LANE, friday + 3 * DAY) == Window(friday + 5 * DAY, friday + 5 * DAY)


def test_a_carrier_that_gets_slower_is_followed_within_weeks() -> None:
    later = MONDAY + 70 * DAY
    forecaster = taught([*weekly(LANE, [2], weeks=10), *weekly(LANE, [4], weeks=6, start=later)])
    monday = later + 42 * DAY
    window = forecaster.predict(LANE, monday)
    assert window is not None
    assert window.holds(monday + 4 * DAY)
    assert not window.holds(monday + 2 * DAY)


def test_days_on_which_nothing_moved_do_not_count() -> None:
    """A week of strike: what was on its way then took no longer than usual, but for the days that nobody worked."""
    strike = frozenset(days_between(MONDAY + 70 * DAY, MONDAY + 76 * DAY))
    trips = weekly(LANE, [1, 2], weeks=12, a_day=10, off=(strike,))
    monday = MONDAY + 84 * DAY
    assert taught(trips).predict(LANE, monday) == Window(monday + DAY, monday + 2 * DAY)


def test_nothing_is_known_of_what_arrives_later() -> None:
    """Each window is the same, whatever comes after the day on which it was made."""
    trips = weekly(LANE, [1, 2, 2, 3], weeks=12)
    slower = weekly(LANE, [9], weeks=6, start=MONDAY + 42 * DAY)
    before = [trip for trip in trips if trip.left_on < MONDAY + 42 * DAY]
    windows = {
        (trip.left_on, trip.arrived_on): window
        for trip, window in replay(Forecaster(nothing_off), trips)
        if trip.left_on <= MONDAY + 42 * DAY
    }
    again = {
        (trip.left_on, trip.arrived_on): window
        for trip, window in replay(Forecaster(nothing_off), [*before, *slower])
        if trip.left_on < MONDAY + 42 * DAY
    }
    assert any(again.values())
    assert all(windows[key] == window for key, window in again.items())


def test_days_without_arrivals_are_gone_through_as_well() -> None:
    seen: list[date] = []
    trips = [Trip(LANE, MONDAY, MONDAY + 2 * DAY)]
    list(replay(Forecaster(nothing_off), trips, until=MONDAY + 4 * DAY, each_day=seen.append))
    assert seen == list(days_between(MONDAY, MONDAY + 4 * DAY))
    assert list(replay(Forecaster(nothing_off), [])) == []


def test_all_lanes_are_told() -> None:
    assert taught(weekly(CANARIES, [2], weeks=1)).lanes == [LANE, CANARIES]
