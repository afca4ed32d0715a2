"""Reads web addresses and host names."""

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host

HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?\.?")
PRIVATE_ENDINGS = (".localhost", ".local", ".lan", ".internal", ".test", ".home.arpa")


def read_web_address(name: str, value: str, *, like: str = "https://track.example.com") -> SplitResult:
    """The parts of an http(s) address; raises `ImproperlyConfigured`."""
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if (
        parts.scheme not in {"http", "https"}
        or not is_host(parts.hostname or "")
        or port == 0
        or (parts.username, parts.query, parts.fragment) != (None, "", "")
        or any(character.isspace() for character in value)
    ):
        raise ImproperlyConfigured(f"{name} must be a web address such as {like}, not {value!r}.")
    return parts


def read_site_url(value: str) -> SplitResult:
    """The address shoppers see: without a path, and encrypted unless it is on a private network."""
    parts = read_web_address("SITE_URL", value)
    if parts.path:
        raise ImproperlyConfigured(
            f"SITE_URL must have no path, for the site answers at the root of its host: not {value!r}."
        )
    if parts.scheme == "http" and not _is_private(str(parts.hostname)):
        raise ImproperlyConfigured(
            f"SITE_URL must begin with https://, not {value!r}: with http the links to orders would travel in "
            "clear, also behind a proxy that encrypts. (http is for addresses on this machine or a private network.)"
        )
    return parts


def read_allowed_hosts(hosts: list[str], *, site_host: str) -> list[str]:
    """Host names, each perhaps with a dot in front for all below it."""
    for host in hosts:
        if host == "*":
            raise ImproperlyConfigured(
                "ALLOWED_HOSTS must list host names; * would let anybody choose the host of our links."
            )
        if not is_host(host.removeprefix(".").strip("[]")):
            raise ImproperlyConfigured(
                f"ALLOWED_HOSTS must list host names such as track.example.com, without scheme, port "
                f"or path: not {host!r}."
            )
    if not validate_host(f"[{site_host}]" if ":" in site_host else site_host, hosts):
        raise ImproperlyConfigured(
            f"ALLOWED_HOSTS must hold the host of SITE_URL, {site_host!r}, or every shopper is refused."
        )
    return hosts


def is_host(text: str) -> bool:
    """Whether this is a host name or an IP address."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return bool(HOST.fullmatch(text)) and ".." not in text
    return True


def _is_private(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or host.endswith(PRIVATE_ENDINGS)
    return address.is_private or address.is_loopback
