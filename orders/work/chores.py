"""Periodic work, as rows that say when each is due and how far it has come (docs/decisions/0031).

A chore is done in short steps between other work. Whoever claims its row takes the next step; a process that dies
leaves the row to the next one, with the cursor of the last step that was finished.
"""

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.sessions.models import Session
from django.db import connection

from orders import clock, conf
from orders.access import buckets, links
from orders.api import accepting, renaming
from orders.asking import flights
from orders.console import failed_look_ups, keeping, morning
from orders.figures import rolling
from orders.fulfilment import imports, notices
from orders.history import forecasting
from orders.messages import added, link_requests
from orders.rules import watching as rules
from orders.shopify.errors import ShopifyError, Unavailable
from orders.storage import due, removal, shop_watch
from orders.storage.due import Urgency
from orders.watching import counting
from orders.webhooks import inbox
from orders.work import chore_rows, direct_links, reconciliation, watching
from orders.work.chore_rows import Step
from orders.work.leases import LEASE_SECONDS, Held
from orders.work.reconciliation import Scope, Sweep

logger = logging.getLogger("orders.worker")

SWEEP_EVERY_SECONDS = 600.0
WATCH_EVERY_SECONDS = 600.0
LOCATION_NAMES_EVERY_SECONDS = 3600.0
HOUSEKEEPING_EVERY_SECONDS = 3600.0
ATTENTION_EVERY_SECONDS = 300.0
IMPORTS_EVERY_SECONDS = 60.0
MISSES_EVERY_SECONDS = 15.0
RULES_EVERY_SECONDS = 30.0
"""A rule counts in hours, and looking whether an order is due is one query."""
FIGURES_EVERY_SECONDS = 3600.0
FORECASTS_EVERY_SECONDS = 3600.0
MORNING_EVERY_SECONDS = 120.0
DIRECT_LINKS_EVERY_SECONDS = 30.0
"""A mail that Shopify sends upon shipping follows the order by hours, mostly; the confirmation cannot be met."""
NIGHT_HOUR = 3
RECENTLY_FETCHED_SECONDS = 12 * 3600.0
WORKER_FORGOTTEN_SECONDS = 86_400.0
LONGEST_BACK_OFF_SECONDS = 300.0

CHANGED_ORDERS = "changed_orders"
OPEN_ORDERS = "open_orders"
HOUSEKEEPING = "housekeeping"
ATTENTION = "attention"
MISSES = "failed_look_ups"
FIGURES = "figures"
MORNING_MAIL = "morning_mail"
DIRECT_LINKS = "direct_links"
RULES = "rules"
FORECASTS = "forecasts"
IMPORTS = "imports"
LOCATION_NAMES = "location_names"


@dataclass(frozen=True, slots=True)
class Kind:
    """A chore: its next step from a cursor, and when it is due after it was finished."""

    name: str
    take_step: Callable[[str, float], Step]
    next_due_at: Callable[[float], float]


def prepare(*, now: float) -> None:
    """Write down the chores that are not there yet: all are due at once but the nightly one."""
    chore_rows.prepare(
        {name: kind.next_due_at(now) if name == OPEN_ORDERS else now for name, kind in KINDS.items()}
    )


def take_next_step(*, now: float, lease: float = LEASE_SECONDS) -> bool:
    """Take one step of a chore that is due; False when none is. A failure is written down and tried again later."""
    claimed = chore_rows.claim(KINDS, now=now, lease=lease)
    if claimed is None:
        return False
    kind = KINDS[claimed.name]
    try:
        with Held(claimed, renew=chore_rows.renew, lease=lease) as held:
            step = kind.take_step(claimed.cursor, now)
            claimed = held.let_go()
    except ShopifyError as error:
        logger.warning("The chore %s could not go on: %s", claimed.name, error)
        said = error.retry_after if isinstance(error, Unavailable) else None
        wait = min(said or _back_off(claimed.failures), LONGEST_BACK_OFF_SECONDS)
        chore_rows.put_off(held.let_go(), seconds=wait, now=clock.seconds())
        return True
    finished_at = clock.seconds()
    due_at = kind.next_due_at(finished_at) if step.is_finished else None
    chore_rows.keep(claimed, step, due_at=due_at, now=finished_at)
    return True


def _back_off(failures: int) -> float:
    return due.back_off(failures, dice=random.random())  # noqa: S311 - spreads, protects nothing


def _sweep_changed(cursor: str, now: float) -> Step:
    """Orders that changed since the last sweep; what a lost webhook would have told."""
    sweep = reconciliation.sweep_from_cursor(cursor)
    if sweep is None:
        sweep = Sweep(since=now - reconciliation.FIRST_SWEEP_SECONDS)
    return _take_sweep_step(sweep, Scope.CHANGED, urgency=Urgency.MOVING, now=now)


def _sweep_open(cursor: str, now: float) -> Step:
    """All that may still change: what is stored here, and what the shop has not closed."""
    sweep = reconciliation.sweep_from_cursor(cursor)
    if sweep is None or sweep.is_finished:
        reconciliation.make_open_orders_due(now=now, unfetched_since=now - RECENTLY_FETCHED_SECONDS)
        sweep = Sweep(since=0.0)
    return _take_sweep_step(sweep, Scope.OPEN, urgency=Urgency.WAITING, now=now)


