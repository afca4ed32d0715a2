"""Topics as the API names them (`ORDERS_UPDATED`) and as deliveries do (`orders/updated`), and their scopes."""

from tests.sandbox.access import MERCHANT_SCOPE, THIRD_PARTY_SCOPE

RESOURCES = (
    *("fulfillment_events", "fulfillment_orders", "fulfillment_holds", "fulfillments"),
    *("orders", "refunds", "returns", "customers", "locations", "shop", "app"),
)
WORK_SCOPES = (MERCHANT_SCOPE, THIRD_PARTY_SCOPE)
SCOPES: dict[str, tuple[str, ...]] = {
    "orders": ("read_orders",),
    "refunds": ("read_orders",),
    "fulfillments": ("read_fulfillments",),
    "fulfillment_events": ("read_fulfillments",),
    "fulfillment_orders": WORK_SCOPES,
    "fulfillment_holds": WORK_SCOPES,
    "returns": ("read_returns",),
    "locations": ("read_locations",),
}
COMPLIANCE_TOPICS = ("customers/data_request", "customers/redact", "shop/redact")
ORDER_TOPICS = (
    *("orders/create", "orders/updated", "orders/cancelled", "orders/edited", "orders/delete"),
    *("orders/fulfilled", "orders/partially_fulfilled", "refunds/create"),
    *("fulfillments/create", "fulfillments/update", "fulfillment_events/create", "fulfillment_events/delete"),
    *("fulfillment_orders/placed_on_hold", "fulfillment_orders/hold_released", "fulfillment_orders/moved"),
    *("fulfillment_orders/rescheduled", "fulfillment_orders/scheduled_fulfillment_order_ready"),
    *("fulfillment_orders/progress_reported", "fulfillment_orders/cancelled"),
    *(
        "fulfillment_orders/fulfillment_request_accepted",
        "fulfillment_holds/added",
        "fulfillment_holds/released",
    ),
    *(
        "returns/request",
        "returns/approve",
        "returns/decline",
        "returns/close",
        "returns/cancel",
        "returns/update",
    ),
    *COMPLIANCE_TOPICS,
    *("app/uninstalled", "app/scopes_update"),
)
"""Everything that tells of an order, or of the app."""


def topic_of(enum_value: str) -> str:
    """`fulfillment_orders/moved` for FULFILLMENT_ORDERS_MOVED."""
    name = enum_value.lower()
    for resource in RESOURCES:
        if name.startswith(f"{resource}_"):
            return f"{resource}/{name.removeprefix(f'{resource}_')}"
    return name.replace("_", "/", 1)


def enum_of(topic: str) -> str:
    """FULFILLMENT_ORDERS_MOVED for `fulfillment_orders/moved`."""
    return topic.replace("/", "_").upper()


def needed_scopes(enum_value: str) -> tuple[str, ...]:
    """Any one of these lets an app subscribe; none for a topic that needs none."""
    return SCOPES.get(topic_of(enum_value).partition("/")[0], ())
