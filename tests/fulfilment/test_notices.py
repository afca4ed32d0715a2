"""What fails while nobody watches is mailed and posted to staff, once, and never to a machine that is not public."""

import base64
import hashlib
import hmac
import json
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings

from orders import clock
from orders.asking import gateway
from orders.fulfilment import imports, notices
from orders.fulfilment.accepting import Told, read_upload
from orders.fulfilment.models import Notice, TrackingImport
from orders.work import chores
from orders.work.telling_staff import DAY_SECONDS, StaffTeller
from orders.work.worker import Worker
from tests.sandbox import Sandbox
from tests.support.scripted_server import TOKEN, Answer, ScriptedServer
from tests.support.smtp_server import SmtpServer

pytestmark = pytest.mark.django_db
TO_THIS_MACHINE = StaffTeller(may_reach=lambda _address: True, schemes=("http", "https"))
REFUSED = b"Order,Tracking\n1001,9.40011E+21\n"


@pytest.fixture
def mails(settings: Settings) -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        settings.EMAIL_URL = f"smtp://127.0.0.1:{server.port}/"
        settings.MAILERS = server.mailers
        settings.MESSAGES_FROM = "orders@casalumbre.example"
        settings.STAFF_EMAIL = "staff@casalumbre.example"
        yield server


@pytest.fixture
def receiver(settings: Settings) -> Iterator[ScriptedServer]:
    with ScriptedServer() as server:
        settings.STAFF_WEBHOOK_URL = f"{server.url}/hook?of=us"
        settings.STAFF_WEBHOOK_SECRET = "a secret"
        yield server


def tell() -> None:
    while TO_THIS_MACHINE.tell_next(now=clock.seconds()):
        pass


def accept(content: bytes = REFUSED, *, is_watched: bool = False) -> TrackingImport:
    now = clock.seconds()
    reading = read_upload(content, Told(), client=gateway.background_client(), now=now)
    return imports.accept(reading, name="a.csv", actor="mara", is_check=False, is_watched=is_watched, now=now)


def watch(folder: Path) -> None:
    for path in folder.iterdir():
        os.utime(path, (0, 0))
    with pytest.raises(SystemExit):
        call_command("import_tracking", "--watch", str(folder), "--once")


def test_a_file_that_cannot_be_read_is_mailed(shop: Sandbox, mails: SmtpServer, tmp_path: Path) -> None:
    (tmp_path / "tuesday.csv").write_bytes(b"%PDF")
    watch(tmp_path)
    tell()
    mail = mails.received[0]
    assert (mail.recipient, mail.mail["Subject"]) == (
        "staff@casalumbre.example",
        "tuesday.csv was not imported",
    )
    assert "This is a PDF." in mail.text
    tell()
    assert len(mails.received) == 1


def test_rows_that_were_refused_are_mailed_with_the_page_that_shows_them(
    shop: Sandbox, mails: SmtpServer, tmp_path: Path
) -> None:
    (tmp_path / "tuesday.csv").write_bytes(REFUSED)
    watch(tmp_path)
    for _ in range(2):
        notices.note_ended(now=clock.seconds())
    tell()
    assert [each.mail["Subject"] for each in mails.received] == ["1 rows of tuesday.csv were refused"]
    pk = TrackingImport.objects.get().pk
    assert f"/admin/fulfilment/trackingimport/{pk}/change/?rows=bad" in mails.received[0].text
    assert "Row 2, 1001: A spreadsheet rounded" in mails.received[0].text


def test_the_worker_looks_for_what_has_ended_and_tells(shop: Sandbox, mails: SmtpServer) -> None:
    accept()
    chores.prepare(now=clock.seconds())
    Worker("tests", once=True).run()
    assert len(mails.received) == 1


def test_an_import_that_somebody_waits_for_is_told_only_when_they_were_cut_off(shop: Sandbox) -> None:
    accept(is_watched=True)
    notices.note_ended(now=clock.seconds())
    assert Notice.objects.count() == 0
    notices.note_ended(now=clock.seconds() + notices.WATCHED_SECONDS + 1)
    assert Notice.objects.count() == 1


