"""Trying everything a shopper's page needs, each thing by itself."""

from collections.abc import Callable
from datetime import datetime

from orders.shopify import operations
from orders.shopify.connection_report import (
    NEEDED_SCOPES,
    AppAccess,
    ConnectionReport,
    CredentialsKind,
    Probe,
    ProbeProblem,
    Readability,
    ScopeGrant,
    ShopFacts,
)
from orders.shopify.endpoint import Endpoint, Variables
from orders.shopify.errors import ShopifyError
from orders.shopify.json_shapes import Json, get_list, get_object
from orders.shopify.known_denials import KnownDenials
from orders.shopify.operations import Operation
from orders.shopify.order_reader import OrderReader
from orders.shopify.order_search import search_orders
from orders.shopify.payload import Fields
from orders.shopify.replies import GraphQLReply
from orders.transport.deadline import Deadline, Timing

SEARCHED_WITHOUT_ORDERS = "1001"


class ConnectionProbe:
    """One look at the connection, within one deadline."""

    def __init__(self, *, endpoint: Endpoint, deadline: Deadline) -> None:
        self._endpoint = endpoint
        self._deadline = deadline
        self._problems: list[ProbeProblem] = []
        self._deprecations: dict[str, None] = {}
        self._clock_difference: float | None = None

    def read(
        self, *, credentials_kind: CredentialsKind, read_clock: Callable[[], datetime]
    ) -> ConnectionReport:
        """Try all, and report what was found and what stood in the way."""
        shop = self._try(Probe.SHOP, lambda: self._read_shop(read_clock))
        versions = self._try(Probe.VERSIONS, self._read_versions)
        granted = self._try(Probe.SCOPES, self._read_scopes)
        newest = self._try(Probe.CONTACTS, self._read_newest_orders)
        nodes = newest[0] if newest else []
        denied = newest[1] if newest else frozenset()
        search_cost = self._try(Probe.SEARCH, lambda: self._read_search_cost(nodes))
        refresh = self._try(Probe.REFRESH, lambda: self._read_refresh(nodes)) if nodes else None
        served_by = self._endpoint.served_by
        return ConnectionReport(
            credentials_kind=credentials_kind,
            shop=shop,
            version_asked=self._endpoint.api_version,
            version_served=served_by.version,
            deprecations=tuple(self._deprecations),
            supported_versions=versions,
            granted_scopes=granted,
            scopes=None if granted is None else _needed_scopes(granted),
            email=_readability(nodes, "email", denied=denied),
            phone=_readability(nodes, "phone", denied=denied),
            newest_orders=len(nodes),
            address=_readability(nodes, "shippingAddress", denied=denied),
            search_cost=search_cost,
            refresh_cost=refresh[0] if refresh else None,
            refresh_denied=refresh[1] if refresh else frozenset(),
            bucket=self._endpoint.bucket,
            clock_difference=self._clock_difference,
            problems=tuple(self._problems),
        )

    def read_access(self) -> AppAccess:
        """What the app may read, and nothing else; raises what stands in the way."""
        scopes = _needed_scopes(self._read_scopes())
        nodes, _ = self._read_newest_orders()
        seen = any(order.has(key) for order in nodes for key in ("email", "phone"))
        return AppAccess(scopes=scopes, contacts_seen=seen if nodes else None)

    def read_scopes(self) -> frozenset[str]:
        """What the app was granted; raises what stands in the way."""
        return frozenset(self._read_scopes())

    def _try[T](self, probe: Probe, ask: Callable[[], T]) -> T | None:
        try:
            return ask()
        except ShopifyError as error:
            self._problems.append(ProbeProblem(probe=probe, error=error))
            return None
        finally:
            reason = self._endpoint.served_by.deprecated_reason
            if reason is not None:
                self._deprecations[reason] = None

    def _ask(self, operation: Operation, variables: Variables | None = None) -> GraphQLReply:
        return self._endpoint.execute(operation, variables or {}, deadline=self._deadline)

    def _fields(self, payload: Json, *, kind: str) -> Fields:
        return Fields(payload, kind=kind, observations=self._endpoint.observations)

    def _read_shop(self, read_clock: Callable[[], datetime]) -> ShopFacts:
        reply = self._ask(operations.SHOP)
        answered_at = self._endpoint.served_by.answered_at
        if answered_at is not None:
            self._clock_difference = round((answered_at - read_clock()).total_seconds())
        shop = self._fields(reply.root, kind="Shop")
        plan = shop.find_fields("plan", kind="ShopPlan")
        return ShopFacts(
            name=shop.find_text("name"),
            domain=shop.find_text("myshopifyDomain"),
            plan=plan.find_text("publicDisplayName") if plan else None,
            timezone=shop.find_text("ianaTimezone"),
        )

    def _read_versions(self) -> tuple[str, ...]:
        listed = get_list(self._ask(operations.API_VERSIONS).root, "publicApiVersions")
        versions = [self._fields(version, kind="ApiVersion") for version in listed]
        return tuple(
            version.get_whole("handle") for version in versions if version.flag("supported", default=False)
        )

    def _read_scopes(self) -> tuple[str, ...]:
        installation = self._fields(self._ask(operations.ACCESS_SCOPES).root, kind="AppInstallation")
        scopes = installation.fields_in("accessScopes", kind="AccessScope")
        return tuple(sorted(scope.get_whole("handle") for scope in scopes))

    def _read_newest_orders(self) -> tuple[list[Fields], frozenset[str]]:
        reply = self._ask(operations.NEWEST_ORDERS_PROBE, {"orders": operations.NEWEST_ORDERS})
        orders = self._fields(get_object(reply.root, "orders"), kind="OrderConnection")
        return orders.fields_in("nodes", kind="Order"), reply.denied

    def _read_search_cost(self, newest: list[Fields]) -> float | None:
        name = newest[0].get_whole("name") if newest else SEARCHED_WITHOUT_ORDERS
        outcome = search_orders(self._endpoint, name, deadline=self._deadline)
        return outcome.requested_points or None

    def _read_refresh(self, newest: list[Fields]) -> tuple[float | None, frozenset[str]]:
        gid = newest[0].get_whole("id")
        reader = OrderReader(
            endpoint=self._endpoint,
            order_id=gid,
            deadline=self._deadline,
            denials=KnownDenials(timing=Timing()),
        )
        fetched = reader.read()
        return reader.requested_points or None, fetched.denied


def _needed_scopes(granted: tuple[str, ...]) -> tuple[ScopeGrant, ...]:
    """A scope to write implies the one to read."""
    return tuple(
        ScopeGrant(scope=scope, is_granted=scope in granted or scope.replace("read_", "write_", 1) in granted)
        for scope in NEEDED_SCOPES
    )


def _readability(orders: list[Fields], key: str, *, denied: frozenset[str]) -> Readability:
    if key in denied:
        return Readability.DENIED
    return Readability.READABLE if any(order.has(key) for order in orders) else Readability.UNKNOWN
