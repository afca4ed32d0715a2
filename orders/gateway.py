"""Builds the Shopify client from the settings, once per process."""

from functools import lru_cache

from orders import conf
from orders.shopify.auth import ClientCredentials, StaticToken
from orders.shopify.client import ShopifyClient


def client() -> ShopifyClient:
    """The process's one client; its token and its knowledge of the rate limit are shared by all threads."""
    return _build(conf.shopify())


@lru_cache(maxsize=4)
def _build(connection: conf.ShopifyConnection) -> ShopifyClient:
    if connection.access_token:
        credentials = StaticToken(connection.access_token)
    else:
        credentials = ClientCredentials(connection.client_id, connection.client_secret)
    return ShopifyClient(
        shop_domain=connection.domain,
        api_url=connection.url,
        api_version=connection.version,
        credentials=credentials,
    )
