"""The one sentence, for every kind and every set of facts it may come with."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from orders.domain.timeline.kinds import ExpectedSource, HeadlineKind, Journey
from orders.domain.timeline.model import Expected, Headline
from orders.domain.when import Day
from orders.presenters.headline import headline_words

NOW = datetime(2026, 11, 24, 9, 5, tzinfo=ZoneInfo("Europe/Madrid"))
YESTERDAY = NOW - timedelta(days=1) + timedelta(hours=5, minutes=27)
SUNDAY = NOW - timedelta(days=2)
K = HeadlineKind


def expected(first: int, last: int | None = None) -> Expected:
    """Expected so many days from now; late when that is past."""
    last = first if last is None else last
    return Expected(
        first_day=Day((NOW + timedelta(days=first)).date()),
        last_day=Day((NOW + timedelta(days=last)).date()),
        source=ExpectedSource.CARRIER,
        days_late=max(0, -last),
    )


SENTENCES = [
    (Headline(kind=K.CANCELLED), "Cancelled", "Cancelado"),
    (Headline(kind=K.CANCELLED, at=YESTERDAY), "Cancelled yesterday", "Cancelado ayer"),
    (Headline(kind=K.CANCELLED_BY_SHOPPER), "Cancelled, as you asked", "Cancelado, como pediste"),
    (
        Headline(kind=K.CANCELLED_BY_SHOPPER, at=SUNDAY),
        "Cancelled Sunday, as you asked",
        "Cancelado el domingo, como pediste",
    ),
    (
        Headline(kind=K.CANCELLED_OUT_OF_STOCK),
        "Cancelled because it was out of stock",
        "Cancelado por falta de existencias",
    ),
    (
        Headline(kind=K.CANCELLED_OUT_OF_STOCK, at=YESTERDAY),
        "Cancelled yesterday because it was out of stock",
        "Cancelado ayer por falta de existencias",
    ),
    (
        Headline(kind=K.CANCELLED_PARTLY_SHIPPED, total=1),
        "Cancelled; 1 parcel had already left",
        "Cancelado; 1 paquete ya había salido",
    ),
    (
        Headline(kind=K.CANCELLED_PARTLY_SHIPPED, total=3),
        "Cancelled; 3 parcels had already left",
        "Cancelado; 3 paquetes ya habían salido",
    ),
    (
        Headline(kind=K.REMOVED),
        "No items are left on this order",
        "No queda ningún artículo en este pedido",
    ),
    (
        Headline(kind=K.REMOVED, at=SUNDAY),
        "No items are left on this order; the last refund was recorded Sunday",
        "No queda ningún artículo en este pedido; el último reembolso se registró el domingo",
    ),
    (Headline(kind=K.DIGITAL_SENT), "Your digital order was sent", "Tu pedido digital se ha enviado"),
    (
        Headline(kind=K.DIGITAL_SENT, at=YESTERDAY),
        "Your digital order was sent yesterday at 14:32",
        "Tu pedido digital se envió ayer a las 14:32",
    ),
    (Headline(kind=K.BOUGHT_IN_STORE), "Bought in our shop", "Comprado en nuestra tienda"),
    (
        Headline(kind=K.BOUGHT_IN_STORE, at=YESTERDAY),
        "Bought in our shop yesterday",
        "Comprado en nuestra tienda ayer",
    ),
    (Headline(kind=K.DELIVERED), "Delivered", "Entregado"),
    (
        Headline(kind=K.DELIVERED, at=YESTERDAY),
        "Delivered yesterday at 14:32",
        "Entregado ayer a las 14:32",
    ),
    (Headline(kind=K.COLLECTED), "Collected", "Recogido"),
    (Headline(kind=K.COLLECTED, at=NOW), "Collected today at 09:05", "Recogido hoy a las 9:05"),
    (
        Headline(kind=K.PARTLY_DELIVERED, count=1, total=2),
        "1 of 2 parcels delivered; the other is still to come",
        "1 de 2 paquetes entregado; el otro está por llegar",
    ),
    (
        Headline(kind=K.PARTLY_DELIVERED, count=2, total=4),
        "2 of 4 parcels delivered; the others are still to come",
        "2 de 4 paquetes entregados; los demás están por llegar",
    ),
    (
        Headline(kind=K.PARTLY_DELIVERED, count=1, total=2, expected=expected(3)),
        "1 of 2 parcels delivered; the other arrives Friday",
        "1 de 2 paquetes entregado; el otro llega el viernes",
    ),
    (
        Headline(kind=K.PARTLY_DELIVERED, count=1, total=3, expected=expected(3)),
        "1 of 3 parcels delivered; the next arrives Friday",
        "1 de 3 paquetes entregado; el siguiente llega el viernes",
    ),
    (
        Headline(kind=K.PARTLY_DELIVERED, count=2, total=3, expected=expected(-2)),
        "2 of 3 parcels delivered; the other was expected Sunday",
        "2 de 3 paquetes entregados; el otro se esperaba el domingo",
    ),
    (
        Headline(kind=K.PARTLY_DELIVERED, count=2, total=5, expected=expected(-1)),
        "2 of 5 parcels delivered; the next was expected yesterday",
        "2 de 5 paquetes entregados; el siguiente se esperaba ayer",
    ),
    (
        Headline(kind=K.PARTLY_DELIVERED_REST_WAITING, count=1),
        "1 parcel delivered; the rest has not left yet",
        "1 paquete entregado; el resto aún no ha salido",
    ),
    (
        Headline(kind=K.PARTLY_SHIPPED, count=2),
        "2 parcels are on their way; the rest has not left yet",
        "2 paquetes están en camino; el resto aún no ha salido",
    ),
    (Headline(kind=K.OUT_FOR_DELIVERY), "Out for delivery", "En reparto"),
    (Headline(kind=K.OUT_FOR_DELIVERY, at=NOW), "Out for delivery today", "Hoy está en reparto"),
    (Headline(kind=K.OUT_FOR_DELIVERY, at=YESTERDAY), "Out for delivery", "En reparto"),
    (Headline(kind=K.ARRIVING, expected=expected(1)), "Arriving tomorrow", "Llega mañana"),
    (
        Headline(kind=K.ARRIVING, expected=expected(9)),
        "Arriving Thursday 3 December",
        "Llega el jueves 3 de diciembre",
    ),
    (
        Headline(kind=K.ARRIVING, expected=expected(2, 4)),
        "Arriving between Thursday and Saturday",
        "Llega entre el jueves y el sábado",
    ),
    (Headline(kind=K.ARRIVING, expected=expected(-2)), "Expected Sunday", "Se esperaba el domingo"),
    (Headline(kind=K.ARRIVING), "On its way to you", "En camino hacia ti"),
    (
        Headline(kind=K.OVERDUE, expected=expected(-2), at=YESTERDAY, place="Zaragoza"),
        "2 days late; last seen yesterday in Zaragoza",
        "2 días de retraso; visto por última vez ayer en Zaragoza",
    ),
    (
        Headline(kind=K.OVERDUE, expected=expected(-1), at=SUNDAY),
        "1 day late; last seen Sunday",
        "1 día de retraso; visto por última vez el domingo",
    ),
    (Headline(kind=K.OVERDUE, expected=expected(-9)), "9 days late", "9 días de retraso"),
    (Headline(kind=K.OVERDUE, expected=expected(0)), "Arriving today", "Llega hoy"),
    (
        Headline(kind=K.DELAYED, expected=expected(2)),
        "Delayed; it should arrive Thursday",
        "Con retraso; debería llegar el jueves",
    ),
    (
        Headline(kind=K.DELAYED, expected=expected(-1)),
        "Delayed; it was expected yesterday",
        "Con retraso; se esperaba ayer",
    ),
    (Headline(kind=K.DELAYED), "Delayed on its way to you", "Con retraso, en camino hacia ti"),
    (
        Headline(kind=K.DELAYED, at=SUNDAY),
        "Delayed; last seen Sunday",
        "Con retraso; visto por última vez el domingo",
    ),
    (
        Headline(kind=K.DELAYED, at=SUNDAY, place="Teruel"),
        "Delayed; last seen Sunday in Teruel",
        "Con retraso; visto por última vez el domingo en Teruel",
    ),
    (Headline(kind=K.PROBLEM), "Something went wrong on the way", "Algo ha ido mal en el camino"),
    (Headline(kind=K.READY_TO_COLLECT), "Ready to collect", "Listo para recoger"),
    (
        Headline(kind=K.READY_TO_COLLECT, place="Calle Mayor 3"),
        "Ready to collect at Calle Mayor 3",
        "Listo para recoger en Calle Mayor 3",
    ),
    (
        Headline(kind=K.DELIVERY_ATTEMPTED),
        "The carrier tried to deliver it",
        "El transportista intentó entregarlo",
    ),
    (
        Headline(kind=K.DELIVERY_ATTEMPTED, at=YESTERDAY),
        "The carrier tried to deliver it yesterday at 14:32",
        "El transportista intentó entregarlo ayer a las 14:32",
    ),
    (Headline(kind=K.SCHEDULED), "Planned for a later date", "Previsto para más adelante"),
    (Headline(kind=K.SCHEDULED, at=SUNDAY), "Planned for a later date", "Previsto para más adelante"),
    (
        Headline(kind=K.SCHEDULED, at=NOW + timedelta(days=10)),
        "We start on your order Friday 4 December",
        "Empezamos con tu pedido el viernes 4 de diciembre",
    ),
    (Headline(kind=K.OUT_OF_STOCK), "Waiting for stock", "A la espera de existencias"),
]


@pytest.mark.parametrize(("headline", "english", "spanish"), SENTENCES)
def test_it_says_the_facts_it_was_given(headline: Headline, english: str, spanish: str) -> None:
    for language, sentence in (("en", english), ("es", spanish)):
        with translation.override(language):
            assert headline_words(headline, journey=Journey.PICKUP, now=NOW) == sentence


@pytest.mark.parametrize("kind", HeadlineKind)
def test_every_kind_has_a_sentence_without_any_facts_in_both_languages(kind: HeadlineKind) -> None:
    with translation.override("en"):
        english = headline_words(Headline(kind=kind), journey=Journey.SHIPPING, now=NOW)
    with translation.override("es"):
        spanish = headline_words(Headline(kind=kind), journey=Journey.SHIPPING, now=NOW)
    assert english
    assert spanish
    assert english != spanish


@pytest.mark.parametrize("kind", HeadlineKind)
def test_no_sentence_speaks_of_fraud(kind: HeadlineKind) -> None:
    assert "fraud" not in headline_words(Headline(kind=kind), journey=Journey.SHIPPING, now=NOW).casefold()


def test_a_hostile_place_cannot_break_out_of_the_sentence() -> None:
    place = "Zara\u202egoza\n\x00 %(days)d " + "x" * 500
    sentence = headline_words(
        Headline(kind=K.OVERDUE, expected=expected(-2), at=YESTERDAY, place=place),
        journey=Journey.SHIPPING,
        now=NOW,
    )
    assert sentence.startswith("2 days late; last seen yesterday in Zaragoza %(days)d xxx")
    assert len(sentence) < 110


def test_a_carriers_point_is_named_by_its_town() -> None:
    headline = Headline(kind=K.READY_TO_COLLECT, place="Zaragoza")
    sentence = headline_words(headline, journey=Journey.PICKUP_POINT, now=NOW)
    assert sentence == "Ready to collect in Zaragoza"
