"""The worker and the supervisor as programs: how fast, how they stop, and that nothing is left behind."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from tests.sandbox import Sandbox
from tests.support.live_site import site_environment
from tests.support.prepared import migrated_sqlite
from tests.support.processes import ROOT

ANA = "ana@example.com"


@pytest.fixture
def environment(sandbox: Sandbox, tmp_path: Path, free_port: int) -> dict[str, str]:
    """A site with an empty database, not yet started."""
    sandbox.reset()
    return site_environment(
        url=f"http://127.0.0.1:{free_port}",
        shopify_url=sandbox.url,
        database_url=migrated_sqlite(tmp_path),
    )


@pytest.fixture
def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def restore_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def start(environment: dict[str, str]) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Start programs of the site; what still runs is killed at the end."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*command: str) -> subprocess.Popen[bytes]:
        # As from a terminal: a test run in the background has had Ctrl-C taken away, and would hand that down.
        started.append(
            subprocess.Popen([sys.executable, *command], env=environment, cwd=ROOT, preexec_fn=restore_ctrl_c)  # noqa: PLW1509 - it sets a signal, no more
        )
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()


@pytest.fixture
def tables(environment: dict[str, str]) -> Iterator[sqlite3.Connection]:
    """The site's database, seen from outside."""
    connection = sqlite3.connect(environment["DATABASE_URL"].removeprefix("sqlite:///"), timeout=20)
    connection.isolation_level = None
    yield connection
    connection.close()


