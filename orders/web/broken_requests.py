"""Requests that Django cannot make a request of: it raises before the part of it that would answer."""

from collections.abc import Iterable

from django.core.exceptions import BadRequest

from orders.web.wsgi_types import Application, Environ, StartResponse


class BrokenRequests:
    """WSGI middleware: the answer is a bare 400, where the server's would be 500 and a page of log."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        try:
            return self.application(environ, start_response)
        except BadRequest:  # what a view raises never comes so far
            start_response("400 Bad Request", [("Cache-Control", "no-store"), ("Content-Length", "0")])
            return []
