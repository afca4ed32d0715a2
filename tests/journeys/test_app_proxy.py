"""The pages inside the shop, through a front that signs, strips, follows and renders as Shopify's does."""

import re
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from types import SimpleNamespace
from urllib.parse import urlencode, urlsplit

import pytest
import requests
import time_machine
from django.core.management import CommandError, call_command
from pytest_django.live_server_helper import LiveServer

from orders import clock, conf, limits, removal
from orders.branding import brands
from orders.branding.models import THE_ONE, AppProxyLayout, Brand
from orders.models import AccessLink, TrackedOrder
from orders.web.app_proxy import form_tokens
from tests.sandbox import Sandbox
from tests.sandbox.app_proxy import AppProxy
from tests.sandbox.app_proxy_liquid import render
from tests.sandbox.building import Line
from tests.sandbox.parts import TrackingRecord
from tests.support.shop_visitor import ShopPage, ShopVisitor

pytestmark = pytest.mark.django_db(transaction=True)

ANA = "ana@example.com"


def choose_layout(layout: str) -> None:
    """The merchant says how pages look inside the shop."""
    Brand.objects.update_or_create(
        pk=THE_ONE, defaults={"app_proxy_layout": layout, "changed_at": clock.seconds()}
    )
    brands.forget()


@pytest.fixture(scope="session")
def live_server(django_db_setup: None) -> Iterator[LiveServer]:
    """The site on a port, made once the database is a file: each of its threads has a connection of its own."""
    running = LiveServer("127.0.0.1")
    yield running
    running.stop()


@pytest.fixture
def front(shop: Sandbox, live_server: LiveServer, settings: SimpleNamespace) -> Iterator[AppProxy]:
    """The shop's domain. Afterwards nothing has happened on the way that may not."""
    settings.SITE_URL = live_server.url
    settings.TRUSTED_PROXIES = []
    settings.REFRESH_WAITING_SECONDS = 30
    brands.forget()
    with AppProxy(app_url=live_server.url) as running:
        yield running
    brands.forget()
    assert running.executed == [], "something in a page was carried out as Liquid"
    for exchange in running.exchanges:
        headers = {name.lower(): value for name, value in exchange.headers.items()}
        assert not 300 <= exchange.status < 400, "a redirect, which Shopify follows itself"
        assert "set-cookie" not in headers
        assert headers["cache-control"] == "no-store"
        assert headers["x-robots-tag"] == "noindex, nofollow"
        assert "strict-transport-security" not in headers


@pytest.fixture(params=AppProxyLayout.values)
def layout(request: pytest.FixtureRequest, front: AppProxy) -> str:
    """Inside the theme, and alone."""
    choose_layout(request.param)
    return str(request.param)


@pytest.fixture
def visitor(front: AppProxy) -> ShopVisitor:
    """Ana, who has ordered."""
    return ShopVisitor(front)


@pytest.fixture
def ordered(shop: Sandbox) -> Sandbox:
    """Ana's order."""
    shop.state.add_order("#1001", email=ANA)
    return shop


def after(**passed: float) -> time_machine.travel:
    """The same, some time later."""
    return time_machine.travel(clock.utc() + timedelta(**passed), tick=True)


def all_under(prefix: str, page: ShopPage) -> bool:
    """Whether every link of ours stays under the path, or leads to another site altogether."""
    return all(
        urlsplit(link).netloc or urlsplit(link).path == prefix or link.startswith(f"{prefix}/")
        for link in page.links()
    )


# Looking up --------------------------------------------------------------------------------------------------------


def test_the_form_is_there_with_and_without_a_slash(visitor: ShopVisitor, layout: str) -> None:
    for path in ("/apps/track", "/apps/track/"):
        page = visitor.open(path)
        assert page.response.status_code == 200
        assert page.headline == "Where is your order?"
        assert all_under("/apps/track", page)


