"""The database as a file: a sound copy while the site runs, and putting such a copy in its place.

Copying the file by hand does neither: what was written last stands in the `-wal` file beside it, and a `-wal` file
that is left beside another database is played into it (https://www.sqlite.org/howtocorrupt.html).
"""

import contextlib
import fcntl
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

BESIDE = ("-wal", "-shm", "-journal")
SHARED_FIRST, SHARED_SIZE = 0x40000002, 510
"""The bytes that every open connection of SQLite holds a lock on (https://www.sqlite.org/fileformat2.html#lock)."""
PAGES_AT_ONCE = 1000
BUSY_SECONDS = 20.0


class NotPossible(Exception):
    """Nothing was changed; the message says why in a sentence."""


def copy(source: Path, target: Path) -> int:
    """Write a checked copy, readable by its owner only; returns its size in bytes. `target` must not be there yet."""
    if target.exists():
        raise NotPossible(f"{target} is there already; a backup never overwrites one.")
    with _new_file(target) as made:
        _copy_rows(source, made)
        return made.stat().st_size


def check(path: Path) -> list[tuple[str, str]]:
    """The migrations that the copy's database has had, after a look at every page of it."""
    if not path.is_file():
        raise NotPossible(f"There is no file {path}.")
    try:
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as connection:
            verdict = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            rows = connection.execute("SELECT app, name FROM django_migrations").fetchall()
    except sqlite3.DatabaseError as error:
        raise NotPossible(f"{path} is no backup of this site: {error}.") from error
    if verdict != "ok":
        raise NotPossible(f"{path} is damaged: {verdict}.")
    return [(str(app), str(name)) for app, name in rows]


def replace(database: Path, backup: Path, *, stamp: str) -> Path | None:
    """Put a copy of `backup` where the database is; returns where the old one now lies, if there was one.

    Raises `NotPossible` while any process has the database open.
    """
    with _held(database), _new_file(database, over=True) as made:
        _copy_rows(backup, made)
        return _move_aside(database, stamp)


@contextlib.contextmanager
def _held(database: Path) -> Iterator[None]:
    """With the lock that nobody gets while the file is open anywhere; a damaged file can be locked as well."""
    if not database.exists():
        yield
        return
    with database.open("r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, SHARED_SIZE, SHARED_FIRST)
        except OSError:
            raise NotPossible(f"{database} is in use. Stop the site and its workers first.") from None
        yield


@contextlib.contextmanager
def _new_file(target: Path, *, over: bool = False) -> Iterator[Path]:
    """A file beside `target`, for its owner only, that takes its name if all goes well, and is removed if not."""
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    except OSError as error:
        raise NotPossible(f"Nothing can be written in {target.parent}: {error.strerror}.") from None
    os.close(descriptor)
    made = Path(name)
    try:
        yield made
        _to_disk(made)
        if over:
            made.replace(target)
        else:
            os.link(made, target)  # unlike a renaming this never takes the place of another file
        _to_disk(target.parent)
    finally:
        _remove(made, *(Path(f"{made}{suffix}") for suffix in BESIDE))


def _copy_rows(source: Path, target: Path) -> None:
    try:
        with (
            contextlib.closing(sqlite3.connect(source, timeout=BUSY_SECONDS)) as rows,
            contextlib.closing(sqlite3.connect(target)) as copied,
        ):
            rows.backup(copied, pages=PAGES_AT_ONCE)
            copied.execute("PRAGMA journal_mode=DELETE")  # one file, complete in itself
            verdict = copied.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise NotPossible(f"{source} cannot be copied: {error}.") from error
    if verdict != "ok":
        raise NotPossible(f"The copy of {source} is damaged: {verdict}.")


def _move_aside(database: Path, stamp: str) -> Path | None:
    """All files of the old database, so that what they hold together stays together."""
    if not database.exists():
        return None
    aside = Path(f"{database}.before-{stamp}")
    for suffix in ("", *BESIDE):
        part = Path(f"{database}{suffix}")
        if part.exists():
            part.rename(f"{aside}{suffix}")
    return aside


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove(*paths: Path) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def unknown(migrations: Iterable[tuple[str, str]], known: Iterable[tuple[str, str]]) -> list[str]:
    """Those of a backup that this version does not know: it was made by a newer one."""
    return sorted(f"{app}.{name}" for app, name in set(migrations) - set(known))
