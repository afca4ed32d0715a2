"""Mistakes in `.env`: each is told in one sentence that names it, and nothing secret is repeated."""

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.support.processes import ROOT, closed_environment

PASSWORD = "hunter2"
GOOD = {
    "SECRET_KEY": "made-by-chance-" * 4,
    "SITE_URL": "https://track.shop.example",
    "SHOPIFY_STORE_DOMAIN": "my-shop.myshopify.com",
    "SHOPIFY_CLIENT_ID": "0a1b2c3d",
    "SHOPIFY_CLIENT_SECRET": f"shpss_{PASSWORD}",
    "DATABASE_URL": "sqlite:///:memory:",
}

VALUES = [
    ("SECRET_KEY", "", "SECRET_KEY is not set"),
    ("SECRET_KEY", "abc", "SECRET_KEY can be guessed"),
    ("SECRET_KEY", "a" * 60, "SECRET_KEY can be guessed"),
    ("SITE_URL", "", "SITE_URL is not set"),
    ("SITE_URL", "track.shop.example", "SITE_URL must be a web address"),
    ("SITE_URL", "ftp://track.shop.example", "SITE_URL must be a web address"),
    ("SITE_URL", "https://", "SITE_URL must be a web address"),
    ("SITE_URL", "https://track.shop.example:port", "SITE_URL must be a web address"),
    ("SITE_URL", "https://track shop.example", "SITE_URL must be a web address"),
    ("SITE_URL", "https://me@track.shop.example", "SITE_URL must be a web address"),
    ("SITE_URL", "https://track.shop.example/?a=b", "SITE_URL must be a web address"),
    ("SITE_URL", "https://track.shop.example/orders", "SITE_URL must have no path"),
    ("SITE_URL", "https://https://track.shop.example", "SITE_URL must"),
    ("SITE_URL", "http://track.shop.example", "SITE_URL must begin with https://"),
    ("ALLOWED_HOSTS", "https://track.shop.example", "ALLOWED_HOSTS must list host names"),
    ("ALLOWED_HOSTS", "track.shop.example:443", "ALLOWED_HOSTS must list host names"),
    ("ALLOWED_HOSTS", "track.shop.example www.shop.example", "ALLOWED_HOSTS must list host names"),
    ("ALLOWED_HOSTS", "track.shop.example/", "ALLOWED_HOSTS must list host names"),
    ("ALLOWED_HOSTS", "*", "ALLOWED_HOSTS must list host names"),
    ("ALLOWED_HOSTS", "www.shop.example", "ALLOWED_HOSTS must hold the host of SITE_URL"),
    ("DEBUG", "perhaps", "DEBUG must be yes or no"),
    ("DEBUG", "yes", "DEBUG is on and SITE_URL begins with https://"),
    ("DATABASE_URL", "mysql://u:p@h/n", "DATABASE_URL must begin with"),
    ("DATABASE_URL", "orders.sqlite3", "DATABASE_URL must begin with"),
    ("DATABASE_URL", "sqlite://var/orders.sqlite3", "DATABASE_URL must have three slashes"),
    ("DATABASE_URL", "sqlite:///", "DATABASE_URL names no file"),
    ("DATABASE_URL", "sqlite:////no/such/folder/orders.sqlite3", "there is no such folder"),
    ("DATABASE_URL", "sqlite:////tmp", "which is a folder"),
    ("DATABASE_URL", f"postgres://u:{PASSWORD}/x@h/n", "DATABASE_URL cannot be read as an address"),
    ("DATABASE_URL", f"postgres://u:{PASSWORD}#x@h/n", "DATABASE_URL cannot be read as an address"),
    ("DATABASE_URL", f"postgres://u:{PASSWORD}?x@h/n", "DATABASE_URL cannot be read as an address"),
    ("DATABASE_URL", f"postgres://u:{PASSWORD}@h:port/n", "DATABASE_URL cannot be read as an address"),
    ("DATABASE_URL", f"postgres://u:{PASSWORD}@h", "DATABASE_URL names no database"),
    ("DATABASE_URL", f"postgres://u:{PASSWORD}@h/", "DATABASE_URL names no database"),
    ("DATABASE_URL", f"postgres://u:{PASSWORD} @h/n", "DATABASE_URL holds a blank"),
    ("CACHE_URL", "memcached://h", "CACHE_URL must begin with"),
    ("CACHE_URL", "redis:///0", "CACHE_URL names no host"),
    ("CACHE_URL", "redis://h:6379/pages", "CACHE_URL must end with the number"),
    ("CACHE_URL", f"redis://:{PASSWORD}/x@h/0", "CACHE_URL cannot be read as an address"),
    ("TRUSTED_PROXIES", "proxy.internal", "TRUSTED_PROXIES must list addresses"),
    ("TRUSTED_PROXIES", "10.0.0.0/99", "TRUSTED_PROXIES must list addresses"),
    ("TRUSTED_PROXIES", "*", "TRUSTED_PROXIES must list addresses"),
    ("TRUSTED_PROXIES", "0.0.0.0/0", "the whole world"),
    ("TRUSTED_PROXIES", "::/0", "the whole world"),
    ("LOG_LEVEL", "LOUD", "LOG_LEVEL must be one of"),
    ("LOG_FORMAT", "xml", "LOG_FORMAT must be one of"),
    ("METRICS_PORT", "70000", "METRICS_PORT must be a whole number"),
    ("METRICS_PORT", "8000", "METRICS_PORT must be another port"),
    ("METRICS_HOST", "::1]:9", "METRICS_HOST must be an address"),
    ("METRICS_TOKEN", "guessable", "METRICS_TOKEN must have at least 16"),
    ("METRICS_TOKEN", f"two words {PASSWORD}", "METRICS_TOKEN is not a token"),
    ("SUPPORT_EMAIL", "hello", "SUPPORT_EMAIL must be an e-mail address"),
    ("SUPPORT_EMAIL", "a@shop.example,b@shop.example", "SUPPORT_EMAIL must be an e-mail address"),
    ("SUPPORT_EMAIL", "mailto:a@shop.example", "SUPPORT_EMAIL must be an e-mail address"),
    ("SUPPORT_URL", "shop.example/contact", "SUPPORT_URL must be a web address"),
    ("STORE_TIME_ZONE", "Madrid", "STORE_TIME_ZONE must be a time zone"),
    ("STORE_TIME_ZONE", "../../etc/passwd", "STORE_TIME_ZONE must be a time zone"),
    ("SHOP_LANGUAGES", "en,xx", "SHOP_LANGUAGES must list some of"),
    ("SHOP_LANGUAGES", "en;de", "SHOP_LANGUAGES must list some of"),
    ("STORE_COUNTRY", "Spain", "not 'Spain'; ES is Spain"),
    ("STORE_COUNTRY", "UK", "not 'UK'; GB is United Kingdom"),
    ("STORE_COUNTRY", "ESP", "STORE_COUNTRY must be a code of two letters"),
    ("STORE_COUNTRY", "EU", "STORE_COUNTRY must be a code of two letters"),
    ("IMAGE_HOSTS", "cdn.shop.example", "IMAGE_HOSTS must"),
    ("IMAGE_HOSTS", "https://cdn.shop.example/files", "IMAGE_HOSTS must"),
    ("IMAGE_HOSTS", "https://cdn.shop.example;script-src", "IMAGE_HOSTS must"),
    ("CARRIER_LINKS", "{", "CARRIER_LINKS must be a JSON object"),
    ("SILENCE_DAYS", '{"first_scan": "soon"}', "SILENCE_DAYS: 'first_scan' must be two whole numbers of days"),
    ("SILENCE_DAYS", '{"first_scan": "8 4"}', "SILENCE_DAYS: 'first_scan' must be days from 1 to 1000"),
    ("SILENCE_DAYS", '{"scan": "4 8"}', "SILENCE_DAYS: 'scan' is none of"),
    ("CARRIER_LINKS", "[1]", "CARRIER_LINKS must be a JSON object"),
    ("CARRIER_LINKS", '{"A": "http://a.example/{number}"}', "CARRIER_LINKS, 'A'"),
    ("SHOPIFY_STORE_DOMAIN", "", "SHOPIFY_STORE_DOMAIN is not set"),
    ("SHOPIFY_STORE_DOMAIN", "www.my-shop.com", "SHOPIFY_STORE_DOMAIN must be"),
    ("SHOPIFY_STORE_DOMAIN", "admin.shopify.com/store/my-shop", "SHOPIFY_STORE_DOMAIN must be"),
    ("SHOPIFY_CLIENT_ID", "", "SHOPIFY_CLIENT_ID is not"),
    ("SHOPIFY_CLIENT_ID", f"shpss_{PASSWORD}", "SHOPIFY_CLIENT_ID begins as a secret"),
    ("SHOPIFY_CLIENT_SECRET", "", "SHOPIFY_CLIENT_SECRET is not"),
    ("SHOPIFY_CLIENT_SECRET", f"shpat_{PASSWORD}", "SHOPIFY_CLIENT_SECRET begins as an access token"),
    ("SHOPIFY_CLIENT_SECRET", f"sec ret {PASSWORD}", "SHOPIFY_CLIENT_SECRET is not a token"),
    ("SHOPIFY_ACCESS_TOKEN", f"shpat_{PASSWORD}", "are both set"),
    ("SHOPIFY_ACCESS_TOKEN", f"shpss_{PASSWORD}", "SHOPIFY_ACCESS_TOKEN begins with shpss_"),
    ("SHOPIFY_STOREFRONT_TOKEN", "señal", "SHOPIFY_STOREFRONT_TOKEN is not a token"),
    ("SHOPIFY_API_VERSION", "2026-13", "SHOPIFY_API_VERSION must look like"),
    ("SHOPIFY_API_URL", "my-shop.myshopify.com", "SHOPIFY_API_URL must be a web address"),
    ("WEBHOOK_URL", "track.shop.example/webhooks", "WEBHOOK_URL must be a web address"),
    ("ORDER_LINK_DAYS", "180 days", "ORDER_LINK_DAYS must be a whole number"),
    ("ORDER_RETENTION_DAYS", "0", "ORDER_RETENTION_DAYS must be a whole number"),
    ("REFRESH_MOVING_SECONDS", "5m", "REFRESH_MOVING_SECONDS must be a whole number"),
    ("REFRESH_WAITING_SECONDS", "-1", "REFRESH_WAITING_SECONDS must be a whole number"),
    ("LOOK_UP_LIMIT_FACTOR", "0.5", "LOOK_UP_LIMIT_FACTOR must be a whole number"),
    ("BIND", "8000", "BIND must be an address with a port"),
    ("BIND", "http://127.0.0.1:8000", "BIND must be an address with a port"),
    ("BIND", "127.0.0.1:80000", "BIND must be an address with a port"),
    ("BIND", "unix:/no/such/folder/site", "BIND must name a socket in a folder"),
    ("WEB_CONCURRENCY", "many", "WEB_CONCURRENCY must be a whole number"),
    ("WEB_THREADS", "0", "WEB_THREADS must be a whole number"),
    ("WORKERS", "17", "WORKERS must be a whole number"),
    ("WORKER_CLASS", "gevent", "WORKER_CLASS must be one of"),
    ("SECRET_KEY_FILE", "/run/secrets/key", "SECRET_KEY and SECRET_KEY_FILE are both set"),
    ("METRICS_TOKEN_FILE", "/no/such/file", "METRICS_TOKEN_FILE names '/no/such/file', which cannot be read"),
    ("METRICS_TOKEN_FILE", "/dev/null", "METRICS_TOKEN_FILE names '/dev/null', which is empty"),
    ("SUPORT_EMAIL", "a@shop.example", "SUPORT_EMAIL is no setting; SUPPORT_EMAIL is"),
    ("SHOPIFY_STORE_DOMIAN", "a.myshopify.com", "SHOPIFY_STORE_DOMIAN is no setting"),
    ("WEBHOOK_SECRET", PASSWORD, "WEBHOOK_SECRET is no setting; WEBHOOK_SECRETS is"),
    ("store_country", "ES", "store_country is no setting; STORE_COUNTRY is"),
]  # fmt: skip

