"""Workers that can be started and killed by the dozen: one process that has loaded the site forks them off.

`WorkerForks` is the handle on it, for a test; `python -m tests.support.worker_forks` is the process itself, configured
by the environment as the site is. It takes one JSON object a line and answers each with one.
"""

import base64
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, NoReturn, Self

from tests.support.processes import ROOT


@dataclass(frozen=True, slots=True)
class Row:
    """An order as the site's table holds it."""

    shopify_id: str
    snapshot: bytes
    due_at: float
    hinted_at: float
    fetched_at: float
    leased_until: float
    failures: int


class WorkerForks:
    """`with WorkerForks(environment) as forks:`; whatever still runs is killed at the end."""

    def __init__(self, environment: Mapping[str, str], *, lease: float) -> None:
        self._environment = dict(environment)
        self._lease = lease
        self.pids: list[int] = []

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.worker_forks"],
            env=self._environment,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        for pid in list(self.pids):
            self.kill(pid)
        self._process.communicate(timeout=10)  # closes its input, upon which it ends

    def fork(self) -> int:
        """Start one more worker; returns its process id."""
        pid = int(self._ask(do="fork", lease=self._lease))
        self.pids.append(pid)
        return pid

    def kill(self, pid: int) -> None:
        """SIGKILL: it has no chance to tidy up."""
        self.pids.remove(pid)
        os.kill(pid, signal.SIGKILL)

    def hint(self, shopify_ids: Sequence[str]) -> None:
        """What a webhook does."""
        self._ask(do="hint", ids=list(shopify_ids))

    def rows(self) -> list[Row]:
        """All stored orders."""
        return [
            Row(each[0], base64.b64decode(each[1]), *each[2:])  # the fields stand in the same order
            for each in self._ask(do="rows")
        ]

    def _ask(self, **command: Any) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


def main() -> None:
    """Answer commands until the input ends."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracking_site.settings")
    django.setup()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel buries the dead
    for line in sys.stdin:
        print(json.dumps(_answer(json.loads(line))), flush=True)


def _answer(command: dict[str, Any]) -> Any:
    from django.db import connections

    from orders import clock
    from orders.models import TrackedOrder
    from orders.storage import due

    match command["do"]:
        case "fork":
            connections.close_all()  # a connection must not be shared with a child
            pid = os.fork()
            if not pid:
                _work(command["lease"])
            return pid
        case "hint":
            due.hint(command["ids"], now=clock.seconds())
        case "rows":
            fields = (
                "shopify_id",
                "snapshot",
                "due_at",
                "hinted_at",
                "fetched_at",
                "leased_until",
                "failures",
            )
            rows = TrackedOrder.objects.values_list(*fields)
            return [(row[0], base64.b64encode(bytes(row[1])).decode(), *row[2:]) for row in rows]
    return None


def _work(lease: float) -> NoReturn:
    from orders.work.worker import Worker, own_name, stop_on_signals

    worker = Worker(own_name(), lease=lease)
    stop_on_signals(worker.stopping)
    worker.run()
    os._exit(0)


if __name__ == "__main__":
    main()
