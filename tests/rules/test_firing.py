"""When a rule fires: once for each parcel and occasion, from when it was switched on, at once or after some hours."""

import json
from datetime import datetime
from io import StringIO

import pytest
from django.core.management import call_command

from orders.audit.models import AuditEntry
from orders.domain.order import Order
from orders.gallery.builders import (
    NOW,
    a_fulfillment,
    a_fulfillment_order,
    an_event,
    an_order,
)
from orders.models import TrackedOrder
from orders.rules import editing
from orders.rules.models import Deed, Firing, Rule
from orders.rules.triggers import Trigger
from orders.storage import removal
from tests.rules.conftest import DAY, HOUR, House, a_rule, fired

pytestmark = pytest.mark.django_db


def on_its_way() -> Order:
    return an_order(fulfillments=[a_fulfillment(hours_ago=48, events=[an_event("IN_TRANSIT", hours_ago=40)])])


def attempted(hours_ago: float = 1) -> Order:
    events = [an_event("IN_TRANSIT", hours_ago=40), an_event("ATTEMPTED_DELIVERY", hours_ago=hours_ago)]
    return an_order(
        fulfillments=[a_fulfillment(hours_ago=48, display_status="ATTEMPTED_DELIVERY", events=events)]
    )


def labelled(hours_ago: float = 40) -> Order:
    return an_order(fulfillments=[a_fulfillment(hours_ago=hours_ago)])


def held() -> Order:
    return an_order(
        fulfillment_orders=[a_fulfillment_order(status="ON_HOLD", holds=["INVENTORY_OUT_OF_STOCK"])]
    )


def test_it_fires_once_when_something_becomes_so(house: House) -> None:
    rule = a_rule(Trigger.ATTEMPTED)
    house.hears(on_its_way(), NOW - HOUR)
    assert fired(rule) == []
    house.hears(attempted())
    house.hears(attempted(), NOW + HOUR)
    house.passes(NOW + DAY)
    assert len(fired(rule)) == 1


def test_another_attempt_on_another_day_is_another_occasion(house: House) -> None:
    rule = a_rule(Trigger.ATTEMPTED)
    house.hears(attempted())
    second = a_fulfillment(
        hours_ago=48,
        display_status="ATTEMPTED_DELIVERY",
        events=[an_event("ATTEMPTED_DELIVERY", hours_ago=1), an_event("ATTEMPTED_DELIVERY", hours_ago=-23)],
    )
    house.hears(an_order(fulfillments=[second], updated_at=NOW + DAY), NOW + DAY)
    assert len(fired(rule)) == 2


def test_what_became_so_before_it_was_switched_on_is_left_alone(house: House) -> None:
    house.hears(attempted(hours_ago=5), NOW - 4 * HOUR)
    rule = a_rule(Trigger.ATTEMPTED, on=NOW - 2 * HOUR)
    house.passes(NOW)
    house.hears(attempted(hours_ago=5), NOW)
    assert fired(rule) == []


def test_it_fires_also_for_what_is_so_now_where_the_merchant_wants_that(house: House) -> None:
    house.hears(attempted(hours_ago=5), NOW - 4 * HOUR)
    rule = a_rule(Trigger.ATTEMPTED, on=NOW, also_now=True)
    house.passes(NOW)
    assert len(fired(rule)) == 1


def test_what_has_been_so_for_months_is_not_among_what_is_so_now(house: House) -> None:
    house.hears(attempted(hours_ago=31 * 24), NOW - HOUR)
    rule = a_rule(Trigger.ATTEMPTED, on=NOW, also_now=True)
    house.passes(NOW)
    assert fired(rule) == []


def test_what_happened_before_and_is_heard_of_only_now_is_news(house: House) -> None:
    house.hears(on_its_way(), NOW - 6 * HOUR)
    rule = a_rule(Trigger.ATTEMPTED, on=NOW - 2 * HOUR)
    house.hears(attempted(hours_ago=5), NOW)
    assert len(fired(rule)) == 1


