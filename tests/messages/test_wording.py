"""What mails and SMS say of an order: true where they are read, each thing once, and what happened first."""

import re
from itertools import product

import pytest
from django.conf import settings
from django.utils import translation
from pytest_django.fixtures import Settings

from orders.domain.order import Order
from orders.domain.timeline import build_timeline
from orders.domain.timeline.kinds import HeadlineKind, Journey, NextKind
from orders.domain.timeline.usual_times import read_usual_times
from orders.gallery.builders import NOW, a_fulfillment, a_line, a_tracking, an_event, an_order
from orders.gallery.catalogue import STATES
from orders.gallery.state import OrderPageOf
from orders.messages.alphabet import segments
from orders.messages.events import EventKind, count_gone, numbers_mark
from orders.messages.leading import Told
from orders.messages.sample import sample_letter, sample_sms
from orders.messages.wording import MessageView, present_message, sms_words
from orders.presenters.colons import after_colon
from orders.presenters.message_lines import message_next_words

pytestmark = pytest.mark.django_db

ELSEWHERE = re.compile(r"\b(here|below|above|this page)\b", re.IGNORECASE)
"""What a page may say of itself, and a mail may not say of the page."""
ORDER_STATES = [name for name, state in STATES.items() if isinstance(state.page, OrderPageOf)]
LANGUAGES = [code for code, _ in settings.LANGUAGES]


def order_of(state: str) -> Order:
    page = STATES[state].page
    assert isinstance(page, OrderPageOf)
    return page.build(NOW)


def mail_of(state: str, language: str = "en") -> str:
    return sample_letter(order_of(state), now=NOW, language=language, sender="shop@casalumbre.example").text


def view_of(order: Order, *told: Told) -> MessageView:
    return present_message(
        order,
        build_timeline(order, now=NOW),
        told,
        now=NOW,
        checked_at=NOW,
        carrier_links={},
        country="ES",
    )


def sms_of(state: str, kind: EventKind, fact: str = "", *, parcel: int | None = 1) -> str:
    order = order_of(state)
    parcels = build_timeline(order, now=NOW).parcels
    number = parcels[parcel - 1].fulfillment_id if parcel else ""
    return sms_words(view_of(order, Told(kind.value, number, fact)), shop="Casa Lumbre", url="URL")


# What is elsewhere ----------------------------------------------------------------------------------------------------


def test_no_next_line_of_a_message_speaks_of_the_place_where_it_stands() -> None:
    with translation.override("en"):
        lines = [
            message_next_words(kind, journey, HeadlineKind.ON_ITS_WAY)
            for kind, journey in product(NextKind, Journey)
        ]
    assert [line for line in lines if ELSEWHERE.search(line)] == []


def test_no_mail_speaks_of_the_place_where_it_stands() -> None:
    said = {name: ELSEWHERE.findall(mail_of(name)) for name in ORDER_STATES}
    assert {name: found for name, found in said.items() if found} == {}


@pytest.mark.parametrize(
    ("state", "line"),
    [
        ("number_to_come", "The tracking number is not known yet. Your order’s page will show it."),
        (
            "number_missing_in_address",
            "The tracking number is not known yet. Your order’s page will show it.",
        ),
        ("renumbered", "Your order’s page shows every new report from the carrier."),
        ("unknown_scan_only", "Your order’s page shows every new report from the carrier."),
        (
            "pickup_preparing",
            "Your order’s page says when it is ready; please wait for that before you come.",
        ),
    ],
)
def test_what_the_page_will_show_is_said_of_the_page(state: str, line: str) -> None:
    assert line in mail_of(state).split("\n\n")


def test_a_number_that_cannot_be_right_is_in_no_mail() -> None:
    mail = mail_of("number_destroyed")
    assert "With USPS" in mail
    assert "E+" not in mail


# Once -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "words", "times"),
    [
        ("out_of_stock", "Waiting for stock", 1),
        ("awaiting_payment", "Waiting for payment", 1),
        ("overdue_out_of_stock", "aiting for stock", 1),
        ("partly_out_of_stock", "aiting for stock", 1),
        ("check_address", "Address to be checked", 0),
        ("review", "Being looked over", 0),
        ("delayed", "25 November", 1),
        ("label_ready", "collect", 1),
        ("one_of_four_failed", "Problem reported", 0),
        ("partly_shipped_rest_out_of_stock", "Not sent yet: Waiting for stock", 1),
    ],
)
def test_a_mail_says_a_thing_once(state: str, words: str, times: int) -> None:
    assert mail_of(state).count(words) == times


