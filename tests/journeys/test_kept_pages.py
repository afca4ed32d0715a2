"""What is kept in front of Django is given to nobody whom it does not concern, also when an order changes meanwhile."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db.models import F

from orders.models import TrackedOrder
from orders.web.kept_pages import KeptPages
from orders.web.wsgi_types import Environ
from tests.sandbox import Sandbox
from tests.support.shopper import Shopper
from tests.support.wsgi import ask

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
