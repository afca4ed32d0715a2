"""The site as gunicorn calls it: with everything that stands in front of Django."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from orders.web.wsgi_types import Application, Environ


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as it leaves the site; header names in lower case."""

    status: int
    headers: dict[str, str]
    text: str


@contextmanager
def one_connection() -> Iterator[None]:
    """Let the test's database connection, and the transaction in it, outlive a request."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@one_connection()
def ask(application: Application, path: str, **variables: Any) -> Answered:
    """Send a GET; `variables` are WSGI's own, such as `HTTP_X_REQUEST_ID`."""
    environ: Environ = {}
    setup_testing_defaults(environ)
    environ |= {"PATH_INFO": path, "HTTP_HOST": "testserver", "REMOTE_ADDR": "203.0.113.9"} | variables
    started: list[tuple[str, list[tuple[str, str]]]] = []
    chunks = application(environ, lambda status, headers, *_: started.append((status, headers)))
    try:
        body = b"".join(chunks)
    finally:
        close = getattr(chunks, "close", None)
        if close is not None:
            close()
    status, headers = started[-1]
    return Answered(int(status[:3]), {name.lower(): value for name, value in headers}, body.decode())
