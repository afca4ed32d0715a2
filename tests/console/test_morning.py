"""The morning's mail of what needs attention: once a day to each address, only when there is something to say."""

import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from orders.console import morning
from orders.console.models import Attention, MorningMail
from orders.gallery.builders import NOW, a_fulfillment, an_order
from orders.storage import shop_watch
from tests.console.conftest import ANA, put
from tests.support.live_site import manage, site_environment
from tests.support.prepared import migrated_sqlite
from tests.support.processes import ROOT
from tests.support.smtp_server import SmtpServer

HOUR = 3600.0
AT = NOW.timestamp()
SEVEN = NOW.replace(hour=7, minute=0, second=0, microsecond=0).timestamp()
SEED = "INSERT INTO orders_chore (name, due_at, leased_until, cursor, finished_at, failures) VALUES (?, ?, 0, ?, 0, 0)"


@pytest.fixture
def server(settings: Settings) -> Iterator[SmtpServer]:
    """A mail server that the site uses; two people want the mail at seven."""
    with SmtpServer() as running:
        settings.EMAIL_URL = f"smtp://127.0.0.1:{running.port}/"
        settings.MAILERS = running.mailers
        settings.MESSAGES_FROM = "orders@casalumbre.example"
        settings.MORNING_MAIL_TO = ["ana@shop.example", "ben@shop.example"]
        settings.MORNING_MAIL_HOUR = 7
        yield running


@pytest.fixture
def late(db: None) -> int:
    """An order that is five days late."""
    fulfillment = replace(a_fulfillment(), estimated_delivery_at=NOW - timedelta(days=5))
    return put(replace(an_order(), fulfillments=(fulfillment,)), at=AT)


def recipients(server: SmtpServer) -> list[str]:
    return [each.recipient for each in server.received]


def test_each_address_gets_it_once_a_day(server: SmtpServer, late: int) -> None:
    assert [morning.send_due(now=SEVEN + minutes * 60) for minutes in (-1, 0, 2, 120)] == [0, 2, 0, 0]
    assert recipients(server) == ["ana@shop.example", "ben@shop.example"]
    assert morning.send_due(now=SEVEN + 24 * HOUR) == 2


def test_it_says_what_is_wrong_and_where_and_nothing_of_the_shopper(server: SmtpServer, late: int) -> None:
    morning.send_due(now=SEVEN)
    mail = server.received[0]
    assert mail.mail["Subject"].startswith("1 thing needs attention")
    for part in (mail.text, mail.html):
        assert "#1001" in part
        assert "Overdue" in part
        assert f"http://testserver/admin/order/{late}/" in part
    everything = mail.raw.decode()
    for private in (ANA.email, ANA.phone, "Lamp", "Mug", "Sevilla", "PQ4X"):
        assert private is not None
        assert private not in everything


def test_nothing_to_say_is_no_mail(server: SmtpServer, db: None) -> None:
    assert morning.send_due(now=SEVEN) == 0
    assert not MorningMail.objects.exists()
    assert recipients(server) == []


def test_what_is_wrong_with_the_site_is_told_without_any_order(server: SmtpServer, db: None) -> None:
    shop_watch.keep(shop_watch.Watch(seen_at=SEVEN, scopes_missing=("read_all_orders",)))
    assert morning.send_due(now=SEVEN) == 2
    assert "The app was not granted read_all_orders" in server.received[0].text


def test_many_lines_end_with_a_link_to_the_rest(server: SmtpServer, late: int) -> None:
    for number in range(2, 20):
        order = replace(an_order(), id=f"gid://shopify/Order/{number}", name=f"#{number}")
        pk = put(order, at=AT)
        Attention.objects.create(order_id=pk, reason="held", severity=9, since=AT)
    morning.send_due(now=SEVEN)
    text = server.received[0].text
    assert text.count("/admin/order/") == morning.MOST_LINES
    assert "And more in the console" in text


def test_a_mail_that_was_surely_not_sent_is_tried_again_and_one_that_may_have_been_is_not(
    server: SmtpServer, late: int
) -> None:
    server.faults.extend(["data: 451 later", "keep and drop"])
    assert morning.send_due(now=SEVEN) == 0
    assert morning.send_due(now=SEVEN + 120) == 1
    assert recipients(server) == ["ben@shop.example", "ana@shop.example"]
    assert morning.send_due(now=SEVEN + 240) == 0


def test_it_is_given_up_when_the_morning_is_over_and_without_a_sender_or_a_server(
    server: SmtpServer, late: int, settings: Settings
) -> None:
    assert morning.send_due(now=SEVEN + 4 * HOUR) == 0
    settings.MESSAGES_FROM = ""
    assert morning.send_due(now=SEVEN) == 0
    settings.EMAIL_URL = ""
    assert morning.send_due(now=SEVEN) == 0


def command(*arguments: str) -> str:
    out = StringIO()
    call_command("morning_mail", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_prints_it_or_sends_it_now(server: SmtpServer, late: int, settings: Settings) -> None:
    assert "#1001: Overdue" in command()
    assert recipients(server) == []
    assert "Sent to eva@shop.example" in command("--to", "eva@shop.example")
    command("--send")
    assert recipients(server) == ["eva@shop.example", "ana@shop.example", "ben@shop.example"]
    server.faults.append("550 5.1.1 no such user")
    with pytest.raises(CommandError, match="550"):
        command("--send")
    with pytest.raises(CommandError, match="is no address"):
        command("--to", "eva at shop")
    settings.MORNING_MAIL_TO = []
    with pytest.raises(CommandError, match="names nobody"):
        command("--send")
    settings.EMAIL_URL = ""
    with pytest.raises(CommandError, match="EMAIL_URL"):
        command("--to", "eva@shop.example")
    settings.MESSAGES_FROM = ""
    with pytest.raises(CommandError, match="no sender"):
        command()
    Attention.objects.all().delete()
    assert "Nothing needs attention" in command()


@pytest.mark.long
def test_workers_at_once_and_one_that_is_killed_send_it_once(tmp_path: Path) -> None:
    hour = datetime.now(ZoneInfo("Europe/Madrid")).hour
    with SmtpServer() as server:
        environment = site_environment(
            url="http://127.0.0.1:1", shopify_url="http://127.0.0.1:9", database_url=migrated_sqlite(tmp_path)
        ) | {
            "EMAIL_URL": f"smtp://127.0.0.1:{server.port}/",
            "MESSAGES_FROM": "orders@casalumbre.example",
            "MORNING_MAIL_TO": "ana@shop.example",
            "MORNING_MAIL_HOUR": str(hour),
        }
        watch = shop_watch.Watch(seen_at=time.time(), scopes_missing=("read_all_orders",))
        with closing(sqlite3.connect(tmp_path / "orders.sqlite3")) as database, database:
            database.execute(SEED, ["shop_watch", time.time() + HOUR, shop_watch.to_cursor(watch)])
        started: list[subprocess.Popen[bytes]] = []

        def kill_the_first() -> None:
            started[0].kill()

        server.on_received = kill_the_first
        for _ in range(2):
            arguments = [sys.executable, "manage.py", "worker", "--once"]
            started.append(subprocess.Popen(arguments, env=environment, cwd=ROOT, stderr=subprocess.DEVNULL))
        for each in started:
            each.wait(60)
        manage(environment, "worker", "--once")
        assert recipients(server) == ["ana@shop.example"]
