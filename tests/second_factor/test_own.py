"""Setting up, replacing and removing one's own factor; resetting another's; the command."""

import io
import re
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.test import Client

from orders.audit.models import AuditEntry
from orders.second_factor import keeping
from orders.second_factor.models import AuthenticatorApp, RecoveryCodes
from orders.second_factor.standing import has_factor
from tests.second_factor.conftest import NOW, PASSWORD, code_of, give_password, set_up_app, step
from tests.support.shopper import text

OWN = "/admin/second-factor/"


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("second_factor", *arguments, stdout=out)
    return out.getvalue()


def actions() -> list[tuple[str, str, str]]:
    return list(AuditEntry.objects.order_by("pk").values_list("actor", "action", "detail"))


def in_with_app(user: User) -> tuple[Client, AuthenticatorApp]:
    app = set_up_app(user)
    browser = give_password(user.username)
    assert step(browser, code_of(app)).status_code == 302
    return browser, app


def test_an_app_is_set_up_by_typing_its_first_code_and_recovery_codes_are_shown_once(noa: User) -> None:
    browser = give_password()
    assert "still does not get in" in text(browser.get(OWN))
    page = browser.post(f"{OWN}app/begin/", follow=True)
    source = unescape(page.content.decode())
    pending = AuthenticatorApp.objects.get()
    assert 'src="data:image/svg+xml;base64,' in source
    assert pending.secret() in text(page).replace(" ", "")
    assert not has_factor(noa.pk)
    before = browser.cookies["sessionid"].value
    shown = browser.post(f"{OWN}app/", {"code": code_of(pending)})
    codes = re.findall(r"<code>([a-z2-9-]{19})</code>", shown.content.decode())
    assert len(set(codes)) == 10
    assert "no-store" in shown.headers["Cache-Control"]
    assert browser.cookies["sessionid"].value != before
    assert browser.get("/admin/").status_code == 200  # this session has just shown the code
    assert codes[0] not in browser.get(OWN).content.decode()
    assert "You have 10 left" in text(browser.get(OWN))
    assert step(give_password(), codes[3], kind="recovery").status_code == 302


def test_a_wrong_first_code_sets_nothing_up(noa: User) -> None:
    browser = give_password()
    browser.post(f"{OWN}app/begin/")
    pending = AuthenticatorApp.objects.get()
    response = browser.post(f"{OWN}app/", {"code": "000000" if code_of(pending) != "000000" else "000001"})
    assert response.status_code == 422
    assert "That is not the code that the app shows now." in text(response)
    assert not has_factor(noa.pk)


def test_the_secret_is_not_shown_any_more_once_it_is_set_up(noa: User) -> None:
    browser, _ = in_with_app(noa)
    assert browser.get(f"{OWN}app/").headers["Location"] == OWN


def test_moving_to_another_phone_takes_the_old_one_s_place_only_when_the_new_one_works(noa: User) -> None:
    browser, old = in_with_app(noa)
    browser.post(f"{OWN}app/begin/")
    assert AuthenticatorApp.objects.get(confirmed=True).pk == old.pk
    pending = AuthenticatorApp.objects.get(confirmed=False)
    assert browser.post(f"{OWN}app/", {"code": code_of(pending)}).status_code == 200
    assert AuthenticatorApp.objects.get().pk == pending.pk
    assert browser.get("/admin/").status_code == 200


def test_recovery_codes_that_somebody_has_are_kept_when_the_phone_changes(noa: User) -> None:
    browser, _ = in_with_app(noa)
    codes = keeping.renew_codes(noa, now=NOW)
    browser.post(f"{OWN}app/begin/")
    confirmed = browser.post(f"{OWN}app/", {"code": code_of(AuthenticatorApp.objects.get(confirmed=False))})
    assert confirmed.headers["Location"] == OWN
    assert step(give_password(), codes[0], kind="recovery").status_code == 302


def test_recovery_codes_are_made_anew(noa: User) -> None:
    browser, _ = in_with_app(noa)
    first = re.findall(r"<code>(.+)</code>", browser.post(f"{OWN}recovery-codes/").content.decode())
    second = re.findall(r"<code>(.+)</code>", browser.post(f"{OWN}recovery-codes/").content.decode())
    assert not set(first) & set(second)


def test_who_has_no_factor_gets_no_recovery_codes(noa: User) -> None:
    assert give_password().post(f"{OWN}recovery-codes/").headers["Location"] == OWN
    assert not RecoveryCodes.objects.exists()


def test_an_app_that_is_removed_is_asked_for_no_more_and_its_codes_are_gone(noa: User) -> None:
    browser, _ = in_with_app(noa)
    keeping.renew_codes(noa, now=NOW)
    said = browser.post(f"{OWN}app/remove/", follow=True)
    assert "Your authenticator app is removed." in text(said)
    assert not RecoveryCodes.objects.exists()
    assert give_password().get("/admin/").status_code == 200
    assert actions()[-1] == ("noa", "second_factor.removed", "authenticator app")


