"""The audit log is added to and never changed; three roles come with the site."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.test import Client

from orders.audit import log
from orders.audit.models import AuditEntry, LogIsClosed

pytestmark = pytest.mark.django_db
GID = "gid://shopify/Order/1"


@pytest.fixture
def entry() -> AuditEntry:
    log.record("mara", "fulfillment.cancel", now=1_795_000_000, shopify_id=GID, detail="JD0146")
    return AuditEntry.objects.get()


@pytest.fixture
def owner(client: Client) -> Client:
    """A browser in which the shop's owner has signed in."""
    user = User.objects.create_user("mara", password="a long pass phrase", is_staff=True)
    user.groups.add(Group.objects.get(name="Owner"))
    client.force_login(user)
    return client


def test_what_was_done_to_an_order_is_read_newest_first(entry: AuditEntry) -> None:
    log.record("worker", "fulfillment.create", now=1_795_000_001, shopify_id=GID)
    log.record("mara", "brand.change", now=1_795_000_002)
    assert [each.action for each in log.entries_of(GID)] == ["fulfillment.create", "fulfillment.cancel"]


def test_an_entry_is_neither_changed_nor_deleted(entry: AuditEntry) -> None:
    entry.detail = "nothing"
    with pytest.raises(LogIsClosed):
        entry.save()
    with pytest.raises(LogIsClosed):
        entry.delete()


def test_the_owner_reads_the_log_in_the_admin(owner: Client, entry: AuditEntry) -> None:
    page = owner.get("/admin/audit/auditentry/", {"q": "JD0146"})
    assert (page.status_code, "fulfillment.cancel" in page.text) == (200, True)


@pytest.mark.parametrize("path", ["add/", "{pk}/change/", "{pk}/delete/"])
@pytest.mark.parametrize("superuser", [True, False])
def test_nobody_changes_the_log_through_the_admin(
    owner: Client, entry: AuditEntry, path: str, *, superuser: bool
) -> None:
    User.objects.update(is_superuser=superuser)
    url = f"/admin/audit/auditentry/{path.format(pk=entry.pk)}"
    owner.post(url, {"actor": "nobody", "post": "yes"})
    owner.post(
        "/admin/audit/auditentry/", {"action": "delete_selected", "_selected_action": entry.pk, "post": "yes"}
    )
    assert list(AuditEntry.objects.values_list("actor", flat=True)) == ["mara"]


def test_the_roles_differ_in_what_they_may_do() -> None:
    rights = {
        group.name: set(group.permissions.values_list("codename", flat=True)) for group in Group.objects.all()
    }
    assert rights.keys() == {"Owner", "Support", "Read-only"}
    assert "change_brand" in rights["Owner"]
    assert "change_brand" not in rights["Support"]
    assert rights["Read-only"]
    assert all(right.startswith("view_") for right in rights["Read-only"])


def test_a_right_that_was_taken_from_a_role_stays_taken_after_an_upgrade() -> None:
    support = Group.objects.get(name="Support")
    support.permissions.remove(Permission.objects.get(codename="view_brand"))
    call_command("migrate", verbosity=0)
    assert not support.permissions.filter(codename="view_brand").exists()