def _take_sweep_step(sweep: Sweep, scope: Scope, *, urgency: Urgency, now: float) -> Step:
    sweep = reconciliation.take_step(sweep, scope, urgency=urgency, now=now)
    if sweep.is_finished:
        logger.info(
            "A sweep of %s orders listed %d, of which %d are due.", scope, sweep.listed, sweep.outdated
        )
    return Step(reconciliation.cursor_from_sweep(sweep), is_finished=sweep.is_finished)


def _keep_house(cursor: str, now: float) -> Step:
    """Delete what nobody needs any more, and remove what may not be kept any longer, one batch a step."""
    if not cursor:
        buckets.forget_drained(now=now)
        flights.forget_landed(now=now)
        inbox.forget_old(now=now)
        links.forget_expired_links(now=now)
        link_requests.forget_old(now=now)
        added.forget_unanswered(now=now)
        imports.forget_old(now=now)
        notices.forget_old(now=now)
        accepting.forget_old(now=now)
        counting.forget_old(now=now)
        failed_look_ups.forget_old(now=now)
        with connection.cursor() as database:
            database.execute("DELETE FROM orders_worker WHERE seen_at < %s", [now - WORKER_FORGOTTEN_SECONDS])
        Session.objects.filter(expire_date__lt=clock.local(now)).delete()
    swept = removal.forget_expired(now=now, after=int(cursor or 0))
    return Step("" if swept.after is None else str(swept.after), is_finished=swept.after is None)


def _attend(cursor: str, now: float) -> Step:
    """What needs staff only because time has passed, and what was stored before the console was there."""
    next_cursor, is_finished = keeping.go_on(cursor, now=now)
    return Step(next_cursor, is_finished=is_finished)


def _tell_of_misses(cursor: str, _now: float) -> Step:
    """Which orders were meant by look-ups that found nothing."""
    return Step(cursor, is_finished=not failed_look_ups.tell_orders())


def _take_rules_step(cursor: str, now: float) -> Step:
    """Orders for which time alone may make a rule fire, and those that were stored before it was switched on."""
    return Step(cursor, is_finished=not rules.take_step(now=now))


def _count_parcels(cursor: str, now: float) -> Step:
    """Past parcels for the figures, a week a step."""
    next_cursor, is_finished = rolling.go_on(cursor, now=now)
    return Step(next_cursor, is_finished=is_finished)


def _write_to_staff(cursor: str, now: float) -> Step:
    """The morning's mail of what needs attention, once a day to each address."""
    morning.send_due(now=now)
    return Step(cursor, is_finished=True)


def _watch_shop(cursor: str, now: float) -> Step:
    """What Shopify tells us of and what it hides; said in the log when it has changed."""
    watch = watching.take_look(shop_watch.from_cursor(cursor), now=now)
    return Step(shop_watch.to_cursor(watch), is_finished=True)


def _write_direct_links(cursor: str, now: float) -> Step:
    """Where the merchant wants them: links in order metafields, a batch a step."""
    return Step(cursor, is_finished=not conf.direct_links() or direct_links.write_missing(now=now))


def _forecast(cursor: str, now: float) -> Step:
    """Once a day, what usually happens on each lane; the cursor is the day for which that is done."""
    today = clock.local(now).date().isoformat()
    if conf.parcel_history() and cursor != today:
        forecasting.make_windows(now=now)
    return Step(today, is_finished=True)


def _note_ended_imports(cursor: str, now: float) -> Step:
    """Imports that came to their end while nobody watched."""
    notices.note_ended(now=now)
    return Step(cursor, is_finished=True)


def _note_renamed_locations(cursor: str, now: float) -> Step:
    """What the locations of the API's tokens are called now."""
    renaming.note_renamed(now=now)
    return Step(cursor, is_finished=True)


def _every(seconds: float) -> Callable[[float], float]:
    return lambda now: now + seconds


def next_night(now: float) -> float:
    """The next time it is `NIGHT_HOUR` in the shop's own zone."""
    local = clock.local(now)
    night = local.replace(hour=NIGHT_HOUR, minute=0, second=0, microsecond=0)
    return (night if night > local else night + timedelta(days=1)).timestamp()


KINDS = {
    kind.name: kind
    for kind in (
        Kind(CHANGED_ORDERS, _sweep_changed, _every(SWEEP_EVERY_SECONDS)),
        Kind(OPEN_ORDERS, _sweep_open, next_night),
        Kind(shop_watch.CHORE, _watch_shop, _every(WATCH_EVERY_SECONDS)),
        Kind(DIRECT_LINKS, _write_direct_links, _every(DIRECT_LINKS_EVERY_SECONDS)),
        Kind(IMPORTS, _note_ended_imports, _every(IMPORTS_EVERY_SECONDS)),
        Kind(LOCATION_NAMES, _note_renamed_locations, _every(LOCATION_NAMES_EVERY_SECONDS)),
        Kind(ATTENTION, _attend, _every(ATTENTION_EVERY_SECONDS)),
        Kind(MISSES, _tell_of_misses, _every(MISSES_EVERY_SECONDS)),
        Kind(RULES, _take_rules_step, _every(RULES_EVERY_SECONDS)),
        Kind(FIGURES, _count_parcels, _every(FIGURES_EVERY_SECONDS)),
        Kind(FORECASTS, _forecast, _every(FORECASTS_EVERY_SECONDS)),
        Kind(MORNING_MAIL, _write_to_staff, _every(MORNING_EVERY_SECONDS)),
        Kind(HOUSEKEEPING, _keep_house, _every(HOUSEKEEPING_EVERY_SECONDS)),
    )
}
