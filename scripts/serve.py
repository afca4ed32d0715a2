"""The site as one program: gunicorn and the worker, started, signalled and ended together.

    python -m scripts.serve             gunicorn and as many workers as WORKERS says (default 1; 0 for pages only)

SIGTERM and SIGINT end all in order, SIGHUP makes gunicorn read its configuration anew. When one part ends by itself
the others are ended too and the exit status says so: whoever started this starts it again, whole.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tracking_site import metrics_folder
from tracking_site.environment import Environment
from tracking_site.serving import read_serving
from tracking_site.start import load_settings, mistakes_told_plainly

ROOT = Path(__file__).resolve().parent.parent
GRACE_SECONDS = 20.0
"""Longer than gunicorn gives its requests, and than the worker gives the order it is fetching."""
WATCH_SECONDS = 0.2
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Part:
    """One process of the whole: what it is called, and how it is started."""

    name: str
    command: Sequence[str]


class Supervisor:
    """Starts parts in order, and ends them in the opposite order. To be used by the main thread."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = dict(environment)
        self._running: list[tuple[Part, subprocess.Popen[bytes]]] = []
        self._stopping = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._stopping.set())
        signal.signal(signal.SIGHUP, lambda *_: self._pass_on(signal.SIGHUP))

    def start(self, part: Part) -> None:
        """Start one more part, in a session of its own, so that Ctrl-C reaches us alone."""
        process = subprocess.Popen(
            part.command,
            env=self._environment,
            cwd=ROOT,
            start_new_session=True,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 - this program has one thread
        )
        self._running.append((part, process))

    @property
    def is_whole(self) -> bool:
        """Whether every part still runs and nobody has asked for the end."""
        return not self._stopping.is_set() and all(process.poll() is None for _, process in self._running)

    def wait(self) -> int:
        """Until a signal comes (0) or a part ends by itself (its status, or 1). Then everything is ended."""
        while self.is_whole:
            self._stopping.wait(WATCH_SECONDS)
        status = 0
        for part, process in self._running:
            if not self._stopping.is_set() and process.poll() is not None:
                print(f"{part.name} ended by itself; ending the rest.", file=sys.stderr, flush=True)
                status = process.returncode if process.returncode > 0 else 1
        self.end()
        return status

    def end(self) -> None:
        """End all parts, the last one first, and leave no process behind."""
        self._stopping.set()
        give_up_at = time.monotonic() + GRACE_SECONDS
        for part, process in reversed(self._running):
            if process.poll() is None:
                process.terminate()
            try:
                process.wait(max(0.1, give_up_at - time.monotonic()))
            except subprocess.TimeoutExpired:
                print(f"{part.name} does not end and is killed.", file=sys.stderr, flush=True)
            with contextlib.suppress(ProcessLookupError):  # also what a part that died has left behind
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _pass_on(self, number: signal.Signals) -> None:
        """Only gunicorn knows what to do with it; the worker is to go on."""
        for part, process in self._running:
            if part.name == SITE and process.poll() is None:
                process.send_signal(number)


SITE = "The site"


def site_parts(*, workers: int, gunicorn_options: Sequence[str] = ()) -> list[Part]:
    """Gunicorn and the workers, as the environment configures them."""
    gunicorn = str(Path(sys.executable).parent / "gunicorn")
    each = [
        Part(f"Worker {number}", [sys.executable, "manage.py", "worker"]) for number in range(1, workers + 1)
    ]
    return [Part(SITE, [gunicorn, *gunicorn_options]), *each]


def main() -> int:
    """Serve until told to stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracking_site.settings")
    with mistakes_told_plainly():
        load_settings()
        env = Environment.of_process()
        workers = read_serving(env).workers
    metrics_folder.prepare(env)  # pages and workers count together
    try:
        supervisor = Supervisor(os.environ)
        for part in site_parts(workers=workers, gunicorn_options=sys.argv[1:]):
            supervisor.start(part)
        return supervisor.wait()
    finally:
        metrics_folder.remove()


def _die_with_parent() -> None:
    """On Linux: when this supervisor is killed outright, its parts are told to end as well."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main())
