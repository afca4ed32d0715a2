"""Who is told what the client does, so that it can be counted without the client knowing by whom."""

from typing import Protocol

from orders.shopify.errors import (
    Misconfigured,
    OrderNotFound,
    QueryRefused,
    ShopClosed,
    ShopifyError,
    Throttled,
    Unavailable,
)
from orders.shopify.throttle import ThrottleStatus

ANSWERED = "answered"
OUTCOMES: tuple[tuple[type[ShopifyError], str], ...] = (
    (Throttled, "throttled"),
    (ShopClosed, "shop_closed"),
    (Unavailable, "unavailable"),
    (Misconfigured, "misconfigured"),
    (QueryRefused, "refused"),
    (OrderNotFound, "not_found"),
)


class Listener(Protocol):
    """Told of every attempt and every oddity; it must be quick, and safe to call from any thread."""

    def call_ended(
        self, *, operation: str, outcome: str, seconds: float, bucket: ThrottleStatus | None
    ) -> None:
        """One attempt at an operation is over. `outcome` is `ANSWERED` or one of `OUTCOMES`; `seconds` holds the wait
        for the rate limit; `bucket` is what Shopify said of the limit last.
        """

    def noted(self, kind: str, value: str) -> None:
        """Something was counted by `Observations`."""


class Silent:
    """Listens to nothing."""

    def call_ended(
        self, *, operation: str, outcome: str, seconds: float, bucket: ThrottleStatus | None
    ) -> None:
        """Nothing is done with it."""

    def noted(self, kind: str, value: str) -> None:
        """Nothing is done with it."""


def outcome_of(error: ShopifyError) -> str:
    """The word for how an attempt failed."""
    return next((word for kind, word in OUTCOMES if isinstance(error, kind)), "failed")
