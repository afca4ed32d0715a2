"""Product pictures of our own."""

from xml.etree import ElementTree as ET

import pytest
import requests

from tests.sandbox import Sandbox
from tests.sandbox.pictures import SHAPES
from tests.sandbox_checks.shop_client import Caller


@pytest.mark.parametrize("slug", sorted(SHAPES))
def test_a_picture_is_a_cacheable_drawing(sandbox: Sandbox, slug: str) -> None:
    reply = requests.get(f"{sandbox.url}/cdn/shop/files/{slug}.svg?width=160", timeout=10)
    assert reply.headers["Content-Type"] == "image/svg+xml"
    assert "max-age" in reply.headers["Cache-Control"]
    assert ET.fromstring(reply.text).attrib["width"] == "160"


@pytest.mark.parametrize("width", ["0", "-1", "99999", "x", ""])
def test_a_width_that_makes_no_sense_is_ignored(sandbox: Sandbox, width: str) -> None:
    reply = requests.get(f"{sandbox.url}/cdn/shop/files/mug.svg?width={width}", timeout=10)
    assert ET.fromstring(reply.text).attrib["width"] == "800"


@pytest.mark.parametrize("path", ["nothing.svg", "mug.png", "../mug.svg", "MUG.svg"])
def test_what_nobody_drew_is_not_found(sandbox: Sandbox, path: str) -> None:
    assert requests.get(f"{sandbox.url}/cdn/shop/files/{path}", timeout=10).status_code == 404


def test_every_product_of_the_demo_has_its_picture(sandbox: Sandbox) -> None:
    wanted = {item.picture for order in sandbox.state.orders for item in order.line_items}
    assert wanted <= SHAPES.keys()


def test_the_wished_size_goes_into_the_address(caller: Caller) -> None:
    query = """query Q($id: ID!) { order(id: $id) { lineItems(first: 1) { nodes { image {
      url(transform: { maxWidth: 160, maxHeight: 120 }) altText } } } } }"""
    payload = caller.ask(query, id=caller.sandbox.state.order("#1001").id)
    url = payload["data"]["order"]["lineItems"]["nodes"][0]["image"]["url"]
    assert url == f"{caller.sandbox.url}/cdn/shop/files/mug.svg?v=1763900000&width=160&height=120"
    assert requests.get(url, timeout=10).status_code == 200
