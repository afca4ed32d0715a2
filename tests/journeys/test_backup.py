"""`manage.py backup` and `restore`, as somebody at the shop runs them."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.live_site import site_environment
from tests.support.prepared import migrated_sqlite
from tests.support.processes import ROOT


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return site_environment(
        url="http://127.0.0.1:8000",
        shopify_url="http://127.0.0.1:9",
        database_url=migrated_sqlite(tmp_path),
    )


def run(environment: dict[str, str], *command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_backup_is_made_restored_and_brought_up_to_date(
    environment: dict[str, str], tmp_path: Path
) -> None:
    backups = tmp_path / "backups"
    backups.mkdir()
    made = run(environment, "backup", str(backups))
    assert made.returncode == 0, made.stderr
    (backup,) = backups.iterdir()
    assert str(backup) in made.stdout
    database = environment["DATABASE_URL"].removeprefix("sqlite:///")
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("DROP TABLE orders_trackedorder")
        connection.commit()
    restored = run(environment, "restore", str(backup))
    assert restored.returncode == 0, restored.stderr
    assert "repeat the\nredactions" in restored.stdout
    assert run(environment, "migrate", "--check").returncode == 0
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT COUNT(*) FROM orders_trackedorder").fetchone() == (0,)


def test_a_backup_of_a_newer_version_is_refused(environment: dict[str, str], tmp_path: Path) -> None:
    newer = tmp_path / "newer.sqlite3"
    assert run(environment, "backup", str(newer)).returncode == 0
    with closing(sqlite3.connect(newer)) as connection:
        connection.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('orders', '9999_later', '2030-01-01')"
        )
        connection.commit()
    done = run(environment, "restore", str(newer))
    assert done.returncode == 1
    assert "made by a newer version (it has orders.9999_later)" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("command", "program"), [("backup", "pg_dump"), ("restore", "pg_restore")])
def test_on_postgresql_its_own_programs_are_named_and_nothing_is_claimed(
    environment: dict[str, str], tmp_path: Path, command: str, program: str
) -> None:
    environment["DATABASE_URL"] = "postgres://u:hunter2@127.0.0.1:9/n"
    done = run(environment, command, str(tmp_path / "file"))
    assert done.returncode == 1
    assert program in done.stderr
    assert "hunter2" not in done.stderr
