"""Pages that say something went wrong. They ask the database for nothing: it may be what is broken."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from orders.branding import brands


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return _say(request, HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _say(request, HTTPStatus.FORBIDDEN)


def server_error(request: HttpRequest) -> HttpResponse:
    """500."""
    return _say(request, HTTPStatus.INTERNAL_SERVER_ERROR)


def _say(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    request.brand = brands.last_known()  # type: ignore[attr-defined]
    return render(request, f"{status:d}.html", status=status)
