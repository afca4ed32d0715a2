"""Which webhooks are wanted, and what has to change for Shopify to send just these."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from orders.shopify.webhook_subscriptions import WebhookSubscription, enum_of

_ORDER = frozenset({"id", "admin_graphql_api_id", "updated_at"})
_SHIPMENT = frozenset({"id", "order_id", "status", "updated_at"})
_SCAN = frozenset({"id", "order_id", "fulfillment_id", "status", "updated_at"})
_RETURN = frozenset({"id", "admin_graphql_api_id", "status", "order.id", "order.admin_graphql_api_id"})
_WHOLE: frozenset[str] = frozenset()

WORK_TOPICS = (
    *("order_routing_complete", "placed_on_hold", "hold_released", "moved", "split", "merged", "rescheduled"),
    *("scheduled_fulfillment_order_ready", "fulfillment_request_accepted", "fulfillment_request_rejected"),
    *("fulfillment_service_failed_to_complete", "line_items_prepared_for_pickup", "progress_reported"),
    *("line_items_prepared_for_local_delivery", "cancelled"),
)
SERVICE_TOPICS = (
    *("fulfillment_request_submitted", "cancellation_request_submitted"),
    *("cancellation_request_accepted", "cancellation_request_rejected"),
)
"""What is asked of whoever sends from a place that is a fulfillment service."""
SERVICE_SCOPES = frozenset({"read_assigned_fulfillment_orders", "write_assigned_fulfillment_orders"})
"""An app that has one of them is such a service."""
RETURN_TOPICS = ("request", "approve", "decline", "update", "process", "close", "reopen", "cancel")
COMPLIANCE_TOPICS = ("customers/data_request", "customers/redact", "shop/redact")
"""Shopify sends these to an app's configuration only, never to subscriptions made by the API."""

WANTED: dict[str, frozenset[str]] = {
    **dict.fromkeys(("orders/create", "orders/updated", "orders/cancelled"), _ORDER),
    "orders/edited": frozenset({"order_edit.order_id", "order_edit.created_at"}),
    "orders/delete": frozenset({"id"}),
    **dict.fromkeys(("fulfillments/create", "fulfillments/update"), _SHIPMENT),
    **dict.fromkeys(("fulfillment_events/create", "fulfillment_events/delete"), _SCAN),
    "refunds/create": frozenset({"id", "order_id", "created_at"}),
    **{f"returns/{name}": _RETURN for name in RETURN_TOPICS},
    # Bodies of fulfillment orders hold ids and states only, and their shapes differ: they come whole.
    **{f"fulfillment_orders/{name}": _WHOLE for name in WORK_TOPICS},
    "app/uninstalled": frozenset({"id", "myshopify_domain", "updated_at"}),
    "app/scopes_update": _WHOLE,
}
"""Topics, each with the fields of its body that are read here (none for all). Fewer fields are less to leak."""


def wanted_with(granted: Collection[str]) -> dict[str, frozenset[str]]:
    """What is wanted by an app with these scopes: a fulfillment service hears of what is asked of it too."""
    if SERVICE_SCOPES.isdisjoint(granted):
        return WANTED
    return WANTED | {f"fulfillment_orders/{name}": _WHOLE for name in SERVICE_TOPICS}


SCOPES: dict[str, str] = {
    "orders": "read_orders",
    "refunds": "read_orders",
    "fulfillments": "read_fulfillments",
    "fulfillment_events": "read_fulfillments",
    "returns": "read_returns",
    "fulfillment_orders": "read_merchant_managed_fulfillment_orders or read_third_party_fulfillment_orders",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be done. `left_alone` lead elsewhere and are not ours to judge."""

    right: tuple[str, ...]
    create: tuple[str, ...]
    update: tuple[tuple[str, WebhookSubscription], ...]
    delete: tuple[WebhookSubscription, ...]
    left_alone: tuple[WebhookSubscription, ...]


def build_plan(
    existing: Iterable[WebhookSubscription], *, uri: str, wanted: Mapping[str, frozenset[str]] = WANTED
) -> Plan:
    """Compare what there is with what is wanted; ours is what leads to the same host as `uri`."""
    names = {enum_of(topic): topic for topic in wanted}
    ours: dict[str, list[WebhookSubscription]] = {}
    delete: list[WebhookSubscription] = []
    left_alone: list[WebhookSubscription] = []
    for subscription in existing:
        if _base(subscription.uri) != _base(uri):
            left_alone.append(subscription)
        elif subscription.topic in names:
            ours.setdefault(names[subscription.topic], []).append(subscription)
        else:
            delete.append(subscription)
    right, update = [], []
    for topic, found in ours.items():
        fields = wanted[topic]
        best = next((each for each in found if _is_right(each, fields, uri)), found[0])
        delete += [each for each in found if each is not best]
        if _is_right(best, fields, uri):
            right.append(topic)
        else:
            update.append((topic, best))
    return Plan(
        right=tuple(right),
        create=tuple(topic for topic in wanted if topic not in ours),
        update=tuple(update),
        delete=tuple(delete),
        left_alone=tuple(left_alone),
    )


def build_toml(*, uri: str, api_version: str) -> str:
    """The same wishes for `shopify.app.toml`, with the compliance topics, which only go there."""
    by_fields: dict[frozenset[str], list[str]] = {}
    for topic, fields in WANTED.items():
        by_fields.setdefault(fields, []).append(topic)
    parts = [f"[webhooks]\napi_version = {json.dumps(api_version)}\n"]
    for fields, topics in by_fields.items():
        parts.append(f"[[webhooks.subscriptions]]\ntopics = {_toml_list(topics)}\nuri = {json.dumps(uri)}\n")
        if fields:
            parts[-1] += f"include_fields = {_toml_list(sorted(fields))}\n"
    parts.append(
        f"[[webhooks.subscriptions]]\ncompliance_topics = {_toml_list(COMPLIANCE_TOPICS)}\nuri = {json.dumps(uri)}\n"
    )
    return "\n".join(parts)


def needed_scope(topic: str) -> str | None:
    """What an app must be granted to subscribe to a topic."""
    return SCOPES.get(topic.partition("/")[0])


def _toml_list(texts: Sequence[str]) -> str:
    """One a line; a JSON string is a TOML string too."""
    return "[\n" + "".join(f"  {json.dumps(text)},\n" for text in texts) + "]"


def _is_right(subscription: WebhookSubscription, fields: frozenset[str], uri: str) -> bool:
    return (
        subscription.uri == uri
        and subscription.format == "JSON"
        and subscription.include_fields == fields
        and not subscription.filter
    )


def _base(uri: str) -> tuple[str, str]:
    """Scheme and host; a nonsense address has none of ours."""
    try:
        parts = urlsplit(uri)
    except ValueError:
        return ("", "")
    return (parts.scheme.lower(), parts.netloc.lower())
