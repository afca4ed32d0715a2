"""The Storefront API of the sandbox: the brand settings, who may read them, and how it fails."""

import io
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import requests
from PIL import Image

from tests.sandbox import Sandbox
from tests.sandbox.storefront_pictures import PICTURES
from tests.sandbox.storefront_state import PRIVATE_STOREFRONT_TOKEN, PUBLIC_STOREFRONT_TOKEN
from tests.sandbox_checks.shop_client import Caller

PRIVATE = {"Shopify-Storefront-Private-Token": PRIVATE_STOREFRONT_TOKEN}
PUBLIC = {"X-Shopify-Storefront-Access-Token": PUBLIC_STOREFRONT_TOKEN}
BRAND = """query Brand { shop { name primaryDomain { url } brand { slogan logo { image {
  url(transform: { maxWidth: 800 }) } } colors { primary { background foreground } } }
  refundPolicy { url } shippingPolicy { url } } }"""


class Reader:
    """Somebody who asks the Storefront API, with these headers."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.session = requests.Session()

    def post(self, query: str = BRAND, *, version: str = "2026-10", **headers: str) -> requests.Response:
        url = f"{self.sandbox.url}/api/{version}/graphql.json"
        return self.session.post(url, json={"query": query}, headers=headers, timeout=10)

    def shop(self, query: str = BRAND, **headers: str) -> dict[str, Any]:
        shop: dict[str, Any] = self.post(query, **headers).json()["data"]["shop"]
        return shop


@pytest.fixture
def reader(sandbox: Sandbox) -> Iterator[Reader]:
    made = Reader(sandbox)
    yield made
    made.session.close()


def code_of(reply: requests.Response) -> tuple[int, str]:
    return reply.status_code, reply.json()["errors"][0]["extensions"]["code"]


@pytest.mark.parametrize("headers", [{}, PRIVATE, PUBLIC], ids=["no token", "private", "public"])
def test_the_brand_is_readable_with_either_token_and_without(reader: Reader, headers: dict[str, str]) -> None:
    shop = reader.shop(**headers)
    assert shop["name"] == "Casa Lumbre"
    assert shop["brand"]["colors"]["primary"] == [{"background": "#9C3D1F", "foreground": "#FFFFFF"}]
    assert shop["refundPolicy"]["url"] == "https://casalumbre.example/policies/refund-policy"


@pytest.mark.parametrize(
    "headers",
    [
        {"Shopify-Storefront-Private-Token": PUBLIC_STOREFRONT_TOKEN},
        {"X-Shopify-Storefront-Access-Token": PRIVATE_STOREFRONT_TOKEN},
        {"X-Shopify-Storefront-Access-Token": "wrong"},
        {"Shopify-Storefront-Private-Token": ""},
    ],
)
@pytest.mark.parametrize(("status", "code"), [(401, "UNAUTHORIZED"), (403, "FORBIDDEN")])
def test_a_token_that_is_wrong_or_of_the_other_kind_is_refused(
    reader: Reader, headers: dict[str, str], status: int, code: str
) -> None:
    reader.sandbox.state.storefront.refusal = status
    assert code_of(reader.post(**headers)) == (status, code)


def test_a_shop_behind_a_password_serves_nobody_without_a_token(caller: Caller, reader: Reader) -> None:
    caller.control(storefront={"is_locked": True})
    reply = reader.post()
    assert code_of(reply) == (400, "BAD_REQUEST")
    assert reply.json()["errors"][0]["message"] == "Online Store channel is locked."
    assert reader.shop(**PUBLIC)["name"] == "Casa Lumbre"


def test_a_field_can_be_denied_to_all_or_to_those_without_a_token(reader: Reader) -> None:
    reader.sandbox.state.storefront.denied_without_token = ["Brand.logo"]
    payload = reader.post().json()
    assert payload["data"]["shop"]["brand"]["logo"] is None
    assert [error["path"] for error in payload["errors"]] == [["shop", "brand", "logo"]]
    assert payload["errors"][0]["extensions"]["code"] == "ACCESS_DENIED"
    assert "errors" not in reader.post(**PRIVATE).json()
    reader.sandbox.state.storefront.denied = ["Brand.slogan"]
    assert reader.shop(**PRIVATE)["brand"]["slogan"] is None


@pytest.mark.parametrize("coordinate", ["Shop.name", "QueryRoot.shop"])
def test_a_denied_field_that_may_not_be_null_takes_the_whole_shop_along(
    reader: Reader, coordinate: str
) -> None:
    reader.sandbox.state.storefront.denied = [coordinate]
    assert reader.post().json()["data"] == {"shop": None}


def test_a_shop_may_have_no_brand_and_no_policies(caller: Caller, reader: Reader) -> None:
    caller.control(storefront={"has_brand": False, "policies": ["shippingPolicy"]})
    shop = reader.shop()
    assert shop["brand"] is None
    assert shop["refundPolicy"] is None
    assert shop["shippingPolicy"]["url"].endswith("/shipping-policy")


@pytest.mark.parametrize(
    "query",
    [
        "{ shop { brand { hex } } }",
        "{ order(id: 1) { id } }",
        "{ shop { myshopifyDomain } }",
        "{ shop { name }",
        "query A { shop { name } } query B { shop { id } }",
    ],
)
def test_what_the_storefront_schema_does_not_know_is_refused(reader: Reader, query: str) -> None:
    reply = reader.post(query)
    assert reply.status_code == 200
    assert reply.json().keys() == {"errors"}


def test_an_expired_version_falls_forward(reader: Reader) -> None:
    assert reader.post(version="2025-01").headers["X-Shopify-API-Version"] == "2026-01"


@pytest.mark.parametrize("status", [402, 404, 423, 430, 500, 503])
def test_an_outage_of_the_storefront_leaves_the_admin_api_alone(
    caller: Caller, reader: Reader, status: int
) -> None:
    caller.control(fault={"kind": "status", "status": status, "target": "storefront"})
    assert reader.post().status_code == status
    assert caller.post("{ shop { name } }").status_code == 200


def test_an_outage_of_the_admin_api_leaves_the_storefront_alone(caller: Caller, reader: Reader) -> None:
    caller.control(outage=503)
    assert reader.post().status_code == 200


@pytest.mark.parametrize("kind", ["html", "truncated", "empty"])
def test_its_answer_may_be_no_json_at_all(caller: Caller, reader: Reader, kind: str) -> None:
    caller.control(fault={"kind": kind, "target": "storefront", "times": 1})
    with pytest.raises(requests.JSONDecodeError):
        reader.post().json()
    assert reader.post().status_code == 200


def test_it_can_be_throttled(caller: Caller, reader: Reader) -> None:
    caller.control(fault={"kind": "throttled", "target": "storefront", "times": 1})
    assert code_of(reader.post()) == (200, "THROTTLED")


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"query": 1}'])
def test_a_body_that_is_no_call_is_a_bad_request(reader: Reader, body: bytes) -> None:
    url = f"{reader.sandbox.url}/api/2026-10/graphql.json"
    headers = {"Content-Type": "application/json"}
    assert requests.post(url, data=body, headers=headers, timeout=10).status_code == 400


def test_a_call_is_in_the_log(reader: Reader) -> None:
    reader.post()
    assert (reader.sandbox.requests[-1].operation, reader.sandbox.requests[-1].status) == ("Brand", 200)


def test_a_switch_that_the_storefront_does_not_have_is_refused(caller: Caller) -> None:
    assert "no_such" in caller.control(storefront={"no_such": 1})["errors"]


def test_the_logo_is_where_the_brand_says_and_a_drawing(reader: Reader) -> None:
    url = reader.shop()["brand"]["logo"]["image"]["url"]
    assert url == f"{reader.sandbox.url}/brand/logo.svg?v=1764000000&width=800"
    reply = requests.get(url, timeout=10)
    assert reply.headers["Content-Type"] == "image/svg+xml"
    assert ET.fromstring(reply.content).tag.endswith("svg")


@pytest.mark.parametrize("name", ["logo.png", "logo.jpg", "logo.webp", "square.png", "enormous.png"])
def test_a_bitmap_is_what_its_name_says(sandbox: Sandbox, name: str) -> None:
    reply = requests.get(f"{sandbox.url}/brand/{name}", timeout=10)
    with Image.open(io.BytesIO(reply.content)) as image:
        assert image.get_format_mimetype() == reply.headers["Content-Type"]


def test_there_are_pictures_as_no_shop_should_have_them(sandbox: Sandbox) -> None:
    def fetch(name: str) -> requests.Response:
        return requests.get(f"{sandbox.url}/brand/{name}", timeout=10, allow_redirects=False)

    assert b"<script>" in fetch("hostile.svg").content
    assert len(fetch("enormous.png").content) > 2_000_000
    assert fetch("empty.png").content == b""
    assert fetch("elsewhere.svg").status_code == 302
    assert fetch("nothing.svg").status_code == 404
    assert "elsewhere.svg" not in PICTURES