@pytest.mark.parametrize("state", ["two_parcels_on_their_way", "return_in_progress", "returned"])
def test_parcels_that_are_equally_far_are_not_told_one_by_one(state: str) -> None:
    assert "- Parcel" not in mail_of(state)


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("in_parts_as_usual", ["Parcel 1 of 2: Delivered", "Parcel 2 of 2: On its way"]),
        ("one_parcel_overdue", ["Parcel 1 of 2: Delivered"]),
    ],
)
def test_parcels_of_which_the_sentence_does_not_speak_are_told_one_by_one(
    state: str, told: list[str]
) -> None:
    lines = [line[2:] for line in mail_of(state).splitlines() if line.startswith("- Parcel")]
    assert lines == told


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_subject_says_twice_that_it_is_an_order(language: str) -> None:
    for state in ("cancelled", "cancelled_by_shopper", "cancelled_partly_shipped", "cancelled_after_packing"):
        letter = sample_letter(order_of(state), now=NOW, language=language, sender="shop@casalumbre.example")
        name, _, said = letter.subject.partition("#1001")
        assert name.strip(" \u2068").casefold() not in said.casefold()


def test_one_shipment_under_several_numbers_is_several_parcels_in_every_line() -> None:
    assert view_of(order_of("numbers_pasted")).sentence == "On their way to you"
    assert view_of(order_of("numbers_pasted")).next_line.startswith("The carrier has them.")


# Silence --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "line"),
    [
        ("silent_unfulfilled", "Your order has been with us for 20 days, which is longer than usual."),
        (
            "silent_shipped",
            "No scan has been reported in the 5 days since it was shipped, which is longer than usual.",
        ),
        ("silent_on_its_way_for_long", "The last we know: “On its way”, Sunday 18 October."),
        (
            "silent_untracked",
            "It was shipped 16 days ago. Without a tracking number nobody reports where it is.",
        ),
    ],
)
def test_a_mail_about_a_silence_says_how_long_it_is(state: str, line: str) -> None:
    assert line in mail_of(state).split("\n\n")


@pytest.mark.parametrize(
    ("state", "parcel", "said"),
    [
        ("silent_unfulfilled", None, "your order has been with us for 20 days, longer than usual"),
        ("silent_shipped", 1, "no scan in the 5 days since it was shipped"),
        ("silent_untracked", 1, "shipped 16 days ago, without a tracking number"),
        (
            "silent_on_its_way",
            1,
            "nothing new for 5 days; last known: on its way, Wednesday 18 November",
        ),
        ("silent_on_its_way_for_long", 1, "no news from the carrier for 36 days"),
        ("silent_ready", 1, "reported as ready to collect since Sunday 8 November"),
    ],
)
def test_an_sms_about_a_silence_says_how_long_it_is(state: str, parcel: int | None, said: str) -> None:
    assert sms_of(state, EventKind.QUIET, parcel=parcel) == f"Casa Lumbre, order #1001: {said}. URL"


def test_a_silence_of_another_parcel_than_the_sentences_is_told_with_its_parcel() -> None:
    ready = an_event("READY_FOR_PICKUP", hours_ago=120)
    broken = an_event("FAILURE", hours_ago=3)
    order = an_order(
        lines=[a_line(1), a_line(2)],
        fulfillments=[
            a_fulfillment(1, hours_ago=300, display_status="READY_FOR_PICKUP", events=[ready]),
            a_fulfillment(2, items=[(2, 1)], display_status="FAILURE", events=[broken]),
        ],
    )
    parcel = build_timeline(order, now=NOW).parcels[0]
    view = view_of(order, Told(EventKind.QUIET.value, parcel.fulfillment_id, ""))
    assert view.subject == "Order #1001, parcel 1 of 2: waiting to be collected for 5 days"
    assert any(line.startswith("It was reported to be there 5 days ago.") for line in view.news)


# What happened leads --------------------------------------------------------------------------------------------------


def test_an_sms_of_a_new_number_says_so() -> None:
    order = order_of("renumbered")
    (parcel,) = build_timeline(order, now=NOW).parcels
    told = Told(EventKind.NEW_NUMBER.value, parcel.fulfillment_id, numbers_mark(parcel))
    text = sms_words(view_of(order, told), shop="Casa Lumbre", url="URL")
    assert text == "Casa Lumbre, order #1001: the tracking number has changed. URL"


