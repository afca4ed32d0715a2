"""The shop's own domain, as far as the app proxy goes: signs, strips, follows and renders as Shopify does.

What is not known of Shopify is done here in the way that is worst for an app: Liquid is rendered for status 200 only,
an error's page is replaced by Shopify's own, and no header of the shopper's is passed on but a few plain ones.
"""

import argparse
import contextlib
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit

import requests

from tests.sandbox import app_proxy_liquid
from tests.sandbox.app_proxy_signature import added_parameters, signature_of
from tests.sandbox.app_proxy_theme import APP_ERROR, HOME, MISSING, in_layout
from tests.sandbox.auth import CLIENT_SECRET, STORE_DOMAIN

PASSED_ON = ("accept", "accept-language", "content-type", "user-agent")
# fmt: off
NEVER_SENT_BACK = frozenset({
    "accept-patch", "accept-ranges", "connection", "cookie", "date", "delta-base", "im", "p3p", "pragma",
    "preference-applied", "proxy-authenticate", "public-key-pins", "server", "service-worker-allowed", "set-cookie",
    "trailer", "tk", "warning", "x-powered-by",
    "content-length", "transfer-encoding", "keep-alive",  # these are of one connection only
})
# fmt: on
SHOPPER_ADDRESS = "Sandbox-Shopper-Address"
"""A header by which a test says where its shopper is; Shopify knows it from the connection."""
MOST_REDIRECTS = 5
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request as it went to the app, and the app's own answer before anything was stripped."""

    method: str
    url: str
    status: int
    headers: dict[str, str]


@dataclass
class Answer:
    """What goes back to the browser."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": HTML})


@dataclass
class AppProxy:
    """`with AppProxy(app_url=site.url) as front:` serves the shop at `front.url`, the app under `front.path_prefix`.

    Switches, at any time: `prefix` and `subpath` (the merchant changes them), `secret`, `seconds_off` (of Shopify's
    clock), `forged` (the signature is wrong), `adds_to_forwarded_for` (what the shopper wrote there himself stays in
    front).
    """

    app_url: str
    host: str = "127.0.0.1"
    port: int = 0
    proxy_path: str = "/proxy"
    prefix: str = "apps"
    subpath: str = "track"
    shop: str = STORE_DOMAIN
    secret: str = CLIENT_SECRET
    seconds_off: int = 0
    forged: bool = False
    adds_to_forwarded_for: bool = False
    patience: float = 10.0
    exchanges: list[Exchange] = field(default_factory=list)
    executed: list[str] = field(default_factory=list)
    """Liquid that was found in the app's answers."""

    @property
    def path_prefix(self) -> str:
        """Where in the shop the app's pages are."""
        return f"/{self.prefix}/{self.subpath}"

    @property
    def url(self) -> str:
        """The shop's address."""
        return f"http://{self.host}:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        handler = type("Handler", (_Handler,), {"shop_front": self})
        self._server = ThreadingHTTPServer((self.host, self.port), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=5)

    def answer(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Answer:
        """Answer one request of a browser. Header names are in lower case."""
        path, query = urlsplit(target).path, urlsplit(target).query
        if path != self.path_prefix and not path.startswith(f"{self.path_prefix}/"):
            content, status = (HOME, 200) if path == "/" else (MISSING, 404)
            return Answer(status, in_layout(content, tracking=self.path_prefix))
        rest = path.removeprefix(self.path_prefix)
        url = f"{self.app_url}{self.proxy_path}{rest}?{self.sign(query)}"
        try:
            return self._render(self._ask(method, url, self._headers(headers), body))
        except requests.RequestException:
            return Answer(504, APP_ERROR.encode())

    def sign(self, query: str) -> str:
        """A query as Shopify would pass it on at this moment."""
        added = added_parameters(
            shop=self.shop, path_prefix=self.path_prefix, timestamp=int(time.time()) + self.seconds_off
        )
        whole = f"{query}&{added}" if query else added
        signature = signature_of(whole, self.secret)
        return f"{whole}&signature={signature[::-1] if self.forged else signature}"

    def _headers(self, headers: dict[str, str]) -> dict[str, str]:
        kept = {name: headers[name] for name in PASSED_ON if name in headers}
        shopper = headers[SHOPPER_ADDRESS.lower()]
        written = headers.get("x-forwarded-for", "")
        chain = f"{written}, {shopper}" if written and self.adds_to_forwarded_for else shopper
        return kept | {
            "X-Forwarded-For": chain,
            "X-Forwarded-Host": urlsplit(self.url).netloc,
            "Accept-Encoding": "identity",
        }

    def _ask(self, method: str, url: str, headers: dict[str, str], body: bytes) -> requests.Response:
        """The app's answer, after as many redirects as it likes."""
        for _ in range(MOST_REDIRECTS):
            response = requests.request(
                method, url, headers=headers, data=body, allow_redirects=False, timeout=self.patience
            )
            self.exchanges.append(Exchange(method, url, response.status_code, dict(response.headers)))
            if "location" not in response.headers:
                return response
            method, body, url = "GET", b"", urljoin(url, response.headers["location"])
        raise requests.TooManyRedirects

    def _render(self, response: requests.Response) -> Answer:
        headers = {
            name: value for name, value in response.headers.items() if name.lower() not in NEVER_SENT_BACK
        }
        if response.status_code >= 500:
            return Answer(response.status_code, APP_ERROR.encode())
        if not response.headers.get("content-type", "").startswith("application/liquid"):
            return Answer(response.status_code, response.content, headers)
        if response.status_code != 200:
            return Answer(response.status_code, in_layout(MISSING))
        rendered = app_proxy_liquid.render(response.content.decode())
        self.executed.extend(rendered.executed)
        body = rendered.text.encode()
        if rendered.uses_layout:
            body = in_layout(rendered.text, tracking=self.path_prefix)
        return Answer(200, body, headers | {"Content-Type": HTML})


def main() -> None:
    """`python -m tests.sandbox.app_proxy --app-url http://127.0.0.1:8000`: the shop's domain for a demo."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.sandbox.app_proxy", description="A shop with the site in it."
    )
    parser.add_argument("--port", type=int, default=8002)
    parser.add_argument("--app-url", default="http://127.0.0.1:8000")
    options = parser.parse_args()
    with AppProxy(app_url=options.app_url, port=options.port), contextlib.suppress(KeyboardInterrupt):
        threading.Event().wait()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 30
    shop_front: AppProxy

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length", "0"))
        headers = {name.lower(): value for name, value in self.headers.items()}
        headers.setdefault(SHOPPER_ADDRESS.lower(), self.client_address[0])
        with contextlib.suppress(ConnectionError):
            self._send(self.shop_front.answer(self.command, self.path, headers, self.rfile.read(length)))

    do_POST = do_HEAD = do_PUT = do_DELETE = do_OPTIONS = do_GET  # noqa: N815  (the standard library's names)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the standard library's name)
        """Say nothing; `exchanges` is the log."""

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status != 204:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD" and answer.status != 204:
            self.wfile.write(answer.body)


if __name__ == "__main__":
    main()