def until(condition: Callable[[], bool], *, seconds: float = 30) -> float:
    """Wait for it; returns how long that took."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if condition():
            return time.monotonic() - began
        time.sleep(0.02)
    raise AssertionError(f"It did not come true within {seconds} s.")


def count(tables: sqlite3.Connection, what: str) -> int:
    return int(tables.execute(f"SELECT COUNT(*) FROM {what}").fetchone()[0])


def has_done_its_chores(tables: sqlite3.Connection) -> bool:
    """Whether there are chores, and each that was due at once is finished."""
    due = f"orders_chore WHERE finished_at = 0 AND due_at <= {time.time()}"
    return count(tables, "orders_chore") > 0 and count(tables, due) == 0


def hint(tables: sqlite3.Connection) -> None:
    """What a webhook does to an order that is known."""
    tables.execute("UPDATE orders_trackedorder SET urgency = 0, due_at = ?1, hinted_at = ?1", [time.time()])


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z"


def children_of(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_what_is_hinted_is_fetched_within_a_second(
    sandbox: Sandbox, start: Callable[..., subprocess.Popen[bytes]], tables: sqlite3.Connection
) -> None:
    sandbox.state.add_order("#1001", email=ANA)
    start("manage.py", "worker")
    until(lambda: count(tables, "orders_trackedorder WHERE fetched_at > 0") == 1)  # by its first sweep
    took = []
    for _ in range(3):
        hint(tables)
        took.append(until(lambda: count(tables, "orders_trackedorder WHERE fetched_at > hinted_at") == 1))
    assert min(took) < 1.0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_an_idle_worker_at_once_and_tidily(
    start: Callable[..., subprocess.Popen[bytes]], tables: sqlite3.Connection, number: int
) -> None:
    worker = start("manage.py", "worker")
    until(lambda: count(tables, "orders_worker") == 1)
    worker.send_signal(number)
    assert worker.wait(3) == 0
    assert count(tables, "orders_worker") == 0


def test_a_signal_during_a_slow_fetch_ends_the_worker_within_five_seconds_and_gives_the_order_back(
    sandbox: Sandbox, start: Callable[..., subprocess.Popen[bytes]], tables: sqlite3.Connection
) -> None:
    sandbox.state.add_order("#1001", email=ANA)
    sandbox.state.faults.latency_by_operation["Order"] = 12.0
    worker = start("manage.py", "worker")
    until(lambda: count(tables, "orders_trackedorder WHERE leased_until > 0") == 1)
    worker.terminate()
    assert worker.wait(6) == 0
    assert count(tables, "orders_trackedorder WHERE leased_until > 0") == 0


def test_once_ends_when_nothing_is_due_any_more(
    sandbox: Sandbox, start: Callable[..., subprocess.Popen[bytes]], tables: sqlite3.Connection
) -> None:
    sandbox.state.add_order("#1001", email=ANA)
    assert start("manage.py", "worker", "--once").wait(20) == 0
    assert count(tables, "orders_trackedorder WHERE fetched_at > 0") == 1


def site_answers(environment: dict[str, str]) -> bool:
    try:
        return requests.get(f"{environment['SITE_URL']}/readyz", timeout=1).ok
    except requests.RequestException:
        return False


def test_the_supervisor_starts_pages_and_worker_and_ends_both(
    start: Callable[..., subprocess.Popen[bytes]], tables: sqlite3.Connection, environment: dict[str, str]
) -> None:
    supervisor = start("-m", "scripts.serve")
    until(lambda: site_answers(environment) and count(tables, "orders_worker") == 1, seconds=20)
    parts = children_of(supervisor.pid)
    grandchildren = [each for part in parts for each in children_of(part)]
    supervisor.terminate()
    assert supervisor.wait(20) == 0
    assert len(parts) == 2
    assert all(is_gone(pid) for pid in (*parts, *grandchildren))


def test_a_supervisor_killed_outright_leaves_nobody_behind(
    start: Callable[..., subprocess.Popen[bytes]], tables: sqlite3.Connection, environment: dict[str, str]
) -> None:
    supervisor = start("-m", "scripts.serve")
    until(lambda: site_answers(environment) and count(tables, "orders_worker") == 1, seconds=20)
    parts = children_of(supervisor.pid)
    supervisor.kill()
    supervisor.wait()
    until(lambda: all(is_gone(pid) for pid in parts), seconds=20)


def test_with_no_workers_it_serves_pages_only(
    start: Callable[..., subprocess.Popen[bytes]], environment: dict[str, str]
) -> None:
    environment["WORKERS"] = "0"
    supervisor = start("-m", "scripts.serve")
    until(lambda: site_answers(environment), seconds=20)
    assert len(children_of(supervisor.pid)) == 1


def test_a_wrong_number_of_workers_is_said_in_a_line(environment: dict[str, str]) -> None:
    environment["WORKERS"] = "many"
    result = subprocess.run(
        [sys.executable, "-m", "scripts.serve"],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 2
    assert result.stderr.strip() == "WORKERS must be a whole number from 0 to 16, not 'many'."


def run(environment: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_status_says_what_is_missing_and_late(environment: dict[str, str], sandbox: Sandbox) -> None:
    result = run(environment, "status")
    assert result.returncode == 1
    assert "MISSING" in result.stdout
    assert "points left; version 2026-10" in result.stdout


def test_status_is_content_while_a_worker_is_alive_and_nothing_is_late(
    environment: dict[str, str], start: Callable[..., subprocess.Popen[bytes]], tables: sqlite3.Connection
) -> None:
    start("manage.py", "worker")
    until(lambda: has_done_its_chores(tables))
    result = run(environment, "status", "--offline")
    assert (result.returncode, "LATE" in result.stdout) == (0, False), result.stdout
    assert len(result.stdout.splitlines()) < 24


def test_status_names_what_is_late(
    environment: dict[str, str], start: Callable[..., subprocess.Popen[bytes]], tables: sqlite3.Connection
) -> None:
    start("manage.py", "worker")
    until(lambda: has_done_its_chores(tables))
    tables.execute(
        "UPDATE orders_chore SET due_at = ?, leased_until = ?", [time.time() - 2000, time.time() + 60]
    )
    result = run(environment, "status", "--offline")
    assert result.returncode == 1
    assert "LATE" in result.stdout


def test_status_of_a_database_without_tables_says_what_to_do(
    environment: dict[str, str], tmp_path: Path
) -> None:
    result = run(environment | {"DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3"}, "status")
    assert (result.returncode, "migrate" in result.stdout) == (1, True)


def test_the_first_fill_fetches_everything_and_a_second_one_nothing(
    environment: dict[str, str], sandbox: Sandbox, tables: sqlite3.Connection
) -> None:
    for number in range(1001, 1008):
        sandbox.state.add_order(f"#{number}", email=ANA)
    time.sleep(2)  # until the second is over in which they changed
    result = run(environment, "sync_orders", "--since", "2026-01-01")
    assert result.returncode == 0, result.stderr
    assert "7 orders listed, 7 fetched" in result.stdout
    assert count(tables, "orders_trackedorder WHERE fetched_at > 0") == 7
    assert "7 orders listed, 0 fetched" in run(environment, "sync_orders", "--since", "2026-01-01").stdout


def test_a_first_fill_may_be_tried_with_a_few(
    environment: dict[str, str], sandbox: Sandbox, tables: sqlite3.Connection
) -> None:
    for number in range(1001, 1008):
        sandbox.state.add_order(f"#{number}", email=ANA)
    assert run(environment, "sync_orders", "--since", "2026-01-01", "--limit", "3").returncode == 0
    assert count(tables, "orders_trackedorder") == 3


def test_a_first_fill_that_was_interrupted_goes_on(
    environment: dict[str, str],
    sandbox: Sandbox,
    start: Callable[..., subprocess.Popen[bytes]],
    tables: sqlite3.Connection,
) -> None:
    for number in range(1001, 1021):
        sandbox.state.add_order(f"#{number}", email=ANA)
    sandbox.state.faults.latency = 0.2
    first = start("manage.py", "sync_orders", "--since", "2026-01-01")
    until(lambda: count(tables, "orders_trackedorder WHERE fetched_at > 0") >= 3)
    first.send_signal(signal.SIGINT)
    assert first.wait(10) == 130
    assert count(tables, "orders_trackedorder WHERE fetched_at > 0") < 20
    sandbox.state.faults.clear()
    assert run(environment, "sync_orders", "--since", "2026-01-01").returncode == 0
    assert count(tables, "orders_trackedorder WHERE fetched_at > 0") == 20


@pytest.mark.parametrize(
    "arguments", [["--since", "yesterday"], ["--since", "2026-01-01", "--limit", "0"], []]
)
def test_a_first_fill_says_what_it_cannot_read(environment: dict[str, str], arguments: list[str]) -> None:
    result = run(environment, "sync_orders", *arguments)
    assert result.returncode == 2
    assert "Traceback" not in result.stderr
