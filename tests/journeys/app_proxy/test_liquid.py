"""Nothing that anybody wrote is carried out as Liquid."""

from urllib.parse import urlencode

import pytest

from orders import clock
from orders.branding import brands
from orders.branding.models import THE_ONE, Brand
from tests.sandbox import Sandbox
from tests.sandbox.app_proxy import AppProxy
from tests.sandbox.app_proxy_liquid import render
from tests.sandbox.building import Line
from tests.sandbox.parts import TrackingRecord
from tests.support.shop_visitor import ShopVisitor

pytestmark = pytest.mark.django_db(transaction=True)

ANA = "ana@example.com"


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
