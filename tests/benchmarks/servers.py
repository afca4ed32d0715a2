"""Servers to be measured: the site as it is deployed, and bare applications under the very same gunicorn settings."""

import base64
import contextlib
import json
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.asking import Answer, Asked, ask_once
from tests.support.live_site import ROOT, START_SECONDS, LiveSite


class MeasuredSite(LiveSite):
    """The site with two worker processes, whose memory can be looked at."""

    def worker_memory(self) -> list[int]:
        """Bytes of each worker process (see `read_memory`)."""
        return _workers_memory(self._process.pid)


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
            ask_once(Asked(url))
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
