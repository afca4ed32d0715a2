"""The sockets that the site listens on. The supervisor holds them, so that no connection is refused while gunicorn,
or with systemd's socket unit the supervisor itself, is exchanged: it waits in the socket's queue.
"""

import contextlib
import errno
import os
import socket
from pathlib import Path

from tracking_site.serving import Serving

QUEUE = 2048
FIRST_OF_SYSTEMD = 3
"""systemd.socket(5): handed descriptors begin here."""


class CannotListen(Exception):
    """An address cannot be listened on; the message is a sentence."""


def open_sockets(serving: Serving) -> list[socket.socket]:
    """What systemd has handed to this process, else `BIND`; and the metrics' own port, if there is one."""
    handed = _handed_by_systemd()
    sockets = handed or [_listen("BIND", serving.bind)]
    if serving.metrics_bind:
        sockets.append(_listen("METRICS_PORT", serving.metrics_bind))
    return sockets


def close_sockets(sockets: list[socket.socket], serving: Serving) -> None:
    """Close them, and remove the file of a Unix socket that was made here."""
    for each in sockets:
        if each.family == socket.AF_UNIX and serving.bind == f"unix:{each.getsockname()}":
            with contextlib.suppress(OSError):
                Path(each.getsockname()).unlink()
        each.close()


def _handed_by_systemd() -> list[socket.socket]:
    if os.environ.pop("LISTEN_PID", "") != str(os.getpid()):
        os.environ.pop("LISTEN_FDS", None)
        return []
    number = int(os.environ.pop("LISTEN_FDS", "0"))
    return [socket.socket(fileno=FIRST_OF_SYSTEMD + index) for index in range(number)]


def _listen(setting: str, address: str) -> socket.socket:
    try:
        if address.startswith("unix:"):
            return _listen_at_path(Path(address.removeprefix("unix:")))
        host, _, port = address.rpartition(":")
        family, _, _, _, where = socket.getaddrinfo(
            host.strip("[]") or None, int(port), type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        each = socket.socket(family, socket.SOCK_STREAM)
        each.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        each.bind(where)
    except OSError as error:
        reason = "another program listens there" if error.errno == errno.EADDRINUSE else error.strerror
        raise CannotListen(f"{setting}: {address} cannot be listened on: {reason}.") from error
    each.listen(QUEUE)
    return each


def _listen_at_path(path: Path) -> socket.socket:
    if path.is_socket():
        path.unlink()  # of a process that was killed
    each = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    each.bind(str(path))
    path.chmod(0o666)  # the proxy is another user; who may come here is the folder's to say
    each.listen(QUEUE)
    return each
