"""A dry run says what a rule would have done in the last week, from what is stored, and changes nothing."""

from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from orders.gallery.builders import NOW, a_fulfillment, a_fulfillment_order, an_event, an_order
from orders.rules import dry_run
from orders.rules.dry_run import DryRun
from orders.rules.models import Firing, Rule
from orders.rules.replay import Spec
from orders.rules.triggers import Trigger
from tests.rules.conftest import DAY, HOUR, House, a_rule
from tests.rules.test_firing import attempted, held, labelled

pytestmark = pytest.mark.django_db


def would_have(trigger: Trigger, hours: int = 0) -> DryRun:
    return dry_run.run(Spec(trigger=trigger, hours=hours), now=NOW.timestamp())


def test_what_is_over_by_now_is_counted_where_it_was(house: House) -> None:
    events = [an_event("ATTEMPTED_DELIVERY", hours_ago=50), an_event("DELIVERED", hours_ago=20)]
    there = a_fulfillment(hours_ago=90, display_status="DELIVERED", delivered_hours_ago=20, events=events)
    house.hears(an_order(placed_hours_ago=100, fulfillments=[there]))
    found = would_have(Trigger.ATTEMPTED)
    (line,) = found.lines
    assert (line.name, line.at, line.is_so_now) == ("#1001", (NOW - 50 * HOUR).timestamp(), False)
    assert (found.so_now, found.looked_at, found.is_whole) == (0, 1, True)


def test_time_alone_counts_too(house: House) -> None:
    house.hears(labelled(hours_ago=60))
    scanned = a_fulfillment(hours_ago=90, events=[an_event("IN_TRANSIT", hours_ago=20)])
    house.hears(an_order(placed_hours_ago=100, fulfillments=[scanned]), number=1002)
    quick = a_fulfillment(hours_ago=90, events=[an_event("IN_TRANSIT", hours_ago=60)])
    house.hears(an_order(placed_hours_ago=100, fulfillments=[quick]), number=1003)
    found = would_have(Trigger.NO_SCAN, hours=48)
    assert [(line.name, line.is_so_now) for line in found.lines] == [("#1001", True), ("#1002", False)]
    assert found.so_now == 1


def test_an_order_that_left_since_had_not_left_then(house: House) -> None:
    left = a_fulfillment(hours_ago=10)
    work = a_fulfillment_order(status="CLOSED", items=[], fulfillments=[1])
    house.hears(an_order(placed_hours_ago=100, fulfillments=[left], fulfillment_orders=[work]))
    found = would_have(Trigger.NOT_SHIPPED, hours=72)
    assert [line.at for line in found.lines] == [(NOW - 28 * HOUR).timestamp()]


def test_an_overdue_parcel_counts_on_the_day_it_became_so(house: House) -> None:
    events = [
        an_event("IN_TRANSIT", hours_ago=90, estimated_in_hours=-60),
        an_event("DELIVERED", hours_ago=20),
    ]
    there = a_fulfillment(hours_ago=95, display_status="DELIVERED", delivered_hours_ago=20, events=events)
    house.hears(an_order(placed_hours_ago=100, fulfillments=[there]))
    (line,) = would_have(Trigger.OVERDUE).lines
    assert NOW - 61 * HOUR < NOW.fromtimestamp(line.at, NOW.tzinfo) < NOW - 35 * HOUR


def test_a_hold_counts_since_it_is_known(house: House) -> None:
    house.hears(held())
    assert would_have(Trigger.HELD).so_now == 1


def test_what_was_before_this_week_is_not_counted_but_is_so_now(house: House) -> None:
    events = [an_event("ATTEMPTED_DELIVERY", hours_ago=200)]
    missed = a_fulfillment(hours_ago=300, display_status="ATTEMPTED_DELIVERY", events=events)
    house.hears(an_order(placed_hours_ago=400, fulfillments=[missed]))
    found = would_have(Trigger.ATTEMPTED)
    assert (found.lines, found.so_now) == ((), 1)


def test_orders_that_were_not_looked_at_this_week_are_no_part_of_it(house: House) -> None:
    house.hears(attempted(), NOW - 8 * DAY)
    assert would_have(Trigger.ATTEMPTED).looked_at == 0


def test_a_dry_run_that_takes_too_long_says_how_far_it_came(house: House) -> None:
    house.hears(attempted())
    found = dry_run.run(Spec(trigger=Trigger.ATTEMPTED), now=NOW.timestamp(), seconds=-1)
    assert (found.is_whole, found.looked_at) == (False, 0)


def test_the_fullest_hour_is_known(house: House) -> None:
    for count in range(3):
        house.hears(attempted(hours_ago=1 + count / 10), number=1001 + count)
    house.hears(attempted(hours_ago=30), number=1009)
    assert would_have(Trigger.ATTEMPTED).most_an_hour == 3


def test_it_changes_nothing_and_asks_nobody(house: House) -> None:
    rule = a_rule(Trigger.ATTEMPTED, on=None, tag="missed")
    house.hears(attempted())
    with CaptureQueriesContext(connection) as queries:
        assert would_have(Trigger.ATTEMPTED).lines
    assert all(query["sql"].startswith("SELECT") for query in queries)
    assert not Firing.objects.filter(rule=rule).exists()


def test_many_orders_are_gone_through_in_few_queries(house: House) -> None:
    for count in range(5):
        house.hears(attempted(), number=1001 + count)
    with CaptureQueriesContext(connection) as queries:
        assert would_have(Trigger.ATTEMPTED).looked_at == 5
    assert len(queries) <= 3


# The terminal ------------------------------------------------------------------------------------------------------


def told(*words: str) -> str:
    out = StringIO()
    with time_machine.travel(NOW, tick=False):
        call_command("rules", *words, stdout=out)
    return out.getvalue()


def test_the_terminal_lists_the_rules(house: House) -> None:
    assert told().startswith("There is no rule.")
    a_rule(Trigger.NO_SCAN, hours=48, name="No scan", on=None)
    assert told() == "No scan (off): There is a label and no scan, for 48 hours\n"


def test_the_terminal_runs_one_dry(house: House) -> None:
    a_rule(Trigger.ATTEMPTED, name="Missed", on=None)
    house.hears(attempted())
    said = told("--dry-run", "missed").splitlines()
    assert said[0].endswith("#1001  Correos, still so")
    assert said[1] == (
        "Would have fired 1 times in the last 7 days; so now for 1 of 1 orders. Nothing was done."
    )


def test_the_terminal_switches_one_on_and_off(house: House) -> None:
    a_rule(Trigger.ATTEMPTED, name="Missed", on=None)
    told("--on", "Missed", "--also-now")
    rule = Rule.objects.get()
    assert (rule.is_on, rule.active_from) == (True, NOW.timestamp() - 30 * 86_400)
    told("--off", "Missed")
    assert not Rule.objects.get().is_on


@pytest.mark.parametrize("words", [("--on", "Nobody"), ("--also-now",)])
def test_the_terminal_says_what_it_cannot_do(house: House, words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        told(*words)
