"""What `manage.py status` says: what is due, late and failing, by one look at the tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import connection

from orders import clock
from orders.asking import breaker
from orders.storage import shop_watch
from orders.storage.clock_mending import LONGEST_WAIT_SECONDS
from orders.storage.due import Urgency
from orders.storage.shop_watch import Problem, ProblemKind
from orders.work import chores

LATE_SECONDS = {
    Urgency.HINTED: 60.0,
    Urgency.ARRIVING: 900.0,
    Urgency.MOVING: 3600.0,
    Urgency.WAITING: 6 * 3600.0,
    Urgency.SETTLED: 24 * 3600.0,
}
"""Due for longer than this, an order is late. Little is late only because Shopify was away for a while."""
CHORE_LATE_SECONDS = 900.0
DELIVERY_LATE_SECONDS = 300.0
MESSAGE_LATE_SECONDS = 900.0
DAY_SECONDS = 86_400.0
WORKER_SEEN_SECONDS = 60.0

COUNT_ORDERS = """
SELECT urgency, COUNT(*), SUM(CASE WHEN due_at <= %(now)s THEN 1 ELSE 0 END),
  SUM(CASE WHEN due_at <= %(now)s AND failures > 0 OR failures > 2 THEN 1 ELSE 0 END), MIN(due_at)
FROM orders_trackedorder WHERE removed_at IS NULL GROUP BY urgency
"""
COUNT_DELIVERIES = """
SELECT COUNT(*), SUM(CASE WHEN done_at IS NULL THEN 1 ELSE 0 END),
  MIN(CASE WHEN done_at IS NULL THEN received_at END)
FROM orders_webhookdelivery WHERE received_at > %(since)s OR done_at IS NULL
"""

COUNT_WAITING = """
SELECT channel, COUNT(*), MIN(due_at) FROM order_messages_message
WHERE state IN ('waiting', 'claimed', 'sending') GROUP BY channel
"""
COUNT_DONE = """
SELECT channel, state, COUNT(*) FROM order_messages_message
WHERE noted_at > %(since)s AND state IN ('sent', 'dropped', 'failed') GROUP BY channel, state
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Urgent:
    """The orders of one urgency: how many there are, are due, are failing; seconds since the oldest one was due."""

    urgency: Urgency
    stored: int
    due: int
    failing: int
    behind: float

    @property
    def is_late(self) -> bool:
        """Whether the oldest should long have been fetched."""
        return self.due > 0 and self.behind > LATE_SECONDS[self.urgency]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoreState:
    """A chore: seconds since it was last finished (None: never), until it is due, and failures in a row."""

    name: str
    finished_ago: float | None
    due_in: float
    failures: int

    @property
    def is_late(self) -> bool:
        """Whether it should long have been done."""
        return -self.due_in > CHORE_LATE_SECONDS


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerState:
    """A worker: its name, seconds since it was seen and since it began, orders fetched."""

    name: str
    seen_ago: float
    age: float
    fetched: int

    @property
    def is_alive(self) -> bool:
        """Whether its heart still beats."""
        return (
            -clock.AHEAD_SECONDS < self.seen_ago < WORKER_SEEN_SECONDS
        )  # else a clock that was wrong wrote it


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliveries:
    """Webhooks of the last hour, those not yet followed up, and the age of the oldest of these in seconds."""

    last_hour: int = 0
    pending: int = 0
    oldest_pending: float = 0.0

    @property
    def is_late(self) -> bool:
        """Whether one waits too long."""
        return self.oldest_pending > DELIVERY_LATE_SECONDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Messages:
    """The messages of one channel: those that wait, seconds since the oldest was due, and what became of the last
    day's.
    """

    channel: str
    waiting: int = 0
    behind: float = 0.0
    sent: int = 0
    dropped: int = 0
    failed: int = 0

    @property
    def is_late(self) -> bool:
        """Whether one should long have been sent, or put off."""
        return self.behind > MESSAGE_LATE_SECONDS


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkReport:
    """All of it at one moment. `rest` is how many more seconds Shopify is left alone, `missing` how many stored orders
    it shows no more.
    """

    orders: Mapping[Urgency, Urgent] = field(default_factory=dict)
    chores: tuple[ChoreState, ...] = ()
    workers: tuple[WorkerState, ...] = ()
    deliveries: Deliveries = field(default_factory=Deliveries)
    messages: tuple[Messages, ...] = ()
    problems: tuple[Problem, ...] = ()
    missing: int = 0
    breaker_failures: int = 0
    rest: float = 0.0

    @property
    def has_worker(self) -> bool:
        """Whether anybody does the work."""
        return any(worker.is_alive for worker in self.workers)

    @property
    def is_late(self) -> bool:
        """Whether a person should look."""
        late = any(urgent.is_late for urgent in self.orders.values())
        return (
            late
            or any(chore.is_late for chore in self.chores)
            or self.deliveries.is_late
            or any(each.is_late for each in self.messages)
            or any(problem.kind is ProblemKind.CONTACTS_HIDDEN for problem in self.problems)
            or not self.has_worker
        )