LINES = [
    (b"STORE_NAME = Our shop", "there is a blank beside the = of STORE_NAME"),
    (b"STORE_NAME =Our shop", "there is a blank beside the = of STORE_NAME"),
    (b"STORE_NAME: Our shop", "it is neither NAME=value nor a comment"),
    (b"STORE_NAME", "it is neither NAME=value nor a comment"),
    (b"// a comment", "it is neither NAME=value nor a comment"),
    (b"[Service]", "it is neither NAME=value nor a comment"),
    (b'STORE_NAME="Our shop', "the line does not end with it"),
    (b"STORE_NAME='Our shop\"", "the line does not end with it"),
    (b'STORE_NAME="', "the line does not end with it"),
    ("STORE_NAME=“Our shop”".encode(), "a typographic quotation mark"),
    (b"STORE_NAME=Our shop # as on the sign", "is followed by a comment"),
    (b"DATABASE_URL=postgres://u:${PASSWORD}@h/n", "DATABASE_URL holds ${...}"),
    (b"STORE_NAME=A\nSTORE_NAME=B", "STORE_NAME stands in lines 7 and 8; keep one"),
    ("STORE_NAME=Señal".encode("latin-1"), "is not UTF-8 text"),
    ("STORE_NAME=A".encode("utf-16"), "is not UTF-8 text"),
    (b"STORE_NAME=A\0", "is not UTF-8 text"),
]


