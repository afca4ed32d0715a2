"""What a reported delivery stands for: by the carrier's words, the scans before it, and the towns at both ends."""

import pytest

from orders.domain.order import FulfillmentEvent
from orders.domain.timeline import ParcelState as P
from orders.domain.timeline import build_timeline
from orders.domain.timeline.carrier_words import Said, read_words
from orders.gallery.builders import NOW, a_fulfillment, a_fulfillment_order, a_tracking, an_event, an_order

type Scan = tuple[str, float] | tuple[str, float, str | None] | tuple[str, float, str | None, str]


def events_of(scans: list[Scan]) -> list[FulfillmentEvent]:
    events = []
    for number, (status, hours, *rest) in enumerate(scans):
        city, message = (*rest, None, None)[:2]
        events.append(an_event(status, event=number, hours_ago=hours, city=city, message=message))
    return events


def state_of(
    *scans: Scan,
    display: str | None = None,
    method: str = "SHIPPING",
    numbers: int = 1,
    origin: str = "Madrid",
) -> P:
    """Of a parcel from Madrid to Zaragoza."""
    parcel = a_fulfillment(
        display_status=display,
        events=events_of(list(scans)),
        tracking=[a_tracking(f"PQ4X7A041000123012801{box}A") for box in range(numbers)],
    )
    work = a_fulfillment_order(
        status="CLOSED", method_type=method, items=(), fulfillments=(1,), city=origin or None
    )
    order = an_order(fulfillments=(parcel,), fulfillment_orders=(work,))
    return build_timeline(order, now=NOW).parcels[0].state


READINGS: list[tuple[list[Scan], P]] = [
    # to the sender, by words
    ([("FAILURE", 9, None, "Return to sender"), ("DELIVERED", 2)], P.RETURNED),
    ([("OUT_FOR_DELIVERY", 9), ("DELIVERED", 2, "Utrecht", "Delivered to sender")], P.RETURNED),
    ([("IN_TRANSIT", 9, None, "Zurück an Absender")], P.RETURNING),
    ([("FAILURE", 9, None, "Refusé, retour à l’expéditeur"), ("IN_TRANSIT", 2)], P.RETURNING),
    ([("FAILURE", 9, None, "Devuelto al remitente"), ("OUT_FOR_DELIVERY", 2)], P.OUT_FOR_DELIVERY),
    # to the sender, by town
    ([("FAILURE", 9), ("DELIVERED", 2, "Madrid")], P.RETURNED),
    ([("ATTEMPTED_DELIVERY", 9), ("DELIVERED", 2, "MADRID Centro")], P.RETURNED),
    ([("DELIVERED", 2, "Madrid")], P.DELIVERED),
    # open
    ([("FAILURE", 9), ("DELIVERED", 2)], P.DELIVERY_UNCLEAR),
    ([("FAILURE", 9), ("DELIVERED", 2, "Teruel")], P.DELIVERY_UNCLEAR),
    ([("FAILURE", 9), ("DELIVERED", 3, "Teruel"), ("IN_TRANSIT", 2)], P.DELIVERY_UNCLEAR),
    ([("FAILURE", 9), ("DELIVERED", 3, "Teruel"), ("OUT_FOR_DELIVERY", 2)], P.OUT_FOR_DELIVERY),
    ([("FAILURE", 9), ("DELIVERED", 3), ("DELIVERED", 2, "Zaragoza")], P.DELIVERED),
    # a problem that was overcome
    ([("FAILURE", 9), ("DELIVERED", 2, "zaragoza")], P.DELIVERED),
    ([("FAILURE", 9), ("OUT_FOR_DELIVERY", 5), ("DELIVERED", 2)], P.DELIVERED),
    ([("ATTEMPTED_DELIVERY", 9), ("DELIVERED", 2)], P.DELIVERED),
    # at a point
    ([("DELIVERED", 2, None, "Zugestellt an Packstation 120")], P.AT_POINT),
    ([("READY_FOR_PICKUP", 2.5), ("DELIVERED", 2, None, "Delivered to parcel locker")], P.AT_POINT),
    ([("READY_FOR_PICKUP", 9), ("DELIVERED", 2, None, "Delivered to parcel locker")], P.COLLECTED),
    ([("READY_FOR_PICKUP", 9), ("DELIVERED", 2)], P.COLLECTED),
    ([("READY_FOR_PICKUP", 9), ("OUT_FOR_DELIVERY", 5), ("DELIVERED", 2)], P.DELIVERED),
    ([("DELIVERED", 9, None, "In den Locker gelegt"), ("DELIVERED", 2, None, "Abgeholt")], P.COLLECTED),
    ([("DELIVERED", 9, None, "Locker 3"), ("FAILURE", 2, None, "SMS failed")], P.AT_POINT),
]


