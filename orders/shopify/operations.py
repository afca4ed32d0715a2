"""The queries as they are sent: package data beside this module, each with the size of its pages.

Shopify prices a query by the page sizes it asks for, in steps that grow with the logarithm of the size: 2,
4, 7, 12, 20, 33, 54, 90, 148 and 244 are the largest sizes of their steps. First pages fit a usual order
(`FIRST`); an order that is larger is asked for the rest in large pages (`REST`).
`tests/shopify/test_queries.py` holds the sum.
"""

import functools
from dataclasses import dataclass
from importlib import resources

STEPS = (2, 4, 7, 12, 20, 33, 54, 90, 148, 244)
LONGEST_LIST = 244


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One query: its operation name, and the root field that its answer stands under."""

    name: str
    root: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSizes:
    """How many of each to ask for at once; the `fulfillment_order_...` ones lie inside a fulfillment
    order.
    """

    lines: int
    fulfillments: int
    events: int
    fulfillment_lines: int
    fulfillment_orders: int
    fulfillment_order_lines: int
    fulfillment_order_fulfillments: int
    refunds: int
    refund_lines: int


FIRST = PageSizes(
    lines=7,
    fulfillments=2,
    events=20,
    fulfillment_lines=7,
    fulfillment_orders=2,
    fulfillment_order_lines=7,
    fulfillment_order_fulfillments=2,
    refunds=2,
    refund_lines=4,
)
REST = PageSizes(
    lines=244,
    fulfillments=54,
    events=148,
    fulfillment_lines=54,
    fulfillment_orders=20,
    fulfillment_order_lines=54,
    fulfillment_order_fulfillments=12,
    refunds=20,
    refund_lines=54,
)
SEARCH_PAGE = 20
UPDATES_PAGE = 90
NEWEST_ORDERS = 7
SUBSCRIPTIONS_PAGE = 90
LOCATIONS_PAGE = 90


def next_step(size: int) -> int:
    """The smallest page size that holds `size` things and is the best value of its step."""
    return next((step for step in STEPS if step >= size), LONGEST_LIST)


@functools.cache
def _read(name: str) -> str:
    return resources.files("orders.shopify").joinpath("queries", f"{name}.graphql").read_text("utf-8")


def _load(file: str, *, name: str, root: str, fragments: tuple[str, ...] = ()) -> Operation:
    return Operation(name=name, root=root, text="\n".join(_read(part) for part in (file, *fragments)))


_FULFILLMENT = ("fulfillment_fields", "event_fields")

_ORDER = ("order_fields", "line_item_fields", *_FULFILLMENT)
_WORK = ("fulfillment_order_fields",)
_REFUND = ("refund_fields",)

ORDER = _load("order", name="Order", root="order", fragments=(*_ORDER, *_WORK, *_REFUND))
ORDER_ALONE = _load("order_alone", name="OrderAlone", root="order", fragments=_ORDER)
ORDER_LINE_ITEMS = _load(
    "order_line_items", name="OrderLineItems", root="order", fragments=("line_item_fields",)
)
ORDER_FULFILLMENTS = _load(
    "order_fulfillments", name="OrderFulfillments", root="order", fragments=_FULFILLMENT
)
FULFILLMENT_EVENTS = _load(
    "fulfillment_events", name="FulfillmentEvents", root="fulfillment", fragments=("event_fields",)
)
FULFILLMENT_LINE_ITEMS = _load("fulfillment_line_items", name="FulfillmentLineItems", root="fulfillment")
FULFILLMENT_ORDERS = _load("fulfillment_orders", name="FulfillmentOrders", root="order", fragments=_WORK)
FULFILLMENT_ORDER_LINE_ITEMS = _load(
    "fulfillment_order_line_items", name="FulfillmentOrderLineItems", root="fulfillmentOrder"
)
FULFILLMENT_ORDER_FULFILLMENTS = _load(
    "fulfillment_order_fulfillments", name="FulfillmentOrderFulfillments", root="fulfillmentOrder"
)
REFUNDS = _load("refunds", name="Refunds", root="order", fragments=_REFUND)
REFUND_LINE_ITEMS = _load("refund_line_items", name="RefundLineItems", root="node")
SEARCH_ORDERS = _load("search_orders", name="SearchOrders", root="orders")
ORDER_CONTACTS = _load("order_contacts", name="OrderContacts", root="nodes")
ORDER_UPDATES = _load("order_updates", name="OrderUpdates", root="orders")
NEWEST_ORDERS_PROBE = _load("newest_orders", name="NewestOrders", root="orders")
ORDER_ID = _load("order_id", name="OrderId", root="order")
ORDER_OF_FULFILLMENT_ORDER = _load(
    "order_of_fulfillment_order", name="OrderOfFulfillmentOrder", root="fulfillmentOrder"
)
ORDER_OF_FULFILLMENT = _load("order_of_fulfillment", name="OrderOfFulfillment", root="fulfillment")
ORDER_OF_RETURN = _load("order_of_return", name="OrderOfReturn", root="return")
WEBHOOK_SUBSCRIPTIONS = _load(
    "webhook_subscriptions", name="WebhookSubscriptions", root="webhookSubscriptions"
)
CREATE_WEBHOOK_SUBSCRIPTION = _load(
    "create_webhook_subscription", name="CreateWebhookSubscription", root="webhookSubscriptionCreate"
)
UPDATE_WEBHOOK_SUBSCRIPTION = _load(
    "update_webhook_subscription", name="UpdateWebhookSubscription", root="webhookSubscriptionUpdate"
)
DELETE_WEBHOOK_SUBSCRIPTION = _load(
    "delete_webhook_subscription", name="DeleteWebhookSubscription", root="webhookSubscriptionDelete"
)
FULFILLABLE = _load("fulfillable", name="Fulfillable", root="order")
FULFILLABLE_LINES = _load("fulfillable_lines", name="FulfillableLines", root="fulfillmentOrder")
MERCHANT_REQUESTS = _load("merchant_requests", name="MerchantRequests", root="nodes")
LOCATIONS = _load("locations", name="Locations", root="locations")
CREATE_FULFILLMENT = _load("create_fulfillment", name="CreateFulfillment", root="fulfillmentCreate")
UPDATE_TRACKING = _load("update_tracking", name="UpdateTracking", root="fulfillmentTrackingInfoUpdate")
CANCEL_FULFILLMENT = _load("cancel_fulfillment", name="CancelFulfillment", root="fulfillmentCancel")
CREATE_FULFILLMENT_EVENT = _load(
    "create_fulfillment_event", name="CreateFulfillmentEvent", root="fulfillmentEventCreate"
)
HOLD_FULFILLMENT_ORDER = _load(
    "hold_fulfillment_order", name="HoldFulfillmentOrder", root="fulfillmentOrderHold"
)
RELEASE_FULFILLMENT_ORDER = _load(
    "release_fulfillment_order", name="ReleaseFulfillmentOrder", root="fulfillmentOrderReleaseHold"
)
ACCEPT_FULFILLMENT_REQUEST = _load(
    "accept_fulfillment_request",
    name="AcceptFulfillmentRequest",
    root="fulfillmentOrderAcceptFulfillmentRequest",
)
REJECT_FULFILLMENT_REQUEST = _load(
    "reject_fulfillment_request",
    name="RejectFulfillmentRequest",
    root="fulfillmentOrderRejectFulfillmentRequest",
)
ACCEPT_CANCELLATION_REQUEST = _load(
    "accept_cancellation_request",
    name="AcceptCancellationRequest",
    root="fulfillmentOrderAcceptCancellationRequest",
)
REJECT_CANCELLATION_REQUEST = _load(
    "reject_cancellation_request",
    name="RejectCancellationRequest",
    root="fulfillmentOrderRejectCancellationRequest",
)
ADD_TAGS = _load("add_tags", name="AddTags", root="tagsAdd")
SET_METAFIELDS = _load("set_metafields", name="SetMetafields", root="metafieldsSet")
SHOP = _load("shop", name="Shop", root="shop")
API_VERSIONS = _load("api_versions", name="ApiVersions", root="publicApiVersions")
ACCESS_SCOPES = _load("access_scopes", name="AccessScopes", root="currentAppInstallation")

SHOP_BRAND = _load("shop_brand", name="ShopBrand", root="shop")
CONTACT_INFORMATION = _load("contact_information", name="ContactInformation", root="shop")

STOREFRONT = (SHOP_BRAND, CONTACT_INFORMATION)
"""For the Storefront API, which has a schema of its own; `ALL` are the Admin API's."""

