"""Signing in with a password and a second step: what opens, what does not, and how often one may try."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from orders.access import limits
from orders.audit.models import AuditEntry
from orders.second_factor import keeping
from orders.second_factor.models import AuthenticatorApp, RecoveryCodes
from tests.second_factor.conftest import NOW, code_of, give_password, set_up_app, step
from tests.support.shopper import text


@pytest.fixture
def app(noa: User) -> AuthenticatorApp:
    """The owner's phone."""
    return set_up_app(noa)


def actions() -> list[tuple[str, str, str]]:
    return list(AuditEntry.objects.order_by("pk").values_list("actor", "action", "detail"))


def is_in(browser: Client) -> bool:
    return browser.get("/admin/").status_code == 200


def wrong_code(app: AuthenticatorApp) -> str:
    shown = {code_of(app, steps_later=n) for n in (-1, 0, 1)}
    return next(code for code in ("123456", "234567", "345678", "456789") if code not in shown)


def test_the_code_of_now_opens_the_page_that_was_wanted(app: AuthenticatorApp) -> None:
    browser = give_password(wanted="/admin/auth/user/")
    asked = browser.get("/admin/auth/user/", follow=True)
    assert asked.redirect_chain[-1][0] == "/admin/second-step/?next=%2Fadmin%2Fauth%2Fuser%2F"
    assert "Code of your authenticator app" in text(asked)
    assert 'value="/admin/auth/user/"' in asked.content.decode()
    response = step(browser, code_of(app), wanted="/admin/auth/user/")
    assert response.headers["Location"] == "/admin/auth/user/"
    assert is_in(browser)


def test_blanks_in_a_code_do_not_matter(app: AuthenticatorApp) -> None:
    code = code_of(app)
    assert step(browser := give_password(), f" {code[:3]} {code[3:]} ").status_code == 302
    assert is_in(browser)


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/admin/", "//evil.example/admin/", "/", "/track/x/"]
)
def test_it_leads_to_staff_pages_of_this_site_only(app: AuthenticatorApp, elsewhere: str) -> None:
    assert step(give_password(), code_of(app), wanted=elsewhere).headers["Location"] == "/admin/"


@pytest.mark.parametrize("steps", [-1, 1])
def test_a_code_half_a_minute_off_is_taken(noa: User, clock: Any, steps: int) -> None:
    app = set_up_app(noa)
    clock.move_to(NOW + 60, tick=False)
    assert step(give_password(), code_of(app, steps_later=steps)).status_code == 302


def test_a_code_a_minute_old_is_not(app: AuthenticatorApp, clock: Any) -> None:
    clock.move_to(NOW + 90, tick=False)
    assert step(browser := give_password(), code_of(app, steps_later=-2)).status_code == 422
    assert not is_in(browser)


def test_a_code_works_once(app: AuthenticatorApp) -> None:
    code = code_of(app)
    assert step(give_password(), code).status_code == 302
    again = step(browser := give_password(), code)
    assert again.status_code == 422
    assert "or it was used before" in text(again)
    assert not is_in(browser)


def test_the_code_that_confirmed_the_app_does_not_open_too(noa: User) -> None:
    app = keeping.begin_app(noa, now=NOW)
    code = code_of(app)
    keeping.confirm_app(noa, code, now=NOW)
    assert step(give_password(), code).status_code == 422


def test_an_app_whose_first_code_was_never_typed_is_asked_for_nothing(noa: User) -> None:
    keeping.begin_app(noa, now=NOW)
    assert is_in(give_password())


def test_a_clock_that_ran_ahead_keeps_nobody_out(app: AuthenticatorApp, clock: Any) -> None:
    clock.move_to(NOW + 400 * 86_400, tick=False)
    assert step(give_password(), code_of(app)).status_code == 302
    clock.move_to(NOW, tick=False)
    assert step(give_password(), code_of(app)).status_code == 302


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "-12345", "12 34 5x"])
def test_what_is_no_code_is_refused(app: AuthenticatorApp, typed: str) -> None:
    assert step(browser := give_password(), typed).status_code == 422
    assert not is_in(browser)


def test_the_session_s_cookie_is_a_new_one_after_the_step(app: AuthenticatorApp) -> None:
    browser = give_password()
    before = browser.cookies["sessionid"].value
    step(browser, code_of(app))
    assert browser.cookies["sessionid"].value != before
    older = Client()
    older.cookies["sessionid"] = before
    assert older.get("/admin/").headers["Location"].startswith("/admin/login/")


