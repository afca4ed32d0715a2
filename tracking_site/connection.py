"""Reads how to reach the shop, and refuses half of an answer."""

import re
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured

from tracking_site.environment import Environment

STORE_DOMAIN = re.compile(r"[a-z0-9][a-z0-9-]*\.myshopify\.com")
API_VERSION = re.compile(r"20\d\d-(01|04|07|10)|unstable")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Connection:
    """A store and one way of proving who we are: client id and secret, or an access token."""

    domain: str
    url: str
    version: str
    client_id: str
    client_secret: str
    access_token: str
    storefront_token: str


def read_connection(env: Environment, *, required: bool) -> Connection:
    """The `SHOPIFY_*` variables; raises `ImproperlyConfigured` naming the one that is wrong or missing."""
    domain = env.text("SHOPIFY_STORE_DOMAIN").lower().removeprefix("https://").rstrip("/")
    if domain and not STORE_DOMAIN.fullmatch(domain):
        raise ImproperlyConfigured(
            f"SHOPIFY_STORE_DOMAIN must be the shop's own address such as my-shop.myshopify.com, not {domain!r}."
        )
    version = env.text("SHOPIFY_API_VERSION", "2026-10")
    if not API_VERSION.fullmatch(version):
        raise ImproperlyConfigured(f"SHOPIFY_API_VERSION must look like 2026-10, not {version!r}.")
    connection = Connection(
        domain=domain,
        url=env.web_address("SHOPIFY_API_URL", f"https://{domain}" if domain else ""),
        version=version,
        client_id=env.text("SHOPIFY_CLIENT_ID"),
        client_secret=env.text("SHOPIFY_CLIENT_SECRET"),
        access_token=env.text("SHOPIFY_ACCESS_TOKEN"),
        storefront_token=_storefront_token(env),
    )
    _check_credentials(connection, required=required)
    return connection


def _storefront_token(env: Environment) -> str:
    token = env.text("SHOPIFY_STOREFRONT_TOKEN")
    if not (token.isascii() and token.isprintable()) or " " in token:
        raise ImproperlyConfigured(
            "SHOPIFY_STOREFRONT_TOKEN is not a token: it holds blanks or odd characters."
        )
    return token


def _check_credentials(connection: Connection, *, required: bool) -> None:
    has_id, has_secret = bool(connection.client_id), bool(connection.client_secret)
    if has_id != has_secret:
        missing, given = ("SECRET", "ID") if has_id else ("ID", "SECRET")
        raise ImproperlyConfigured(
            f"SHOPIFY_CLIENT_{given} is set but SHOPIFY_CLIENT_{missing} is not; both are needed."
        )
    if connection.access_token and has_id:
        raise ImproperlyConfigured(
            "SHOPIFY_ACCESS_TOKEN and SHOPIFY_CLIENT_ID are both set; keep the one that your app was given."
        )
    has_credentials = bool(connection.access_token) or has_id
    if (required or has_credentials) and not connection.domain:
        raise ImproperlyConfigured(
            "SHOPIFY_STORE_DOMAIN is not set. Give the shop's my-shop.myshopify.com address."
        )
    if connection.domain and not has_credentials:
        raise ImproperlyConfigured(
            "SHOPIFY_CLIENT_ID and SHOPIFY_CLIENT_SECRET are not set (nor SHOPIFY_ACCESS_TOKEN). "
            "README, «Connect your shop», says where to find them."
        )
