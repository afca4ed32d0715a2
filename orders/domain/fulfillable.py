"""An order as whoever ships it sees it: work that is open at each location, and what has been made of it.

Read fresh before every write and never stored; the ids of lines are those of the fulfillment order's own lines.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from orders.domain.order import ItemQuantity, TrackingInfo
from orders.domain.status import FulfillmentOrderRequestStatus


class RequestAnswer(StrEnum):
    """What a fulfillment service says to what it was asked: to send something, or not to send it after all."""

    ACCEPT = "accept"
    REJECT = "reject"
    ACCEPT_CANCELLATION = "accept_cancellation"
    REJECT_CANCELLATION = "reject_cancellation"

    @property
    def asked(self) -> FulfillmentOrderRequestStatus:
        """The request status in which this can be said."""
        is_cancellation = self in (RequestAnswer.ACCEPT_CANCELLATION, RequestAnswer.REJECT_CANCELLATION)
        statuses = FulfillmentOrderRequestStatus
        return statuses.CANCELLATION_REQUESTED if is_cancellation else statuses.SUBMITTED

    @property
    def given(self) -> FulfillmentOrderRequestStatus:
        """The request status that follows."""
        return {
            RequestAnswer.ACCEPT: FulfillmentOrderRequestStatus.ACCEPTED,
            RequestAnswer.REJECT: FulfillmentOrderRequestStatus.REJECTED,
            RequestAnswer.ACCEPT_CANCELLATION: FulfillmentOrderRequestStatus.CANCELLATION_ACCEPTED,
            RequestAnswer.REJECT_CANCELLATION: FulfillmentOrderRequestStatus.CANCELLATION_REJECTED,
        }[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerDetails:
    """What is said along with an answer. `reason` (one of Shopify's) and `lines` are for refusing to send only,
    `estimated_shipped_at` (aware) for agreeing to.
    """

    reason: str = ""
    message: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    """(a line's id, a message or nothing) of what cannot be sent. All of the request is refused whatever is named."""
    estimated_shipped_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MerchantRequest:
    """What the merchant once asked of a fulfillment service: `kind` is Shopify's, `message` may have several lines.

    `options` are what else was wished, by Shopify's or another app's names, such as notify_customer.
    """

    kind: str
    sent_at: datetime
    message: str = ""
    options: Mapping[str, str | int | float | bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLine:
    """So many of one line item that a fulfillment order still has to send."""

    id: str
    line_item_id: str
    sku: str | None = None
    remaining: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """One reason for which a fulfillment order waits. `handle` is the name that the app which holds it gave it."""

    id: str
    reason: str
    handle: str | None = None
    is_ours: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One fulfillment order. `actions` are what Shopify lets be done with it now, such as CREATE_FULFILLMENT;
    `location_id` is None where the app may not read locations.
    """

    id: str
    status: str
    request_status: str
    actions: frozenset[str] = frozenset()
    holds: tuple[Hold, ...] = ()
    location_id: str | None = None
    location_name: str | None = None
    lines: tuple[OpenLine, ...] = ()

    @property
    def remaining(self) -> int:
        """Units still to be sent from here."""
        return sum(line.remaining for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeFulfillment:
    """One shipment that exists at Shopify, cancelled ones included."""

    id: str
    status: str
    created_at: datetime
    location_id: str | None = None
    tracking: tuple[TrackingInfo, ...] = ()
    lines: tuple[ItemQuantity, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FulfillableOrder:
    """What can be done with one order now. `skus` names the line items that have one."""

    id: str
    name: str
    cancelled_at: datetime | None = None
    work: tuple[Work, ...] = ()
    fulfillments: tuple[MadeFulfillment, ...] = ()
    skus: dict[str, str] = field(default_factory=dict)
    """Line item id to SKU."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracking:
    """The numbers of one shipment: one carrier, and for each number at most one address."""

    company: str | None = None
    numbers: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipping:
    """A shipment to be made: for each fulfillment order either all that is left (None) or some of its lines."""

    parts: tuple[tuple[str, tuple[tuple[str, int], ...] | None], ...]
    """(fulfillment order id, ((its line's id, quantity), ...) or None)."""
    tracking: Tracking = Tracking()
    notify_customer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedEvent:
    """A scan or a step that an app reports of a shipment; `status` is one of Shopify's event statuses."""

    fulfillment_id: str
    status: str
    happened_at: datetime | None = None
    estimated_delivery_at: datetime | None = None
    message: str | None = None
    city: str | None = None
    province: str | None = None
    country: str | None = None
    zip: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopLocation:
    """A place of the shop's. Another company's (3PL's) has a fulfillment service."""

    id: str
    name: str
    is_fulfillment_service: bool = False
