"""The shop's own webhook subscriptions of this app, as the API shows and changes them.

Those made by the app's configuration (TOML, Dev Dashboard) are never listed here.
https://shopify.dev/docs/apps/build/webhooks/subscribe
"""

from dataclasses import dataclass

from orders.shopify import operations
from orders.shopify.endpoint import Endpoint, Variables
from orders.shopify.json_shapes import find_list, find_object, find_text, get_list, get_object
from orders.shopify.operations import Operation
from orders.shopify.order_pages import find_next_cursor
from orders.shopify.payload import Fields
from orders.shopify.text import clean_text
from orders.transport.deadline import Deadline

MESSAGE_LIMIT = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookSubscription:
    """One subscription. `topic` is as the API names it, such as ORDERS_UPDATED."""

    id: str
    topic: str
    uri: str
    format: str
    include_fields: frozenset[str]
    filter: str | None = None


class SubscriptionRefused(Exception):
    """Shopify's user errors, in its own words."""


class WebhookSubscriptions:
    """Reads and changes them within one deadline. Every call raises a ShopifyError when Shopify cannot be asked."""

    def __init__(self, endpoint: Endpoint, *, deadline: Deadline) -> None:
        self._endpoint = endpoint
        self._deadline = deadline

    def read_all(self) -> tuple[WebhookSubscription, ...]:
        """All that there are."""
        found: list[WebhookSubscription] = []
        after: str | None = None
        while True:
            variables: Variables = {"subscriptions": operations.SUBSCRIPTIONS_PAGE, "after": after}
            reply = self._endpoint.execute(
                operations.WEBHOOK_SUBSCRIPTIONS, variables, deadline=self._deadline
            )
            page = get_object(reply.root, "webhookSubscriptions")
            for node in get_list(page.get("nodes"), "webhookSubscriptions.nodes"):
                fields = Fields(node, kind="WebhookSubscription", observations=self._endpoint.observations)
                listed = find_list(find_object(node).get("includeFields"))
                found.append(
                    WebhookSubscription(
                        id=fields.get_whole("id"),
                        topic=fields.get_whole("topic"),
                        uri=fields.find_whole("uri", limit=2048) or "",
                        format=fields.find_text("format") or "",
                        include_fields=frozenset(name for name in listed if isinstance(name, str)),
                        filter=fields.find_text("filter"),
                    )
                )
            after = find_next_cursor(page, where="webhookSubscriptions")
            if after is None:
                return tuple(found)

    def create(self, topic: str, *, uri: str, include_fields: frozenset[str]) -> None:
        """Subscribe. Raises `SubscriptionRefused`."""
        self._change(
            operations.CREATE_WEBHOOK_SUBSCRIPTION,
            {"topic": enum_of(topic), "uri": uri, "includeFields": sorted(include_fields)},
        )

    def update(self, subscription_id: str, *, uri: str, include_fields: frozenset[str]) -> None:
        """Make a subscription as it should be. Raises `SubscriptionRefused`."""
        self._change(
            operations.UPDATE_WEBHOOK_SUBSCRIPTION,
            {"id": subscription_id, "uri": uri, "includeFields": sorted(include_fields)},
        )

    def delete(self, subscription_id: str) -> None:
        """End a subscription. Raises `SubscriptionRefused`."""
        self._change(operations.DELETE_WEBHOOK_SUBSCRIPTION, {"id": subscription_id})

    def _change(self, operation: Operation, variables: Variables) -> None:
        reply = self._endpoint.execute(operation, variables, deadline=self._deadline)
        errors = find_list(get_object(reply.root, operation.root).get("userErrors"))
        messages = [find_text(find_object(error).get("message")) or "no reason given" for error in errors]
        if messages:
            raise SubscriptionRefused(
                clean_text("; ".join(messages), limit=MESSAGE_LIMIT) or "no reason given"
            )


def enum_of(topic: str) -> str:
    """ORDERS_UPDATED for `orders/updated`, as the API names topics."""
    return topic.replace("/", "_").upper()
