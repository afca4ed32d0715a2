"""Works out the one status that Shopify shows for the whole order."""

from tests.sandbox.records import OrderRecord


def fulfillment_status_of(order: OrderRecord) -> str:
    """`OrderDisplayFulfillmentStatus`, from what was sent and what the open work is waiting for."""
    if order.shown_fulfillment_status is not None:
        return order.shown_fulfillment_status
    sent = sum(item.fulfilled_quantity for item in order.line_items)
    owed = sum(item.unfulfilled_quantity for item in order.line_items)
    if sent:
        return "PARTIALLY_FULFILLED" if owed else "FULFILLED"
    waiting = [work for work in order.fulfillment_orders if work.status not in ("CLOSED", "CANCELLED")]
    if waiting and all(work.request_status == "REJECTED" for work in waiting):
        return "REQUEST_DECLINED"
    statuses = {work.status for work in waiting}
    if len(statuses) == 1:
        return {"ON_HOLD": "ON_HOLD", "SCHEDULED": "SCHEDULED", "IN_PROGRESS": "IN_PROGRESS"}.get(
            statuses.pop(), "UNFULFILLED"
        )
    return "UNFULFILLED"
