"""A tiny real HTTP server that answers exactly what a test has written down, byte by byte if need be."""

import json
import socket
import ssl
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs

TOKEN = "token"
"""The name under which answers of the token endpoint are written down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One request. `operation` is the GraphQL operation's name, `TOKEN` for any other POST, or the path of a GET;
    header names are in lower case.
    """

    operation: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def variables(self) -> dict[str, Any]:
        """The variables of the GraphQL request."""
        variables: dict[str, Any] = json.loads(self.body)["variables"]
        return variables

    @property
    def form(self) -> dict[str, str]:
        """The fields of a posted form."""
        return {name: values[0] for name, values in parse_qs(self.body.decode()).items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What to send back. `length` overrides Content-Length; `raw` sends these bytes instead of everything else.

    `drip` is the pause in seconds after each byte of the body (or of `raw`); `chunked` sends the body in chunks.
    """

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    length: int | None = None
    raw: bytes | None = None
    drip: float = 0.0
    chunked: bool = False


def json_answer(payload: object, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    """An answer with this JSON."""
    return Answer(
        status=status,
        headers={"Content-Type": "application/json", **(headers or {})},
        body=json.dumps(payload).encode(),
    )


def data_answer(data: object, **extra: object) -> Answer:
    """A GraphQL answer with this data and, beside it, whatever else is given (`errors`, `extensions`)."""
    return json_answer({"data": data, **extra})


DROPPED = Answer(raw=b"")
"""The connection is closed without a word."""


class ScriptedServer:
    """Answers each operation with what was written down for it, in that order; the last answer stays."""

    def __init__(self, *, tls: ssl.SSLContext | None = None) -> None:
        self.received: list[Received] = []
        self.stopping = threading.Event()
        self.before_answer: Callable[[Received], None] = lambda _received: None
        self._answers: defaultdict[str, deque[Answer]] = defaultdict(deque)
        self._refused_tokens: set[str] = set()
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.script = self
        self._scheme = "http"
        if tls is not None:
            self._scheme = "https"
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        """The base address."""
        return f"{self._scheme}://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, operation: str, *answers: Answer) -> None:
        """Write down the next answers to an operation."""
        with self._lock:
            self._answers[operation].extend(answers)

    def refuse_token(self, token: str) -> None:
        """From now on this access token meets 401, whatever is written down."""
        self._refused_tokens.add(token)

    def asked(self, operation: str) -> list[Received]:
        """The requests for this operation so far."""
        return [received for received in self.received if received.operation == operation]

    def next_answer(self, received: Received) -> Answer:
        """Note the request and say what to answer."""
        with self._lock:
            self.received.append(received)
            if received.headers.get("x-shopify-access-token") in self._refused_tokens:
                return Answer(status=401)
            answers = self._answers[received.operation]
            if not answers:
                return Answer(status=501, body=b"nothing is written down for this")
            answer = answers.popleft() if len(answers) > 1 else answers[0]
        self.before_answer(received)
        return answer


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    script: ScriptedServer


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self._answer(Received(operation=self.path, path=self.path, headers=headers, body=b""))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        is_json = self.headers.get("Content-Type") == "application/json"
        operation = json.loads(body).get("operationName", TOKEN) if is_json else TOKEN
        headers = {name.lower(): value for name, value in self.headers.items()}
        self._answer(Received(operation=operation, path=self.path, headers=headers, body=body))

    def _answer(self, received: Received) -> None:
        answer = self.server.script.next_answer(received)
        try:
            self._send(answer)
        except OSError:  # the client has gone
            self.close_connection = True

    def _send(self, answer: Answer) -> None:
        if answer.raw is not None:
            self.close_connection = True
            self._write(answer.raw, answer.drip)
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.chunked:
            self.send_header("Transfer-Encoding", "chunked")
        else:
            self.send_header(
                "Content-Length", str(len(answer.body) if answer.length is None else answer.length)
            )
        self.end_headers()
        self.wfile.flush()
        if answer.chunked:
            for byte in answer.body:
                self._write(b"1\r\n" + bytes([byte]) + b"\r\n", 0)
                self.server.script.stopping.wait(answer.drip)
            self._write(b"0\r\n\r\n", 0)
        else:
            self._write(answer.body, answer.drip)
        if answer.length is not None:
            self.close_connection = True

    def _write(self, content: bytes, drip: float) -> None:
        if not drip:
            self.wfile.write(content)
            return
        for byte in content:
            if self.server.script.stopping.wait(drip):
                return
            self.wfile.write(bytes([byte]))
            self.wfile.flush()

    def log_message(self, *args: Any) -> None:
        """Tests read `received` instead."""
