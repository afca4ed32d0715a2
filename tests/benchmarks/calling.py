"""Calls a WSGI application in this process, as gunicorn would for a reader's browser."""

import io
import sys
from typing import Any

from orders.web.wsgi_types import Application
from tests.benchmarks.asking import ACCEPTED


def get(application: Application, path: str, query: str = "", *, status: str = "200 OK") -> bytes:
    """The body of what is answered to a GET; raises when the status is another one."""
    statuses: list[str] = []
    chunks = application(_environ(path, query), lambda status, headers, *_: statuses.append(status))
    body = b"".join(chunks)
    close = getattr(chunks, "close", None)
    if close is not None:
        close()
    if statuses != [status]:
        raise RuntimeError(f"The application answered {statuses} where {status} was expected.")
    return body


def _environ(path: str, query: str) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "SCRIPT_NAME": "",
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_ACCEPT_ENCODING": ACCEPTED["Accept-Encoding"],
        "HTTP_ACCEPT_LANGUAGE": ACCEPTED["Accept-Language"],
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http",
    }
