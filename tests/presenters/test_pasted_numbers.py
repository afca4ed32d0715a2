"""Tracking numbers as real shops paste them, in Shopify's own shape, and the words of the parcel's card for each."""

from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.utils import translation

from orders.domain.timeline import build_timeline
from orders.gallery.builders import NOW
from orders.presenters import present_order
from orders.shopify.mapping import order_from_payload
from orders.shopify.observations import Observations
from tests.shopify import payloads

UPS, USPS = "1Z999AA10123456784", "9400111201080805483016"
NO_LINK = ""
WRONG = "This number cannot be right. Please ask us for the right one."

type Tracking = dict[str, str | None]
type Card = tuple[str, str, str, str]
"""Carrier, number, what is copied, words of the link (or of the note, where there is one)."""


def cards(
    tracking: list[Tracking], *, display_status: str = "IN_TRANSIT", language: str = "en"
) -> list[Card]:
    fulfillment = payloads.fulfillment(trackingInfo=tracking, displayStatus=display_status)
    order = order_from_payload(
        payloads.order(fulfillments=[fulfillment]),
        fulfillment_orders=[],
        refunds=[],
        observations=Observations(),
    )
    with translation.override(language):
        page = present_order(
            order,
            build_timeline(order, now=NOW),
            now=NOW,
            checked_at=NOW - timedelta(minutes=4),
            overrides={},
            image_hosts=[],
            country="DE",
        )
    (parcel,) = page.parcels
    return [
        (
            plain(each.company),
            each.number,
            each.copied,
            plain(each.note or each.link_words if each.url or each.note else ""),
        )
        for each in parcel.tracking
    ]


def plain(text: str) -> str:
    """Without the marks that keep a name's direction to itself."""
    return "".join(character for character in unquote(text) if character not in "\u2066\u2067\u2068\u2069")


ON_UPS, ON_USPS = "Follow it on the UPS site", "Follow it on the USPS site"


@pytest.mark.parametrize(
    ("tracking", "expected"),
    [
        ([{"company": "UPS", "number": "1Z999AA1\u200b0123456784"}], [("UPS", UPS, UPS, ON_UPS)]),
        ([{"company": "UPS", "number": "1Z999AA1\t0123456784"}], [("UPS", UPS, UPS, ON_UPS)]),
        ([{"company": "UPS", "number": "1Z999AA1\n0123456784"}], [("UPS", UPS, UPS, ON_UPS)]),
        ([{"company": "UPS", "number": "\ufeff1z-999-aa1-01-2345-6784"}], [("UPS", UPS, UPS, ON_UPS)]),
        (
            [{"company": "USPS", "number": f"{USPS} 9400109699938860246573"}],
            [
                ("USPS", USPS, USPS, ON_USPS),
                ("USPS", "9400109699938860246573", "9400109699938860246573", ON_USPS),
            ],
        ),
        (
            [{"company": "USPS", "number": "9400111899223200000000"}],
            [("USPS", "9400111899223200000000", "", WRONG)],
        ),
        ([{"company": "USPS", "number": "9.40011E+21"}], [("USPS", "9.40011E+21", "", WRONG)]),
        (
            [{"company": "FedEx", "number": "9622001900000000000000000000000000"}],
            [("FedEx", "9622001900000000000000000000000000", "", WRONG)],
        ),
        ([{"company": "FedEx", "number": "#N/A"}], [("FedEx", "#N/A", "", WRONG)]),
        (
            [{"company": "UPS", "number": UPS, "url": "https://evil.example/ups.com"}],
            [("UPS", UPS, UPS, "Follow it at evil.example")],
        ),
        (
            [
                {
                    "company": "FedEx",
                    "number": "776632517510",
                    "url": "https://parcelsapp.com/en/tracking/776632517510",
                }
            ],
            [("FedEx", "776632517510", "776632517510", "Follow it at parcelsapp.com")],
        ),
        (
            [{"company": "Sonstige", "number": "12345678", "url": "https://www.kurier.example/12345678"}],
            [("", "12345678", "12345678", "Follow it at kurier.example")],
        ),
        ([{"company": "DPD", "number": "A000XX0AX0"}], [("DPD", "A000XX0AX0", "A000XX0AX0", NO_LINK)]),
        (
            [{"company": "LSO", "number": "TBA502887274000"}],
            [("LSO", "TBA502887274000", "TBA502887274000", NO_LINK)],
        ),
        (
            [{"company": "MRW", "number": "", "url": "https://carrier.example/t?franq=&envio="}],
            [("MRW", "", "", NO_LINK)],
        ),
        ([{"company": "UPS", "number": UPS}, {"company": "UPS", "number": UPS}], [("UPS", UPS, UPS, ON_UPS)]),
    ],
)
def test_a_card_says_what_is_so_of_a_pasted_number(tracking: list[Tracking], expected: list[Card]) -> None:
    assert cards(tracking) == expected


def test_a_voided_label_has_neither_number_nor_link() -> None:
    assert cards([{"company": "UPS", "number": UPS}], display_status="LABEL_VOIDED") == []


def test_the_words_are_those_of_the_page_s_language() -> None:
    (card,) = cards([{"company": "USPS", "number": "9.40011E+21"}], language="es")
    assert card[3] == "Este número no puede ser correcto. Pídenos el correcto."
