"""A name typed exactly as it stands opens that order, whatever the shop puts before and behind its numbers."""

import io
import re
from urllib.parse import quote_plus, urlsplit

import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings

from orders.models import OrderKey
from tests.sandbox import Sandbox
from tests.support.html import read_html
from tests.support.shopper import Shopper, text

ANA = "ana@example.com"
NAMES = [
    *(
        "#1001",
        "POS-1001",
        "D&D1001",
        "#1001-R&D",
        "Order-1001-US",
        "DE 1001-X",
        "PEDIDO-1001-ES",
        "EN 1001/A&B+ñ",
    ),
    *("1001/A B C", "A@1001", "50%25-1001", "注文-1001", "#1001 <b>", "Ñandú 1001"),
]


@pytest.fixture(autouse=True)
def _a_patient_shopper(settings: Settings) -> None:
    """What opens is the point here, not how soon."""
    settings.LOOK_UP_SECONDS = 30


def opened(shopper: Shopper, typed: str) -> str:
    """What the page that opens says."""
    return text(shopper.open(shopper.link(typed, ANA)))


@pytest.mark.parametrize("name", NAMES)
def test_a_name_typed_as_it_stands_opens_that_order_and_no_kin_of_it(
    shopper: Shopper, shop: Sandbox, name: str
) -> None:
    for other in sorted({"#1001", "POS-1001", "1001-X"} - {name}):
        shop.state.add_order(other, email=ANA)
    shop.state.add_order(name, email=ANA)
    shop.state.add_order("KIN-1001", email=ANA)
    assert f"Order {name} " in opened(shopper, name)


def test_an_older_order_is_not_mistaken_for_the_newer_one_that_shares_its_number(
    shopper: Shopper, shop: Sandbox
) -> None:
    shop.state.add_order("#1001", email=ANA)
    shop.state.add_order("POS-1001", email=ANA)
    assert "Order POS-1001 " in opened(shopper, "POS-1001")
    assert "Order #1001 " in opened(shopper, "#1001"), "although only the other one was stored"
    assert "Order #1001 " in opened(shopper, "1001")
    assert "Order POS-1001 " in opened(shopper, "pos1001")


def test_where_only_the_number_is_shared_one_search_makes_sure_and_nothing_is_fetched_again(
    shopper: Shopper, shop: Sandbox
) -> None:
    shop.state.add_order("EN1001", email=ANA)
    shopper.link("EN1001", ANA)
    asked = len(shop.requests)
    assert "Order EN1001 " in opened(shopper, "1001")
    assert len(shop.requests) == asked + 1


def test_while_the_shop_is_away_the_stored_order_of_that_number_opens(
    shopper: Shopper, shop: Sandbox
) -> None:
    shop.state.add_order("EN1001", email=ANA)
    shopper.link("EN1001", ANA)
    shop.state.faults.outage(500)
    assert "Order EN1001 " in opened(shopper, "1001")


def test_an_order_stored_before_names_were_kept_whole_is_found_through_the_shop(
    shopper: Shopper, shop: Sandbox
) -> None:
    shop.state.add_order("D&D1001", email=ANA)
    shopper.link("D&D1001", ANA)
    OrderKey.objects.filter(key__startswith="=").delete()
    assert "Order D&D1001 " in opened(shopper, "D&D1001")


@pytest.mark.parametrize("name", NAMES)
def test_the_link_in_a_mail_of_shopify_s_fills_in_the_name_that_opens_the_order(
    shopper: Shopper, shop: Sandbox, name: str
) -> None:
    shop.state.add_order(name, email=ANA)
    shop.state.add_order("KIN-1001", email=ANA)
    told = io.StringIO()
    call_command("email_snippet", stdout=told)
    address = re.findall('href="([^"]+)"', re.sub(r"\{\{.*?\}\}", quote_plus(name), told.getvalue()))[0]
    parts = urlsplit(address)
    form = read_html(shopper.open(f"{parts.path}?{parts.query}").content.decode())
    typed = form.first("input", name="order_number").attributes["value"]
    assert f"Order {name} " in opened(shopper, typed)
