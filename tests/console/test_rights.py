"""Who may open which page of the console: every address, every role."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from orders.console.models import Attention, SavedFilter
from orders.console.reasons import Reason
from orders.console.urls import urlpatterns
from orders.gallery.builders import NOW, an_order
from orders.rules.models import Deed, Firing, Kind, Rule
from tests.console.conftest import put

ALLOWED, SIGN_IN, REFUSED = "allowed", "sign in", "refused"
READING = {"Owner": ALLOWED, "Support": ALLOWED, "Read-only": ALLOWED, "": SIGN_IN}
ACTING = READING | {"Read-only": REFUSED}
OWNING = ACTING | {"Support": REFUSED}
# Name of the address: method, and what becomes of it by role.
TABLE = {
    "front": ("get", READING),
    "find": ("get", READING),
    "order": ("get", READING),
    "shoppers-page": ("get", READING),
    "settle": ("post", ACTING),
    "save-filter": ("post", READING),
    "drop-filter": ("post", READING),
    "ask-shop": ("post", ACTING),
    "refresh": ("post", ACTING),
    "make-link": ("post", ACTING),
    "close-link": ("post", ACTING),
    "shipments": ("get", ACTING),
    "fulfil-ship": ("post", ACTING),
    "fulfil-tracking": ("post", ACTING),
    "fulfil-event": ("post", ACTING),
    "fulfil-cancel": ("post", ACTING),
    "fulfil-hold": ("post", ACTING),
    "fulfil-release": ("post", ACTING),
    "fulfil-accept": ("post", ACTING),
    "fulfil-reject": ("post", ACTING),
    "fulfil-accept-cancellation": ("post", ACTING),
    "fulfil-reject-cancellation": ("post", ACTING),
    "send-again": ("post", ACTING),
    "rules": ("get", READING),
    "rule": ("get", READING),
    "try-rule": ("get", READING),
    "new-rule": ("get", OWNING),
    "change-rule": ("get", OWNING),
    "switch-rule": ("post", OWNING),
    "delete-rule": ("post", OWNING),
    "settle-deed": ("post", OWNING),
}


def test_the_table_holds_every_address() -> None:
    assert {pattern.name for pattern in urlpatterns} == set(TABLE)


@pytest.mark.parametrize("role", READING)
@pytest.mark.parametrize("name", TABLE)
def test_an_address_opens_to_those_who_may(sign_in: Callable[[str], Client], name: str, role: str) -> None:
    pk = put(an_order(), at=NOW.timestamp())
    Attention.objects.create(pk=pk, order_id=pk, reason=Reason.NO_LINK, severity=0, since=0)
    add_rule(pk)
    method, outcomes = TABLE[name]
    client = sign_in(role)
    if role:
        SavedFilter.objects.create(pk=pk, user=User.objects.get(), name="Mine", query="assignee=mine")
    pattern = next(pattern for pattern in urlpatterns if pattern.name == name)
    takes_key = "pk" in pattern.pattern.converters
    response = getattr(client, method)(reverse(f"console:{name}", args=[pk] if takes_key else []))
    if response.status_code == 302 and response.headers["Location"].startswith("/admin/login/"):
        outcome = SIGN_IN
    else:
        outcome = REFUSED if response.status_code == 403 else ALLOWED
    assert outcome == outcomes[role]
    assert "no-store" in response.headers.get("Cache-Control", "") or outcome == REFUSED


@pytest.mark.parametrize(
    "name", [name for name, (method, _) in TABLE.items() if method == "post" and name != "delete-rule"]
)
def test_what_acts_is_never_done_by_following_a_link(sign_in: Callable[[str], Client], name: str) -> None:
    pk = put(an_order(), at=NOW.timestamp())
    pattern = next(pattern for pattern in urlpatterns if pattern.name == name)
    args = [pk] if "pk" in pattern.pattern.converters else []
    assert sign_in("Owner").get(reverse(f"console:{name}", args=args)).status_code == 405


def add_rule(pk: int) -> None:
    """A rule that fired for this order, and what it was to do; all under the order's key."""
    rule = Rule.objects.create(pk=pk, name="Held", trigger="held", tag="held", created_at=0, changed_at=0)
    firing = Firing.objects.create(
        rule=rule, order_id=pk, occurrence="held", trigger="held", since=0, fired_at=0
    )
    Deed.objects.create(pk=pk, firing=firing, kind=Kind.TAG, mark="1", due_at=0, created_at=0)
