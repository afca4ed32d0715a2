"""What `check_shopify` says of this site itself: its settings against the shop's, and what it needs around it."""

from collections.abc import Iterator

from django.db import DatabaseError

from orders import clock, conf
from orders.asking.shop_check import Finding, Grade
from orders.shopify.connection_report import ConnectionReport, CredentialsKind
from orders.shopify.errors import ShopifyError
from orders.shopify.webhook_subscriptions import WebhookSubscriptions
from orders.storage import shop_watch
from orders.storage.shop_watch import NEEDED_TOPICS, SCANS, TOLD_SECONDS
from orders.transport.deadline import Deadline
from orders.transport.errors import TransportError
from orders.transport.http import Transport
from orders.watching import readiness
from orders.web import page_cache
from orders.webhooks import address
from orders.webhooks.subscribing import build_plan

GET_SECONDS = 5.0
CACHE_KEY = "check_shopify"


def site_findings(report: ConnectionReport, subscriptions: WebhookSubscriptions) -> tuple[Finding, ...]:
    """Everything that the connection to Shopify alone does not show."""
    return (*_store(report), *_secret(report), *_subscriptions(subscriptions), *_around())


def _store(report: ConnectionReport) -> Iterator[Finding]:
    if report.shop is None:
        return
    domain, configured = report.shop.domain, conf.shopify().domain
    if domain and domain != configured:
        words = f"the shop calls itself {domain}, SHOPIFY_STORE_DOMAIN is {configured}: no webhook is taken"
        yield Finding(Grade.BAD, "Domain", words)
    zone = report.shop.timezone
    if zone:
        is_right = zone == conf.time_zone().key
        words = (
            f"{zone}, as STORE_TIME_ZONE"
            if is_right
            else f"set STORE_TIME_ZONE={zone}; dates are told in another"
        )
        yield Finding(Grade.GOOD if is_right else Grade.LACKING, "Time zone", words)


def _secret(report: ConnectionReport) -> Iterator[Finding]:
    secrets = conf.webhook_secrets()
    proved = report.credentials_kind is CredentialsKind.CLIENT_CREDENTIALS and report.shop is not None
    if not secrets:
        yield Finding(Grade.LACKING, "Secret", "WEBHOOK_SECRETS is not set: no webhook is taken")
    elif proved and conf.shopify().client_secret in secrets:
        yield Finding(Grade.GOOD, "Secret", "the one that signed in checks webhooks too")
    elif _delivered():
        yield Finding(Grade.GOOD, "Secret", "webhooks signed with it have come")
    else:
        words = "no webhook has come that was signed with it; whether it is the app's cannot be told"
        yield Finding(Grade.LACKING, "Secret", words)


def _subscriptions(subscriptions: WebhookSubscriptions) -> Iterator[Finding]:
    fault = address.find_fault(conf.webhook_url())
    if fault:
        yield Finding(Grade.LACKING, "Webhooks", f"{conf.webhook_url()}: {fault}")
    try:
        plan = build_plan(subscriptions.read_all(), uri=conf.webhook_url())
    except ShopifyError as error:
        yield Finding(Grade.LACKING, "Webhooks", f"subscriptions cannot be read: {error}")
        return
    listed = tuple(topic for topic in NEEDED_TOPICS if topic in plan.right)
    delivered = _delivered()
    missing = shop_watch.Watch(seen_at=0.0, subscribed=listed).missing_topics(delivered=delivered)
    if not missing:
        how = "are subscribed" if listed else f"come (by the app's configuration, as {SCANS} shows)"
        yield Finding(Grade.GOOD, "Webhooks", f"all that are needed {how}")
    else:
        words = f"Shopify does not tell of {', '.join(missing)}: run `manage.py subscribe_webhooks`"
        yield Finding(Grade.LACKING, "Webhooks", words)


def _delivered() -> frozenset[str]:
    """What Shopify has told of; nothing where the database cannot say, which `_around` tells."""
    try:
        return frozenset(shop_watch.delivered_topics(since=clock.seconds() - TOLD_SECONDS))
    except DatabaseError:
        return frozenset()


def _around() -> Iterator[Finding]:
    trouble = readiness.find_trouble(now=clock.seconds())
    grade = Grade.BAD if trouble else Grade.GOOD
    yield Finding(grade, "Database", trouble or "answers and takes what is written")
    page_cache.keep_bytes(CACHE_KEY, b"kept", seconds=10)
    is_kept = page_cache.find_bytes(CACHE_KEY) == b"kept"
    words = "keeps what it is given" if is_kept else "keeps nothing: pages are slower, and right"
    yield Finding(Grade.GOOD if is_kept else Grade.LACKING, "Cache", words)
    yield _site()


def _site() -> Finding:
    url = conf.site_url()
    try:
        with Transport(partner="this site", base_url=url) as transport:
            reply = transport.get("/healthz", headers={}, deadline=Deadline.after(GET_SECONDS))
    except TransportError as error:
        return Finding(Grade.LACKING, "SITE_URL", f"{url} cannot be reached from here: {error}")
    if reply.status == 200 and reply.body.strip() == b"ok":
        return Finding(Grade.GOOD, "SITE_URL", f"{url} answers")
    return Finding(Grade.LACKING, "SITE_URL", f"{url} answers, but not as this site does ({reply.status})")
