"""The shapes of holding and releasing. What an OpenAPI reader sees of a field is its description here."""

from typing import Annotated, Literal

from pydantic import Field

from orders.api.schemas import NamedItemIn, OneLine, Strict

HOLD_REASONS = Literal[
    "AWAITING_PAYMENT",
    "AWAITING_RETURN_ITEMS",
    "HIGH_RISK_OF_FRAUD",
    "INCORRECT_ADDRESS",
    "INVENTORY_OUT_OF_STOCK",
    "ONLINE_STORE_POST_PURCHASE_CROSS_SELL",
    "OTHER",
    "UNKNOWN_DELIVERY_DATE",
]
ExternalId = Annotated[str, OneLine, Field(min_length=1, max_length=255)]


class HeldItemIn(NamedItemIn):
    """So many of one item of the work."""

    quantity: int | None = Field(None, ge=1, le=100_000, description="All that is left of it where missing.")


class HoldIn(Strict):
    """Why work waits, and how much of it."""

    reason: HOLD_REASONS = Field(description="The shopper is told of it in calm words; of fraud never.")
    notes: Annotated[str, OneLine, Field(max_length=255)] | None = Field(
        None, description="The merchant sees them in Shopify's admin, the shopper does not."
    )
    notify_merchant: bool = Field(default=False, description="Whether Shopify tells the merchant of it.")
    handle: Annotated[str, OneLine, Field(min_length=1, max_length=64)] | None = Field(
        None,
        description="Your name for this hold: one holds a piece of work once, and ten of them at the most. Without one "
        "each reason holds it once.",
    )
    external_id: ExternalId | None = Field(
        None, description="Which of your systems will release it, for Shopify's records."
    )
    items: list[HeldItemIn] = Field(
        default_factory=list,
        max_length=250,
        description="What waits; all of it where empty. The rest becomes work of its own and may be sent. What is on "
        "hold already cannot be parted.",
    )


class ReleaseIn(Strict):
    """Nothing needs to be said to release."""

    external_id: ExternalId | None = Field(
        None, description="Which of your systems releases it, for Shopify's records."
    )
