"""What rules do: tags at Shopify, mails to staff, signed web hooks, messages to shoppers; tried again, or given up."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import Settings

from orders.asking import breaker, gateway
from orders.gallery.builders import NOW, a_fulfillment, an_event, an_order
from orders.messages.models import Choice, Message, MessageEvent, Wish
from orders.messages.sending import Sender
from orders.messages.switching import switch
from orders.models import TrackedOrder
from orders.rules import deeds
from orders.rules.doing import Doer, hook_secret
from orders.rules.models import Deed, Rule
from orders.rules.triggers import Trigger
from tests.rules.conftest import DAY, HOUR, TO_THIS_MACHINE, House, a_rule, only_deed, the_order
from tests.rules.test_firing import attempted, on_its_way
from tests.support.scripted_server import DROPPED, TOKEN, Answer, ScriptedServer
from tests.support.smtp_server import SmtpServer

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def receiver() -> Iterator[ScriptedServer]:
    with ScriptedServer() as server:
        yield server


@pytest.fixture
def hooked(house: House, receiver: ScriptedServer) -> Rule:
    """A rule with a web hook that has just fired."""
    rule = a_rule(Trigger.ATTEMPTED, tag="", hook_url=f"{receiver.url}/hook?of=us")
    house.hears(attempted())
    return rule


# Tags --------------------------------------------------------------------------------------------------------------


def test_the_order_is_tagged_at_shopify(house: House) -> None:
    a_rule(Trigger.ATTEMPTED, tag="missed delivery")
    house.hears(attempted())
    house.does()
    assert house.tags() == ["missed delivery"]
    assert (only_deed().state, only_deed().said) == ("done", "Tagged.")


def test_a_missing_scope_is_said_and_the_tag_comes_once_it_is_granted(house: House) -> None:
    a_rule(Trigger.ATTEMPTED, tag="missed delivery")
    house.shop.state.access.scopes.discard("write_orders")
    house.hears(attempted())
    house.does()
    assert only_deed().state == "waiting"
    assert "write_orders" in only_deed().said
    house.shop.state.access.scopes.add("write_orders")
    house.does(NOW + HOUR)
    assert house.tags() == ["missed delivery"]


def test_a_missing_scope_keeps_nobody_from_asking_shopify(house: House) -> None:
    a_rule(Trigger.ATTEMPTED)
    house.shop.state.access.scopes.discard("write_orders")
    for number in range(1001, 1008):
        house.hears(attempted(), number=number)
    house.does()
    assert Deed.objects.filter(said__contains="write_orders").count() == 7
    assert breaker.read().is_closed()


def test_what_shopify_refuses_is_given_up_in_its_own_words(house: House) -> None:
    a_rule(Trigger.ATTEMPTED, tag="x" * 40)
    house.hears(attempted())
    Deed.objects.update(target="x" * 41)
    house.does()
    assert (only_deed().state, only_deed().said[:32]) == ("failed", "Shopify refuses: Tag is too long")


def test_a_shop_that_is_away_gets_its_tag_later(house: House, settings: Settings) -> None:
    a_rule(Trigger.ATTEMPTED, tag="missed delivery")
    house.hears(attempted())
    there, settings.SHOPIFY_API_URL = settings.SHOPIFY_API_URL, "http://127.0.0.1:9"
    gateway.forget_client()
    house.does()
    assert only_deed().state == "waiting"
    settings.SHOPIFY_API_URL = there
    gateway.forget_client()
    house.does(NOW + HOUR)
    assert house.tags() == ["missed delivery"]


def test_what_another_version_asks_for_waits_and_stops_nothing_else(house: House) -> None:
    a_rule(Trigger.ATTEMPTED, tag="missed delivery")
    house.hears(attempted())
    house.hears(attempted(), number=1002)
    Deed.objects.filter(firing__order=the_order()).update(kind="gift")
    house.does()
    assert house.tags(1002) == ["missed delivery"]
    assert Deed.objects.get(kind="gift").state == "waiting"


def test_a_worker_killed_while_tagging_tags_once(house: House) -> None:
    a_rule(Trigger.ATTEMPTED, tag="missed delivery")
    house.hears(attempted())
    killed = deeds.claim(now=NOW.timestamp())
    assert killed is not None
    deeds.begin(killed)
    house.does(NOW + MINUTE)
    assert house.tags() == []
    house.does(NOW + 5 * MINUTE)
    assert house.tags() == ["missed delivery"]
    assert (only_deed().tries, only_deed().unanswered) == (2, 1)


def test_a_worker_that_was_taken_for_dead_moves_nothing_on(house: House) -> None:
    a_rule(Trigger.ATTEMPTED, tag="missed delivery")
    house.hears(attempted())
    late = deeds.claim(now=NOW.timestamp())
    assert late is not None
    house.does(NOW + 5 * MINUTE)
    assert not deeds.begin(late)
    assert only_deed().state == "done"


# Mail to staff -----------------------------------------------------------------------------------------------------


def test_staff_are_written_to_with_what_is_so_and_where_to_look(house: House, server: SmtpServer) -> None:
    a_rule(Trigger.ATTEMPTED, tag="", name="Missed", mail_to="ana@casalumbre.example, leo@casalumbre.example")
    house.hears(attempted())
    house.does()
    assert [mail.recipient for mail in server.received] == [
        "ana@casalumbre.example",
        "leo@casalumbre.example",
    ]
    mail = server.received[0]
    assert mail.mail["Subject"] == "#1001: A delivery was attempted (Correos)"
    assert f"http://testserver/admin/order/{the_order().pk}/" in mail.text
    assert "Sent by the rule “Missed”." in mail.text
    assert "ana@example.com" not in mail.raw.decode()


def test_a_mail_server_that_is_away_is_tried_again(house: House, server: SmtpServer) -> None:
    a_rule(Trigger.ATTEMPTED, tag="", mail_to="ana@casalumbre.example")
    house.hears(attempted())
    server.faults.append("data: 451 later")
    house.does()
    assert only_deed().state == "waiting"
    house.does(NOW + HOUR)
    assert (only_deed().state, len(server.received)) == ("done", 1)


def test_a_mail_without_an_answer_is_sent_once_more_under_the_same_id_and_named(
    house: House, server: SmtpServer
) -> None:
    a_rule(Trigger.ATTEMPTED, tag="", mail_to="ana@casalumbre.example")
    house.hears(attempted())
    server.faults.append("keep and drop")
    house.does()
    house.does(NOW + HOUR)
    assert len({mail.mail["Message-ID"] for mail in server.received}) == 1
    assert (only_deed().state, only_deed().unanswered) == ("done", 1)


def test_a_mail_that_twice_got_no_answer_is_not_sent_a_third_time(house: House, server: SmtpServer) -> None:
    a_rule(Trigger.ATTEMPTED, tag="", mail_to="ana@casalumbre.example")
    house.hears(attempted())
    server.faults.extend(["keep and drop", "keep and drop"])
    for hours in range(3):
        house.does(NOW + hours * HOUR)
    assert (len(server.received), only_deed().state) == (2, "failed")
    assert "may have arrived" in only_deed().said


def test_a_mail_without_a_sender_is_given_up_and_said(
    house: House, server: SmtpServer, settings: Settings
) -> None:
    settings.MESSAGES_FROM = ""
    a_rule(Trigger.ATTEMPTED, tag="", mail_to="ana@casalumbre.example")
    house.hears(attempted())
    house.does()
    assert (only_deed().state, server.received) == ("failed", [])


def test_of_an_order_that_cannot_be_read_staff_get_the_link(house: House, server: SmtpServer) -> None:
    a_rule(Trigger.ATTEMPTED, tag="", mail_to="ana@casalumbre.example")
    house.hears(attempted())
    TrackedOrder.objects.update(snapshot=b"from another version")
    house.does()
    assert "An order" in str(server.received[0].mail["Subject"])
    assert f"/admin/order/{the_order().pk}/" in server.received[0].text


def test_without_a_mail_server_it_is_given_up_and_said(house: House, settings: Settings) -> None:
    settings.EMAIL_URL = ""
    a_rule(Trigger.ATTEMPTED, tag="", mail_to="ana@casalumbre.example")
    house.hears(attempted())
    house.does()
    assert only_deed().said == "No mail leaves this site: EMAIL_URL is not set."


# Web hooks ---------------------------------------------------------------------------------------------------------


def test_a_web_hook_is_called_with_a_signature_and_nothing_about_a_person(
    house: House, hooked: Rule, receiver: ScriptedServer
) -> None:
    receiver.answer(TOKEN, Answer(status=204))
    house.does()
    (got,) = receiver.received
    said = json.loads(got.body)
    assert said == {
        "type": "rule.fired",
        "rule": {"id": hooked.pk, "name": hooked.name},
        "order": {"id": "gid://shopify/Order/1001", "name": "#1001"},
        "reason": {
            "code": "attempted",
            "words": "A delivery was attempted",
            "since": said["reason"]["since"],
        },
        "fired_at": said["fired_at"],
        "url": f"http://testserver/admin/order/{the_order().pk}/",
    }
    secret = base64.b64decode(hook_secret(hooked, hooked.hook_url).removeprefix("whsec_"))
    signed = f"{got.headers['webhook-id']}.{got.headers['webhook-timestamp']}.".encode() + got.body
    expected = base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
    assert got.headers["webhook-signature"] == f"v1,{expected}"
    assert only_deed().said == "Answered 204."


@pytest.mark.parametrize("first", [Answer(status=500), Answer(status=302), DROPPED])
def test_a_web_hook_is_called_again_under_the_same_id_until_it_answers(
    house: House, hooked: Rule, receiver: ScriptedServer, first: Answer
) -> None:
    receiver.answer(TOKEN, first, Answer(status=200))
    house.does()
    house.does(NOW + HOUR)
    assert len({got.headers["webhook-id"] for got in receiver.received}) == 1
    assert only_deed().state == "done"


def test_a_web_hook_that_never_answers_is_given_up_after_a_day(
    house: House, hooked: Rule, receiver: ScriptedServer
) -> None:
    receiver.answer(TOKEN, Answer(status=503))
    at = NOW
    while only_deed().state == "waiting":
        house.does(at)
        at += HOUR
    assert DAY <= at - NOW < DAY + 5 * HOUR
    assert only_deed().said == "Given up after a day: Answered 503."


def test_a_web_hook_that_wants_no_more_is_given_up(
    house: House, hooked: Rule, receiver: ScriptedServer
) -> None:
    receiver.answer(TOKEN, Answer(status=410))
    house.does()
    assert only_deed().said == "Answered 410: it wants no more."


@pytest.mark.parametrize(
    "url", ["http://hook.example/", "https://127.0.0.1:{port}/", "https://[::1]:{port}/", "https://10.0.0.1/"]
)
def test_no_web_hook_leads_to_an_address_that_is_not_of_the_internet(
    house: House, hooked: Rule, receiver: ScriptedServer, url: str
) -> None:
    Deed.objects.update(target=url.format(port=receiver.url.rpartition(":")[2]))
    house.does(doer=Doer())
    assert not receiver.received
    assert (only_deed().state, only_deed().unanswered) == ("waiting", 0)


# Messages to shoppers ----------------------------------------------------------------------------------------------


@pytest.fixture
def telling(house: House) -> Rule:
    """A rule that reminds the shopper a day after a missed delivery, where such messages are on."""
    switch(on=["delivery_attempted"], channels=["email"], quiet_minutes=10, now=0)
    return a_rule(Trigger.ATTEMPTED, tag="", tells_shopper=True, hours=24)


def test_the_shopper_is_told_through_the_outbox(house: House, telling: Rule) -> None:
    house.hears(attempted(hours_ago=0))
    house.passes(NOW + DAY + MINUTE)
    house.does(NOW + DAY + MINUTE)
    event = MessageEvent.objects.get()
    assert (event.kind, event.message.state) == ("delivery_attempted", "waiting")
    assert event.message.due_at - (NOW + DAY + MINUTE).timestamp() == 600
    assert only_deed().said == "In the outbox."


def test_a_shopper_who_wants_nothing_is_told_nothing(house: House, telling: Rule) -> None:
    pk = house.hears(attempted(hours_ago=0))
    Choice.objects.create(order_id=pk, wish=Wish.NOTHING, changed_at=0)
    house.passes(NOW + DAY + MINUTE)
    house.does(NOW + DAY + MINUTE)
    assert not Message.objects.exists()
    assert (only_deed().state, only_deed().said) == ("dropped", "Switched off, or not wanted.")


def test_what_messages_tell_by_themselves_is_not_told_twice(house: House, telling: Rule) -> None:
    Rule.objects.update(hours=0)
    house.hears(on_its_way(), NOW - HOUR)
    house.hears(attempted(hours_ago=0.1))
    house.does()
    assert MessageEvent.objects.count() == 1
    assert only_deed().said == "The shopper is told of it already."


def test_where_messages_are_not_set_up_nobody_is_told(house: House) -> None:
    a_rule(Trigger.ATTEMPTED, tag="", tells_shopper=True)
    house.hears(attempted())
    house.does()
    assert only_deed().said == "Messages are not set up."


def test_a_shopper_reads_that_an_overdue_parcel_is_late_and_nothing_once_it_has_come(
    house: House, server: SmtpServer
) -> None:
    switch(on=["overdue"], channels=["email"], quiet_minutes=10, now=0)
    a_rule(Trigger.OVERDUE, tag="", tells_shopper=True)
    event = an_event("IN_TRANSIT", hours_ago=3, estimated_in_hours=20)
    late = an_order(fulfillments=[a_fulfillment(hours_ago=48, events=[event])])
    house.hears(late)
    house.hears(late, number=1002)
    house.passes(NOW + 2 * DAY)
    house.does(NOW + 2 * DAY)
    assert MessageEvent.objects.filter(kind="overdue").count() == 2
    there = a_fulfillment(
        hours_ago=48, display_status="DELIVERED", events=[event, an_event("DELIVERED", hours_ago=-47)]
    )
    house.hears(an_order(fulfillments=[there], updated_at=NOW + 2 * DAY), NOW + 2 * DAY, number=1002)
    with time_machine.travel(NOW + 2 * DAY + HOUR, tick=False):
        sender = Sender()
        while sender.send_due(now=(NOW + 2 * DAY + HOUR).timestamp()):
            pass
        sender.close()
    states = dict(Message.objects.values_list("order__shopify_id", "state"))
    assert states["gid://shopify/Order/1002"] == "dropped"


# What staff do with what was given up -------------------------------------------------------------------------------


def test_what_was_given_up_needs_attention_until_it_is_tried_again(
    house: House, owner: Client, hooked: Rule, receiver: ScriptedServer
) -> None:
    receiver.answer(TOKEN, Answer(status=410), Answer(status=200))
    house.does()
    assert "has given up 1 thing" in owner.get("/admin/").content.decode()
    owner.post(f"/admin/rules/deed/{only_deed().pk}/", {"do": "again"})
    assert "has given up" not in owner.get("/admin/").content.decode()
    while Doer(**TO_THIS_MACHINE).do_next(now=only_deed().due_at):
        pass
    assert only_deed().state == "done"


def test_what_was_given_up_can_be_left_at_that(
    house: House, owner: Client, hooked: Rule, receiver: ScriptedServer
) -> None:
    receiver.answer(TOKEN, Answer(status=410))
    house.does()
    owner.post(f"/admin/rules/deed/{only_deed().pk}/", {"do": "leave"})
    assert "has given up" not in owner.get("/admin/").content.decode()
    assert only_deed().state == "dropped"