def read(monkeypatch: pytest.MonkeyPatch, file: Path | str) -> dict[str, object]:
    """The settings as a process with nothing but this file finds them."""
    for name in list(os.environ):
        if name not in {"PATH", "PYTEST_CURRENT_TEST"} and not name.startswith("COV"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("ENV_FILE", str(file))
    return runpy.run_path(str(ROOT / "tracking_site/settings.py"))


def written(tmp_path: Path, **values: str) -> Path:
    file = tmp_path / "env"
    lines = [f"{name}={value}\n" for name, value in (GOOD | values).items()]
    file.write_text("".join(lines), encoding="utf-8")
    return file


def refusal(monkeypatch: pytest.MonkeyPatch, file: Path | str) -> str:
    with pytest.raises(ImproperlyConfigured) as caught:
        read(monkeypatch, file)
    return str(caught.value)


def test_the_table_is_long() -> None:
    assert len(VALUES) + len(LINES) >= 75


@pytest.mark.parametrize(("name", "value", "told"), VALUES, ids=[f"{n}-{v[:60]}" for n, v, _ in VALUES])
def test_a_wrong_value_is_told_in_one_sentence_without_secrets(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str, told: str
) -> None:
    sentence = refusal(monkeypatch, written(tmp_path, **{name: value}))
    assert told in sentence
    assert re.fullmatch(r"[^\n]+[.)]", sentence)
    assert PASSWORD not in sentence


@pytest.mark.parametrize(("line", "told"), LINES)
def test_a_wrong_line_is_told_with_its_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, line: bytes, told: str
) -> None:
    file = written(tmp_path)
    file.write_bytes(file.read_bytes() + line)
    sentence = refusal(monkeypatch, file)
    assert sentence.startswith(str(file))
    assert told in sentence
    assert "\n" not in sentence


