"""What was last seen of the app's standing in the shop: what Shopify tells it of, what it may read, what is hidden.

The worker looks every ten minutes (`orders.work.watching`); everybody else reads what it wrote down. It is one row.
"""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from enum import StrEnum

from django.db import connection

CHORE = "shop_watch"
BELIEVED_SECONDS = 3600.0
"""Older than this, what was seen says nothing any more."""
TOLD_SECONDS = 3 * 86_400.0
"""A topic that has come within this time is subscribed, wherever that was done."""
HIDDEN = "hidden"

NEEDED_TOPICS = (
    "orders/updated",
    "fulfillments/create",
    "fulfillments/update",
    "fulfillment_events/create",
    "fulfillment_orders/placed_on_hold",
    "fulfillment_orders/hold_released",
)
"""What has to be told for a snapshot to be trusted unasked. The last two change nothing that a sweep would see."""
SCANS = "fulfillment_events/create"
OLDER = "older than 60 days and the app lacks the scope read_all_orders"
"""Why Shopify shows an order no more that was not deleted."""

KEEP = """
INSERT INTO orders_chore (name, due_at, leased_until, cursor, finished_at, failures)
VALUES (%(name)s, %(now)s, 0, %(cursor)s, %(now)s, 0)
ON CONFLICT (name) DO UPDATE SET cursor = excluded.cursor, finished_at = excluded.finished_at
"""


class ProblemKind(StrEnum):
    """What a merchant has to know of; the words of metrics."""

    CONTACTS_HIDDEN = "contacts_hidden"
    SCANS_NOT_TOLD = "scans_not_told"
    TOPICS_NOT_TOLD = "topics_not_told"
    SCOPES_MISSING = "scopes_missing"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, in words for whoever runs the site."""

    kind: ProblemKind
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """One look. `subscribed` are needed topics that the API lists for this site; a subscription in the app's own
    configuration is listed nowhere, so that an empty tuple says nothing. `seen_at` in seconds since the epoch.
    """

    seen_at: float
    subscribed: tuple[str, ...] = ()
    contacts: str = "unknown"
    scopes_missing: tuple[str, ...] = ()

    def missing_topics(self, *, delivered: Collection[str] = ()) -> tuple[str, ...]:
        """Needed topics of which Shopify does not tell; `delivered` are those that have come lately."""
        if not self.subscribed and SCANS in delivered:
            return ()  # by the app's own configuration, of which only the deliveries can be seen
        known = {*self.subscribed, *delivered}
        return tuple(topic for topic in NEEDED_TOPICS if topic not in known)


def find_problems(watch: Watch, *, delivered: Collection[str]) -> tuple[Problem, ...]:
    """What is wrong, the worst first."""
    found: list[Problem] = []
    if watch.contacts == HIDDEN:
        words = (
            "None of the newest orders holds an email or a phone number, so nobody can be looked up: Shopify hides "
            "them from this app. Approve it for protected customer data (`manage.py check_shopify` says how)."
        )
        found.append(Problem(ProblemKind.CONTACTS_HIDDEN, words))
    missing = watch.missing_topics(delivered=delivered)
    if SCANS in missing:
        words = (
            f"Shopify does not tell this site of {SCANS}, so pages ask for scans as if there were no worker: run "
            "`manage.py subscribe_webhooks`."
        )
        found.append(Problem(ProblemKind.SCANS_NOT_TOLD, words))
    elif missing:
        words = (
            f"Shopify does not tell this site of {', '.join(missing)}: run `manage.py subscribe_webhooks`."
        )
        found.append(Problem(ProblemKind.TOPICS_NOT_TOLD, words))
    if watch.scopes_missing:
        scopes = ", ".join(watch.scopes_missing)
        words = f"The app was not granted {scopes} (`manage.py check_shopify` says what it costs)."
        found.append(Problem(ProblemKind.SCOPES_MISSING, words))
    return tuple(found)


def read(*, now: float) -> Watch | None:
    """The last look, if it is not too old."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cursor FROM orders_chore WHERE name = %s", [CHORE])
        row = cursor.fetchone()
    return believe(str(row[0]), now=now) if row else None


def believe(cursor: str, *, now: float) -> Watch | None:
    """The look that a chore's cursor holds, if it is not too old."""
    watch = from_cursor(cursor)
    return watch if watch is not None and abs(now - watch.seen_at) < BELIEVED_SECONDS else None


def keep(watch: Watch) -> None:
    """Write a look down that was taken beside the worker's."""
    with connection.cursor() as cursor:
        cursor.execute(KEEP, {"name": CHORE, "cursor": to_cursor(watch), "now": watch.seen_at})


def delivered_topics(*, since: float) -> frozenset[str]:
    """Topics of which something has come since then."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT topic FROM orders_webhookdelivery WHERE received_at > %s", [since])
        return frozenset(str(row[0]) for row in cursor.fetchall())


def to_cursor(watch: Watch) -> str:
    """As text, for a row."""
    return json.dumps(asdict(watch), separators=(",", ":"))


def from_cursor(cursor: str) -> Watch | None:
    """What `to_cursor` wrote; None for anything else."""
    try:
        values = json.loads(cursor)
        return Watch(
            seen_at=float(values["seen_at"]),
            subscribed=tuple(map(str, values["subscribed"])),
            contacts=str(values["contacts"]),
            scopes_missing=tuple(map(str, values["scopes_missing"])),
        )
    except (ValueError, TypeError, KeyError):
        return None
