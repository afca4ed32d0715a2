"""JSON as Shopify would send it, made by hand: one small order, to be changed by each test."""

from typing import Any

ORDER_ID = "gid://shopify/Order/1"

LAST_PAGE = {"hasNextPage": False, "endCursor": None}


def connection(*nodes: Any, after: str | None = None) -> dict[str, Any]:
    """A page with these nodes; with `after`, there is another page behind it."""
    page_info = LAST_PAGE if after is None else {"hasNextPage": True, "endCursor": after}
    return {"pageInfo": page_info, "nodes": list(nodes)}


def line_item(number: int = 1, /, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"gid://shopify/LineItem/{number}",
        "title": "Stoneware mug",
        "variantTitle": "Sand",
        "quantity": 2,
        "currentQuantity": 2,
        "unfulfilledQuantity": 1,
        "requiresShipping": True,
        "isGiftCard": False,
        "image": {"url": "https://cdn.example.com/mug.png", "altText": "A mug"},
    } | changes


def item_quantity(number: int = 1, /, *, quantity: int = 1, key: str = "quantity") -> dict[str, Any]:
    return {key: quantity, "lineItem": {"id": f"gid://shopify/LineItem/{number}"}}


def event(number: int = 1, /, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"gid://shopify/FulfillmentEvent/{number}",
        "status": "IN_TRANSIT",
        "happenedAt": "2026-11-20T10:00:00Z",
        "createdAt": "2026-11-20T10:05:00Z",
        "estimatedDeliveryAt": "2026-11-24T18:00:00Z",
        "message": "Sorted",
        "city": "Zaragoza",
        "province": "Aragón",
        "country": "ES",
    } | changes


def fulfillment(number: int = 1, /, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"gid://shopify/Fulfillment/{number}",
        "name": f"#1001.{number}",
        "status": "SUCCESS",
        "displayStatus": "IN_TRANSIT",
        "createdAt": "2026-11-19T09:00:00Z",
        "updatedAt": "2026-11-20T10:05:00Z",
        "inTransitAt": "2026-11-20T10:00:00Z",
        "deliveredAt": None,
        "estimatedDeliveryAt": "2026-11-25T18:00:00Z",
        "requiresShipping": True,
        "trackingInfo": [{"company": "SEUR", "number": "123", "url": "https://www.seur.com/123"}],
        "events": connection(event()),
        "fulfillmentLineItems": connection(item_quantity()),
    } | changes


def order(**changes: Any) -> dict[str, Any]:
    return {
        "id": ORDER_ID,
        "name": "#1001",
        "number": 1001,
        "confirmationNumber": "XPAV284CT",
        "createdAt": "2026-11-18T12:00:00Z",
        "updatedAt": "2026-11-20T10:06:00Z",
        "cancelledAt": None,
        "cancelReason": None,
        "edited": False,
        "requiresShipping": True,
        "displayFinancialStatus": "PAID",
        "displayFulfillmentStatus": "PARTIALLY_FULFILLED",
        "returnStatus": "NO_RETURN",
        "email": "ana@example.com",
        "phone": "+34600000000",
        "shippingAddress": {"city": "Madrid", "countryCodeV2": "ES", "provinceCode": "M"},
        "lineItems": connection(line_item()),
        "fulfillmentsCount": {"count": 1},
        "fulfillments": [fulfillment()],
        "fulfillmentOrders": connection(fulfillment_order()),
        "refunds": [],
    } | changes


def order_alone(**changes: Any) -> dict[str, Any]:
    """The order as it comes where one of its parts is denied."""
    parts = {"fulfillmentOrders", "refunds"}
    return {key: value for key, value in order(**changes).items() if key not in parts}


def fulfillment_order(number: int = 1, /, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"gid://shopify/FulfillmentOrder/{number}",
        "status": "ON_HOLD",
        "requestStatus": "UNSUBMITTED",
        "fulfillAt": None,
        "updatedAt": "2026-11-20T10:06:00Z",
        "fulfillmentHolds": [{"reason": "INVENTORY_OUT_OF_STOCK"}],
        "deliveryMethod": {
            "methodType": "SHIPPING",
            "presentedName": "Standard",
            "minDeliveryDateTime": "2026-11-23T08:00:00Z",
            "maxDeliveryDateTime": "2026-11-25T20:00:00Z",
        },
        "assignedLocation": {"name": "Valencia", "city": "Valencia", "countryCode": "ES"},
        "lineItems": connection(item_quantity(key="remainingQuantity")),
        "fulfillments": connection({"id": "gid://shopify/Fulfillment/1"}),
    } | changes


def refund(number: int = 1, /, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"gid://shopify/Refund/{number}",
        "createdAt": "2026-11-20T08:00:00Z",
        "processedAt": "2026-11-20T08:01:00Z",
        "refundLineItems": connection(item_quantity()),
    } | changes


def candidate(number: int = 1001, /, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"gid://shopify/Order/{number}",
        "name": f"#{number}",
        "number": number,
        "confirmationNumber": f"CONF{number}",
        "createdAt": "2026-11-18T12:00:00Z",
        "email": "ana@example.com",
        "phone": None,
    } | changes


def cost(
    *, requested: Any = 27, available: Any = 1900, maximum: Any = 2000.0, rate: Any = 100.0
) -> dict[str, Any]:
    """`extensions` with the cost of a query."""
    status = {"maximumAvailable": maximum, "currentlyAvailable": available, "restoreRate": rate}
    return {"cost": {"requestedQueryCost": requested, "actualQueryCost": 10, "throttleStatus": status}}
