"""Whether a request came through Shopify's app proxy."""

import hmac
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders.shopify.proxy_signature import (
    LONGEST_QUERY,
    NotProxied,
    ProxiedQuery,
    build_proxy_signature,
    read_proxied_query,
)

SIGNED_AT = 1_317_327_555
SHOP = "shop-name.myshopify.com"
LOGGED_IN = (
    "extra=1&extra=2&shop=shop-name.myshopify.com&logged_in_customer_id=1"
    "&path_prefix=%2Fapps%2Fawesome_reviews&timestamp=1317327555"
)
LOGGED_OUT = LOGGED_IN.replace("logged_in_customer_id=1", "logged_in_customer_id=")
# The vectors that Shopify publishes, for the shop's name written out.
VECTORS = {
    LOGGED_IN: "4c68c8624d737112c91818c11017d24d334b524cb5c2b8ba08daa056f7395ddb",
    LOGGED_OUT: "e072b6d7e6622d85912a5214b860d3100dc1e73d9bc29f43796ac8c9ff8093cb",
}


def signed(query: str, secret: str = "hush") -> str:
    return f"{query}&signature={build_proxy_signature(secret, query)}"


def read(query: str, *, secrets: tuple[str, ...] = ("hush",), now: float = SIGNED_AT) -> ProxiedQuery:
    return read_proxied_query(query, secrets=secrets, now=now)


@pytest.mark.parametrize("query", VECTORS)
def test_a_published_vector_is_accepted(query: str) -> None:
    assert read(f"{query}&signature={VECTORS[query]}") == ProxiedQuery(SHOP, "/apps/awesome_reviews")


@pytest.mark.parametrize("query", VECTORS)
def test_it_signs_as_the_published_vectors_do(query: str) -> None:
    assert build_proxy_signature("hush", query) == VECTORS[query]
    assert build_proxy_signature("hush", f"signature=0&{query}") == VECTORS[query]


def test_the_order_of_parameters_does_not_matter() -> None:
    fields = [*LOGGED_IN.split("&"), f"signature={VECTORS[LOGGED_IN]}"]
    assert read("&".join([*fields[:2], *reversed(fields[2:])])).shop == SHOP


@pytest.mark.parametrize("secrets", [("hush",), ("new", "hush"), ("hush", "new"), ("", "hush")])
def test_any_secret_of_the_list_will_do(secrets: tuple[str, ...]) -> None:
    assert read(signed(LOGGED_IN), secrets=secrets).shop == SHOP


@pytest.mark.parametrize("secrets", [(), ("",), ("other",), ("hush ",)])
def test_no_other_secret_will(secrets: tuple[str, ...]) -> None:
    with pytest.raises(NotProxied):
        read(signed(LOGGED_IN), secrets=secrets)


def test_an_empty_secret_signs_nothing() -> None:
    with pytest.raises(NotProxied):
        read(signed(LOGGED_IN, ""), secrets=("",))


@pytest.mark.parametrize("seconds", [-90, -1, 0, 1, 90])
def test_a_signature_lasts_ninety_seconds_either_way(seconds: int) -> None:
    assert read(signed(LOGGED_IN), now=SIGNED_AT + seconds).shop == SHOP


@pytest.mark.parametrize("seconds", [-91, 91, 86_400, -SIGNED_AT])
def test_a_signature_of_another_time_is_refused(seconds: int) -> None:
    with pytest.raises(NotProxied, match="another time"):
        read(signed(LOGGED_IN), now=SIGNED_AT + seconds)


@pytest.mark.parametrize("name", ["shop", "timestamp", "signature", "hmac", "path_prefix"])
def test_what_shopify_says_once_may_not_stand_there_twice(name: str) -> None:
    query = LOGGED_IN + (f"&{name}=1" if name != "hmac" else "&hmac=1&hmac=2")
    full = signed(query) if name != "signature" else signed(LOGGED_IN) + "&signature=1"
    with pytest.raises(NotProxied):
        read(full)


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "0",
        VECTORS[LOGGED_IN].upper(),
        VECTORS[LOGGED_IN][:-1],
        VECTORS[LOGGED_IN] + "0",
        VECTORS[LOGGED_IN] + "%0A",
        VECTORS[LOGGED_OUT],
        "%C3%A9" * 64,
        "0" * 64,
        "0" * 9000,
    ],
)
def test_what_is_no_signature_is_refused(signature: str) -> None:
    with pytest.raises(NotProxied):
        read(f"{LOGGED_IN}&signature={signature}")