@pytest.mark.parametrize(("scans", "state"), READINGS)
def test_a_delivery_is_read_in_the_light_of_the_rest(scans: list[Scan], state: P) -> None:
    assert state_of(*scans) is state


@pytest.mark.parametrize(("scans", "state"), READINGS)
def test_shopifys_summary_of_a_delivery_changes_no_reading(scans: list[Scan], state: P) -> None:
    if scans[-1][0] == "DELIVERED":
        assert state_of(*scans, display="DELIVERED") is state


@pytest.mark.parametrize(
    ("scans", "method", "numbers", "state"),
    [
        ([], "SHIPPING", 1, P.DELIVERED),
        ([], "PICKUP_POINT", 1, P.AT_POINT),
        ([], "SHIPPING", 3, P.SOME_DELIVERED),
        ([("READY_FOR_PICKUP", 9)], "PICKUP_POINT", 1, P.COLLECTED),
        ([("FAILURE", 9)], "SHIPPING", 1, P.DELIVERY_UNCLEAR),
        ([("IN_TRANSIT", 9)], "SHIPPING", 3, P.SOME_DELIVERED),
    ],
)
def test_a_delivery_that_only_the_summary_knows_is_read_as_well(
    scans: list[Scan], method: str, numbers: int, state: P
) -> None:
    assert state_of(*scans, display="DELIVERED", method=method, numbers=numbers) is state


@pytest.mark.parametrize(
    ("deliveries", "state"), [(1, P.SOME_DELIVERED), (2, P.SOME_DELIVERED), (3, P.DELIVERED)]
)
def test_of_several_boxes_all_are_there_when_each_was_delivered(deliveries: int, state: P) -> None:
    scans: list[Scan] = [("DELIVERED", 9 - number, "Zaragoza") for number in range(deliveries)]
    assert state_of(*scans, numbers=3) is state


def test_the_shops_town_proves_nothing_where_the_shopper_lives_too() -> None:
    assert state_of(("FAILURE", 9), ("DELIVERED", 2, "Zaragoza"), origin="Zaragoza") is P.DELIVERY_UNCLEAR


def test_without_a_known_origin_another_town_stays_open() -> None:
    assert state_of(("FAILURE", 9), ("DELIVERED", 2, "Madrid"), origin="") is P.DELIVERY_UNCLEAR


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (None, Said.NOTHING),
        ("", Said.NOTHING),
        ("Delivered, to original sender", Said.SENDER),
        ("Returned by carrier to the shipper", Said.SENDER),
        ("Bezorgd bij afzender", Said.SENDER),
        ("Die Sendung wird an den Absender zurückgesandt", Said.SENDER),
        ("Restituito al mittente", Said.SENDER),
        ("Objeto devolvido ao remetente", Said.SENDER),
        ("差出人に返送しました", Said.SENDER),
        ("أعيد إلى المرسل", Said.SENDER),
        ("Shipment information received from sender", Said.NOTHING),
        ("Returned to depot for another attempt", Said.NOTHING),
        ("Picked up at access point", Said.COLLECTION),
        ("Not collected", Said.NOTHING),
        ("Retiré par le destinataire", Said.COLLECTION),
        ("Entregado en Citypaq", Said.POINT),
        ("Livré en point relais", Said.POINT),
        ("Afgeleverd bij pakketpunt", Said.POINT),
        ("Entregue no ponto de retirada", Said.POINT),
        ("Left at front door", Said.NOTHING),
    ],
)
def test_words_are_read_in_the_languages_carriers_write(message: str | None, said: Said) -> None:
    assert read_words(message) is said
