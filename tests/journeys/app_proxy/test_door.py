"""Who may come in under /proxy, by which methods, and what is said in whose name."""

from types import SimpleNamespace

import pytest
import requests
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from tests.sandbox.app_proxy import AppProxy
from tests.support.shop_visitor import ShopVisitor, after

pytestmark = pytest.mark.django_db(transaction=True)

ANA = "ana@example.com"


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


def test_what_this_site_says_of_its_own_host_is_not_said_in_the_shops_name(settings: SimpleNamespace) -> None:
    settings.SECURE_HSTS_SECONDS = 100
    client = Client()
    assert "Strict-Transport-Security" in client.get("/healthz", secure=True).headers
    for path in ("/proxy", "/proxy/", "/proxy/x"):
        assert "Strict-Transport-Security" not in client.get(path, secure=True).headers


# Methods -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("HEAD", "", 200),
        ("PUT", "", 405),
        ("DELETE", "", 405),
        ("OPTIONS", "", 405),
        ("HEAD", f"/o/{'A' * 32}/", 200),
        ("POST", f"/o/{'A' * 32}/", 200),
        ("POST", f"/o/{'A' * 32}/refresh/", 405),
        ("HEAD", f"/o/{'A' * 32}/refresh/", 405),
        ("POST", f"/o/{'A' * 32}/status/", 405),
    ],
)
def test_methods_are_as_limited_as_on_the_site_itself(
    visitor: ShopVisitor, method: str, path: str, status: int
) -> None:
    assert visitor.open(f"/apps/track{path}", method).response.status_code == status
