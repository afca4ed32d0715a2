"""Signing in with a passkey alone: who holds it and is known to it gets in, and nobody else does."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client

from orders.audit.models import AuditEntry
from orders.second_factor.models import Passkey
from tests.second_factor.conftest import give_password
from tests.second_factor.soft_key import SoftKey
from tests.second_factor.test_passkeys import add, is_in, options_on

SIGN_IN = "/admin/sign-in/passkey/"


@pytest.fixture(autouse=True)
def site(settings: Any) -> None:
    """Passkeys belong to a site's host name."""
    settings.SITE_URL = "https://track.example.com"


@pytest.fixture
def key(noa: User) -> SoftKey:
    """The owner's key, which is set up."""
    made = SoftKey()
    assert add(give_password(), made).status_code == 200
    return made


@pytest.fixture
def browser(db: None) -> Client:
    """One in which nobody has signed in."""
    return Client(REMOTE_ADDR="203.0.113.77")


def sign_in(browser: Client, key: SoftKey, *, wanted: str = "/admin/", **bent: Any) -> Any:
    answer = key.sign(options_on(browser, SIGN_IN), **{"names": True} | bent)
    return browser.post(SIGN_IN, {"passkey": answer, "next": wanted})


def failures() -> list[tuple[str, str]]:
    return list(AuditEntry.objects.filter(action="second_factor.failed").values_list("actor", "detail"))


def test_a_passkey_opens_the_page_that_was_wanted_without_a_password(browser: Client, key: SoftKey) -> None:
    response = sign_in(browser, key, wanted="/admin/figures/")
    assert (response.status_code, response.headers["Location"]) == (302, "/admin/figures/")
    assert is_in(browser)
    assert browser.get(SIGN_IN).status_code == 302


def test_it_is_both_factors_where_two_are_required(browser: Client, key: SoftKey, settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR = "required"
    sign_in(browser, key)
    assert is_in(browser)


def test_the_browser_is_asked_for_any_passkey_and_for_its_user(browser: Client, key: SoftKey) -> None:
    options = options_on(browser, SIGN_IN)
    assert (options.get("allowCredentials"), options["userVerification"]) == (None, "required")


def test_a_new_passkey_is_kept_where_it_is_found_without_a_name(noa: User) -> None:
    options = options_on(give_password(), "/admin/second-factor/passkeys/add/")
    assert options["authenticatorSelection"]["residentKey"] == "preferred"


def test_who_only_looks_gets_no_session_and_who_is_in_gets_one_that_lasts_as_any(
    browser: Client, key: SoftKey, settings: Any
) -> None:
    before = Session.objects.count()
    options_on(browser, SIGN_IN)
    assert Session.objects.count() == before
    sign_in(browser, key)
    assert browser.session.get_expiry_age() == settings.SESSION_COOKIE_AGE
    assert browser.cookies["passkey_asked"].value == ""


def test_what_was_asked_is_for_this_page_alone_and_no_script_reads_it(browser: Client) -> None:
    asked = browser.get(SIGN_IN).cookies["passkey_asked"]
    assert (asked["path"], asked["httponly"], asked["samesite"], asked["max-age"]) == (
        SIGN_IN,
        True,
        "Strict",
        600,
    )


def test_what_was_asked_cannot_be_changed(browser: Client, key: SoftKey) -> None:
    answer = key.sign(options_on(browser, SIGN_IN), names=True)
    browser.cookies["passkey_asked"] = "{}" + browser.cookies["passkey_asked"].value
    assert browser.post(SIGN_IN, {"passkey": answer}).status_code == 422
    assert not is_in(browser)


def test_a_key_that_has_not_made_sure_of_its_user_is_no_sign_in(browser: Client, key: SoftKey) -> None:
    key.makes_sure = False
    assert sign_in(browser, key).status_code == 422
    assert not is_in(browser)
    assert failures() == [("noa", "passkey")]


@pytest.mark.parametrize(
    "bent",
    [
        {"names": False},
        {"kind": "webauthn.create"},
        {"challenge": "c29tZXRoaW5nIGVsc2UgdGhhdCB3YXMgbmV2ZXIgYXNrZWQ"},
    ],
)
def test_an_answer_to_something_else_opens_nothing(
    browser: Client, key: SoftKey, bent: dict[str, Any]
) -> None:
    assert sign_in(browser, key, **bent).status_code == 422
    assert not is_in(browser)


def test_a_key_that_names_somebody_else_opens_nothing(browser: Client, key: SoftKey) -> None:
    key.handle = b"somebody else"
    assert sign_in(browser, key).status_code == 422
    assert not is_in(browser)


def test_another_key_with_the_same_name_opens_nothing(browser: Client, key: SoftKey) -> None:
    assert sign_in(browser, SoftKey(id=key.id, handle=key.handle)).status_code == 422
    assert not is_in(browser)


def test_an_answer_opens_once(browser: Client, key: SoftKey) -> None:
    key.counts, key.count = False, 0
    Passkey.objects.update(sign_count=0)
    answer = key.sign(options_on(browser, SIGN_IN), names=True)
    asked = browser.cookies["passkey_asked"].value
    assert browser.post(SIGN_IN, {"passkey": answer}).status_code == 302
    assert Client().post(SIGN_IN, {"passkey": answer}).status_code == 422
    copied = Client()
    copied.cookies["passkey_asked"] = asked
    assert copied.post(SIGN_IN, {"passkey": answer}).status_code == 422


def test_a_copied_key_whose_counter_goes_back_opens_nothing(browser: Client, key: SoftKey) -> None:
    key.count = -1
    assert sign_in(browser, key).status_code == 422
    assert not is_in(browser)


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}])
def test_whoever_may_not_sign_in_does_not_with_a_passkey(
    browser: Client, key: SoftKey, change: dict[str, bool]
) -> None:
    User.objects.update(**change)
    assert sign_in(browser, key).status_code == 422
    assert "_auth_user_id" not in browser.session


