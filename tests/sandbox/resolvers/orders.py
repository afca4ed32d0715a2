"""Orders, their lines and the search for them."""

from collections.abc import Callable
from datetime import datetime

from tests.sandbox.connections import Connection, connect
from tests.sandbox.fulfillment_status import fulfillment_status_of
from tests.sandbox.matching import IndexedOrder, matches, warnings_for
from tests.sandbox.records import (
    FulfillmentRecord,
    LineItemRecord,
    OrderRecord,
    RefundRecord,
)
from tests.sandbox.resolvers.registry import Args, Context, legacy_resource_id, resolves
from tests.sandbox.search import parse_search

type Payload = dict[str, object]

FIRST_VERSION_WITH_NOT_REQUIRED = "2026-10"


@resolves("QueryRoot.order")
def order(_root: object, args: Args, context: Context) -> OrderRecord | None:
    """Straight from the record, without the index's lag."""
    return context.state.visible_order(args["id"], all_orders=context.all_orders)


@resolves("QueryRoot.orderByIdentifier")
def order_by_identifier(_root: object, args: Args, context: Context) -> OrderRecord | None:
    """By GID only; the store has no metafields."""
    gid = args["identifier"].get("id")
    return context.state.visible_order(gid, all_orders=context.all_orders) if gid else None


@resolves("QueryRoot.orders")
def orders(_root: object, args: Args, context: Context) -> Connection[OrderRecord]:
    """A page of the search's results."""
    found = _search(args.get("query") or "", context)
    found.sort(key=_sort_key(args.get("sortKey") or "PROCESSED_AT"))
    return connect([each.order for each in found], args)


@resolves("QueryRoot.ordersCount")
def orders_count(_root: object, args: Args, context: Context) -> Payload:
    """How many a search finds."""
    return _count(len(_search(args.get("query") or "", context)))


def _search(query: str, context: Context) -> list[IndexedOrder]:
    tree = parse_search(query)
    warnings = warnings_for(tree)
    if query:
        debug: Payload = {"path": ["orders"], "query": query, "parsed": {}}
        context.search_debug.append({**debug, "warnings": warnings} if warnings else debug)
    state = context.state
    indexed = state.indexed_orders(all_orders=context.all_orders)
    return [each for each in indexed if matches(tree, each, fuzzy=state.behaviour.fuzzy)]


def _sort_key(name: str) -> Callable[[IndexedOrder], tuple[datetime | int | str, int]]:
    def key(indexed: IndexedOrder) -> tuple[datetime | int | str, int]:
        found = indexed.order
        values: dict[str, datetime | int | str] = {
            "CREATED_AT": found.created_at,
            "PROCESSED_AT": found.processed_at,
            "UPDATED_AT": indexed.updated_at,
            "ORDER_NUMBER": found.number,
            "FULFILLMENT_STATUS": fulfillment_status_of(found),
            "FINANCIAL_STATUS": found.display_financial_status or "",
        }
        return values.get(name, found.legacy_id), found.legacy_id

    return key


@resolves("Order.legacyResourceId")
def order_legacy_id(record: OrderRecord, _args: Args, _context: Context) -> str:
    """The number of the GID."""
    return legacy_resource_id(record.id)


@resolves("Order.email")
def email(record: OrderRecord, _args: Args, context: Context) -> str | None:
    """Null without an error where the store hides it."""
    behaviour = context.state.behaviour
    return None if behaviour.hidden_contact or behaviour.hidden_email else record.email


@resolves("Order.phone")
def phone(record: OrderRecord, _args: Args, context: Context) -> str | None:
    """Null without an error where the store hides it."""
    return None if context.state.behaviour.hidden_contact else record.phone


@resolves("Order.displayFulfillmentStatus")
def display_fulfillment_status(record: OrderRecord, _args: Args, context: Context) -> str:
    """FULFILLMENT_NOT_REQUIRED is unknown to versions before 2026-10."""
    status = fulfillment_status_of(record)
    if status == "FULFILLMENT_NOT_REQUIRED" and context.version < FIRST_VERSION_WITH_NOT_REQUIRED:
        return "UNFULFILLED"
    return status


