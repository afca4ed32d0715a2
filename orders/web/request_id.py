"""One id for each request, in its answer and in every line that is logged on the way."""

import re
import secrets
from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any

from orders import conf
from orders.web.client_address import is_trusted_proxy
from orders.web.wsgi_types import Application, Environ, StartResponse

ACCEPTED = re.compile(r"[A-Za-z0-9._-]{8,64}")
_current: ContextVar[str] = ContextVar("request_id", default="")


def current() -> str:
    """The id of the request that this thread is answering; empty outside of one."""
    return _current.get()


class RequestIds:
    """WSGI middleware, the outermost. A trusted proxy's `X-Request-Id` is kept, anybody else's is not believed."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        request_id = _choose(environ)

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            return start_response(status, [*headers, ("X-Request-Id", request_id)], *rest)

        before = _current.set(request_id)
        try:
            return self.application(environ, start)
        finally:
            _current.reset(before)


def _choose(environ: Environ) -> str:
    given = environ.get("HTTP_X_REQUEST_ID", "")
    if ACCEPTED.fullmatch(given) and is_trusted_proxy(environ, trusted_proxies=conf.trusted_proxies()):
        return str(given)
    return secrets.token_hex(8)
