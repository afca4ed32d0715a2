"""An order inside the shop: its links, its news, its languages and its paths."""

import pytest
import requests
from pytest_django.live_server_helper import LiveServer

from orders import clock
from orders.models import AccessLink, TrackedOrder
from orders.storage import removal
from tests.sandbox import Sandbox
from tests.sandbox.app_proxy import AppProxy
from tests.support.shop_visitor import ShopVisitor, after

pytestmark = pytest.mark.django_db(transaction=True)

ANA = "ana@example.com"


def test_a_link_that_opens_nothing_shows_the_form(visitor: ShopVisitor, layout: str) -> None:
    page = visitor.open(f"/apps/track/o/{'A' * 32}/")
    assert page.response.status_code == 200
    assert page.headline == "That link no longer opens"
    assert page.stays_under("/apps/track")


def test_a_revoked_link_shows_the_form(visitor: ShopVisitor, ordered: Sandbox) -> None:
    link = visitor.own_link("1001", ANA)
    AccessLink.objects.update(revoked_at=clock.seconds())
    assert visitor.open(link).headline == "That link no longer opens"


def test_an_order_whose_details_were_removed_says_so(
    visitor: ShopVisitor, ordered: Sandbox, layout: str
) -> None:
    link = visitor.own_link("1001", ANA)
    removal.forget_orders([TrackedOrder.objects.get().shopify_id], now=clock.seconds())
    page = visitor.open(link)
    assert page.headline.startswith("The details of this order were removed")
    assert "Order #1001" not in page.text


def test_an_unknown_address_under_the_path_leads_back_to_the_form(visitor: ShopVisitor, layout: str) -> None:
    page = visitor.open("/apps/track/no/such/page")
    assert page.headline == "There is no page here"
    assert "/apps/track" in page.links()


def test_the_refresh_link_fetches_and_shows_the_order(
    visitor: ShopVisitor, ordered: Sandbox, layout: str
) -> None:
    page = visitor.open(visitor.own_link("1001", ANA))
    refresh = page.ours.first(id="refresh").attributes["href"]
    sent = ordered.state.fulfill("#1001")
    ordered.state.add_event(sent, "OUT_FOR_DELIVERY", city="Madrid")
    with after(seconds=40):
        refreshed = visitor.open(refresh)
    assert refreshed.headline == "Out for delivery today"
    assert (
        refreshed.ours.first(id="own-url").attributes["data-url"]
        == page.ours.first(id="own-url").attributes["data-url"]
    )


def test_an_open_page_hears_what_changed(visitor: ShopVisitor, ordered: Sandbox, layout: str) -> None:
    asks = visitor.open(visitor.own_link("1001", ANA)).ours.first("article").attributes["data-hx-get"]
    with after(seconds=20):
        assert visitor.open(asks).response.status_code == 204
    sent = ordered.state.fulfill("#1001")
    ordered.state.add_event(sent, "OUT_FOR_DELIVERY", city="Madrid")
    with after(seconds=40):
        news = visitor.open(asks)
        assert news.response.headers["Content-Type"].startswith("text/html")
        assert "Out for delivery today" in news.text
        assert "Stay in touch" not in news.response.text
        assert news.stays_under("/apps/track")


def test_an_open_page_hears_its_age_as_a_whole_body(visitor: ShopVisitor, ordered: Sandbox) -> None:
    page = visitor.open(visitor.own_link("1001", ANA))
    asks = page.ours.first("article").attributes["data-hx-get"]
    ordered.state.faults.outage(503)
    with after(seconds=40):
        news = visitor.open(asks)
        assert news.response.status_code == 200
        assert "does not answer" in news.ours.first("article").text


def test_when_all_is_delivered_the_new_body_asks_no_more(visitor: ShopVisitor, ordered: Sandbox) -> None:
    asks = visitor.open(visitor.own_link("1001", ANA)).ours.first("article").attributes["data-hx-get"]
    sent = ordered.state.fulfill("#1001")
    ordered.state.add_event(sent, "DELIVERED", city="Madrid")
    with after(seconds=40):
        news = visitor.open(asks)
        assert news.response.status_code == 200
        assert "data-hx-get" not in news.ours.first("article").attributes


