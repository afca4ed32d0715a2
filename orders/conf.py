"""The one reader of `django.conf.settings` for this app."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from orders.domain.timeline.usual_times import UsualTimes


@dataclass(frozen=True, slots=True)
class Store:
    """Who the shop is and how a shopper reaches it."""

    name: str
    support_email: str
    support_url: str


@dataclass(frozen=True, slots=True, repr=False)
class ShopifyConnection:
    """Where Shopify is and how we prove who we are: a client id with its secret, or an access token. The Storefront
    API has a token of its own, or none.
    """

    domain: str
    url: str
    version: str
    client_id: str
    client_secret: str
    access_token: str
    storefront_token: str


@dataclass(frozen=True, slots=True, repr=False)
class SmsGateway:
    """`kind` is `twilio`, `console`, `outbox`, or empty for none. `sender` is a number, a name, or the `MG…` of a
    messaging service; `url` is where the API is.
    """

    kind: str = ""
    account: str = ""
    token: str = ""
    sender: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Staff:
    """Where staff are told of what went wrong while nobody watched; empty where they are not."""

    email: str
    webhook_url: str
    webhook_secret: str


def debug() -> bool:
    """Whether this is a developer's own machine."""
    return bool(settings.DEBUG)


def store() -> Store:
    return Store(settings.STORE_NAME, settings.SUPPORT_EMAIL, settings.SUPPORT_URL)


def security_contact() -> str:
    """Where to report a weakness, as an address that RFC 9116 allows; empty when none is configured."""
    if settings.SUPPORT_EMAIL:
        return f"mailto:{settings.SUPPORT_EMAIL}"
    return settings.SUPPORT_URL


def shopify() -> ShopifyConnection:
    return ShopifyConnection(
        domain=settings.SHOPIFY_STORE_DOMAIN,
        url=settings.SHOPIFY_API_URL,
        version=settings.SHOPIFY_API_VERSION,
        client_id=settings.SHOPIFY_CLIENT_ID,
        client_secret=settings.SHOPIFY_CLIENT_SECRET,
        access_token=settings.SHOPIFY_ACCESS_TOKEN,
        storefront_token=settings.SHOPIFY_STOREFRONT_TOKEN,
    )


def webhook_secrets() -> tuple[str, ...]:
    """The secrets that Shopify may sign webhooks with: the app's, and during a rotation the older one too."""
    return tuple(settings.WEBHOOK_SECRETS)


def app_proxy_secrets() -> tuple[str, ...]:
    """The secrets that Shopify may sign the app proxy's requests with: the app's, and during a rotation both."""
    return tuple(dict.fromkeys((settings.SHOPIFY_CLIENT_SECRET, *settings.WEBHOOK_SECRETS)))


def webhook_url() -> str:
    """Where Shopify is to deliver webhooks."""
    return settings.WEBHOOK_URL


def order_retention_days() -> int:
    """How long an order is kept after the last thing happened to it."""
    return settings.ORDER_RETENTION_DAYS


def parcel_history() -> bool:
    """Whether anonymous rows of past parcels are kept, and forecasts are made of them."""
    return settings.PARCEL_HISTORY


def figures() -> bool:
    """Whether what shoppers do is counted, without anything about a person."""
    return bool(settings.FIGURES)


def time_zone() -> ZoneInfo:
    """The store's time zone, in which every date on a page is said."""
    return _zone(settings.STORE_TIME_ZONE)


def country() -> str | None:
    """The store's ISO country code, which tells carriers of one name apart."""
    return settings.STORE_COUNTRY or None


def carrier_links() -> Mapping[str, str]:
    """The merchant's own company -> link template table."""
    return settings.CARRIER_LINKS


def usual_times() -> UsualTimes:
    """How long a silence is usual in this shop, by what is waited for."""
    return settings.USUAL_TIMES


def image_hosts() -> tuple[str, ...]:
    """Origins that product pictures may come from; the CSP names the same ones."""
    return tuple(settings.IMAGE_HOSTS)


def content_policy() -> dict[str, Any]:
    """The Content-Security-Policy that every page starts from, directive by directive."""
    return dict(settings.SECURE_CSP)


def trusted_proxies() -> tuple[str, ...]:
    """Networks of proxies whose `X-Forwarded-For` is believed."""
    return tuple(settings.TRUSTED_PROXIES)


def site_url() -> str:
    """The site's public address, without a trailing slash."""
    return settings.SITE_URL


def order_link_days() -> int:
    """How long a link to an order lives."""
    return settings.ORDER_LINK_DAYS


def message_link_days() -> int:
    """How long the link of an email or an SMS lives."""
    return settings.MESSAGE_LINK_DAYS


def direct_links() -> bool:
    """Whether links are written into order metafields, for Shopify's own mails."""
    return settings.DIRECT_LINKS


def shared_link_days() -> int:
    """How long a link that a shopper gives to others lives at the most."""
    return settings.SHARED_LINK_DAYS


def refresh_moving_seconds() -> int:
    """The age at which the snapshot of a moving order is fetched again."""
    return settings.REFRESH_MOVING_SECONDS


def refresh_waiting_seconds() -> int:
    """The age at which the snapshot of an order that has not left is fetched again."""
    return settings.REFRESH_WAITING_SECONDS


def look_up_seconds() -> float:
    """How long a shopper waits for Shopify at most."""
    return settings.LOOK_UP_SECONDS


def look_up_limit_factor() -> int:
    """Multiplies every look-up limit."""
    return settings.LOOK_UP_LIMIT_FACTOR


def metrics_port() -> int:
    """The port on which nothing but the metrics is served; 0 when there is none."""
    return settings.METRICS_PORT


def metrics_token() -> str:
    """Opens `/metrics` on the site's own address; empty when nothing does."""
    return settings.METRICS_TOKEN


def secret_key() -> str:
    """The key that contact hashes and limit keys are derived from."""
    return settings.SECRET_KEY


def languages() -> tuple[tuple[str, str], ...]:
    """Code and own name of each language the pages speak."""
    return tuple(settings.LANGUAGES)


def email_url() -> str:
    """How mail leaves the site, with the password in it; empty when it does not."""
    return settings.EMAIL_URL


def messages_from() -> str:
    """The sender of mails, `Shop <orders@shop.example>`; empty when none is set."""
    return settings.MESSAGES_FROM


def morning_mail() -> tuple[tuple[str, ...], int]:
    """Whom the mail of what needs attention goes to, and at which hour of the store's day."""
    return tuple(settings.MORNING_MAIL_TO), settings.MORNING_MAIL_HOUR


def sms_gateway() -> SmsGateway:
    """How SMS leave the site."""
    return SmsGateway(**settings.SMS_GATEWAY)


def mail_callback_secret() -> str:
    """What a mail provider shows when it tells of bounces; empty when none may."""
    return settings.MAIL_CALLBACK_SECRET


def second_factor_required() -> bool:
    """Whether nobody of the staff gets in without a second factor."""
    return bool(settings.STAFF_SECOND_FACTOR == "required")


def staff() -> Staff:
    return Staff(settings.STAFF_EMAIL, settings.STAFF_WEBHOOK_URL, settings.STAFF_WEBHOOK_SECRET)


def address_keys() -> tuple[str, ...]:
    """What addresses that shoppers added, and secrets of authenticator apps, are encrypted with; the first for new
    ones.
    """
    return tuple(settings.ADDRESS_KEYS)


@lru_cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
