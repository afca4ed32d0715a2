"""What the app may see: its scopes, and Shopify's approval for protected customer data."""

from dataclasses import dataclass, field
from typing import Literal

from graphql import GraphQLError

type ProtectedData = Literal["approved", "level_2_denied", "basic_plan", "order_denied"]

DEFAULT_SCOPES = frozenset(
    {
        "read_orders",
        "read_all_orders",
        "read_merchant_managed_fulfillment_orders",
        "read_third_party_fulfillment_orders",
        "read_fulfillments",
        "read_returns",
        "read_locations",
    }
)
WRITE_SCOPES = frozenset(
    {
        "write_fulfillments",
        "write_merchant_managed_fulfillment_orders",
        "write_third_party_fulfillment_orders",
        "write_assigned_fulfillment_orders",
        "write_orders",
    }
)
MERCHANT_SCOPE = "read_merchant_managed_fulfillment_orders"
THIRD_PARTY_SCOPE = "read_third_party_fulfillment_orders"

# A field is readable with any one of its scopes; fields that are not named here need none.
FIELD_SCOPES: dict[str, tuple[str, ...]] = {
    "QueryRoot.order": ("read_orders",),
    "QueryRoot.orders": ("read_orders",),
    "QueryRoot.ordersCount": ("read_orders",),
    "QueryRoot.fulfillment": ("read_orders", MERCHANT_SCOPE, THIRD_PARTY_SCOPE),
    "QueryRoot.fulfillmentOrder": (MERCHANT_SCOPE, THIRD_PARTY_SCOPE),
    "QueryRoot.fulfillmentOrders": (MERCHANT_SCOPE, THIRD_PARTY_SCOPE),
    "QueryRoot.return": ("read_returns",),
    "QueryRoot.location": ("read_locations",),
    "QueryRoot.locations": ("read_locations",),
    "Order.fulfillmentOrders": (MERCHANT_SCOPE, THIRD_PARTY_SCOPE),
    "Order.returns": ("read_returns",),
    "Fulfillment.fulfillmentOrders": (MERCHANT_SCOPE, THIRD_PARTY_SCOPE),
    "Fulfillment.location": ("read_locations",),
    "FulfillmentOrderAssignedLocation.location": ("read_locations",),
    **dict.fromkeys(
        (
            "Mutation.fulfillmentCreate",
            "Mutation.fulfillmentCancel",
            "Mutation.fulfillmentTrackingInfoUpdate",
        ),
        (
            "write_merchant_managed_fulfillment_orders",
            "write_third_party_fulfillment_orders",
            "write_assigned_fulfillment_orders",
        ),
    ),
    **dict.fromkeys(
        ("Mutation.fulfillmentOrderHold", "Mutation.fulfillmentOrderReleaseHold"),
        ("write_merchant_managed_fulfillment_orders", "write_third_party_fulfillment_orders"),
    ),
    **dict.fromkeys(
        (
            "Mutation.fulfillmentOrderAcceptFulfillmentRequest",
            "Mutation.fulfillmentOrderRejectFulfillmentRequest",
            "Mutation.fulfillmentOrderAcceptCancellationRequest",
            "Mutation.fulfillmentOrderRejectCancellationRequest",
        ),
        ("write_assigned_fulfillment_orders",),
    ),
    "Mutation.fulfillmentEventCreate": ("write_fulfillments",),
    "Mutation.tagsAdd": ("write_orders",),
    "Mutation.metafieldsSet": ("write_orders",),
}
# Their denial is known from real replies, and is barer than the others.
BARE_DENIALS = frozenset({"Order.fulfillmentOrders"})
PERSONAL_FIELDS = frozenset(
    {
        "Order.email",
        "Order.phone",
        "Order.shippingAddress",
        "Order.billingAddress",
        "Order.displayAddress",
        "Order.statusPageUrl",
    }
)
ORDER_FIELDS = frozenset(
    {"QueryRoot.order", "QueryRoot.orders", "QueryRoot.ordersCount", "QueryRoot.orderByIdentifier"}
)