@pytest.mark.parametrize(
    ("state", "kind", "fact", "parcel", "said"),
    [
        ("partly_refunded", EventKind.REDUCED, "1", None, "items of this order were cancelled or refunded"),
        (
            "partly_shipped_rest_out_of_stock",
            EventKind.HELD,
            "out_of_stock",
            None,
            "part of your order is waiting for stock",
        ),
        ("out_of_stock", EventKind.HELD, "out_of_stock", None, "waiting for stock"),
        ("overdue_out_of_stock", EventKind.HELD, "out_of_stock", None, "2 days late; waiting for stock"),
        ("arriving_on_a_day", EventKind.DELAYED, "2026-11-27", 1, "now expected Friday 27 November"),
        ("delayed", EventKind.DELAYED, "2026-11-25", 1, "delayed; it should arrive Wednesday 25 November"),
        ("overdue_out_of_stock", EventKind.OVERDUE, "2026-11-21", None, "2 days late; waiting for stock"),
    ],
)
def test_an_sms_says_what_happened(
    state: str, kind: EventKind, fact: str, parcel: int | None, said: str
) -> None:
    assert sms_of(state, kind, fact, parcel=parcel) == f"Casa Lumbre, order #1001: {said}. URL"


@pytest.mark.parametrize(
    ("state", "kind", "parcel", "said"),
    [
        ("one_of_four_failed", EventKind.DELIVERED, 1, "order #1001, parcel 1 of 4: delivered. URL"),
        (
            "one_of_four_failed",
            EventKind.PROBLEM,
            4,
            (
                "order #1001, parcel 4 of 4: the carrier has reported a problem; "
                "last seen Saturday 21 November in Guadalajara. URL"
            ),
        ),
        (
            "one_parcel_overdue",
            EventKind.OVERDUE,
            2,
            "order #1001, parcel 2 of 2: 2 days late; last seen Monday 23 November in Teruel. URL",
        ),
    ],
)
def test_an_sms_says_of_which_parcel_it_happened(state: str, kind: EventKind, parcel: int, said: str) -> None:
    assert sms_of(state, kind, parcel=parcel) == f"Casa Lumbre, {said}"


def test_what_is_wrong_leads_and_the_rest_follows() -> None:
    order = order_of("one_of_four_failed")
    parcels = build_timeline(order, now=NOW).parcels
    told = [
        Told(EventKind.DELIVERED.value, parcels[0].fulfillment_id, ""),
        Told(EventKind.PROBLEM.value, parcels[3].fulfillment_id, ""),
    ]
    view = view_of(order, *told)
    assert view.subject.startswith("Order #1001, parcel 4 of 4: the carrier has reported a problem")
    assert sms_words(view, shop="Casa Lumbre", url="URL").endswith(". Parcel 1 of 4: delivered. URL")


def test_an_sms_names_all_parcels_that_have_arrived_or_none() -> None:
    order = order_of("one_of_four_failed")
    parcels = build_timeline(order, now=NOW).parcels
    told = [Told(EventKind.DELIVERED.value, each.fulfillment_id, "") for each in parcels[:3]]
    view = view_of(order, *told, Told(EventKind.PROBLEM.value, parcels[3].fulfillment_id, ""))
    assert "delivered" not in sms_words(view, shop="Casa Lumbre", url="URL")
    assert view.news == tuple(f"Parcel {number} of 4: Delivered" for number in (1, 2, 3))


def test_what_was_taken_off_is_told_before_how_the_rest_comes() -> None:
    order = order_of("partly_refunded")
    timeline = build_timeline(order, now=NOW)
    told = [
        Told(EventKind.SHIPPED.value, timeline.parcels[0].fulfillment_id, ""),
        Told(EventKind.REDUCED.value, "", str(count_gone(timeline))),
    ]
    assert sms_words(view_of(order, *told), shop="Casa Lumbre", url="URL") == (
        "Casa Lumbre, order #1001: items of this order were cancelled or refunded. Arriving Tuesday 24 November. URL"
    )


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code not in {"ja", "ar"}])
@pytest.mark.parametrize("state", ["silent_shipped", "silent_on_its_way", "silent_untracked", "renumbered"])
def test_an_sms_about_a_silence_or_a_new_number_is_one_segment(language: str, state: str) -> None:
    text = sample_sms(order_of(state), now=NOW, language=language, fold_accents=True)
    assert segments(text) == 1, text


# Behind a colon -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("en", "Order #1001, parcel 2 of 2: 2 days late; last seen Monday 23 November in Teruel"),
        (
            "es",
            (
                "Pedido #1001, paquete 2 de 2: 2 días de retraso; "
                "visto por última vez el lunes 23 de noviembre en Teruel"
            ),
        ),
        ("ja", "ご注文 #1001、荷物 2/2：予定より2日遅れています（最終確認：11月23日（月）、Teruel）"),
    ],
)
def test_the_subject_is_one_sentence_with_order_and_parcel(language: str, subject: str) -> None:
    order = order_of("one_parcel_overdue")
    (_, late) = build_timeline(order, now=NOW).parcels
    with translation.override(language):
        assert view_of(order, Told(EventKind.OVERDUE.value, late.fulfillment_id, "")).subject == subject


