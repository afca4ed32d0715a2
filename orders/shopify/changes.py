"""What this site may change at Shopify: shipments, their numbers and scans, holds, tags and metafields.

Every change is sent once. `OutcomeUnknown` says that no usable answer came: the caller reads (`read_fulfillable`)
before it decides anything. https://shopify.dev/docs/api/admin-graphql/latest/mutations/fulfillmentCreate
"""

from collections.abc import Mapping
from datetime import UTC, datetime

from orders.domain.fulfillable import AnswerDetails, ReportedEvent, RequestAnswer, Shipping, Tracking
from orders.shopify import operations
from orders.shopify.endpoint import Endpoint, Variable
from orders.shopify.errors import ChangeRefused
from orders.shopify.json_shapes import JsonObject, find_list, find_object, find_text, get_object
from orders.shopify.operations import Operation
from orders.shopify.payload import MESSAGE_LIMIT
from orders.shopify.text import clean_text
from orders.transport.deadline import Deadline

NO_REASON = "Shopify gives no reason."
ANSWERS = {
    RequestAnswer.ACCEPT: operations.ACCEPT_FULFILLMENT_REQUEST,
    RequestAnswer.REJECT: operations.REJECT_FULFILLMENT_REQUEST,
    RequestAnswer.ACCEPT_CANCELLATION: operations.ACCEPT_CANCELLATION_REQUEST,
    RequestAnswer.REJECT_CANCELLATION: operations.REJECT_CANCELLATION_REQUEST,
}