def test_when_its_link_is_revoked_an_open_page_is_told_to_load_again(
    visitor: ShopVisitor, ordered: Sandbox
) -> None:
    asks = visitor.open(visitor.own_link("1001", ANA)).ours.first("article").attributes["data-hx-get"]
    AccessLink.objects.update(revoked_at=clock.seconds())
    answer = visitor.open(asks).response
    assert (answer.status_code, answer.headers["HX-Refresh"]) == (204, "true")


def test_a_snapshot_of_another_version_of_the_site_is_fetched_anew(
    visitor: ShopVisitor, ordered: Sandbox
) -> None:
    link = visitor.own_link("1001", ANA)
    TrackedOrder.objects.update(snapshot=b"\xff")
    assert "Order #1001" in visitor.open(link).text


def test_where_it_cannot_be_fetched_anew_the_page_says_so(visitor: ShopVisitor, ordered: Sandbox) -> None:
    link = visitor.own_link("1001", ANA)
    TrackedOrder.objects.update(snapshot=b"\xff")
    ordered.state.faults.outage(503)
    assert visitor.open(link).headline == "We cannot look it up right now"


# Languages and paths -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "direction", "button"), [("es", "ltr", "Buscar mi pedido"), ("ar", "rtl", "")]
)
def test_a_chosen_language_goes_along(
    visitor: ShopVisitor, ordered: Sandbox, layout: str, language: str, direction: str, button: str
) -> None:
    form = visitor.open(f"/apps/track?lang={language}")
    assert button in form.text
    page = visitor.look_up("1001", ANA, form)
    root = page.document.first(lang=language)
    assert root.attributes["dir"] == direction
    own_url = page.ours.first(id="own-url").attributes["data-url"]
    assert own_url.endswith(f"?lang={language}")
    assert visitor.open(own_url).headline == page.headline


def test_the_language_links_of_an_order_lead_to_the_order(visitor: ShopVisitor, ordered: Sandbox) -> None:
    page = visitor.look_up("1001", ANA)
    spanish = page.ours.first("a", hreflang="es").attributes["href"]
    assert "Pedido #1001" in visitor.open(spanish).text.replace("\u2068", "").replace("\u2069", "")


@pytest.mark.parametrize(("prefix", "subpath"), [("tools", "parcels"), ("a", "t"), ("community", "Wo_ist-1")])
def test_the_merchant_may_move_it_to_another_path(
    front: AppProxy, visitor: ShopVisitor, ordered: Sandbox, layout: str, prefix: str, subpath: str
) -> None:
    front.prefix, front.subpath = prefix, subpath
    page = visitor.look_up("1001", ANA)
    assert "Order #1001" in page.text
    assert page.stays_under(f"/{prefix}/{subpath}")
    assert visitor.open(visitor.own_link("1001", ANA)).stays_under(f"/{prefix}/{subpath}")


def test_a_link_from_before_the_move_opens_at_the_new_path(
    front: AppProxy, visitor: ShopVisitor, ordered: Sandbox
) -> None:
    link = visitor.own_link("1001", ANA)
    front.prefix, front.subpath = "tools", "parcels"
    assert "Order #1001" in visitor.open(link.replace("/apps/track", "/tools/parcels")).text


def test_printing_leads_to_this_site_and_takes_its_code_from_there(
    visitor: ShopVisitor, ordered: Sandbox, live_server: LiveServer, layout: str
) -> None:
    page = visitor.look_up("1001", ANA)
    link = next(link for link in page.links() if "/print/" in link)
    assert link.startswith(f"{live_server.url}/o/")
    assert "Order #1001" in requests.get(link, timeout=10).text
    code = next(each.attributes["src"] for each in page.ours.all("img") if "qr.svg" in each.attributes["src"])
    assert requests.get(code, timeout=10).headers["Content-Type"] == "image/svg+xml"
