"""The migration that says whose links are keeps what was so before."""

from importlib import import_module

import pytest
from django.apps import apps

from orders.access import links
from orders.gallery.builders import NOW
from orders.messages import leaving
from orders.models import AccessLink
from tests.messages.post_office import PostOffice, prepared

pytestmark = pytest.mark.django_db


def test_links_that_added_addresses_were_mailed_become_theirs(office: PostOffice) -> None:
    pk, now = office.hears(prepared()), NOW.timestamp()
    for recipient, proof, at in (
        ("added:7", "", now),
        ("order", "a hash", now + 1),
        ("added:8", "", now + 2),
    ):
        leaving.make_leave_url(pk, recipient, "email", now=at)
        links.issue_link(pk, origin="mail", proof=proof, now=at)
    links.issue_link(pk, origin="look_up", now=now)
    import_module("orders.messages.migrations.0003_whose_link").say_whose_they_are(apps, None)
    made = AccessLink.objects.order_by("pk").values_list("origin", "recipient")
    assert list(made) == [("mail", "added:7"), ("mail", ""), ("mail", "added:8"), ("look_up", "")]
