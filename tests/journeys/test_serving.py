"""The site under its supervisor: what dies comes back alone, and what is exchanged costs no connection."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.sandbox import Sandbox
from tests.support.live_site import site_environment
from tests.support.prepared import build_static_files, migrated_sqlite
from tests.support.processes import ROOT

SERVE = [sys.executable, "-m", "scripts.serve"]
HAND_ON = (
    "import os, sys; os.environ['LISTEN_PID'] = str(os.getpid()); "
    "os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
)


class Served:
    """The site as `scripts.serve` serves it, with the socket handed on as systemd does."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self.environment = environment
        self.url = environment["SITE_URL"]
        self.log = folder / "log"
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind(("127.0.0.1", int(self.url.rpartition(":")[2])))
        self._socket.listen(1024)
        self.process = self._begin()

    def restart(self) -> None:
        """What `systemctl restart` does: the end of all, and a new beginning with the same socket."""
        self.stop()
        self.process = self._begin()

    def stop(self) -> None:
        self.process.terminate()
        assert self.process.wait(40) == 0

    def parts(self) -> list[int]:
        return children_of(self.process.pid)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self._socket.close()

    def _begin(self) -> "subprocess.Popen[bytes]":
        there = self._socket.fileno()

        def place() -> None:
            os.dup2(there, 3)

        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-c", HAND_ON, *SERVE[1:]],
                env=self.environment | {"LISTEN_FDS": "1"},
                cwd=ROOT,
                stdout=log,
                stderr=log,
                close_fds=False,
                preexec_fn=place,  # noqa: PLW1509 - it moves a descriptor, no more
            )


