"""What shoppers do, counted for the figures of the console: by hour or day, and nothing about a person.

Each process counts in memory and adds what it has to the table in one statement, every ten seconds at most, after an
answer has left. A process that is killed loses what it had not written; one that ends by itself writes it.
"""

import logging
import threading
import time
from bisect import bisect_right
from collections import Counter
from datetime import timedelta
from typing import Final

from django.db import Error, connection, transaction

from orders import clock, conf
from orders.domain.matching.typed_kind import TypedKind
from orders.storage.connections import give_back
from orders.storage.trouble import in_its_own_words
from orders.storage.write_queue import in_turn
from orders.watching.devices import kind_of_device
from orders.watching.seldom import Seldom

LOOK_UP, MISS, AGE, LANGUAGE, DEVICE = "look-up", "miss", "age", "language", "device"
OTHER_CONTACT, OTHER_NUMBER, BOTH_KNOWN, NEITHER = "other contact", "other number", "both known", "neither"
AGES: Final = (60, 300, 900, 3600, 21_600, 86_400, 604_800)
"""Upper ends in seconds of the classes of age; what is older has a class of its own."""
OLDER: Final = "older"
AGE_NAMES: Final = (*map(str, AGES), OLDER)
WRITE_EVERY_SECONDS = 10.0
KEPT_DAYS = 400
"""A year to look at, and a month of the year before."""
MOST_IN_MEMORY = 5000
"""Different counts that wait while the database is away; what is over it is lost."""
BY_DAY = 0
HOUR_SECONDS = 3600

ADD = """
INSERT INTO order_figures_hourlycount (day, hour, kind, name, count) VALUES {rows}
ON CONFLICT (day, hour, kind, name) DO UPDATE SET count = order_figures_hourlycount.count + excluded.count
"""
FORGET = "DELETE FROM order_figures_hourlycount WHERE day < %s"

_trouble = Seldom(logging.getLogger("orders.figures"))

type Look = tuple[int, str, str, str]
"""The hour since the epoch, and what was counted in it; a page's age, language and device are taken apart later."""


class Counts:
    """What this process has counted and not yet written."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._looks: Counter[Look] = Counter()
        self._write_at = 0.0

    def add(self, look: Look) -> None:
        """Count one."""
        with self._lock:
            if look in self._looks or len(self._looks) < MOST_IN_MEMORY:
                self._looks[look] += 1

    def is_due(self) -> bool:
        """Whether there is something to write and it is time to."""
        return bool(self._looks) and time.monotonic() >= self._write_at

    def write(self) -> None:
        """Add all of it to the table; where that fails it stays for the next time."""
        with self._lock:
            looks, self._looks = self._looks, Counter()
            self._write_at = time.monotonic() + WRITE_EVERY_SECONDS
        if not looks:
            return
        try:
            _add(_rows(looks))
        except Error as error:
            _trouble.say("Figures could not be written yet. The database: %s", in_its_own_words(error))
            with self._lock:
                self._looks.update(looks)
        finally:
            give_back()


counts = Counts()


def look_up(outcome: str, *, number: TypedKind, contact: TypedKind) -> None:
    """Count a look-up by what came of it and by what kinds of thing had been typed."""
    if conf.figures():
        counts.add((_hour(), LOOK_UP, outcome, f"{number}/{contact}"))


def missed(*, number_known: bool, contact_known: bool) -> None:
    """Count what of a look-up that found nothing is known here by itself; the worker finds it out later."""
    if conf.figures():
        known = {(True, False): OTHER_CONTACT, (False, True): OTHER_NUMBER, (True, True): BOTH_KNOWN}
        counts.add((_hour(), MISS, known.get((number_known, contact_known), NEITHER), ""))


def page_seen(*, age: float, language: str, user_agent: str) -> None:
    """Count an order page by how old its facts were in seconds, its language, and the kind of device."""
    if conf.figures():
        counts.add((_hour(), AGE_NAMES[bisect_right(AGES, age)], language, kind_of_device(user_agent)))


def forget_old(*, now: float) -> None:
    """Delete what is older than anybody can look at."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET, [(clock.local(now).date() - timedelta(days=KEPT_DAYS)).isoformat()])


def _hour() -> int:
    return int(clock.seconds()) // HOUR_SECONDS


def _rows(looks: Counter[Look]) -> Counter[tuple[str, int, str, str]]:
    """Day and hour by the shop's clock, kind, name. Look-ups keep their hour, all else is told by day."""
    rows: Counter[tuple[str, int, str, str]] = Counter()
    for (hour, first, second, third), times in looks.items():
        local = clock.local(hour * HOUR_SECONDS)
        day = local.date().isoformat()
        if first == LOOK_UP:
            rows[day, local.hour, LOOK_UP, f"{second}/{third}"] += times
        elif first == MISS:
            rows[day, BY_DAY, MISS, second] += times
        else:
            rows[day, BY_DAY, AGE, first] += times
            rows[day, BY_DAY, LANGUAGE, second] += times
            rows[day, BY_DAY, DEVICE, third] += times
    return rows


def _add(rows: Counter[tuple[str, int, str, str]]) -> None:
    """One statement; in one order, so that no two processes wait for each other."""
    values = [value for row in sorted(rows) for value in (*row, rows[row])]
    statement = ADD.format(rows=", ".join(["(%s, %s, %s, %s, %s)"] * len(rows)))
    with in_turn(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
