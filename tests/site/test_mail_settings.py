"""`EMAIL_URL`, `MESSAGES_FROM` and `SMS_URL`: what they become, and what is refused."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from tracking_site.mail import read_mailers, read_sender, read_sms_gateway


def options(address: str) -> dict[str, object]:
    return dict(read_mailers(address)["default"]["OPTIONS"])


@pytest.mark.parametrize(
    ("address", "port", "tls", "ssl"),
    [
        ("smtp://me:p%40ss@mail.shop.example:587/?tls=true", 587, True, False),
        ("smtp://mail.shop.example", 25, False, False),
        ("smtp://mail.shop.example/?tls=yes", 587, True, False),
        ("smtps://me:p%40ss@mail.shop.example", 465, False, True),
    ],
)
def test_a_mail_server(address: str, port: int, tls: bool, ssl: bool) -> None:
    read = options(address)
    assert (read["host"], read["port"], read["use_tls"], read["use_ssl"]) == (
        "mail.shop.example",
        port,
        tls,
        ssl,
    )
    assert read["timeout"]
    assert read["password"] in ("p@ss", "")


def test_providers_get_what_they_want() -> None:
    assert options("postmark://token@") == {"server_token": "token"}
    assert options("mailjet://key:secret@") == {"api_key": "key", "secret_key": "secret"}
    european = options("mailgun://key@mg.shop.example?eu=yes")
    assert european == {
        "api_key": "key",
        "sender_domain": "mg.shop.example",
        "api_url": "https://api.eu.mailgun.net/v3",
    }


def test_without_an_address_mail_goes_nowhere() -> None:
    assert "dummy" in read_mailers("")["default"]["BACKEND"]


@pytest.mark.parametrize(
    "address",
    [
        "carrier-pigeon://x",
        "smtp://",
        "smtp://host:port",
        "postmark://",
        "mailgun://key@",
        "smtp://h/?tls=maybe",
    ],
)
def test_what_cannot_be_read_is_refused(address: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        read_mailers(address)


def test_a_sender() -> None:
    assert read_sender("Casa Lumbre <orders@casalumbre.example>")
    assert read_sender("") == ""
    with pytest.raises(ImproperlyConfigured, match="MESSAGES_FROM"):
        read_sender("Casa Lumbre")


def test_an_sms_gateway() -> None:
    assert read_sms_gateway("")["kind"] == ""
    assert read_sms_gateway("outbox://") == {"kind": "outbox"}
    assert read_sms_gateway("twilio://AC1:tok@?from=+34600000000")["sender"] == "+34600000000"
    with pytest.raises(ImproperlyConfigured, match="SMS_URL"):
        read_sms_gateway("twilio://AC1@")
