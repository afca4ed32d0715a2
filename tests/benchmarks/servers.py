"""Servers to be measured: the site as it is deployed, and bare applications under the very same gunicorn settings."""

import base64
import contextlib
import http.client
import json
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from tests.support.live_site import ROOT, START_SECONDS, LiveSite

# What readers' browsers send with every request, as far as it matters here.
ACCEPTED = {"Accept-Encoding": "gzip, br", "Accept-Language": "en-GB,en;q=0.9,es;q=0.8"}
GUNICORNS_OWN = {"server", "date", "connection", "transfer-encoding"}


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, to be sent over and over. `form` makes it a POST; `status` is what must come back."""

    url: str
    form: tuple[tuple[str, str], ...] = ()
    status: int = 200

    @property
    def body(self) -> str:
        """The form as it is sent."""
        return urlencode(self.form)

    @property
    def headers(self) -> dict[str, str]:
        """What is sent with it."""
        return ACCEPTED | ({"Content-Type": "application/x-www-form-urlencoded"} if self.form else {})


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, without the headers that gunicorn adds itself."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


class MeasuredSite(LiveSite):
    """The site with two worker processes, whose memory can be looked at."""

    def worker_memory(self) -> list[int]:
        """Bytes of each worker process (see `read_memory`)."""
        return _workers_memory(self._process.pid)


def ask(asked: Asked, *, connection: http.client.HTTPConnection | None = None) -> Answer:
    """Send it once; raises when the status is not the one expected."""
    host, _, path = asked.url.removeprefix("http://").partition("/")
    connection = connection or http.client.HTTPConnection(host, timeout=20)
    connection.request(
        "POST" if asked.form else "GET", f"/{path}", asked.body if asked.form else None, asked.headers
    )
    response = connection.getresponse()
    body = response.read()
    if response.status != asked.status:
        raise RuntimeError(f"The server answered {response.status} where {asked.status} was expected.")
    headers = tuple((k, v) for k, v in response.getheaders() if k.lower() not in GUNICORNS_OWN)
    return Answer(response.status, headers, body)


@contextlib.contextmanager
def serve_bare(module: str, answer: Answer, environment: dict[str, str]) -> Iterator[str]:
    """Serve `answer` for everything from an application of this package; yields its address."""
    with tempfile.TemporaryDirectory(prefix="orders-bare-") as folder:
        kept = Path(folder) / "answer.json"
        body = base64.b64encode(answer.body).decode()
        kept.write_text(json.dumps({"headers": answer.headers, "body": body}), encoding="ascii")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            address = f"127.0.0.1:{probe.getsockname()[1]}"
        log = Path(folder) / "log"
        with log.open("wb") as lines:
            process = subprocess.Popen(
                [str(Path(sys.executable).parent / "gunicorn"), f"tests.benchmarks.{module}:application"],
                env=environment | {"BIND": address, "BARE_ANSWER": str(kept)},
                cwd=ROOT,
                stdout=lines,
                stderr=lines,
            )
        try:
            _wait_for(f"http://{address}/", process, log)
            yield f"http://{address}"
        finally:
            process.terminate()
            process.wait(20)


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    give_up_at = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up_at and process.poll() is None:
        try:
            ask(Asked(url))
        except ConnectionError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"The bare application did not start:\n{log.read_text()}")


def _workers_memory(master: int) -> list[int]:
    """Bytes of each child process: its proportional share of what it has in memory (Linux only; else nothing)."""
    children = Path(f"/proc/{master}/task/{master}/children")
    if not children.exists():
        return []
    rollups = [Path(f"/proc/{child}/smaps_rollup").read_text() for child in children.read_text().split()]
    return [
        int(line.split()[1]) * 1024
        for rollup in rollups
        for line in rollup.splitlines()
        if line.startswith("Pss:")
    ]
