"""SQLite's writers, one after the other in the order in which they came.

SQLite lets one write at a time. Whoever finds it busy sleeps and looks again after 1, 2, 5, 10, ... 100 ms, so that of
many writers a few are overtaken again and again. Here they wait for each other instead, threads by a lock and processes
by a locked file beside the database, and wake at once (docs/decisions/0030 has the figures). PostgreSQL needs no queue.
"""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections

_threads = threading.Lock()
_files: dict[tuple[int, str], int] = {}
"""Open lock files by process and path: a descriptor that a fork has inherited would be locked for both."""


@contextmanager
def in_turn() -> Iterator[None]:
    """Hold the turn to write; begin the transaction inside. Not to be entered twice by one thread."""
    database = connections[DEFAULT_DB_ALIAS]
    if database.vendor != "sqlite":
        yield
        return
    with _threads:
        file = _lock_file(str(database.settings_dict["NAME"]))
        if file is None:
            yield
            return
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)


def _lock_file(database: str) -> int | None:
    """The descriptor of the database's lock file; None for a database that is no file of its own."""
    if ":memory:" in database or "mode=memory" in database:
        return None
    key = (os.getpid(), database)
    if key not in _files:
        _files[key] = os.open(f"{database}-queue", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    return _files[key]
