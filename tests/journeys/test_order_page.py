"""The order page over time: fresh, stale, while Shopify is away, and after its link is gone."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from orders import clock
from orders.access import links
from orders.models import TrackedOrder
from orders.storage import snapshots
from tests.sandbox import Sandbox
from tests.sandbox.building import Line
from tests.support.shopper import Shopper, headline, text

ANA = "ana@example.com"
GONE = "This link no longer works"


@pytest.fixture
def url(shopper: Shopper, shop: Sandbox) -> str:
    """Ana's order, which she has just found."""
    shop.state.add_order("#4711", email=ANA)
    return shopper.link("4711", ANA)


def version() -> int:
    return TrackedOrder.objects.get().version


def after(**passed: float) -> time_machine.travel:
    """The same, some time later; the sandbox's clock is its own."""
    return time_machine.travel(clock.utc() + timedelta(**passed), tick=True)


def test_a_warm_page_asks_shopify_nothing_and_the_database_little(
    shopper: Shopper, shop: Sandbox, url: str
) -> None:
    shopper.open(url)
    asked = len(shop.requests)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        shopper.open(url)
    assert len(shop.requests) == asked
    assert len(queries) <= 3


def test_a_page_kept_and_a_page_made_are_the_same(shopper: Shopper, url: str) -> None:
    assert shopper.open(url).content == shopper.open(url).content


@pytest.mark.parametrize(
    ("accepted", "encoding"), [("gzip", "gzip"), ("gzip, br", "br"), ("", None), ("br;q=0", None)]
)
def test_it_is_compressed_as_the_browser_likes_it(
    shopper: Shopper, url: str, accepted: str, encoding: str | None
) -> None:
    response = shopper.open(url, **{"Accept-Encoding": accepted})
    assert response.headers.get("Content-Encoding") == encoding
    assert "Accept-Encoding" in response.headers["Vary"]


def test_two_links_to_one_order_share_nothing_that_names_the_other(shopper: Shopper, url: str) -> None:
    other = shopper.link("4711", ANA)
    page = shopper.open(url).content.decode()
    assert shopper.open(other).content.decode() == page
    assert url.strip("/").rpartition("/")[2] not in page


def test_the_page_is_kept_by_nobody_and_indexed_by_nobody(shopper: Shopper, url: str) -> None:
    for address in (url, f"{url}status/", f"{url}refresh/"):
        headers = shopper.open(address).headers
        assert headers["Cache-Control"] == "private, no-store"
        assert headers["X-Robots-Tag"] == "noindex, nofollow"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]


def test_the_look_up_page_may_be_indexed_but_not_with_an_order_number(shopper: Shopper) -> None:
    assert "X-Robots-Tag" not in shopper.open("/").headers
    assert "X-Robots-Tag" in shopper.open("/?order=4711").headers


def test_over_https_browsers_are_told_to_stay_there(shopper: Shopper, url: str, settings: Settings) -> None:
    settings.SECURE_HSTS_SECONDS = 31_536_000
    assert "max-age=31536000" in Client().get("/", secure=True).headers["Strict-Transport-Security"]


# Links -------------------------------------------------------------------------------------------------------------


def test_a_link_works_again_and_again_whoever_opened_it_first(shopper: Shopper, url: str) -> None:
    assert [shopper.open(url).status_code for _ in range(3)] == [200] * 3


def test_an_expired_link_leads_kindly_to_the_look_up(shopper: Shopper, url: str) -> None:
    with after(days=181):
        response = shopper.open(url)
    assert response.status_code == 404
    assert "<form" in response.content.decode()


@pytest.mark.parametrize("part", ["", "status/", "refresh/"])
def test_a_revoked_link_opens_nothing_any_more(shopper: Shopper, url: str, part: str) -> None:
    links.revoke_links(TrackedOrder.objects.get().pk, now=clock.seconds())
    response = shopper.open(url + part)
    assert "#4711" not in response.content.decode()
    assert response.status_code == (286 if part == "status/" else 404)


def test_revoked_expired_and_invented_links_look_the_same(shopper: Shopper, url: str) -> None:
    links.revoke_links(TrackedOrder.objects.get().pk, now=clock.seconds())
    assert shopper.open(url).content == shopper.open(f"/o/{'A' * 32}/").content


