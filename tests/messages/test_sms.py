"""SMS: what they say and cost, when they go, and what the gateway and their recipients answer."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from orders.gallery.builders import NOW
from orders.gallery.catalogue import STATES
from orders.gallery.state import OrderPageOf
from orders.messages import answering, leaving, sms
from orders.messages.alphabet import is_gsm, segments, write_sms
from orders.messages.events import EventKind
from orders.messages.models import Message, StoppedAddress, Switches
from orders.messages.sample import sample_sms
from orders.messages.switching import switch
from tests.messages.post_office import PostOffice, delivered, prepared, shipped
from tests.quality.segments import DOCUMENT, LANGUAGES, Costs, count, written
from tests.support.sms_gateway import ACCOUNT, SECRET, SENDER, SmsServer

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
PHONE = "+34600111222"
EVENTS = ("shipped", "out_for_delivery", "delivered", "pickup_point_ready", "delayed", "delivery_attempted")
LATIN = ("en", "es", "fr", "de", "pt-br", "it", "nl")


@pytest.fixture
def gateway(office: PostOffice, settings: Settings) -> Iterator[SmsServer]:
    """SMS are on, and mails are off."""
    switch(off=list(EventKind), channels=["email"], quiet_minutes=None, now=0)
    switch(on=list(EventKind), channels=["sms"], quiet_minutes=10, now=0)
    with SmsServer() as running:
        settings.SMS_GATEWAY = running.settings
        yield running


def sent_shipped(office: PostOffice) -> None:
    office.hears(prepared(), NOW - HOUR)
    office.hears(shipped())
    office.sends()


# What they say and cost ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def costs() -> Costs:
    """Of every text of every event in every language, from a shop with a long name at a long address."""
    return count()


def test_the_document_says_what_every_event_costs_in_every_language(costs: Costs) -> None:
    document = DOCUMENT.read_text("utf-8")
    assert document == written(document, costs), "python -m tests.quality.segments writes it anew"


def test_every_event_has_a_text_in_every_language(costs: Costs) -> None:
    assert {(kind, language) for kind, language in costs if costs[kind, language]} == set(
        product(EventKind, LANGUAGES)
    )


@pytest.mark.parametrize(("language", "most"), [*product(LATIN, [2]), ("ja", 3), ("ar", 4)])
def test_no_text_costs_more_than_its_language_allows(costs: Costs, language: str, most: int) -> None:
    spent = [cost for kind in EventKind for cost in costs[kind, language]]
    assert max(cost.segments for cost in spent) <= most
    assert all(cost.is_gsm for cost in spent) is (language in LATIN)


@pytest.mark.parametrize("language", [*LATIN, "ja", "ar"])
def test_the_most_usual_news_are_one_segment_from_a_shop_with_a_short_name(language: str) -> None:
    usual = [
        sample_sms(page.build(NOW), now=NOW, language=language, fold_accents=True)
        for name in EVENTS
        if isinstance(page := STATES[name].page, OrderPageOf)
    ]
    assert sum(segments(text) > (1 if language in LATIN else 2) for text in usual) <= 1


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("é" * 160, 1),
        ("á" * 70, 1),
        ("á" * 71, 2),
        ("荷" * 134, 2),
        ("荷" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_segments_are_counted_as_operators_count_them(text: str, size: int) -> None:
    assert segments(text) == size


def test_signs_are_always_folded_and_accents_where_it_saves() -> None:
    assert write_sms("c’est « bon »…", language="fr", fold_accents=False) == 'c\'est " bon "...'
    long = "Tu pedido está en camino, llegará el miércoles a la dirección que nos diste: " + "x" * 60
    assert is_gsm(write_sms(long, language="es", fold_accents=True))
    assert write_sms(long, language="es", fold_accents=False) == long
    assert write_sms("está", language="es", fold_accents=True) == "está"
    assert write_sms("ま" * 80, language="ja", fold_accents=True) == "ま" * 80


# When they go -------------------------------------------------------------------------------------------------------


def test_one_goes_to_the_orders_own_number(office: PostOffice, gateway: SmsServer) -> None:
    sent_shipped(office)
    (message,) = gateway.received
    assert message["To"] == PHONE
    assert message["From"] == SENDER
    assert message["Body"].startswith(
        "Casa Lumbre, order #1001: your order has shipped. http://testserver/o/"
    )
    assert office.message.state == "sent"
    assert office.message.segments == 1


def test_its_link_opens_the_order(office: PostOffice, gateway: SmsServer, client: Client) -> None:
    sent_shipped(office)
    path = gateway.received[0]["Body"].rpartition(" ")[2].removeprefix("http://testserver")
    assert client.get(path).status_code == 200


def test_none_goes_at_night_where_the_recipient_is(office: PostOffice, gateway: SmsServer) -> None:
    night = NOW.replace(hour=22)
    office.hears(prepared(), night - HOUR)
    office.hears(replace(shipped(), updated_at=night), night)
    office.sends(night + HOUR)
    assert gateway.received == []
    assert office.message.reason == "It is night where the recipient is."
    office.sends(NOW.replace(day=24, hour=8, minute=1))
    assert len(gateway.received) == 1


def test_no_more_than_was_allowed_goes_in_a_day(office: PostOffice, gateway: SmsServer) -> None:
    Switches.objects.update(sms_segments_a_day=1)
    for number in (1001, 1002):
        replace(office, order_number=number).hears(prepared(), NOW - HOUR)
        replace(office, order_number=number).hears(shipped())
    office.sends()
    assert len(gateway.received) == 1
    assert Message.objects.filter(reason="The day’s SMS are used up.").count() == 1


def test_a_number_without_a_country_gets_none(office: PostOffice, gateway: SmsServer) -> None:
    office.buyer = replace(office.buyer, phone="600 111 222")
    sent_shipped(office)
    assert office.message.reason == "The phone number has no country in front."


# What the gateway answers -------------------------------------------------------------------------------------------


def test_a_gateway_that_limits_gets_it_later(office: PostOffice, gateway: SmsServer) -> None:
    gateway.faults.append((429, 20429))
    sent_shipped(office)
    assert gateway.received == []
    office.sends(NOW + HOUR)
    assert len(gateway.received) == 1


def test_an_answer_that_is_lost_does_not_send_it_twice(office: PostOffice, gateway: SmsServer) -> None:
    gateway.faults.append("lose")
    sent_shipped(office)
    assert office.message.unanswered == 1
    office.sends(NOW + HOUR)
    assert len(gateway.received) == 1
    assert office.message.state == "sent"


def test_while_the_gateway_cannot_say_it_is_not_sent_again(office: PostOffice, gateway: SmsServer) -> None:
    gateway.faults.append("lose")
    sent_shipped(office)
    gateway.is_deaf = True
    office.sends(NOW + HOUR)
    assert office.message.state == "claimed"
    assert len(gateway.received) == 1


@pytest.mark.parametrize(("code", "reason"), [(21610, "said STOP"), (21614, "No SMS reaches this number")])
def test_a_number_that_is_refused_is_written_to_no_more(
    office: PostOffice, gateway: SmsServer, code: int, reason: str
) -> None:
    gateway.faults.append((400, code))
    sent_shipped(office)
    assert reason in office.message.reason
    assert StoppedAddress.objects.exists()
    office.hears(replace(delivered(), updated_at=NOW + HOUR), NOW + HOUR)
    office.sends(NOW + 2 * HOUR)
    assert gateway.received == []


def test_another_refusal_stops_this_one_only(office: PostOffice, gateway: SmsServer) -> None:
    gateway.faults.append((400, 21617))
    sent_shipped(office)
    assert office.message.state == "failed"
    assert not StoppedAddress.objects.exists()


def test_the_account_is_checked(gateway: SmsServer, settings: Settings) -> None:
    assert sms.check() is None
    settings.SMS_GATEWAY = gateway.settings | {"token": "wrong"}
    assert sms.check() == "Twilio answered 401: the account or its token is wrong."
    settings.SMS_GATEWAY = gateway.settings | {"url": "http://127.0.0.1:9"}
    assert "failed" in (sms.check() or "")


def test_the_console_prints_it(
    office: PostOffice, gateway: SmsServer, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.SMS_GATEWAY = {"kind": "console"}
    sent_shipped(office)
    assert "your order has shipped" in capsys.readouterr().out


def test_without_a_gateway_it_waits(office: PostOffice, gateway: SmsServer, settings: Settings) -> None:
    settings.SMS_GATEWAY = {"kind": ""}
    sent_shipped(office)
    assert office.message.reason == "There is no SMS gateway: set SMS_URL."


# What recipients answer ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "word",
    [
        "STOP",
        "stop.",
        "Opt out",
        "Unsubscribe please",
        "Arrêt",
        "Abmelden",
        "PARAR",
        "停止",
        "إيقاف",
        "Stoppen",
    ],
)
def test_stop_and_its_kin_stop_it(word: str) -> None:
    answering.obey(PHONE, word, now=0)
    assert leaving.why_stopped(PHONE) == "stop"


def test_start_takes_it_back_and_other_words_do_nothing() -> None:
    answering.obey(PHONE, "Thanks!", now=0)
    assert leaving.why_stopped(PHONE) is None
    answering.obey(PHONE, "STOP", now=0)
    answering.obey(PHONE, "Start", now=0)
    assert leaving.why_stopped(PHONE) is None


def test_an_answer_is_heard_when_twilio_signed_it(client: Client, settings: Settings) -> None:
    settings.SMS_GATEWAY = {"kind": "twilio", "account": ACCOUNT, "token": SECRET, "sender": SENDER}
    form = {"From": PHONE, "Body": "STOP"}
    headers = {"X-Twilio-Signature": signature("http://testserver/webhooks/sms/", form)}
    assert client.post("/webhooks/sms/", form).status_code == 403
    assert leaving.why_stopped(PHONE) is None
    assert client.post("/webhooks/sms/", form, headers=headers).status_code == 200
    assert leaving.why_stopped(PHONE) == "stop"


def signature(url: str, form: dict[str, str]) -> str:
    """By the published rule: HMAC-SHA1 of the address and the sorted fields, in base64."""
    import hashlib
    import hmac
    from base64 import b64encode

    text = url + "".join(name + value for name, value in sorted(form.items()))
    return b64encode(hmac.new(SECRET.encode(), text.encode(), hashlib.sha1).digest()).decode()
