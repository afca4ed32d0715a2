"""`/metrics` for Prometheus: on a port of its own, or for who holds the token, and otherwise not there at all.

It stands in front of Django, so that neither the host name nor the language of the scraper matters.
"""

import hmac
import os
from collections.abc import Iterable
from http import HTTPStatus

from django.db import Error, close_old_connections
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from orders import conf
from orders.storage.connections import give_back
from orders.watching.metrics import REGISTRY
from orders.watching.metrics_state import StateCollector
from orders.web.wsgi_types import Application, Environ, StartResponse

PATH = "/metrics"


class MetricsEndpoint:
    """WSGI middleware. On the metrics port nothing but the metrics is served."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        on_own_port = bool(conf.metrics_port()) and _port_of_socket(environ) == conf.metrics_port()
        if environ["PATH_INFO"] == PATH:
            if on_own_port or _holds_token(environ):
                return _answer(start_response, HTTPStatus.OK, collect(), CONTENT_TYPE_PLAIN_0_0_4)
            if conf.metrics_token():
                return _answer(start_response, HTTPStatus.UNAUTHORIZED, b"A token is needed.\n")
        if on_own_port:
            return _answer(start_response, HTTPStatus.NOT_FOUND, b"Only /metrics is here.\n")
        return self.application(environ, start_response)


def collect() -> bytes:
    """Everything there is to say now, in Prometheus's text format: all processes' counts, and the database's state."""
    registry = REGISTRY
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    text: bytes = generate_latest(registry)
    state = CollectorRegistry()
    state.register(StateCollector())
    try:
        return text + generate_latest(state)
    except Error:
        close_old_connections()  # no request of Django's does it for us here
        return text + b"# The database does not answer.\n"
    finally:
        give_back()


def _port_of_socket(environ: Environ) -> int | None:
    """The port of the very socket that the request came in by, from gunicorn; None for a Unix socket.

    `SERVER_PORT` is no proof: on a Unix socket gunicorn takes it from the Host header, which anybody writes.
    """
    socket = environ.get("gunicorn.socket")
    address = socket.getsockname() if socket is not None else None
    return int(address[1]) if isinstance(address, tuple) else None


def _holds_token(environ: Environ) -> bool:
    token = conf.metrics_token()
    given = str(environ.get("HTTP_AUTHORIZATION", ""))
    return bool(token) and hmac.compare_digest(given.encode("latin-1"), f"Bearer {token}".encode())


def _answer(
    start_response: StartResponse, status: HTTPStatus, body: bytes, content_type: str = "text/plain"
) -> list[bytes]:
    headers = [
        ("Content-Type", content_type),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
    ]
    if status is HTTPStatus.UNAUTHORIZED:
        headers.append(("WWW-Authenticate", "Bearer"))
    start_response(f"{status.value} {status.phrase}", headers)
    return [body]
