"""Reading what can be shipped of one order, completely, just before something is."""

from datetime import datetime

from orders.domain.fulfillable import FulfillableOrder, Hold, MadeFulfillment, OpenLine, ShopLocation, Work
from orders.domain.order import TrackingInfo
from orders.domain.status import (
    FulfillmentEventStatus,
    FulfillmentOrderRequestStatus,
    FulfillmentOrderStatus,
    FulfillmentStatus,
    HoldReason,
)
from orders.shopify import operations
from orders.shopify.endpoint import Endpoint
from orders.shopify.errors import OrderNotFound
from orders.shopify.json_shapes import Json, JsonObject, get_list, get_object
from orders.shopify.mapping_parts import distinct_by_id, item_quantities
from orders.shopify.operations import LONGEST_LIST, REST
from orders.shopify.order_pages import find_next_cursor
from orders.shopify.payload import NUMBER_LIMIT, URL_LIMIT, Fields
from orders.transport.deadline import Deadline

WORK_PAGE = 7
LINES_PAGE = 12
FULFILLMENTS_LISTED = 12
EVENTS_PAGE = 20


def read_fulfillable(endpoint: Endpoint, order_id: str, *, deadline: Deadline) -> FulfillableOrder:
    """The order's fulfillment orders and fulfillments, all of them.

    Raises OrderNotFound, AccessDenied where fulfillment orders may not be read, or another ShopifyError.
    """
    return _Reader(endpoint, order_id, deadline).read()


def read_locations(endpoint: Endpoint, *, deadline: Deadline) -> tuple[ShopLocation, ...]:
    """The shop's places, active ones only; needs `read_locations`."""
    found: list[ShopLocation] = []
    after: str | None = None
    while True:
        reply = endpoint.execute(
            operations.LOCATIONS,
            {"locations": operations.LOCATIONS_PAGE, "after": after},
            deadline=deadline,
        )
        page = get_object(reply.root, "locations")
        for node in get_list(page.get("nodes"), "locations.nodes"):
            fields = Fields(node, kind="Location", observations=endpoint.observations)
            found.append(
                ShopLocation(
                    id=fields.get_whole("id"),
                    name=fields.find_text("name") or "",
                    is_fulfillment_service=fields.flag("isFulfillmentService", default=False),
                )
            )
        after = find_next_cursor(page, where="locations")
        if after is None:
            return distinct_by_id(found)


def read_events(
    endpoint: Endpoint, fulfillment_id: str, *, deadline: Deadline
) -> frozenset[tuple[str, datetime]]:
    """What has been reported of a fulfillment: each event's status, and when it happened."""
    found: set[tuple[str, datetime]] = set()
    after: str | None = None
    while True:
        reply = endpoint.execute(
            operations.FULFILLMENT_EVENTS,
            {"id": fulfillment_id, "events": EVENTS_PAGE, "after": after},
            deadline=deadline,
        )
        page = get_object(get_object(reply.root, "fulfillment").get("events"), "Fulfillment.events")
        for node in get_list(page.get("nodes"), "Fulfillment.events.nodes"):
            fields = Fields(node, kind="FulfillmentEvent", observations=endpoint.observations)
            found.add((fields.get_enum("status", FulfillmentEventStatus), fields.get_moment("happenedAt")))
        after = find_next_cursor(page, where="Fulfillment.events")
        if after is None:
            return frozenset(found)


