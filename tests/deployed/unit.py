"""A unit's own lines, carried out without systemd: the user, the mount namespace, the socket, and starting again.

Held are User, WorkingDirectory, UMask, ProtectSystem=strict with ReadWritePaths, ProtectHome, PrivateTmp,
PrivateDevices, NoNewPrivileges, CapabilityBoundingSet, MemoryDenyWriteExecute, ListenStream, ExecStartPre, ExecStart,
ExecReload, Restart, RestartSec, RestartPreventExitStatus and TimeoutStopSec. Not held are the filters of system calls
and of address families.
"""

import ctypes
import os
import shlex
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path

from tests.deployed.readme import unit_lines

PR_SET_MDWE = 65
LIBC = ctypes.CDLL(None)
FIRST_SOCKET = 3


class Unit:
    """One service, and its socket if it has one. `start`, `stop`, `restart`, `reload`, as systemctl does them."""

    def __init__(self, root: Path, service: str, *, listen: str = "", log: Path) -> None:
        self._root = root
        self._lines = unit_lines(service)
        self._log = log
        self._socket = _listen(unit_lines(listen)) if listen else None
        self._process: subprocess.Popen[bytes] | None = None
        self._wanted = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._wanted.set()
        self._thread = threading.Thread(target=self._keep_running, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._wanted.clear()
        main = self.main_pid()
        if main:
            os.kill(main, signal.SIGTERM)
        if self._thread:
            self._thread.join(float(self._one("TimeoutStopSec", "90")))
            assert not self._thread.is_alive(), "The service does not stop."

    def restart(self) -> None:
        self.stop()
        self.start()

    def reload(self) -> None:
        command = self._one("ExecReload").replace("$MAINPID", str(self.main_pid()))
        subprocess.run(shlex.split(command), check=True)

    def close(self) -> None:
        self.stop()
        if self._socket:
            self._socket.close()

    def main_pid(self) -> int:
        """The process that ExecStart became; 0 while there is none."""
        if self._process is None or self._process.poll() is not None:
            return 0
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
        return int(children[0]) if children else 0

    def _keep_running(self) -> None:
        while self._wanted.is_set():
            status = 0
            for command in self._lines.get("ExecStartPre", []):
                status = status or self._run(command, hand_socket=False).wait()
            if not status:
                self._process = self._run(self._one("ExecStart"), hand_socket=True)
                status = self._process.wait()
                if str(status) in self._lines.get("RestartPreventExitStatus", []):
                    return
            if self._wanted.is_set():
                time.sleep(float(self._one("RestartSec", "0.1")))

    def _run(self, command: str, *, hand_socket: bool) -> "subprocess.Popen[bytes]":
        handed = self._socket if hand_socket else None
        script = f"umask {self._one('UMask', '0022')}; "
        if handed:
            script += "export LISTEN_FDS=1 LISTEN_PID=$$; "
        user = self._one("User")
        inside = [
            *("setpriv", "--reuid", user, "--regid", user, "--init-groups"),
            *("--bounding-set=-all", "--inh-caps=-all", "--no-new-privs"),
            *("env", "-i", "PATH=/usr/bin:/bin", "LANG=C.UTF-8", f"USER={user}"),
            *("sh", "-c", f'{script} exec "$@"', "sh", *shlex.split(command)),
        ]

        def prepare() -> None:
            os.setsid()
            if handed:
                os.dup2(handed.fileno(), FIRST_SOCKET)
                os.set_inheritable(FIRST_SOCKET, True)
            if self._one("MemoryDenyWriteExecute") == "yes":
                LIBC.prctl(PR_SET_MDWE, 1, 0, 0, 0)

        with self._log.open("ab") as log:
            return subprocess.Popen(
                [*self._namespace(), *inside],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                close_fds=False,
                preexec_fn=prepare,  # noqa: PLW1509 - what it does takes no lock
            )

    def _namespace(self) -> list[str]:
        strict = self._one("ProtectSystem") == "strict"
        arguments = ["bwrap", "--die-with-parent", "--ro-bind" if strict else "--bind", str(self._root), "/"]
        arguments += ["--proc", "/proc", "--dev", "/dev"]
        if self._one("PrivateTmp") == "yes":
            arguments += ["--tmpfs", "/tmp", "--tmpfs", "/var/tmp", "--chmod", "1777", "/tmp"]
        if self._one("ProtectHome") == "yes":
            arguments += ["--tmpfs", "/home", "--tmpfs", "/root"]
        for path in " ".join(self._lines.get("ReadWritePaths", [])).split():
            assert (self._root / path.lstrip("/")).is_dir(), (
                f"systemd refuses a ReadWritePaths that is not there: {path}"
            )
            arguments += ["--bind", f"{self._root}{path}", path]
        return [*arguments, "--chdir", self._one("WorkingDirectory", "/")]

    def _one(self, name: str, default: str = "") -> str:
        return (self._lines.get(name) or [default])[-1]


def _listen(lines: dict[str, list[str]]) -> socket.socket:
    host, _, port = lines["ListenStream"][0].rpartition(":")
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((host, int(port)))
    listening.listen(int(lines["Backlog"][0]))
    return listening