def test_in_the_theme_it_stands_between_the_shops_own_header_and_footer(visitor: ShopVisitor) -> None:
    page = visitor.open("/apps/track")
    assert "Stay in touch" in page.response.text
    assert page.response.text.count("<html") == page.response.text.count("<body") == 1
    assert "Content-Security-Policy" not in page.response.headers


def test_alone_it_is_our_whole_page_with_a_policy_that_fits_another_host(visitor: ShopVisitor) -> None:
    choose_layout("alone")
    page = visitor.open("/apps/track")
    policy = page.response.headers["Content-Security-Policy"]
    assert "Stay in touch" not in page.response.text
    assert f"script-src {conf.site_url()};" in policy
    assert f"img-src {conf.site_url()} 'self' data: " in policy
    assert "style-src 'sha256-" in policy
    for script in page.document.all("script"):
        assert requests.get(script.attributes["src"], timeout=10).ok


def test_a_right_pair_is_answered_with_the_order_itself(
    visitor: ShopVisitor, ordered: Sandbox, layout: str
) -> None:
    page = visitor.look_up("1001", ANA)
    assert page.response.status_code == 200
    assert page.path == "/apps/track"
    assert "Order #1001" in page.text
    assert all_under("/apps/track", page)


def test_it_offers_the_link_that_opens_the_order_again(
    visitor: ShopVisitor, ordered: Sandbox, layout: str
) -> None:
    link = visitor.own_link("1001", ANA)
    assert re.fullmatch(r"/apps/track/o/[\w-]{32}/\?lang=en", link)
    page = visitor.open(link)
    assert page.headline == visitor.look_up("1001", ANA).headline
    assert all_under("/apps/track", page)
    assert not list(page.ours.all(id="own-link-title"))


def test_an_address_without_its_last_slash_is_as_good(visitor: ShopVisitor, ordered: Sandbox) -> None:
    link = urlsplit(visitor.own_link("1001", ANA)).path
    assert visitor.open(link.rstrip("/")).headline == visitor.open(link).headline


def test_the_order_number_may_come_in_the_address_and_the_email_may_not(visitor: ShopVisitor) -> None:
    page = visitor.open("/apps/track?order=%231001&email=ana%40example.com")
    assert page.field("order_number") == "#1001"
    assert "ana@" not in page.response.text


def test_a_miss_says_what_helps_and_keeps_what_was_typed(
    visitor: ShopVisitor, ordered: Sandbox, layout: str
) -> None:
    page = visitor.look_up("1001", "ben@example.com")
    assert page.response.status_code == 200
    assert page.headline == "These two do not match an order"
    assert (page.field("order_number"), page.field("email")) == ("1001", "ben@example.com")


def test_every_kind_of_miss_is_the_same_page(visitor: ShopVisitor, ordered: Sandbox) -> None:
    pages = [visitor.look_up(*typed) for typed in (("1001", "ben@example.com"), ("8888", ANA))]
    assert pages[0].text == pages[1].text


def test_a_shape_that_cannot_be_right_is_said_before_anything_is_searched(
    visitor: ShopVisitor, ordered: Sandbox, layout: str
) -> None:
    page = visitor.look_up("abc", "ana")
    assert page.headline == "Almost there"
    assert "An order number has digits in it" in page.text
    assert ordered.requests == []


def test_after_a_miss_the_same_form_may_be_sent_again(visitor: ShopVisitor, ordered: Sandbox) -> None:
    missed = visitor.look_up("1001", "ben@example.com")
    assert "Order #1001" in visitor.look_up("1001", ANA, missed).text


def test_while_shopify_is_away_it_says_so(visitor: ShopVisitor, ordered: Sandbox, layout: str) -> None:
    ordered.state.faults.outage(503)
    assert visitor.look_up("1001", ANA).headline == "We cannot look it up right now"


# Limits ------------------------------------------------------------------------------------------------------------


