"""Addresses from outside, let through only when a browser can read them in no other way than we do."""

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from typing import Final
from urllib.parse import SplitResult, urlsplit

MAX_URL_LENGTH: Final = 2048

_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_ORIGIN_CACHE_SIZE: Final = 64
# Host and port and nothing else: no user name, and nothing beside the brackets of an IPv6 address.
_HOST_AND_PORT: Final = re.compile(r"(?:\[[0-9A-Fa-f:.]+\]|[^\[\]:@%]+)(?::[0-9]*)?")

type _Origin = tuple[str, str, int]


def safe_link_url(text: str | None) -> str | None:
    """Return `text` unchanged when it is an http(s) address with a host and nothing that could disguise it,
    else None.
    """
    return None if text is None or _find_parts(text) is None else text


def safe_image_url(text: str | None, *, allowed_hosts: Collection[str]) -> str | None:
    """Return `text` unchanged when it is a picture's address on an allowed host, else None.

    An allowed host is a bare name (`cdn.shopify.com`, meaning https on the usual port) or an origin
    (`http://127.0.0.1:8001`); plain http is let through only for an origin that says so.
    """
    if text is None or (parts := _find_parts(text)) is None:
        return None
    allowed = (_find_allowed_origin(host) for host in allowed_hosts)
    return text if _origin(parts) in allowed else None


def _find_parts(text: str) -> SplitResult | None:
    """The parts of a harmless http(s) address. Characters come first: `urlsplit` drops tabs and line breaks
    silently.
    """
    if len(text) > MAX_URL_LENGTH or not all(map(_is_harmless, set(text))):
        return None
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or port == 0 or not _HOST_AND_PORT.fullmatch(parts.netloc):
        return None
    return parts if _is_plain_host(parts.hostname or "") else None


def _is_harmless(character: str) -> bool:
    """Refuse control, format (bidi), surrogate, private and unassigned characters, every kind of space, and
    backslash.
    """
    return character != "\\" and unicodedata.category(character)[0] not in "CZ"


def _is_plain_host(host: str) -> bool:
    """Say whether a host is an IPv6 address, or letters, digits and `. - _` in their plain form.

    Letters in compatibility form (full-width, circled) are refused: browsers turn them into another host.
    """
    if ":" in host:
        return True
    letters = re.sub("[-._]", "", host)
    return letters != "" and all(map(_is_letter, letters)) and unicodedata.normalize("NFKC", host) == host


def _is_letter(character: str) -> bool:
    """Letters and digits of any script, and the marks that belong to letters."""
    return character.isalnum() or unicodedata.category(character)[0] == "M"


def _origin(parts: SplitResult) -> _Origin:
    return parts.scheme, parts.hostname or "", parts.port or _DEFAULT_PORTS[parts.scheme]


@lru_cache(maxsize=_ORIGIN_CACHE_SIZE)
def _find_allowed_origin(allowed_host: str) -> _Origin | None:
    parts = _find_parts(allowed_host if "://" in allowed_host else f"https://{allowed_host}")
    return None if parts is None else _origin(parts)
