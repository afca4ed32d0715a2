"""What waits and what goes on: holds of fulfillment orders, each with a handle of its own."""

from typing import Final

from orders.domain.fulfillable import FulfillableOrder, Work
from orders.fulfilment.changing import Changing
from orders.fulfilment.comparing import find_work

HANDLE: Final = "order-tracking."
"""How the handles of our holds begin: one for each reason, so that Shopify itself takes none of them twice."""


class Holding(Changing):
    """Holds put on an order's fulfillment orders, and taken off."""

    def hold(
        self,
        order_id: str,
        fulfillment_order_id: str,
        *,
        reason: str,
        notes: str = "",
        handle: str = "",
        external_id: str = "",
        notify_merchant: bool = False,
        lines: tuple[tuple[str, int], ...] = (),
    ) -> bool:
        """Put a fulfillment order on hold, or only these of its lines (id, quantity); False where it is so already.

        `reason` is one of Shopify's. A handle holds a fulfillment order once; without one that is each reason's own.
        """
        handle = handle or f"{HANDLE}{reason.lower()}"

        def is_done(order: FulfillableOrder) -> bool:
            work = find_work(order, fulfillment_order_id)
            return work is not None and _is_held(work, handle, reason) and _is_all_of_it(work, lines)

        return self._change(
            order_id,
            "fulfillment_order.hold",
            f"{reason}, {sum(quantity for _, quantity in lines)} items" if lines else reason,
            lambda changes: changes.hold(
                fulfillment_order_id,
                reason=reason,
                notes=notes or None,
                handle=handle,
                external_id=external_id or None,
                notify_merchant=notify_merchant,
                lines=lines,
            ),
            owns=lambda order: find_work(order, fulfillment_order_id) is not None,
            is_done=is_done,
        )

    def release(
        self,
        order_id: str,
        fulfillment_order_id: str,
        *,
        hold_ids: tuple[str, ...] = (),
        external_id: str = "",
    ) -> bool:
        """End these holds of a fulfillment order, or all that this app may end; False where they have ended already."""

        def is_done(order: FulfillableOrder) -> bool:
            work = find_work(order, fulfillment_order_id)
            if hold_ids:
                return work is not None and not any(hold.id in hold_ids for hold in work.holds)
            return work is not None and work.status != "ON_HOLD"

        return self._change(
            order_id,
            "fulfillment_order.release",
            " ".join((fulfillment_order_id, *hold_ids)),
            lambda changes: changes.release_hold(
                fulfillment_order_id, hold_ids=hold_ids, external_id=external_id or None
            ),
            owns=lambda order: find_work(order, fulfillment_order_id) is not None,
            is_done=is_done,
        )


def _is_held(work: Work, handle: str, reason: str) -> bool:
    return any(hold.is_ours and (hold.handle, hold.reason) == (handle, reason) for hold in work.holds)


def _is_all_of_it(work: Work, lines: tuple[tuple[str, int], ...]) -> bool:
    """What is held was parted from the rest: some items that are held are all that their fulfillment order has. As many
    of another item are not these.
    """
    return not lines or dict(lines) == {line.id: line.remaining for line in work.lines if line.remaining}