def test_too_many_look_ups_from_one_network_are_refused_and_others_are_not(
    front: AppProxy, ordered: Sandbox
) -> None:
    noisy = ShopVisitor(front, address="203.0.113.9")
    for number in range(limits.PER_ADDRESS.capacity):
        noisy.look_up(str(5000 + number), f"n{number}@example.com")
    neighbour = ShopVisitor(front, address="203.0.113.77")
    assert noisy.look_up("1001", ANA).headline == "Let us pause for a moment"
    assert neighbour.look_up("1001", ANA).headline == "Let us pause for a moment"
    assert "Order #1001" in ShopVisitor(front, address="198.51.100.7").look_up("1001", ANA).text


def test_what_a_shopper_says_of_his_own_address_is_not_believed(front: AppProxy, ordered: Sandbox) -> None:
    front.adds_to_forwarded_for = True
    for number in range(limits.PER_ADDRESS.capacity):
        forging = ShopVisitor(front, "203.0.113.9", {"X-Forwarded-For": f"192.0.2.{number}"})
        forging.look_up(str(5000 + number), f"n{number}@example.com")
    assert ShopVisitor(front, "203.0.113.9").look_up("1001", ANA).headline == "Let us pause for a moment"


# The form ----------------------------------------------------------------------------------------------------------


def test_a_form_left_open_too_long_comes_back_as_it_was_filled_in(
    visitor: ShopVisitor, ordered: Sandbox, layout: str
) -> None:
    old = visitor.open("/apps/track")
    with after(seconds=form_tokens.LIFETIME_SECONDS + 5):
        page = visitor.look_up("1001", ANA, old)
        assert page.headline == "Please send it once more"
        assert (page.field("order_number"), page.field("email")) == ("1001", ANA)
        assert ordered.requests == []
        assert "Order #1001" in visitor.look_up("1001", ANA, page).text


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "\x00", "é" * 400])
def test_a_form_of_somebody_elses_is_shown_again_and_not_searched_for(
    visitor: ShopVisitor, ordered: Sandbox, token: str
) -> None:
    sent = {"order_number": "1001", "email": ANA, form_tokens.FIELD: token}
    assert visitor.open("/apps/track", "POST", sent).headline == "Please send it once more"
    assert ordered.requests == []


def test_a_form_of_another_path_of_the_shop_counts_as_none(front: AppProxy, visitor: ShopVisitor) -> None:
    sent = {
        "order_number": "1001",
        "email": ANA,
        form_tokens.FIELD: visitor.open("/apps/track").field(form_tokens.FIELD),
    }
    front.prefix, front.subpath = "tools", "parcels"
    assert visitor.open("/tools/parcels", "POST", sent).headline == "Please send it once more"


@pytest.mark.parametrize("field", ["order_number", "email"])
def test_the_form_without_a_field_is_a_form_again(visitor: ShopVisitor, field: str) -> None:
    token = visitor.open("/apps/track").field(form_tokens.FIELD)
    sent = {"order_number": "1001", "email": ANA, form_tokens.FIELD: token}
    del sent[field]
    assert visitor.open("/apps/track", "POST", sent).headline == "Almost there"


# The order ---------------------------------------------------------------------------------------------------------


def test_a_link_that_opens_nothing_shows_the_form(visitor: ShopVisitor, layout: str) -> None:
    page = visitor.open(f"/apps/track/o/{'A' * 32}/")
    assert page.response.status_code == 200
    assert page.headline == "That link no longer opens"
    assert all_under("/apps/track", page)


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
        assert all_under("/apps/track", news)


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
    assert all_under(f"/{prefix}/{subpath}", page)
    assert all_under(f"/{prefix}/{subpath}", visitor.open(visitor.own_link("1001", ANA)))


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


