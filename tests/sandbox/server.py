"""The sandbox store as a real HTTP server, for a test (`with Sandbox() as sandbox:`) or for a demo."""

import contextlib
import ipaddress
import socket
import sys
import threading
import time
from datetime import datetime
from email.utils import format_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from tests.sandbox.application import Application
from tests.sandbox.auth import CLIENT_ID, CLIENT_SECRET, STATIC_TOKEN, STORE_DOMAIN
from tests.sandbox.demo import furnish
from tests.sandbox.graphql_endpoint import Asked, RequestLog
from tests.sandbox.http import Request, Response
from tests.sandbox.state import SandboxState
from tests.sandbox.webhooks import Webhooks

MAX_BODY = 1_000_000


class Sandbox:
    """One store on one port. Without `demo_orders` it opens empty; with `speed` 0 orders move on only when told to.

    `speed` is how many minutes of an order's life pass in one minute. `public_url` is where browsers find the
    pictures, when that is not the server's own address. `at` stops the store's clock at that moment.
    """

    store_domain = STORE_DOMAIN
    client_id = CLIENT_ID
    client_secret = CLIENT_SECRET
    access_token = STATIC_TOKEN

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        speed: float = 0.0,
        demo_orders: bool = True,
        public_url: str | None = None,
        at: datetime | None = None,
    ) -> None:
        self.state = SandboxState()
        self.webhooks = Webhooks(self.state)
        self._log = RequestLog()
        self._speed = speed
        self._demo_orders = demo_orders
        self._opened_at = at
        self._application = Application(self.state, self._log, self.reset)
        self._server = _Server((host, port), self._application)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self.url = f"http://{host}:{self._server.server_address[1]}"
        self._application.base_url = (public_url or self.url).rstrip("/")
        self.reset()

    @property
    def requests(self) -> list[Asked]:
        """The GraphQL calls so far, oldest first."""
        return self._log.all()

    def clear_requests(self) -> None:
        """Forget the calls so far."""
        self._log.clear()

    def reset(self) -> None:
        """As on the first day: switches off, log empty, the demo orders as they were."""
        self._log.clear()
        self.state.reset()
        self.webhooks.reset()
        self.state.speed = self._speed
        if self._opened_at is not None:
            self.state.clock.freeze(self._opened_at)
        if self._demo_orders:
            furnish(self.state)

    def start(self) -> Self:
        """Serve from a thread of its own."""
        self._thread.start()
        self.webhooks.start()
        return self

    def stop(self) -> None:
        """Close the port and every connection: from now on nobody is served."""
        self.webhooks.stop()
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join(timeout=5)
        self._server.server_close()
        self._server.close_connections()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 256

    def __init__(self, address: tuple[str, int], application: Application) -> None:
        self.application = application
        self._lock = threading.Lock()
        self._connections: set[socket.socket] = set()
        super().__init__(address, _Handler)

    def get_request(self) -> tuple[socket.socket, Any]:
        """Remember the connection, so that it can be closed from here."""
        connection, address = super().get_request()
        with self._lock:
            self._connections.add(connection)
        return connection, address

    def shutdown_request(self, request: Any) -> None:
        """The connection has ended."""
        with self._lock:
            self._connections.discard(request)
        super().shutdown_request(request)

    def close_connections(self) -> None:
        """End those that are kept alive."""
        with self._lock:
            connections = list(self._connections)
        for connection in connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no error of ours."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 60
    server: _Server

    def do_GET(self) -> None:
        self._answer()

    do_POST = do_HEAD = do_PUT = do_DELETE = do_GET  # noqa: N815  (the standard library's names)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the standard library's name)
        """Say nothing: the log of calls is kept elsewhere."""

    def _answer(self) -> None:
        length = self.headers.get("Content-Length", "0")
        if not length.isdigit() or int(length) > MAX_BODY:
            self.close_connection = True
            self._send(Response(413))
            return
        request = Request(
            method=self.command,
            target=self.path,
            headers={name.casefold(): value for name, value in self.headers.items()},
            body=self.rfile.read(int(length)),
            is_local=ipaddress.ip_address(self.client_address[0]).is_loopback,
        )
        response = self.server.application.answer(request)
        if response.delay:
            time.sleep(response.delay)
        if response.ending == "drop":
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self._send(response)

    def _send(self, response: Response) -> None:
        try:
            phrase = HTTPStatus(response.status).phrase
        except ValueError:  # 430 is Shopify's own
            phrase = "Shopify Security Rejection"
        now = self.server.application.state.clock.now()
        headers = {
            "Date": format_datetime(now, usegmt=True),
            "Content-Type": response.content_type,
            "Content-Length": str(len(response.body)),
            **response.headers,
        }
        if self.close_connection:
            headers["Connection"] = "close"
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        body = b"" if self.command == "HEAD" else response.body
        if response.ending == "cut":
            body = body[: len(body) // 2]
            self.close_connection = True
        # One write, so that head and body do not wait for each other.
        self.wfile.write(f"HTTP/1.1 {response.status} {phrase}\r\n{head}\r\n".encode("latin-1") + body)
