"""Finding what no webhook told: orders that Shopify changed and we have not fetched since.

A sweep is a sequence of steps, one page each, and everything a step needs is in its cursor, so that any process can
go on where another died. Steps only write down what is due; the worker fetches it.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from django.db import connection

from orders.asking import breaker, gateway
from orders.shopify.errors import QueryRefused
from orders.shopify.results import OrderUpdate, UpdatesPage
from orders.storage import due
from orders.storage.due import Urgency
from orders.transport.deadline import Deadline

STEP_SECONDS = 15.0
OVERLAP_SECONDS = 15 * 60.0
"""Shopify's search index trails the orders, and clocks differ."""
FIRST_SWEEP_SECONDS = 86_400.0
"""How far back the very first sweep looks; `sync_orders` is for more."""
MOST_IN_ONE_SEARCH = 20_000
"""Shopify's pages end at 25,000; before that, a new search begins where this one has come to."""
SAME_SECOND = 2.0
"""`updatedAt` is in whole seconds: a fetch so soon after it may have missed a second change within the same one."""


class Scope(StrEnum):
    """Which orders a sweep goes through."""

    CHANGED = "changed"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """How far a sweep has come. `began_at` is 0 between two sweeps; then `since` is where the next one begins.

    Times in seconds since the epoch; `listed` counts the orders of this sweep, `searched` those of the present search.
    """

    since: float
    began_at: float = 0.0
    after: str | None = None
    searched: int = 0
    listed: int = 0
    outdated: int = 0

    @property
    def is_finished(self) -> bool:
        """Whether all pages were read."""
        return not self.began_at


def sweep_from_cursor(cursor: str) -> Sweep | None:
    """What `cursor_from_sweep` wrote; None for anything else."""
    try:
        fields = json.loads(cursor)
        return Sweep(**fields) if isinstance(fields.get("since"), int | float) else None
    except (ValueError, TypeError, AttributeError):
        return None


def cursor_from_sweep(sweep: Sweep) -> str:
    """As text, for a row."""
    return json.dumps(asdict(sweep), separators=(",", ":"))


def take_step(sweep: Sweep, scope: Scope, *, urgency: Urgency, now: float, most: int | None = None) -> Sweep:
    """Read one page and write down what of it is due; of at most `most` orders, if that is given.

    Raises ShopifyError; the same step may then be taken again.
    """
    if sweep.is_finished:
        sweep = Sweep(since=sweep.since, began_at=now)
    try:
        page = _read_page(sweep, scope)
    except QueryRefused:
        if sweep.after is None:
            raise
        return replace(sweep, after=None)  # the place is not known there any more: this search begins anew
    if most is not None:
        page = replace(page, updates=page.updates[:most])
    outdated = find_outdated(page.updates)
    due.hint(outdated, now=now, urgency=urgency)
    return _advance(sweep, page, outdated=len(outdated))


def find_outdated(updates: Sequence[OrderUpdate]) -> list[str]:
    """The GIDs of those that are not stored as new as this, or not at all. Removed ones are not among them."""
    known = _find_known([update.id for update in updates])
    outdated: dict[str, None] = {}
    for update in updates:
        updated_at = update.updated_at.timestamp()
        stored = known.get(update.id)
        if stored is None or stored.is_older_than(updated_at):
            outdated[update.id] = None
    return list(outdated)


def make_open_orders_due(*, now: float, unfetched_since: float) -> int:
    """Every stored order that may still change is due, unless it was fetched since then; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE orders_trackedorder SET due_at = %s "
            "WHERE pace <> 'closed' AND removed_at IS NULL AND due_at > %s AND fetched_at < %s AND missing_at < %s",
            [now, now, unfetched_since, unfetched_since],
        )
        return int(cursor.rowcount)


@dataclass(frozen=True, slots=True)
class _Known:
    shopify_updated_at: float
    fetched_at: float
    is_removed: bool
    is_missing: bool

    def is_older_than(self, updated_at: float) -> bool:
        if self.is_removed:
            return False
        if self.is_missing:
            return True  # the shop shows it again
        return self.shopify_updated_at < updated_at or self.fetched_at < updated_at + SAME_SECOND


def _find_known(shopify_ids: Iterable[str]) -> dict[str, _Known]:
    wanted = list(dict.fromkeys(shopify_ids))
    if not wanted:
        return {}
    marks = ", ".join(["%s"] * len(wanted))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT shopify_id, shopify_updated_at, fetched_at, removed_at IS NOT NULL, missing_at > 0 "  # noqa: S608 - only marks
            f"FROM orders_trackedorder WHERE shopify_id IN ({marks})",
            wanted,
        )
        return {row[0]: _Known(row[1], row[2], bool(row[3]), bool(row[4])) for row in cursor.fetchall()}


def _read_page(sweep: Sweep, scope: Scope) -> UpdatesPage:
    client = gateway.background_client()
    read = client.read_open_orders if scope is Scope.OPEN else client.read_changed_orders
    since = datetime.fromtimestamp(sweep.since, UTC)
    return breaker.ask(lambda: read(since=since, after=sweep.after, deadline=Deadline.after(STEP_SECONDS)))


def _advance(sweep: Sweep, page: UpdatesPage, *, outdated: int) -> Sweep:
    read = len(page.updates)
    listed, outdated = sweep.listed + read, sweep.outdated + outdated
    if page.after is None:
        since = sweep.began_at - OVERLAP_SECONDS
        return Sweep(since=since, listed=listed, outdated=outdated)
    ahead = replace(sweep, after=page.after, searched=sweep.searched + read, listed=listed, outdated=outdated)
    reached = page.updates[-1].updated_at.timestamp() if page.updates else sweep.since
    if ahead.searched >= MOST_IN_ONE_SEARCH and reached > sweep.since:
        return replace(ahead, since=reached, after=None, searched=0)
    return ahead
