"""One order in the console: what the shopper sees, why, and what staff may do to it."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from orders import clock
from orders.access import links
from orders.access.purposes import Purpose
from orders.audit.models import AuditEntry
from orders.console.explaining import RULES, explain
from orders.console.models import SavedFilter
from orders.domain.timeline import build_timeline
from orders.domain.timeline.headline import RULES as ASKED
from orders.domain.timeline.usual_times import USUAL_TIMES
from orders.gallery.builders import NOW, a_fulfillment, an_order
from orders.gallery.catalogue import STATES
from orders.gallery.state import OrderPageOf
from orders.gallery.states import GALLERY
from orders.models import AccessLink
from orders.storage import removal, shop_watch
from tests.console.conftest import put

pytestmark = pytest.mark.django_db
AT = NOW.timestamp()


@pytest.fixture
def pk() -> int:
    """An order that has left."""
    return put(replace(an_order(), fulfillments=(a_fulfillment(),)), at=AT)


def test_the_shopper_s_page_is_shown_in_any_language_and_uses_no_link(support: Client, pk: int) -> None:
    links.issue_link(pk, origin=Purpose.LOOK_UP, now=clock.seconds())
    page = support.get(f"/admin/order/{pk}/page/", {"lang": "de"})
    assert ('lang="de"' in page.text, page.headers["Content-Language"]) == (True, "de")
    assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]
    assert "data-hx-get" not in page.text
    assert AccessLink.objects.get().used_at == 0


def test_beside_it_stand_the_rule_that_spoke_and_the_facts_it_read(support: Client, pk: int) -> None:
    page = support.get(f"/admin/order/{pk}/").text
    assert "Why does it say this?" in page
    assert "displayFulfillmentStatus" in page


def test_every_rule_is_explained() -> None:
    assert {rule.__name__.removeprefix("_") for rule in ASKED} | {"nothing_else"} == set(RULES)


def test_every_state_of_the_gallery_can_be_explained() -> None:
    pages = [state.page for state in STATES.values()]
    for order in [page.build(NOW) for page in pages if isinstance(page, OrderPageOf)]:
        why = explain(order, build_timeline(order, now=NOW), usual=USUAL_TIMES, now=NOW)
        assert why.words
        assert all(source.facts for source in why.sources)


def test_a_ready_answer_holds_no_number_that_cannot_be_right(support: Client) -> None:
    pk = put(GALLERY["number_destroyed"](NOW), at=AT)
    answer = support.get(f"/admin/order/{pk}/").context["answer"]
    assert ("#1001" in answer, "E+21" in answer) == (True, False)


def test_a_link_is_shown_once_opens_and_stands_in_the_log(support: Client, pk: int) -> None:
    page = support.post(f"/admin/order/{pk}/link/", {"lang": "es"}).text
    address = re.search(r'value="[^"]*(/o/[\w-]{32}/)"', page)
    assert address is not None
    assert page.count(address[1]) == 2  # the second time in the ready answer
    assert Client().get(address[1]).status_code == 200
    again = support.get(f"/admin/order/{pk}/").text
    assert (address[1] in again, "opened within the last hour" in again) == (False, True)
    AccessLink.objects.update(used_at=clock.seconds() - 3 * 3600 - 60)
    assert "opened about 3 hours ago" in support.get(f"/admin/order/{pk}/").text
    assert AuditEntry.objects.get().action == "link.make"


def test_a_link_is_closed_and_only_one_of_this_order(support: Client, pk: int) -> None:
    other = put(replace(an_order(), id="gid://shopify/Order/77", name="#77"), at=AT)
    links.issue_link(pk, origin=Purpose.LOOK_UP, now=clock.seconds())
    link = AccessLink.objects.get()
    support.post(f"/admin/order/{other}/close/", {"link": link.pk})
    assert AccessLink.objects.get().revoked_at is None
    support.post(f"/admin/order/{pk}/close/", {"link": link.pk})
    assert AccessLink.objects.get().revoked_at is not None
    assert [entry.action for entry in AuditEntry.objects.all()] == ["link.close"]
    assert links.open_links(pk, now=clock.seconds()) == []


def test_a_removed_order_shows_that_and_nothing_else(support: Client, pk: int) -> None:
    removal.forget_orders([an_order().id], now=AT)
    assert "Its details were removed" in support.get(f"/admin/order/{pk}/").text
    assert support.get(f"/admin/order/{pk}/page/").status_code == 404
    assert support.post(f"/admin/order/{pk}/link/").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/admin/", "/admin/find/?q=ana.garcia@example.com", "/admin/order/{pk}/", "/admin/order/{pk}/page/"],
)
def test_a_page_takes_at_most_twelve_queries(support: Client, pk: int, path: str) -> None:
    late = replace(a_fulfillment(), estimated_delivery_at=NOW - timedelta(days=5))
    put(replace(an_order(), id="gid://shopify/Order/77", name="#77", fulfillments=(late,)), at=AT)
    SavedFilter.objects.create(user=User.objects.get(), name="Mine", query="assignee=mine")
    shop_watch.keep(shop_watch.Watch(seen_at=clock.seconds()))
    support.get(f"/admin/order/{pk}/")  # what the app may change is asked once a minute
    with CaptureQueriesContext(connection) as queries:
        assert support.get(path.format(pk=pk)).status_code == 200
    asked = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(asked) <= 12, asked
