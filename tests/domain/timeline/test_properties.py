"""What holds for every order there can be, sensible or not."""

from dataclasses import replace
from random import Random

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from orders.domain.order import Fulfillment, Order
from orders.domain.timeline import (
    Expected,
    HeadlineKind,
    ItemPlaceKind,
    Journey,
    ParcelState,
    StepState,
    Timeline,
    build_pace,
    build_timeline,
)
from orders.domain.when import day_of
from orders.gallery.builders import NOW, a_fulfillment_order, a_line, an_event, an_order
from tests.support.order_strategies import UNKNOWN, fulfillments, orders, orders_near_their_end

ENDS = {ParcelState.DELIVERED, ParcelState.COLLECTED, ParcelState.SENT}
ALL_DONE = {HeadlineKind.DELIVERED, HeadlineKind.COLLECTED, HeadlineKind.FINISHED, HeadlineKind.DIGITAL_SENT}

whole_orders = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])

some_parcels = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def dates_of(timeline: Timeline) -> list[Expected]:
    dates = [
        timeline.headline.expected,
        *(parcel.expected for parcel in timeline.parcels),
        *(group.expected for group in timeline.waiting),
    ]
    return [date for date in dates if date is not None]


@whole_orders
@given(order=orders())
def test_every_item_is_accounted_for_exactly_once(order: Order) -> None:
    timeline = build_timeline(order, now=NOW)

    assert [view.item for view in timeline.items] == list(order.line_items)
    for view in timeline.items:
        assert sum(place.quantity for place in view.places) == max(0, view.item.quantity)
        assert all(place.quantity > 0 for place in view.places)


@whole_orders
@given(order=orders())
def test_what_waits_in_the_item_view_is_what_waits_in_the_groups(order: Order) -> None:
    timeline = build_timeline(order, now=NOW)

    in_groups = [
        (group.reason, part.item.id, part.quantity) for group in timeline.waiting for part in group.items
    ]
    in_places = [
        (place.reason, view.item.id, place.quantity)
        for view in timeline.items
        for place in view.places
        if place.kind is ItemPlaceKind.WAITING
    ]
    assert sorted(in_groups) == sorted(in_places, key=lambda one: (str(one[0]), one[1], one[2]))


@settings(whole_orders, suppress_health_check=list(HealthCheck))
@given(order=orders_near_their_end())
def test_it_is_never_said_to_be_finished_unless_all_of_it_is(order: Order) -> None:
    timeline = build_timeline(order, now=NOW)
    assume(timeline.headline.kind in ALL_DONE)

    travels = timeline.journey is not Journey.DIGITAL  # what never does stands apart from what has
    assert not [group for group in timeline.waiting if not travels or group.journey is not Journey.DIGITAL]
    assert {
        parcel.state for parcel in timeline.parcels if not travels or parcel.journey is not Journey.DIGITAL
    } <= ENDS
    assert timeline.parcels


@whole_orders
@given(order=orders(), seed=st.randoms(use_true_random=False))
def test_the_order_in_which_things_are_listed_changes_nothing(order: Order, seed: Random) -> None:
    def shuffled[T](things: tuple[T, ...]) -> tuple[T, ...]:
        mixed = list(things)
        seed.shuffle(mixed)
        return tuple(mixed)

    mixed = replace(
        order,
        fulfillments=shuffled(
            tuple(replace(made, events=shuffled(made.events)) for made in order.fulfillments)
        ),
        fulfillment_orders=None if order.fulfillment_orders is None else shuffled(order.fulfillment_orders),
        refunds=None if order.refunds is None else shuffled(order.refunds),
    )

    assert build_timeline(mixed, now=NOW) == build_timeline(order, now=NOW)


@whole_orders
@given(order=orders())
def test_lateness_goes_by_the_calendar_and_no_date_is_made_up(order: Order) -> None:
    held = {
        at
        for made in order.fulfillments
        for at in (made.estimated_delivery_at, *(event.estimated_delivery_at for event in made.events))
    }
    held |= {
        at
        for work in order.fulfillment_orders or ()
        if work.delivery_method is not None
        for at in (work.delivery_method.min_delivery_at, work.delivery_method.max_delivery_at)
    }
    for expected in dates_of(build_timeline(order, now=NOW)):
        late = (NOW.date() - expected.last_day.date).days
        assert expected.days_late == max(0, late)
        assert expected.first_day <= expected.last_day
        assert {expected.first_day, expected.last_day} <= {day_of(at, NOW.tzinfo) for at in held if at}


