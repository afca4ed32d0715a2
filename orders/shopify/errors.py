"""What can go wrong between us and Shopify, told apart by what the caller should do.

ShopifyError
├── OutcomeUnknown         a change was sent and no answer came: read before anything is sent again
├── Unavailable            try later; serve the snapshot (timeouts, connection, 5xx, garbage, 430)
│   ├── Throttled          the bucket is empty; `retry_after` says how long
│   ├── ReplyTooLarge      it was not read to its end
│   └── ShopClosed         402 frozen or 423 locked: hours, not seconds
├── Misconfigured          a person must act: wrong address, app not installed, wrong version
│   ├── AuthenticationFailed
│   ├── AccessDenied       a scope or an approval is missing; `field`, `required`
│   └── StorefrontLocked   the online store is behind a password, and no token opens it
├── QueryRefused           our query is not valid there, or too costly: a bug or a version that moved on
├── PictureRefused         a picture of the shop's is not fetched: its address, or what was there
├── ChangeRefused          Shopify understood the change and refuses it, in its own words (`userErrors`)
└── OrderNotFound          Shopify answered: no such order (any more, or within the app's 60 days)
"""

from typing import Final


class ShopifyError(Exception):
    """The root. Messages never hold tokens, emails, names or bodies, so they may be logged."""

    def __init__(self, message: str, *, request_id: str | None = None) -> None:
        super().__init__(message)
        self.request_id = request_id


class Unavailable(ShopifyError):
    """Shopify did not give a usable answer. `retry_after` is in seconds, None when unknown.

    `transient` says that the same request may well succeed within seconds.
    """

    def __init__(
        self,
        message: str,
        *,
        retry_after: float | None = None,
        transient: bool = False,
        request_id: str | None = None,
    ) -> None:
        super().__init__(message, request_id=request_id)
        self.retry_after = retry_after
        self.transient = transient


class OutcomeUnknown(ShopifyError):
    """A change was sent, and whether it was made is not known. Only reading can tell; sending it again may make it
    twice.
    """


class ChangeRefused(ShopifyError):
    """Shopify's user errors. `reasons` are its own sentences, for the merchant's eyes: they may name an order."""

    def __init__(self, *, reasons: tuple[str, ...]) -> None:
        super().__init__("Shopify refuses the change.")
        self.reasons = reasons


class Throttled(Unavailable):
    """The rate limit stands in the way for `retry_after` seconds."""


class ReplyTooLarge(Unavailable):
    """A reply of a size that none should have."""


class ShopClosed(Unavailable):
    """The shop is frozen (402) or locked (423)."""


class Misconfigured(ShopifyError):
    """Only a person can mend this: address, credentials, installation."""


class AuthenticationFailed(Misconfigured):
    """Shopify refused the credentials or the token, and renewing did not help."""


WHOLE_API: Final = "Admin API"
"""The `field` of a denial that lets the app ask for nothing at all."""


class AccessDenied(Misconfigured):
    """A scope or a protected-data approval is missing for `field`; `required` quotes what Shopify asks
    for.
    """

    def __init__(
        self, message: str, *, field: str, required: str | None = None, request_id: str | None = None
    ) -> None:
        super().__init__(message, request_id=request_id)
        self.field = field
        self.required = required


class StorefrontLocked(Misconfigured):
    """The online store is behind a password; its Storefront API serves only who has a token."""


class PictureRefused(ShopifyError):
    """A picture that the shop named was not fetched."""


class QueryRefused(ShopifyError):
    """Shopify will never answer this query as it is: invalid, or over the cost of a single query."""


class OrderNotFound(ShopifyError):
    """No order under this id that the app may see."""
