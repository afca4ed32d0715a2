"""What the sandbox store holds. Attributes are Shopify's field names in snake case, so a resolver need only look."""

from dataclasses import dataclass, field
from datetime import datetime

from tests.sandbox.parts import (
    DeliveryMethodRecord,
    EventRecord,
    HoldRecord,
    LocationRecord,
    MerchantRequestRecord,
    MetafieldRecord,
    TrackingRecord,
)


@dataclass(slots=True, kw_only=True, eq=False)
class LineItemRecord:
    """`quantity` is what was ordered, `current_quantity` what refunds and edits have left of it."""

    id: str
    order: "OrderRecord" = field(repr=False)
    title: str
    quantity: int
    current_quantity: int
    variant_title: str | None = None
    sku: str | None = None
    vendor: str | None = "Casa Lumbre"
    picture: str | None = None
    requires_shipping: bool = True
    is_gift_card: bool = False

    @property
    def fulfilled_quantity(self) -> int:
        """How many are in shipments that were not cancelled."""
        good = (each for each in self.order.fulfillments if each.is_good)
        return sum(line.quantity for each in good for line in each.lines if line.line_item is self)

    @property
    def unfulfilled_quantity(self) -> int:
        """How many are still owed."""
        return max(0, self.current_quantity - self.fulfilled_quantity)

    @property
    def non_fulfillable_quantity(self) -> int:
        """How many will never be sent, because they were refunded or removed first."""
        return max(0, self.quantity - max(self.current_quantity, self.fulfilled_quantity))


@dataclass(slots=True, kw_only=True, eq=False)
class FulfillmentLineRecord:
    """So many of one line item in one shipment."""

    id: str
    line_item: LineItemRecord
    quantity: int


@dataclass(slots=True, kw_only=True, eq=False)
class FulfillmentRecord:
    """A shipment."""

    id: str
    order: "OrderRecord" = field(repr=False)
    name: str
    status: str = "SUCCESS"
    display_status: str | None = "FULFILLED"
    created_at: datetime
    updated_at: datetime
    in_transit_at: datetime | None = None
    delivered_at: datetime | None = None
    estimated_delivery_at: datetime | None = None
    requires_shipping: bool = True
    location: LocationRecord | None = None
    tracking: list[TrackingRecord] = field(default_factory=list)
    events: list[EventRecord] = field(default_factory=list)
    newest_event_at: datetime | None = None
    lines: list[FulfillmentLineRecord] = field(default_factory=list)
    fulfillment_orders: list["FulfillmentOrderRecord"] = field(default_factory=list, repr=False)

    @property
    def is_good(self) -> bool:
        """Whether its items count as sent."""
        return self.status not in ("CANCELLED", "ERROR", "FAILURE")

    @property
    def total_quantity(self) -> int:
        """Units in it."""
        return sum(line.quantity for line in self.lines)


@dataclass(slots=True, kw_only=True, eq=False)
class FulfillmentOrderLineRecord:
    """So many of one line item to be done at one location."""

    id: str
    line_item: LineItemRecord
    total_quantity: int
    remaining_quantity: int


@dataclass(slots=True, kw_only=True, eq=False)
class FulfillmentOrderRecord:
    """Work for one location. `displayable` is false for those a move or a merge has closed."""

    id: str
    order: "OrderRecord" = field(repr=False)
    status: str = "OPEN"
    request_status: str = "UNSUBMITTED"
    created_at: datetime
    updated_at: datetime
    fulfill_at: datetime | None = None
    fulfill_by: datetime | None = None
    displayable: bool = True
    location: LocationRecord
    delivery_method: DeliveryMethodRecord | None = None
    fulfillment_holds: list[HoldRecord] = field(default_factory=list)
    merchant_requests: list[MerchantRequestRecord] = field(default_factory=list)
    answer: dict[str, object] = field(default_factory=dict)
    """What the fulfillment service said along with its last answer, by the arguments' names. No field gives it back."""
    lines: list[FulfillmentOrderLineRecord] = field(default_factory=list)
    fulfillments: list[FulfillmentRecord] = field(default_factory=list, repr=False)

    @property
    def remaining_quantity(self) -> int:
        """Units still to be sent from here."""
        return sum(line.remaining_quantity for line in self.lines)

    @property
    def supported_actions(self) -> list[dict[str, object]]:
        """What an app may do with it now."""
        by_status = {
            "OPEN": ("CREATE_FULFILLMENT", "REPORT_PROGRESS", "MOVE", "HOLD", "SPLIT"),
            "IN_PROGRESS": ("CREATE_FULFILLMENT", "REPORT_PROGRESS", "HOLD", "MARK_AS_OPEN"),
            "ON_HOLD": ("RELEASE_HOLD", "HOLD", "MOVE"),
            "SCHEDULED": ("MARK_AS_OPEN", "MOVE"),
        }
        by_request = {
            ("OPEN", "SUBMITTED"): ("CANCEL_FULFILLMENT_ORDER",),
            ("OPEN", "REJECTED"): ("REQUEST_FULFILLMENT", "CREATE_FULFILLMENT", "HOLD", "SPLIT"),
            ("IN_PROGRESS", "ACCEPTED"): ("CREATE_FULFILLMENT", "REQUEST_CANCELLATION"),
            ("IN_PROGRESS", "CANCELLATION_REQUESTED"): ("CREATE_FULFILLMENT",),
            ("IN_PROGRESS", "CANCELLATION_REJECTED"): ("CREATE_FULFILLMENT",),
            ("CANCELLED", "CANCELLATION_ACCEPTED"): ("REQUEST_FULFILLMENT", "CREATE_FULFILLMENT", "HOLD"),
        }
        actions = by_request.get((self.status, self.request_status), by_status.get(self.status, ()))
        return [{"action": action, "externalUrl": None} for action in actions]