@pytest.mark.parametrize(
    "suffix", ["x", "status", "style.css", "status/x.css", "%2e%2e/", "..;/", "refresh/a"]
)
def test_nothing_may_be_added_to_a_link(shopper: Shopper, url: str, suffix: str) -> None:
    response = shopper.open(url + suffix)
    assert response.status_code in {301, 404}
    assert "#4711" not in response.content.decode()


@pytest.mark.parametrize(
    "token", ["short", "a" * 31, "a" * 33, "é" * 32, "a" * 31 + "%00", "' OR 1=1 --" + "a" * 21]
)
def test_what_is_no_token_is_not_found(shopper: Shopper, token: str) -> None:
    assert shopper.open(f"/o/{token}/").status_code == 404


# Freshness ---------------------------------------------------------------------------------------------------------


def test_a_stale_page_comes_at_once_from_the_snapshot_and_asks_for_news_itself(
    shopper: Shopper, shop: Sandbox, url: str
) -> None:
    shop.state.faults.latency = 5
    with after(hours=3):
        page = shopper.open(url)
    assert page.status_code == 200
    assert 'data-hx-trigger="load' in page.content.decode()
    assert "3 hours ago" in text(page)


def test_an_open_page_learns_that_the_order_moved_on(shopper: Shopper, shop: Sandbox, url: str) -> None:
    before = shopper.headline(url)
    shop.state.fulfill("#4711", display_status="OUT_FOR_DELIVERY")
    with after(hours=3):
        news = shopper.open(f"{url}status/?v={version()}")
    assert news.status_code == 200
    assert headline(news) != before
    assert version() == 2


def test_a_new_sentence_is_announced_and_an_old_one_is_not_repeated(
    shopper: Shopper, shop: Sandbox, url: str
) -> None:
    said = re.search(r"said=(\w+)", shopper.open(url).content.decode())
    assert said
    shop.state.add_line("#4711", Line(title="Vela"))
    with after(hours=3):
        same = shopper.open(f"{url}status/?v=1&said={said[1]}")
        assert 'id="order"' in same.content.decode()
        assert "#announcement" not in same.content.decode()
        assert "#announcement" in shopper.open(f"{url}status/?v=1&said=0").content.decode()


def test_without_news_only_the_age_is_told_anew(shopper: Shopper, shop: Sandbox, url: str) -> None:
    with after(hours=3):
        response = shopper.open(f"{url}status/?v={version()}")
    assert response.headers["HX-Retarget"] == "#freshness"
    assert "just now" in text(response)
    assert "<h1" not in response.content.decode()


def test_a_page_that_already_says_the_truth_gets_an_empty_answer(shopper: Shopper, url: str) -> None:
    with after(seconds=30):
        response = shopper.open(f"{url}status/?v=1")
    assert (response.status_code, response.content) == (204, b"")


def test_a_page_left_open_over_midnight_reads_anew_for_tomorrow_is_today_then(
    shopper: Shopper, shop: Sandbox, url: str
) -> None:
    asked = re.search(r'data-hx-get="([^"]+)"', shopper.open(url).content.decode())
    assert asked
    address = url + asked[1].replace("&amp;", "&")
    assert 'id="order"' not in shopper.open(address).content.decode()
    with after(hours=24):
        again = shopper.open(address).content.decode()
        assert 'id="order"' in again
        assert "#announcement" not in again
        assert version() == 1


def test_an_open_page_is_told_when_the_age_it_states_has_changed(shopper: Shopper, url: str) -> None:
    with after(seconds=61):
        assert "1 minute ago" in text(shopper.open(f"{url}status/?v=1"))


def test_a_fresh_page_that_asks_costs_shopify_nothing(shopper: Shopper, shop: Sandbox, url: str) -> None:
    asked = len(shop.requests)
    for _ in range(5):
        shopper.open(f"{url}status/?v=1")
    assert len(shop.requests) == asked


def test_an_open_page_stops_asking_when_all_is_delivered(shopper: Shopper, shop: Sandbox, url: str) -> None:
    shop.state.fulfill("#4711", display_status="DELIVERED")
    with after(hours=3):
        assert shopper.open(f"{url}status/?v={version()}").status_code == 286
        assert shopper.open(f"{url}status/?v={version()}").status_code == 286
        assert "data-hx-get" not in shopper.open(url).content.decode()


@pytest.mark.parametrize("asked", ["", "?v=", "?v=abc", "?v=-1", "?v=99999999999999999999", "?v=1&v=2"])
def test_a_strange_version_gets_the_whole_body(shopper: Shopper, url: str, asked: str) -> None:
    assert shopper.open(f"{url}status/{asked}").status_code == 200