# Methods -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("HEAD", "", 200),
        ("PUT", "", 405),
        ("DELETE", "", 405),
        ("OPTIONS", "", 405),
        ("HEAD", f"/o/{'A' * 32}/", 200),
        ("POST", f"/o/{'A' * 32}/", 405),
        ("POST", f"/o/{'A' * 32}/refresh/", 405),
        ("HEAD", f"/o/{'A' * 32}/refresh/", 405),
        ("POST", f"/o/{'A' * 32}/status/", 405),
    ],
)
def test_methods_are_as_limited_as_on_the_site_itself(
    visitor: ShopVisitor, method: str, path: str, status: int
) -> None:
    assert visitor.open(f"/apps/track{path}", method).response.status_code == status


# Who may come in ---------------------------------------------------------------------------------------------------

ADDRESSES = [
    "",
    "/",
    f"/o/{'A' * 32}/",
    f"/o/{'A' * 32}/status/",
    f"/o/{'A' * 32}/refresh/",
    "/x",
    "//evil.example",
]


def refused(response: requests.Response) -> bool:
    """A plain page of ours that says no, and nothing else."""
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    return response.status_code == 403 and "This page is not open to you" in response.text


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
def test_who_comes_without_a_signature_is_refused_everywhere(
    live_server: LiveServer, address: str, method: str
) -> None:
    response = requests.request(
        method, f"{live_server.url}/proxy{address}", allow_redirects=False, timeout=10
    )
    assert refused(response)
    assert response.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_forged_signature_is_refused_everywhere(
    front: AppProxy, visitor: ShopVisitor, address: str
) -> None:
    front.forged = True
    assert refused(visitor.open(f"/apps/track{address}").response)


def test_a_signature_with_another_apps_secret_is_refused(front: AppProxy, visitor: ShopVisitor) -> None:
    front.secret = "another"
    assert refused(visitor.open("/apps/track").response)


def test_while_secrets_are_rotated_either_will_do(
    front: AppProxy, visitor: ShopVisitor, settings: SimpleNamespace
) -> None:
    settings.WEBHOOK_SECRETS = ["sandbox-secret", "older"]
    for front.secret in ("sandbox-secret", "older"):
        assert visitor.open("/apps/track").response.status_code == 200


@pytest.mark.parametrize("seconds", [-95, 95, 86_400])
def test_a_late_or_early_signature_is_refused(front: AppProxy, visitor: ShopVisitor, seconds: int) -> None:
    front.seconds_off = seconds
    assert refused(visitor.open("/apps/track").response)


@pytest.mark.parametrize("seconds", [-80, 80])
def test_clocks_may_differ_a_little(front: AppProxy, visitor: ShopVisitor, seconds: int) -> None:
    front.seconds_off = seconds
    assert visitor.open("/apps/track").response.status_code == 200


def test_a_signed_address_is_of_no_use_a_little_later(front: AppProxy, visitor: ShopVisitor) -> None:
    visitor.open("/apps/track")
    overheard = front.exchanges[-1].url
    assert requests.get(overheard, timeout=10).status_code == 200
    with after(seconds=95):
        assert refused(requests.get(overheard, timeout=10))


def test_a_signature_for_another_query_is_refused(front: AppProxy, visitor: ShopVisitor) -> None:
    visitor.open("/apps/track?order=1001")
    assert refused(requests.get(front.exchanges[-1].url.replace("1001", "1002"), timeout=10))
    assert refused(requests.get(front.exchanges[-1].url + "&order=1002", timeout=10))


@pytest.mark.parametrize("name", ["shop", "timestamp", "signature", "path_prefix"])
def test_a_shopper_cannot_say_shopifys_part(visitor: ShopVisitor, name: str) -> None:
    assert refused(visitor.open(f"/apps/track?{name}=1").response)


def test_another_shop_with_the_same_app_is_refused(front: AppProxy, visitor: ShopVisitor) -> None:
    front.shop = "somebody-else.myshopify.com"
    assert refused(visitor.open("/apps/track").response)


@pytest.mark.parametrize("subpath", ["track/", "..", "track//evil.example", "{{ shop.email }}", '"><b>'])
def test_a_path_that_is_not_plain_is_refused_though_it_is_signed(
    front: AppProxy, live_server: LiveServer, subpath: str
) -> None:
    front.subpath = subpath
    assert refused(requests.get(f"{live_server.url}/proxy/?{front.sign('')}", timeout=10))


