"""Copies of a database that is in use, and putting one in the place of another."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from orders.storage import sqlite_files
from orders.storage.sqlite_files import NotPossible


def make(path: Path, word: str) -> sqlite3.Connection:
    """A database as the site has it, with one word in it that stands in the -wal file only; open."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("CREATE TABLE django_migrations (app TEXT, name TEXT)")
    connection.execute("INSERT INTO django_migrations VALUES ('orders', '0001_initial')")
    connection.execute("CREATE TABLE words (word TEXT)")
    connection.execute("INSERT INTO words VALUES (?)", [word])
    return connection


def word_in(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("SELECT word FROM words").fetchone()[0])


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "orders.sqlite3"


@pytest.fixture
def live(database: Path) -> Iterator[sqlite3.Connection]:
    with closing(make(database, "of today")) as connection:
        yield connection


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    original = tmp_path / "earlier.sqlite3"
    with closing(make(original, "of yesterday")):
        sqlite_files.copy(original, tmp_path / "backup.sqlite3")
    return tmp_path / "backup.sqlite3"


def crash(database: Path, word: str) -> None:
    """A process that writes and is killed: what it wrote stays in the -wal file."""
    program = (
        "import os, sys, sqlite3; from pathlib import Path; from tests.storage.test_sqlite_files import make; "
        "connection = make(Path(sys.argv[1]), sys.argv[2]); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", program, str(database), word], check=False)


def test_a_copy_has_what_was_written_last_and_is_one_file_for_its_owner(
    live: sqlite3.Connection, database: Path, tmp_path: Path
) -> None:
    target = tmp_path / "copy.sqlite3"
    assert sqlite_files.copy(database, target) == target.stat().st_size
    assert word_in(target) == "of today"
    assert target.stat().st_mode & 0o777 == 0o600
    assert not list(tmp_path.glob("copy.sqlite3-*"))
    assert not list(tmp_path.glob(".copy*"))


def test_a_copy_overwrites_nothing(live: sqlite3.Connection, database: Path, tmp_path: Path) -> None:
    (tmp_path / "copy").write_text("mine")
    with pytest.raises(NotPossible, match="is there already"):
        sqlite_files.copy(database, tmp_path / "copy")


def test_a_folder_that_cannot_be_written_is_told(database: Path, tmp_path: Path) -> None:
    with pytest.raises(NotPossible, match="Nothing can be written"):
        sqlite_files.copy(database, tmp_path / "missing" / "copy")


def test_a_damaged_database_is_not_copied(database: Path, tmp_path: Path) -> None:
    database.write_bytes(b"SQLite format 3\0" + b"\xff" * 8000)
    with pytest.raises(NotPossible, match="cannot be copied"):
        sqlite_files.copy(database, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_what_a_killed_process_left_does_not_get_into_what_is_restored(database: Path, backup: Path) -> None:
    crash(database, "of today")
    assert Path(f"{database}-wal").stat().st_size
    aside = sqlite_files.replace(database, backup, stamp="now")
    assert word_in(database) == "of yesterday"
    assert not Path(f"{database}-wal").exists()
    assert aside
    assert word_in(aside) == "of today"


def test_a_damaged_database_can_be_replaced(database: Path, backup: Path) -> None:
    database.write_bytes(b"\0" * 4096)
    sqlite_files.replace(database, backup, stamp="now")
    assert word_in(database) == "of yesterday"


def test_where_nothing_was_a_backup_can_be_put(database: Path, backup: Path) -> None:
    assert sqlite_files.replace(database, backup, stamp="now") is None
    assert word_in(database) == "of yesterday"


def test_a_database_that_another_process_has_open_is_not_replaced(database: Path, backup: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from tests.storage.test_sqlite_files import make; "
        "connection = make(Path(sys.argv[1]), 'of today'); print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout
        assert other.stdin
        other.stdout.readline()
        with pytest.raises(NotPossible, match="is in use"):
            sqlite_files.replace(database, backup, stamp="now")
        other.stdin.close()
    assert word_in(database) == "of today"


def test_the_migrations_of_a_backup_are_told(backup: Path) -> None:
    migrations = sqlite_files.check(backup)
    assert migrations == [("orders", "0001_initial")]
    assert sqlite_files.unknown(migrations, []) == ["orders.0001_initial"]


@pytest.mark.parametrize("content", [b"", b"a text\n", b"SQLite format 3\0" + b"\xff" * 8000])
def test_what_is_no_backup_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(NotPossible, match="is no backup of this site"):
        sqlite_files.check(tmp_path / "file")


def test_a_backup_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotPossible, match="There is no file"):
        sqlite_files.check(tmp_path / "missing")


def test_a_backup_with_broken_pages_is_refused(tmp_path: Path) -> None:
    with closing(make(tmp_path / "original", "of yesterday")) as connection:
        connection.execute("CREATE INDEX by_word ON words (word)")
        connection.executemany("INSERT INTO words VALUES (?)", [[f"{number:0200}"] for number in range(200)])
    broken = bytearray((tmp_path / "original").read_bytes())
    broken[-3000:-1000] = b"\xff" * 2000
    (tmp_path / "original").write_bytes(broken)
    with pytest.raises(NotPossible, match=r"is damaged|is no backup"):
        sqlite_files.check(tmp_path / "original")
