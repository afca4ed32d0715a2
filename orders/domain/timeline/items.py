"""Where every ordered item is: quantities are handed out once, whatever the data claims.

For each line item the ordered quantity is divided in this order, and no claim can take more than is left:

1. what the order no longer holds (`quantity` - `current_quantity`): refunded as far as refunds say so, else removed
   (else cancelled with the order). First, because a refunded item is off the order even if it once travelled;
2. parcels, in the order they were made, because what has left cannot wait;
3. open fulfillment orders, by id: waiting for their reason (or bought, at the till);
4. the rest: cancelled with the order; nothing to send, if Shopify says so of the order, or if it is not shipped and
   Shopify waits for nothing; else it waits, since an item nobody speaks for must never make an order look complete.

Claims beyond the quantity, of unknown lines, or of zero or less are dropped.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from orders.domain.order import ItemQuantity, LineItem, Order
from orders.domain.status import FinancialStatus
from orders.domain.timeline.expected import Dates
from orders.domain.timeline.journey import FulfillmentOrderIndex, needs_nothing
from orders.domain.timeline.kinds import ItemPlaceKind, Journey, WaitingReason
from orders.domain.timeline.model import ItemPlace, ItemView, Parcel, ParcelItem, Waiting
from orders.domain.timeline.waiting import Cause, Causes
from orders.domain.when import When, end_of

REFUNDED = (FinancialStatus.REFUNDED, FinancialStatus.PARTIALLY_REFUNDED)
REASON_ORDER = {reason: position for position, reason in enumerate(WaitingReason)}
PLACES_OF_JOURNEYS = {Journey.DIGITAL: ItemPlaceKind.DIGITAL, Journey.IN_STORE: ItemPlaceKind.IN_STORE}


@dataclass(frozen=True, slots=True)
class Allocation:
    """Every item in its places, and those that wait, grouped."""

    views: tuple[ItemView, ...]
    waiting: tuple[Waiting, ...]


@dataclass(slots=True)
class Ledger:
    """What every source claims of every line, in order of precedence."""

    in_parcels: Mapping[str, Sequence[tuple[Parcel, int]]]
    in_works: Mapping[str, Sequence[tuple[Cause, int]]]
    refunds: Mapping[str, tuple[int, datetime]]
    causes: Causes


def merged(parts: Iterable[ItemQuantity]) -> dict[str, int]:
    """Quantities by line item id, each line once, without those of zero or less."""
    totals: dict[str, int] = {}
    for part in parts:
        if part.quantity > 0:
            totals[part.line_item_id] = totals.get(part.line_item_id, 0) + part.quantity
    return totals


def allocate(
    order: Order, parcels: Sequence[Parcel], works: FulfillmentOrderIndex, *, dates: Dates
) -> Allocation:
    """Hand out every line's quantity over its places, exactly once (this module's docstring says how)."""
    causes = Causes(order, works, dates)
    ledger = Ledger(
        in_parcels=_claims_of_parcels(parcels),
        in_works={} if order.cancelled_at or needs_nothing(order) else _claims_of_works(works, causes),
        refunds=_refunded(order),
        causes=causes,
    )
    groups: dict[Cause, list[ParcelItem]] = {}
    views: list[ItemView] = []
    for line in order.line_items:
        places, waits = _places_of(order, line, ledger)
        views.append(ItemView(item=line, places=places))
        for cause, quantity in waits.items():
            if cause.journey is not Journey.IN_STORE:
                groups.setdefault(cause, []).append(ParcelItem(item=line, quantity=quantity))
    return Allocation(views=tuple(views), waiting=_waiting_groups(groups))


def _claims_of_parcels(parcels: Sequence[Parcel]) -> dict[str, list[tuple[Parcel, int]]]:
    claims: dict[str, list[tuple[Parcel, int]]] = {}
    for parcel in parcels:
        for part in parcel.items:
            claims.setdefault(part.item.id, []).append((parcel, part.quantity))
    return claims


def _claims_of_works(works: FulfillmentOrderIndex, causes: Causes) -> dict[str, list[tuple[Cause, int]]]:
    claims: dict[str, list[tuple[Cause, int]]] = {}
    for work in works.all:
        cause = causes.by_work.get(work.id)
        if cause is not None:
            for line_item_id, quantity in merged(work.line_items).items():
                claims.setdefault(line_item_id, []).append((cause, quantity))
    return claims


def _refunded(order: Order) -> dict[str, tuple[int, datetime]]:
    """Refunded quantity and the newest refund's time by line; of a cancelled order only what was refunded before."""
    totals: dict[str, tuple[int, datetime]] = {}
    for refund in order.refunds or ():
        if order.cancelled_at is not None and refund.created_at >= order.cancelled_at:
            continue
        for line_item_id, quantity in merged(refund.line_items).items():
            known, newest = totals.get(line_item_id, (0, refund.created_at))
            totals[line_item_id] = (known + quantity, max(newest, refund.created_at))
    return totals