def test_to_remove_an_app_that_is_not_there_changes_nothing(noa: User) -> None:
    give_password().post(f"{OWN}app/remove/")
    assert not actions()


def test_the_last_factor_stays_where_the_shop_requires_one(noa: User, settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR = "required"
    browser, _ = in_with_app(noa)
    said = browser.post(f"{OWN}app/remove/", follow=True)
    assert "set up another before you remove this one" in text(said)
    assert has_factor(noa.pk)


def test_where_it_is_required_one_sets_it_up_first_and_is_in_then(noa: User, settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR = "required"
    browser = give_password()
    page = browser.get("/admin/", follow=True)
    assert "This shop asks its staff for a second factor." in text(page)
    browser.post(f"{OWN}app/begin/")
    browser.post(f"{OWN}app/", {"code": code_of(AuthenticatorApp.objects.get())})
    assert browser.get("/admin/").status_code == 200


@pytest.mark.parametrize("path", ["app/begin/", "app/remove/", "recovery-codes/"])
def test_nothing_is_done_by_following_a_link(noa: User, path: str) -> None:
    assert give_password().get(f"{OWN}{path}").status_code == 405


# By others ---------------------------------------------------------------------------------------------------------


def reset(browser: Client, *users: User) -> Any:
    typed = {"action": "reset_second_factor", "_selected_action": [str(user.pk) for user in users]}
    return browser.post("/admin/auth/user/", typed, follow=True)


def test_an_owner_resets_the_factor_of_somebody_who_lost_it(noa: User) -> None:
    mara = User.objects.create_user("mara", password=PASSWORD, is_staff=True)
    lost, _ = in_with_app(mara)
    keeping.renew_codes(mara, now=NOW)
    owner = Client()
    owner.force_login(noa)
    assert "signed out everywhere: mara." in text(reset(owner, mara))
    assert not has_factor(mara.pk)
    assert not RecoveryCodes.objects.exists()
    assert lost.get("/admin/").headers["Location"].startswith("/admin/login/")
    assert give_password("mara").get("/admin/").status_code == 200
    assert actions()[-1] == ("noa", "second_factor.reset", "mara")
    assert owner.get("/admin/").status_code == 200


def test_one_s_own_factor_is_not_reset_from_the_list(noa: User) -> None:
    browser, _ = in_with_app(noa)
    assert "Your own second factor is as it was" in text(reset(browser, noa))
    assert has_factor(noa.pk)


def test_who_may_change_users_but_is_no_superuser_does_not_reset_a_superuser(noa: User) -> None:
    set_up_app(noa)
    helper = User.objects.create_user("helper", is_staff=True)
    helper.groups.add(Group.objects.get(name="Owner"))
    browser = Client()
    browser.force_login(helper)
    reset(browser, noa)
    assert has_factor(noa.pk)


def test_support_staff_reset_nobody(noa: User) -> None:
    set_up_app(noa)
    helper = User.objects.create_user("helper", is_staff=True)
    helper.groups.add(Group.objects.get(name="Support"))
    browser = Client()
    browser.force_login(helper)
    assert reset(browser, noa).status_code == 403
    assert has_factor(noa.pk)


def test_the_list_of_users_says_who_has_one_in_as_many_queries_as_before(
    noa: User, django_assert_max_num_queries: Any
) -> None:
    for n in range(6):
        user = User.objects.create_user(f"staff{n}", is_staff=True)
        if n % 2:
            set_up_app(user)
    browser = Client()
    browser.force_login(noa)
    with django_assert_max_num_queries(12):
        page = browser.get("/admin/auth/user/").content.decode()
    assert len(re.findall(r'field-second_factor"><img[^>]+alt="True"', page)) == 3


def test_the_command_lists_staff_and_frees_a_locked_out_owner(noa: User) -> None:
    set_up_app(noa)
    keeping.renew_codes(noa, now=NOW)
    User.objects.create_user("mara", is_staff=True)
    assert run() == "mara: none\nnoa: authenticator app, 10 recovery codes\n"
    assert "noa has no second factor any more" in run("--reset", "noa")
    assert give_password().get("/admin/").status_code == 200
    assert actions()[-1] == ("manage.py", "second_factor.reset", "noa")
    with pytest.raises(CommandError, match="no account called 'nobody'"):
        run("--reset", "nobody")


def test_secrets_are_encrypted_anew_with_the_newest_key(noa: User, settings: Any) -> None:
    settings.ADDRESS_KEYS = ["old"]
    app = set_up_app(noa)
    secret = app.secret()
    settings.ADDRESS_KEYS = ["stranger"]
    set_up_app(User.objects.create_user("mara"))
    settings.ADDRESS_KEYS = ["new", "old"]
    assert run("--reseal") == "1 secrets encrypted anew; 1 could not be read.\n"
    settings.ADDRESS_KEYS = ["new"]
    assert AuthenticatorApp.objects.get(user=noa).secret() == secret