def test_the_refresh_link_fetches_and_leads_back(shopper: Shopper, shop: Sandbox, url: str) -> None:
    before = shopper.headline(url)
    shop.state.fulfill("#4711", display_status="OUT_FOR_DELIVERY")
    with after(minutes=1):
        response = shopper.open(f"{url}refresh/?lang=es")
        assert response.status_code == 303
        assert response.headers["Location"] == f"{url}?lang=es"
        assert shopper.headline(url) != before


def test_clicking_refresh_again_and_again_asks_shopify_once(
    shopper: Shopper, shop: Sandbox, url: str
) -> None:
    with after(minutes=1):
        shopper.open(f"{url}refresh/")
        asked = len(shop.requests)
        for _ in range(5):
            shopper.open(f"{url}refresh/")
    assert len(shop.requests) == asked


def test_a_failed_refresh_keeps_the_snapshot_and_says_its_age(
    shopper: Shopper, shop: Sandbox, url: str
) -> None:
    before = shopper.headline(url)
    shop.state.faults.outage(503)
    with after(hours=3):
        assert "does not answer" in text(shopper.open(f"{url}status/?v=1"))
        page = shopper.open(url)
    assert headline(page) == before
    assert "3 hours ago" in text(page)


def test_while_shopify_is_away_open_pages_do_not_hammer_it(shopper: Shopper, shop: Sandbox, url: str) -> None:
    shop.state.faults.outage(402)
    with after(hours=3):
        shopper.open(f"{url}status/?v=1")
        asked = len(shop.requests)
        for _ in range(10):
            shopper.open(f"{url}status/?v=1")
    assert len(shop.requests) == asked


def test_when_shopify_is_back_the_page_says_so(shopper: Shopper, shop: Sandbox, url: str) -> None:
    shop.state.faults.outage(503)
    with after(hours=3):
        shopper.open(f"{url}status/?v=1")
    shop.state.faults.clear()
    with after(hours=4):
        assert "just now" in text(shopper.open(f"{url}status/?v=1"))


def test_an_order_that_shopify_no_longer_shows_stays_as_it_was_last_seen(
    shopper: Shopper, shop: Sandbox, url: str
) -> None:
    before = shopper.headline(url)
    shop.state.orders.clear()
    with after(hours=3):
        shopper.open(f"{url}status/?v=1")
        assert shopper.headline(url) == before


def test_a_snapshot_by_another_version_of_the_site_is_fetched_again(
    shopper: Shopper, shop: Sandbox, url: str
) -> None:
    TrackedOrder.objects.update(snapshot=b"\x63 from the future")
    assert shopper.open(url).status_code == 303
    assert headline(shopper.open(url))


def test_a_snapshot_that_cannot_be_read_while_shopify_is_away_is_a_calm_page(
    shopper: Shopper, shop: Sandbox, url: str
) -> None:
    TrackedOrder.objects.update(snapshot=b"\x63 from the future")
    shop.state.faults.outage(503)
    assert shopper.open(url).status_code == 503
    assert shopper.open(f"{url}status/?v=0").status_code == 204


def test_the_language_can_be_changed_on_the_page(shopper: Shopper, url: str) -> None:
    assert 'lang="es"' in shopper.open(f"{url}?lang=es").content.decode()
    assert 'lang="es"' in shopper.open(url, **{"Accept-Language": "es-ES,es;q=0.9"}).content.decode()


def test_a_hostile_product_title_stays_text(shopper: Shopper, shop: Sandbox) -> None:
    shop.state.add_order("#6", email=ANA, lines=(Line(title="<script>alert(1)</script>{{ 7|add:7 }}"),))
    page = shopper.open(shopper.link("6", ANA)).content.decode()
    assert "<script>alert" not in page
    assert "{{ 7|add:7 }}" in page


def test_names_and_addresses_of_the_shopper_are_on_no_page_and_in_no_table(
    shopper: Shopper, shop: Sandbox, url: str
) -> None:
    order = shop.state.order("#4711")
    kept = bytes(TrackedOrder.objects.get().snapshot)
    told = shopper.open(url).content.decode() + repr(snapshots.decode(kept))
    for private in (order.last_name, order.address1, order.zip, ANA):
        assert private
        assert private not in told