@pytest.mark.parametrize("answer", ["", "{", "[]", "{}", '{"id": "x", "rawId": "eA", "type": "public-key"}'])
def test_what_is_no_answer_opens_nothing(browser: Client, key: SoftKey, answer: str) -> None:
    options_on(browser, SIGN_IN)
    assert browser.post(SIGN_IN, {"passkey": answer}).status_code == 422
    assert not is_in(browser)


def test_a_key_of_nobody_here_opens_nothing_and_nobody_is_blamed(browser: Client, key: SoftKey) -> None:
    assert sign_in(browser, SoftKey(handle=key.handle)).status_code == 422
    assert failures() == []


def test_the_limits_of_signing_in_count(browser: Client, key: SoftKey) -> None:
    for _ in range(8):
        assert browser.post(SIGN_IN, {"passkey": "{}"}).status_code == 422
    refused = sign_in(browser, key)
    assert (refused.status_code, "Too many attempts to sign in. Wait 1 minute" in refused.text) == (422, True)
    assert not is_in(browser)
    elsewhere = Client(REMOTE_ADDR="198.51.100.4")
    sign_in(elsewhere, key)
    assert is_in(elsewhere)


def test_guesses_at_passkeys_keep_no_password_out(browser: Client, key: SoftKey) -> None:
    for _ in range(8):
        browser.post(SIGN_IN, {"passkey": "{}"})
    give_password(address="198.51.100.4")


def test_a_session_that_owes_its_second_step_may_take_this_way(key: SoftKey) -> None:
    half_in = give_password()
    assert not is_in(half_in)
    sign_in(half_in, key)
    assert is_in(half_in)


def test_nobody_is_led_to_another_site(browser: Client, key: SoftKey) -> None:
    assert sign_in(browser, key, wanted="https://evil.example/").headers["Location"] == "/admin/"


def test_a_form_of_another_site_signs_nobody_in(key: SoftKey) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = key.sign(options_on(strict, SIGN_IN), names=True)
    assert strict.post(SIGN_IN, {"passkey": answer}).status_code == 403
    assert "_auth_user_id" not in strict.session


def test_the_page_of_the_password_leads_to_it_and_back(browser: Client) -> None:
    assert (
        f'href="{SIGN_IN}?next=%2Fadmin%2Ffigures%2F"'
        in browser.get("/admin/login/?next=/admin/figures/").text
    )
    assert (
        'href="/admin/login/?next=%2Fadmin%2Ffigures%2F"'
        in browser.get(f"{SIGN_IN}?next=/admin/figures/").text
    )


def test_at_a_bare_address_it_is_not_offered(browser: Client, settings: Any) -> None:
    settings.SITE_URL = "http://192.0.2.7"
    assert SIGN_IN not in browser.get("/admin/login/").text
    assert browser.get(SIGN_IN).headers["Location"] == "/admin/login/"
