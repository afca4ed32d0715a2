"""Pages that say something went wrong. They ask the database for nothing: it may be what is broken."""

import logging
from collections.abc import Callable
from http import HTTPStatus

from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from orders import conf
from orders.branding import brands
from orders.storage.trouble import in_its_own_words
from orders.watching.seldom import Seldom

RETRY_AFTER_SECONDS = 30

_trouble = Seldom(logging.getLogger(__name__), logging.ERROR)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return _say(request, HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _say(request, HTTPStatus.FORBIDDEN)


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 to a form of the staff's that carries no token of this session. Shoppers' forms carry none."""
    response = render(request, "admin/form_refused.html", status=HTTPStatus.FORBIDDEN)
    response.headers["Cache-Control"] = "no-store"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500."""
    return _say(request, HTTPStatus.INTERNAL_SERVER_ERROR)


class DatabaseTrouble:
    """Middleware: a view that the database let down is answered calmly, and the log says in a line what ails it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Django calls this for whatever a view raises."""
        if not isinstance(exception, Error) or conf.debug():
            return None
        _trouble.say("A page could not be made. The database: %s", in_its_own_words(exception))
        request.brand = brands.last_known()  # type: ignore[attr-defined]
        response = render(request, "500.html", status=HTTPStatus.SERVICE_UNAVAILABLE)
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
        response.headers["Cache-Control"] = "no-store"
        return response


def _say(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    request.brand = brands.last_known()  # type: ignore[attr-defined]
    return render(request, f"{status:d}.html", status=status)
