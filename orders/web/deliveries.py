"""Shopify's deliveries on the shortest way: to the very view that Django would ask, without what pages need around it.

Shopify counts how long it waits, and sends in bursts. A session, a language, a host name that is right: none of it
matters to a delivery, whose proof is its signature (docs/decisions/0030).
"""

from collections.abc import Iterable
from http import HTTPStatus
from typing import cast

from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIRequest
from django.core.signals import request_finished, request_started
from django.http import HttpResponse

from orders.web.wsgi_types import Application, Environ, StartResponse
from orders.webhooks.endpoint import bare_answer, receive

PATH = "/webhooks/shopify/"

_receive = convert_exception_to_response(receive)


class Deliveries:
    """WSGI middleware around Django."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] != PATH or environ["REQUEST_METHOD"] != "POST":
            return self.application(environ, start_response)
        request_started.send(sender=type(self), environ=environ)  # a connection that broke is left behind
        try:
            answer = cast("HttpResponse", _receive(WSGIRequest(environ)))
        finally:
            request_finished.send(sender=type(self))
        if answer.status_code == HTTPStatus.INTERNAL_SERVER_ERROR:
            answer = bare_answer(HTTPStatus.INTERNAL_SERVER_ERROR)  # the page that says so is for shoppers
        headers = [*answer.items(), ("Content-Length", str(len(answer.content)))]
        start_response(f"{answer.status_code} {answer.reason_phrase}", headers)
        return [answer.content]
