"""Why a part of an order has not left, in the terms a shopper may hear.

A hold's reason is told only where it helps the shopper; one that speaks of risk, and every reason nobody knew when
this was written, reads as a review. Where fulfillment orders cannot be read, the order's own summary has to do.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from orders.domain.order import FulfillmentOrder, LineItem, Order
from orders.domain.status import (
    FinancialStatus,
    FulfillmentOrderRequestStatus,
    FulfillmentOrderStatus,
    HoldReason,
    OrderFulfillmentStatus,
)
from orders.domain.timeline.expected import Dates, find_promise
from orders.domain.timeline.journey import (
    FulfillmentOrderIndex,
    find_told_journey,
    journey_of_line,
    journey_of_order,
)
from orders.domain.timeline.kinds import Journey, WaitingReason
from orders.domain.timeline.model import Expected
from orders.domain.when import Day, When

HOLDS: Mapping[str, WaitingReason] = {
    HoldReason.INCORRECT_ADDRESS: WaitingReason.CHECK_ADDRESS,
    HoldReason.AWAITING_PAYMENT: WaitingReason.AWAITING_PAYMENT,
    HoldReason.AWAITING_RETURN_ITEMS: WaitingReason.AWAITING_RETURN,
    HoldReason.INVENTORY_OUT_OF_STOCK: WaitingReason.OUT_OF_STOCK,
    HoldReason.UNKNOWN_DELIVERY_DATE: WaitingReason.DATE_UNKNOWN,
}
"""In this order where a fulfillment order has several holds: what the shopper can mend comes first."""
HELD = frozenset({*HOLDS.values(), WaitingReason.REVIEW})
"""Somebody or something holds it back; REVIEW stands for every hold that is not named above."""

NOTHING_LEFT = (FulfillmentOrderStatus.CLOSED, FulfillmentOrderStatus.CANCELLED)

ORDER_REASONS: Mapping[str, WaitingReason] = {
    OrderFulfillmentStatus.ON_HOLD: WaitingReason.REVIEW,
    OrderFulfillmentStatus.SCHEDULED: WaitingReason.DATE_UNKNOWN,
    OrderFulfillmentStatus.IN_PROGRESS: WaitingReason.PACKING,
    OrderFulfillmentStatus.PENDING_FULFILLMENT: WaitingReason.PACKING,
    OrderFulfillmentStatus.REQUEST_DECLINED: WaitingReason.PREPARING,
}


PAYMENT_LAPSED = (FinancialStatus.VOIDED, FinancialStatus.EXPIRED)
STOPPED = frozenset({WaitingReason.REFUNDED, WaitingReason.PAYMENT_LAPSED, WaitingReason.NOT_LEFT})
"""No step is known to follow."""
NOTHING_NEXT = STOPPED | {WaitingReason.WITHOUT_PARCEL}
"""Nor is any promise of delivery meant."""
AT_WORK = frozenset({WaitingReason.RECEIVED, WaitingReason.PREPARING, WaitingReason.PACKING})
"""What only parcels do; of what is never shipped it would be told for ever."""


@dataclass(frozen=True, slots=True)
class Cause:
    """What a waiting group has in common; items with equal causes wait together."""

    reason: WaitingReason
    journey: Journey
    starts_at: When | None = None
    expected: Expected | None = None
    from_location: str | None = None
    from_city: str | None = None


class Causes:
    """Finds the cause for items of one order, by fulfillment order or, where none speaks for them, by the order."""

    def __init__(self, order: Order, works: FulfillmentOrderIndex, dates: Dates) -> None:
        self.order = order
        self.dates = dates
        self.idle = self._idle_reason(works)
        open_works = [work for work in works.all if work.status not in NOTHING_LEFT]
        self.by_work = {work.id: self._of_work(work) for work in open_works}
        # An open fulfillment order whose lines are missing still explains the items nobody else speaks for.
        self.silent = next((self.by_work[work.id] for work in open_works if not work.line_items), None)

    def of_line(self, line: LineItem) -> Cause:
        """The cause for items of `line` that no fulfillment order holds."""
        if self.silent is not None and line.requires_shipping == (self.silent.journey is not Journey.DIGITAL):
            return self.silent
        reason = ORDER_REASONS.get(self.order.fulfillment_status, self.idle)
        return _cause(reason, journey_of_line(self.order, line))

    def _idle_reason(self, works: FulfillmentOrderIndex) -> WaitingReason:
        """The reason while nobody works on a part: whether it is still wanted, and whether anything has happened.

        A pending payment is none: cash on delivery, invoices and bank transfers are all pending, and a shop that
        waits for its money says so by a hold. One that packs or ships without a payment goes on all the same.
        """
        if self.order.financial_status == FinancialStatus.REFUNDED:
            return WaitingReason.REFUNDED
        if self.order.fulfillments or any(_has_begun(work) for work in works.all):
            return WaitingReason.PREPARING
        lapsed = self.order.financial_status in PAYMENT_LAPSED
        return WaitingReason.PAYMENT_LAPSED if lapsed else WaitingReason.RECEIVED

    def _of_work(self, work: FulfillmentOrder) -> Cause:
        cause = _cause(self._reason_of(work), find_told_journey((work,)) or journey_of_order(self.order))
        return replace(
            cause,
            starts_at=work.fulfill_at if cause.reason is WaitingReason.SCHEDULED else None,
            expected=None if cause.reason in NOTHING_NEXT else find_promise((work,), self.dates),
            from_location=work.location_name,
            from_city=work.location_city,
        )

    def _reason_of(self, work: FulfillmentOrder) -> WaitingReason:
        if work.status == FulfillmentOrderStatus.ON_HOLD:
            return self._reason_of_hold(work)
        if work.status == FulfillmentOrderStatus.SCHEDULED:
            return self._reason_of_schedule(work)
        if work.status == FulfillmentOrderStatus.IN_PROGRESS:
            return WaitingReason.PACKING
        if work.status == FulfillmentOrderStatus.INCOMPLETE:
            return WaitingReason.PREPARING
        return self._reason_of_request(work)

    def _reason_of_hold(self, work: FulfillmentOrder) -> WaitingReason:
        reasons = set(work.hold_reasons)
        public = next((public for hold, public in HOLDS.items() if hold in reasons), None)
        if public is not None:
            return public
        # The minutes in which a shopper may still add something to the order are not a review.
        only_offer = reasons == {HoldReason.ONLINE_STORE_POST_PURCHASE_CROSS_SELL}
        return self.idle if only_offer else WaitingReason.REVIEW

    def _reason_of_schedule(self, work: FulfillmentOrder) -> WaitingReason:
        starts = work.fulfill_at
        if starts is None or self.dates.find_day(starts) is None:
            return WaitingReason.PREORDER
        # Shopify opens it by itself when the time has come; the status may lag behind.
        now = self.dates.now
        has_come = starts.date < now.date() if isinstance(starts, Day) else starts <= now
        return self.idle if has_come else WaitingReason.SCHEDULED

    def _reason_of_request(self, work: FulfillmentOrder) -> WaitingReason:
        request = work.request_status
        if request in (FulfillmentOrderRequestStatus.SUBMITTED, FulfillmentOrderRequestStatus.ACCEPTED):
            return WaitingReason.PACKING
        if request == FulfillmentOrderRequestStatus.UNSUBMITTED:
            return self.idle
        return WaitingReason.PREPARING


def _cause(reason: WaitingReason, journey: Journey) -> Cause:
    apart = journey is Journey.DIGITAL and reason in AT_WORK
    return Cause(reason=WaitingReason.WITHOUT_PARCEL if apart else reason, journey=journey)


def _has_begun(work: FulfillmentOrder) -> bool:
    """Whether someone is known to have worked on it, or sent it away."""
    return work.status in (
        FulfillmentOrderStatus.IN_PROGRESS,
        FulfillmentOrderStatus.INCOMPLETE,
        FulfillmentOrderStatus.CLOSED,
    )
