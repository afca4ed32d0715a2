"""Looking at the app's standing in the shop, and saying once in the log what has become wrong or right."""

import logging

from orders import conf
from orders.asking import breaker, gateway
from orders.shopify.errors import Misconfigured, QueryRefused
from orders.storage import shop_watch
from orders.storage.shop_watch import HIDDEN, NEEDED_TOPICS, Watch, find_problems
from orders.transport.deadline import Deadline
from orders.webhooks.subscribing import build_plan

logger = logging.getLogger("orders.worker")

LOOK_SECONDS = 15.0


def take_look(before: Watch | None, *, now: float) -> Watch:
    """One look, compared with the one before. Raises a ShopifyError where Shopify could not be asked."""
    watch = breaker.ask(lambda: _look(now))
    delivered = shop_watch.delivered_topics(since=now - shop_watch.TOLD_SECONDS)
    known = {problem.kind for problem in find_problems(before, delivered=delivered)} if before else set()
    found = find_problems(watch, delivered=delivered)
    for problem in found:
        if problem.kind not in known:
            logger.error("%s", problem.words)
    for kind in sorted(known - {problem.kind for problem in found}):
        logger.info("Mended: %s.", kind.value.replace("_", " "))
    return watch


def _look(now: float) -> Watch:
    client, deadline = gateway.background_client(), Deadline.after(LOOK_SECONDS)
    access = client.read_app_access(deadline=deadline)
    contacts = "unknown" if access.contacts_seen is None else "readable" if access.contacts_seen else HIDDEN
    return Watch(
        seen_at=now,
        subscribed=_subscribed(deadline),
        contacts=contacts,
        scopes_missing=tuple(grant.scope for grant in access.scopes if not grant.is_granted),
    )


def _subscribed(deadline: Deadline) -> tuple[str, ...]:
    """Needed topics that are subscribed for this site as they should be."""
    try:
        existing = gateway.background_client().webhook_subscriptions(deadline=deadline).read_all()
    except (Misconfigured, QueryRefused):
        return ()
    right = build_plan(existing, uri=conf.webhook_url()).right
    return tuple(topic for topic in NEEDED_TOPICS if topic in right)
