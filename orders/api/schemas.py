"""The bodies that go in. What an OpenAPI reader sees of a field is its description here."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal, Self

from ninja import Schema
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    ConfigDict,
    Field,
    HttpUrl,
    model_validator,
)

from orders.domain.carriers import read_tracking_numbers

EVENT_STATUSES = Literal[
    "ATTEMPTED_DELIVERY",
    "CARRIER_PICKED_UP",
    "CONFIRMED",
    "DELAYED",
    "DELIVERED",
    "FAILURE",
    "IN_TRANSIT",
    "LABEL_PRINTED",
    "LABEL_PURCHASED",
    "OUT_FOR_DELIVERY",
    "READY_FOR_PICKUP",
]
REJECTION_REASONS = Literal[
    "INCORRECT_ADDRESS",
    "INCORRECT_PRODUCT_INFO",
    "INELIGIBLE_PRODUCT",
    "INTERNATIONAL_SHIPPING_UNAVAILABLE",
    "INVALID_CONTACT_INFORMATION",
    "INVALID_SKU",
    "INVENTORY_OUT_OF_STOCK",
    "MERCHANT_BLOCKED_OR_SUSPENDED",
    "MISSING_CUSTOMS_INFO",
    "ORDER_TOO_LARGE",
    "OTHER",
    "PACKAGE_PREFERENCE_NOT_SET",
    "PAYMENT_DECLINED",
    "UNDELIVERABLE_DESTINATION",
]
OLDEST = datetime(2000, 1, 1, tzinfo=UTC)
NEWEST = datetime(2100, 1, 1, tzinfo=UTC)


def _one_line(value: Any) -> Any:
    """Blanks of all kinds become one; what cannot be printed is refused."""
    if not isinstance(value, str):
        return value
    text = " ".join(value.split())
    if not text.isprintable():
        message = "holds characters that cannot be printed"
        raise ValueError(message)
    return text


def _one_number(value: str) -> str:
    """A number as a carrier prints it; one that a spreadsheet has destroyed is refused, never guessed."""
    numbers = read_tracking_numbers(value)
    if len(numbers) != 1 or numbers[0].clean is None:
        message = (
            "is not one tracking number; a spreadsheet may have rounded or rewritten it, so send it as text"
        )
        raise ValueError(message)
    return numbers[0].clean


def _of_this_time(value: datetime) -> datetime:
    if not OLDEST <= value <= NEWEST:
        message = "is not a moment from 2000 to 2100"
        raise ValueError(message)
    return value


OneLine = BeforeValidator(_one_line)
Moment = Annotated[AwareDatetime, AfterValidator(_of_this_time)]
TrackingNumber = Annotated[
    str, BeforeValidator(_one_line), AfterValidator(_one_number), Field(min_length=3, max_length=60)
]
Words = Annotated[str, OneLine, Field(max_length=255)]
Sku = Annotated[str, BeforeValidator(_one_line), Field(min_length=1, max_length=255)]


class Strict(Schema):
    """What is sent to us: a field that nobody knows is refused, because it was probably misspelt."""

    model_config = ConfigDict(extra="forbid")


class NamedItemIn(Strict):
    """One item of a piece of work: named by its SKU, or by the `id` of its line where it has none."""

    sku: Sku | None = None
    line_id: Annotated[int, Field(strict=True, ge=1, le=2**63 - 1)] | None = Field(
        None, description="`id` of one of the work's `lines`."
    )

    @model_validator(mode="after")
    def named_once(self) -> Self:
        """Refuse an item that nothing names, or two things do."""
        if (self.sku is None) == (self.line_id is None):
            message = "needs either a sku or a line_id"
            raise ValueError(message)
        return self


class TrackingIn(Strict):
    """One carrier, and the numbers it gave."""

    company: Annotated[str, BeforeValidator(_one_line), Field(max_length=100)] | None = Field(
        None,
        description="The carrier as Shopify spells it, such as `DHL Express`; near spellings are mended.",
    )
    numbers: list[TrackingNumber] = Field(
        min_length=1, max_length=20, description="As text, leading zeros included."
    )
    url: HttpUrl | None = Field(
        None, description="Where this parcel is followed; only needed for carriers Shopify does not know."
    )


class ItemIn(Strict):
    """So many of one SKU."""

    sku: Sku
    quantity: int | None = Field(None, ge=1, le=100_000, description="All that is left of it where missing.")


class FulfillmentIn(Strict):
    """A parcel that has left this location."""

    tracking: TrackingIn | None = Field(None, description="May be missing for what travels without a number.")
    items: list[ItemIn] = Field(
        default_factory=list, max_length=250, description="What is inside; all that is left where empty."
    )
    notify_customer: bool = Field(default=False, description="Whether Shopify mails the customer about it.")


class TrackingUpdateIn(Strict):
    """The numbers that take the place of those a shipment has."""

    tracking: TrackingIn
    notify_customer: bool = False


class CancelIn(Strict):
    """Nothing needs to be said to cancel."""


class EventIn(Strict):
    """A scan or a step of a shipment."""

    status: EVENT_STATUSES
    happened_at: Moment | None = Field(None, description="With an offset; now where missing.")
    estimated_delivery_at: Moment | None = None
    message: Words | None = None
    city: Annotated[str, BeforeValidator(_one_line), Field(max_length=100)] | None = None
    province: Annotated[str, BeforeValidator(_one_line), Field(max_length=100)] | None = None
    country: Annotated[str, BeforeValidator(_one_line), Field(max_length=100)] | None = None
    zip: Annotated[str, BeforeValidator(_one_line), Field(max_length=20)] | None = None
