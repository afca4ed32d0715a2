"""Who gets into the staff's pages, and what each right opens."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.core import checks
from django.test import Client

from orders.access import limits
from orders.branding.models import Brand
from tests.site.admin.brand_form import COLOURS, FORM, LEAST, PREVIEW
from tests.site.admin.conftest import PASSWORD, signed_in
from tests.support.shopper import text

pytestmark = pytest.mark.django_db


def test_djangos_own_checks_find_nothing_in_any_page() -> None:
    admin.autodiscover()
    assert checks.run_checks() == []


@pytest.mark.parametrize("path", [FORM, PREVIEW, COLOURS, f"{FORM}1/change/", "/admin/", "/admin/auth/user/"])
def test_strangers_are_asked_to_sign_in(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/admin/login/?next=")


def test_a_user_who_is_not_staff_does_not_get_in() -> None:
    assert signed_in("change_brand", is_staff=False).get(FORM).status_code == 302


def test_a_staff_member_signs_in_and_comes_to_the_page_that_was_wanted(client: Client, owner: User) -> None:
    response = client.post(
        f"/admin/login/?next={FORM}", {"username": "noa", "password": PASSWORD, "next": FORM}
    )
    assert response.headers["Location"] == FORM
    assert "Your brand" in text(client.get(FORM))


@pytest.mark.parametrize(
    ("rights", "method", "path", "status"),
    [
        ((), "get", FORM, 403),
        ((), "post", FORM, 403),
        ((), "get", PREVIEW, 403),
        ((), "get", COLOURS, 403),
        (("view_brand",), "get", FORM, 200),
        (("view_brand",), "get", PREVIEW, 200),
        (("view_brand",), "post", FORM, 403),
        (("view_brand",), "post", PREVIEW, 403),
        (("change_brand",), "get", FORM, 200),
        (("change_brand",), "post", PREVIEW, 200),
        (("change_brand",), "get", "/admin/auth/user/", 403),
        (("change_brand", "add_brand", "delete_brand"), "get", f"{FORM}add/", 403),
        (("change_brand", "add_brand", "delete_brand"), "get", f"{FORM}1/delete/", 403),
    ],
)
def test_each_right_opens_what_it_says(rights: tuple[str, ...], method: str, path: str, status: int) -> None:
    Brand.objects.create(pk=1, changed_at=1)
    browser = signed_in(*rights)
    response = browser.post(path, LEAST) if method == "post" else browser.get(path)
    assert response.status_code == status


def test_who_may_only_look_gets_a_form_that_cannot_be_sent() -> None:
    page = signed_in("view_brand").get(FORM).content.decode()
    assert '<fieldset class="whole" disabled>' in page
    assert "data-preview" not in page
    assert ">Save<" not in page


def sign_in(browser: Client, name: str, password: str, address: str = "203.0.113.9") -> str:
    response = browser.post(
        "/admin/login/?next=/admin/", {"username": name, "password": password}, REMOTE_ADDR=address
    )
    return "in" if response.status_code == 302 else text(response)


def test_after_too_many_attempts_one_is_told_to_wait_even_with_the_right_password(owner: User) -> None:
    for _ in range(8):
        assert "Please enter the correct username and password" in sign_in(Client(), "noa", "wrong")
    assert "Too many attempts to sign in. Wait 1 minute" in sign_in(Client(), "noa", PASSWORD)


def test_another_network_is_not_kept_out_by_the_first(owner: User) -> None:
    for _ in range(12):
        sign_in(Client(), "noa", "wrong")
    assert sign_in(Client(), "noa", PASSWORD, address="198.51.100.7") == "in"


def test_one_account_is_not_tried_from_many_networks(owner: User) -> None:
    answers = [sign_in(Client(), "NOA", "wrong", address=f"198.51.{n}.7") for n in range(25)]
    assert sum("Too many attempts" in answer for answer in answers) == 25 - limits.SIGN_IN_PER_NAME.capacity


def test_a_name_that_does_not_exist_is_answered_like_one_that_does(owner: User) -> None:
    for n in range(10):
        known = sign_in(Client(), "noa", "wrong", address="203.0.113.1")
        unknown = sign_in(Client(), "nobody", "wrong", address="203.0.114.1")
        assert known.replace("noa", "") == unknown.replace("nobody", ""), n


def test_a_form_from_another_site_is_refused(owner: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(owner)
    for path in (FORM, PREVIEW):
        assert browser.post(path, LEAST).status_code == 403
    assert not Brand.objects.exists()


def test_the_session_s_cookie_is_for_this_site_s_own_pages_only(client: Client, owner: User) -> None:
    client.post("/admin/login/", {"username": "noa", "password": PASSWORD})
    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Strict", 12 * 3600)


def test_staff_pages_are_kept_by_nobody_and_run_no_foreign_code(staff: Client) -> None:
    response = staff.get(FORM)
    policy = response.headers["Content-Security-Policy"]
    assert "no-store" in response.headers["Cache-Control"]
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert not re.search(r" style=| on\w+=|<style|<script(?! src)", response.content.decode())


def test_staff_pages_are_in_english_whatever_the_browser_wants(staff: Client) -> None:
    response = staff.get("/admin/", headers={"Accept-Language": "es"})
    assert response.headers["Content-Language"] == "en"
    assert "Log out" in text(response)


def test_a_shopper_never_gets_a_cookie_even_while_staff_look(staff: Client) -> None:
    for path in ("/", "/?order=1001", "/robots.txt", "/nowhere/"):
        assert not staff.get(path).cookies
        assert not Client().get(path).cookies


def test_orders_and_links_are_not_in_the_admin(staff: Client) -> None:
    for path in ("trackedorder", "accesslink", "ordercontact", "webhookdelivery"):
        assert staff.get(f"/admin/orders/{path}/").status_code == 404
    assert "tracked order" not in text(staff.get("/admin/")).lower()


# Rights ------------------------------------------------------------------------------------------------------------


def test_only_rights_that_mean_something_here_are_offered(staff: Client, owner: User) -> None:
    page = text(staff.get(f"/admin/auth/user/{owner.pk}/change/"))
    assert "Can change brand" in page
    assert "Can change user" in page
    for other in ("tracked order", "session", "log entry", "content type", "brand image"):
        assert other not in page.lower()


def test_who_may_change_users_makes_nobody_a_superuser(owner: User) -> None:
    helper = signed_in("change_user", "view_user", "add_user", "change_group")
    mara = User.objects.get(username="mara")
    right = Permission.objects.get(codename="change_brand")
    typed = {
        "username": "mara",
        "is_active": "on",
        "is_staff": "on",
        "is_superuser": "on",
        "first_name": "Mara",
    }
    when = {"date_joined_0": "2026-01-01", "date_joined_1": "10:00"}
    helper.post(f"/admin/auth/user/{mara.pk}/change/", typed | when | {"user_permissions": [str(right.pk)]})
    mara.refresh_from_db()
    assert mara.first_name == "Mara"
    assert not mara.is_superuser
    assert not mara.has_perm("branding.change_brand")
    assert helper.get(f"/admin/auth/user/{owner.pk}/change/").status_code == 302
    assert helper.get(f"/admin/auth/user/{owner.pk}/password/").status_code == 404


def test_who_may_change_groups_gives_them_no_rights(owner: User) -> None:
    group = Group.objects.create(name="Shop")
    helper = signed_in("change_group")
    right = Permission.objects.get(codename="change_user")
    helper.post(
        f"/admin/auth/group/{group.pk}/change/", {"name": "Shop floor", "permissions": [str(right.pk)]}
    )
    group.refresh_from_db()
    assert group.name == "Shop floor"
    assert not group.permissions.exists()
