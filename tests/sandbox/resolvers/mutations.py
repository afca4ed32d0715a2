"""The mutations a merchant's or a carrier's app would use, and webhook subscriptions."""

from datetime import datetime
from typing import Any

from tests.sandbox.parts import TrackingRecord, WebhookSubscriptionRecord
from tests.sandbox.records import FulfillmentOrderRecord, FulfillmentRecord
from tests.sandbox.resolvers.registry import Args, Context, resolves
from tests.sandbox.shipping import CannotFulfil
from tests.sandbox.webhook_topics import needed_scopes

type Payload = dict[str, object]


def user_error(message: str, *path: str) -> list[Payload]:
    """A business failure, as Shopify words it: no code."""
    return [{"field": list(path) or None, "message": message}]


@resolves("Mutation.fulfillmentCreate")
def fulfillment_create(_root: object, args: Args, context: Context) -> Payload:
    """One fulfillment order at a time, which is all our stories need."""
    wanted: dict[str, Any] = args["fulfillment"]
    parts = wanted["lineItemsByFulfillmentOrder"]
    work = find_fulfillment_order(context, parts[0]["fulfillmentOrderId"]) if len(parts) == 1 else None
    if work is None:
        return {
            "fulfillment": None,
            "userErrors": user_error("Fulfillment order does not exist.", "fulfillment"),
        }
    chosen = parts[0].get("fulfillmentOrderLineItems")
    try:
        made = context.state.fulfill(
            work.order,
            {line["id"]: line["quantity"] for line in chosen} if chosen else None,
            fulfillment_order=work,
            tracking=tracking_from(wanted.get("trackingInfo") or {}),
        )
    except CannotFulfil as problem:
        return {"fulfillment": None, "userErrors": user_error(str(problem), "fulfillment")}
    return {"fulfillment": made, "userErrors": []}


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


@resolves("Mutation.webhookSubscriptionCreate")
def webhook_subscription_create(_root: object, args: Args, context: Context) -> Payload:
    """A subscription of this shop's own."""
    wanted: dict[str, Any] = args["webhookSubscription"]
    uri = wanted.get("uri") or wanted.get("callbackUrl")
    if not uri:
        return {
            "webhookSubscription": None,
            "userErrors": user_error("Address can't be blank", "webhookSubscription", "uri"),
        }
    state = context.state
    taken = (each for each in state.webhook_subscriptions if not each.app_owned)
    if any(each.topic == args["topic"] and each.uri == uri for each in taken):
        message = "Address for this topic has already been taken"
        return {"webhookSubscription": None, "userErrors": user_error(message, "webhookSubscription", "uri")}
    needed = needed_scopes(args["topic"])
    if needed and not context.scopes.intersection(needed):
        message = "You cannot create a webhook subscription with the specified topic"
        return {"webhookSubscription": None, "userErrors": user_error(message, "topic")}
    now = state.clock.now()
    state.webhook_count += 1
    made = WebhookSubscriptionRecord(
        id=f"gid://shopify/WebhookSubscription/{63_000_000_000 + state.webhook_count}",
        topic=args["topic"],
        uri=uri,
        created_at=now,
        updated_at=now,
    )
    apply_webhook_input(made, wanted)
    state.webhook_subscriptions.append(made)
    if state.on_subscribed is not None:
        state.on_subscribed()
    return {"webhookSubscription": made, "userErrors": []}


@resolves("Mutation.webhookSubscriptionUpdate")
def webhook_subscription_update(_root: object, args: Args, context: Context) -> Payload:
    """Change one."""
    found = next((each for each in context.state.webhook_subscriptions if each.id == args["id"]), None)
    if found is None:
        return {
            "webhookSubscription": None,
            "userErrors": user_error("Webhook subscription does not exist", "id"),
        }
    apply_webhook_input(found, args["webhookSubscription"])
    found.updated_at = context.state.clock.now()
    return {"webhookSubscription": found, "userErrors": []}


@resolves("Mutation.webhookSubscriptionDelete")
def webhook_subscription_delete(_root: object, args: Args, context: Context) -> Payload:
    """Remove one."""
    subscriptions = context.state.webhook_subscriptions
    found = next((each for each in subscriptions if each.id == args["id"] and not each.app_owned), None)
    if found is None:
        return {
            "deletedWebhookSubscriptionId": None,
            "userErrors": user_error("Webhook subscription does not exist", "id"),
        }
    subscriptions.remove(found)
    return {"deletedWebhookSubscriptionId": found.id, "userErrors": []}


def apply_webhook_input(record: WebhookSubscriptionRecord, wanted: dict[str, Any]) -> None:
    """Take over what the input says and leave the rest."""
    record.uri = wanted.get("uri") or wanted.get("callbackUrl") or record.uri
    record.filter = wanted.get("filter", record.filter)
    record.name = wanted.get("name", record.name)
    record.format = wanted.get("format") or record.format
    if wanted.get("includeFields") is not None:
        record.include_fields = list(wanted["includeFields"])
    record.metafield_namespaces = wanted.get("metafieldNamespaces") or record.metafield_namespaces


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
