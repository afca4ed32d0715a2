"""Webhooks that do not name their order: Shopify is asked which one is meant, later and by a worker."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, transaction

from orders.models import WebhookDelivery
from orders.shopify.client import ShopifyClient
from orders.shopify.errors import AccessDenied, QueryRefused
from orders.storage import due, removal
from orders.transport.deadline import Deadline
from orders.webhooks.inbox import Outcome
from orders.webhooks.topics import ORDER_GID

logger = logging.getLogger("orders.webhooks")

LEASE_SECONDS = 60.0

IS_PENDING = """
SELECT 1 FROM orders_webhookdelivery WHERE done_at IS NULL AND leased_until <= %(now)s LIMIT 1
"""
CLAIM_ON_POSTGRESQL = """
WITH picked AS MATERIALIZED (
  SELECT id FROM orders_webhookdelivery WHERE done_at IS NULL AND leased_until <= %(now)s
  ORDER BY received_at, id LIMIT %(most)s FOR UPDATE SKIP LOCKED)
UPDATE orders_webhookdelivery AS delivery SET leased_until = %(until)s FROM picked WHERE delivery.id = picked.id
RETURNING delivery.id, delivery.subject, delivery.topic, delivery.leased_until
"""
CLAIM_ON_SQLITE = """
UPDATE orders_webhookdelivery SET leased_until = %(until)s WHERE id IN (
  SELECT id FROM orders_webhookdelivery WHERE done_at IS NULL AND leased_until <= %(now)s
  ORDER BY received_at, id LIMIT %(most)s)
RETURNING id, subject, topic, leased_until
"""


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A delivery that is ours until `leased_until`, whose order has to be asked for."""

    pk: int
    subject: str
    topic: str
    leased_until: float


def claim_unresolved(*, most: int, now: float, lease: float = LEASE_SECONDS) -> list[Unresolved]:
    """Take up to `most` deliveries whose order has to be asked for, the oldest first, for `lease` seconds."""
    statement = CLAIM_ON_POSTGRESQL if connection.vendor == "postgresql" else CLAIM_ON_SQLITE
    values = {"now": now, "most": most, "until": now + lease}
    with connection.cursor() as cursor:
        cursor.execute(IS_PENDING, values)  # a look costs no lock, and mostly there is nothing
        if cursor.fetchone() is None:
            return []
        cursor.execute(statement, values)
        return [Unresolved(*row) for row in cursor.fetchall()]


def renew(unresolved: Unresolved, until: float) -> bool:
    """Hold a delivery longer; False when it is not ours any more."""
    mine = WebhookDelivery.objects.filter(pk=unresolved.pk, leased_until=unresolved.leased_until)
    return bool(mine.update(leased_until=until))


def resolve(
    unresolved: Unresolved,
    *,
    client: ShopifyClient,
    deadline: Deadline,
    now: float,
    claim_now: Callable[[], Unresolved] | None = None,
) -> Outcome:
    """Ask Shopify which order is meant and hint it; an order said to be deleted is removed if it is not there.

    Raises a ShopifyError when Shopify could not be asked: the lease runs out, and it is tried again. What the app
    may not ask is given up; reconciliation finds the order another way. `claim_now` tells the claim as it was renewed.
    """
    try:
        order_id = client.find_order_id(unresolved.subject, deadline=deadline)
    except (AccessDenied, QueryRefused) as error:
        logger.warning("A webhook of topic %s cannot be followed up: %s", unresolved.topic, error)
        _finish(claim_now() if claim_now else unresolved, now=now)
        return Outcome.IGNORED
    outcome = Outcome.IGNORED
    with transaction.atomic():
        if order_id is not None:
            due.hint([order_id], now=now)
            outcome = Outcome.HINTED
        elif ORDER_GID.fullmatch(unresolved.subject):
            removal.forget_orders([unresolved.subject], now=now)
            outcome = Outcome.REMOVED
        _finish(claim_now() if claim_now else unresolved, now=now)
    return outcome


def _finish(unresolved: Unresolved, *, now: float) -> None:
    """It is done, unless it was said again in the meantime."""
    WebhookDelivery.objects.filter(pk=unresolved.pk, leased_until=unresolved.leased_until).update(
        done_at=now, leased_until=0
    )
