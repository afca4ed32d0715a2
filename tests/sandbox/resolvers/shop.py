"""The shop, the app's own scopes, the API's versions, places, and webhook subscriptions."""

from typing import Any

from tests.sandbox.connections import Connection, connect
from tests.sandbox.locations import LOCATIONS
from tests.sandbox.parts import LocationRecord, WebhookSubscriptionRecord
from tests.sandbox.records import FulfillmentOrderRecord, FulfillmentRecord
from tests.sandbox.resolvers.fulfillments import visible
from tests.sandbox.resolvers.orders import Payload
from tests.sandbox.resolvers.registry import Args, Context, legacy_resource_id, resolves
from tests.sandbox.versions import KNOWN_VERSIONS


@resolves("QueryRoot.shop")
def shop(_root: object, _args: Args, context: Context) -> Payload:
    """Casa Lumbre."""
    domain = context.state.store_domain
    plan = context.state.behaviour.shop_plan
    return {
        "id": "gid://shopify/Shop/61000000001",
        "name": "Casa Lumbre",
        "myshopifyDomain": domain,
        "primaryDomain": {
            "id": "gid://shopify/Domain/61000000001",
            "host": "casalumbre.example",
            "url": "https://casalumbre.example",
            "sslEnabled": True,
        },
        "plan": {
            "publicDisplayName": plan,
            "displayName": plan,
            "partnerDevelopment": False,
            "shopifyPlus": plan == "Plus",
        },
        "ianaTimezone": "Europe/Madrid",
        "timezoneAbbreviation": "CET",
        "timezoneOffset": "+0100",
        "timezoneOffsetMinutes": 60,
        "orderNumberFormatPrefix": "#",
        "orderNumberFormatSuffix": "",
        "currencyCode": "EUR",
        "contactEmail": "hola@casalumbre.example",
        "email": "hola@casalumbre.example",
        "url": "https://casalumbre.example",
    }


@resolves("QueryRoot.currentAppInstallation")
def current_app_installation(_root: object, _args: Args, context: Context) -> Payload:
    """With the scopes that were granted."""
    return {
        "id": "gid://shopify/AppInstallation/62000000001",
        "accessScopes": [
            {"handle": scope, "description": scope.replace("_", " ")} for scope in sorted(context.scopes)
        ],
        "launchUrl": f"https://{context.state.store_domain}/admin/apps/tracking",
    }


@resolves("QueryRoot.publicApiVersions")
def public_api_versions(_root: object, _args: Args, _context: Context) -> list[Payload]:
    """Stable ones are supported; the candidate and unstable are not."""
    return [version.as_payload() for version in KNOWN_VERSIONS]


@resolves("QueryRoot.locations")
def locations(_root: object, args: Args, _context: Context) -> Connection[LocationRecord]:
    """The shop's places."""
    return connect(LOCATIONS, args)


@resolves("QueryRoot.location")
def location(_root: object, args: Args, _context: Context) -> LocationRecord | None:
    """By GID, or the first."""
    wanted = args.get("id")
    return next((each for each in LOCATIONS if wanted in (None, each.id)), None)


@resolves("Location.legacyResourceId")
def location_legacy_id(record: LocationRecord, _args: Args, _context: Context) -> str:
    """The number of the GID."""
    return legacy_resource_id(record.id)


@resolves("Location.address")
def location_address(record: LocationRecord, _args: Args, _context: Context) -> Payload:
    """Where it is."""
    return {
        "address1": record.address1,
        "city": record.city,
        "province": record.province,
        "zip": record.zip,
        "countryCode": record.country_code,
        "country": "Spain",
        "formatted": [record.address1, f"{record.zip} {record.city}", "Spain"],
    }


@resolves("Location.isActive", "Location.fulfillsOnlineOrders", "Location.shipsInventory")
def always(_record: LocationRecord, _args: Args, _context: Context) -> bool:
    """All our places are open."""
    return True


@resolves("QueryRoot.node")
def node(_root: object, args: Args, context: Context) -> Any:
    """Orders, shipments, fulfillment orders and places by GID."""
    gid: str = args["id"]
    if gid.startswith("gid://shopify/Order/"):
        return context.state.visible_order(gid, all_orders=context.all_orders)
    for order in context.state.orders:
        records: list[FulfillmentRecord | FulfillmentOrderRecord] = [
            *order.fulfillments,
            *visible(order.fulfillment_orders, context),
        ]
        for record in records:
            if record.id == gid:
                return record
    return next((each for each in LOCATIONS if each.id == gid), None)


@resolves("QueryRoot.nodes")
def nodes(root: object, args: Args, context: Context) -> list[Any]:
    """Several at once, null where there is none."""
    return [node(root, {"id": gid}, context) for gid in args["ids"]]


@resolves("QueryRoot.webhookSubscriptions")
def webhook_subscriptions(
    _root: object, args: Args, context: Context
) -> Connection[WebhookSubscriptionRecord]:
    """Those made through the API."""
    topics = args.get("topics")
    uri = args.get("uri") or args.get("callbackUrl")
    wanted = [
        each
        for each in context.state.webhook_subscriptions
        if not each.app_owned and (topics is None or each.topic in topics) and uri in (None, each.uri)
    ]
    return connect(wanted, args)


@resolves("QueryRoot.webhookSubscription")
def webhook_subscription(_root: object, args: Args, context: Context) -> WebhookSubscriptionRecord | None:
    """By GID."""
    return next((each for each in context.state.webhook_subscriptions if each.id == args["id"]), None)


@resolves("WebhookSubscription.legacyResourceId")
def webhook_legacy_id(record: WebhookSubscriptionRecord, _args: Args, _context: Context) -> str:
    """The number of the GID."""
    return legacy_resource_id(record.id)


@resolves("WebhookSubscription.apiVersion")
def webhook_api_version(_record: WebhookSubscriptionRecord, _args: Args, context: Context) -> Payload:
    """The version that serves this call."""
    return {"handle": context.version, "displayName": context.version, "supported": True}
