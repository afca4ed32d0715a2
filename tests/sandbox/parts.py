"""The plain parts of what the store holds: records that belong to another and know nothing of it."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(slots=True, kw_only=True, eq=False)
class LocationRecord:
    """A place that sends or hands out goods. `third_party` places need a scope of their own to be seen."""

    id: str
    name: str
    address1: str
    city: str
    province: str
    zip: str
    country_code: str
    third_party: bool = False

    @property
    def is_fulfillment_service(self) -> bool:
        """Another company's place is one of its app's."""
        return self.third_party


@dataclass(slots=True, kw_only=True, eq=False)
class TrackingRecord:
    """One number of a shipment; all three are whatever the merchant or an app typed."""

    company: str | None = None
    number: str | None = None
    url: str | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class EventRecord:
    """One scan. `created_at` is when the store heard of it, which may be much later than it happened."""

    id: str
    status: str
    happened_at: datetime
    created_at: datetime
    message: str | None = None
    city: str | None = None
    province: str | None = None
    country: str | None = None
    zip: str | None = None
    address1: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    estimated_delivery_at: datetime | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class MetafieldRecord:
    """One value an app keeps on an order."""

    id: str
    namespace: str
    key: str
    type: str
    value: str
    created_at: datetime
    updated_at: datetime


@dataclass(slots=True, kw_only=True, eq=False)
class HoldRecord:
    """Why a fulfillment order waits. `display_reason` and `reason_notes` are for the merchant's eyes."""

    id: str
    reason: str
    display_reason: str
    reason_notes: str | None = None
    handle: str | None = None
    external_id: str | None = None
    held_by_requesting_app: bool = False


@dataclass(slots=True, kw_only=True, eq=False)
class MerchantRequestRecord:
    """What a merchant asked of a fulfillment service. `request_options` is JSON, of whatever shape."""

    id: str
    kind: str
    sent_at: datetime
    message: str | None = None
    request_options: object = None
    response_data: object = None


@dataclass(slots=True, kw_only=True, eq=False)
class DeliveryMethodRecord:
    """How a fulfillment order is to reach the shopper, and what checkout promised."""

    id: str
    method_type: str = "SHIPPING"
    presented_name: str | None = None
    min_delivery_date_time: datetime | None = None
    max_delivery_date_time: datetime | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class WebhookSubscriptionRecord:
    """A subscription made through the API."""

    id: str
    topic: str
    uri: str
    created_at: datetime
    updated_at: datetime
    format: str = "JSON"
    filter: str | None = None
    name: str | None = None
    include_fields: list[str] = field(default_factory=list)
    metafield_namespaces: list[str] = field(default_factory=list)
    app_owned: bool = False
    """Made by the app's configuration: the API does not list it, and failures do not end it."""


@dataclass(slots=True)
class Deliveries:
    """Switches of webhook deliveries. `loss` and `duplicates` are chances from 0 to 1; times are in seconds."""

    secret: str
    """What deliveries are signed with: the app's secret, an older one, or a key that is not the app's."""
    loss: float = 0.0
    duplicates: float = 0.0
    delay: float = 0.0
    hold_back: float = 0.0
    """Each is held back for a random time up to this, so that they overtake one another."""
    retry_scale: float = 1.0
    """Retries come this much later (or sooner) than Shopify's."""
    seed: int = 1