class Knocking:
    """`with Knocking(url) as knocking:`; some twenty requests a second, each on a connection of its own."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.statuses: list[int | str] = []
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._knock) for _ in range(4)]

    def __enter__(self) -> "Knocking":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        time.sleep(0.5)
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _knock(self) -> None:
        while not self._stop.wait(0.2):
            try:
                self.statuses.append(requests.get(self.url, timeout=40).status_code)
            except requests.RequestException as error:
                self.statuses.append(repr(error))


def children_of(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def wait_for(url: str) -> None:
    give_up_at = time.monotonic() + 40
    while time.monotonic() < give_up_at:
        with contextlib.suppress(requests.RequestException):
            if requests.get(f"{url}/readyz", timeout=5).ok:
                return
        time.sleep(0.05)
    raise AssertionError("The site did not get well.")


@pytest.fixture
def served(sandbox: Sandbox, tmp_path: Path) -> Iterator[Served]:
    """With one worker, ready."""
    sandbox.reset()
    build_static_files()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = site_environment(
        url=f"http://127.0.0.1:{port}", shopify_url=sandbox.url, database_url=migrated_sqlite(tmp_path)
    )
    site = Served(environment | {"ENV_FILE": str(tmp_path / "env")}, tmp_path)
    try:
        yield site
    finally:
        site.close()


@pytest.fixture(autouse=True)
def env_file(tmp_path: Path) -> Path:
    """The settings that a restart or a reload reads anew."""
    file = tmp_path / "env"
    file.write_text("WORKERS=1\n")
    return file


def test_a_worker_that_dies_is_started_again_alone(served: Served) -> None:
    wait_for(served.url)
    site, worker = served.parts()
    os.kill(worker, signal.SIGKILL)
    give_up_at = time.monotonic() + 20
    while len(served.parts()) < 2 or worker in served.parts():
        assert time.monotonic() < give_up_at
        time.sleep(0.05)
    assert site in served.parts()
    assert "Worker 1 has died (SIGKILL) and is started again." in served.log.read_text()


def test_when_the_pages_die_their_visitors_wait_and_are_answered(served: Served) -> None:
    wait_for(served.url)
    site, worker = served.parts()
    os.kill(site, signal.SIGKILL)
    while site in served.parts():  # what was accepted by the dying is lost; what comes after them waits
        time.sleep(0.02)
    assert requests.get(served.url, timeout=40).status_code == 200
    assert worker in served.parts()


def test_a_reload_takes_new_settings_and_refuses_nobody(served: Served, env_file: Path) -> None:
    wait_for(served.url)
    before = served.parts()
    with Knocking(served.url) as knocking:
        env_file.write_text("WORKERS=1\nORDER_LINK_DAYS=7\nMETRICS_TOKEN=of-the-new-settings\n")
        served.process.send_signal(signal.SIGHUP)
        give_up_at = time.monotonic() + 40
        while set(before) & set(served.parts()):
            assert time.monotonic() < give_up_at, served.log.read_text()
            time.sleep(0.1)
    assert set(knocking.statuses) == {200}
    assert requests.get(f"{served.url}/metrics", timeout=20).status_code == 401


def test_a_reload_with_a_mistake_leaves_what_runs_running(served: Served, env_file: Path) -> None:
    wait_for(served.url)
    before = served.parts()
    with Knocking(served.url) as knocking:
        env_file.write_text("WORKERS=many\n")
        served.process.send_signal(signal.SIGHUP)
        give_up_at = time.monotonic() + 40
        while "the one that runs goes on" not in served.log.read_text():
            assert time.monotonic() < give_up_at
            time.sleep(0.1)
    assert "WORKERS must be a whole number from 0 to 16, not 'many'." in served.log.read_text()
    assert set(knocking.statuses) == {200}
    assert served.parts() == before


def test_a_restart_refuses_nobody_while_the_socket_is_held(served: Served) -> None:
    wait_for(served.url)
    with Knocking(served.url) as knocking:
        served.restart()
        wait_for(served.url)
    assert set(knocking.statuses) == {200}


def test_static_files_that_are_not_built_stop_the_start(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = site_environment(
        url="http://127.0.0.1:9", shopify_url=sandbox.url, database_url=migrated_sqlite(tmp_path)
    )
    program = (
        "from pathlib import Path; from tracking_site import static_files; "
        f"static_files.BUILT = Path({str(tmp_path)!r}); import tracking_site.wsgi"
    )
    done = start(environment, "-c", program)
    assert (done.returncode, done.stderr) == (
        2,
        "The static files of this version are not built. Run `make install`.\n",
    )


def test_a_database_without_tables_stops_the_start(sandbox: Sandbox, tmp_path: Path) -> None:
    build_static_files()
    environment = site_environment(
        url="http://127.0.0.1:9",
        shopify_url=sandbox.url,
        database_url=f"sqlite:///{tmp_path}/empty.sqlite3",
    )
    done = start(environment, "-c", "import tracking_site.wsgi")
    assert (done.returncode, done.stderr) == (
        2,
        "The database lacks tables of this version. Run `manage.py migrate`.\n",
    )


def test_what_is_away_or_open_to_all_is_said_but_stops_nothing(sandbox: Sandbox, tmp_path: Path) -> None:
    build_static_files()
    environment = site_environment(
        url="http://127.0.0.1:9", shopify_url=sandbox.url, database_url="postgres://u:hunter2@127.0.0.1:9/n"
    )
    (tmp_path / "env").chmod(0o644)
    environment |= {"CACHE_URL": "redis://127.0.0.1:9/0", "ENV_FILE": str(tmp_path / "env")}
    done = start(environment, "-c", "import tracking_site.wsgi")
    assert done.returncode == 0
    assert "The database does not answer yet: " in done.stderr
    assert "The cache at CACHE_URL does not answer" in done.stderr
    assert "Run `chmod 600` on it." in done.stderr
    assert "hunter2" not in done.stderr


def test_an_address_that_is_taken_is_said_in_a_line(sandbox: Sandbox, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        environment = site_environment(
            url=f"http://127.0.0.1:{port}", shopify_url=sandbox.url, database_url=migrated_sqlite(tmp_path)
        )
        done = start(environment, *SERVE[1:])
    assert done.returncode == 1
    assert done.stderr == f"BIND: 127.0.0.1:{port} cannot be listened on: another program listens there.\n"


def test_a_unix_socket_may_be_listened_on_and_is_gone_afterwards(sandbox: Sandbox, tmp_path: Path) -> None:
    build_static_files()
    path = tmp_path / "site"
    environment = site_environment(
        url="http://127.0.0.1:9", shopify_url=sandbox.url, database_url=migrated_sqlite(tmp_path)
    ) | {"BIND": f"unix:{path}", "WORKERS": "0"}
    process = subprocess.Popen(SERVE, env=environment, cwd=ROOT)
    try:
        assert b"200 OK" in ask_at_path(path)
        process.send_signal(signal.SIGHUP)
        time.sleep(3)
        assert b"200 OK" in ask_at_path(path)
    finally:
        process.terminate()
        assert process.wait(40) == 0
    assert not path.exists()


def ask_at_path(path: Path) -> bytes:
    give_up_at = time.monotonic() + 40
    while not path.exists():
        assert time.monotonic() < give_up_at
        time.sleep(0.05)
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(40)
        connection.connect(str(path))
        connection.sendall(b"GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        return connection.recv(1000)


def start(environment: dict[str, str], *command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *command],
        env=environment | {"DJANGO_SETTINGS_MODULE": "tracking_site.settings"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
