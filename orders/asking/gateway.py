"""Builds the Shopify client from the settings, once per process."""

from functools import lru_cache
from typing import Final

from orders import conf
from orders.shopify.auth import ClientCredentials, Credentials, StaticToken
from orders.shopify.client import ShopifyClient
from orders.shopify.storefront import Storefront
from orders.transport.deadline import Timing
from orders.watching import metrics

BACKGROUND_RESERVE: Final = 0.5
"""The part of Shopify's rate limit that background work leaves to shoppers."""
SHOPIFY_CDN: Final = "https://cdn.shopify.com"
"""Where the logo of a shop is, whatever the settings say of product pictures."""


def client() -> ShopifyClient:
    """The process's one client; its token and its knowledge of the rate limit are shared by all threads."""
    return _build(conf.shopify(), 0.0)


def background_client() -> ShopifyClient:
    """The client for work that nobody waits for: it leaves half of the rate limit to shoppers."""
    return _build(conf.shopify(), BACKGROUND_RESERVE)


def storefront() -> Storefront:
    """A reader of the shop's brand settings; close it when they are read."""
    connection = conf.shopify()
    return Storefront(
        url=connection.url,
        api_version=connection.version,
        token=connection.storefront_token,
        picture_hosts=(SHOPIFY_CDN, *conf.image_hosts()),
        timing=_Clockwork.timing,
    )


@lru_cache(maxsize=4)
def _build(connection: conf.ShopifyConnection, reserve: float) -> ShopifyClient:
    credentials: Credentials = ClientCredentials(connection.client_id, connection.client_secret)
    if connection.access_token:
        credentials = StaticToken(connection.access_token)
    return ShopifyClient(
        shop_domain=connection.domain,
        api_url=connection.url,
        api_version=connection.version,
        credentials=credentials,
        reserve=reserve,
        listener=metrics.ShopifyListener(),
        timing=_Clockwork.timing,
    )


class _Clockwork:
    """What clients built from now on take for time; None is the real one."""

    timing: Timing | None = None


def use_timing(timing: Timing | None) -> None:
    """For simulations: clients built from now on wait and count by this clock."""
    _Clockwork.timing = timing
    forget_client()


def forget_client() -> None:
    """Begin anew, as a process that has just started."""
    _build.cache_clear()
