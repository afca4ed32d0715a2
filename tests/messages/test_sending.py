"""From a refresh to a mail on the wire: once for each event, true when it is sent, whatever the mail server does."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from orders.gallery.builders import NOW, a_fulfillment, a_line, an_order
from orders.messages import leaving, outbox
from orders.messages.models import Message, MessageEvent, StoppedAddress
from orders.messages.sending import Sender
from orders.messages.switching import switch
from orders.models import AccessLink, TrackedOrder
from orders.storage import removal
from tests.messages.post_office import (
    ANA,
    QUIET,
    PostOffice,
    delivered,
    out_for_delivery,
    prepared,
    renumbered,
    shipped,
)
from tests.support.smtp_server import SmtpServer

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def test_a_parcel_that_leaves_is_told_by_one_mail(office: PostOffice) -> None:
    office.hears(prepared(), NOW - HOUR)
    office.hears(shipped())
    (mail,) = office.sends()
    assert mail.recipient == ANA
    assert mail.mail["Subject"] == "Order #1001: your order has shipped"
    assert "With Correos, number PQ4X7A0410001230128012A" in mail.text
    assert office.sends(NOW + HOUR) == []
    assert office.message.state == "sent"


def test_the_link_opens_the_order_at_once(office: PostOffice, client: Client) -> None:
    office.hears(prepared(), NOW - HOUR)
    office.hears(shipped())
    (mail,) = office.sends()
    url = next(line for line in mail.text.splitlines() if "/o/" in line)
    response = client.get(url.removeprefix("http://testserver"))
    assert "Your order has shipped" in response.content.decode()
    assert AccessLink.objects.get().origin == "mail"


def test_nothing_is_sent_while_everything_is_off(office: PostOffice) -> None:
    switch(off=["shipped"], channels=["email"], quiet_minutes=None, now=0)
    office.hears(prepared(), NOW - HOUR)
    office.hears(shipped())
    assert office.sends() == []
    assert not Message.objects.exists()


def test_a_first_fill_tells_nothing(office: PostOffice) -> None:
    office.hears(shipped())
    assert office.sends() == []


def test_nothing_is_sent_before_the_quiet_window_ends(office: PostOffice) -> None:
    office.hears(prepared(), NOW - HOUR)
    office.hears(shipped())
    assert office.sends(NOW + QUIET - MINUTE) == []


def test_parcels_that_leave_within_the_window_are_one_mail(office: PostOffice) -> None:
    lines = [a_line(1), a_line(2, title="Linen runner")]
    first = a_fulfillment(1, hours_ago=0.1)
    second = a_fulfillment(2, hours_ago=0.1, items=[(2, 1)])
    office.hears(an_order(lines=lines), NOW - HOUR)
    office.hears(an_order(lines=lines, fulfillments=[first]))
    office.hears(an_order(lines=lines, fulfillments=[first, second]), NOW + 5 * MINUTE)
    (mail,) = office.sends()
    assert "Stoneware mug" in mail.text
    assert "Linen runner" in mail.text
    assert MessageEvent.objects.count() == 2


def test_what_is_undone_within_the_window_sends_nothing(office: PostOffice) -> None:
    office.hears(prepared(), NOW - HOUR)
    office.hears(shipped())
    office.hears(prepared_again := replace(prepared(), updated_at=NOW), NOW + 5 * MINUTE)
    assert prepared_again.fulfillments == ()
    assert office.sends() == []
    assert office.message.state == "dropped"
    assert office.message.reason == "It had been undone or overtaken."


def test_a_step_back_and_forth_sends_no_second_mail(office: PostOffice) -> None:
    office.hears(prepared(), NOW - HOUR)
    office.hears(out_for_delivery())
    assert len(office.sends()) == 1
    office.hears(replace(shipped(), updated_at=NOW + HOUR), NOW + HOUR)
    office.hears(replace(out_for_delivery(), updated_at=NOW + 2 * HOUR), NOW + 2 * HOUR)
    assert office.sends(NOW + 3 * HOUR) == []


def test_news_that_are_too_old_are_not_told(office: PostOffice) -> None:
    office.hears(prepared(), NOW - HOUR)
    office.hears(delivered(hours_ago=49))
    assert office.sends() == []
    assert not Message.objects.exists()


def test_a_weekend_without_a_mail_server_does_not_end_in_out_for_delivery_today(office: PostOffice) -> None:
    office.hears(prepared(), NOW - HOUR)
    office.hears(out_for_delivery())
    office.server.faults.extend(["data: 451 later"] * 3)
    assert office.sends() == []
    assert office.sends(NOW + timedelta(hours=46)) == []
    assert office.message.state == "dropped"


def test_it_waits_for_news_that_shopify_already_has(office: PostOffice) -> None:
    office.hears(prepared(), NOW - HOUR)
    office.hears(out_for_delivery())
    (record,) = office.shop.state.orders
    record.updated_at = NOW + 5 * MINUTE
    assert office.sends() == []
    office.hears(replace(delivered(), updated_at=NOW + 5 * MINUTE), NOW + 12 * MINUTE)
    (mail,) = office.sends(NOW + 30 * MINUTE)
    assert "delivered" in mail.mail["Subject"]


def test_a_new_number_is_told(office: PostOffice) -> None:
    office.hears(replace(shipped(), updated_at=NOW - HOUR), NOW - HOUR)
    office.hears(renumbered())
    (mail,) = office.sends()
    assert "The tracking number has changed. The earlier one no longer counts." in mail.text
    assert "NEW123456789ES" in mail.text


def test_a_date_that_moved_is_told_with_its_day(office: PostOffice) -> None:
    office.hears(replace(shipped(estimated_in_hours=24), updated_at=NOW - HOUR), NOW - HOUR)
    office.hears(shipped(estimated_in_hours=72))
    (mail,) = office.sends()
    assert mail.mail["Subject"] == "Order #1001: now expected Thursday 26 November"
    assert "Arriving Thursday 26 November" in mail.text
    assert "The expected date has changed." in mail.text
    assert mail.text.count("26 November") == 1


def test_no_day_is_called_today(office: PostOffice) -> None:
    office.hears(prepared(), NOW - HOUR)
    office.hears(out_for_delivery())
    (mail,) = office.sends()
    assert mail.mail["Subject"] == "Order #1001: out for delivery Monday 23 November"
    assert "today" not in mail.text.lower()


# What servers do ----------------------------------------------------------------------------------------------------


def sent_shipped(office: PostOffice) -> None:
    office.hears(prepared(), NOW - HOUR)
    office.hears(shipped())


def test_a_server_that_says_later_gets_it_later(office: PostOffice) -> None:
    sent_shipped(office)
    office.server.faults.append("data: 451 4.7.0 greylisted")
    assert office.sends() == []
    assert office.message.reason == "The mail server said 451."
    assert len(office.sends(NOW + HOUR)) == 1
    assert office.message.attempts == 2


def test_an_address_that_is_refused_is_written_to_no_more(office: PostOffice) -> None:
    sent_shipped(office)
    office.server.faults.append("550 5.1.1 no such user")
    assert office.sends() == []
    assert office.message.state == "failed"
    assert StoppedAddress.objects.get().reason == "bounced"
    office.hears(replace(delivered(), updated_at=NOW + HOUR), NOW + HOUR)
    assert office.sends(NOW + 2 * HOUR) == []


def test_a_mail_that_is_refused_does_not_stop_the_address(office: PostOffice) -> None:
    sent_shipped(office)
    office.server.faults.append("data: 554 5.7.1 looks like spam")
    office.sends()
    assert office.message.state == "failed"
    assert not StoppedAddress.objects.exists()


def test_a_line_that_breaks_before_the_answer_is_tried_once_more_under_the_same_id(
    office: PostOffice,
) -> None:
    sent_shipped(office)
    office.server.faults.append("keep and drop")
    (first,) = office.sends()
    assert office.message.unanswered == 1
    (second,) = office.sends(NOW + HOUR)
    assert first.mail["Message-ID"] == second.mail["Message-ID"]
    assert office.message.state == "sent"


def test_after_two_tries_without_an_answer_it_is_given_up(office: PostOffice) -> None:
    sent_shipped(office)
    office.server.faults.extend(["drop", "drop"])
    assert office.sends() == []
    assert office.sends(NOW + HOUR) == []
    assert office.message.state == "failed"
    assert "it may have arrived" in office.message.reason
    assert office.sends(NOW + 2 * HOUR) == []


def test_a_server_that_stalls_is_left_after_its_time(office: PostOffice) -> None:
    sent_shipped(office)
    office.server.stall_seconds = 3
    office.server.faults.append("stall")
    office.sends()
    assert office.message.unanswered == 1


def test_a_server_that_is_away_is_asked_once_for_all(office: PostOffice, settings: Settings) -> None:
    office.hears(prepared(), NOW - HOUR)
    other = replace(office, order_number=1002)
    other.hears(prepared(), NOW - HOUR)
    office.hears(shipped())
    other.hears(shipped())
    settings.MAILERS = {
        "default": {
            "BACKEND": "orders.messages.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 9},
        }
    }
    sender = Sender()
    office.sends(sender=sender)
    assert sender.rests_until > (NOW + QUIET).timestamp()
    assert sorted(Message.objects.values_list("state", flat=True)) == ["claimed", "claimed"]
    assert sorted(Message.objects.values_list("reason", flat=True)) == [
        "The mail server does not answer (ConnectionRefusedError).",
        "The server is away.",
    ]


def test_it_is_given_up_when_even_a_success_would_come_too_late(office: PostOffice) -> None:
    sent_shipped(office)
    office.server.faults.extend(["data: 451 later"] * 2)
    office.sends()
    Message.objects.update(attempts=10)
    office.sends(NOW + timedelta(hours=47, minutes=53))
    assert office.message.reason == "Given up: The mail server said 451."


def test_a_worker_killed_while_it_sends_leaves_a_message_that_is_marked(office: PostOffice) -> None:
    sent_shipped(office)
    at = NOW + 11 * MINUTE
    (claimed,) = outbox.claim(most=5, now=at.timestamp(), lease=60)
    assert outbox.begin(claimed, version=office.version, message_id="m.1@testserver", language="en")
    assert office.sends(at + MINUTE / 2) == []
    (mail,) = office.sends(at + 2 * MINUTE)
    assert mail.mail["Message-ID"] == "<m.1@testserver>"
    assert office.message.unanswered == 1


def test_what_is_overtaken_while_it_is_made_is_not_handed_over(office: PostOffice) -> None:
    office.hears(prepared(), NOW - HOUR)
    office.hears(shipped())
    made_from = office.version
    (claimed,) = outbox.claim(most=1, now=(NOW + HOUR).timestamp())
    office.hears(replace(delivered(), updated_at=NOW + MINUTE), NOW + MINUTE)
    assert not outbox.begin(claimed, version=made_from, message_id="m.1@testserver", language="en")
    assert outbox.begin(claimed, version=office.version, message_id="m.1@testserver", language="en")


def test_several_mails_go_over_one_connection(office: PostOffice) -> None:
    for number in range(1001, 1006):
        replace(office, order_number=number).hears(prepared(), NOW - HOUR)
        replace(office, order_number=number).hears(shipped())
    assert len(office.sends()) == 5
    assert office.server.connections == 1
    assert [each.operation for each in office.shop.requests].count("OrderContacts") == 1


# To whom ------------------------------------------------------------------------------------------------------------


def test_an_order_without_an_email_says_so(office: PostOffice) -> None:
    office.buyer = replace(office.buyer, email=None)
    sent_shipped(office)
    office.sends()
    assert office.message.reason == "The order has no email."


def test_shopify_away_delays_and_loses_nothing(office: PostOffice) -> None:
    sent_shipped(office)
    office.shop.state.faults.outage(402)
    assert office.sends() == []
    assert office.message.reason == "Shopify could not be asked for the address."
    office.shop.state.faults.clear()
    assert len(office.sends(NOW + HOUR)) == 1


def test_who_wants_nothing_gets_nothing(office: PostOffice) -> None:
    sent_shipped(office)
    leaving.choose(office.pk, "order", "nothing", language=None, now=NOW.timestamp())
    assert office.sends() == []
    assert office.message.reason == "The recipient does not want it."


def test_who_wants_problems_and_delivery_only_hears_no_more(office: PostOffice) -> None:
    office.hears(prepared(), NOW - HOUR)
    leaving.choose(office.pk, "order", "problems", language=None, now=NOW.timestamp())
    office.hears(shipped())
    office.hears(replace(delivered(), updated_at=NOW + HOUR), NOW + HOUR)
    (mail,) = office.sends(NOW + 2 * HOUR)
    assert "delivered" in mail.mail["Subject"]


def test_who_wants_one_mail_a_day_gets_it_in_the_evening(office: PostOffice) -> None:
    office.hears(prepared(), NOW - HOUR)
    leaving.choose(office.pk, "order", "once_a_day", language=None, now=NOW.timestamp())
    office.hears(shipped())
    office.hears(replace(delivered(), updated_at=NOW + HOUR), NOW + HOUR)
    assert office.sends(NOW + timedelta(hours=6)) == []
    assert len(office.sends(NOW + timedelta(hours=7, minutes=1))) == 1


def test_a_mail_speaks_the_language_of_the_order(office: PostOffice) -> None:
    office.buyer = replace(office.buyer, locale="de-AT")
    sent_shipped(office)
    (mail,) = office.sends()
    assert 'lang="de"' in mail.html


def test_a_language_chosen_on_the_page_comes_first(office: PostOffice) -> None:
    sent_shipped(office)
    leaving.choose(office.pk, "order", "every_step", language="fr", now=NOW.timestamp())
    (mail,) = office.sends()
    assert 'lang="fr"' in mail.html


def test_removing_an_order_removes_what_was_to_be_told(office: PostOffice) -> None:
    sent_shipped(office)
    leaving.choose(office.pk, "order", "every_step", language="fr", now=NOW.timestamp())
    removal.forget_orders([office.order_id], now=NOW.timestamp())
    assert not Message.objects.exists()
    assert not MessageEvent.objects.exists()
    assert office.sends() == []


def test_a_snapshot_of_another_version_is_like_a_first_fill(office: PostOffice) -> None:
    office.hears(prepared(), NOW - HOUR)
    TrackedOrder.objects.update(snapshot=b"\xff")
    office.hears(shipped())
    assert not Message.objects.exists()


def test_a_password_is_shown_to_the_server(office: PostOffice, settings: Settings) -> None:
    with SmtpServer(password="s3cret") as server:
        settings.MAILERS = server.mailers
        sent_shipped(office)
        assert office.sends() == []
        assert len(server.received) == 1


def test_a_wrong_password_is_said(office: PostOffice, settings: Settings) -> None:
    with SmtpServer(password="s3cret") as server:
        settings.MAILERS = server.mailers
        settings.MAILERS["default"]["OPTIONS"]["password"] = "wrong"
        sent_shipped(office)
        office.sends()
    assert office.message.reason == "The mail server does not accept the user or password."
