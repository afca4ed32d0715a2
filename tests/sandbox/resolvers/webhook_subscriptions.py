"""Webhook subscriptions, made, changed and removed through the API."""

from typing import Any

from tests.sandbox.parts import WebhookSubscriptionRecord
from tests.sandbox.resolvers.registry import Args, Context, Payload, resolves, user_error
from tests.sandbox.webhook_topics import needed_scopes


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
