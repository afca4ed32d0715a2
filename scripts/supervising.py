"""Parts of one program: started, watched, started again when they die, exchanged for new ones, and ended in order."""

import contextlib
import ctypes
import functools
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tracking_site import handing_on
from tracking_site.paths import BASE_DIR
from tracking_site.start import MISTAKE

GRACE_SECONDS = 20.0
"""Longer than gunicorn gives its requests, and than the worker gives the order it is fetching."""
START_SECONDS = 60.0
STEADY_SECONDS = 30.0
"""What has run so long has started well: should it die, it is started again at once."""
LONGEST_PAUSE = 30.0
WATCH_SECONDS = 0.2
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of process of the whole: what it is called, and how it is started."""

    name: str
    command: Sequence[str]
    descriptors: tuple[int, ...] = ()
    """Sockets that it listens on. Such a part says when it is ready, and is exchanged without a gap."""
    is_vital: bool = False
    """The whole ends with it: starting it again would not bring back what it held."""


@dataclass(slots=True)
class Running:
    """A part's process, or the pause before the next one."""

    part: Part
    process: "subprocess.Popen[bytes]"
    ready: int | None
    """The end of a pipe to read from, until it has said that it is ready."""
    started_at: float = field(default_factory=time.monotonic)
    has_been_well: bool = False
    deaths: int = 0
    again_at: float | None = None

    def look(self) -> bool:
        """Whether it runs; notes whether it has got well."""
        if self.ready is not None and select.select([self.ready], [], [], 0)[0] and os.read(self.ready, 1):
            self.has_been_well = True
            self.drop_pipe()
        if self.process.poll() is not None:
            return False
        age = time.monotonic() - self.started_at
        if age > STEADY_SECONDS:
            self.deaths = 0
            self.has_been_well = True
        return True

    def drop_pipe(self) -> None:
        if self.ready is not None:
            os.close(self.ready)
            self.ready = None


class Supervisor:
    """Starts parts in order, and ends them in the opposite order. To be used by the main thread.

    `forget` is told the process id of every process that has ended.
    """

    def __init__(
        self, environment: Mapping[str, str], *, forget: Callable[[int], None] = lambda _: None
    ) -> None:
        self._environment = dict(environment)
        self._forget = forget
        self._running: list[Running] = []
        self._stopping = threading.Event()
        self._renewing = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._stopping.set())
        signal.signal(signal.SIGHUP, lambda *_: self._renewing.set())

    def start(self, part: Part) -> None:
        """Start one more part, in a session of its own, so that Ctrl-C reaches us alone."""
        self._running.append(self._spawn(part))

    @property
    def is_whole(self) -> bool:
        """Whether every part still runs and nobody has asked for the end."""
        return not self._stopping.is_set() and all(each.look() for each in self._running)

    def wait(self) -> int:
        """Until a signal comes (0), or a part ends that cannot be started again (its status, or 1). Ends everything."""
        status = None
        while status is None and not self._stopping.is_set():
            if self._renewing.is_set():
                self._renewing.clear()
                self._renew()
            for index, each in enumerate(self._running):
                if not each.look():
                    status = self._mend(index, each)
                    if status is not None:
                        break
            self._stopping.wait(WATCH_SECONDS)
        self.end()
        return status or 0

    def end(self) -> None:
        """End all parts, the last one first, and leave no process behind."""
        self._stopping.set()
        give_up_at = time.monotonic() + GRACE_SECONDS
        for each in reversed(self._running):
            self._end(each, give_up_at=give_up_at)

    def _spawn(self, part: Part) -> Running:
        environment, descriptors, ready = dict(self._environment), part.descriptors, None
        if descriptors:
            ready, told = os.pipe()
            environment[handing_on.SOCKETS] = ",".join(map(str, descriptors))
            environment[handing_on.READY] = str(told)
            descriptors = (*descriptors, told)
        process = subprocess.Popen(
            part.command,
            env=environment,
            cwd=BASE_DIR,
            start_new_session=True,
            pass_fds=descriptors,
            preexec_fn=functools.partial(_die_with, os.getpid()),  # noqa: PLW1509 - this program has one thread
        )
        if part.descriptors:
            os.close(descriptors[-1])
        return Running(part, process, ready)

    def _mend(self, index: int, each: Running) -> int | None:
        """Start again what has died, after a pause that grows; returns the status of the whole if it cannot go on."""
        if each.again_at is None:
            code = each.process.returncode
            self._bury(each)
            never_ready = bool(each.part.descriptors) and not each.has_been_well
            if each.part.is_vital or never_ready or (code == MISTAKE and not each.has_been_well):
                print(f"{each.part.name} ended by itself; ending the rest.", file=sys.stderr, flush=True)
                return code if code > 0 else 1
            pause = min(LONGEST_PAUSE, 2.0**each.deaths - 1) if each.deaths else 0.0
            each.again_at = time.monotonic() + pause
            print(
                f"{each.part.name} has died ({_how(code)}) and is started again.", file=sys.stderr, flush=True
            )
        if time.monotonic() >= each.again_at:
            anew = self._spawn(each.part)
            anew.deaths, anew.has_been_well = each.deaths + 1, True
            self._running[index] = anew
        return None

    def _renew(self) -> None:
        """Exchange every part for a new process: with sockets first the new, then the old one's end."""
        for index, old in enumerate(self._running):
            if old.part.is_vital or old.again_at is not None or self._stopping.is_set():
                continue
            if not old.part.descriptors:
                self._end(old, give_up_at=time.monotonic() + GRACE_SECONDS)
                self._running[index] = self._spawn(old.part)
                self._running[index].has_been_well = True
                continue
            new = self._spawn(old.part)
            if not self._gets_well(new):
                print(
                    f"{old.part.name} does not start anew; the one that runs goes on.",
                    file=sys.stderr,
                    flush=True,
                )
                self._end(new, give_up_at=time.monotonic() + 1)
                return
            self._running[index] = new
            self._end(old, give_up_at=time.monotonic() + GRACE_SECONDS)

    def _gets_well(self, new: Running) -> bool:
        give_up_at = time.monotonic() + START_SECONDS
        while time.monotonic() < give_up_at and not self._stopping.is_set() and new.look():
            if new.has_been_well:
                return True
            time.sleep(WATCH_SECONDS / 4)
        return False

    def _end(self, each: Running, *, give_up_at: float) -> None:
        if each.process.poll() is None:
            each.process.terminate()
        try:
            each.process.wait(max(0.1, give_up_at - time.monotonic()))
        except subprocess.TimeoutExpired:
            print(f"{each.part.name} does not end and is killed.", file=sys.stderr, flush=True)
        self._bury(each)

    def _bury(self, each: Running) -> None:
        """Also what a part that died has left behind."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(each.process.pid, signal.SIGKILL)
        each.process.wait()
        each.drop_pipe()
        self._forget(each.process.pid)


def _how(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"


def _die_with(parent: int) -> None:
    """On Linux: when this supervisor is killed outright, its parts are told to end as well; also one just begun."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # killed before anything could be asked for
            os._exit(1)
