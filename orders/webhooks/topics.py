"""What each webhook topic asks of us, as one table, and how to read it out of a body.

A webhook is a hint: it says which order to look at again, never what to show. No header is signed, the topic least of
all, so a body signed for one topic can be sent again under another. Whatever removes something therefore has to be
said by the body itself (docs/decisions/0030).
"""

import re
from collections import deque
from dataclasses import dataclass
from enum import StrEnum

from orders.shopify.json_shapes import Json, JsonObject, find_list, find_object, find_text

LARGEST_ID = 2**63 - 1
MOST_LOOKED_AT = 200
"""Values of a body that are searched for an id; it stands near the top, or not at all."""

ORDER_GID = re.compile(r"gid://shopify/Order/[1-9][0-9]{0,18}")
SUBJECT_GID = re.compile(r"gid://shopify/(?:FulfillmentOrder|Fulfillment|Return)/[1-9][0-9]{0,18}")
_DIGITS = re.compile(r"[1-9][0-9]{0,18}")


class Effect(StrEnum):
    """What is to be done. ASK: the order is not named, and Shopify has to be asked which one is meant."""

    HINT = "hint"
    ASK = "ask"
    REMOVE = "remove"
    REMOVE_ALL = "remove_all"
    DATA_REQUEST = "data_request"
    APP_CHANGED = "app_changed"
    NOTHING = "nothing"
    UNKNOWN = "unknown"
    UNUSABLE = "unusable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """One delivery read: the effect, the orders it is about, or the thing whose order has to be asked for."""

    effect: Effect
    order_ids: tuple[str, ...] = ()
    subject: str = ""


FAMILIES: dict[str, Effect] = {
    "orders": Effect.HINT,
    "refunds": Effect.HINT,
    "fulfillments": Effect.ASK,
    "fulfillment_events": Effect.ASK,
    "fulfillment_orders": Effect.ASK,
    "fulfillment_holds": Effect.ASK,
    "returns": Effect.ASK,
}
"""By the part of a topic before its slash: what a topic does that is not named in `TOPICS`."""

TOPICS: dict[str, Effect] = {
    "orders/delete": Effect.REMOVE,
    "orders/link_requested": Effect.NOTHING,
    "app/uninstalled": Effect.APP_CHANGED,
    "app/scopes_update": Effect.APP_CHANGED,
    "customers/data_request": Effect.DATA_REQUEST,
    "customers/redact": Effect.REMOVE,
    "shop/redact": Effect.REMOVE_ALL,
}


def find_effect(topic: str) -> Effect:
    """What a topic asks for, known by its own name or by its family's."""
    return TOPICS.get(topic) or FAMILIES.get(topic.partition("/")[0], Effect.UNKNOWN)


def read_meaning(topic: str, payload: JsonObject, *, shop_domain: str) -> Meaning:
    """What a delivery asks for; UNUSABLE where its body does not say what its topic promises."""
    effect = find_effect(topic)
    match effect:
        case Effect.HINT | Effect.ASK:
            return _read_hint(topic, payload)
        case Effect.REMOVE if topic == "orders/delete":
            return _read_deletion(payload)
        case Effect.REMOVE:
            return _read_redaction(effect, payload, "orders_to_redact", shop_domain=shop_domain)
        case Effect.DATA_REQUEST:
            return _read_redaction(effect, payload, "orders_requested", shop_domain=shop_domain)
        case Effect.REMOVE_ALL:
            is_meant = _is_from(payload, shop_domain) and payload.keys() <= {"shop_id", "shop_domain"}
            return Meaning(effect=effect if is_meant else Effect.UNUSABLE)
        case Effect.APP_CHANGED if topic == "app/uninstalled":
            is_meant = payload.get("myshopify_domain") == shop_domain
            return Meaning(effect=effect if is_meant else Effect.UNUSABLE)
        case _:
            return Meaning(effect=effect)


def order_gid(value: Json) -> str | None:
    """An order's GID from a number, a number as text, or a GID; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return f"gid://shopify/Order/{value}" if 0 < value <= LARGEST_ID else None
    text = find_text(value) or ""
    if ORDER_GID.fullmatch(text):
        return text
    return f"gid://shopify/Order/{text}" if _DIGITS.fullmatch(text) else None


def _read_hint(topic: str, payload: JsonObject) -> Meaning:
    order_id = _find_order(topic, payload)
    if order_id is not None:
        return Meaning(effect=Effect.HINT, order_ids=(order_id,))
    subject = _find_gid(payload, SUBJECT_GID) or _fulfillment_gid(payload)
    if subject is not None:
        return Meaning(effect=Effect.ASK, subject=subject)
    return Meaning(effect=Effect.UNUSABLE)


def _find_order(topic: str, payload: JsonObject) -> str | None:
    """The order that a body names: it is an order, or it has one, or it belongs to one."""
    order, edit = find_object(payload.get("order")), find_object(payload.get("order_edit"))
    candidates: list[Json] = [edit.get("order_id"), order.get("id"), order.get("admin_graphql_api_id")]
    candidates += [payload.get("order_id"), find_object(payload.get("fulfillment")).get("order_id")]
    candidates.append(find_object(payload.get("fulfillment_order")).get("order_id"))
    if topic.startswith("orders/") and not edit:
        candidates += [payload.get("id"), payload.get("admin_graphql_api_id")]
    named = (gid for candidate in candidates if (gid := order_gid(candidate)))
    return next(named, None) or _find_gid(payload, ORDER_GID)


def _fulfillment_gid(payload: JsonObject) -> str | None:
    """The shipment of a scan that was taken back, whose body names little else."""
    number = payload.get("fulfillment_id")
    if isinstance(number, bool) or not isinstance(number, int) or not 0 < number <= LARGEST_ID:
        return None
    return f"gid://shopify/Fulfillment/{number}"


def _find_gid(payload: JsonObject, wanted: re.Pattern[str]) -> str | None:
    """The first such GID, nearest to the top first."""
    waiting: deque[Json] = deque([payload])
    for _ in range(MOST_LOOKED_AT):
        if not waiting:
            break
        value = waiting.popleft()
        if isinstance(value, str) and wanted.fullmatch(value):
            return value
        if isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value[:MOST_LOOKED_AT])
    return None


def _read_deletion(payload: JsonObject) -> Meaning:
    """A body that can only be a deletion is believed; any other makes us ask whether the order is there still."""
    order_id = order_gid(payload.get("id")) or order_gid(payload.get("admin_graphql_api_id"))
    if order_id is None:
        return Meaning(effect=Effect.UNUSABLE)
    if payload.keys() <= {"id", "admin_graphql_api_id"}:
        return Meaning(effect=Effect.REMOVE, order_ids=(order_id,))
    return Meaning(effect=Effect.ASK, subject=order_id)


def _read_redaction(effect: Effect, payload: JsonObject, key: str, *, shop_domain: str) -> Meaning:
    listed = payload.get(key)
    if not _is_from(payload, shop_domain) or not isinstance(listed, list):
        return Meaning(effect=Effect.UNUSABLE)
    order_ids = {gid for value in find_list(listed) if (gid := order_gid(value))}
    return Meaning(effect=effect, order_ids=tuple(sorted(order_ids)))


def _is_from(payload: JsonObject, shop_domain: str) -> bool:
    """Whether the body, which is signed, names our shop."""
    return payload.get("shop_domain") == shop_domain
