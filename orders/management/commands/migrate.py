"""`manage.py migrate`: Django's own, one at a time.

Several machines or containers that start together each migrate first; the second waits, and finds nothing left to do.
"""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.commands import migrate
from django.db import connections

LOCK = 0x6F726465
"""Any number will do, as long as it is the same everywhere."""


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        with _alone(options["database"]):
            super().handle(*args, **options)


@contextlib.contextmanager
def _alone(alias: str) -> Iterator[None]:
    connection = connections[alias]
    if connection.vendor == "postgresql":
        with _alone_on_postgresql(alias):
            yield
    elif connection.vendor == "sqlite" and not connection.is_in_memory_db():  # type: ignore[attr-defined]
        with _alone_in(Path(str(connection.settings_dict["NAME"])).parent):
            yield
    else:
        yield


@contextlib.contextmanager
def _alone_on_postgresql(alias: str) -> Iterator[None]:
    """The lock belongs to a transaction, and so to one connection, also behind a pgbouncer in transaction mode."""
    guard = connections.create_connection(alias)
    try:
        guard.set_autocommit(False)
        with guard.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        yield
    finally:
        guard.close()


@contextlib.contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
