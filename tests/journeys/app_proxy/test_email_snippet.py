"""The link in Shopify's emails may lead to the shop's own domain."""

from io import StringIO
from types import SimpleNamespace
from urllib.parse import quote_plus

import pytest
from django.core.management import CommandError, call_command

from tests.sandbox import Sandbox
from tests.sandbox.app_proxy import AppProxy
from tests.support.shop_visitor import ShopVisitor


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


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "name",
    ["#1001", "D&D1001", "#1001-R&D", "DE 1001-X", "EN 1001/A&B+ñ", "1001/A B C", "50%25-1001", "{{1001}}"],
)
def test_its_link_fills_in_the_name_that_opens_the_order_inside_the_shop(
    front: AppProxy, visitor: ShopVisitor, shop: Sandbox, settings: SimpleNamespace, name: str
) -> None:
    settings.LOOK_UP_SECONDS = 9
    shop.state.add_order(name, email="ana@example.com")
    shop.state.add_order("KIN-1001", email="ana@example.com")
    form = visitor.open(f"{front.path_prefix}?order={quote_plus(name)}")
    page = visitor.look_up(form.field("order_number"), "ana@example.com", form)
    assert f"Order {name} " in page.text
