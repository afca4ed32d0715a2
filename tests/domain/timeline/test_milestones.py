"""The steps of each journey, of one parcel and of the order as a whole."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from orders.domain.order import Fulfillment, FulfillmentOrder, Order
from orders.domain.timeline import Journey, Milestone, Step, StepState, build_timeline
from orders.gallery.builders import NOW, a_fulfillment, a_fulfillment_order, a_line, an_event, an_order
from orders.gallery.states import GALLERY

MARKS = {
    StepState.DONE: "+",
    StepState.CURRENT: ">",
    StepState.PROBLEM: "!",
    StepState.UPCOMING: "-",
    StepState.LAST_KNOWN: "?",
}


def drawn(milestones: tuple[Milestone, ...]) -> str:
    """Steps in one line: + done, > current, ! problem, - upcoming."""
    return " ".join(f"{MARKS[milestone.state]}{milestone.step}" for milestone in milestones)


def of_order(order: Order) -> str:
    return drawn(build_timeline(order, now=NOW).milestones)


@pytest.mark.parametrize(
    ("name", "steps"),
    [
        ("received", ">ordered -preparing -shipped -in_transit -out_for_delivery -delivered"),
        ("packing", "+ordered >preparing -shipped -in_transit -out_for_delivery -delivered"),
        ("out_of_stock", "+ordered !preparing -shipped -in_transit -out_for_delivery -delivered"),
        ("awaiting_payment", "!ordered -preparing -shipped -in_transit -out_for_delivery -delivered"),
        ("date_unknown", ">ordered -preparing -shipped -in_transit -out_for_delivery -delivered"),
        ("scheduled", ">ordered -preparing -shipped -in_transit -out_for_delivery -delivered"),
        ("label_ready", "+ordered >preparing -shipped -in_transit -out_for_delivery -delivered"),
        ("label_voided", "+ordered >preparing -shipped -in_transit -out_for_delivery -delivered"),
        ("shipped", "+ordered +preparing >shipped -in_transit -out_for_delivery -delivered"),
        ("on_its_way", "+ordered +preparing +shipped >in_transit -out_for_delivery -delivered"),
        ("out_for_delivery", "+ordered +preparing +shipped +in_transit >out_for_delivery -delivered"),
        ("delivery_attempted", "+ordered +preparing +shipped +in_transit !out_for_delivery -delivered"),
        ("delayed", "+ordered +preparing +shipped !in_transit -out_for_delivery -delivered"),
        ("problem", "+ordered +preparing +shipped !in_transit -out_for_delivery -delivered"),
        ("returning", "+ordered +preparing +shipped !in_transit -returned"),
        ("delivered", "+ordered +preparing +shipped +in_transit +out_for_delivery +delivered"),
        ("carrier_point_ready", "+ordered +preparing +shipped +in_transit >ready_to_collect -collected"),
        ("pickup_point_on_its_way", "+ordered +preparing +shipped >in_transit -ready_to_collect -collected"),
        ("pickup_point_collected", "+ordered +preparing +shipped +in_transit +ready_to_collect +collected"),
        ("pickup_preparing", "+ordered >preparing -ready_to_collect -collected"),
        ("pickup_ready", "+ordered +preparing >ready_to_collect -collected"),
        ("pickup_collected", "+ordered +preparing +ready_to_collect +collected"),
        ("local_preparing", ">ordered -preparing -out_for_delivery -delivered"),
        ("local_out", "+ordered +preparing >out_for_delivery -delivered"),
        ("local_delivered", "+ordered +preparing +out_for_delivery +delivered"),
        ("digital_pending", ">ordered -sent"),
        ("digital_sent", "+ordered +sent"),
        ("in_store", "+bought"),
        ("cancelled", "+ordered +cancelled"),
        ("cancelled_partly_shipped", "+ordered +cancelled"),
        ("removed", "+ordered"),
        ("partly_delivered", "+ordered +preparing +shipped >in_transit -out_for_delivery -delivered"),
        ("partly_shipped", "+ordered >preparing -shipped -in_transit -out_for_delivery -delivered"),
        ("two_parcels_on_their_way", "+ordered +preparing +shipped >in_transit -out_for_delivery -delivered"),
        (
            "partly_delivered_rest_to_collect",
            "+ordered >preparing -shipped -in_transit -out_for_delivery -delivered",
        ),
        (
            "partly_shipped_rest_to_collect",
            "+ordered >preparing -shipped -in_transit -out_for_delivery -delivered",
        ),
        (
            "silent_unfulfilled",
            "?ordered -preparing -shipped -in_transit -out_for_delivery -delivered",
        ),
        ("finished", "+ordered +preparing +shipped +in_transit +out_for_delivery +delivered"),
    ],
)
def test_the_order_has_come_as_far_as_all_of_its_parts(name: str, steps: str) -> None:
    assert of_order(GALLERY[name](NOW)) == steps


def test_each_parcel_has_its_own_milestones() -> None:
    first, second = build_timeline(GALLERY["partly_delivered"](NOW), now=NOW).parcels

    assert drawn(first.milestones).endswith("+delivered")
    assert drawn(second.milestones).endswith(">in_transit -out_for_delivery -delivered")


def test_a_part_that_is_held_makes_its_step_a_problem_of_the_order() -> None:
    order = GALLERY["partly_shipped_rest_out_of_stock"](NOW)

    assert of_order(order) == "+ordered !preparing -shipped -in_transit -out_for_delivery -delivered"


@pytest.mark.parametrize("method", ["PICK_UP", "LOCAL"])
def test_what_is_still_being_prepared_for_another_journey_keeps_that_step_open(method: str) -> None:
    order = in_two_ways(a_fulfillment_order(2, status="IN_PROGRESS", method_type=method, items=((2, 1),)))

    assert of_order(order) == "+ordered >preparing -shipped -in_transit -out_for_delivery -delivered"


def test_what_waits_at_the_shop_holds_up_no_step_of_what_travels() -> None:
    order = in_two_ways(
        a_fulfillment_order(2, status="CLOSED", method_type="PICK_UP", items=(), fulfillments=(2,)),
        a_fulfillment(2, display_status="READY_FOR_PICKUP", items=((2, 1),)),
    )

    assert of_order(order) == "+ordered +preparing +shipped >in_transit -out_for_delivery -delivered"


def in_two_ways(other: FulfillmentOrder, *fulfillments: Fulfillment) -> Order:
    """One item on its way in a parcel, and one that takes another journey."""
    return an_order(
        lines=(a_line(1), a_line(2)),
        fulfillments=(a_fulfillment(1, display_status="IN_TRANSIT", items=((1, 1),)), *fulfillments),
        fulfillment_orders=(
            a_fulfillment_order(1, status="CLOSED", items=(), fulfillments=(1,)),
            other,
        ),
    )


def test_parcels_that_all_go_to_a_carriers_point_share_its_steps() -> None:
    ready = [
        a_fulfillment(number, display_status="READY_FOR_PICKUP", items=((number, 1),)) for number in (1, 2)
    ]
    order = an_order(lines=(a_line(1), a_line(2)), fulfillments=ready)

    assert of_order(order) == "+ordered +preparing +shipped +in_transit >ready_to_collect -collected"


def test_a_parcel_for_a_point_is_there_when_it_is_delivered_and_not_yet_collected() -> None:
    work = a_fulfillment_order(status="CLOSED", method_type="PICKUP_POINT", fulfillments=(1,), items=())
    order = an_order(fulfillments=(a_fulfillment(display_status="DELIVERED"),), fulfillment_orders=(work,))

    assert of_order(order).endswith(">ready_to_collect -collected")


@pytest.mark.parametrize(("method", "journey"), [("RETAIL", Journey.IN_STORE), ("NONE", Journey.DIGITAL)])
def test_an_order_without_parts_shows_the_steps_of_its_delivery_method(method: str, journey: Journey) -> None:
    work = a_fulfillment_order(method_type=method, items=((1, 1),))
    timeline = build_timeline(an_order(lines=(), fulfillment_orders=(work,)), now=NOW)

    assert timeline.journey is journey
    assert drawn(timeline.milestones) == ("+bought" if journey is Journey.IN_STORE else "+ordered")


def reached_at(order: Order) -> dict[Step, object]:
    (parcel,) = build_timeline(order, now=NOW).parcels
    return {milestone.step: milestone.reached_at for milestone in parcel.milestones}


def hours_ago(hours: float) -> datetime:
    return NOW - timedelta(hours=hours)


def test_every_step_has_the_time_the_data_holds_for_it() -> None:
    events = [
        an_event("LABEL_PRINTED", event=1, hours_ago=50),
        an_event("CARRIER_PICKED_UP", event=2, hours_ago=40),
        an_event("IN_TRANSIT", event=3, hours_ago=30),
        an_event("OUT_FOR_DELIVERY", event=4, hours_ago=20),
        an_event("ATTEMPTED_DELIVERY", event=5, hours_ago=18),
        an_event("OUT_FOR_DELIVERY", event=6, hours_ago=4),
        an_event("DELIVERED", event=7, hours_ago=2),
    ]
    order = an_order(fulfillments=(a_fulfillment(display_status="DELIVERED", events=events),))

    assert reached_at(order) == {
        Step.ORDERED: hours_ago(72),
        Step.PREPARING: None,
        Step.SHIPPED: hours_ago(48),
        Step.IN_TRANSIT: hours_ago(40),
        Step.OUT_FOR_DELIVERY: hours_ago(4),
        Step.DELIVERED: hours_ago(2),
    }


def test_steps_that_were_passed_unseen_have_no_time() -> None:
    order = an_order(fulfillments=(a_fulfillment(display_status="DELIVERED", delivered_hours_ago=2),))

    times = reached_at(order)

    assert (times[Step.IN_TRANSIT], times[Step.OUT_FOR_DELIVERY]) == (None, None)


def test_steps_to_come_have_no_time_even_if_an_undone_one_had() -> None:
    events = [an_event("DELIVERED", event=1, hours_ago=9), an_event("OUT_FOR_DELIVERY", event=2, hours_ago=2)]
    order = an_order(fulfillments=(a_fulfillment(display_status="OUT_FOR_DELIVERY", events=events),))

    assert reached_at(order)[Step.DELIVERED] is None


def test_nothing_is_shipped_after_it_was_seen_on_its_way() -> None:
    parcel = a_fulfillment(display_status="IN_TRANSIT", hours_ago=3, in_transit_hours_ago=9)

    assert reached_at(an_order(fulfillments=(parcel,)))[Step.SHIPPED] == hours_ago(9)


@pytest.mark.parametrize("status", ["READY_FOR_PICKUP", "READY_FOR_RECIPIENT_PICKUP"])
def test_a_point_says_since_when_a_parcel_can_be_collected(status: str) -> None:
    parcel = a_fulfillment(display_status=status, events=(an_event(status, hours_ago=7),))

    assert reached_at(an_order(fulfillments=(parcel,)))[Step.READY_TO_COLLECT] == hours_ago(7)


def test_a_local_delivery_is_out_since_it_was_fulfilled() -> None:
    assert reached_at(GALLERY["local_out"](NOW))[Step.OUT_FOR_DELIVERY] == hours_ago(2)
    assert reached_at(GALLERY["local_delivered"](NOW))[Step.OUT_FOR_DELIVERY] is None


def test_a_step_of_the_order_was_reached_when_its_last_part_was_if_all_times_are_known() -> None:
    first, second = (
        a_fulfillment(number, items=((number, 1),), display_status="IN_TRANSIT", hours_ago=30 + number)
        for number in (1, 2)
    )
    seen = replace(first, in_transit_at=hours_ago(9))
    order = an_order(lines=(a_line(1), a_line(2)), fulfillments=(seen, second))

    times = {step.step: step.reached_at for step in build_timeline(order, now=NOW).milestones}

    assert times[Step.SHIPPED] == hours_ago(31)
    assert times[Step.IN_TRANSIT] is None


@pytest.mark.parametrize(
    ("status", "display", "steps"),
    [
        ("SUCCESS", "NOT_DELIVERED", "+ordered +preparing !shipped -in_transit -out_for_delivery -delivered"),
        ("PENDING", "FAILURE", "+ordered !preparing -shipped -in_transit -out_for_delivery -delivered"),
    ],
)
def test_trouble_without_a_scan_stands_where_the_parcel_surely_was(
    status: str, display: str, steps: str
) -> None:
    assert of_order(an_order(fulfillments=(a_fulfillment(status=status, display_status=display),))) == steps


def test_of_several_parcels_one_that_came_back_holds_the_order_up_where_it_last_was() -> None:
    back = a_fulfillment(
        2,
        display_status="DELIVERED",
        events=(
            an_event("IN_TRANSIT", event=1, hours_ago=20),
            an_event("FAILURE", event=2, hours_ago=9, message="Return to sender"),
            an_event("DELIVERED", event=3, hours_ago=2),
        ),
        items=((1, 1),),
    )
    there = a_fulfillment(1, display_status="DELIVERED", items=((1, 1),))
    order = an_order(lines=(a_line(quantity=2),), fulfillments=(there, back))

    assert drawn(build_timeline(order, now=NOW).milestones).endswith(
        "!in_transit -out_for_delivery -delivered"
    )
    assert build_timeline(order, now=NOW).parcels[1].milestones[-1].step is Step.RETURNED


def test_when_all_parcels_came_back_so_did_the_order() -> None:
    parcels = [
        a_fulfillment(
            number,
            display_status="DELIVERED",
            events=(an_event("DELIVERED", hours_ago=2, message="Delivered to sender"),),
            items=((1, 1),),
        )
        for number in (1, 2)
    ]
    order = an_order(lines=(a_line(quantity=2),), fulfillments=parcels)

    assert of_order(order).endswith("+shipped +in_transit +returned")


def test_a_part_that_goes_back_ends_with_the_shop_and_holds_up_the_whole() -> None:
    back, other = (
        a_fulfillment(number, display_status=status, events=(an_event(status, event=number),))
        for number, status in ((1, "RETURNING_TO_SENDER"), (2, "OUT_FOR_DELIVERY"))
    )
    order = an_order(fulfillments=(back, other))
    parcel = build_timeline(order, now=NOW).parcels[0]
    assert drawn(parcel.milestones) == "+ordered +preparing +shipped !in_transit -returned"
    assert of_order(order) == "+ordered +preparing +shipped !in_transit -out_for_delivery -delivered"


@pytest.mark.parametrize("status", ["DELAYED", "FAILURE", "RETURNING_TO_SENDER", "ATTEMPTED_DELIVERY"])
def test_what_the_shops_own_driver_has_is_held_up_out_for_delivery(status: str) -> None:
    work = a_fulfillment_order(status="CLOSED", method_type="LOCAL", items=(), fulfillments=(1,))
    sent = a_fulfillment(display_status=status, events=(an_event(status),), tracking=())
    steps = of_order(an_order(fulfillments=(sent,), fulfillment_orders=(work,)))
    assert steps.startswith("+ordered +preparing !out_for_delivery")


def test_what_ended_in_two_ways_has_no_common_hour() -> None:
    end = build_timeline(GALLERY["finished"](NOW), now=NOW)
    delivered = end.parcels[0].state_at
    assert (end.milestones[-1].step, end.milestones[-1].reached_at) == (Step.DELIVERED, delivered)
    locker = a_fulfillment(1, display_status="PICKED_UP", events=(an_event("PICKED_UP"),))
    brought = a_fulfillment(2, display_status="DELIVERED", events=(an_event("DELIVERED", hours_ago=9),))
    assert build_timeline(an_order(fulfillments=(locker, brought)), now=NOW).milestones[-1].reached_at is None


def test_the_last_known_step_is_known_since_the_last_fact() -> None:
    timeline = build_timeline(GALLERY["silent_on_its_way"](NOW), now=NOW)
    (known,) = (step for step in timeline.milestones if step.state is StepState.LAST_KNOWN)
    assert timeline.silence is not None
    assert (known.step, known.reached_at) == (Step.IN_TRANSIT, timeline.silence.since)


def test_the_step_before_an_unclear_delivery_keeps_its_own_time() -> None:
    timeline = build_timeline(GALLERY["delivery_unclear"](NOW), now=NOW)
    (known,) = (step for step in timeline.milestones if step.state is StepState.LAST_KNOWN)
    assert known.reached_at != timeline.parcels[0].state_at


@pytest.mark.parametrize(
    ("name", "days", "mark"),
    [
        ("received", 3, ">"),
        ("received", 9, "?"),
        ("received_with_promise", 4, ">"),
        ("received_with_promise", 9, "?"),
        ("out_of_stock", 40, "+"),
        ("preorder", 40, ">"),
    ],
)
def test_a_step_that_nobody_has_confirmed_for_long_is_the_last_known(name: str, days: int, mark: str) -> None:
    later = build_timeline(GALLERY[name](NOW), now=NOW + timedelta(days=days))
    assert drawn(later.milestones).startswith(f"{mark}ordered")
