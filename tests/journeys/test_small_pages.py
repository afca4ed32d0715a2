"""The pages around the two that matter."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.support.shopper import text


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
    client = Client()
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE orders_flight RENAME TO orders_flight_away")
        try:
            assert client.get("/readyz").status_code == 503
        finally:
            cursor.execute("ALTER TABLE orders_flight_away RENAME TO orders_flight")


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


def test_a_strange_host_is_refused(client: Client) -> None:
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400