@pytest.mark.parametrize(
    ("language", "words", "said"),
    [
        ("en", "Your order has shipped", "your order has shipped"),
        ("en", "A refund", "a refund"),
        ("en", "USPS has it", "USPS has it"),
        ("fr", "Êtes-vous là", "êtes-vous là"),
        ("de", "Zustellung versucht", "Zustellung versucht"),
        ("ja", "配達済み", "配達済み"),
        ("en", "", ""),
    ],
)
def test_a_capital_behind_a_colon_is_each_languages_own(language: str, words: str, said: str) -> None:
    with translation.override(language):
        assert after_colon(words) == said


@pytest.mark.parametrize(
    ("language", "line"), [("en", "Your parcel:"), ("fr", "Votre colis\u00a0:"), ("ja", "お荷物：")]
)
def test_the_text_part_sets_a_colon_as_its_language_does(language: str, line: str) -> None:
    assert line in mail_of("delivered", language).splitlines()


# The carrier’s words --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "line"),
    [
        ("locker_ready", "The carrier wrote: “Locker 12, code sent by SMS”"),
        ("notice_of_customs", "The carrier wrote: “Customs documents needed”"),
        ("one_of_four_failed", "The carrier wrote: “Parcel damaged”"),
        (
            "notice_while_ready",
            "Problem reported · Mon 23 Nov, 01:24\nThe carrier wrote: “SMS could not be delivered”",
        ),
    ],
)
def test_a_mail_quotes_what_the_page_quotes(state: str, line: str) -> None:
    assert line in mail_of(state).split("\n\n")


def test_the_carriers_words_are_a_foreign_text_and_stand_nowhere_else() -> None:
    order = order_of("locker_ready")
    letter = sample_letter(order, now=NOW, language="es", sender="shop@casalumbre.example")
    quoted = '«<span lang="" dir="auto" translate="no">Locker 12, code sent by SMS</span>»'
    assert letter.html.count("Locker 12") == letter.html.count(quoted) == 1
    assert "Locker" not in letter.subject
    assert "Locker" not in sample_sms(order, now=NOW, language="es", fold_accents=True)


def test_a_full_width_colon_brings_its_own_room() -> None:
    assert "配送会社からのメッセージ：「Parcel damaged」" in mail_of("one_of_four_failed", "ja")
    assert "El transportista escribió: «Parcel damaged»" in mail_of("one_of_four_failed", "es")


def test_the_carriers_words_cannot_be_markup() -> None:
    order = an_order(
        fulfillments=[
            a_fulfillment(
                display_status="FAILURE",
                tracking=[a_tracking()],
                events=[an_event("FAILURE", message='<img src="x">')],
            )
        ]
    )
    letter = sample_letter(order, now=NOW, language="en", sender="shop@casalumbre.example")
    assert "<img" not in letter.html
    assert "&lt;img" in letter.html


def test_who_took_a_parcel_is_not_quoted() -> None:
    order = an_order(
        fulfillments=[
            a_fulfillment(
                display_status="FAILURE",
                events=[an_event("FAILURE", message="Damaged. Signed by: M. Doe")],
            )
        ]
    )
    assert "Doe" not in sample_letter(order, now=NOW, language="en", sender="shop@casalumbre.example").text


def test_a_mail_has_the_shops_own_patience_and_carriers(settings: Settings) -> None:
    order = an_order(
        fulfillments=[
            a_fulfillment(
                display_status="IN_TRANSIT",
                in_transit_hours_ago=71,
                events=[an_event("IN_TRANSIT", hours_ago=71)],
                tracking=[a_tracking("PP12345", company="Reparto Pepe")],
            )
        ]
    )

    def mail() -> str:
        return sample_letter(order, now=NOW, language="en", sender="shop@casalumbre.example").text

    assert mail().startswith("On its way to you.")
    settings.USUAL_TIMES = read_usual_times({"next_scan": "1 2"})
    silent = mail()
    assert silent.startswith("No news from the carrier for 3 days.")
    assert "carrier’s own page" not in silent
    settings.CARRIER_LINKS = {"Reparto Pepe": "https://pepe.example/{number}"}
    assert "look at the carrier’s own page first" in mail()
