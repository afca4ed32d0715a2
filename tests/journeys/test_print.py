"""An order on paper: the same door as the page's, the link as a QR code and as text, and dates that stay true."""

import re
from datetime import timedelta

import pytest
import segno
import time_machine

from orders import clock
from orders.access import links
from orders.models import TrackedOrder
from orders.storage import removal
from tests.sandbox import Sandbox
from tests.sandbox.building import Line
from tests.support.shopper import Shopper, headline, text

ANA = "ana@example.com"
PARTS = ["print/", "qr.svg"]


@pytest.fixture
def url(shopper: Shopper, shop: Sandbox) -> str:
    """Ana's order, which travels."""
    shop.state.add_order("#4711", email=ANA, lines=(Line(title="Taza Alba", quantity=2),))
    sent = shop.state.fulfill("#4711")
    shop.state.add_event(sent, "IN_TRANSIT", city="Zaragoza")
    return shopper.link("4711", ANA)


def modules(svg: str) -> str:
    """The drawing commands of a code's dark modules."""
    found = re.search(r'<path[^>]* stroke="#000"[^>]* d="([^"]+)"', svg)
    assert found, svg[:200]
    return found[1]


def test_the_sheet_says_what_the_page_says(shopper: Shopper, url: str) -> None:
    sheet = shopper.open(f"{url}print/")
    assert headline(sheet) == shopper.headline(url)
    told = text(sheet)
    for part in ("Casa Lumbre", "Order #4711", "Ordered", "Shipped", "2 Taza Alba", "Checked with the shop:"):
        assert part in told
    assert "hello@casalumbre.example" in told


def test_the_page_leads_to_the_sheet_and_the_sheet_back(shopper: Shopper, url: str) -> None:
    assert 'href="print/?lang=es"' in shopper.open(f"{url}?lang=es").content.decode()
    assert 'href="../?lang=es"' in shopper.open(f"{url}print/?lang=es").content.decode()


def test_the_code_and_the_text_are_the_shoppers_own_link(shopper: Shopper, url: str) -> None:
    address = f"http://testserver{url}"
    sheet = shopper.open(f"{url}print/").content.decode()
    assert f'<a href="{address}" dir="ltr" translate="no">{address}</a>' in sheet
    drawn = shopper.open(f"{url}qr.svg")
    assert drawn.headers["Content-Type"] == "image/svg+xml"
    wanted = segno.make_qr(address, error="m").svg_inline(border=4, omitsize=True, light="#fff")
    assert modules(sheet) == modules(drawn.content.decode()) == modules(wanted)


def test_each_link_to_an_order_has_its_own_code(shopper: Shopper, url: str) -> None:
    other = shopper.link("4711", ANA)
    codes = [shopper.open(f"{link}qr.svg").content for link in (url, other)]
    assert codes[0] != codes[1]


def test_days_are_said_by_their_date_because_paper_is_read_later(shopper: Shopper, url: str) -> None:
    page, sheet = text(shopper.open(url)), text(shopper.open(f"{url}print/"))
    assert "Today" in page
    for word in ("Today", "today", "Yesterday", "yesterday", "Tomorrow", "just now", " ago"):
        assert word not in sheet
    assert f"{clock.local(clock.seconds()):%Y}, " in sheet


def test_the_page_itself_still_says_today_afterwards(shopper: Shopper, url: str) -> None:
    before = text(shopper.open(url))
    shopper.open(f"{url}print/")
    assert text(shopper.open(url)) == before


@pytest.mark.parametrize("language", ["es", "ja", "ar"])
def test_it_is_in_the_readers_language(shopper: Shopper, url: str, language: str) -> None:
    sheet = shopper.open(f"{url}print/?lang={language}")
    assert f'<html lang="{language}"' in sheet.content.decode()
    assert "Checked with the shop" not in text(sheet)


def test_what_happened_to_items_that_no_parcel_holds_is_said(shopper: Shopper, shop: Sandbox) -> None:
    shop.state.add_order("#9", email=ANA, lines=(Line(title="Taza", quantity=2), Line(title="Vela")))
    shop.state.refund("#9", {"Taza": 1})
    sheet = text(shopper.open(f"{shopper.link('9', ANA)}print/"))
    assert "Item by item" in sheet
    assert "Refunded" in sheet or "Taken off the order" in sheet


@pytest.mark.parametrize("part", PARTS)
def test_it_is_kept_by_nobody_and_indexed_by_nobody(shopper: Shopper, url: str, part: str) -> None:
    headers = shopper.open(url + part).headers
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in headers
    assert "unsafe" not in headers["Content-Security-Policy"]


@pytest.mark.parametrize("part", PARTS)
def test_a_dead_link_prints_nothing(shopper: Shopper, url: str, part: str) -> None:
    links.revoke_links(TrackedOrder.objects.get().pk, now=clock.seconds())
    dead = shopper.open(url + part)
    invented = shopper.open(f"/o/{'A' * 32}/{part}")
    assert (dead.status_code, dead.content) == (404, invented.content)
    assert b"4711" not in dead.content


@pytest.mark.parametrize("part", PARTS)
def test_an_expired_link_prints_nothing(shopper: Shopper, url: str, part: str) -> None:
    with time_machine.travel(clock.utc() + timedelta(days=181), tick=True):
        assert shopper.open(url + part).status_code == 404


def test_a_removed_order_says_so_here_too(shopper: Shopper, url: str) -> None:
    order = TrackedOrder.objects.get()
    removal.forget_orders([order.shopify_id], now=clock.seconds())
    page, sheet = shopper.open(url), shopper.open(f"{url}print/")
    assert (sheet.status_code, headline(sheet)) == (410, headline(page))
    assert shopper.open(f"{url}qr.svg").status_code == 404


def test_a_snapshot_by_another_version_of_the_site_is_fetched_first(shopper: Shopper, url: str) -> None:
    TrackedOrder.objects.update(snapshot=b"\x63 from the future")
    assert shopper.open(f"{url}print/").status_code == 303


def test_nothing_else_can_be_done_there(shopper: Shopper, url: str) -> None:
    for part in PARTS:
        assert shopper.client.post(url + part).status_code == 405


def test_printing_asks_shopify_nothing(shopper: Shopper, shop: Sandbox, url: str) -> None:
    asked = len(shop.requests)
    for part in PARTS:
        shopper.open(url + part)
    assert len(shop.requests) == asked


def test_a_hostile_title_stays_text_on_paper(shopper: Shopper, shop: Sandbox) -> None:
    shop.state.add_order("#6", email=ANA, lines=(Line(title="<script>alert(1)</script>{{ 7|add:7 }}"),))
    sheet = shopper.open(f"{shopper.link('6', ANA)}print/").content.decode()
    assert "<script>alert" not in sheet
    assert "{{ 7|add:7 }}" in sheet
