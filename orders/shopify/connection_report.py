"""What `manage.py check_shopify` wants to know of the connection, as plain facts."""

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from orders.shopify.auth import ClientCredentials, Credentials, StaticToken
from orders.shopify.errors import ShopifyError
from orders.shopify.throttle import ThrottleStatus

NEEDED_SCOPES = (
    "read_orders",
    "read_all_orders",
    "read_merchant_managed_fulfillment_orders",
    "read_third_party_fulfillment_orders",
    "read_fulfillments",
    "read_returns",
)
"""Orders; those older than 60 days; what has not left, at the shop's own places and at other apps'
warehouses; being told of shipments with their scans, and of returns.
"""


class CredentialsKind(StrEnum):
    """How the client authenticates."""

    STATIC_TOKEN = "static token"  # noqa: S105  (a kind, not a token)
    CLIENT_CREDENTIALS = "client credentials"


def credentials_kind(credentials: Credentials) -> CredentialsKind:
    """The kind of these credentials, without their secrets."""
    match credentials:
        case StaticToken():
            return CredentialsKind.STATIC_TOKEN
        case ClientCredentials():
            return CredentialsKind.CLIENT_CREDENTIALS
        case _:
            assert_never(credentials)


class Readability(StrEnum):
    """Whether a piece of customer data can be read. UNKNOWN: no order that could be tried holds any."""

    READABLE = "readable"
    DENIED = "denied"
    UNKNOWN = "unknown"


class Probe(StrEnum):
    """The things that are tried, in this order."""

    SHOP = "shop"
    VERSIONS = "versions"
    SCOPES = "scopes"
    CONTACTS = "contacts"
    SEARCH = "search"
    REFRESH = "refresh"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeProblem:
    """One thing that was tried in vain, and what stood in its way."""

    probe: Probe
    error: ShopifyError


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopFacts:
    """The shop as it names itself; each part is None where Shopify did not say."""

    name: str | None
    domain: str | None
    plan: str | None
    timezone: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeGrant:
    """Whether the app holds a scope that this site needs."""

    scope: str
    is_granted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AppAccess:
    """What the app may read. `contacts_seen`: whether any of the newest orders holds an email or a phone number;
    None where there is no order.
    """

    scopes: tuple[ScopeGrant, ...]
    contacts_seen: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionReport:
    """The whole picture. A value of None was not found out; `problems` says why.

    Costs are requested points; `clock_difference` is seconds by which Shopify's clock is ahead of ours, to
    the second. `newest_orders` is how many were looked at for contacts. `granted_scopes` are all of the app's,
    `scopes` those that this site needs. `refresh_cost` is None without an order.
    """

    credentials_kind: CredentialsKind
    shop: ShopFacts | None
    version_asked: str
    version_served: str | None
    deprecations: tuple[str, ...]
    supported_versions: tuple[str, ...] | None
    granted_scopes: tuple[str, ...] | None
    scopes: tuple[ScopeGrant, ...] | None
    email: Readability
    phone: Readability
    address: Readability
    newest_orders: int
    search_cost: float | None
    refresh_cost: float | None
    refresh_denied: frozenset[str]
    bucket: ThrottleStatus | None
    clock_difference: float | None
    problems: tuple[ProbeProblem, ...]
