"""What the client returns: an order, and beside it what must not be stored with it."""

from dataclasses import dataclass
from datetime import datetime

from orders.domain.order import Order


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Contact:
    """What the shopper could have typed. Kept out of `repr`, logs and snapshots."""

    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class OrderContact:
    """Where a message about an order may go. `locale` is the checkout's (`es`, `pt-BR`), `time_zone` the name of the
    destination's; `denied` names what the app may not read.
    """

    contact: Contact
    locale: str | None
    time_zone: str | None
    updated_at: datetime
    denied: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCandidate:
    """One hit of Shopify's fuzzy search; the caller must compare name and contact exactly.

    `denied` names what the app may not read (`email`, `phone`): then its absence from `contact` says nothing.
    """

    id: str
    name: str
    number: int | None
    confirmation_number: str | None
    created_at: datetime
    contact: Contact
    denied: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedOrder:
    """A complete order. `denied` names the parts the app may not read, such as `fulfillmentOrders` or
    `email`.
    """

    order: Order
    contact: Contact
    denied: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderUpdate:
    """An order's GID, and when Shopify last changed it."""

    id: str
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdatesPage:
    """Orders by when they were last changed, oldest first; `after` is where the next page starts, None on the last."""

    updates: tuple[OrderUpdate, ...]
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """The rate limit in points, each None when Shopify did not say, and the API version asked for and served."""

    available: float | None
    maximum: float | None
    version_asked: str
    version_served: str | None
