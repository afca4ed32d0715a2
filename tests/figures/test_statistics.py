"""Medians, slow tenths and shares, by exact values and against the plain way of finding them."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders.figures.statistics import coarse_hours, median, share, slow_tenth, value_within

VALUES = st.lists(st.integers(0, 50), min_size=1, max_size=60)


@pytest.mark.parametrize(
    ("values", "half", "nine_tenths"),
    [
        ([3], 3, 3),
        ([1, 2], 1, 2),
        ([1, 2, 3], 2, 3),
        ([1, 2, 3, 4], 2, 4),
        ([2] * 9 + [30], 2, 2),
        ([2] * 8 + [9, 30], 2, 9),
        ([2] * 89 + [30] * 11, 2, 30),
        (list(range(1, 101)), 50, 90),
    ],
)
def test_median_and_slow_tenth_are_exact(values: list[int], half: int, nine_tenths: int) -> None:
    assert (median(Counter(values)), slow_tenth(Counter(values))) == (half, nine_tenths)


def test_of_nothing_there_is_none() -> None:
    assert (median({}), slow_tenth({}), share(0, 0)) == (None, None, 0)


@given(VALUES, st.integers(1, 10))
def test_so_many_tenths_took_no_longer_and_no_lesser_value_will_do(values: list[int], tenths: int) -> None:
    found = value_within(Counter(values), tenths=tenths)
    assert found in values
    assert 10 * sum(value <= found for value in values) >= tenths * len(values)
    assert 10 * sum(value < found for value in values) < tenths * len(values)


@pytest.mark.parametrize(
    ("part", "whole", "hundredths"),
    [(92, 100, 92), (1, 3, 33), (2, 3, 67), (1, 1000, 1), (999, 1000, 99), (7, 7, 100), (0, 7, 0)],
)
def test_only_all_is_a_hundred_and_only_none_is_nought(part: int, whole: int, hundredths: int) -> None:
    assert share(part, whole) == hundredths


@pytest.mark.parametrize(
    ("hours", "counted"), [(-5, 0), (0, 0), (72, 72), (73, 96), (96, 96), (97, 120), (1000, 1008)]
)
def test_hours_are_coarse_after_three_days_and_never_shorter_than_they_were(hours: int, counted: int) -> None:
    assert coarse_hours(hours) == counted