def test_time_alone_makes_it_fire(house: House) -> None:
    rule = a_rule(Trigger.NO_SCAN, hours=48)
    house.hears(labelled(hours_ago=40))
    house.passes(NOW + 7 * HOUR)
    assert fired(rule) == []
    house.passes(NOW + 9 * HOUR)
    house.passes(NOW + 10 * HOUR)
    assert len(fired(rule)) == 1


def test_a_scan_that_came_in_time_keeps_it_from_firing(house: House) -> None:
    rule = a_rule(Trigger.NO_SCAN, hours=48)
    house.hears(labelled(hours_ago=40))
    house.hears(on_its_way(), NOW + HOUR)
    house.passes(NOW + DAY)
    assert fired(rule) == []


def test_orders_stored_before_it_was_switched_on_are_watched_too(house: House) -> None:
    house.hears(labelled(hours_ago=40), NOW - HOUR)
    rule = a_rule(Trigger.NO_SCAN, hours=48, on=NOW)
    house.passes(NOW)
    house.passes(NOW + 9 * HOUR)
    assert len(fired(rule)) == 1


def test_an_order_is_overdue_from_the_midnight_after_its_last_day(house: House) -> None:
    rule = a_rule(Trigger.OVERDUE)
    event = an_event("IN_TRANSIT", hours_ago=3, estimated_in_hours=30)
    house.hears(an_order(fulfillments=[a_fulfillment(hours_ago=48, events=[event])]))
    house.passes(NOW + DAY)
    assert fired(rule) == []
    house.passes(NOW + 2 * DAY)
    assert len(fired(rule)) == 1


def test_a_parcel_falls_silent_on_the_day_on_which_that_is_longer_than_usual(house: House) -> None:
    rule = a_rule(Trigger.SILENT)
    house.hears(on_its_way())
    for days in range(6):
        house.passes(NOW + days * DAY)
    (firing,) = Firing.objects.filter(rule=rule)
    assert datetime.fromtimestamp(firing.fired_at, NOW.tzinfo) - NOW < 4 * DAY


def test_a_hold_counts_from_when_it_was_first_seen_and_a_second_one_anew(house: House) -> None:
    rule = a_rule(Trigger.HELD)
    house.hears(held(), NOW)
    house.hears(an_order(updated_at=NOW + HOUR), NOW + HOUR)
    again = an_order(
        fulfillment_orders=[a_fulfillment_order(status="ON_HOLD", holds=["INVENTORY_OUT_OF_STOCK"])],
        updated_at=NOW + 2 * HOUR,
    )
    house.hears(again, NOW + 2 * HOUR)
    assert len(fired(rule)) == 2


def test_a_hold_that_stays_through_other_changes_is_one(house: House) -> None:
    rule = a_rule(Trigger.HELD)
    house.hears(held(), NOW)
    changed = an_order(
        fulfillment_orders=[a_fulfillment_order(status="ON_HOLD", holds=["INVENTORY_OUT_OF_STOCK"])],
        updated_at=NOW + HOUR,
        destination_city="Huesca",
    )
    house.hears(changed, NOW + HOUR)
    assert len(fired(rule)) == 1


def test_nothing_has_left_some_hours_after_the_order(house: House) -> None:
    rule = a_rule(Trigger.NOT_SHIPPED, hours=72)
    house.hears(an_order(placed_hours_ago=71))
    assert fired(rule) == []
    house.passes(NOW + 2 * HOUR)
    assert fired(rule) == ["not_shipped"]


def test_a_cancelled_order_is_no_rules_business(house: House) -> None:
    rule = a_rule(Trigger.ATTEMPTED)
    order = attempted()
    house.hears(an_order(fulfillments=order.fulfillments, cancelled_at=NOW - HOUR))
    assert fired(rule) == []


def test_a_rule_that_is_off_does_nothing(house: House) -> None:
    rule = a_rule(Trigger.ATTEMPTED, on=None)
    house.hears(on_its_way(), NOW - HOUR)
    house.hears(attempted())
    assert fired(rule) == []


