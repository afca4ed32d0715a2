"""The site from outside: every page, the app proxy's query byte for byte, and senders who take their time."""

import http.client
import socket
import ssl
import time
from urllib.parse import urlencode

from tests.sandbox.app_proxy_signature import added_parameters, signature_of
from tests.sandbox.auth import CLIENT_SECRET, STORE_DOMAIN

SLOW_SENDERS = 60
"""More than the site has threads."""
CONTEXT = ssl._create_unverified_context()


class Connection(http.client.HTTPSConnection):
    """To a host of any name at a port of this machine."""

    def __init__(self, host: str, port: int, *, timeout: float = 30) -> None:
        super().__init__(host, timeout=timeout, context=CONTEXT)
        self._port = port

    def connect(self) -> None:
        plain = socket.create_connection(("127.0.0.1", self._port), self.timeout)
        self.sock = CONTEXT.wrap_socket(plain, server_hostname=self.host)


def ask(
    host: str, method: str, path: str, form: dict[str, str] | None = None, *, port: int = 443
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body."""
    connection = Connection(host, port)
    try:
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
        connection.request(method, path, urlencode(form) if form else None, headers)
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def order_link(host: str, number: str, email: str, *, port: int = 443) -> str:
    """The path of an order's page, as a look-up gives it; empty while nobody answers."""
    try:
        status, headers, _ = ask(host, "POST", "/", {"order_number": number, "email": email}, port=port)
    except OSError:
        return ""
    return headers["location"] if status == http.client.SEE_OTHER else ""


def look_at_every_page(host: str, link: str, *, port: int = 443) -> None:
    right = {
        "/": 200, link: 200, f"{link}?lang=ja": 200, f"{link}print/": 200, f"{link}qr.svg": 200,
        "/o/AAAAAAAAAAAAAAAAAAAAAAAA/": 404, "/admin/login/": 200, "/gallery/": 404, "/healthz": 200, "/readyz": 200,
        "/robots.txt": 200, "/metrics": 404, "/nothing": 404, "/proxy": 403, proxied("/"): 200,
        proxied("/", "q=a%20b+c%2f~%7E&empty=&two=1&two=2&%C3%A9=%e2%82%ac"): 200,
        "/?" + "utm_source=x&" * 290: 200,
    }  # fmt: skip
    for path, status in right.items():
        got, headers, _ = ask(host, "GET", path, port=port)
        assert got == status, f"{path[:80]}: {got}, not {status}"
        assert headers.get("strict-transport-security") or status in {404, 403} or "/proxy" in path, path[:80]
    got, headers, _ = ask(host, "GET", link.replace("/o/", "//o/"), port=port)
    assert got in {200, 301, 404}
    body = {"order_number": "7001", "email": "nobody@example.com"}
    assert ask(host, "POST", "/", body, port=port)[0] == http.client.NOT_FOUND


def proxied(path: str, query: str = "") -> str:
    """An address as Shopify's app proxy asks for it, signed over the query as it stands."""
    added = added_parameters(shop=STORE_DOMAIN, path_prefix="/apps/track", timestamp=int(time.time()))
    whole = "&".join(filter(None, (query, added)))
    return f"/proxy{path}?{whole}&signature={signature_of(whole, CLIENT_SECRET)}"


def slow_senders(host: str, link: str, *, port: int = 443) -> None:
    """While many send a webhook's body a byte at a time, a page comes at once."""
    senders = []
    for _ in range(SLOW_SENDERS):
        sender = CONTEXT.wrap_socket(socket.create_connection(("127.0.0.1", port), 10), server_hostname=host)
        sender.sendall(
            f"POST /webhooks/shopify/ HTTP/1.1\r\nHost: {host}\r\nContent-Length: 5000\r\n\r\n{{".encode()
        )
        senders.append(sender)
    try:
        for _ in range(5):
            for sender in senders:
                sender.sendall(b" ")
            began = time.monotonic()
            assert ask(host, "GET", link, port=port)[0] == http.client.OK
            took = time.monotonic() - began
            assert took < 3, f"A page took {took:.1f} s while others sent slowly."
    finally:
        for sender in senders:
            sender.close()
