"""What somebody wants to have left: the carrier, the numbers, which items, and from where."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from orders.domain.carriers.directory import carrier_names, find_carrier
from orders.domain.carriers.tracking_number import clean_number
from orders.domain.fulfillable import FulfillableOrder

LONGEST_COMPANY: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedItem:
    """So many of one SKU; all that is left of it where `quantity` is None."""

    sku: str
    quantity: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenWork:
    """So many of the lines of one fulfillment order (its id, (line's id, quantity) pairs), as somebody chose them from
    a page; `seen` is `state_of` the order on that page, so that a form sent twice takes nothing twice.
    """

    id: str
    lines: tuple[tuple[str, int], ...]
    seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedShipment:
    """One shipment of one order. Without `items` it holds all that can leave; `location_id` narrows where from.
    `chosen` names lines instead of both.
    """

    numbers: tuple[str, ...] = ()
    company: str | None = None
    url: str | None = None
    items: tuple[WantedItem, ...] = ()
    location_id: str | None = None
    notify_customer: bool = False
    chosen: ChosenWork | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedEvent:
    """One scan: one of Shopify's event statuses, its moment in UTC to the second, and what else was told of it."""

    status: str
    happened_at: datetime
    city: str | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedEvents:
    """The scans of the parcel with this number, the oldest first."""

    number: str
    events: tuple[WantedEvent, ...]


def comparable(number: str) -> str:
    """A number in the form in which two of them are compared."""
    return (clean_number(number) or number).replace(" ", "").replace("-", "").casefold()


def shopifys_company(typed: str, *, country: str | None) -> str:
    """A carrier's name as Shopify knows it, which compares names exactly; what is not known stays as it was typed."""
    name = " ".join(typed.split())[:LONGEST_COMPANY]
    if name in carrier_names():
        return name
    carrier = find_carrier(name, country=country)
    return carrier.name if carrier is not None and carrier.name in carrier_names() else name


def state_of(order: FulfillableOrder) -> str:
    """What is left at each place and what has been made, in few letters: the same while nobody ships or cancels."""
    left = sorted(f"{line.id} {line.remaining}" for work in order.work for line in work.lines)
    made = sorted(f"{each.id} {each.status}" for each in order.fulfillments)
    return sha256("\n".join([*left, "", *made]).encode()).hexdigest()[:16]