ALL = (
    ORDER,
    ORDER_ALONE,
    ORDER_LINE_ITEMS,
    ORDER_FULFILLMENTS,
    FULFILLMENT_EVENTS,
    FULFILLMENT_LINE_ITEMS,
    FULFILLMENT_ORDERS,
    FULFILLMENT_ORDER_LINE_ITEMS,
    FULFILLMENT_ORDER_FULFILLMENTS,
    REFUNDS,
    REFUND_LINE_ITEMS,
    SEARCH_ORDERS,
    ORDER_CONTACTS,
    ORDER_UPDATES,
    NEWEST_ORDERS_PROBE,
    ORDER_ID,
    ORDER_OF_FULFILLMENT_ORDER,
    ORDER_OF_FULFILLMENT,
    ORDER_OF_RETURN,
    WEBHOOK_SUBSCRIPTIONS,
    CREATE_WEBHOOK_SUBSCRIPTION,
    UPDATE_WEBHOOK_SUBSCRIPTION,
    DELETE_WEBHOOK_SUBSCRIPTION,
    FULFILLABLE,
    FULFILLABLE_LINES,
    MERCHANT_REQUESTS,
    LOCATIONS,
    CREATE_FULFILLMENT,
    UPDATE_TRACKING,
    CANCEL_FULFILLMENT,
    CREATE_FULFILLMENT_EVENT,
    HOLD_FULFILLMENT_ORDER,
    RELEASE_FULFILLMENT_ORDER,
    ACCEPT_FULFILLMENT_REQUEST,
    REJECT_FULFILLMENT_REQUEST,
    ACCEPT_CANCELLATION_REQUEST,
    REJECT_CANCELLATION_REQUEST,
    ADD_TAGS,
    SET_METAFIELDS,
    SHOP,
    API_VERSIONS,
    ACCESS_SCOPES,
)
