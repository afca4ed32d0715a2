"""The gate before all that staff open: closed until the second step is done, or until a factor that is asked for is
set up.
"""

from collections.abc import Callable
from urllib.parse import urlencode

from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django_otp.middleware import OTPMiddleware

from orders import conf
from orders.web.errors import DatabaseTrouble
from orders.web.staff_only import Answer, is_staff_path


class StaffDevices(OTPMiddleware):  # type: ignore[misc] # django-otp has no types
    """django-otp's middleware, on staff pages: whether, and by what, the second step was done in this session."""

    def __call__(self, request: HttpRequest) -> Answer:
        if not is_staff_path(request.path_info):
            return self.get_response(request)  # type: ignore[no-any-return]
        return super().__call__(request)  # type: ignore[no-any-return]


class SecondStepGate:
    """Middleware: whoever gave a password and owes a second step comes to that step, whatever page was asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.trouble = DatabaseTrouble(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_staff_path(request.path_info) or request.path_info in _always_open():
            return self.get_response(request)
        try:
            owed = _page_that_is_owed(request)
        except Error as error:
            response = self.trouble.process_exception(request, error)
            if response is None:
                raise
            return response
        return self.get_response(request) if owed is None else _lead_to(owed, request)


def _always_open() -> tuple[str, ...]:
    names = ("admin:login", "admin:logout", "second_factor:step", "second_factor:sign-in")
    return tuple(map(reverse, names))


def _page_that_is_owed(request: HttpRequest) -> str | None:
    """Where to go first; None where nothing is owed, or where nobody has signed in, which is the pages' own affair."""
    user = request.user
    if not user.is_authenticated or user.is_verified():  # type: ignore[attr-defined]
        return None
    if user.is_protected:  # type: ignore[attr-defined] # as `StaffAccounts` loads it
        return reverse("second_factor:step")
    setting_up = reverse("second_factor:own")
    if not conf.second_factor_required() or request.path_info.startswith(setting_up):
        return None
    return setting_up


def _lead_to(page: str, request: HttpRequest) -> HttpResponse:
    wanted = request.get_full_path() if request.method in {"GET", "HEAD"} else ""
    response = HttpResponseRedirect(f"{page}?{urlencode({'next': wanted})}" if wanted else page)
    add_never_cache_headers(response)
    return response