type Waits = dict[Cause, int]


def _places_of(order: Order, line: LineItem, ledger: Ledger) -> tuple[tuple[ItemPlace, ...], Waits]:
    ordered = max(0, line.quantity)
    left = min(max(0, line.current_quantity), ordered)
    gone = _gone_places(order, line, ordered - left, ledger)
    places: list[ItemPlace] = []
    for parcel, claimed in ledger.in_parcels.get(line.id, ()):
        taken = min(claimed, left)
        left -= taken
        if taken:
            places.append(_place_in(parcel, taken))
    waits: Waits = {}
    for cause, claimed in ledger.in_works.get(line.id, ()):
        taken = min(claimed, left)
        left -= taken
        if taken:
            waits[cause] = waits.get(cause, 0) + taken
    if left:
        rest = _place_of_rest(order, line, left)
        if rest is None:
            cause = ledger.causes.of_line(line)
            waits[cause] = waits.get(cause, 0) + left
        else:
            places.append(rest)
    places.extend(_place_while_waiting(order, cause, quantity) for cause, quantity in waits.items())
    return (*places, *gone), waits


def _gone_places(order: Order, line: LineItem, gone: int, ledger: Ledger) -> list[ItemPlace]:
    refunded, at = _refunded_of(order, line, gone, ledger)
    places = []
    if refunded:
        places.append(ItemPlace(kind=ItemPlaceKind.REFUNDED, quantity=refunded, at=at))
    if gone > refunded and order.cancelled_at is not None:
        places.append(
            ItemPlace(kind=ItemPlaceKind.CANCELLED, quantity=gone - refunded, at=order.cancelled_at)
        )
    elif gone > refunded:
        places.append(ItemPlace(kind=ItemPlaceKind.REMOVED, quantity=gone - refunded))
    return places


def _refunded_of(order: Order, line: LineItem, gone: int, ledger: Ledger) -> tuple[int, When | None]:
    if order.refunds is None:
        return (gone if order.financial_status in REFUNDED else 0), None
    quantity, at = ledger.refunds.get(line.id, (0, None))
    return min(quantity, gone), at


def _place_in(parcel: Parcel, quantity: int) -> ItemPlace:
    return ItemPlace(
        kind=PLACES_OF_JOURNEYS.get(parcel.journey, ItemPlaceKind.IN_PARCEL),
        quantity=quantity,
        parcel_number=parcel.number,
        parcel_state=parcel.state,
        at=parcel.state_at,
    )


def _place_of_rest(order: Order, line: LineItem, left: int) -> ItemPlace | None:
    """The place of items nobody speaks for; None when they have to be counted as waiting."""
    if order.cancelled_at is not None:
        return ItemPlace(kind=ItemPlaceKind.CANCELLED, quantity=left, at=order.cancelled_at)
    if needs_nothing(order) or (not line.requires_shipping and line.unfulfilled_quantity <= 0):
        return ItemPlace(kind=ItemPlaceKind.DIGITAL, quantity=left)
    return None


def _place_while_waiting(order: Order, cause: Cause, quantity: int) -> ItemPlace:
    """Items bought in the store do not wait for anything, even while nobody has ticked them off."""
    if cause.journey is Journey.IN_STORE:
        return ItemPlace(kind=ItemPlaceKind.IN_STORE, quantity=quantity, at=order.created_at)
    return ItemPlace(kind=ItemPlaceKind.WAITING, quantity=quantity, reason=cause.reason)


def _waiting_groups(groups: Mapping[Cause, Sequence[ParcelItem]]) -> tuple[Waiting, ...]:
    def position(cause: Cause) -> tuple[int, str, str, str, str]:
        starts = "" if cause.starts_at is None else end_of(cause.starts_at, UTC).isoformat()
        latest = "" if cause.expected is None else cause.expected.last_day.date.isoformat()
        return REASON_ORDER[cause.reason], cause.journey, starts, cause.from_location or "", latest

    return tuple(
        Waiting(
            reason=cause.reason,
            journey=cause.journey,
            items=tuple(groups[cause]),
            starts_at=cause.starts_at,
            expected=cause.expected,
            from_location=cause.from_location,
            from_city=cause.from_city,
        )
        for cause in sorted(groups, key=position)
    )
