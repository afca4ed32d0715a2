"""Sessions, logins, CSRF checks and messages, for the pages of the merchant's staff and for no other.

A shopper's page needs none of them: it costs no query for them, and never sets a cookie.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponseBase, HttpResponseForbidden
from django.middleware.csrf import CsrfViewMiddleware

type Answer = HttpResponseBase | Awaitable[HttpResponseBase]

ADMIN_PATH = "/admin/"
STAFF_PATHS = (ADMIN_PATH, "/gallery/", "/outbox/")


def is_staff_path(path: str) -> bool:
    """Whether the page at this path is one of the staff's."""
    return path.startswith(STAFF_PATHS)


class StaffSessions(SessionMiddleware):
    """Django's sessions, on staff pages."""

    def __call__(self, request: HttpRequest) -> Answer:
        return super().__call__(request) if is_staff_path(request.path_info) else self.get_response(request)


class StaffAuthentication(AuthenticationMiddleware):
    """Django's logins, on staff pages."""

    def __call__(self, request: HttpRequest) -> Answer:
        return super().__call__(request) if is_staff_path(request.path_info) else self.get_response(request)


class StaffMessages(MessageMiddleware):
    """Django's messages, on staff pages."""

    def __call__(self, request: HttpRequest) -> Answer:
        return super().__call__(request) if is_staff_path(request.path_info) else self.get_response(request)


class StaffCsrf(CsrfViewMiddleware):
    """Django's CSRF check, on staff pages; elsewhere there is no cookie that another site could borrow."""

    def __call__(self, request: HttpRequest) -> Answer:
        return super().__call__(request) if is_staff_path(request.path_info) else self.get_response(request)

    def process_view(
        self, request: HttpRequest, callback: Callable[..., Any], callback_args: Any, callback_kwargs: Any
    ) -> HttpResponseForbidden | None:
        if not is_staff_path(request.path_info):
            return None
        return super().process_view(request, callback, callback_args, callback_kwargs)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        # Where a page sends no referrer at all, its forms name no origin either, and Django's check needs one.
        response.headers.setdefault("Referrer-Policy", "same-origin")
        return super().process_response(request, response)
