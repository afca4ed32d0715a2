"""The one check that every request under `/proxy` passes before anything of it is looked at."""

from dataclasses import dataclass

from django.http import HttpRequest

from orders import clock, conf
from orders.shopify.proxy_signature import NotProxied, ProxiedQuery, read_proxied_query
from orders.web.client_address import client_networks


@dataclass(frozen=True, slots=True)
class Visit:
    """A request that came through the shop: under which path of it (`/apps/track`), and from which networks."""

    prefix: str
    networks: tuple[str, ...]

    @property
    def look_up_url(self) -> str:
        """Where the look-up page is, on the shop's host."""
        return self.prefix

    def order_url(self, token: str) -> str:
        """Where an order is, on the shop's host."""
        return f"{self.prefix}/o/{token}/"


def verify(request: HttpRequest) -> Visit:
    """Whose visit this is. Raises `NotProxied` unless Shopify signed it for our shop just now."""
    proxied = read_shops_query(request.META.get("QUERY_STRING", ""), now=clock.seconds())
    networks = client_networks(request.META, trusted_proxies=conf.trusted_proxies(), sender_vouches=True)
    return Visit(proxied.path_prefix, networks)


def read_shops_query(query: str, *, now: float) -> ProxiedQuery:
    """What Shopify signed just now, for our shop, as it came over the wire; raises `NotProxied` for anything else."""
    proxied = read_proxied_query(query, secrets=conf.app_proxy_secrets(), now=now)
    if proxied.shop != conf.shopify().domain:
        raise NotProxied("another shop")
    return proxied
