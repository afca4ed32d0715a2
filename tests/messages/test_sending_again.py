"""A message is sent once more at somebody's wish: as it is true now, through the outbox, in the audit log."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from orders.audit.models import AuditEntry
from orders.gallery.builders import NOW
from orders.messages.models import Message, State
from orders.messages.outbox import begin_again
from tests.messages.post_office import PostOffice, delivered, prepared, shipped

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LATER = NOW + 2 * HOUR


@pytest.fixture
def support(db: None) -> Client:
    """Somebody of the support staff."""
    user = User.objects.create(username="mar", is_staff=True)
    user.groups.add(Group.objects.get(name="Support"))
    client = Client()
    with time_machine.travel(LATER, tick=False):
        client.force_login(user)
    return client


@pytest.fixture
def sent(office: PostOffice) -> PostOffice:
    """A parcel has left, and that was told."""
    office.hears(prepared(), NOW - HOUR)
    office.hears(shipped())
    assert len(office.sends()) == 1
    return office


def ask(support: Client, office: PostOffice, message: int | str | None = None) -> HttpResponse:
    with time_machine.travel(LATER, tick=False):
        wanted = office.message.pk if message is None else message
        path = f"/admin/order/{office.pk}/send-again/"
        return support.post(path, {"message": wanted}, follow=True)  # type: ignore[return-value]


def test_it_is_sent_again_under_an_id_of_its_own_and_stands_in_the_log(
    support: Client, sent: PostOffice
) -> None:
    first = sent.server.received[-1].mail["Message-ID"]
    assert "It is sent again within a minute" in ask(support, sent).text
    (mail,) = sent.sends(LATER)
    assert mail.mail["Subject"] == "Order #1001: your order has shipped"
    assert mail.mail["Message-ID"] != first
    assert sent.sends(LATER + HOUR) == []
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor) == ("message.again", "mar")


def test_what_is_no_longer_true_is_not_sent(support: Client, sent: PostOffice) -> None:
    with time_machine.travel(NOW + HOUR, tick=False):
        sent.hears(delivered(), NOW + HOUR)
    first = Message.objects.order_by("pk")[0]
    assert "It had been undone or overtaken" in ask(support, sent, first.pk).text
    assert Message.objects.get(pk=first.pk).state == State.SENT
    assert not AuditEntry.objects.exists()


def test_while_one_waits_for_the_same_recipient_there_is_no_second(support: Client, sent: PostOffice) -> None:
    ask(support, sent)
    assert "It is on its way already" in ask(support, sent).text
    assert AuditEntry.objects.count() == 1


def test_another_that_waits_is_not_pushed_aside(sent: PostOffice) -> None:
    old = sent.message
    Message.objects.create(order_id=sent.pk, channel="email", recipient="order", due_at=0, noted_at=0)
    assert not begin_again(old.pk, message_id="x", now=LATER.timestamp())


def test_where_no_mail_leaves_that_is_said(support: Client, sent: PostOffice, settings: Settings) -> None:
    settings.EMAIL_URL = ""
    assert "No Email leaves this site" in ask(support, sent).text


@pytest.mark.parametrize("message", ["0", "x", ""])
def test_a_message_of_no_order_is_not_found(support: Client, sent: PostOffice, message: str) -> None:
    assert "There is no such message any more" in ask(support, sent, message).text
