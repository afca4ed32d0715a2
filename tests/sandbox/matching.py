"""Which orders a search finds, and what Shopify would warn about."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from tests.sandbox.fulfillment_status import fulfillment_status_of
from tests.sandbox.records import OrderRecord
from tests.sandbox.search import And, Node, Not, Or, Term, terms_of

# The filters that Shopify documents and this store leaves out: known, so no warning, but they do not narrow.
OTHER_FILTERS = frozenset(
    {
        "cart_token",
        "channel",
        "channel_id",
        "chargeback_status",
        "checkout_token",
        "credit_card_last4",
        "current_total_price",
        "customer_id",
        "delivery_method",
        "discount_code",
        "financial_status",
        "fraud_protection_level",
        "fulfillment_location_id",
        "gateway",
        "location_id",
        "payment_id",
        "payment_provider_id",
        "po_number",
        "processed_at",
        "reference_location_id",
        "return_status",
        "risk_level",
        "sales_channel",
        "sku",
        "source_identifier",
        "source_name",
        "subtotal_line_items_quantity",
        "tag",
        "tag_not",
        "test",
        "total_weight",
    }
)
NOT_ALPHANUMERIC = re.compile(r"[^0-9a-z]+")


@dataclass(frozen=True, slots=True)
class IndexedOrder:
    """An order as the search index knows it, which may be a little behind."""

    order: OrderRecord
    updated_at: datetime


type Matcher = Callable[[IndexedOrder, Term], bool]


def matches(node: Node, indexed: IndexedOrder, *, fuzzy: bool = False) -> bool:
    """Whether the order is among the results. `fuzzy` lets a name find its prefix neighbours too."""
    if isinstance(node, And):
        return all(matches(part, indexed, fuzzy=fuzzy) for part in node.parts)
    if isinstance(node, Or):
        return any(matches(part, indexed, fuzzy=fuzzy) for part in node.parts)
    if isinstance(node, Not):
        # An unknown field matches everything also when it is negated: it is ignored, not denied.
        unknown = all(term.field and term.field not in MATCHERS for term in terms_of(node.inner))
        return unknown or not matches(node.inner, indexed, fuzzy=fuzzy)
    if node.field == "name" and fuzzy:
        return _name_starts(indexed, node)
    matcher = MATCHERS.get(node.field)
    return matcher is None or matcher(indexed, node)


def warnings_for(node: Node) -> list[dict[str, str]]:
    """What the search-debug header reveals: fields that were ignored."""
    return [
        {"field": term.field, "message": "Invalid search field for this query."}
        for term in terms_of(node)
        if term.field
        and term.field not in MATCHERS
        and term.field not in OTHER_FILTERS
        and not term.field.startswith("metafields.")
    ]


def _name(indexed: IndexedOrder, term: Term) -> bool:
    name, typed = indexed.order.name.casefold(), term.value.casefold()
    if term.is_prefix:
        return name.startswith(typed) or name.lstrip("#").startswith(typed)
    digits = re.sub(r"\D", "", name)
    return typed in (name, name.lstrip("#"), digits)


def _name_starts(indexed: IndexedOrder, term: Term) -> bool:
    name = NOT_ALPHANUMERIC.sub("", indexed.order.name.casefold())
    typed = NOT_ALPHANUMERIC.sub("", term.value.casefold())
    return bool(typed) and (name.startswith(typed) or re.sub(r"\D", "", name).startswith(typed))


def _confirmation_number(indexed: IndexedOrder, term: Term) -> bool:
    return indexed.order.confirmation_number.casefold() == term.value.casefold()


def _email(indexed: IndexedOrder, term: Term) -> bool:
    return (indexed.order.email or "").casefold() == term.value.casefold()


def _id(indexed: IndexedOrder, term: Term) -> bool:
    try:
        wanted = int(term.value.rpartition("/")[2])
    except ValueError:
        return False
    return _compares(indexed.order.legacy_id, wanted, term)


def _status(indexed: IndexedOrder, term: Term) -> bool:
    order = indexed.order
    status = "cancelled" if order.cancelled_at else "closed" if order.closed_at else "open"
    return status != "closed" if term.value == "not_closed" else status == term.value.casefold()


def _fulfillment_status(indexed: IndexedOrder, term: Term) -> bool:
    shown = fulfillment_status_of(indexed.order)
    names = {
        "UNFULFILLED": ("unfulfilled", "unshipped"),
        "IN_PROGRESS": ("unfulfilled", "unshipped"),
        "PARTIALLY_FULFILLED": ("partial",),
        "FULFILLED": ("fulfilled", "shipped"),
        "SCHEDULED": ("scheduled", "unshipped"),
        "ON_HOLD": ("on_hold", "unshipped"),
        "REQUEST_DECLINED": ("request_declined", "unshipped"),
    }
    return term.value.casefold() in names.get(shown, ())


def _created_at(indexed: IndexedOrder, term: Term) -> bool:
    wanted = _moment(term.value)
    return wanted is None or _compares(indexed.order.created_at, wanted, term)


def _updated_at(indexed: IndexedOrder, term: Term) -> bool:
    wanted = _moment(term.value)
    return wanted is None or _compares(indexed.updated_at, wanted, term)


def _anywhere(indexed: IndexedOrder, term: Term) -> bool:
    order = indexed.order
    places = [order.name, order.email, order.confirmation_number, *(item.title for item in order.line_items)]
    words = {word for place in places if place for word in re.split(r"[\s#]+", place.casefold())}
    typed = term.value.casefold().lstrip("#")
    return any(word.startswith(typed) if term.is_prefix else word == typed for word in words)


def _compares[T: (int, datetime)](value: T, wanted: T, term: Term) -> bool:
    match term.comparator:
        case "<":
            return value < wanted
        case ">":
            return value > wanted
        case "<=":
            return value <= wanted
        case ">=":
            return value >= wanted
        case _:
            return value == wanted


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


MATCHERS: dict[str, Matcher] = {
    "": _anywhere,
    "default": _anywhere,
    "name": _name,
    "confirmation_number": _confirmation_number,
    "email": _email,
    "id": _id,
    "status": _status,
    "fulfillment_status": _fulfillment_status,
    "created_at": _created_at,
    "updated_at": _updated_at,
}