def test_a_form_from_another_site_is_refused(app: AuthenticatorApp, noa: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(noa)
    assert step(browser, code_of(app)).status_code == 403


def test_whoever_owes_no_step_is_led_on(noa: User) -> None:
    assert give_password().get("/admin/second-step/?next=/admin/auth/user/").headers["Location"] == (
        "/admin/auth/user/"
    )
    assert Client().get("/admin/second-step/").headers["Location"].startswith("/admin/login/")


# How often one may try ---------------------------------------------------------------------------------------------


def test_after_six_wrong_codes_the_account_s_code_is_refused_even_when_right(app: AuthenticatorApp) -> None:
    for n in range(limits.SECOND_STEP_PER_ACCOUNT.capacity):
        assert step(give_password(address=f"198.51.{n}.7"), wrong_code(app)).status_code == 422
    refused = step(browser := give_password(address="198.51.100.7"), code_of(app))
    assert "Too many attempts. Wait 5 minutes and try again." in text(refused)
    assert not is_in(browser)


def test_guesses_do_not_keep_the_owner_from_a_recovery_code(app: AuthenticatorApp, noa: User) -> None:
    codes = keeping.renew_codes(noa, now=NOW)
    for n in range(8):
        step(give_password(address=f"198.51.{n}.7"), wrong_code(app))
    assert step(give_password(), codes[0], kind="recovery").status_code == 302


def test_a_network_that_tries_too_often_is_told_to_wait(app: AuthenticatorApp) -> None:
    browser = give_password()
    for _ in range(8):
        step(browser, "no code")
    assert "Too many attempts. Wait 1 minute and" in text(step(browser, code_of(app)))


def test_all_networks_together_are_limited(app: AuthenticatorApp) -> None:
    browsers = [give_password(address=f"198.51.{n}.7") for n in range(11)]
    answers = [
        step(browsers[n % 11], "no recovery code", kind="recovery")
        for n in range(limits.SECOND_STEP_IN_ALL.capacity + 3)
    ]
    assert sum("Too many attempts" in text(answer) for answer in answers) == 3


# Recovery codes ----------------------------------------------------------------------------------------------------


def test_a_recovery_code_opens_once_however_it_is_written(app: AuthenticatorApp, noa: User) -> None:
    first, second, *_ = keeping.renew_codes(noa, now=NOW)
    assert (
        step(browser := give_password(), first.replace("-", " ").upper(), kind="recovery").status_code == 302
    )
    assert is_in(browser)
    assert step(give_password(), first, kind="recovery").status_code == 422
    assert step(give_password(), second, kind="recovery").status_code == 302


def test_new_codes_take_the_place_of_the_old_ones(app: AuthenticatorApp, noa: User) -> None:
    old = keeping.renew_codes(noa, now=NOW)
    keeping.renew_codes(noa, now=NOW)
    assert step(give_password(), old[0], kind="recovery").status_code == 422


def test_a_recovery_code_of_somebody_else_opens_nothing(app: AuthenticatorApp) -> None:
    mara = User.objects.create_superuser("mara", password="x")
    codes = keeping.renew_codes(mara, now=NOW)
    assert step(give_password(), codes[0], kind="recovery").status_code == 422


def test_the_last_code_used_opens_its_own_session_to_the_end(app: AuthenticatorApp, noa: User) -> None:
    codes = keeping.renew_codes(noa, now=NOW)
    RecoveryCodes.objects.update(hashes=RecoveryCodes.objects.get().hashes[:1])
    step(browser := give_password(), codes[0], kind="recovery")
    assert is_in(browser)
    assert "You have none left" in text(browser.get("/admin/second-factor/"))


# What is kept ------------------------------------------------------------------------------------------------------


def test_no_secret_can_be_read_from_the_tables_or_the_audit_log(app: AuthenticatorApp, noa: User) -> None:
    codes = keeping.renew_codes(noa, now=NOW)
    step(give_password(), codes[0], kind="recovery")
    step(give_password(), wrong_code(app))
    row = AuthenticatorApp.objects.get()
    stored = f"{bytes(row.sealed_secret)!r} {RecoveryCodes.objects.get().hashes} {actions()}"
    for secret in (app.secret(), *codes, *(code.replace("-", "") for code in codes), wrong_code(app)):
        assert secret not in stored


def test_the_audit_log_tells_of_failures_and_recovery_codes(app: AuthenticatorApp, noa: User) -> None:
    codes = keeping.renew_codes(noa, now=NOW)
    step(give_password(), wrong_code(app))
    step(give_password(), "nothing", kind="recovery")
    step(give_password(), codes[0], kind="recovery")
    assert actions() == [
        ("noa", "second_factor.set_up", "authenticator app"),
        ("noa", "second_factor.recovery_codes", "made anew"),
        ("noa", "second_factor.failed", "authenticator app"),
        ("noa", "second_factor.failed", "recovery code"),
        ("noa", "second_factor.recovery_code", "9 left"),
    ]


def test_a_secret_whose_key_is_gone_opens_nothing_and_says_so_in_the_log(
    app: AuthenticatorApp, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    code = code_of(app)
    settings.ADDRESS_KEYS = ["another"]
    assert step(give_password(), code).status_code == 422
    assert "is a key missing in ADDRESS_KEYS?" in caplog.text
    assert code not in caplog.text


def test_a_form_that_cannot_be_taken_any_more_is_told_calmly(noa: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    response = browser.post("/admin/login/", {"username": "noa", "password": "x"})
    assert response.status_code == 403
    assert "This form could not be taken" in text(response)
    assert "CSRF" not in text(response)
    assert "no-store" in response.headers["Cache-Control"]
    assert "style-src 'self'" in response.headers["Content-Security-Policy"]
