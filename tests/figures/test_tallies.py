"""What is counted of parcels, one by one and of groups together."""

import json
from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from orders.figures.tallies import Facts, Tally, group, sum_up

VALUES = st.lists(st.integers(0, 50), min_size=1, max_size=60)
FACTS = Facts(
    outcome="delivered",
    ordered_on=date(2026, 11, 2),
    arrived_on=date(2026, 11, 6),
    packed_hours=5,
    scanned_hours=30,
    arrived_hours=102,
    attempts=1,
    days_late=0,
)


def counted(*facts: Facts) -> Tally:
    tally = Tally()
    for each in facts:
        tally.count(each)
    return tally


def test_a_parcel_that_arrived_counts_with_its_days_and_hours() -> None:
    assert counted(FACTS) == Tally(
        parcels=1,
        arrived=1,
        promised=1,
        kept=1,
        attempted=1,
        door=Counter({4: 1}),
        packing=Counter({5: 1}),
        waiting=Counter({25: 1}),
        road=Counter({72: 1}),
    )


def test_one_that_came_late_kept_no_promise_and_one_without_a_day_had_none() -> None:
    tally = counted(FACTS._replace(days_late=1), FACTS._replace(days_late=-3), FACTS._replace(days_late=None))
    assert (tally.arrived, tally.promised, tally.kept) == (3, 2, 1)


def test_one_that_came_back_did_not_arrive() -> None:
    back = FACTS._replace(outcome="returned", arrived_on=None, arrived_hours=None, days_late=None)
    tally = counted(back)
    assert (tally.parcels, tally.arrived, tally.returned, tally.promised, tally.road) == (
        1,
        0,
        1,
        0,
        Counter(),
    )


def test_one_that_was_cancelled_is_not_counted() -> None:
    assert counted(FACTS._replace(outcome="cancelled")) == Tally()


def test_a_scan_before_the_label_is_no_wait() -> None:
    assert counted(FACTS._replace(packed_hours=31)).waiting == Counter({0: 1})


def test_a_step_of_which_nobody_told_the_hour_is_left_out() -> None:
    tally = counted(FACTS._replace(scanned_hours=None))
    assert (tally.packing, tally.waiting, tally.road) == (Counter({5: 1}), Counter(), Counter())


def a_tally(days: list[int]) -> Tally:
    return Tally(parcels=len(days), arrived=len(days), promised=1, kept=1, door=Counter(days))


@given(st.lists(VALUES, min_size=1, max_size=5))
def test_parts_counted_together_are_the_whole(parts: list[list[int]]) -> None:
    total = sum_up(a_tally(part) for part in parts)
    every_day = [day for part in parts for day in part]
    assert (total.parcels, total.door, total.promised) == (len(every_day), Counter(every_day), len(parts))


def test_a_tally_outlives_json() -> None:
    tally = a_tally([3, 3, 8])
    assert Tally.from_json(json.loads(json.dumps(tally.to_json()))) == tally


def test_groups_hold_what_belongs_to_them() -> None:
    groups = group([("DHL", a_tally([1])), ("UPS", a_tally([5])), ("DHL", a_tally([2]))])
    assert {key: tally.door for key, tally in groups.items()} == {
        "DHL": Counter([1, 2]),
        "UPS": Counter([5]),
    }
