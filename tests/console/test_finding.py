"""One field finds an order by whatever support has at hand, and tells nobody else."""

from dataclasses import replace

import pytest
from django.test import Client

from orders import clock
from orders.access import links
from orders.access.purposes import Purpose
from orders.console import keeping
from orders.console.models import TrackingKey
from orders.domain.order import Order, TrackingInfo
from orders.gallery.builders import NOW, a_fulfillment, an_order
from orders.models import AccessLink
from orders.storage import removal
from tests.console.conftest import put

pytestmark = pytest.mark.django_db
AT = NOW.timestamp()
NUMBER = "1Z999AA10123456784"


def order_of(name: str, *, number: str = NUMBER) -> Order:
    """A shipped order under way with this tracking number."""
    shipped = a_fulfillment(tracking=(TrackingInfo(company="UPS", number=number),))
    return replace(
        an_order(),
        id=f"gid://shopify/Order/{name.strip('#')}",
        name=name,
        number=None,
        fulfillments=(shipped,),
    )


@pytest.mark.parametrize(
    "typed",
    [
        "#2001",
        "2001",
        " Order 2001 ",
        "ana.garcia@example.com",
        "612345678",
        "+34 612 345 678",
        NUMBER,
        "1z 999 aa1 01 2345 6784",
    ],
)
@pytest.mark.parametrize("way", ["get", "post"])
def test_what_is_at_hand_leads_straight_to_the_order(support: Client, typed: str, way: str) -> None:
    pk = put(order_of("#2001"), at=AT)
    response = getattr(support, way)("/admin/find/", {"q": typed}, follow=True)
    assert response.redirect_chain[-1][0] == f"/admin/order/{pk}/"


@pytest.mark.parametrize(
    "address", ["/o/{}/", "https://shop.example/apps/track/o/{}/?lang=de", "/s/{}/", "/c/{}/order.ics"]
)
def test_a_pasted_link_leads_to_its_order_even_when_it_is_closed(support: Client, address: str) -> None:
    pk = put(order_of("#2001"), at=AT)
    token = links.issue_link(pk, origin=Purpose.LOOK_UP, now=clock.seconds())
    links.revoke_links(pk, now=clock.seconds())
    response = support.get("/admin/find/", {"q": address.format(token)})
    assert response.headers["Location"] == f"/admin/order/{pk}/"
    assert AccessLink.objects.get().used_at == 0


def test_several_are_a_short_list_that_goes_on_from_the_last_one(support: Client) -> None:
    keys = [put(order_of(f"#30{count:02}"), at=AT) for count in range(23)]
    page = support.post("/admin/find/", {"q": "ana.garcia@example.com"})
    assert page.text.count('<li><a href="/admin/order/') == 20
    assert f'name="after" value="{keys[3]}"' in page.text
    rest = support.post("/admin/find/", {"q": "ana.garcia@example.com", "after": keys[3]})
    assert [f"/admin/order/{pk}/" in rest.text for pk in keys[:4]] == [True, True, True, False]


def test_of_orders_that_share_a_number_the_one_so_named_is_meant(support: Client) -> None:
    put(order_of("#EN-2001"), at=AT)
    named = put(order_of("#2001"), at=AT)
    assert support.get("/admin/find/", {"q": "#2001"}).headers["Location"] == f"/admin/order/{named}/"


def test_a_contact_that_is_posted_stands_in_no_address(support: Client) -> None:
    put(order_of("#2001"), at=AT)
    put(order_of("#2002"), at=AT)
    response = support.post("/admin/find/", {"q": "ana.garcia@example.com"})
    assert (response.status_code, "#2001" in response.text) == (200, True)


def test_what_is_unknown_is_said_kindly(support: Client) -> None:
    response = support.get("/admin/find/", {"q": "nobody@example.com"})
    assert (response.status_code, "Nothing found" in response.text) == (200, True)


def test_a_replaced_number_finds_its_order_no_less_than_the_new_one(support: Client) -> None:
    pk = put(order_of("#2001"), at=AT)
    newer = order_of("#2001", number="1Z12345E0205271688")
    put(replace(newer, updated_at=newer.updated_at.replace(year=newer.updated_at.year + 1)), at=AT + 60)
    for number in (NUMBER, "1Z12345E0205271688"):
        assert support.get("/admin/find/", {"q": number}).headers["Location"] == f"/admin/order/{pk}/"


def test_a_number_is_kept_as_a_keyed_hash_and_goes_with_the_order() -> None:
    put(order_of("#2001"), at=AT)
    assert NUMBER not in TrackingKey.objects.get().hash
    removal.forget_orders(["gid://shopify/Order/2001"], now=AT)
    assert not TrackingKey.objects.exists()


def test_orders_stored_before_are_filled_in_batch_by_batch() -> None:
    for count in range(3):
        put(order_of(f"#200{count}", number=f"1Z999AA1012345678{count}"), at=AT)
    TrackingKey.objects.all().delete()
    after = keeping.fill_in(0, now=AT, most=2)
    assert (after is not None, TrackingKey.objects.count()) == (True, 2)
    assert keeping.fill_in(after or 0, now=AT, most=2) is None
    assert TrackingKey.objects.count() == 3