def test_an_import_without_a_refusal_is_told_to_nobody(shop: Sandbox) -> None:
    made = accept(b"Order,Tracking\n1001,1Z999AA10123456784\n")
    notices.note_ended(now=clock.seconds())
    assert TrackingImport.objects.get().noticed_at is None
    made.rows.update(is_waiting=False, verdict="same")
    notices.note_ended(now=clock.seconds())
    assert (Notice.objects.count(), TrackingImport.objects.get().noticed_at is None) == (0, False)


def test_a_shopify_that_is_away_is_told_once_a_day(shop: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "tuesday.csv").write_bytes(REFUSED)
    shop.state.faults.outage(402)
    for _ in range(2):
        watch(tmp_path)
    assert Notice.objects.count() == 1
    Notice.objects.update(created_at=clock.seconds() - notices.SAME_TROUBLE_SECONDS - 1)
    watch(tmp_path)
    assert Notice.objects.count() == 2


def test_a_notice_is_posted_signed(db: None, receiver: ScriptedServer) -> None:
    receiver.answer(TOKEN, Answer(status=204))
    notices.note("Trouble", "It is so.", now=clock.seconds(), path="/admin/")
    tell()
    got = receiver.received[0]
    said = json.loads(got.body)
    assert (said["type"], said["subject"], said["url"].endswith("/admin/")) == (
        "staff.notice",
        "Trouble",
        True,
    )
    assert said["text"].startswith("Trouble.\n\nIt is so.\n\nhttp")
    signed = f"{got.headers['webhook-id']}.{got.headers['webhook-timestamp']}.".encode() + got.body
    expected = base64.b64encode(hmac.new(b"a secret", signed, hashlib.sha256).digest()).decode()
    assert got.headers["webhook-signature"] == f"v1,{expected}"


def test_what_could_not_be_posted_is_tried_again_and_not_mailed_twice(
    db: None, mails: SmtpServer, receiver: ScriptedServer
) -> None:
    receiver.answer(TOKEN, Answer(status=500), Answer(status=200))
    notices.note("Trouble", "It is so.", now=clock.seconds())
    tell()
    assert "500" in Notice.objects.get().answer
    assert TO_THIS_MACHINE.tell_next(now=clock.seconds() + 3_600)
    assert (len(mails.received), len(receiver.received)) == (1, 2)
    assert Notice.objects.get().answer == "told"


def test_what_cannot_be_told_for_a_day_is_given_up_and_logged(
    db: None, receiver: ScriptedServer, caplog: pytest.LogCaptureFixture
) -> None:
    notices.note("Trouble", "It is so.", now=clock.seconds())
    assert StaffTeller().tell_next(now=clock.seconds())  # this machine is no public one
    assert receiver.received == []
    assert StaffTeller().tell_next(now=clock.seconds() + DAY_SECONDS + 1)
    assert "Staff could not be told" in caplog.text
    assert not StaffTeller().tell_next(now=clock.seconds() + 2 * DAY_SECONDS)


def test_with_nobody_to_be_told_it_stands_in_the_log(
    db: None, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.STAFF_EMAIL = settings.STAFF_WEBHOOK_URL = ""
    notices.note("Trouble", "It is so.", now=clock.seconds())
    with caplog.at_level(logging.WARNING):
        tell()
    assert "Trouble. Nobody is told" in caplog.text


@pytest.mark.parametrize(
    ("email_url", "sender"), [("", "orders@casalumbre.example"), ("smtp://127.0.0.1:9/", "")]
)
def test_what_is_missing_for_mail_is_said(db: None, settings: Settings, email_url: str, sender: str) -> None:
    settings.STAFF_EMAIL = "staff@casalumbre.example"
    settings.EMAIL_URL, settings.MESSAGES_FROM = email_url, sender
    notices.note("Trouble", "It is so.", now=clock.seconds())
    tell()
    assert ("EMAIL_URL" if not email_url else "MESSAGES_FROM") in Notice.objects.get().answer


def test_notices_are_forgotten_after_a_month(db: None) -> None:
    notices.note("Trouble", "It is so.", now=clock.seconds())
    notices.forget_old(now=clock.seconds() + notices.KEPT_SECONDS + 1)
    assert Notice.objects.count() == 0
