"""The first fill: everything the shop has from some day on, listed page by page and then fetched.

The list is a chore's row, so an interrupted one goes on where it was; what it found is due like any other order, so a
worker that runs beside this takes part.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection

from orders import clock
from orders.models import Chore
from orders.shopify.errors import ShopifyError
from orders.storage.due import Urgency
from orders.work import fetching, reconciliation
from orders.work.reconciliation import Scope, Sweep

NAME = "first_fill"
PATIENCE_SECONDS = 900.0
"""How long nothing may move before it is given up; what is due stays due."""
IDLE_SECONDS = 0.5

COUNT_OUTSTANDING = """
SELECT COUNT(*) FROM orders_trackedorder
WHERE hinted_at > 0 AND hinted_at >= fetched_at AND hinted_at >= missing_at AND removed_at IS NULL
"""


class GivenUp(Exception):
    """Shopify did not let it go on for `PATIENCE_SECONDS`; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far it is: orders listed and whether that is all of them; those this run has fetched,
    those still to fetch; seconds since it began.
    """

    listed: int
    is_listed: bool
    fetched: int
    outstanding: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Fill:
    """One run. `wait` sleeps, `tell` is called after every step."""

    since: float
    limit: int | None
    """Only so many, to try it out; then nothing is kept of how far the list has come."""
    wait: Callable[[float], None]
    tell: Callable[[Progress], None]

    def run(self) -> Progress:
        """List and fetch until nothing is left. Raises GivenUp."""
        began_at = moved_at = clock.seconds()
        sweep = (
            Sweep(since=self.since, began_at=began_at) if self.limit else _resume(self.since, now=began_at)
        )
        progress = Progress(
            listed=sweep.listed, is_listed=False, fetched=0, outstanding=count_outstanding(), seconds=0.0
        )
        while not progress.is_listed or progress.outstanding:
            before = progress
            sweep, listing = (sweep, None) if progress.is_listed else self._list_a_page(sweep)
            turn = fetching.fetch_next_order(now=clock.seconds())
            now = clock.seconds()
            progress = Progress(
                listed=sweep.listed,
                is_listed=self._is_listed(sweep),
                fetched=before.fetched + turn.fetched,
                outstanding=count_outstanding(),
                seconds=now - began_at,
            )
            self.tell(progress)
            if (progress.listed, progress.outstanding) != (before.listed, before.outstanding):
                moved_at = now
            elif now - moved_at > PATIENCE_SECONDS:
                raise GivenUp(
                    str(listing or "Orders are listed, but none could be fetched; see `manage.py status`.")
                )
            if turn.pause or listing or not (turn.worked or not progress.is_listed):
                self.wait(turn.pause or IDLE_SECONDS)
        return progress

    def _list_a_page(self, sweep: Sweep) -> tuple[Sweep, ShopifyError | None]:
        """The list one page further, or as it was and why."""
        most = None if self.limit is None else self.limit - sweep.listed
        now = clock.seconds()
        try:
            sweep = reconciliation.take_step(
                sweep, Scope.CHANGED, urgency=Urgency.WAITING, now=now, most=most
            )
        except ShopifyError as error:
            return sweep, error
        if self.limit is None:
            _keep(self.since, sweep)
        return sweep, None

    def _is_listed(self, sweep: Sweep) -> bool:
        return sweep.is_finished or (self.limit is not None and sweep.listed >= self.limit)


def count_outstanding() -> int:
    """Orders that were heard of and not fetched since."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT_OUTSTANDING)
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _resume(since: float, *, now: float) -> Sweep:
    """The list as it was left, if it was of the same day and not finished; else a new one."""
    row = Chore.objects.filter(name=NAME).first()
    if row is not None:
        try:
            kept = json.loads(row.cursor)
        except ValueError:
            kept = {}
        sweep = reconciliation.sweep_from_cursor(json.dumps(kept.get("sweep")))
        if sweep is not None and kept.get("since") == since and not sweep.is_finished:
            return sweep
    return Sweep(since=since, began_at=now)


def _keep(since: float, sweep: Sweep) -> None:
    cursor = json.dumps({"since": since, "sweep": json.loads(reconciliation.cursor_from_sweep(sweep))})
    finished_at = clock.seconds() if sweep.is_finished else 0.0
    # A worker leaves chores alone that it does not know, so the row is ours.
    Chore.objects.update_or_create(
        name=NAME, defaults={"due_at": 0.0, "cursor": cursor, "finished_at": finished_at}
    )
