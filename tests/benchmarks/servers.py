"""Servers to be measured: the site as it is deployed, and bare applications under the very same gunicorn settings."""

import base64
import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from tests.benchmarks.asking import Answer, Asked, ask_once
from tests.support.live_site import START_SECONDS, LiveSite
from tests.support.processes import ROOT

_IS_LINUX = sys.platform == "linux"


@dataclass(frozen=True, slots=True)
class Workers:
    """The processes that gunicorn's master process has started, as Linux tells of them; elsewhere nothing is known."""

    master: int

    def wait_for(self, number: int) -> None:
        """Until so many are there: the first answers while others are still to be started."""
        give_up_at = time.monotonic() + START_SECONDS
        while _IS_LINUX and len(self._pids()) < number:
            if time.monotonic() > give_up_at:
                raise TimeoutError(f"There are no {number} workers.")
            time.sleep(0.05)

    def memory(self) -> list[int]:
        """Bytes of each: its proportional share of what it has in memory."""
        rollups = [Path(f"/proc/{worker}/smaps_rollup").read_text() for worker in self._pids()]
        return [
            int(line.split()[1]) * 1024
            for rollup in rollups
            for line in rollup.splitlines()
            if line.startswith("Pss:")
        ]

    def processor_seconds(self) -> float:
        """What all of them have used so far, in their own code and in the system's."""
        after_name = [Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2] for worker in self._pids()]
        ticks = sum(int(ticks) for fields in after_name for ticks in fields.split()[11:13])
        return ticks / os.sysconf("SC_CLK_TCK")

    def _pids(self) -> list[str]:
        children = Path(f"/proc/{self.master}/task/{self.master}/children")
        return children.read_text().split() if children.exists() else []


class MeasuredSite(LiveSite):
    """The site as it is deployed, with its processes to look at."""

    @property
    def workers(self) -> Workers:
        """The processes that answer."""
        return Workers(self._process.pid)


@dataclass(frozen=True, slots=True)
class Bare:
    """A bare application that is being served."""

    url: str
    workers: Workers


@contextlib.contextmanager
def serve_bare(module: str, answer: Answer, environment: dict[str, str]) -> Iterator[Bare]:
    """Serve `answer` for everything from an application of this package; stops at the end."""
    with tempfile.TemporaryDirectory(prefix="orders-bare-") as folder:
        kept = Path(folder) / "answer.json"
        body = base64.b64encode(answer.body).decode()
        status = f"{answer.status} {HTTPStatus(answer.status).phrase}"
        kept.write_text(
            json.dumps({"status": status, "headers": answer.headers, "body": body}), encoding="ascii"
        )
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
            _wait_for(f"http://{address}/", answer.status, process, log)
            yield Bare(f"http://{address}", Workers(process.pid))
        finally:
            process.terminate()
            process.wait(20)


def _wait_for(url: str, status: int, process: subprocess.Popen[bytes], log: Path) -> None:
    give_up_at = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up_at and process.poll() is None:
        try:
            ask_once(Asked(url, status=status))
        except ConnectionError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"The bare application did not start:\n{log.read_text()}")
