"""Links by what they are for: what each opens, who lists and closes them, and what others may see."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from orders import clock
from orders.access import links
from orders.access.purposes import OWNER, SHARED, Purpose
from orders.models import AccessLink, TrackedOrder
from orders.storage import removal
from tests.sandbox import Sandbox
from tests.sandbox.parts import TrackingRecord
from tests.support.shopper import Shopper

EMAIL = "ana@example.com"
NUMBER = "JD014600003828392837"
PLACES = {
    "order": OWNER,
    "order-print": OWNER,
    "order-qr-code": OWNER,
    "own-links": OWNER,
    "shared": SHARED,
}


@pytest.fixture
def own(shopper: Shopper, shop: Sandbox) -> str:
    """Ana's own link to an order that is under way."""
    order = shop.state.add_order("#QX1001", email=EMAIL)
    made = shop.state.fulfill(order, tracking=[TrackingRecord(company="DHL", number=NUMBER)])
    shop.state.add_event(made, "OUT_FOR_DELIVERY", message="With driver Pieter", city="Groningen")
    return shopper.link("QX1001", EMAIL)


def token_of(url: str) -> str:
    return url.split("/")[2]


def a_link(purpose: Purpose) -> str:
    return links.issue_link(TrackedOrder.objects.get().pk, origin=purpose, now=clock.seconds())


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("place", PLACES)
def test_a_link_opens_only_the_addresses_of_its_purpose(
    client: Client, own: str, place: str, purpose: Purpose
) -> None:
    response = client.get(reverse(place, args=[a_link(purpose)]))
    assert (response.status_code == 200) is (purpose in PLACES[place])


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("place", ["order-status", "order-refresh", "shared-status", "shared-refresh"])
def test_asking_for_news_needs_the_same_purpose(
    client: Client, own: str, place: str, purpose: Purpose
) -> None:
    allowed = OWNER if place.startswith("order") else SHARED
    response = client.get(reverse(place, args=[a_link(purpose)]))
    assert (response.status_code in (200, 204, 303)) is (purpose in allowed)


def test_the_page_of_an_order_leads_to_its_links(client: Client, own: str) -> None:
    assert 'href="links/?lang=en"' in client.get(own).text
    page = client.get(f"{own}links/")
    assert page.status_code == 200
    assert "Found with order number and email" in page.text
    assert "the one you are using" in page.text


def test_a_link_to_share_is_made_shown_once_and_opens(client: Client, own: str) -> None:
    page = client.post(f"{own}links/", {"share": "yes", "items": "yes"})
    address = re.search(r"/s/[\w-]{32}/", page.text)
    assert address is not None
    assert address[0] not in client.get(f"{own}links/").text
    shared = client.get(address[0])
    assert (shared.status_code, "Taza Alba" in shared.text) == (200, True)
    assert shared.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_what_is_inside_is_hidden_where_that_is_wished(client: Client, own: str) -> None:
    page = client.post(f"{own}links/", {"share": "yes"})
    address = re.search(r"/s/[\w-]{32}/", page.text)
    assert address is not None
    assert "Taza Alba" not in client.get(address[0]).text


@pytest.mark.parametrize("secret", ["QX1001", NUMBER, "Pieter", "Groningen", EMAIL])
@pytest.mark.parametrize("place", ["shared", "shared-status"])
def test_a_shared_link_tells_others_neither_number_nor_place_nor_name(
    client: Client, own: str, place: str, secret: str
) -> None:
    answer = client.get(reverse(place, args=[a_link(Purpose.SHARED)]))
    assert answer.status_code == 200
    assert "Out for delivery" in answer.text
    assert secret not in re.sub(r"<style>.*?</style>", "", answer.text, flags=re.DOTALL)


def test_a_shared_link_leads_nowhere_but_to_itself(client: Client, own: str) -> None:
    page = client.get(reverse("shared", args=[a_link(Purpose.SHARED)])).text
    main = page[page.index("<article") : page.index("</article>")]
    assert set(re.findall(r'href="([^"#]+)', main)) == {"refresh/?lang=en"}


def test_others_see_the_country_it_goes_to(client: Client, own: str) -> None:
    url = reverse("shared", args=[a_link(Purpose.SHARED)])
    assert "Spain" in client.get(url).text
    assert "España" in client.get(url, {"lang": "es"}).text


def test_an_open_shared_page_hears_only_what_is_new(client: Client, own: str) -> None:
    url = reverse("shared-status", args=[a_link(Purpose.SHARED)])
    version = TrackedOrder.objects.get().version
    assert client.get(url, {"v": version}).status_code == 204
    assert client.get(url, {"v": version + 1}).status_code == 200


def test_a_shared_page_fetches_what_is_stale(client: Client, own: str, shop: Sandbox) -> None:
    TrackedOrder.objects.update(fetched_at=1)
    made = shop.state.orders[0].fulfillments[0]
    shop.state.add_event(made, "DELIVERED")
    answer = client.get(reverse("shared-status", args=[a_link(Purpose.SHARED)]), {"v": 1})
    assert "Delivered" in answer.text


def test_the_refresh_link_of_a_shared_page_leads_back_to_it(client: Client, own: str) -> None:
    token = a_link(Purpose.SHARED)
    TrackedOrder.objects.update(fetched_at=1)
    answer = client.get(reverse("shared-refresh", args=[token]))
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/s/{token}/")
    assert TrackedOrder.objects.get().fetched_at > 1