def test_what_was_not_done_when_it_was_switched_off_is_not_done(house: House) -> None:
    rule = a_rule(Trigger.ATTEMPTED, tag="attempted")
    house.hears(attempted())
    editing.switch_off(rule, by="mara", now=NOW.timestamp())
    house.does()
    assert house.tags() == []
    assert Deed.objects.get().state == "dropped"


def test_a_rule_that_would_fire_for_too_many_is_stopped_and_says_so(house: House) -> None:
    rule = a_rule(Trigger.ATTEMPTED, most_an_hour=3)
    for number in range(1001, 1008):
        house.hears(attempted(), number=number)
    rule.refresh_from_db()
    assert (Firing.objects.count(), rule.is_on, rule.stopped_at) == (3, False, NOW.timestamp())
    entry = AuditEntry.objects.get(action="rule.stop")
    assert (entry.actor, entry.detail) == ("the site", f"{rule.name}: more than 3 orders within an hour")


def test_a_slow_trickle_stops_nothing(house: House) -> None:
    a_rule(Trigger.ATTEMPTED, most_an_hour=1, on=NOW - DAY)
    for count in range(4):
        at = NOW + count * HOUR + count * HOUR / 60
        house.hears(attempted(), at, number=1001 + count)
    assert Firing.objects.count() == 4
    assert Rule.objects.get().is_on


def test_held_data_shows_what_rules_did_about_an_order(house: House) -> None:
    rule = a_rule(Trigger.ATTEMPTED)
    house.hears(attempted())
    out = StringIO()
    call_command("held_data", "1001", stdout=out)
    (kept,) = json.loads(out.getvalue())
    (firing,) = kept["rules"]
    assert (firing["rule"], firing["done"]) == (rule.name, [{"what": "Tag", "state": "waiting"}])


def test_what_has_not_left_is_overdue_too(house: House) -> None:
    rule = a_rule(Trigger.OVERDUE)
    house.hears(an_order(fulfillment_orders=[a_fulfillment_order(promise_in_hours=(None, 20))]))
    house.passes(NOW + 3 * DAY)
    assert [key.split(":")[1] for key in fired(rule)] == ["order"]


def test_a_withdrawn_label_fires_once(house: House) -> None:
    rule = a_rule(Trigger.LABEL_WITHDRAWN)
    voided = a_fulfillment(hours_ago=1, display_status="LABEL_VOIDED")
    house.hears(an_order(fulfillments=[voided]))
    house.hears(an_order(fulfillments=[voided], updated_at=NOW + HOUR), NOW + HOUR)
    assert fired(rule) == ["label_withdrawn:1"]


def test_an_order_that_cannot_be_read_stops_no_other(house: House) -> None:
    house.hears(attempted(), NOW - HOUR)
    house.hears(attempted(), NOW - HOUR, number=1002)
    TrackedOrder.objects.filter(shopify_id="gid://shopify/Order/1001").update(
        snapshot=b"from another version"
    )
    rule = a_rule(Trigger.ATTEMPTED, on=NOW, also_now=True)
    house.passes(NOW)
    assert len(fired(rule)) == 1


def test_what_cannot_be_compared_with_what_was_known_is_no_news(house: House) -> None:
    house.hears(on_its_way(), NOW - 6 * HOUR)
    rule = a_rule(Trigger.ATTEMPTED, on=NOW - 2 * HOUR)
    TrackedOrder.objects.update(snapshot=b"from another version")
    house.hears(attempted(hours_ago=5), NOW)
    assert fired(rule) == []


def test_with_an_order_goes_what_rules_did_about_it(house: House) -> None:
    a_rule(Trigger.ATTEMPTED)
    house.hears(attempted())
    house.hears(attempted(), number=1002)
    removal.forget_orders(["gid://shopify/Order/1001"], now=NOW.timestamp())
    assert (Firing.objects.count(), Deed.objects.count()) == (1, 1)
    removal.forget_everything(now=NOW.timestamp())
    assert (Firing.objects.count(), Deed.objects.count()) == (0, 0)
