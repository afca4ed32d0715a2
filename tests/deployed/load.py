"""Fifty requests a second, each on a connection of its own, and what became of them."""

import http.client
import itertools
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlencode

from tests.deployed.looking import Connection

PER_SECOND = 50.0
THREADS = 25
TIMEOUT = 60.0
QUIET_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Wish:
    """One request, and the statuses that are right for it."""

    method: str
    path: str
    form: tuple[tuple[str, str], ...] = ()
    right: tuple[int, ...] = (200,)


@dataclass(slots=True)
class Seen:
    """What was answered: when asked, how long it took, and what was wrong, if anything."""

    at: float
    took: float
    wrong: str


@dataclass(slots=True)
class Load:
    """`with Load(host, port, wishes) as load:`; `seen` fills up."""

    host: str
    port: int
    wishes: Sequence[Wish]
    seen: list[Seen] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)
    _next: "itertools.count[int]" = field(default_factory=itertools.count)
    _began: float = 0.0

    def __enter__(self) -> Self:
        self._began = time.monotonic()
        self._threads = [threading.Thread(target=self._ask, daemon=True) for _ in range(THREADS)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(TIMEOUT + 5)

    def errors(self) -> Counter[str]:
        return Counter(each.wrong for each in self.seen if each.wrong)

    def _ask(self) -> None:
        while not self._stop.is_set():
            number = next(self._next)
            wait = self._began + number / PER_SECOND - time.monotonic()
            if wait > 0 and self._stop.wait(wait):
                return
            at = time.monotonic()
            wrong = self._one(self.wishes[number % len(self.wishes)])
            self.seen.append(Seen(at, time.monotonic() - at, wrong))

    def _one(self, wish: Wish) -> str:
        connection = Connection(self.host, self.port, timeout=TIMEOUT)
        body = urlencode(wish.form) if wish.form else None
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        try:
            connection.request(wish.method, wish.path, body, headers | {"Connection": "close"})
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException) as error:
            return type(error).__name__
        else:
            return "" if answer.status in wish.right else str(answer.status)
        finally:
            connection.close()


def seconds_until_well(load: Load, *, since: float) -> float:
    """From `since` to the end of the last request that went wrong or took over a second; 0 when none did."""
    troubled = [
        each.at + each.took
        for each in load.seen
        if each.at + each.took >= since and (each.wrong or each.took > 1)
    ]
    return max(troubled, default=since) - since