@dataclass(slots=True, kw_only=True, eq=False)
class RefundLineRecord:
    """So many of one line item taken off the order."""

    id: str
    line_item: LineItemRecord
    quantity: int
    restock_type: str = "NO_RESTOCK"


@dataclass(slots=True, kw_only=True, eq=False)
class RefundRecord:
    """Quantities (and, in the real store, money) given back."""

    id: str
    order: "OrderRecord" = field(repr=False)
    created_at: datetime
    note: str | None = None
    lines: list[RefundLineRecord] = field(default_factory=list)


@dataclass(slots=True, kw_only=True, eq=False)
class ReturnLineRecord:
    """So many of one shipped line on their way back."""

    id: str
    fulfillment_line: FulfillmentLineRecord
    quantity: int
    return_reason: str = "UNKNOWN"
    customer_note: str | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class ReturnRecord:
    """A return, with the parcels that bring it back."""

    id: str
    order: "OrderRecord" = field(repr=False)
    name: str
    status: str
    created_at: datetime
    closed_at: datetime | None = None
    decline_reason: str | None = None
    decline_note: str | None = None
    lines: list[ReturnLineRecord] = field(default_factory=list)
    tracking: list[TrackingRecord] = field(default_factory=list)


@dataclass(slots=True, kw_only=True, eq=False)
class OrderRecord:
    """An order. `shown_fulfillment_status` and `return_status` are kept as Shopify would work them out."""

    id: str
    name: str
    number: int
    confirmation_number: str
    email: str | None
    phone: str | None
    created_at: datetime
    processed_at: datetime
    updated_at: datetime
    closed_at: datetime | None = None
    cancelled_at: datetime | None = None
    cancel_reason: str | None = None
    staff_note: str | None = None
    edited: bool = False
    test: bool = False
    confirmed: bool = True
    customer_locale: str | None = "es"
    display_financial_status: str | None = "PAID"
    shown_fulfillment_status: str | None = None
    return_status: str = "NO_RETURN"
    source_name: str = "web"
    first_name: str | None = None
    last_name: str | None = None
    address1: str | None = None
    zip: str | None = None
    city: str | None = None
    province: str | None = None
    province_code: str | None = None
    country_code: str | None = "ES"
    line_items: list[LineItemRecord] = field(default_factory=list)
    fulfillments: list[FulfillmentRecord] = field(default_factory=list)
    fulfillment_orders: list[FulfillmentOrderRecord] = field(default_factory=list)
    refunds: list[RefundRecord] = field(default_factory=list)
    returns: list[ReturnRecord] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    metafields: dict[tuple[str, str], MetafieldRecord] = field(default_factory=dict)
    changes: list[tuple[datetime, datetime]] = field(default_factory=list, repr=False)
    """When the search index could first hear of it, with the `updated_at` it then had; oldest first."""
    last_child_id: int = field(default=0, repr=False)

    @property
    def legacy_id(self) -> int:
        """The number at the end of the GID."""
        return int(self.id.rpartition("/")[2])

    @property
    def requires_shipping(self) -> bool:
        """Whether anything in it has to travel."""
        return any(line.requires_shipping for line in self.line_items)

    def next_id(self, type_name: str) -> str:
        """A GID for something that belongs to this order; the same story always gets the same ids."""
        self.last_child_id += 1
        return f"gid://shopify/{type_name}/{self.legacy_id * 100_000 + self.last_child_id}"