def test_a_file_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert "there is no such file" in refusal(monkeypatch, tmp_path / "missing")


def test_a_file_that_cannot_be_read_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert "cannot be read" in refusal(monkeypatch, tmp_path)


def test_half_of_the_way_to_sign_in_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = written(tmp_path, SHOPIFY_CLIENT_ID="", SHOPIFY_CLIENT_SECRET="")
    assert "SHOPIFY_CLIENT_ID and SHOPIFY_CLIENT_SECRET are not set" in refusal(monkeypatch, file)


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("\ufeffSTORE_NAME=Our shop", "STORE_NAME", "Our shop"),
        ("export STORE_NAME=Our shop", "STORE_NAME", "Our shop"),
        ("STORE_NAME='Our # shop'", "STORE_NAME", "Our # shop"),
        ('STORE_NAME="The \\"Shop\\""', "STORE_NAME", 'The "Shop"'),
        ("  STORE_NAME=Shop#1\r\n\r\n# off", "STORE_NAME", "Shop#1"),
        ("STORE_COUNTRY=gb", "STORE_COUNTRY", "GB"),
        ("METRICS_PORT=9100\nMETRICS_HOST=::1", "METRICS_PORT", 9100),
        ("SOMETHING_OF_ANOTHER_PROGRAM=1", "STORE_NAME", "Our shop"),
    ],
)
def test_what_is_right_is_taken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str, name: str, value: object
) -> None:
    file = written(tmp_path)
    file.write_text(text + "\n" + file.read_text("utf-8"), encoding="utf-8")
    assert read(monkeypatch, file)[name] == value


def test_a_relative_path_of_sqlite_lies_beneath_the_repository(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    databases = read(monkeypatch, written(tmp_path, DATABASE_URL="sqlite:///var/orders.sqlite3"))["DATABASES"]
    assert databases["default"]["NAME"] == str(ROOT / "var/orders.sqlite3")  # type: ignore[index]


COMMANDS = {
    "manage.py": [sys.executable, "manage.py", "status"],
    "serve": [sys.executable, "-m", "scripts.serve"],
    "gunicorn": [str(Path(sys.executable).parent / "gunicorn")],
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("SITE_URL", "track.shop.example", "SITE_URL must be a web address"),
        ("WEB_THREADS", "0", "WEB_THREADS must be a whole number"),
        ("SUPORT_EMAIL", "a@shop.example", "SUPORT_EMAIL is no setting"),
    ],
)
def test_whatever_is_started_says_the_sentence_alone_and_ends_with_2(
    tmp_path: Path, command: list[str], name: str, value: str, told: str
) -> None:
    done = subprocess.run(
        command,
        env=closed_environment() | {"ENV_FILE": str(written(tmp_path, **{name: value}))},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(told)
    assert len(done.stderr.splitlines()) == 1
