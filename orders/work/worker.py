"""The worker: one process that does what is due, until it is told to stop (docs/decisions/0031).

Any number may run, on one machine or many. Nothing is kept in memory that matters: what a killed worker held is
due again when its lease runs out.
"""

import contextlib
import logging
import os
import random
import signal
import socket
import threading
from dataclasses import dataclass, field
from types import FrameType

from django.db import DatabaseError, InterfaceError, connection

from orders import clock
from orders.api import doing
from orders.api.callbacks import Deliverer
from orders.messages.sending import Sender
from orders.rules.doing import Doer
from orders.storage import clock_mending
from orders.work import chores, fetching, tracking_imports
from orders.work.fetching import StopNow, Turn, describe
from orders.work.leases import LEASE_SECONDS
from orders.work.side_thread import SideThread
from orders.work.telling_staff import StaffTeller

DATABASE_TROUBLE = (DatabaseError, InterfaceError)

logger = logging.getLogger("orders.worker")

IDLE_SECONDS = 0.4
"""So a hint is seen within half a second."""
HEARTBEAT_SECONDS = 5.0
LAST_SECONDS = 4.0
"""After a signal, what is under way has so long to end."""

BEAT = """
INSERT INTO orders_worker AS worker (name, started_at, seen_at, fetched) VALUES (%(name)s, %(now)s, %(now)s, 0)
ON CONFLICT (name) DO UPDATE SET seen_at = excluded.seen_at, fetched = worker.fetched + %(fetched)s
"""


@dataclass
class Worker:
    """One worker's loop. `stopping` ends it after the present turn; with `once` it ends when nothing is due."""

    name: str
    stopping: threading.Event = field(default_factory=threading.Event)
    once: bool = False
    lease: float = LEASE_SECONDS
    """How long what this worker takes is left to it, once it can renew it no more."""
    _beaten_at: float = 0.0
    _fetched: int = 0

    def run(self) -> None:
        """Work until told to stop. A database that is away is waited for."""
        if not self.once:
            self._start_side_threads()
        try:
            while not self.stopping.is_set():
                turn = self.take_turn()
                if self.once and not turn.worked:
                    break
                self._rest(turn)
        except StopNow:
            logger.info("The worker was told to stop and gave back what it was doing.")
        finally:
            self._leave()

    def take_turn(self) -> Turn:
        """One turn of the loop: a heartbeat if it is time, and a little of everything that is due."""
        try:
            now = clock.seconds()
            if not self._beaten_at:
                chores.prepare(now=now)
            if (
                now < self._beaten_at or not self._beaten_at
            ):  # the clock went back, now or while nobody worked
                clock_mending.mend_times(now=now)
                self._beaten_at = 0.0
            self._beat_in_time()
            return self._work(now=now)
        except DATABASE_TROUBLE as error:
            if self.once:
                raise
            logger.error("The database did not do what it should: %s", describe(error))
            connection.close()
            return Turn(worked=True, pause=1.0)

    def _start_side_threads(self) -> None:
        sender, doer, deliverer, teller = Sender(), Doer(), Deliverer(), StaffTeller()
        threads = (
            SideThread("messages", [lambda now: sender.send_due(now=now)], self.stopping, close=sender.close),
            SideThread("rules", [lambda now: doer.do_next(now=now)], self.stopping, close=doer.close),
            SideThread(
                "callbacks",
                [lambda now: deliverer.deliver_next(now=now), lambda now: teller.tell_next(now=now)],
                self.stopping,
            ),
        )
        for thread in threads:
            thread.start()

    def _work(self, *, now: float) -> Turn:
        """At most one order, webhook, row of an import and step of a chore, so that none waits for all of another."""
        fetched = fetching.fetch_next_order(now=now, lease=self.lease)
        self._fetched += fetched.fetched
        self._beat_in_time()  # a large order can have taken most of what a heart may stand still
        resolved = fetching.resolve_next_delivery(now=clock.seconds(), lease=self.lease)
        imported = tracking_imports.take_next_row(now=clock.seconds(), lease=self.lease)
        asked_done = doing.do_next(now=clock.seconds())
        self._beat_in_time()
        chore_done = self._take_chore_step()
        # Else threads of their own do these.
        told = self.once and StaffTeller().tell_next(now=clock.seconds())
        ruled = self.once and Doer().do_next(now=clock.seconds())
        sent = self.once and Sender().send_due(now=clock.seconds())
        asides = chore_done or told or ruled or sent
        worked = fetched.worked or resolved.worked or imported.worked or asked_done or asides
        return Turn(worked=worked, pause=max(fetched.pause, resolved.pause, imported.pause))

    def _take_chore_step(self) -> bool:
        try:
            return chores.take_next_step(now=clock.seconds(), lease=self.lease)
        except DATABASE_TROUBLE:
            raise
        except Exception as error:  # noqa: BLE001 - a broken chore must not stop orders from being fetched
            logger.error("A chore failed: %s", describe(error))
            return False

    def _rest(self, turn: Turn) -> None:
        if turn.worked and not turn.pause:
            return
        # A little by chance, so that many workers do not all come at the same moment.
        self.stopping.wait((turn.pause or IDLE_SECONDS) * random.uniform(0.8, 1.0))  # noqa: S311

    def _beat_in_time(self) -> None:
        now = clock.seconds()
        if now - self._beaten_at >= HEARTBEAT_SECONDS:
            self._beat(now=now)

    def _beat(self, *, now: float) -> None:
        with connection.cursor() as cursor:
            cursor.execute(BEAT, {"name": self.name, "now": now, "fetched": self._fetched})
        self._beaten_at, self._fetched = now, 0

    def _leave(self) -> None:
        # Where this fails it will be taken for dead soon.
        with contextlib.suppress(*DATABASE_TROUBLE), connection.cursor() as cursor:
            cursor.execute("DELETE FROM orders_worker WHERE name = %s", [self.name])


def own_name() -> str:
    """This process, so that a person finds it: machine and process id."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}"


def stop_on_signals(stopping: threading.Event) -> None:
    """End the loop on SIGTERM and SIGINT; what is under way may end by itself within `LAST_SECONDS`."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()
        signal.setitimer(signal.ITIMER_REAL, LAST_SECONDS)

    def stop_now(_number: int, _frame: FrameType | None) -> None:
        raise StopNow

    signal.signal(signal.SIGALRM, stop_now)
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