@pytest.mark.parametrize(
    "query", ["", "&", "=", "signature=" + "0" * 64, LOGGED_IN, "a=1&" * 200, "\x00", "%", "%ff=%fe", "é=é"]
)
def test_an_unsigned_query_is_refused(query: str) -> None:
    with pytest.raises(NotProxied):
        read(query)


@pytest.mark.parametrize(
    "query",
    [
        LOGGED_IN.replace("&timestamp=1317327555", ""),
        LOGGED_IN.replace("1317327555", "1317327555.0"),
        LOGGED_IN.replace("1317327555", "-1317327555"),
        LOGGED_IN.replace("1317327555", "%D9%A1317327555"),
        LOGGED_IN.replace("1317327555", "9" * 400),
        LOGGED_IN.replace(f"&shop={SHOP}", ""),
        LOGGED_IN.replace(SHOP, "shop-name.myshopify.com.evil.example"),
        LOGGED_IN.replace(SHOP, "evil.example"),
        LOGGED_IN.replace(SHOP, f"{SHOP}%0A"),
        LOGGED_IN.replace("&path_prefix=%2Fapps%2Fawesome_reviews", ""),
    ],
)
def test_signed_but_incomplete_is_refused(query: str) -> None:
    with pytest.raises(NotProxied):
        read(signed(query))


@pytest.mark.parametrize(
    "prefix", ["/apps/track", "/tools/parcels", "/a/x_1-y", "/community/T", "/es/apps/track"]
)
def test_a_plain_path_is_taken_as_prefix(prefix: str) -> None:
    assert read(signed(LOGGED_IN.replace("%2Fapps%2Fawesome_reviews", quote(prefix)))).path_prefix == prefix


@pytest.mark.parametrize(
    "prefix",
    [
        "",
        "/",
        "//evil.example/x",
        "/apps//track",
        "/apps/track/",
        "apps/track",
        "https://evil.example",
        "/\\evil.example",
        "/apps/..",
        "/apps/{{ shop }}",
        '/apps/"><script>',
        "/apps/track\n",
        "/apps/%74rack",
        "/apps/añil",
    ],
)
def test_nothing_else_is(prefix: str) -> None:
    with pytest.raises(NotProxied, match="path prefix"):
        read(signed(LOGGED_IN.replace("%2Fapps%2Fawesome_reviews", quote(prefix))))


def test_a_refusal_tells_nothing_of_the_query() -> None:
    with pytest.raises(NotProxied) as refused:
        read(f"{LOGGED_IN}&order=%231001&signature={'0' * 64}")
    assert "1001" not in str(refused.value)


@pytest.mark.parametrize(
    "value", ["a+b", "a%20b", "%F0%9F%93%A6", "%FF%FE", "1%2C2", "%26shop%3Dx", "\xc3\xa9"]
)
def test_a_shopper_may_send_anything_along(value: str) -> None:
    assert read(signed(f"order={value}&{LOGGED_IN}")).shop == SHOP


def test_plus_and_percent_twenty_are_the_same_blank() -> None:
    plus, percent = (build_proxy_signature("hush", f"order=a{blank}b&{LOGGED_IN}") for blank in ("+", "%20"))
    assert plus == percent


@given(query=st.text(max_size=200))
def test_no_query_whatever_breaks_it(query: str) -> None:
    with pytest.raises(NotProxied):
        read(query)


@given(name=st.text(min_size=1, max_size=20), value=st.text(max_size=40))
def test_one_parameter_more_is_noticed(name: str, value: str) -> None:
    more = f"{quote(name, errors='replace', safe='')}={quote(value, errors='replace')}"
    with pytest.raises(NotProxied):
        read(f"{signed(LOGGED_IN)}&{more}")


def test_names_are_sorted_as_bytes() -> None:
    # As text, a lone byte and U+FF01 would stand elsewhere beside a character beyond U+FFFF.
    message = b"a=1" + "\uff01=2".encode() + "\U0001f600=3".encode() + b"\xff=4"
    query = "%FF=4&%F0%9F%98%80=3&%EF%BC%81=2&a=1"
    assert build_proxy_signature("hush", query) == hmac.new(b"hush", message, "sha256").hexdigest()


def test_a_long_query_is_read_as_far_as_the_servers_own_line_goes() -> None:
    filling = "x" * (LONGEST_QUERY - len(signed(f"extra=&{LOGGED_OUT}")))
    assert read(signed(f"extra={filling}&{LOGGED_OUT}")).shop == SHOP
    with pytest.raises(NotProxied, match="too long"):
        read(signed(f"extra={filling}x&{LOGGED_OUT}"))