def read_work_report(*, now: float) -> WorkReport:
    """Look at the tables; no call to Shopify."""
    state = breaker.read()
    return WorkReport(
        orders=_read_orders(now),
        chores=_read_chores(now),
        workers=_read_workers(now),
        deliveries=_read_deliveries(now),
        messages=_read_messages(now),
        problems=_read_problems(now),
        missing=_count_missing(),
        breaker_failures=state.failures,
        rest=state.seconds_to_rest(now=now),
    )


def _read_orders(now: float) -> dict[Urgency, Urgent]:
    with connection.cursor() as cursor:
        cursor.execute(COUNT_ORDERS, {"now": now})
        rows = cursor.fetchall()
    read = [
        Urgent(
            urgency=Urgency(row[0]), stored=row[1], due=row[2], failing=row[3], behind=max(0.0, now - row[4])
        )
        for row in rows
    ]
    return {each.urgency: each for each in sorted(read, key=lambda each: each.urgency)}


def _read_chores(now: float) -> tuple[ChoreState, ...]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, finished_at, due_at, failures FROM orders_chore ORDER BY name")
        rows = cursor.fetchall()
    return tuple(
        ChoreState(
            name=name,
            finished_ago=max(0.0, now - at) if at else None,
            due_in=0.0 if due_at > now + LONGEST_WAIT_SECONDS else due_at - now,
            failures=failures,
        )
        for name, at, due_at, failures in rows
        if name in chores.KINDS
    )


def _read_workers(now: float) -> tuple[WorkerState, ...]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, seen_at, started_at, fetched FROM orders_worker ORDER BY started_at")
        rows = cursor.fetchall()
    return tuple(
        WorkerState(name=name, seen_ago=now - seen_at, age=now - started_at, fetched=fetched)
        for name, seen_at, started_at, fetched in rows
    )


def _read_problems(now: float) -> tuple[Problem, ...]:
    watch = shop_watch.read(now=now)
    if watch is None:
        return ()
    delivered = shop_watch.delivered_topics(since=now - shop_watch.TOLD_SECONDS)
    return shop_watch.find_problems(watch, delivered=delivered)


def _count_missing() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM orders_trackedorder WHERE missing_at > 0 AND removed_at IS NULL")
        return int(cursor.fetchone()[0])


def _read_deliveries(now: float) -> Deliveries:
    with connection.cursor() as cursor:
        cursor.execute(COUNT_DELIVERIES, {"since": now - 3600})
        row = cursor.fetchone()
    total, pending, oldest = row or (0, 0, None)
    return Deliveries(
        last_hour=total or 0, pending=pending or 0, oldest_pending=max(0.0, now - oldest) if oldest else 0.0
    )


def _read_messages(now: float) -> tuple[Messages, ...]:
    """By channel, those of which there is anything to say."""
    counted: dict[str, dict[str, float]] = {}
    with connection.cursor() as cursor:
        cursor.execute(COUNT_WAITING)
        for channel, waiting, due_at in cursor.fetchall():
            counted[channel] = {"waiting": waiting, "behind": max(0.0, now - due_at)}
        cursor.execute(COUNT_DONE, {"since": now - DAY_SECONDS})
        for channel, state, number in cursor.fetchall():
            counted.setdefault(channel, {})[state] = number
    return tuple(Messages(channel=channel, **counts) for channel, counts in sorted(counted.items()))  # type: ignore[arg-type]
