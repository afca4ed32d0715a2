"""A gateway that speaks as Twilio's REST API does: it takes SMS, limits, fails, and loses its answers."""

import json
import threading
from base64 import b64encode
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

ACCOUNT, SECRET, SENDER = "AC123", "t0ken", "+34910000000"


@dataclass
class SmsServer:
    """`faults` are used up one an SMS: a status with Twilio's error code (`(400, 21610)`), or `"lose"`: it takes the
    SMS and hangs up.
    """

    received: list[dict[str, str]] = field(default_factory=list)
    faults: deque[tuple[int, int] | str] = field(default_factory=deque)
    is_deaf: bool = False
    """Answers no question."""

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"gateway": self}))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def settings(self) -> dict[str, str]:
        """What `SMS_URL` becomes for this gateway."""
        url = f"http://127.0.0.1:{self._server.server_address[1]}"
        return {"kind": "twilio", "account": ACCOUNT, "token": SECRET, "sender": SENDER, "url": url}


class _Handler(BaseHTTPRequestHandler):
    gateway: SmsServer

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if not self._is_known():
            return
        fault = self.gateway.faults.popleft() if self.gateway.faults else None
        if isinstance(fault, tuple):
            self._answer(fault[0], {"code": fault[1], "message": "no"})
            return
        self.gateway.received.append({name: values[0] for name, values in form.items()})
        if fault == "lose":
            self.close_connection = True
            return
        self._answer(201, {"sid": f"SM{len(self.gateway.received)}", "status": "queued"})

    def do_GET(self) -> None:
        if not self._is_known():
            return
        if self.gateway.is_deaf:
            self._answer(503, {})
        elif "/Messages.json" in self.path:
            to = parse_qs(urlsplit(self.path).query)["To"][0]
            sent = [{"body": each["Body"]} for each in self.gateway.received if each["To"] == to]
            self._answer(200, {"messages": sent})
        else:
            self._answer(200, {"status": "active"})

    def _is_known(self) -> bool:
        expected = "Basic " + b64encode(f"{ACCOUNT}:{SECRET}".encode()).decode()
        if self.headers.get("Authorization") == expected:
            return True
        self._answer(401, {"code": 20003})
        return False

    def _answer(self, status: int, payload: dict[str, Any]) -> None:
        body = json.dumps(payload).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Keep quiet."""