@resolves("Order.shippingAddress", "Order.billingAddress", "Order.displayAddress")
def address(record: OrderRecord, _args: Args, _context: Context) -> Payload | None:
    """An invented address; none for orders that have none."""
    if record.city is None:
        return None
    return {
        "id": f"gid://shopify/MailingAddress/{record.legacy_id}?model_name=Address",
        "firstName": record.first_name,
        "lastName": record.last_name,
        "name": f"{record.first_name} {record.last_name}",
        "address1": record.address1,
        "zip": record.zip,
        "city": record.city,
        "province": record.province,
        "provinceCode": record.province_code,
        "countryCodeV2": record.country_code,
        "phone": record.phone,
        "coordinatesValidated": False,
        "timeZone": "Europe/Madrid" if record.country_code == "ES" else None,
    }


@resolves("Order.closed")
def closed(record: OrderRecord, _args: Args, _context: Context) -> bool:
    """Everything fulfilled or cancelled, and the money settled."""
    return record.closed_at is not None


@resolves("Order.fulfillable")
def fulfillable(record: OrderRecord, _args: Args, _context: Context) -> bool:
    """Whether there is something left to send."""
    return any(item.unfulfilled_quantity for item in record.line_items)


@resolves("Order.statusPageUrl")
def status_page_url(record: OrderRecord, _args: Args, context: Context) -> str:
    """Something that looks like Shopify's secret link."""
    return f"https://{context.state.store_domain}/orders/{record.legacy_id}/authenticate?key=secret"


@resolves("Order.fulfillments")
def fulfillments(record: OrderRecord, args: Args, _context: Context) -> list[FulfillmentRecord]:
    """A plain list, cut off at `first`."""
    return record.fulfillments[: args.get("first")]


@resolves("Order.fulfillmentsCount")
def fulfillments_count(record: OrderRecord, _args: Args, _context: Context) -> Payload:
    """Cancelled ones included."""
    return _count(len(record.fulfillments))


@resolves("Order.refunds")
def refunds(record: OrderRecord, args: Args, _context: Context) -> list[RefundRecord]:
    """A plain list, cut off at `first`."""
    return record.refunds[: args.get("first")]


@resolves("Order.lineItems")
def line_items(record: OrderRecord, args: Args, _context: Context) -> Connection[LineItemRecord]:
    """Lines taken off by an edit included."""
    return connect(record.line_items, args)


@resolves("LineItem.name")
def line_item_name(record: LineItemRecord, _args: Args, _context: Context) -> str:
    """Title and variant."""
    return f"{record.title} - {record.variant_title}" if record.variant_title else record.title


@resolves("LineItem.image")
def line_item_image(record: LineItemRecord, args: Args, context: Context) -> Payload | None:
    """The product's picture; width and height may be wished for here too."""
    if record.picture is None:
        return None
    payload = image(record.picture, context)
    payload["url"] = sized(str(payload["url"]), args)
    return payload


def image(picture: str, context: Context) -> Payload:
    """A picture of our own, on the sandbox's host."""
    return {
        "__typename": "Image",
        "id": f"gid://shopify/ProductImage/{picture}",
        "url": f"{context.base_url}/cdn/shop/files/{picture}.svg?v=1763900000",
        "altText": picture.replace("-", " "),
        "width": 800,
        "height": 800,
    }


@resolves("Image.url")
def image_url(source: Payload, args: Args, _context: Context) -> str:
    """With the wished size in the query, as the image host does it."""
    return sized(str(source["url"]), args.get("transform") or {})


def sized(url: str, wish: Args) -> str:
    """Add width and height to a picture's address."""
    sizes = [
        f"{name}={wish[key]}"
        for name, key in (("width", "maxWidth"), ("height", "maxHeight"))
        if wish.get(key)
    ]
    return f"{url}{'&' if '?' in url else '?'}{'&'.join(sizes)}" if sizes else url


def _count(number: int) -> Payload:
    return {"count": number, "precision": "EXACT"}
