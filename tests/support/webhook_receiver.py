"""A subscriber that writes down what it is sent and answers as it is told to."""

import json
import threading
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Received:
    """One delivery; header names are in lower case."""

    headers: dict[str, str]
    body: bytes

    @property
    def topic(self) -> str:
        """Such as `orders/updated`."""
        return self.headers["x-shopify-topic"]

    @property
    def payload(self) -> dict[str, Any]:
        """The body as JSON."""
        payload: dict[str, Any] = json.loads(self.body)
        return payload


@dataclass(slots=True)
class WebhookReceiver:
    """`statuses` are answered one after the other, then 200 for ever."""

    statuses: deque[int] = field(default_factory=deque)
    received: list[Received] = field(default_factory=list)
    arrived: threading.Event = field(default_factory=threading.Event)
    _server: ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        """Where to deliver."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.server_address[1]}/webhooks/shopify/"

    @property
    def topics(self) -> list[str]:
        """Of all deliveries so far, in the order in which they came."""
        return [each.topic for each in self.received]

    def __enter__(self) -> Self:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.casefold(): value for name, value in self.headers.items()}
                receiver.received.append(Received(headers, body))
                self.send_response(receiver.statuses.popleft() if receiver.statuses else 200)
                self.send_header("Content-Length", "0")
                self.end_headers()
                receiver.arrived.set()

            def log_message(self, *args: object) -> None:
                """Tests read `received` instead."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        assert self._server is not None
        self._server.shutdown()
        self._server.server_close()
