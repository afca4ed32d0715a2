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
from tests.console.conftest import put

ALLOWED, SIGN_IN, REFUSED = "allowed", "sign in", "refused"
READING = {"Owner": ALLOWED, "Support": ALLOWED, "Read-only": ALLOWED, "": SIGN_IN}
ACTING = READING | {"Read-only": REFUSED}
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
    "send-again": ("post", ACTING),
}


def test_the_table_holds_every_address() -> None:
    assert {pattern.name for pattern in urlpatterns} == set(TABLE)


@pytest.mark.parametrize("role", READING)
@pytest.mark.parametrize("name", TABLE)
def test_an_address_opens_to_those_who_may(sign_in: Callable[[str], Client], name: str, role: str) -> None:
    pk = put(an_order(), at=NOW.timestamp())
    Attention.objects.create(pk=pk, order_id=pk, reason=Reason.NO_LINK, severity=0, since=0)
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


@pytest.mark.parametrize("name", [name for name, (method, _) in TABLE.items() if method == "post"])
def test_what_acts_is_never_done_by_following_a_link(support: Client, name: str) -> None:
    pk = put(an_order(), at=NOW.timestamp())
    pattern = next(pattern for pattern in urlpatterns if pattern.name == name)
    args = [pk] if "pk" in pattern.pattern.converters else []
    assert support.get(reverse(f"console:{name}", args=args)).status_code == 405
