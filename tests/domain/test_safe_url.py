"""Addresses from outside: kept byte for byte, or refused."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders.domain.safe_url import MAX_URL_LENGTH, safe_image_url, safe_link_url

CDN = "https://cdn.shopify.com/s/files/1/0001/products/bowl.jpg?v=1&width=200"


@pytest.mark.parametrize(
    "url",
    [
        "https://www.ups.com/track?loc=en_US&tracknum=1Z5R89390357567127",
        "http://carrier.example/track/1",
        "HTTPS://Carrier.EXAMPLE/Track?N=%2F%00#/frag",
        "https://carrier.example",
        "https://carrier.example:8443/x",
        "https://carrier.example:/x",
        "https://my_track.carrier.example/x",
        "https://müller-versand.example/x",
        "https://配送.example/x",
        "https://[2001:db8::1]:8443/x",
        "https://carrier.example/x?mail=a@b.example",
        "https://carrier.example/paquete/señal",
        'https://carrier.example/"><script>',
        "https://carrier.example/" + "a" * (MAX_URL_LENGTH - 24),
    ],
)
def test_a_plain_web_address_is_kept_byte_for_byte(url: str) -> None:
    assert safe_link_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "carrier.example",
        "//carrier.example/x",
        "/track/1",
        "https:",
        "https://",
        "https:///carrier.example/x",
        "https:carrier.example/x",
        "https://?x",
        "https://./x",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)//https://carrier.example",
        "java\tscript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "ftp://carrier.example/x",
        "mailto:a@b.example",
        "\x01https://carrier.example/x",
        " https://carrier.example/x",
        "https://carrier.example/x\n",
        "ht\ttps://carrier.example/x",
        "https://carrier.example/a b",
        "https://carrier.example/a\u00a0b",
        "https://carrier.example/a\u2028b",
        "https://carrier.example/\x00",
        "https://carrier.example/\x7f",
        "https://carrier.example/\u202egpj.exe",
        "https://carrier.example/\u200b",
        "https://carrier.example/\ud800",
        "https://carrier.example\\@evil.example/x",
        "https:\\\\evil.example/x",
        "https://user@evil.example/x",
        "https://www.ups.com:pass@evil.example/x",
        "https://evil.example:99999/x",
        "https://evil.example:0/x",
        "https://evil.example:port/x",
        "https://evil%2eexample/x",
        "https://ｅｖｉｌ.example/x",
        "https://evil.example／x",
        "https://ev‚il.example/x",
        "https://ev<il.example/x",
        "https://[::1/x",
        "https://[::1]evil.example/x",
        "https://[fe80::1%25eth0]/x",
        "https://[v1.x]/x",
        "https://carrier.example/" + "a" * (MAX_URL_LENGTH - 23),
    ],
)
def test_anything_else_is_refused(url: str | None) -> None:
    assert safe_link_url(url) is None


@given(st.text() | st.builds("https://{}/{}".format, st.text(max_size=20), st.text(max_size=20)))
def test_whatever_comes_it_never_raises_and_what_is_kept_has_a_host(text: str) -> None:
    url = safe_link_url(text)
    if url is not None:
        parts = urlsplit(url)
        assert url == text
        assert parts.scheme in {"http", "https"}
        assert parts.hostname
        assert parts.username is None


@pytest.mark.parametrize(
    ("url", "allowed_hosts"),
    [
        (CDN, ["cdn.shopify.com"]),
        (CDN, ["images.example", "https://cdn.shopify.com"]),
        ("https://CDN.shopify.com:443/a.png", ["cdn.shopify.com"]),
        ("http://127.0.0.1:8001/bowl.svg", ["http://127.0.0.1:8001"]),
        ("https://images.example:8443/a.png", ["images.example:8443"]),
    ],
)
def test_a_picture_from_an_allowed_host_is_kept(url: str, allowed_hosts: list[str]) -> None:
    assert safe_image_url(url, allowed_hosts=allowed_hosts) == url


@pytest.mark.parametrize(
    ("url", "allowed_hosts"),
    [
        (None, ["cdn.shopify.com"]),
        (CDN, []),
        (CDN, ["shopify.com"]),
        (CDN, ["http://cdn.shopify.com"]),
        (CDN, ["not a host", ""]),
        ("http://cdn.shopify.com/a.png", ["cdn.shopify.com"]),
        ("https://cdn.shopify.com.evil.example/a.png", ["cdn.shopify.com"]),
        ("https://cdn.shopify.com./a.png", ["cdn.shopify.com"]),
        ("https://cdn.shopify.com:8443/a.png", ["cdn.shopify.com"]),
        ("https://cdn.shopify.com@evil.example/a.png", ["cdn.shopify.com"]),
        ("http://127.0.0.1:8002/a.svg", ["http://127.0.0.1:8001"]),
        ("https://127.0.0.1:8001/a.svg", ["http://127.0.0.1:8001"]),
        ("javascript:alert(1)", ["cdn.shopify.com"]),
        ("data:image/png;base64,AAAA", ["cdn.shopify.com"]),
    ],
)
def test_a_picture_from_anywhere_else_is_refused(url: str | None, allowed_hosts: list[str]) -> None:
    assert safe_image_url(url, allowed_hosts=allowed_hosts) is None
