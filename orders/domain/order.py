"""The one shape of truth: an order as Shopify told it, without the parts a tracking page must not keep.

Every `*_at` is an aware datetime, or a day where that is all that is known (`orders.domain.when`). Ids are Shopify
GIDs (`gid://shopify/Order/1`). Status fields hold Shopify's enum values as plain text (see `orders.domain.status`),
known or not. Nothing here names a person, a street, an email or a phone number.
"""

from dataclasses import dataclass
from datetime import datetime

from orders.domain.when import When


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A product picture on the image host; untrusted text until the page has checked the address."""

    url: str
    alt_text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineItem:
    """`quantity` is what was ordered, `current_quantity` what is left after refunds and removals."""

    id: str
    title: str
    variant_title: str | None = None
    quantity: int
    current_quantity: int
    unfulfilled_quantity: int
    requires_shipping: bool = True
    is_gift_card: bool = False
    image: Image | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingInfo:
    """One tracking number of a fulfillment. All three are untrusted text, and each may be missing."""

    company: str | None = None
    number: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FulfillmentEvent:
    """A scan or a status an app reported. `happened_at` orders events; `created_at` says when Shopify heard of it."""

    id: str
    status: str
    happened_at: When
    created_at: datetime
    estimated_delivery_at: When | None = None
    message: str | None = None
    city: str | None = None
    province: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemQuantity:
    """So many of one line item."""

    line_item_id: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Renumbering:
    """A tracking number was replaced: heard of `at`; the `former` numbers, and status and estimate at that time.

    Not Shopify's, but what two of its answers show together (`orders.domain.renumbering`).
    """

    at: datetime
    former: tuple[TrackingInfo, ...]
    display_status: str | None = None
    estimated_delivery_at: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fulfillment:
    """A shipment that was really made (or cancelled again); it may travel under several tracking numbers."""

    id: str
    name: str
    status: str
    display_status: str | None = None
    created_at: datetime
    updated_at: datetime
    in_transit_at: When | None = None
    delivered_at: When | None = None
    estimated_delivery_at: When | None = None
    requires_shipping: bool = True
    tracking: tuple[TrackingInfo, ...] = ()
    events: tuple[FulfillmentEvent, ...] = ()
    line_items: tuple[ItemQuantity, ...] = ()
    renumbering: Renumbering | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryMethod:
    """How a fulfillment order is to reach the shopper; the two times are what checkout promised."""

    method_type: str
    presented_name: str | None = None
    min_delivery_at: When | None = None
    max_delivery_at: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FulfillmentOrder:
    """Work to be done at one location. `line_items` is what remains to be done, `fulfillment_ids` what came of it."""

    id: str
    status: str
    request_status: str
    updated_at: datetime
    fulfill_at: When | None = None
    hold_reasons: tuple[str, ...] = ()
    delivery_method: DeliveryMethod | None = None
    location_name: str | None = None
    location_city: str | None = None
    location_country_code: str | None = None
    line_items: tuple[ItemQuantity, ...] = ()
    fulfillment_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """Quantities taken off the order; a refund that exists does not say that money has arrived."""

    id: str
    created_at: datetime
    line_items: tuple[ItemQuantity, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order at one moment (`updated_at`).

    `fulfillment_orders` and `refunds` are None when the shop's app may not read them, which is not the same as none.
    """

    id: str
    name: str
    number: int | None = None
    confirmation_number: str | None = None
    created_at: datetime
    updated_at: datetime
    cancelled_at: datetime | None = None
    cancel_reason: str | None = None
    edited: bool = False
    requires_shipping: bool = True
    financial_status: str | None = None
    fulfillment_status: str = "UNFULFILLED"
    return_status: str = "NO_RETURN"
    destination_city: str | None = None
    destination_country_code: str | None = None
    destination_province_code: str | None = None
    line_items: tuple[LineItem, ...] = ()
    fulfillments: tuple[Fulfillment, ...] = ()
    fulfillment_orders: tuple[FulfillmentOrder, ...] | None = None
    refunds: tuple[Refund, ...] | None = None