SCOPES_PAGE = "https://shopify.dev/api/usage/access-scopes"
PROTECTED_DATA_PAGE = "https://shopify.dev/docs/apps/launch/protected-customer-data"


@dataclass(slots=True)
class Access:
    """The switches. `coded` says whether "not approved" errors carry a code, which not all reports show."""

    scopes: set[str] = field(default_factory=lambda: set(DEFAULT_SCOPES))
    protected_data: ProtectedData = "approved"
    coded: bool = True
    denied_fields: set[str] = field(default_factory=set)
    failing_fields: dict[str, str] = field(default_factory=dict)
    """`Type.field` to the message it fails with, as INTERNAL_SERVER_ERROR."""

    def error_for(self, coordinate: str, scopes: frozenset[str]) -> GraphQLError | None:
        """Why a field such as `Order.email` may not be read with these scopes; None when it may."""
        field_name = coordinate.partition(".")[2]
        if coordinate in self.failing_fields:
            return GraphQLError(self.failing_fields[coordinate], extensions={"code": "INTERNAL_SERVER_ERROR"})
        if coordinate in self.denied_fields:
            return scope_denial(coordinate, field_name, ())
        needed = FIELD_SCOPES.get(coordinate, ())
        if needed and not scopes.intersection(_with_implied(needed)):
            return scope_denial(coordinate, field_name, needed)
        if self.protected_data == "order_denied" and coordinate in ORDER_FIELDS:
            return self._not_approved("access the Order object")
        if coordinate in PERSONAL_FIELDS:
            return self._personal_denial(field_name)
        return None

    def _personal_denial(self, field_name: str) -> GraphQLError | None:
        if self.protected_data == "level_2_denied":
            return self._not_approved(f"use the {field_name} field")
        if self.protected_data == "basic_plan":
            return GraphQLError(
                f"Access denied for {field_name} field. Access to personally identifiable information (PII) like "
                "customer names, addresses, emails, phone numbers is only available on Shopify, Advanced, and Plus "
                "plans.",
                extensions={"code": "ACCESS_DENIED", "documentation": PROTECTED_DATA_PAGE},
            )
        return None

    def _not_approved(self, to_what: str) -> GraphQLError:
        extensions = {"code": "ACCESS_DENIED", "documentation": PROTECTED_DATA_PAGE} if self.coded else None
        return GraphQLError(
            f"This app is not approved to {to_what}. See {PROTECTED_DATA_PAGE} for more details.",
            extensions=extensions,
        )


def _with_implied(needed: tuple[str, ...]) -> set[str]:
    """A write scope implies its read scope."""
    return set(needed) | {scope.replace("read_", "write_", 1) for scope in needed}


def scope_denial(coordinate: str, field_name: str, needed: tuple[str, ...]) -> GraphQLError:
    """The error for a scope that was not granted."""
    if coordinate in BARE_DENIALS or not needed:
        return GraphQLError(f"Access denied for {field_name} field.", extensions={"code": "ACCESS_DENIED"})
    quoted = [f"`{scope}`" for scope in needed]
    required = quoted[0] if len(quoted) == 1 else f"One of the following access scopes: {' or '.join(quoted)}"
    required = f"{required} access scope." if len(quoted) == 1 else f"{required}."
    return GraphQLError(
        f"Access denied for {field_name} field. Required access: {required}",
        extensions={"code": "ACCESS_DENIED", "documentation": SCOPES_PAGE, "requiredAccess": required},
    )


def may_see_location(scopes: frozenset[str], *, third_party: bool) -> bool:
    """Whether the granted scopes cover fulfillment orders at such a location."""
    needed = THIRD_PARTY_SCOPE if third_party else MERCHANT_SCOPE
    return bool(scopes.intersection(_with_implied((needed,))))