def test_a_shared_link_ends_a_week_after_delivery(client: Client, shopper: Shopper, shop: Sandbox) -> None:
    delivered_at = clock.utc() - timedelta(days=8)
    order = shop.state.add_order("#1002", email=EMAIL, at=delivered_at - timedelta(days=2))
    made = shop.state.fulfill(order, at=delivered_at - timedelta(days=1))
    shop.state.add_event(made, "DELIVERED", at=delivered_at)
    own = shopper.link("1002", EMAIL)
    gone = client.get(reverse("shared", args=[a_link(Purpose.SHARED)]))
    assert (gone.status_code, "This shared link has ended" in gone.text) == (404, True)
    assert client.get(own).status_code == 200


def test_an_ended_shared_link_tells_an_open_page_to_stop(client: Client, own: str) -> None:
    token = a_link(Purpose.SHARED)
    links.revoke_links(TrackedOrder.objects.get().pk, now=clock.seconds())
    assert client.get(reverse("shared-status", args=[token])).status_code == 286


@pytest.mark.parametrize("place", ["shared", "shared-refresh"])
def test_a_shared_link_that_never_was_looks_like_one_that_ended(client: Client, own: str, place: str) -> None:
    never = client.get(reverse(place, args=["x" * 32]))
    token = a_link(Purpose.SHARED)
    links.revoke_links(TrackedOrder.objects.get().pk, now=clock.seconds())
    ended = client.get(reverse(place, args=[token]))
    assert (never.status_code, never.content) == (ended.status_code, ended.content)


def test_a_shared_link_of_a_removed_order_has_ended(client: Client, own: str) -> None:
    token = a_link(Purpose.SHARED)
    removal.forget_orders([TrackedOrder.objects.get().shopify_id], now=clock.seconds())
    assert client.get(reverse("shared", args=[token])).status_code == 404


def test_its_owner_closes_a_link(client: Client, own: str) -> None:
    token = a_link(Purpose.SHARED)
    closing = AccessLink.objects.get(origin=Purpose.SHARED)
    answer = client.post(f"{own}links/?lang=es", {"close": closing.pk})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{own}links/?lang=es")
    assert client.get(reverse("shared", args=[token])).status_code == 404
    assert client.get(own).status_code == 200


def test_the_link_in_use_can_be_closed_too(client: Client, own: str) -> None:
    client.post(f"{own}links/", {"close": AccessLink.objects.get().pk})
    assert client.get(own).status_code == 404


def test_nobody_closes_a_link_of_another_order(
    client: Client, own: str, shopper: Shopper, shop: Sandbox
) -> None:
    shop.state.add_order("#1002", email="ben@example.com")
    other = shopper.link("1002", "ben@example.com")
    link = AccessLink.objects.latest("pk")
    client.post(f"{own}links/", {"close": link.pk})
    assert client.get(other).status_code == 200


@pytest.mark.parametrize("method", ["get", "head"])
def test_reading_makes_and_closes_nothing(client: Client, own: str, method: str) -> None:
    before = list(AccessLink.objects.values_list("pk", "revoked_at", "expires_at"))
    for query in ({}, {"share": "yes"}, {"close": before[0][0]}):
        getattr(client, method)(f"{own}links/", query)
    assert list(AccessLink.objects.values_list("pk", "revoked_at", "expires_at")) == before


def test_ten_shared_links_are_enough(client: Client, own: str) -> None:
    for _ in range(10):
        a_link(Purpose.SHARED)
    assert "There are ten shared links already" in client.post(f"{own}links/", {"share": "yes"}).text
    assert AccessLink.objects.filter(origin__in=SHARED).count() == 10


def test_a_link_that_never_was_lists_nothing(client: Client, own: str) -> None:
    assert client.get(f"/o/{'x' * 32}/links/").status_code == 404
    assert client.post(f"/o/{'x' * 32}/links/", {"share": "yes"}).status_code == 404
    assert AccessLink.objects.count() == 1


def test_the_links_of_a_removed_order_are_not_listed(client: Client, own: str) -> None:
    removal.forget_orders([TrackedOrder.objects.get().shopify_id], now=clock.seconds())
    assert client.get(f"{own}links/").status_code == 410


def test_last_use_is_noted_by_the_hour(client: Client, own: str) -> None:
    assert "Never opened" in client.get(f"{own}links/").text or AccessLink.objects.get().used_at > 0
    client.get(own)
    first = AccessLink.objects.get().used_at
    client.get(own)
    assert AccessLink.objects.get().used_at == first > 0
    AccessLink.objects.update(used_at=first - 7200)
    client.get(own)
    assert AccessLink.objects.get().used_at > first - 7200


def test_how_long_a_link_lives_is_set_by_what_it_is_for(own: str, settings: object) -> None:
    settings.MESSAGE_LINK_DAYS, settings.SHARED_LINK_DAYS = 5, 3  # type: ignore[attr-defined]
    for purpose in (Purpose.MAIL, Purpose.SHARED):
        a_link(purpose)
    lives = {
        link.origin: round((link.expires_at - link.created_at) / 86_400) for link in AccessLink.objects.all()
    }
    assert lives == {"look_up": 180, "mail": 5, "shared": 3}
