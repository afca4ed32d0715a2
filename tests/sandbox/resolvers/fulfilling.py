"""What a warehouse's app does: ships, corrects numbers, reports scans, cancels, holds and accepts."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from tests.sandbox.parts import TrackingRecord
from tests.sandbox.records import FulfillmentOrderRecord, FulfillmentRecord
from tests.sandbox.resolvers.registry import Args, Context, Payload, resolves, user_error
from tests.sandbox.shipping import CannotFulfil, Part

MOST_HOLDS = 10


@resolves("Mutation.fulfillmentCreate")
def fulfillment_create(_root: object, args: Args, context: Context) -> Payload:
    """One shipment of some fulfillment orders of one order."""
    wanted: dict[str, Any] = args["fulfillment"]
    parts: list[Part] = []
    for part in wanted["lineItemsByFulfillmentOrder"]:
        work = find_fulfillment_order(context, part["fulfillmentOrderId"])
        if work is None or (parts and work.order is not parts[0][0].order):
            return _no_fulfillment("Fulfillment order does not exist.", "fulfillment")
        chosen = part.get("fulfillmentOrderLineItems")
        parts.append((work, {line["id"]: line["quantity"] for line in chosen} if chosen else None))
    if not parts:
        return _no_fulfillment("Line items by fulfillment order can't be blank.", "fulfillment")
    info = wanted.get("trackingInfo") or {}
    problem = tracking_problem(info)
    if problem:
        return _no_fulfillment(problem, "fulfillment", "trackingInfo")
    try:
        made = context.state.fulfill_parts(parts, tracking=tracking_from(info))
    except CannotFulfil as refusal:
        return _no_fulfillment(str(refusal), "fulfillment")
    return {"fulfillment": made, "userErrors": []}


def _no_fulfillment(message: str, *path: str) -> Payload:
    return {"fulfillment": None, "userErrors": user_error(message, *path)}


@resolves("Mutation.fulfillmentCancel")
def fulfillment_cancel(_root: object, args: Args, context: Context) -> Payload:
    """Its items go back to a fulfillment order."""
    found = find_fulfillment(context, args["id"])
    if found is None:
        return {"fulfillment": None, "userErrors": user_error("Fulfillment does not exist.", "id")}
    try:
        context.state.cancel_fulfillment(found)
    except CannotFulfil as problem:
        return {"fulfillment": None, "userErrors": user_error(str(problem), "id")}
    return {"fulfillment": found, "userErrors": []}


@resolves("Mutation.fulfillmentTrackingInfoUpdate")
def fulfillment_tracking_info_update(_root: object, args: Args, context: Context) -> Payload:
    """New numbers in place of the old."""
    found = find_fulfillment(context, args["fulfillmentId"])
    if found is None:
        return {"fulfillment": None, "userErrors": user_error("Fulfillment does not exist.", "fulfillmentId")}
    problem = tracking_problem(args["trackingInfoInput"])
    if problem or not found.is_good:
        message = problem or "Fulfillment is cancelled."
        return {"fulfillment": None, "userErrors": user_error(message, "trackingInfoInput")}
    context.state.set_tracking(found, *tracking_from(args["trackingInfoInput"]))
    return {"fulfillment": found, "userErrors": []}


@resolves("Mutation.fulfillmentEventCreate")
def fulfillment_event_create(_root: object, args: Args, context: Context) -> Payload:
    """A scan reported by an app."""
    wanted: dict[str, Any] = args["fulfillmentEvent"]
    found = find_fulfillment(context, wanted["fulfillmentId"])
    if found is None:
        return {
            "fulfillmentEvent": None,
            "userErrors": user_error("Fulfillment does not exist.", "fulfillmentEvent"),
        }
    if not found.is_good:
        message = "Fulfillment is cancelled."
        return {"fulfillmentEvent": None, "userErrors": user_error(message, "fulfillmentEvent")}
    event = context.state.add_event(
        found,
        wanted["status"],
        happened_at=moment_from(wanted.get("happenedAt")),
        estimated_delivery_at=moment_from(wanted.get("estimatedDeliveryAt")),
        message=wanted.get("message"),
        city=wanted.get("city"),
        province=wanted.get("province"),
        country=wanted.get("country"),
    )
    return {"fulfillmentEvent": event, "userErrors": []}


@resolves("Mutation.fulfillmentOrderHold")
def fulfillment_order_hold(_root: object, args: Args, context: Context) -> Payload:
    """One more reason to wait."""
    work = find_fulfillment_order(context, args["id"])
    refused = {"fulfillmentHold": None, "fulfillmentOrder": work, "remainingFulfillmentOrder": None}
    if work is None:
        return refused | {
            "userErrors": coded_error("FULFILLMENT_ORDER_NOT_FOUND", "Fulfillment order not found.")
        }
    wanted: dict[str, Any] = args["fulfillmentHold"]
    problem = _hold_problem(work, wanted)
    if problem:
        return refused | {"userErrors": coded_error(*problem)}
    lines = wanted.get("fulfillmentOrderLineItems") or []
    rest: FulfillmentOrderRecord | None = None
    if lines:
        chosen = {line["id"]: line["quantity"] for line in lines}
        hold, rest = context.state.hold_some(work, wanted["reason"], chosen)
    else:
        hold = context.state.set_hold(work, wanted["reason"])
    hold.reason_notes, hold.handle = wanted.get("reasonNotes"), wanted.get("handle")
    hold.external_id, hold.held_by_requesting_app = wanted.get("externalId"), True
    return {
        "fulfillmentHold": hold,
        "fulfillmentOrder": work,
        "remainingFulfillmentOrder": rest,
        "userErrors": [],
    }


def _hold_problem(work: FulfillmentOrderRecord, wanted: dict[str, Any]) -> tuple[str, str] | None:
    """Why Shopify would not hold it: a code and words."""
    ours = [hold for hold in work.fulfillment_holds if hold.held_by_requesting_app]
    lines: list[dict[str, Any]] = wanted.get("fulfillmentOrderLineItems") or []
    left = {line.id: line.remaining_quantity for line in work.lines}
    if len(ours) >= MOST_HOLDS:
        message = "The maximum number of fulfillment holds for this fulfillment order has been reached."
        return "FULFILLMENT_ORDER_HOLD_LIMIT_REACHED", message
    if any(hold.handle == wanted.get("handle") for hold in ours):
        return "DUPLICATE_FULFILLMENT_HOLD_HANDLE", "The handle is already in use for another hold."
    may_be_held = work.status in ("OPEN", "IN_PROGRESS", "ON_HOLD")
    if not may_be_held and work.request_status != "CANCELLATION_ACCEPTED":
        return "TAKEN", f"Fulfillment order cannot be held in its status {work.status.lower()}."
    if lines and work.status != "OPEN":
        return "FULFILLMENT_ORDER_NOT_SPLITTABLE", "Fulfillment order is not in a splittable state."
    if len({line["id"] for line in lines}) < len(lines):
        return "DUPLICATED_FULFILLMENT_ORDER_LINE_ITEMS", "Fulfillment order line items are not unique."
    if any(line["quantity"] <= 0 for line in lines):
        return "GREATER_THAN_ZERO", "Quantity must be greater than 0."
    if any(line["quantity"] > left.get(line["id"], 0) for line in lines):
        return "INVALID_LINE_ITEM_QUANTITY", "Invalid fulfillment order line item quantity requested."
    return None


@resolves("Mutation.fulfillmentOrderReleaseHold")
def fulfillment_order_release_hold(_root: object, args: Args, context: Context) -> Payload:
    """Some holds end, or all."""
    work = find_fulfillment_order(context, args["id"])
    if work is None:
        errors = coded_error("FULFILLMENT_ORDER_NOT_FOUND", "Fulfillment order not found.")
        return {"fulfillmentOrder": None, "userErrors": errors}
    chosen = args.get("holdIds") or [hold.id for hold in work.fulfillment_holds]
    context.state.release_some_holds(work, chosen)
    return {"fulfillmentOrder": work, "userErrors": []}


@resolves("Mutation.fulfillmentOrderAcceptFulfillmentRequest")
def fulfillment_order_accept_request(_root: object, args: Args, context: Context) -> Payload:
    """It goes to work."""
    return _answer(args, context, "ACCEPTED")


@resolves("Mutation.fulfillmentOrderRejectFulfillmentRequest")
def fulfillment_order_reject_request(_root: object, args: Args, context: Context) -> Payload:
    """The merchant has to find another way."""
    return _answer(args, context, "REJECTED")


@resolves("Mutation.fulfillmentOrderAcceptCancellationRequest")
def fulfillment_order_accept_cancellation(_root: object, args: Args, context: Context) -> Payload:
    """It is not sent from there."""
    return _answer(args, context, "CANCELLATION_ACCEPTED")


@resolves("Mutation.fulfillmentOrderRejectCancellationRequest")
def fulfillment_order_reject_cancellation(_root: object, args: Args, context: Context) -> Payload:
    """It is sent all the same."""
    return _answer(args, context, "CANCELLATION_REJECTED")


def _answer(args: Args, context: Context, request_status: str) -> Payload:
    """Only what was asked for can be answered."""
    work = find_fulfillment_order(context, args["id"])
    if work is None:
        return {"fulfillmentOrder": None, "userErrors": user_error("Fulfillment order does not exist.", "id")}
    asked = "CANCELLATION_REQUESTED" if request_status.startswith("CANCELLATION") else "SUBMITTED"
    if work.request_status != asked:
        kind = "a cancellation request" if asked == "CANCELLATION_REQUESTED" else "a request"
        message = f"Fulfillment order is not in a state where {kind} can be answered."
        return {"fulfillmentOrder": None, "userErrors": user_error(message, "id")}
    known = {line.id for line in work.lines}
    lines: list[dict[str, Any]] = args.get("lineItems") or []
    if any(line["fulfillmentOrderLineItemId"] not in known for line in lines):
        message = "Fulfillment order line item does not exist."
        return {"fulfillmentOrder": None, "userErrors": user_error(message, "lineItems")}
    context.state.answer_request(work, request_status)
    work.answer = {name: value for name, value in args.items() if name != "id"}
    return {"fulfillmentOrder": work, "userErrors": []}


def coded_error(code: str, message: str) -> list[Payload]:
    """A business failure of the kinds that have codes."""
    return [{"code": code, "field": ["id"], "message": message}]


def tracking_problem(info: dict[str, Any]) -> str | None:
    """Why Shopify would not take these numbers and addresses."""
    if info.get("number") and info.get("numbers"):
        return "Only one of number and numbers can be given."
    for url in [info.get("url"), *(info.get("urls") or [])]:
        if url and not (urlsplit(url).scheme and urlsplit(url).netloc):
            return "Tracking url is invalid."
    return None


def tracking_from(info: dict[str, Any]) -> list[TrackingRecord]:
    """`number` and `url`, or `numbers` and `urls` in pairs, all with the one company."""
    numbers = info.get("numbers") or ([info["number"]] if info.get("number") else [])
    urls = info.get("urls") or ([info["url"]] if info.get("url") else [])
    if not numbers and (info.get("company") or urls):
        numbers = [None]
    return [
        TrackingRecord(
            company=info.get("company"), number=number, url=urls[index] if index < len(urls) else None
        )
        for index, number in enumerate(numbers)
    ]


def moment_from(text: str | None) -> datetime | None:
    """An ISO time with its offset."""
    return datetime.fromisoformat(text) if text else None


def find_fulfillment(context: Context, gid: str) -> FulfillmentRecord | None:
    """Of any order."""
    made = (each for order in context.state.orders for each in order.fulfillments)
    return next((each for each in made if each.id == gid), None)


def find_fulfillment_order(context: Context, gid: str) -> FulfillmentOrderRecord | None:
    """Of any order."""
    every = (each for order in context.state.orders for each in order.fulfillment_orders)
    return next((each for each in every if each.id == gid), None)