class _Reader:
    def __init__(self, endpoint: Endpoint, order_id: str, deadline: Deadline) -> None:
        self._endpoint = endpoint
        self._order_id = order_id
        self._deadline = deadline
        self._skus: dict[str, str] = {}

    def read(self) -> FulfillableOrder:
        listed = FULFILLMENTS_LISTED
        order = self._ask(listed, after=None)
        if len(get_list(order.get("fulfillments"), "Order.fulfillments")) >= listed:
            order = self._ask(LONGEST_LIST, after=None)
        work = self._all_work(order)
        fields = Fields(order, kind="Order", observations=self._endpoint.observations)
        return FulfillableOrder(
            id=fields.get_whole("id"),
            name=fields.get_whole("name"),
            cancelled_at=fields.find_moment("cancelledAt"),
            work=work,
            fulfillments=distinct_by_id(
                _made(made) for made in fields.fields_in("fulfillments", kind="Fulfillment")
            ),
            skus=self._skus,
        )

    def _ask(self, fulfillments: int, *, after: str | None) -> JsonObject:
        # A fulfillment's lines tell only what was sent: a first page of them is enough to know it again.
        lines = LINES_PAGE if fulfillments == FULFILLMENTS_LISTED else 2
        reply = self._endpoint.execute(
            operations.FULFILLABLE,
            {
                "id": self._order_id,
                "fulfillmentOrders": WORK_PAGE,
                "after": after,
                "lines": lines,
                "fulfillments": fulfillments,
            },
            deadline=self._deadline,
        )
        if reply.root is None:
            message = "Shopify has no such order, or it is older than the app may read."
            raise OrderNotFound(message)
        return get_object(reply.root, "order")

    def _all_work(self, order: JsonObject) -> tuple[Work, ...]:
        found: list[Work] = []
        page = get_object(order.get("fulfillmentOrders"), "Order.fulfillmentOrders")
        while True:
            nodes = get_list(page.get("nodes"), "Order.fulfillmentOrders")
            found += [self._work(get_object(node, "FulfillmentOrder")) for node in nodes]
            after = find_next_cursor(page, where="Order.fulfillmentOrders")
            if after is None:
                return distinct_by_id(found)
            order = self._ask(2, after=after)
            page = get_object(order.get("fulfillmentOrders"), "Order.fulfillmentOrders")

    def _work(self, node: JsonObject) -> Work:
        fields = Fields(node, kind="FulfillmentOrder", observations=self._endpoint.observations)
        gid = fields.get_whole("id")
        assigned = fields.find_fields("assignedLocation", kind="FulfillmentOrderAssignedLocation")
        location = assigned.find_fields("location", kind="Location") if assigned else None
        actions = fields.fields_in("supportedActions", kind="FulfillmentOrderSupportedAction")
        return Work(
            id=gid,
            status=fields.get_enum("status", FulfillmentOrderStatus),
            request_status=fields.get_enum("requestStatus", FulfillmentOrderRequestStatus),
            actions=frozenset(action for each in actions if (action := each.find_text("action"))),
            holds=tuple(_hold(hold) for hold in fields.fields_in("fulfillmentHolds", kind="FulfillmentHold")),
            location_id=location.find_whole("id", limit=255) if location else None,
            location_name=assigned.find_text("name") if assigned else None,
            lines=self._lines(gid, get_object(node.get("lineItems"), "FulfillmentOrder.lineItems")),
        )

    def _lines(self, gid: str, page: JsonObject) -> tuple[OpenLine, ...]:
        found: list[OpenLine] = []
        while True:
            found += [
                self._line(node) for node in get_list(page.get("nodes"), "FulfillmentOrder.lineItems.nodes")
            ]
            after = find_next_cursor(page, where="FulfillmentOrder.lineItems")
            if after is None:
                return distinct_by_id(found)
            reply = self._endpoint.execute(
                operations.FULFILLABLE_LINES,
                {"id": gid, "lines": REST.lines, "after": after},
                deadline=self._deadline,
            )
            answer = get_object(reply.root, "fulfillmentOrder")
            page = get_object(answer.get("lineItems"), "FulfillmentOrder.lineItems")

    def _line(self, node: Json) -> OpenLine:
        fields = Fields(node, kind="FulfillmentOrderLineItem", observations=self._endpoint.observations)
        item = Fields(
            get_object(node, "FulfillmentOrderLineItem").get("lineItem"),
            kind="LineItem",
            observations=self._endpoint.observations,
        )
        line = OpenLine(
            id=fields.get_whole("id"),
            line_item_id=item.get_whole("id"),
            sku=fields.find_text("sku"),
            remaining=fields.get_integer("remainingQuantity"),
        )
        if line.sku:
            self._skus[line.line_item_id] = line.sku
        return line


def _hold(fields: Fields) -> Hold:
    return Hold(
        id=fields.get_whole("id"),
        reason=fields.get_enum("reason", HoldReason),
        handle=fields.find_whole("handle", limit=64),
        is_ours=fields.flag("heldByRequestingApp", default=False),
    )


def _made(fields: Fields) -> MadeFulfillment:
    location = fields.find_fields("location", kind="Location")
    return MadeFulfillment(
        id=fields.get_whole("id"),
        status=fields.get_enum("status", FulfillmentStatus),
        created_at=fields.get_moment("createdAt"),
        location_id=location.find_whole("id", limit=255) if location else None,
        tracking=tuple(
            TrackingInfo(
                company=tracking.find_text("company"),
                number=tracking.find_text("number", limit=NUMBER_LIMIT),
                url=tracking.find_whole("url", limit=URL_LIMIT),
            )
            for tracking in fields.fields_in("trackingInfo", kind="FulfillmentTrackingInfo")
        ),
        lines=item_quantities(fields, "fulfillmentLineItems", quantity="quantity"),
    )