@whole_orders
@given(order=orders())
def test_a_missed_date_is_never_passed_over_in_silence(order: Order) -> None:
    """Only an ended order, or something the shopper must know first, is said instead."""
    late = a_fulfillment_order(50, promise_in_hours=(None, -50), items=((50, 1),))
    order = replace(
        order,
        financial_status="PAID",
        fulfillment_status="UNFULFILLED",
        line_items=(*order.line_items, a_line(50)),
        fulfillment_orders=(*(order.fulfillment_orders or ()), late),
    )

    timeline = build_timeline(order, now=NOW)

    assert timeline.headline.kind in {
        HeadlineKind.OVERDUE,
        HeadlineKind.CANCELLED,
        HeadlineKind.CANCELLED_BY_SHOPPER,
        HeadlineKind.CANCELLED_OUT_OF_STOCK,
        HeadlineKind.CANCELLED_AFTER_PACKING,
        HeadlineKind.CANCELLED_PARTLY_SHIPPED,
        HeadlineKind.REMOVED,
        HeadlineKind.ACTION_NEEDED,
        HeadlineKind.CHECK_ADDRESS,
        HeadlineKind.AWAITING_PAYMENT,
        HeadlineKind.AWAITING_RETURN,
        HeadlineKind.PROBLEM,
        HeadlineKind.DELIVERY_UNCLEAR,
        HeadlineKind.RETURNING,
        HeadlineKind.DELIVERY_ATTEMPTED,
        HeadlineKind.READY_TO_COLLECT,
        HeadlineKind.OUT_FOR_DELIVERY,
        HeadlineKind.OUT_WITH_DRIVER,
    }


@whole_orders
@given(order=orders())
def test_milestones_are_done_then_current_then_to_come(order: Order) -> None:
    timeline = build_timeline(order, now=NOW)

    for milestones in (timeline.milestones, *(parcel.milestones for parcel in timeline.parcels)):
        states = [milestone.state for milestone in milestones]
        ranks = [
            [StepState.DONE, StepState.CURRENT, StepState.UPCOMING].index(_plain(state)) for state in states
        ]
        assert ranks == sorted(ranks)
        assert ranks.count(1) <= 1
        assert all(step.reached_at is None for step in milestones if step.state is StepState.UPCOMING)


def _plain(state: StepState) -> StepState:
    return StepState.CURRENT if state in (StepState.PROBLEM, StepState.LAST_KNOWN) else state


@whole_orders
@given(order=orders())
def test_the_pace_alone_is_the_pace_of_the_timeline(order: Order) -> None:
    assert build_pace(order, now=NOW) is build_timeline(order, now=NOW).pace


@some_parcels
@given(made=fulfillments(1), display=st.sampled_from(UNKNOWN))
def test_an_unknown_display_status_says_no_more_than_none_at_all(made: Fulfillment, display: str) -> None:
    def parcels(display_status: str | None) -> list[ParcelState]:
        order = an_order(fulfillments=(replace(made, display_status=display_status),))
        return [parcel.state for parcel in build_timeline(order, now=NOW).parcels]

    assert parcels(display) == parcels(None)


@some_parcels
@given(made=fulfillments(1), status=st.sampled_from(UNKNOWN), hours=st.integers(min_value=0, max_value=90))
def test_an_unknown_event_changes_no_state(made: Fulfillment, status: str, hours: int) -> None:
    more = replace(made, events=(*made.events, an_event(status, event=77_777, hours_ago=hours)))

    before = build_timeline(an_order(fulfillments=(made,)), now=NOW)
    after = build_timeline(an_order(fulfillments=(more,)), now=NOW)

    assert [parcel.state for parcel in after.parcels] == [parcel.state for parcel in before.parcels]
    assert after.headline == before.headline


@some_parcels
@given(made=fulfillments(1), hours=st.integers(min_value=1, max_value=90))
def test_an_event_from_the_future_changes_no_state(made: Fulfillment, hours: int) -> None:
    future = an_event("DELIVERED", event=77_777, hours_ago=-hours, estimated_in_hours=1)
    more = replace(made, events=(*made.events, future))

    before = build_timeline(an_order(fulfillments=(made,)), now=NOW)
    after = build_timeline(an_order(fulfillments=(more,)), now=NOW)

    assert after.headline == before.headline
    assert after.milestones == before.milestones
