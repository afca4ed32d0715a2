"""`check_messages`: against a real mail server, a real DNS server on this machine, and a gateway."""

import io
import socket
import threading
from collections.abc import Iterator

import dns.message
import dns.rrset
import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings

from orders.messages.switching import switch
from tests.support.sms_gateway import SmsServer
from tests.support.smtp_server import SmtpServer

pytestmark = pytest.mark.django_db
DOMAIN = "casalumbre.example"


class NameServer:
    """Answers TXT questions from a table, over UDP."""

    def __init__(self) -> None:
        self.texts: dict[str, list[str]] = {}
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.settimeout(0.1)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._socket.getsockname()[1]}"

    def __enter__(self) -> "NameServer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        while not self._stopping.is_set():
            try:
                wire, sender = self._socket.recvfrom(4096)
            except TimeoutError:
                continue
            question = dns.message.from_wire(wire)
            answer = dns.message.make_response(question)
            name = question.question[0].name
            texts = self.texts.get(name.to_text(omit_final_dot=True), [])
            if texts:
                quoted = [f'"{text}"' for text in texts]
                answer.answer.append(dns.rrset.from_text(name, 60, "IN", "TXT", *quoted))
            self._socket.sendto(answer.to_wire(), sender)


@pytest.fixture
def names() -> Iterator[NameServer]:
    with NameServer() as running:
        running.texts = {
            DOMAIN: ["v=spf1 include:spf.provider.example ~all"],
            f"pm._domainkey.{DOMAIN}": ["v=DKIM1; k=rsa; p=MIGf"],
            f"_dmarc.{DOMAIN}": ["v=DMARC1; p=none"],
        }
        yield running


def check(names: NameServer, *arguments: str) -> tuple[str, int]:
    out = io.StringIO()
    try:
        call_command("check_messages", "--resolver", names.address, *arguments, stdout=out)
    except SystemExit as end:
        return out.getvalue(), int(str(end.code))
    return out.getvalue(), 0


@pytest.fixture
def working(settings: Settings, server: SmtpServer) -> None:
    settings.SITE_URL = "https://track.casalumbre.example"
    switch(on=["shipped"], channels=["email"], quiet_minutes=None, now=0)


def test_all_is_well(names: NameServer, working: None) -> None:
    said, status = check(names)
    assert status == 0, said
    assert "the server answers" in said
    assert "a key at pm._domainkey" in said
    assert "v=DMARC1; p=none" in said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({DOMAIN: []}, "SPF         missing"),
        ({DOMAIN: ["v=spf1 ~all", "v=spf1 -all"]}, "Two records count as none"),
        ({DOMAIN: ["v=spf1 +all"]}, "It lets everybody send as you"),
        ({f"pm._domainkey.{DOMAIN}": []}, "no key found"),
        ({f"pm._domainkey.{DOMAIN}": ["v=DKIM1; p="]}, "no key found"),
        ({f"_dmarc.{DOMAIN}": []}, "DMARC       missing"),
    ],
)
def test_what_is_missing_is_said_with_what_it_costs(
    names: NameServer, working: None, change: dict[str, list[str]], said: str
) -> None:
    names.texts |= change
    report, status = check(names)
    assert status == 1
    assert said in report


def test_a_key_under_another_name_is_found_when_it_is_named(names: NameServer, working: None) -> None:
    names.texts[f"odd2026._domainkey.{DOMAIN}"] = names.texts.pop(f"pm._domainkey.{DOMAIN}")
    assert check(names)[1] == 1
    assert check(names, "--selector", "odd2026")[1] == 0


def test_a_subdomain_is_under_its_domains_dmarc(names: NameServer, working: None, settings: Settings) -> None:
    settings.MESSAGES_FROM = f"orders@news.{DOMAIN}"
    assert "v=DMARC1; p=none" in check(names)[0]


def test_an_ending_that_filters_distrust_is_named(
    names: NameServer, working: None, settings: Settings
) -> None:
    settings.MESSAGES_FROM = "orders@casalumbre.click"
    assert "Spam filters count this ending" in check(names)[0]


def test_nothing_set_up(names: NameServer, settings: Settings) -> None:
    settings.SUPPORT_EMAIL = ""
    report, status = check(names)
    assert status == 1
    for said in ("Shoppers hear nothing", "set EMAIL_URL", "set MESSAGES_FROM", "Set SUPPORT_EMAIL"):
        assert said in report


def test_a_server_that_is_away(names: NameServer, working: None, settings: Settings) -> None:
    settings.MAILERS = {
        "default": {
            "BACKEND": "orders.messages.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 9},
        }
    }
    assert "ConnectionRefusedError" in check(names)[0]


def test_a_wrong_password(names: NameServer, working: None, settings: Settings) -> None:
    with SmtpServer(password="right") as server:
        settings.MAILERS = server.mailers
        assert "and signs in" in check(names)[0]
        settings.MAILERS["default"]["OPTIONS"]["password"] = "wrong"
        settings.MAILERS = dict(settings.MAILERS)
        assert "does not accept the user or password" in check(names)[0]


def test_a_provider_without_a_secret_hears_no_bounces(
    names: NameServer, working: None, settings: Settings
) -> None:
    from tracking_site.mail import read_mailers

    settings.EMAIL_URL = "postmark://token@"
    settings.MAILERS = read_mailers(settings.EMAIL_URL)
    report, status = check(names)
    assert status == 1
    assert "set MAIL_CALLBACK_SECRET" in report
    settings.MAIL_CALLBACK_SECRET = "me:secret"
    assert check(names)[1] == 0


def test_the_demos_outbox_is_said(names: NameServer, working: None, settings: Settings) -> None:
    settings.EMAIL_URL = "outbox://"
    settings.MAILERS = {"default": {"BACKEND": "orders.messages.catching.EmailBackend"}}
    assert "not to anybody" in check(names)[0]


def test_the_gateway(names: NameServer, working: None, settings: Settings) -> None:
    switch(on=["shipped"], channels=["sms"], quiet_minutes=None, now=0)
    assert "none leaves: set SMS_URL" in check(names)[0]
    with SmsServer() as gateway:
        settings.SMS_GATEWAY = gateway.settings
        assert "twilio answers" in check(names)[0]
        settings.SMS_GATEWAY = gateway.settings | {"token": "wrong"}
        assert "the account or its token is wrong" in check(names)[0]
