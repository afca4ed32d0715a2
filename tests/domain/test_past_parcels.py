"""What is remembered of a parcel: days, hours, where from and where to; and nothing else."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from orders.domain.carriers.key import carrier_key
from orders.domain.order import Fulfillment, FulfillmentOrder, Order, TrackingInfo
from orders.domain.past_parcels import Outcome, PastParcel, find_past_parcels
from orders.domain.timeline import ExpectedSource, Journey, build_timeline
from orders.domain.when import Day
from orders.gallery.builders import NOW, a_fulfillment, a_fulfillment_order, an_event, an_order

DELIVERED = (
    an_event("LABEL_PRINTED", hours_ago=60),
    an_event("IN_TRANSIT", hours_ago=40),
    an_event("ATTEMPTED_DELIVERY", hours_ago=22),
    an_event("OUT_FOR_DELIVERY", hours_ago=6),
    an_event("DELIVERED", hours_ago=3),
)


def past_of(order: Order, **asked: object) -> dict[str, PastParcel]:
    timeline = build_timeline(order, now=NOW)
    return find_past_parcels(order, timeline, now=NOW, country="ES", **asked)  # type: ignore[arg-type]


def past(
    fulfillment: Fulfillment, *works: FulfillmentOrder, is_over: bool = False, **fields: object
) -> PastParcel:
    order = replace(an_order(fulfillments=[fulfillment], fulfillment_orders=works), **fields)  # type: ignore[arg-type]
    return past_of(order, is_over=is_over)[fulfillment.id]


def test_each_step_has_its_day_and_its_hours_since_the_order() -> None:
    parcel = past(a_fulfillment(events=DELIVERED), a_fulfillment_order(fulfillments=[1]))
    days = (parcel.ordered_on, parcel.packed_on, parcel.scanned_on, parcel.out_on, parcel.arrived_on)
    assert [day and day.day for day in days] == [20, 20, 21, 23, 23]
    hours = (parcel.packed_hours, parcel.scanned_hours, parcel.out_hours, parcel.arrived_hours)
    assert hours == (12, 32, 66, 69)
    assert (parcel.left_on, parcel.ended_on) == (date(2026, 11, 21), date(2026, 11, 23))
    assert (parcel.outcome, parcel.attempts, parcel.carrier) == (Outcome.DELIVERED, 1, "Correos")


def test_a_step_known_to_the_day_has_no_hours() -> None:
    event = replace(an_event("DELIVERED"), happened_at=Day(date(2026, 11, 22)))
    parcel = past(a_fulfillment(events=[event]))
    assert (parcel.arrived_on, parcel.arrived_hours) == (date(2026, 11, 22), None)


@pytest.mark.parametrize("year", [1, 1970])
def test_a_day_that_cannot_be_meant_is_none(year: int) -> None:
    event = replace(an_event("DELIVERED"), happened_at=datetime(year, 1, 2, 12, tzinfo=UTC))
    parcel = past(a_fulfillment(events=[event], estimated_in_hours=-10))
    assert (parcel.outcome, parcel.arrived_on, parcel.arrived_hours) == (Outcome.DELIVERED, None, None)
    assert (parcel.ended_on, parcel.days_late) == (NOW.date(), None)


def test_a_parcel_nobody_scanned_left_when_it_was_packed() -> None:
    parcel = past(a_fulfillment(display_status="DELIVERED", delivered_hours_ago=2))
    assert (parcel.scanned_on, parcel.left_on) == (None, date(2026, 11, 21))


def test_an_end_without_a_time_is_when_it_was_heard_of() -> None:
    parcel = past(a_fulfillment(display_status="DELIVERED", hours_ago=48))
    assert (parcel.outcome, parcel.arrived_on, parcel.ended_on) == (
        Outcome.DELIVERED,
        None,
        date(2026, 11, 21),
    )


def test_what_waits_at_a_point_arrived_when_it_could_be_collected() -> None:
    events = [an_event("READY_FOR_PICKUP", hours_ago=60), an_event("PICKED_UP", hours_ago=2)]
    parcel = past(
        a_fulfillment(hours_ago=70, events=events),
        a_fulfillment_order(fulfillments=[1], method_type="PICKUP_POINT"),
    )
    assert (parcel.journey, parcel.outcome) == (Journey.PICKUP_POINT, Outcome.COLLECTED)
    assert (parcel.arrived_on, parcel.ended_on) == (date(2026, 11, 20), date(2026, 11, 23))


def test_what_came_back_did_not_arrive() -> None:
    events = [an_event("RETURNING_TO_SENDER", hours_ago=30), an_event("DELIVERED", hours_ago=2)]
    parcel = past(a_fulfillment(events=events, estimated_in_hours=-24))
    assert (parcel.outcome, parcel.arrived_on, parcel.days_late) == (Outcome.RETURNED, None, None)


def test_a_parcel_of_a_cancelled_order_that_never_left_is_cancelled() -> None:
    label = a_fulfillment(display_status="LABEL_PRINTED", status="OPEN")
    parcel = past(label, cancelled_at=NOW - timedelta(hours=20))
    assert (parcel.outcome, parcel.ended_on) == (Outcome.CANCELLED, date(2026, 11, 22))


def test_what_still_travels_has_a_row_only_when_its_order_is_over() -> None:
    travelling = a_fulfillment(events=[an_event("IN_TRANSIT", hours_ago=10)])
    assert past_of(an_order(fulfillments=[travelling])) == {}
    assert past(travelling, is_over=True).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("method", ["PICK_UP", "NONE", "RETAIL"])
def test_what_nobody_carries_has_no_row(method: str) -> None:
    work = a_fulfillment_order(fulfillments=[1], method_type=method)
    order = an_order(
        fulfillments=[a_fulfillment(display_status="DELIVERED")],
        fulfillment_orders=[work],
    )
    assert past_of(order, is_over=True) == {}


def test_where_from_and_where_to() -> None:
    work = replace(a_fulfillment_order(fulfillments=[1]), location_country_code="PT")
    delivered = a_fulfillment(events=[an_event("DELIVERED")])
    parcel = past(delivered, work, destination_country_code="US", destination_province_code="CA")
    assert (parcel.origin_country, parcel.destination_country) == ("PT", "US")
    assert parcel.destination_region == "CA"
    unknown = past(delivered, destination_country_code=None)
    assert (unknown.origin_country, unknown.destination_country, unknown.destination_region) == ("ES", "", "")


def test_what_was_promised_first_is_what_counts() -> None:
    told = (
        an_event("IN_TRANSIT", hours_ago=40, estimated_in_hours=-24),
        an_event("OUT_FOR_DELIVERY", hours_ago=8, estimated_in_hours=5),
        an_event("DELIVERED", hours_ago=3),
    )
    delivered = a_fulfillment(events=told, estimated_in_hours=5)
    checkout = a_fulfillment_order(fulfillments=[1], promise_in_hours=(0, 48))
    by_checkout, by_carrier = past(delivered, checkout), past(delivered)
    by_shipment = past(a_fulfillment(events=[an_event("DELIVERED")], estimated_in_hours=-48))
    nobody = past(a_fulfillment(events=[an_event("DELIVERED")]))
    assert (by_checkout.promised_by, by_checkout.days_late) == (ExpectedSource.CHECKOUT, -2)
    assert (by_carrier.promised_by, by_carrier.days_late) == (ExpectedSource.CARRIER, 1)
    assert (by_shipment.promised_by, by_shipment.days_late) == (ExpectedSource.SHIPMENT, 2)
    assert (nobody.promised_by, nobody.days_late) == (None, None)


@pytest.mark.parametrize(
    ("info", "key"),
    [
        (TrackingInfo(company="correos"), "Correos"),
        (TrackingInfo(company="Marta, by bicycle", number="7"), "other"),
        (TrackingInfo(company="MENSAJEROS locales"), "Mensajeros Locales"),
        (TrackingInfo(number="1Z999AA10123456784"), "UPS"),
        (TrackingInfo(number="RR123456785ES"), "other"),
        (TrackingInfo(), ""),
    ],
)
def test_a_carrier_is_known_or_nameless(info: TrackingInfo, key: str) -> None:
    assert carrier_key([info], country="ES", own_names=["Mensajeros Locales"]) == key


def test_a_name_that_several_carriers_have_is_that_name() -> None:
    assert carrier_key([TrackingInfo(company="GLS")]) == "GLS"


def test_the_first_known_carrier_of_several_numbers_counts() -> None:
    infos = [TrackingInfo(company="Marta"), TrackingInfo(company="Correos")]
    assert carrier_key(infos) == "Correos"
