"""A tracking number that was replaced, as two answers of Shopify show it together."""

from dataclasses import replace
from datetime import timedelta

import pytest

from orders.domain.order import Fulfillment, TrackingInfo
from orders.domain.renumbering import of_present_number, remember_renumbering
from orders.gallery.builders import NOW, a_fulfillment, a_tracking, an_event, an_order

OLD, NEW, NEWEST = (a_tracking(number) for number in ("1234567890", "N40000001", "N40000002"))
FAILED = an_event("FAILURE", hours_ago=30, message="Pickup failed")


def a_parcel(*tracking: TrackingInfo, hours_ago: float = 20) -> Fulfillment:
    """Changed so many hours ago, after its pickup failed."""
    parcel = a_fulfillment(
        display_status="FAILURE", events=(FAILED,), tracking=tracking, estimated_in_hours=-70
    )
    return replace(parcel, updated_at=NOW - timedelta(hours=hours_ago))


def after(before: Fulfillment | None, fetched: Fulfillment) -> Fulfillment:
    known = () if before is None else (before,)
    order = remember_renumbering(an_order(fulfillments=(fetched,)), known, fetched_at=NOW)
    return order.fulfillments[0]


def test_another_number_is_noticed_with_the_time_at_which_shopify_heard_of_it() -> None:
    change = after(a_parcel(OLD), a_parcel(NEW, hours_ago=2)).renumbering
    assert change is not None
    assert (change.at, change.former) == (NOW - timedelta(hours=2), (OLD,))


@pytest.mark.parametrize(
    ("before", "fetched"),
    [
        ((), (NEW,)),
        ((OLD,), ()),
        ((OLD,), (OLD, NEW)),
        ((OLD,), (a_tracking("1234 567-890"),)),
        ((OLD,), (a_tracking("1234567890", company="DHL"),)),
    ],
)
def test_what_is_no_other_number_is_no_change(
    before: tuple[TrackingInfo, ...], fetched: tuple[TrackingInfo, ...]
) -> None:
    assert after(a_parcel(*before), a_parcel(*fetched)).renumbering is None


def test_of_an_order_seen_for_the_first_time_nothing_is_known() -> None:
    assert after(None, a_parcel(NEW)).renumbering is None


def test_the_change_is_remembered_from_look_to_look() -> None:
    changed = after(a_parcel(OLD), a_parcel(NEW, hours_ago=2))
    assert after(changed, a_parcel(NEW, hours_ago=1)) == replace(
        a_parcel(NEW, hours_ago=1), renumbering=changed.renumbering
    )


def test_a_second_change_keeps_the_first_number_in_the_story() -> None:
    changed = after(a_parcel(OLD), a_parcel(NEW, hours_ago=2))
    again = after(changed, a_parcel(NEWEST, hours_ago=1)).renumbering
    assert again is not None
    assert again.former == (OLD, NEW)


def test_what_was_heard_by_then_belongs_to_the_old_number() -> None:
    changed = after(a_parcel(OLD), a_parcel(NEW, hours_ago=2))
    present = of_present_number(changed)
    assert (present.events, present.display_status, present.estimated_delivery_at) == ((), None, None)


def test_what_was_heard_since_belongs_to_the_new_one() -> None:
    changed = after(a_parcel(OLD), a_parcel(NEW, hours_ago=2))
    scan = an_event("IN_TRANSIT", hours_ago=9, heard_hours_ago=1)
    later = replace(
        changed,
        events=(FAILED, scan),
        display_status="IN_TRANSIT",
        estimated_delivery_at=NOW + timedelta(days=1),
    )
    present = of_present_number(later)
    assert (present.events, present.display_status) == ((scan,), "IN_TRANSIT")
    assert present.estimated_delivery_at == NOW + timedelta(days=1)