class Changes:
    """Sends changes until the deadline. Every call raises ChangeRefused, OutcomeUnknown, or another ShopifyError when
    nothing was changed.
    """

    def __init__(self, endpoint: Endpoint, *, deadline: Deadline) -> None:
        self._endpoint = endpoint
        self._deadline = deadline

    def create_fulfillment(self, shipping: Shipping) -> str:
        """Make a shipment; its GID."""
        parts: list[Variable] = [_part(gid, lines) for gid, lines in shipping.parts]
        fulfillment: dict[str, Variable] = {
            "lineItemsByFulfillmentOrder": parts,
            "notifyCustomer": shipping.notify_customer,
        }
        if shipping.tracking != Tracking():
            fulfillment["trackingInfo"] = _tracking(shipping.tracking)
        made = self._send(operations.CREATE_FULFILLMENT, {"fulfillment": fulfillment}, made="fulfillment")
        return find_text(made.get("id")) or ""

    def update_tracking(self, fulfillment_id: str, tracking: Tracking, *, notify_customer: bool) -> None:
        """Put these numbers in place of those a shipment has."""
        variables: dict[str, Variable] = {
            "fulfillmentId": fulfillment_id,
            "tracking": _tracking(tracking),
            "notifyCustomer": notify_customer,
        }
        self._send(operations.UPDATE_TRACKING, variables, made="fulfillment")

    def cancel_fulfillment(self, fulfillment_id: str) -> None:
        """Cancel a shipment; its items become work again."""
        self._send(operations.CANCEL_FULFILLMENT, {"id": fulfillment_id}, made="fulfillment")

    def report_event(self, event: ReportedEvent) -> str:
        """Add a scan to a shipment; its GID."""
        variables: dict[str, Variable] = {
            "fulfillmentId": event.fulfillment_id,
            "status": event.status,
            "happenedAt": _moment(event.happened_at),
            "estimatedDeliveryAt": _moment(event.estimated_delivery_at),
            "message": event.message,
            "city": event.city,
            "province": event.province,
            "country": event.country,
            "zip": event.zip,
        }
        given: dict[str, Variable] = {key: value for key, value in variables.items() if value is not None}
        made = self._send(operations.CREATE_FULFILLMENT_EVENT, {"event": given}, made="fulfillmentEvent")
        return find_text(made.get("id")) or ""

    def hold(
        self,
        fulfillment_order_id: str,
        *,
        reason: str,
        notes: str | None = None,
        handle: str | None = None,
        external_id: str | None = None,
        notify_merchant: bool = False,
        lines: tuple[tuple[str, int], ...] = (),
    ) -> None:
        """Put a fulfillment order on hold; `reason` is one of Shopify's, `notes` is for the merchant, `external_id`
        names the system that will release it. Several holds of one need a `handle` each, of at most 64 characters. With
        `lines` (its line's id, quantity) only those wait, and the rest becomes a fulfillment order of its own.
        """
        hold: dict[str, Variable] = {"reason": reason, "notifyMerchant": notify_merchant}
        if notes:
            hold["reasonNotes"] = notes
        if handle:
            hold["handle"] = handle
        if external_id:
            hold["externalId"] = external_id
        if lines:
            hold["fulfillmentOrderLineItems"] = [
                {"id": line, "quantity": quantity} for line, quantity in lines
            ]
        variables: dict[str, Variable] = {"id": fulfillment_order_id, "hold": hold}
        self._send(operations.HOLD_FULFILLMENT_ORDER, variables, made="fulfillmentHold")

    def release_hold(
        self, fulfillment_order_id: str, *, hold_ids: tuple[str, ...] = (), external_id: str | None = None
    ) -> None:
        """End these holds of a fulfillment order, or all that the app may end; `external_id` names who does."""
        variables: dict[str, Variable] = {
            "id": fulfillment_order_id,
            "holdIds": list(hold_ids) or None,
            "externalId": external_id,
        }
        self._send(operations.RELEASE_FULFILLMENT_ORDER, variables, made="fulfillmentOrder")

    def answer_request(
        self,
        fulfillment_order_id: str,
        answer: RequestAnswer,
        details: AnswerDetails,
    ) -> None:
        """As the fulfillment service of a location: answer what the merchant asked of it."""
        variables: dict[str, Variable] = {"id": fulfillment_order_id, "message": details.message or None}
        if answer is RequestAnswer.ACCEPT:
            variables["estimatedShippedAt"] = _moment(details.estimated_shipped_at)
        if answer is RequestAnswer.REJECT:
            variables["reason"] = details.reason or None
            variables["lineItems"] = [_rejected(*line) for line in details.lines] or None
        self._send(ANSWERS[answer], variables, made="fulfillmentOrder")

    def add_tags(self, gid: str, tags: tuple[str, ...]) -> None:
        """Add tags to an order; those it has stay."""
        self._send(operations.ADD_TAGS, {"id": gid, "tags": list(tags)}, made="node")

    def set_metafield(self, gid: str, *, namespace: str, key: str, type_: str, value: str) -> None:
        """Write one metafield of an order."""
        metafield: dict[str, Variable] = {
            "ownerId": gid,
            "namespace": namespace,
            "key": key,
            "type": type_,
            "value": value,
        }
        self._send(operations.SET_METAFIELDS, {"metafields": [metafield]}, made=None)

    def _send(
        self, operation: Operation, variables: Mapping[str, Variable], *, made: str | None
    ) -> JsonObject:
        """What Shopify says it has made. `made` names where that stands: a reply with neither that nor a reason is a
        refusal too.
        """
        reply = self._endpoint.execute_once(operation, variables, deadline=self._deadline)
        payload = get_object(reply.root, operation.root)
        errors = [find_object(error) for error in find_list(payload.get("userErrors"))]
        said = [
            clean_text(find_text(error.get("message")) or "", limit=MESSAGE_LIMIT) or NO_REASON
            for error in errors
        ]
        if said:
            raise ChangeRefused(reasons=tuple(said))
        if made is None:
            return payload
        thing = find_object(payload.get(made))
        if not thing:
            raise ChangeRefused(reasons=(NO_REASON,))
        return thing


def _rejected(line_id: str, message: str) -> dict[str, Variable]:
    return {"fulfillmentOrderLineItemId": line_id, "message": message or None}


def _part(gid: str, lines: tuple[tuple[str, int], ...] | None) -> dict[str, Variable]:
    part: dict[str, Variable] = {"fulfillmentOrderId": gid}
    if lines is not None:
        part["fulfillmentOrderLineItems"] = [{"id": line, "quantity": quantity} for line, quantity in lines]
    return part


def _tracking(tracking: Tracking) -> dict[str, Variable]:
    """One number as `number` and `url`, several as lists: Shopify takes one form or the other."""
    info: dict[str, Variable] = {"company": tracking.company}
    if len(tracking.numbers) == 1:
        info["number"] = tracking.numbers[0]
        if tracking.urls:
            info["url"] = tracking.urls[0]
    else:
        info["numbers"] = list(tracking.numbers)
        info["urls"] = list(tracking.urls)
    return {key: value for key, value in info.items() if value not in (None, [])}


def _moment(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None
