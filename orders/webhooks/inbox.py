"""What becomes of a webhook: written down once, its effect done in the same transaction, Shopify never called.

Shopify delivers late, twice, in any order or not at all, and a captured delivery can be sent again under other headers.
Every effect is therefore one that does no harm when it is repeated.
"""

import hashlib
import logging
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction

from orders import conf
from orders.access import buckets
from orders.access.buckets import Allowance, Bucket
from orders.models import WebhookDelivery
from orders.shopify.json_shapes import JsonObject
from orders.storage import due, removal
from orders.storage.statements import run
from orders.storage.write_queue import in_turn
from orders.webhooks.topics import Effect, Meaning, read_meaning

logger = logging.getLogger("orders.webhooks")

KEPT_SECONDS = 7 * 86_400
"""How long a delivery is remembered; Shopify retries for four hours and may be a day late."""
REPEATED = Allowance("webhook", capacity=6, seconds=10)
"""How often one and the same body is acted on under new ids. A hold that is set, released and set again does that."""
TOPICS_KEPT = ("shop/redact", "app/uninstalled")
"""Remembered for good: the removal of everything must not come back as a replay."""

NOTE = """
INSERT INTO orders_webhookdelivery
  (webhook_id, body_hash, topic, subject, received_at, leased_until, done_at)
VALUES (%(webhook_id)s, %(body_hash)s, %(topic)s, %(subject)s, %(now)s, 0, %(done_at)s)
ON CONFLICT DO NOTHING RETURNING id
"""
UNINSTALLED_SINCE = """
SELECT 1 FROM orders_webhookdelivery uninstalled, orders_webhookdelivery known
WHERE known.body_hash = %s AND uninstalled.topic = 'app/uninstalled'
AND uninstalled.received_at > known.received_at
"""


class Outcome(StrEnum):
    """What became of a delivery, for logs and metrics."""

    HINTED = "hinted"
    PENDING = "pending"
    REMOVED = "removed"
    NOTED = "noted"
    IGNORED = "ignored"
    UNKNOWN_TOPIC = "unknown_topic"
    UNUSABLE = "unusable"
    DUPLICATE = "duplicate"


class Novelty(StrEnum):
    """Whether a delivery was heard before. AGAIN: the same topic and body under another id."""

    NEW = "new"
    AGAIN = "again"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Delivery:
    """A delivery whose signature was right. `payload` is the body, parsed; `body` its bytes."""

    webhook_id: str
    topic: str
    body: bytes
    payload: JsonObject

    @property
    def body_hash(self) -> str:
        """SHA-256 of topic and body, in hex."""
        return hashlib.sha256(self.topic.encode() + b"\n" + self.body).hexdigest()


def accept(delivery: Delivery, *, now: float) -> Outcome:
    """Write the delivery down and do what it asks for, both or neither.

    The same id a second time does nothing. The same body under a new id is acted on again, within `REPEATED`, because
    Shopify has no other words for a state that comes back; what it asks for is harmless to repeat.
    """
    meaning = read_meaning(delivery.topic, delivery.payload, shop_domain=conf.shopify().domain)
    with in_turn(), transaction.atomic():
        novelty = _note(delivery, meaning, now=now)
        if novelty is Novelty.DUPLICATE:
            return Outcome.DUPLICATE
        outcome = _act(delivery, meaning, novelty, now=now)
    _report(delivery.topic, meaning, outcome)
    return outcome


def forget_old(*, now: float) -> int:
    """Delete deliveries that are too old to come again; returns how many."""
    old = WebhookDelivery.objects.filter(received_at__lt=now - KEPT_SECONDS).exclude(topic__in=TOPICS_KEPT)
    return old.delete()[0]


def _note(delivery: Delivery, meaning: Meaning, *, now: float) -> Novelty:
    values: dict[str, str | float | None] = {
        "webhook_id": delivery.webhook_id,
        "body_hash": delivery.body_hash,
        "topic": delivery.topic,
        "subject": meaning.subject,
        "now": now,
        "done_at": None if meaning.subject else now,
    }
    if run(NOTE, values):
        return Novelty.NEW
    if run("SELECT 1 FROM orders_webhookdelivery WHERE webhook_id = %s", [delivery.webhook_id]):
        return Novelty.DUPLICATE
    again = buckets.charge({Bucket.of(REPEATED, delivery.body_hash): 1.0}, now=now) is None
    return Novelty.AGAIN if again else Novelty.DUPLICATE


NOTHING_TO_DO = {
    Effect.DATA_REQUEST: Outcome.NOTED,
    Effect.APP_CHANGED: Outcome.NOTED,
    Effect.NOTHING: Outcome.IGNORED,
    Effect.UNUSABLE: Outcome.UNUSABLE,
    Effect.UNKNOWN: Outcome.UNKNOWN_TOPIC,
}


def _act(delivery: Delivery, meaning: Meaning, novelty: Novelty, *, now: float) -> Outcome:
    match meaning.effect:
        case Effect.HINT:
            due.hint(meaning.order_ids, now=now)
            return Outcome.HINTED
        case Effect.ASK:
            if novelty is Novelty.AGAIN:
                _ask_again(delivery.body_hash)
            return Outcome.PENDING
        case Effect.REMOVE:
            removal.forget_orders(meaning.order_ids, now=now)
            return Outcome.REMOVED
        case Effect.REMOVE_ALL:
            if novelty is Novelty.AGAIN and not _was_uninstalled_since(delivery.body_hash):
                return Outcome.DUPLICATE
            return _remove_all(delivery.body_hash, now=now)
        case _:
            return NOTHING_TO_DO[meaning.effect]


def _remove_all(body_hash: str, *, now: float) -> Outcome:
    removal.forget_everything(now=now)
    WebhookDelivery.objects.filter(body_hash=body_hash).update(received_at=now)
    WebhookDelivery.objects.filter(done_at=None).update(done_at=now, leased_until=0)
    return Outcome.REMOVED


def _was_uninstalled_since(body_hash: str) -> bool:
    """Whether the app was uninstalled after this removal of everything was last heard of, so that it is a new one."""
    return bool(run(UNINSTALLED_SINCE, [body_hash]))


def _ask_again(body_hash: str) -> None:
    WebhookDelivery.objects.filter(body_hash=body_hash).update(done_at=None, leased_until=0)


def _report(topic: str, meaning: Meaning, outcome: Outcome) -> None:
    """What a person has to know of. Ids of orders are no secret of the shopper's; nothing else of a body is logged."""
    if topic == "app/uninstalled":
        logger.error(
            "The app was uninstalled from the shop: no order can be fetched until it is installed again."
        )
    elif topic == "app/scopes_update":
        logger.warning(
            "The app's scopes have changed; run `manage.py check_shopify` to see what shoppers lose."
        )
    elif outcome is Outcome.REMOVED:
        what = "everything" if meaning.effect is Effect.REMOVE_ALL else f"{len(meaning.order_ids)} orders"
        logger.warning("Removed for good, as %s asks: %s", topic, what)
    elif meaning.effect is Effect.DATA_REQUEST:
        numbers = ", ".join(order_id.rpartition("/")[2] for order_id in meaning.order_ids) or "none"
        logger.warning(
            "A customer asks the shop for their data, within 30 days. Orders named: %s. "
            "`manage.py held_data <number> ...` prints what is kept here of each.",
            numbers,
        )
    elif outcome is Outcome.UNUSABLE:
        logger.warning(
            "A webhook of topic %s does not say what such a topic says, so it was left alone.", topic
        )
