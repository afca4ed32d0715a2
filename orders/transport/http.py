"""The only module that speaks HTTP to partners: one request, one reply, within a deadline and a size."""

import contextlib
import socket
import threading
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Self
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError, NameResolutionError
from urllib3.response import HTTPResponse

from orders.transport.deadline import Deadline
from orders.transport.errors import (
    AnswerTooLarge,
    NoAnswer,
    TransportError,
    UntrustedCertificate,
    UnusableAddress,
)
from orders.transport.reachable import MayReach, connect_checked

PROJECT_USER_AGENT = "order-tracking/0.1 (+self-hosted)"
CONNECT_TIMEOUT = 3.05
READ_TIMEOUT = 10.0
MAX_BODY_BYTES = 16 * 1024 * 1024
CHUNK_BYTES = 64 * 1024
POOL_SIZE = 32


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class HttpReply:
    """One whole reply. Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class _Watch:
    """Shuts the connection at the deadline: a timeout of `requests` starts anew with every byte that
    trickles in.
    """

    def __init__(self, deadline: Deadline) -> None:
        self._deadline = deadline
        self._timer: threading.Timer | None = None
        self.has_fired = False

    def start(self, connection: socket.socket) -> None:
        self.stop()
        self._timer = threading.Timer(self._deadline.remaining(), self._fire, (connection,))
        self._timer.daemon = True
        self._timer.start()

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _fire(self, connection: socket.socket) -> None:
        self.has_fired = True
        with contextlib.suppress(OSError):  # the other side may just have closed it
            # Past the TLS layer, which another thread is reading at this moment.
            socket.socket.shutdown(connection, socket.SHUT_RDWR)


_current_watch: ContextVar[_Watch] = ContextVar("current_watch")


_current_guard: ContextVar[MayReach | None] = ContextVar("current_guard", default=None)


def _connect_guarded(connection: HTTPConnection) -> socket.socket | None:
    """A connection to an address that was checked; None where everything may be reached."""
    guard = _current_guard.get()
    if guard is None:
        return None
    timeout = connection.timeout if isinstance(connection.timeout, int | float) else CONNECT_TIMEOUT
    return connect_checked(connection.host, connection.port or 0, timeout=timeout, may_reach=guard)


class _PlainConnection(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _connect_guarded(self) or super()._new_conn()

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as in urllib3 itself
        _current_watch.get().start(self.sock)
        return super().getresponse()


class _TlsConnection(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _connect_guarded(self) or super()._new_conn()

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as in urllib3 itself
        _current_watch.get().start(self.sock)
        return super().getresponse()


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _PlainConnection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TlsConnection


class _WatchedAdapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _TlsPool}


class Transport:
    """Sends requests to one base address (`https://demo.myshopify.com`), from any number of threads. `partner` is
    whose it is, for the words of errors.

    Certificates are verified, redirects are not followed, cookies, `.netrc` and proxy variables are not used.
    `ca_bundle` is a file of certificates to trust instead of the usual ones. Where a stranger chose the address,
    `may_reach` is asked of each it leads to, at the moment of connecting (`orders.transport.reachable`).
    """

    def __init__(
        self,
        *,
        partner: str,
        base_url: str,
        user_agent: str = PROJECT_USER_AGENT,
        connect_timeout: float = CONNECT_TIMEOUT,
        read_timeout: float = READ_TIMEOUT,
        max_body_bytes: int = MAX_BODY_BYTES,
        ca_bundle: str | None = None,
        may_reach: MayReach | None = None,
    ) -> None:
        parts = urlsplit(base_url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username is not None:
            message = f"The address of {partner} must be an http or https address without a user in it."
            raise UnusableAddress(message)
        self._partner = partner
        self._base_url = f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"
        self._connect_timeout = connect_timeout
        self._read_timeout = read_timeout
        self._max_body_bytes = max_body_bytes
        self._may_reach = may_reach
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.verify = ca_bundle or True
        self._session.headers["User-Agent"] = user_agent
        self._session.headers["Accept"] = "application/json"
        self._session.headers["Accept-Encoding"] = "gzip"
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, _WatchedAdapter(pool_connections=2, pool_maxsize=POOL_SIZE))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._session.close()

    def post(self, path: str, *, body: bytes, headers: Mapping[str, str], deadline: Deadline) -> HttpReply:
        """Post the body to a path of the base address; `headers` say its type.

        Raises NoAnswer for every network failure, and once the deadline is over, AnswerTooLarge, and
        UntrustedCertificate, and UnusableAddress where `may_reach` says no.
        """
        return self._ask("POST", path, body=body, headers=headers, deadline=deadline)

    def get(self, path: str, *, headers: Mapping[str, str], deadline: Deadline) -> HttpReply:
        """Fetch what is at a path of the base address; `headers` say what would be welcome. Raises as `post` does."""
        return self._ask("GET", path, body=None, headers=headers, deadline=deadline)

    def _ask(
        self, method: str, path: str, *, body: bytes | None, headers: Mapping[str, str], deadline: Deadline
    ) -> HttpReply:
        remaining = deadline.remaining()
        if remaining <= 0:
            raise self._too_late()
        watch = _Watch(deadline)
        token = _current_watch.set(watch)
        guard = _current_guard.set(self._may_reach)
        failure: TransportError
        try:
            return self._send(method, path, body=body, headers=headers, remaining=remaining)
        except (requests.RequestException, HTTPError, OSError) as error:
            failure = self._too_late() if watch.has_fired else self._failure(error)
        finally:
            watch.stop()
            _current_watch.reset(token)
            _current_guard.reset(guard)
        # Raised out here, because errors of `requests` carry the request and so the access token.
        raise failure

    def _send(
        self, method: str, path: str, *, body: bytes | None, headers: Mapping[str, str], remaining: float
    ) -> HttpReply:
        with self._session.request(
            method,
            self._base_url + path,
            data=body,
            headers=dict(headers),
            timeout=(min(self._connect_timeout, remaining), min(self._read_timeout, remaining)),
            allow_redirects=False,
            stream=True,
        ) as response:
            content = bytearray()
            for chunk in response.iter_content(CHUNK_BYTES):
                content += chunk
                if len(content) > self._max_body_bytes:
                    message = f"The answer of {self._partner} is larger than any should be."
                    raise AnswerTooLarge(message)
            if _current_watch.get().has_fired:  # a body of no stated length ends like this too
                raise self._too_late()
            return HttpReply(
                status=response.status_code,
                headers={name.lower(): value for name, value in response.headers.items()},
                body=bytes(content),
            )

    def _too_late(self) -> NoAnswer:
        return NoAnswer(f"{self._partner} did not answer in time.")

    def _failure(self, error: Exception) -> TransportError:
        if isinstance(error, requests.exceptions.SSLError):
            return UntrustedCertificate(f"The certificate at the address of {self._partner} is not trusted.")
        if isinstance(error, requests.Timeout):
            return self._too_late()
        if isinstance(error, requests.ConnectionError) and _is_unknown_name(error):
            return NoAnswer(f"The address of {self._partner} could not be resolved.")
        return NoAnswer(f"The connection to {self._partner} failed ({type(error).__name__}).")


def _is_unknown_name(error: requests.ConnectionError) -> bool:
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(reason, NameResolutionError)
