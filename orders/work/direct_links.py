"""Links in an order metafield, for Shopify's own mails to lead straight to the order (docs/decisions/0048).

Off unless the merchant switches it on. Shopify keeps the link then, so it is one of its own purpose, that the shopper
sees and closes like any other; one that was closed, has ended, or proved another contact is written anew.
"""

import logging

from django.db import connection

from orders import clock
from orders.access import links
from orders.access.purposes import Purpose
from orders.asking import breaker, gateway
from orders.domain.timeline import Pace
from orders.messages.composing import choose_language, order_url, proof_of
from orders.messages.models import THE_ORDERS_OWN
from orders.shopify.errors import Misconfigured, ShopifyError
from orders.transport.deadline import Deadline

logger = logging.getLogger("orders.worker")

NAMESPACE, KEY, TYPE = "order_tracking", "link", "url"
BATCH = 20
STEP_SECONDS = 20.0
YOUNG_SECONDS = 60 * 86_400.0
WITHOUT_A_LINK = """
SELECT tracked.id, tracked.shopify_id FROM orders_trackedorder tracked
WHERE tracked.removed_at IS NULL AND tracked.fetched_at > 0 AND tracked.pace IN (%s, %s) AND tracked.ordered_at > %s
  AND NOT EXISTS (
    SELECT 1 FROM orders_accesslink link
    WHERE link.order_id = tracked.id AND link.origin = %s AND link.revoked_at IS NULL AND link.expires_at > %s)
ORDER BY tracked.ordered_at DESC, tracked.id DESC LIMIT %s
"""


def write_missing(*, now: float) -> bool:
    """Write links of some orders that have none; whether none is left. Raises a ShopifyError where Shopify is away."""
    orders = _without_a_link(now=now)
    if not orders:
        return True
    contacts = breaker.ask(
        lambda: gateway.background_client().read_contacts(
            [gid for _, gid in orders], deadline=Deadline.after(STEP_SECONDS)
        )
    )
    for pk, gid in orders:
        found = contacts.get(gid)
        email = found.contact.email if found else None
        if email:
            _write(pk, gid, proof=proof_of(THE_ORDERS_OWN, email), locale=found.locale if found else None)
    # Orders without an email would be asked for again and again: the rest waits for the next time.
    return len(orders) < BATCH or not any(found.contact.email for found in contacts.values())


def _without_a_link(*, now: float) -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            WITHOUT_A_LINK,
            [Pace.MOVING, Pace.WAITING, now - YOUNG_SECONDS, Purpose.SHOPIFY_MAIL.value, now, BATCH],
        )
        return [(int(pk), str(gid)) for pk, gid in cursor.fetchall()]


def _write(pk: int, gid: str, *, proof: str, locale: str | None) -> None:
    now = clock.seconds()
    url = order_url(pk, choose_language(locale), origin=Purpose.SHOPIFY_MAIL, now=now, proof=proof)
    try:
        breaker.ask(
            lambda: (
                gateway.background_client()
                .changes(deadline=Deadline.after(STEP_SECONDS))
                .set_metafield(gid, namespace=NAMESPACE, key=KEY, type_=TYPE, value=url)
            )
        )
    except ShopifyError as error:
        links.close_links(pk, purpose=Purpose.SHOPIFY_MAIL, now=now)  # nobody knows its token now
        if isinstance(error, Misconfigured):
            logger.error("Direct links cannot be written; the app needs write_orders: %s", error)
        raise
