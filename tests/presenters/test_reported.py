"""Headlines that rest on what a carrier reported: they say that it did, when and where, and nothing beyond."""

import pytest
from django.utils import translation

from orders.domain.timeline.kinds import HeadlineKind as K
from orders.domain.timeline.kinds import Journey
from orders.domain.timeline.model import Headline
from orders.gallery.builders import NOW
from orders.presenters.headline import headline_words

SUNDAY = NOW.replace(day=22, hour=9, minute=5)

SENTENCES = [
    (
        Headline(kind=K.PROBLEM, at=SUNDAY),
        "The carrier has reported a problem; last seen yesterday",
        "El transportista ha comunicado un problema; visto por última vez ayer",
    ),
    (
        Headline(kind=K.PROBLEM, at=SUNDAY, place="Lugo"),
        "The carrier has reported a problem; last seen yesterday in Lugo",
        "El transportista ha comunicado un problema; visto por última vez ayer en Lugo",
    ),
    (Headline(kind=K.RETURNED), "It came back to us", "Ha vuelto a nosotros"),
    (Headline(kind=K.RETURNED, at=SUNDAY), "It came back to us yesterday", "Nos llegó de vuelta ayer"),
    (
        Headline(kind=K.AT_POINT),
        "Delivered to a locker or pickup point",
        "Entregado en una taquilla o un punto de recogida",
    ),
    (
        Headline(kind=K.AT_POINT, at=SUNDAY),
        "Delivered to a locker or pickup point yesterday at 09:05",
        "Entregado ayer a las 9:05 en una taquilla o un punto de recogida",
    ),
    (Headline(kind=K.NOT_COLLECTED), "Reported as ready to collect", "Consta como listo para recoger"),
    (
        Headline(kind=K.NOT_COLLECTED, at=SUNDAY),
        "Reported as ready to collect since yesterday",
        "Consta como listo para recoger desde ayer",
    ),
    (
        Headline(kind=K.DELIVERY_UNCLEAR),
        "Reported delivered, after a problem on the way",
        "Consta como entregado, tras un problema en el camino",
    ),
    (
        Headline(kind=K.DELIVERY_UNCLEAR, at=SUNDAY),
        "Reported delivered yesterday, after a problem on the way",
        "Consta como entregado ayer, tras un problema en el camino",
    ),
    (
        Headline(kind=K.DELIVERY_UNCLEAR, at=SUNDAY, place="Utrecht"),
        "Reported delivered yesterday in Utrecht; it may have come back to us",
        "Consta como entregado ayer en Utrecht; puede que haya vuelto a nosotros",
    ),
    (
        Headline(kind=K.SOME_DELIVERED, total=3),
        "3 parcels; the carrier reports a delivery and does not say of which",
        "3 paquetes; el transportista comunica una entrega y no dice de cuál",
    ),
    (
        Headline(kind=K.NO_NEWS, days=1),
        "No news from the carrier for 1 day",
        "Sin noticias del transportista desde hace 1 día",
    ),
    (
        Headline(kind=K.NO_NEWS, days=36),
        "No news from the carrier for 36 days",
        "Sin noticias del transportista desde hace 36 días",
    ),
]


@pytest.mark.parametrize(("headline", "english", "spanish"), SENTENCES)
def test_it_says_what_was_reported(headline: Headline, english: str, spanish: str) -> None:
    for language, sentence in (("en", english), ("es", spanish)):
        with translation.override(language):
            assert headline_words(headline, journey=Journey.SHIPPING, now=NOW) == sentence


@pytest.mark.parametrize("at", [None, SUNDAY])
def test_who_ordered_to_a_point_reads_of_that_point(at: object) -> None:
    headline = Headline(kind=K.AT_POINT, at=SUNDAY if at else None)
    words = headline_words(headline, journey=Journey.PICKUP_POINT, now=NOW)
    assert words.startswith("Delivered to your pickup point")


@pytest.mark.parametrize("kind", [K.NO_NEWS, K.PROBLEM])
def test_a_shop_that_delivers_itself_is_no_carrier(kind: K) -> None:
    headline = Headline(kind=kind, at=SUNDAY, days=4)
    assert "carrier" not in headline_words(headline, journey=Journey.LOCAL_DELIVERY, now=NOW)


def test_what_is_true_of_one_parcel_among_several_is_said_of_that_one() -> None:
    headline = Headline(kind=K.RETURNING, parcel=5, total=2)
    words = headline_words(headline, journey=Journey.SHIPPING, now=NOW, boxes={4: 1, 5: 2})
    assert words == "Parcel 2 of 2: on its way back to us"


def test_of_a_single_parcel_nobody_says_which() -> None:
    headline = Headline(kind=K.RETURNING, parcel=5, total=1)
    words = headline_words(headline, journey=Journey.SHIPPING, now=NOW, boxes={5: 1})
    assert words == "On its way back to us"
