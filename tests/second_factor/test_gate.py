"""Every address of the staff, asked for by somebody who gave a password and owes the second step."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from orders.second_factor import keeping
from orders.web.staff_only import STAFF_PATHS
from tests.second_factor.conftest import NOW, code_of, give_password, set_up_app, step

OPEN = {"/admin/login/", "/admin/logout/", "/admin/second-step/", "/admin/sign-in/passkey/"}
IN_PLACE_OF = {"int": "1", "slug": "x", "str": "x", "path": "x/y", "uuid": "0" * 32}


def addresses(resolver: URLResolver, before: str = "/") -> Iterator[str]:
    """Each address that the site has, with something in the place of what varies."""
    for pattern in resolver.url_patterns:
        route = str(pattern.pattern)
        for name, converter in pattern.pattern.converters.items():
            kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
            value = IN_PLACE_OF.get(kind, "x")
            route = route.replace(f"<{kind}:{name}>", value).replace(f"<{name}>", value)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, before + route)
        else:
            assert isinstance(pattern, URLPattern)
            yield before + (route if "^" not in route and "(?P" not in route else "no-such-page/")


STAFF = sorted({address for address in addresses(get_resolver()) if address.startswith(STAFF_PATHS)})


@pytest.fixture
def half_in(noa: User) -> Client:
    """A browser in which the password of somebody with an authenticator app was typed."""
    set_up_app(noa)
    return give_password()


def test_the_table_holds_what_it_should() -> None:
    for address in (
        "/admin/",
        "/admin/find/",
        "/admin/auth/user/",
        "/admin/api/apitoken/add/",
        "/admin/password_change/",
        "/admin/second-factor/",
        "/admin/no-such-page/",
        "/gallery/",
        "/outbox/",
    ):
        assert address in STAFF
    assert len(STAFF) > 50


def test_every_address_is_closed_until_the_second_step_is_done(half_in: Client) -> None:
    for address in sorted(set(STAFF) - OPEN):
        for response in (half_in.get(address), half_in.post(address)):
            assert response.status_code == 302, address
            assert response.headers["Location"].startswith("/admin/second-step/"), address
            assert "no-store" in response.headers["Cache-Control"], address


def test_where_a_factor_is_required_every_address_is_closed_until_one_is_set_up(
    noa: User, settings: Any
) -> None:
    settings.STAFF_SECOND_FACTOR = "required"
    browser = Client()
    browser.force_login(noa)
    for address in sorted(set(STAFF) - OPEN):
        response = browser.get(address)
        if address.startswith("/admin/second-factor/"):
            assert "next=" not in response.headers.get("Location", ""), address
        else:
            assert response.status_code == 302, address
            assert response.headers["Location"].startswith("/admin/second-factor/?next="), address


def test_pages_before_the_step_show_nothing_of_the_shop(half_in: Client, noa: User, settings: Any) -> None:
    assert "Needs attention" not in half_in.get("/admin/second-step/").content.decode()
    settings.STAFF_SECOND_FACTOR = "required"
    keeping.reset(noa, by="mara", now=NOW)
    assert "Needs attention" not in give_password().get("/admin/second-factor/").content.decode()
    settings.STAFF_SECOND_FACTOR = "offered"
    assert "Needs attention" in give_password().get("/admin/second-factor/").content.decode()


def test_an_address_that_does_not_exist_tells_nothing_either(half_in: Client) -> None:
    assert half_in.get("/admin/nowhere/at/all/").headers["Location"].startswith("/admin/second-step/")


def test_one_who_owes_the_step_may_sign_out(half_in: Client) -> None:
    assert half_in.post("/admin/logout/").status_code == 200
    assert half_in.get("/admin/").headers["Location"].startswith("/admin/login/")


def test_a_session_from_before_the_app_was_set_up_owes_the_step_too(noa: User) -> None:
    older = give_password()
    assert older.get("/admin/").status_code == 200
    set_up_app(noa)
    assert older.get("/admin/").headers["Location"].startswith("/admin/second-step/")


def test_a_password_given_anew_in_a_half_open_session_opens_nothing(half_in: Client) -> None:
    half_in.post("/admin/login/?next=/admin/", {"username": "noa", "password": "right horse battery"})
    assert half_in.get("/admin/").headers["Location"].startswith("/admin/second-step/")


def test_somebody_else_who_signs_in_there_does_not_inherit_the_step(noa: User) -> None:
    app = set_up_app(noa)
    browser = give_password()
    step(browser, code_of(app))
    mara = User.objects.create_superuser("mara", password="left horse battery")
    set_up_app(mara)
    browser.post("/admin/login/?next=/admin/", {"username": "mara", "password": "left horse battery"})
    assert browser.get("/admin/").headers["Location"].startswith("/admin/second-step/")


def test_staff_without_a_factor_get_in_where_it_is_only_offered(noa: User) -> None:
    assert give_password().get("/admin/").status_code == 200


def test_a_reset_ends_the_sessions_of_whoever_it_was_done_to(noa: User) -> None:
    app = set_up_app(noa)
    browser = give_password()
    step(browser, code_of(app))
    assert browser.get("/admin/").status_code == 200
    keeping.reset(noa, by="mara", now=NOW)
    assert browser.get("/admin/").headers["Location"].startswith("/admin/login/")


def test_shoppers_pages_know_nothing_of_the_gate(half_in: Client) -> None:
    assert half_in.get("/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_database_that_lets_the_gate_down_is_told_calmly(noa: User) -> None:
    browser = Client(raise_request_exception=False)
    browser.force_login(noa)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE second_factor_authenticatorapp RENAME TO elsewhere")
    try:
        response = browser.get("/admin/")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE elsewhere RENAME TO second_factor_authenticatorapp")
    assert response.status_code == 503
    assert response.headers["Retry-After"]