def test_the_way_out_of_a_refusal_leads_to_the_site_itself(live_server: LiveServer, front: AppProxy) -> None:
    front.forged = True
    page = ShopVisitor(front).open("/apps/track")
    assert f"{live_server.url}/" in page.links()


# Liquid ------------------------------------------------------------------------------------------------------------

HOSTILE = [
    "{{ shop.email }}",
    "{%- layout none -%}",
    "{{'a' | upcase}}",
    "{% raw %}{{ customer.email }}{% endraw %}",
    "{{",
    "{%",
    "{{{ x }}}",
    "&#123;{ shop.email }}",
    "{&#123; shop.email }}",
    "</style>{{ shop.email }}<style>",
    "<script>{{ shop.email }}</script>",
    "{\u200b{ shop.email }}",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_shopper_types_is_shown_and_not_carried_out(
    visitor: ShopVisitor, ordered: Sandbox, text: str
) -> None:
    page = visitor.look_up(f"{text} 77", f"{text}")
    assert page.field("order_number") == f"{text} 77"
    assert page.field("email") == text
    assert "owner@casalumbre" not in page.response.text


@pytest.mark.parametrize("text", HOSTILE)
def test_what_an_address_holds_is_shown_and_not_carried_out(visitor: ShopVisitor, text: str) -> None:
    query = urlencode({"order": text, "lang": text, text: text})
    page = visitor.open(f"/apps/track?{query}")
    assert page.field("order_number") == text


@pytest.mark.parametrize("text", HOSTILE)
def test_what_shop_and_carrier_wrote_is_shown_and_not_carried_out(
    visitor: ShopVisitor, shop: Sandbox, text: str
) -> None:
    shop.state.add_order("#1001", email=ANA, lines=[Line(title=text)])
    sent = shop.state.fulfill("#1001", tracking=[TrackingRecord(company=text, number=text)])
    shop.state.add_event(sent, "IN_TRANSIT", city=text, message=text)
    shown = text.replace("\u200b", "")  # no invisible character of the shop's is shown
    for page in (visitor.look_up("1001", ANA), visitor.open(visitor.own_link("1001", ANA))):
        assert shown in page.text
        assert "owner@casalumbre" not in page.response.text


def test_what_the_merchant_wrote_is_shown_and_not_carried_out(visitor: ShopVisitor, front: AppProxy) -> None:
    Brand.objects.create(
        pk=THE_ONE, name="{{ shop.email }}", slogan="{% layout none %}", changed_at=clock.seconds()
    )
    brands.forget()
    page = visitor.open("/apps/track")
    assert page.document.first(id="order-tracking").attributes["data-title"].endswith("{{ shop.email }}")


def test_the_front_would_notice_liquid(front: AppProxy, shop: Sandbox) -> None:
    done = render("a {{ shop.email }} b {% layout none %} c {{")
    assert done.executed == ["{{ shop.email }}", "{% layout none %}", "{{"]
    assert "owner@casalumbre.example" in done.text
    assert not done.uses_layout


# The link in Shopify's emails --------------------------------------------------------------------------------------


def test_the_snippet_may_lead_to_the_shops_own_domain() -> None:
    told = StringIO()
    call_command("email_snippet", "--app-proxy", "/tools/parcels/", stdout=told)
    address = "{{ shop.url }}/tools/parcels?order={{ name | default: order_name | url_encode }}"
    assert f'<a href="{address}">' in told.getvalue()


@pytest.mark.parametrize(
    "path", ["apps/track", "https://shop.example/apps/track", "/apps/<b>", "/{{ x }}", "//evil"]
)
def test_it_takes_nothing_but_a_path(path: str) -> None:
    with pytest.raises(CommandError, match="/apps/track"):
        call_command("email_snippet", "--app-proxy", path)
