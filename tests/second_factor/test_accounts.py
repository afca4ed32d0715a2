"""Rights and users as Django would have them, with fewer queries."""

from typing import Any

import pytest
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser, Group, Permission, User

from orders.second_factor.accounts import StaffAccounts
from tests.second_factor.conftest import PASSWORD, code_of, give_password, set_up_app, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def mara() -> User:
    """Somebody of the support staff, who may also change the brand."""
    user = User.objects.create_user("mara", password=PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name="Support"), Group.objects.get(name="Read-only"))
    user.user_permissions.add(Permission.objects.get(codename="change_brand"))
    return user


def test_rights_are_the_same_as_django_s_own(mara: User, noa: User) -> None:
    for name in ("mara", "noa"):
        rights = StaffAccounts().get_all_permissions(User.objects.get(username=name))
        assert rights == ModelBackend().get_all_permissions(User.objects.get(username=name))
        assert "branding.change_brand" in rights


def test_who_is_not_active_or_nobody_has_no_rights(mara: User) -> None:
    mara.is_active = False
    assert StaffAccounts().get_all_permissions(mara) == set()
    assert StaffAccounts().get_all_permissions(AnonymousUser()) == set()


def test_somebody_who_left_is_out_at_the_next_click(mara: User) -> None:
    browser = give_password("mara")
    assert browser.get("/admin/").status_code == 200
    User.objects.filter(pk=mara.pk).update(is_active=False)
    assert browser.get("/admin/").headers["Location"].startswith("/admin/login/")
    User.objects.all().delete()
    assert browser.get("/admin/").headers["Location"].startswith("/admin/login/")


def test_a_page_costs_no_more_than_twelve_queries_after_the_second_step(
    mara: User, django_assert_max_num_queries: Any
) -> None:
    app = set_up_app(mara)
    browser = give_password("mara")
    step(browser, code_of(app))
    browser.get("/admin/")
    with django_assert_max_num_queries(14) as asked:
        assert browser.get("/admin/").status_code == 200
    assert sum("SAVEPOINT" not in query["sql"] for query in asked) <= 12
