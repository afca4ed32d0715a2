"""The pages around the two that matter."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

from tests.sandbox import Sandbox
from tests.support.shopper import Shopper, text
from tests.support.tables import without
from tests.support.wsgi import one_connection


@pytest.fixture
def client(db: None) -> Client:
    return Client(raise_request_exception=False)


def test_an_unknown_address_is_a_kind_page_with_a_way_on(client: Client) -> None:
    response = client.get("/no/such/page")
    assert response.status_code == 404
    assert 'href="/"' in response.content.decode()


def test_a_fault_of_ours_is_a_calm_page_without_details(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import connection

    monkeypatch.setattr(connection, "cursor", None)  # the database breaks in the middle of a request
    response = client.get(f"/o/{'A' * 32}/")
    monkeypatch.undo()
    assert response.status_code == 500
    assert "Traceback" not in text(response)
    assert "NoneType" not in text(response)


def test_it_says_that_it_is_alive_and_ready(client: Client) -> None:
    assert client.get("/healthz").content == b"ok\n"
    assert (client.get("/readyz").status_code, client.get("/readyz").content) == (200, b"ready\n")


@pytest.mark.django_db(transaction=True)
def test_it_is_not_ready_without_its_tables() -> None:
    with without("orders_flight"):
        assert Client().get("/readyz").status_code == 503


def test_robots_are_kept_to_the_look_up_page(client: Client) -> None:
    body = client.get("/robots.txt").content.decode()
    assert "Allow: /$" in body
    assert "Disallow: /" in body


def test_security_txt_says_where_to_report(client: Client, settings: Settings) -> None:
    body = client.get("/.well-known/security.txt").content.decode()
    assert "Contact: mailto:hello@casalumbre.example" in body
    assert "Expires: 20" in body
    settings.SUPPORT_EMAIL = ""
    assert (
        "Contact: https://casalumbre.example/contact"
        in client.get("/.well-known/security.txt").content.decode()
    )
    settings.SUPPORT_URL = ""
    assert client.get("/.well-known/security.txt").status_code == 404


def test_asked_for_by_a_strange_name_it_says_where_the_site_is(
    client: Client, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.SITE_URL = "https://track.example.com"
    for _ in range(3):
        response = client.get("/", headers={"Host": "203.0.113.9:8000"})
    assert response.status_code == 400
    assert 'href="https://track.example.com/"' in response.content.decode()
    assert "Traceback" not in caplog.text
    assert [record.levelname for record in caplog.records] in ([], ["WARNING"])  # once a minute


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_machines_that_look_after_it_may_ask_by_any_name(client: Client, path: str) -> None:
    assert client.get(path, headers={"Host": "10.0.0.7:8000"}).status_code == 200
    assert client.post(path, headers={"Host": "10.0.0.7:8000"}).status_code == 405


@pytest.mark.django_db(transaction=True)
def test_a_page_that_the_database_lets_down_is_calm() -> None:
    with without("orders_accesslink"):
        response = Client().get(f"/o/{'A' * 32}/")
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert "Your order is not affected" in text(response)


@contextmanager
def read_only() -> Iterator[None]:
    """The database answers and takes nothing: a disk that is full, a standby."""
    on, off = {
        "sqlite": ("PRAGMA query_only = ON", "PRAGMA query_only = OFF"),
        "postgresql": ("SET default_transaction_read_only = on", "SET default_transaction_read_only = off"),
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(on)
    with one_connection():
        yield
    with connection.cursor() as cursor:
        cursor.execute(off)


@pytest.mark.django_db(transaction=True)
def test_it_is_not_ready_when_nothing_can_be_written() -> None:
    with read_only():
        assert Client().get("/readyz").status_code == 503


@pytest.mark.django_db(transaction=True)
def test_a_look_up_that_cannot_write_is_a_calm_page_that_keeps_what_was_typed(
    shopper: Shopper, shop: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    shop.state.add_order("#1001", email="ana@example.com")
    shopper.link("1001", "ana@example.com")
    with read_only():
        response = shopper.look_up("1001", "ana@example.com")
    assert response.status_code == 503
    assert 'value="1001"' in response.content.decode()
    assert "ana@" not in caplog.text
