"""How good the forecast is, on lanes made by dice: the aims that it has to reach, and the rules beside it."""

from datetime import date, timedelta

import pytest

from orders.domain.forecast.measuring import Measured, measure, width_at
from orders.domain.forecast.simulated import CONDUCTS, FIRST_DAY, LAST_DAY, STRIKE, simulate
from orders.domain.forecast.trips import Lane, Trip
from orders.history.forecasting import holidays_for

HOLIDAYS_OF = holidays_for(FIRST_DAY, LAST_DAY)


@pytest.fixture(scope="module")
def trips() -> list[Trip]:
    return simulate(HOLIDAYS_OF, seed=1)


@pytest.fixture(scope="module")
def measured(trips: list[Trip]) -> list[Measured]:
    return measure(trips, HOLIDAYS_OF)


def test_four_in_five_windows_hold_on_every_lane(measured: list[Measured]) -> None:
    assert {each.lane for each in measured} == {conduct.lane for conduct in CONDUCTS}
    for each in measured:
        assert each.trips > 1000
        assert each.windows == each.trips
        assert 0.75 <= each.coverage <= 0.85, each


def test_windows_are_narrower_than_what_the_naive_rules_need(measured: list[Measured]) -> None:
    for each in measured:
        assert each.ratio <= 0.8, each


def test_the_same_dice_make_the_same_lanes() -> None:
    one = CONDUCTS[:1]
    made = [simulate(HOLIDAYS_OF, seed=seed, conducts=one) for seed in (2, 2, 3)]
    assert made[0] == made[1] != made[2]


def test_lanes_are_made_as_they_are_said_to_be(trips: list[Trip]) -> None:
    correos = [trip for trip in trips if trip.lane == Lane("Correos", "ES", "ES")]
    christmas = date(2025, 12, 25)
    assert not any(trip.arrived_on == christmas or trip.arrived_on.weekday() > 4 for trip in correos)
    assert not any(STRIKE[0] <= trip.arrived_on <= STRIKE[1] for trip in correos)
    seur = [trip for trip in trips if trip.lane.carrier == "SEUR"]
    assert any(trip.arrived_on.weekday() == 5 for trip in seur)

    def mean_days(month: int) -> float:
        took = [(trip.arrived_on - trip.left_on).days for trip in seur if trip.left_on.month == month]
        return sum(took) / len(took)

    assert mean_days(11) > mean_days(5) + 1


@pytest.mark.parametrize(
    ("errors", "coverage", "width"),
    [
        ([0, 0, 0, 0], 0.8, 1.0),
        ([0, 1, -1, 2, -2], 0.6, 3.0),
        ([0, 1, -1, 2, -2], 0.8, 4.0),
        ([0, 1, -1, 2, -2], 1.0, 5.0),
        ([3, 3], 0.0, 1.0),
        ([0], 2.0, 1.0),
    ],
)
def test_a_guess_is_widened_just_enough(errors: list[int], coverage: float, width: float) -> None:
    assert width_at(errors, coverage) == pytest.approx(width)


def test_too_few_parcels_are_not_measured() -> None:
    day = timedelta(days=1)
    trips = [
        Trip(Lane("UPS", "ES", "FR"), FIRST_DAY + day * n, FIRST_DAY + day * (n + 2)) for n in range(150)
    ]
    few = [trip for trip in trips if trip.left_on.day == 1]
    assert measure(few, HOLIDAYS_OF) == []
    assert measure([], HOLIDAYS_OF) == []
