"""Looking an order up inside the shop, with what the form and the limits say."""

import re
import time
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
import requests

from orders import conf
from orders.access import limits
from orders.web.app_proxy import form_tokens
from tests.sandbox import Sandbox
from tests.sandbox.app_proxy import AppProxy
from tests.support.shop_visitor import ShopVisitor, after, choose_layout

pytestmark = pytest.mark.django_db(transaction=True)

ANA = "ana@example.com"


def test_the_form_is_there_with_and_without_a_slash(visitor: ShopVisitor, layout: str) -> None:
    for path in ("/apps/track", "/apps/track/"):
        page = visitor.open(path)
        assert page.response.status_code == 200
        assert page.headline == "Where is your order?"
        assert page.stays_under("/apps/track")


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


def test_an_order_that_is_still_being_fetched_has_its_page_and_is_there_at_the_next_look(
    visitor: ShopVisitor, ordered: Sandbox, layout: str, settings: SimpleNamespace
) -> None:
    settings.LOOK_UP_SECONDS = 1
    ordered.state.faults.latency_by_operation["Order"] = 1.5
    page = visitor.look_up("1001", ANA)
    assert page.headline == "We have found your order and are fetching it"
    assert page.stays_under("/apps/track")
    url = next(link.attributes["href"] for link in page.document.all("a") if link.text == "Look again")
    give_up_at = time.monotonic() + 10
    while visitor.open(url).headline == page.headline:
        assert time.monotonic() < give_up_at
        time.sleep(0.1)
    status = urlsplit(url).path + "status/?fetching=1&lang=en"
    arrived = visitor.open(status).response
    assert (arrived.status_code, arrived.headers["HX-Redirect"]) == (204, url)


def test_a_right_pair_is_answered_with_the_order_itself(
    visitor: ShopVisitor, ordered: Sandbox, layout: str
) -> None:
    page = visitor.look_up("1001", ANA)
    assert page.response.status_code == 200
    assert page.path == "/apps/track"
    assert "Order #1001" in page.text
    assert page.stays_under("/apps/track")


def test_it_offers_the_link_that_opens_the_order_again(
    visitor: ShopVisitor, ordered: Sandbox, layout: str
) -> None:
    link = visitor.own_link("1001", ANA)
    assert re.fullmatch(r"/apps/track/o/[\w-]{32}/\?lang=en", link)
    page = visitor.open(link)
    assert page.headline == visitor.look_up("1001", ANA).headline
    assert page.stays_under("/apps/track")
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
    for number in range(limits.PER_NETWORK[0].capacity):
        noisy.look_up(str(5000 + number), f"n{number}@example.com")
    neighbour = ShopVisitor(front, address="203.0.113.77")
    assert noisy.look_up("1001", ANA).headline == "Let us pause for a moment"
    assert neighbour.look_up("1001", ANA).headline == "Let us pause for a moment"
    assert "Order #1001" in ShopVisitor(front, address="198.51.100.7").look_up("1001", ANA).text


def test_what_a_shopper_says_of_his_own_address_is_not_believed(front: AppProxy, ordered: Sandbox) -> None:
    front.adds_to_forwarded_for = True
    for number in range(limits.PER_NETWORK[0].capacity):
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
