"""The one door to Shopify: find orders, get an order, see how the connection is."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Self

from orders.domain.fulfillable import FulfillableOrder, MerchantRequest, ShopLocation
from orders.shopify import operations
from orders.shopify.auth import Credentials, build_token_source
from orders.shopify.changes import Changes
from orders.shopify.connection import Connection
from orders.shopify.connection_probe import ConnectionProbe
from orders.shopify.connection_report import (
    AppAccess,
    ConnectionReport,
    CredentialsKind,
    credentials_kind,
)
from orders.shopify.endpoint import Endpoint
from orders.shopify.fulfillable_reader import read_events, read_fulfillable, read_locations
from orders.shopify.known_denials import KnownDenials
from orders.shopify.listener import Listener, Silent
from orders.shopify.merchant_requests import read_merchant_requests
from orders.shopify.observations import Observations
from orders.shopify.order_contacts import read_contacts
from orders.shopify.order_ids import find_order_id
from orders.shopify.order_reader import OrderReader
from orders.shopify.order_search import search_orders
from orders.shopify.order_updates import read_updates
from orders.shopify.payload import Fields
from orders.shopify.results import Budget, FetchedOrder, OrderCandidate, OrderContact, UpdatesPage
from orders.shopify.throttle import Throttle
from orders.shopify.webhook_subscriptions import WebhookSubscriptions
from orders.transport.deadline import Deadline, Timing

DEFAULT_API_VERSION = "2026-10"


class ShopifyClient:
    """Reads one shop's orders through its Admin API, and changes what is asked of it. Safe to use from any number of
    threads; make one per process.

    `shop_domain` is the `.myshopify.com` domain; `api_url` is where it is reached if that is elsewhere.
    `reserve` is the part of the rate limit (0 to 1) that this client leaves to others.
    `listener` is told of every attempt.
    Every call ends with its deadline, and raises a ShopifyError (see `orders.shopify.errors`) when it cannot
    give what it says.
    """

    def __init__(
        self,
        *,
        shop_domain: str,
        credentials: Credentials,
        api_url: str | None = None,
        api_version: str = DEFAULT_API_VERSION,
        timing: Timing | None = None,
        reserve: float = 0.0,
        listener: Listener | None = None,
    ) -> None:
        timing = timing or Timing()
        listener = listener or Silent()
        self.observations = Observations(on_note=listener.noted)
        self.credentials_kind: CredentialsKind = credentials_kind(credentials)
        self._denials = KnownDenials(timing=timing)
        self._transport = Connection(base_url=api_url or f"https://{shop_domain}")
        self._endpoint = Endpoint(
            transport=self._transport,
            api_version=api_version,
            tokens=build_token_source(
                credentials, transport=self._transport, timing=timing, observations=self.observations
            ),
            throttle=Throttle(timing=timing, reserve=reserve),
            timing=timing,
            observations=self.observations,
            listener=listener,
        )

    @property
    def points_spent(self) -> float:
        """What all queries of this client have really cost so far."""
        return self._endpoint.points_spent

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._transport.close()

    def find_orders(
        self, order_number: str, *, deadline: Deadline, name: str = ""
    ) -> tuple[OrderCandidate, ...]:
        """Orders whose name, number or confirmation number may be what was typed, newest first.

        The search is fuzzy: compare name and contact exactly. `order_number` is 1 to 40 characters of
        `#A-Za-z0-9 ._/-`; anything else raises QueryRefused. `name` is the whole of what was typed, which may be an
        order's name with any sign in it.
        """
        return search_orders(self._endpoint, order_number, name=name, deadline=deadline).candidates

    def get_order(self, order_id: str, *, deadline: Deadline) -> FetchedOrder:
        """The complete order with this GID. Raises OrderNotFound when Shopify has none, or shows none to the
        app.
        """
        reader = OrderReader(
            endpoint=self._endpoint, order_id=order_id, deadline=deadline, denials=self._denials
        )
        return reader.read()

    def read_contacts(self, order_ids: Sequence[str], *, deadline: Deadline) -> Mapping[str, OrderContact]:
        """Where messages about these orders (50 at most) may go; those that Shopify does not show are missing."""
        return read_contacts(self._endpoint, order_ids, deadline=deadline)

    def read_changed_orders(self, *, since: datetime, after: str | None, deadline: Deadline) -> UpdatesPage:
        """A page of the orders changed since that moment (aware), the longest unchanged first; `after` is the
        last page's.
        """
        return read_updates(self._endpoint, since=since, only_open=False, after=after, deadline=deadline)

    def read_open_orders(self, *, since: datetime, after: str | None, deadline: Deadline) -> UpdatesPage:
        """The same, of orders that the shop has not closed."""
        return read_updates(self._endpoint, since=since, only_open=True, after=after, deadline=deadline)

    def read_budget(self, *, deadline: Deadline) -> Budget:
        """What is left of the rate limit, and which version answers; costs a point or two."""
        self._endpoint.execute(operations.SHOP, {}, deadline=deadline)
        bucket = self._endpoint.bucket
        return Budget(
            available=bucket.available if bucket else None,
            maximum=bucket.maximum if bucket else None,
            version_asked=self._endpoint.api_version,
            version_served=self._endpoint.served_by.version,
        )

    def read_shop_name(self, *, deadline: Deadline) -> str | None:
        """The shop's name, which needs no scope; None when Shopify gives none."""
        shop = self._endpoint.execute(operations.SHOP, {}, deadline=deadline).root
        return Fields(shop, kind="Shop", observations=self.observations).find_text("name")

    def find_order_id(self, gid: str, *, deadline: Deadline) -> str | None:
        """The GID of the order that a fulfillment order, fulfillment or return belongs to; None when Shopify shows no
        such thing. For an order's own GID: whether it is there.
        """
        return find_order_id(self._endpoint, gid, deadline=deadline)

    def read_fulfillable(self, order_id: str, *, deadline: Deadline) -> FulfillableOrder:
        """What can be shipped of the order with this GID, and what has been. Raises OrderNotFound."""
        return read_fulfillable(self._endpoint, order_id, deadline=deadline)

    def read_merchant_requests(
        self, fulfillment_order_ids: Sequence[str], *, deadline: Deadline
    ) -> Mapping[str, tuple[MerchantRequest, ...]]:
        """What the merchant asked of the fulfillment services of these fulfillment orders (50 at most)."""
        return read_merchant_requests(self._endpoint, fulfillment_order_ids, deadline=deadline)

    def read_events(self, fulfillment_id: str, *, deadline: Deadline) -> frozenset[tuple[str, datetime]]:
        """The status and the moment (aware) of everything that was reported of a fulfillment."""
        return read_events(self._endpoint, fulfillment_id, deadline=deadline)

    def read_locations(self, *, deadline: Deadline) -> tuple[ShopLocation, ...]:
        """The shop's active places; needs `read_locations`."""
        return read_locations(self._endpoint, deadline=deadline)

    def changes(self, *, deadline: Deadline) -> Changes:
        """What may be changed at Shopify, until the deadline; each change needs its write scope."""
        return Changes(self._endpoint, deadline=deadline)

    def webhook_subscriptions(self, *, deadline: Deadline) -> WebhookSubscriptions:
        """The subscriptions that this app made in the shop by the API, to be read and changed until the deadline."""
        return WebhookSubscriptions(self._endpoint, deadline=deadline)

    def read_app_access(self, *, deadline: Deadline) -> AppAccess:
        """Which of the scopes that are needed the app holds, and whether it sees contacts."""
        return ConnectionProbe(endpoint=self._endpoint, deadline=deadline).read_access()

    def read_scopes(self, *, deadline: Deadline) -> frozenset[str]:
        """Every scope that the app was granted."""
        return ConnectionProbe(endpoint=self._endpoint, deadline=deadline).read_scopes()

    def read_connection(self, *, deadline: Deadline, read_clock: Callable[[], datetime]) -> ConnectionReport:
        """Try everything a shopper needs, each by itself; what fails is in the report's `problems`, never
        raised.

        `read_clock` gives the time here (aware), to be compared with Shopify's.
        """
        probe = ConnectionProbe(endpoint=self._endpoint, deadline=deadline)
        return probe.read(credentials_kind=self.credentials_kind, read_clock=read_clock)
