"""Delivers webhooks over HTTP to whoever subscribed, as well or as badly as it is told to.

`sandbox.webhooks.subscribe(url)` or the API's mutation; then every change of the store is delivered from a thread, or
by `flush` at once. All chance is drawn when a change happens, from one seed, so a run can be repeated; only the ids are
new each time, as a subscriber would take the same ones for duplicates.
"""

import heapq
import json
import random
import threading
import time
import uuid
from collections.abc import Iterable
from typing import Any

import requests

from tests.sandbox.parts import WebhookSubscriptionRecord
from tests.sandbox.records import OrderRecord
from tests.sandbox.state import SandboxState
from tests.sandbox.webhook_delivery import WHOLE_SECONDS, Attempt, Pending, post, sign
from tests.sandbox.webhook_events import Fired, Seen, find_fired, look
from tests.sandbox.webhook_payloads import moment, pick
from tests.sandbox.webhook_topics import ORDER_TOPICS, enum_of, topic_of

RETRY_SECONDS = (10, 30, 90, 300, 900, 1800, 3600, 7200)
"""Eight more tries, within four hours."""
FAILURES_TO_LOSE_A_SUBSCRIPTION = 8
LOOK_SECONDS = 0.1


class Webhooks:
    """The shop's deliveries. The switches are in `state.deliveries`."""

    def __init__(self, state: SandboxState) -> None:
        self._state = state
        self._condition = threading.Condition(threading.RLock())
        self._sending = threading.RLock()
        self._session = requests.Session()
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()
        self.reset()
        state.listeners.append(self._changed)
        state.on_subscribed = self._remember_all

    def reset(self) -> None:
        """Nothing waits, nothing was ever sent."""
        with self._condition:
            self._queue: list[Pending] = []
            self._turn = 0
            self._seen: dict[str, Seen] = {}
            self._known: set[str] = set()
            self._dice: random.Random | None = None
            self._failures: dict[str, int] = {}
            self.attempts: list[Attempt] = []
            self.lost = 0

    def subscribe(
        self,
        uri: str,
        topics: Iterable[str] = ORDER_TOPICS,
        *,
        include_fields: Iterable[str] = (),
        app_owned: bool = True,
    ) -> None:
        """Subscribe an address to topics such as `orders/updated`, as an app's own configuration does."""
        state = self._state
        with state.lock:
            for topic in topics:
                now = state.clock.now()
                state.webhook_count += 1
                state.webhook_subscriptions.append(
                    WebhookSubscriptionRecord(
                        id=f"gid://shopify/WebhookSubscription/{63_000_000_000 + state.webhook_count}",
                        topic=enum_of(topic),
                        uri=uri,
                        created_at=now,
                        updated_at=now,
                        include_fields=list(include_fields),
                        app_owned=app_owned,
                    )
                )
            self._remember_all()

    def send(self, topic: str, payload: dict[str, Any]) -> None:
        """Fire a webhook that no change of an order does, such as `customers/redact`."""
        with self._state.lock:
            self._fire([Fired(topic, payload)])

    def flush(self) -> int:
        """Deliver all that waits, retries too, in the order of its moments; returns how many tries that took."""
        tries = 0
        with self._sending:
            while (pending := self._take(time.monotonic() + 10**9)) is not None:
                self._deliver(pending)
                tries += 1
        return tries

    def start(self) -> None:
        """Deliver from a thread, each in its time."""
        self._thread = threading.Thread(target=self._run, name="webhooks", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Deliver nothing more."""
        self._stopping.set()
        with self._condition:
            self._condition.notify_all()
        if self._thread is not None:
            self._thread.join(timeout=WHOLE_SECONDS + 1)
        self._session.close()

    def _run(self) -> None:
        while not self._stopping.is_set():
            if self._state.speed > 0:
                with self._state.lock:
                    self._state.settle()
            with self._sending:
                pending = self._take(time.monotonic())
                if pending is not None:
                    self._deliver(pending)
            if pending is None:
                with self._condition:
                    self._condition.wait(LOOK_SECONDS)

    def _take(self, until: float) -> Pending | None:
        with self._condition:
            if self._queue and self._queue[0].due_at <= until:
                return heapq.heappop(self._queue)
        return None

    # From a change to what waits ----------------------------------------------------------------------------------

    def _remember_all(self) -> None:
        with self._condition:
            self._seen = {order.id: look(order) for order in self._state.orders}

    def _changed(self, order: OrderRecord) -> None:
        """Called by the store with its lock held, so it only puts things into the queue."""
        is_new = order.id not in self._known
        self._known.add(order.id)
        if not self._state.webhook_subscriptions:
            return
        now = look(order)
        before = None if is_new else self._seen.get(order.id, now)
        deleted = not any(each is order for each in self._state.orders)
        self._seen[order.id] = now
        self._fire(find_fired(order, before, now, deleted=deleted))

    def _fire(self, fired: list[Fired]) -> None:
        event_id = str(uuid.uuid4())
        triggered_at = moment(self._state.clock.now()) or ""
        for each in fired:
            for subscription in list(self._state.webhook_subscriptions):
                if topic_of(subscription.topic) == each.topic:
                    self._queue_up(each, subscription, event_id=event_id, triggered_at=triggered_at)

    def _queue_up(
        self, fired: Fired, subscription: WebhookSubscriptionRecord, *, event_id: str, triggered_at: str
    ) -> None:
        switches, dice = self._state.deliveries, self._dice_of_run()
        body = json.dumps(pick(fired.payload, subscription.include_fields), ensure_ascii=False).encode()
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Shopify-Captain-Hook",
            "X-Shopify-Topic": fired.topic,
            "X-Shopify-Hmac-Sha256": sign(switches.secret, body),
            "X-Shopify-Shop-Domain": self._state.store_domain,
            "X-Shopify-API-Version": self._state.behaviour.served_version or "2026-10",
            "X-Shopify-Webhook-Id": str(uuid.uuid4()),
            "X-Shopify-Event-Id": event_id,
            "X-Shopify-Triggered-At": triggered_at,
        }
        if subscription.name:
            headers["X-Shopify-Name"] = subscription.name
        is_lost, comes_twice = dice.random() < switches.loss, dice.random() < switches.duplicates
        held_back = dice.random() * switches.hold_back
        if is_lost:
            self.lost += 1
            return
        for _ in range(2 if comes_twice else 1):
            pending = Pending(
                time.monotonic() + switches.delay + held_back,
                *(0, subscription.id, subscription.uri),
                body=body,
                headers=headers,
            )
            self._push(pending)

    def _push(self, pending: Pending) -> None:
        with self._condition:
            self._turn += 1
            pending.turn = self._turn
            heapq.heappush(self._queue, pending)
            self._condition.notify_all()

    def _dice_of_run(self) -> random.Random:
        if self._dice is None:
            self._dice = random.Random(self._state.deliveries.seed)
        return self._dice

    # From what waits to the subscriber ----------------------------------------------------------------------------

    def _deliver(self, pending: Pending) -> None:
        status = post(self._session, pending)
        headers = pending.headers
        self.attempts.append(
            Attempt(
                *(headers["X-Shopify-Topic"], headers["X-Shopify-Webhook-Id"], headers["X-Shopify-Event-Id"]),
                status=status,
                body=pending.body,
            )
        )
        if status is not None and 200 <= status < 300:
            self._failures.pop(pending.subscription_id, None)
        else:
            self._retry(pending)

    def _retry(self, pending: Pending) -> None:
        """The same body to the same address, later; a shop's own subscription is lost after many failures."""
        failures = self._failures[pending.subscription_id] = (
            self._failures.get(pending.subscription_id, 0) + 1
        )
        if failures >= FAILURES_TO_LOSE_A_SUBSCRIPTION:
            self._drop_subscription(pending.subscription_id)
        if pending.tries < len(RETRY_SECONDS):
            wait = RETRY_SECONDS[pending.tries] * self._state.deliveries.retry_scale
            pending.tries += 1
            pending.due_at = time.monotonic() + wait
            self._push(pending)

    def _drop_subscription(self, subscription_id: str) -> None:
        with self._state.lock:
            kept = [
                each
                for each in self._state.webhook_subscriptions
                if each.app_owned or each.id != subscription_id
            ]
            self._state.webhook_subscriptions[:] = kept
