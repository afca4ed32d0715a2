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
        client_id=env.token("SHOPIFY_CLIENT_ID"),
        client_secret=env.token("SHOPIFY_CLIENT_SECRET"),
        access_token=env.token("SHOPIFY_ACCESS_TOKEN"),
        storefront_token=env.token("SHOPIFY_STOREFRONT_TOKEN"),
    )
    _check_kinds(connection)
    _check_credentials(connection, required=required)
    return connection


def _check_kinds(connection: Connection) -> None:
    """Shopify's tokens say in their first letters what they are; two that stand in each other's place are told."""
    if connection.access_token.startswith("shpss_"):
        raise ImproperlyConfigured(
            "SHOPIFY_ACCESS_TOKEN begins with shpss_, as a client secret does; set it as SHOPIFY_CLIENT_SECRET."
        )
    if connection.client_secret.startswith(("shpat_", "shpca_")):
        raise ImproperlyConfigured(
            "SHOPIFY_CLIENT_SECRET begins as an access token does; set it as SHOPIFY_ACCESS_TOKEN."
        )
    if connection.client_id.startswith("shp"):
        raise ImproperlyConfigured(
            "SHOPIFY_CLIENT_ID begins as a secret or a token does; the client ID is the public one of the two."
        )


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
