"""What is kept in front of Django is given to nobody whom it does not concern, also when an order changes meanwhile."""

import time
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db.models import F

from orders.models import TrackedOrder
from orders.shopify.proxy_signature import build_proxy_signature
from orders.web.kept_pages import KeptPages
from orders.web.wsgi_types import Environ
from tests.sandbox import Sandbox
from tests.support.shopper import Shopper
from tests.support.wsgi import Answered, ask

ANA, BEN = "ana@example.com", "ben@example.com"


@pytest.fixture
def links(shopper: Shopper, shop: Sandbox) -> tuple[str, str]:
    """Ana's and Ben's orders, found half a minute ago, and so with the same age and the same version."""
    shop.state.add_order("#1001", email=ANA)
    shop.state.add_order("#1002", email=BEN)
    found = shopper.link("1001", ANA), shopper.link("1002", BEN)
    TrackedOrder.objects.update(fetched_at=F("fetched_at") - 30)
    return found


class ChangedMeanwhile:
    """Django, in whose way an order always changes between the first look at it and the answer."""

    def __init__(self, body: str) -> None:
        self.body = body.encode()
        self.asked = 0

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        self.asked += 1
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [self.body]


def test_an_answer_about_one_order_is_never_given_to_the_reader_of_another(links: tuple[str, str]) -> None:
    anas, bens = links
    site = KeptPages(ChangedMeanwhile("Ana's order #1001 is out for delivery"))
    query = "v=1&said=00000000&lang=en"
    assert ask(site, f"{anas}status/", QUERY_STRING=query).status == 200
    django = ChangedMeanwhile("Ben's own")
    assert "Ana" not in ask(KeptPages(django), f"{bens}status/", QUERY_STRING=query).text
    assert django.asked == 1


def test_that_there_is_no_news_is_kept(links: tuple[str, str]) -> None:
    anas, bens = links
    query = "v=1&said=00000000&lang=en"
    assert ask(KeptPages(WSGIHandler()), f"{anas}status/", QUERY_STRING=query).status == 204
    django = ChangedMeanwhile("Ben's own")
    assert ask(KeptPages(django), f"{bens}status/", QUERY_STRING=query).status == 204
    assert django.asked == 0


def test_two_orders_of_one_age_and_version_keep_their_own_pages(links: tuple[str, str]) -> None:
    anas, bens = links
    site = KeptPages(WSGIHandler())
    assert "#1001" in ask(site, anas).text
    assert "#1002" in ask(site, bens).text
    assert "#1001" in ask(site, anas).text


def get(site: KeptPages, path: str, query: str = "", **variables: str) -> Answered:
    return ask(site, path, QUERY_STRING=query, **variables)


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", "lang=es"])
def test_the_look_up_form_is_kept_as_django_answers_it(query: str) -> None:
    site = KeptPages(WSGIHandler())
    first = get(site, "/", query)
    django = ChangedMeanwhile("never asked")
    assert get(KeptPages(django), "/", query) == first
    assert django.asked == 0
    assert "noindex" in first.headers.get("x-robots-tag", "") or not query


@pytest.mark.django_db
def test_each_language_has_its_own_form() -> None:
    site = KeptPages(WSGIHandler())
    assert 'lang="en"' in get(site, "/").text
    assert 'lang="es"' in get(site, "/", HTTP_ACCEPT_LANGUAGE="es").text
    assert 'lang="de"' in get(site, "/", "lang=de").text


@pytest.mark.django_db
def test_what_one_reader_typed_is_kept_for_nobody() -> None:
    site = KeptPages(WSGIHandler())
    assert "SECRET-77" in get(site, "/", "order=SECRET-77").text
    assert "SECRET-77" not in get(site, "/").text


def signed(**parameters: str) -> str:
    """The query of a request that Shopify passes on."""
    given = {
        "shop": "demo-store.myshopify.com",
        "path_prefix": "/apps/track",
        "timestamp": f"{time.time():.0f}",
    }
    query = urlencode(given | parameters)
    return f"{query}&signature={build_proxy_signature('sandbox-secret', query)}"


@pytest.mark.django_db
def test_inside_the_shop_the_form_is_kept_for_all_whose_request_is_signed() -> None:
    first = get(KeptPages(WSGIHandler()), "/proxy", signed(logged_in_customer_id="1"))
    django = ChangedMeanwhile("Django's own")
    site = KeptPages(django)
    assert get(site, "/proxy", signed(logged_in_customer_id="2")) == first
    assert django.asked == 0
    query = signed()
    forged = query[:-1] + ("1" if query.endswith("0") else "0")
    for query in ("", forged, signed(path_prefix="/apps/other"), signed(order="1001")):
        assert get(site, "/proxy", query).text == "Django's own"
