"""Whether a request came through Shopify's app proxy, and what Shopify says about it.

https://shopify.dev/docs/apps/build/online-store/app-proxies/authenticate-app-proxies. The signature covers the query,
neither the path nor the body.
"""

import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

MOST_SECONDS_OFF = 90
MOST_FIELDS = 100
LONGEST_QUERY = 8000
"""Bytes. With the address of a page before it, it still fits the longest request line that the server reads."""
ONLY_ONCE = ("shop", "timestamp", "signature", "hmac", "path_prefix")
SIGNATURE = re.compile(r"[0-9a-f]{64}")
TIMESTAMP = re.compile(r"[0-9]{1,12}")
SHOP = re.compile(r"[a-z0-9][a-z0-9-]*\.myshopify\.com")
PLAIN_PATH = re.compile(r"(?:/[A-Za-z0-9_-]{1,64}){1,5}")


class NotProxied(Exception):
    """The query was not signed by Shopify just now; the message says what is wrong and holds nothing of the query."""


@dataclass(frozen=True, slots=True)
class ProxiedQuery:
    """What Shopify vouches for: whose shop it is, and under which path of it the request was made (`/apps/track`)."""

    shop: str
    path_prefix: str


def read_proxied_query(query: str, *, secrets: Sequence[str], now: float) -> ProxiedQuery:
    """Check a query as it came over the wire (WSGI's `QUERY_STRING`). Raises `NotProxied`.

    During a rotation Shopify signs with the oldest secret that was not revoked, so several may be right. All are tried
    whichever fits, and compared in constant time.
    """
    fields = _parse(query)
    _check_signature(fields, secrets)
    values = dict(fields)
    timestamp = values.get("timestamp", "")
    if not TIMESTAMP.fullmatch(timestamp) or abs(now - int(timestamp)) > MOST_SECONDS_OFF:
        raise NotProxied("signed at another time")
    shop, path_prefix = values.get("shop", ""), values.get("path_prefix", "")
    if not SHOP.fullmatch(shop):
        raise NotProxied("no shop named")
    if not PLAIN_PATH.fullmatch(path_prefix):
        raise NotProxied("no plain path prefix")
    return ProxiedQuery(shop, path_prefix)


def build_proxy_signature(secret: str, query: str) -> str:
    """The signature that Shopify would add to a query: 64 hexadecimal digits. One that is there already is left out."""
    return _sign(secret, _message(_parse(query))).hex()


def _check_signature(fields: Sequence[tuple[str, str]], secrets: Sequence[str]) -> None:
    names = [name for name, _ in fields]
    if any(names.count(name) > 1 for name in ONLY_ONCE):
        raise NotProxied("a parameter of Shopify's stands there twice")
    given = dict(fields).get("signature", "")
    if not SIGNATURE.fullmatch(given):
        raise NotProxied("no signature")
    message = _message(fields)
    matches = [
        hmac.compare_digest(_sign(secret, message), bytes.fromhex(given)) for secret in secrets if secret
    ]
    if not any(matches):
        raise NotProxied("another signature")


def _message(fields: Sequence[tuple[str, str]]) -> bytes:
    """Names with their values, repeated ones joined by commas, sorted as bytes and run together without anything
    between.
    """
    joined: dict[str, list[str]] = {}
    for name, value in fields:
        if name != "signature":
            joined.setdefault(name, []).append(value)
    pairs = (f"{name}={','.join(values)}" for name, values in joined.items())
    return b"".join(sorted(pair.encode("utf-8", "surrogateescape") for pair in pairs))


def _sign(secret: str, message: bytes) -> bytes:
    return hmac.new(secret.encode(), message, hashlib.sha256).digest()


def _parse(query: str) -> list[tuple[str, str]]:
    """Decoded names and values, empty ones kept. Bytes that are no UTF-8 stay what they are."""
    if len(query) > LONGEST_QUERY:
        raise NotProxied("the query is too long")
    ascii_only = "".join(c if c < "\x80" else "".join(f"%{b:02X}" for b in _bytes(c)) for c in query)
    try:
        return parse_qsl(
            ascii_only, keep_blank_values=True, errors="surrogateescape", max_num_fields=MOST_FIELDS
        )
    except ValueError as error:
        raise NotProxied("the query cannot be read") from error


def _bytes(character: str) -> bytes:
    """WSGI hands raw bytes over as Latin-1; anything else was text to begin with."""
    return (
        character.encode("latin-1") if character < "\u0100" else character.encode("utf-8", "surrogateescape")
    )
