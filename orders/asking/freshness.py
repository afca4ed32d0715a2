"""How old a snapshot may get before it is fetched again, and how often an open page asks."""

from orders import clock, conf
from orders.asking import following
from orders.domain.timeline import Pace
from orders.storage.store import StoredOrder

SETTLED_SECONDS = 86_400
AFTER_FAILURE_SECONDS = 60
"""A refresh that failed is not tried again sooner, however many pages are open."""
POLL_SECONDS = {Pace.MOVING: 3, Pace.WAITING: 15}
ASKED_FOR_SECONDS = 20
"""The refresh link fetches only what is older than this."""


FOLLOWED_FACTOR = 72
"""While the shop is followed, what changes is fetched unasked. By default this makes six hours, as often as the worker
looks at a moving order again anyway (`orders.storage.due`)."""


def lifetime(pace: str) -> float:
    """Seconds for which a snapshot of this pace counts as fresh."""
    lifetimes = {
        Pace.MOVING: conf.refresh_moving_seconds(),
        Pace.WAITING: conf.refresh_waiting_seconds(),
        Pace.SETTLED: SETTLED_SECONDS,
        Pace.CLOSED: SETTLED_SECONDS,
    }
    return lifetimes.get(Pace(pace), SETTLED_SECONDS)


def is_stale(order: StoredOrder, *, now: float) -> bool:
    """Whether the snapshot wants fetching, and a fetch is worth trying."""
    age = now - order.asked_at
    if age < -clock.AHEAD_SECONDS:
        return True  # a clock that was wrong wrote this
    if order.missing_at and age < SETTLED_SECONDS:
        return False
    if age < lifetime(order.pace) or now - order.failed_at < AFTER_FAILURE_SECONDS:
        return False
    return not _is_trusted_longer(order, age=age, now=now)


def _is_trusted_longer(order: StoredOrder, *, age: float, now: float) -> bool:
    """Only a moving order has a lifetime so short that it is worth looking whether the shop is followed."""
    if order.pace != Pace.MOVING or age >= FOLLOWED_FACTOR * lifetime(order.pace):
        return False
    return following.is_shop_followed(now=now)


def may_be_asked_for(order: StoredOrder, *, now: float) -> bool:
    """Whether the refresh link may fetch: not what was fetched, or tried in vain, a moment ago."""
    return now - max(order.asked_at, order.failed_at) >= ASKED_FOR_SECONDS


def poll_seconds(pace: str) -> int | None:
    """How often an open page asks for news; None when nothing more is expected.

    Asking costs one short query (`orders.web.kept_pages`), so a page can know within seconds what a webhook brought.
    """
    return POLL_SECONDS.get(Pace(pace))
