"""The second step of signing in."""

from typing import Any

import django_otp
from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from orders import clock, conf
from orders.second_factor import passkeys, trying
from orders.second_factor.standing import Standing, standing_of
from orders.second_factor.trying import TooManyAttempts
from orders.web.client_address import client_networks
from orders.web.staff_only import is_staff_path

WRONG = {
    "code": "That is not the code of now, or it was used before. Wait for the next one.",
    "recovery": "That is none of your recovery codes, or it was used before.",
    "passkey": "That passkey is none of yours here, or it answered too late. Try again.",
}
STATE = "passkey_step"
LONGEST_ANSWER = 20_000


@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """Asks for a code, and takes it; then the page that was wanted opens."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - admin_view has seen to it
    standing = standing_of(user.pk)
    if not standing.is_protected or user.is_verified():  # type: ignore[attr-defined]
        return redirect(wanted_page(request))
    if request.method != "POST":
        return _ask(request, standing)
    kind = next((kind for kind in ("recovery", "passkey") if kind in request.POST), "code")
    try:
        device = _try(kind, request, user)
    except TooManyAttempts as refused:
        minutes = f"{refused.minutes} minute{'s' if refused.minutes > 1 else ''}"
        return _ask(request, standing, kind, f"Too many attempts. Wait {minutes} and try again.")
    if device is None:
        return _ask(request, standing, kind, WRONG[kind])
    let_in(request, device)
    return redirect(wanted_page(request))


def let_in(request: HttpRequest, device: Any) -> None:
    """The session is one whose second step is done; its cookie is a new one."""
    django_otp.login(request, device)
    request.session.cycle_key()


def _try(kind: str, request: HttpRequest, user: User) -> Any:
    networks = client_networks(request.META, trusted_proxies=conf.trusted_proxies())
    if kind == "passkey":
        answer, state = request.POST["passkey"][:LONGEST_ANSWER], request.session.pop(STATE, None)
        return passkeys.try_passkey(user, state, answer, networks=networks, now=clock.seconds())
    typed = request.POST.get(kind, "")[:100]
    attempt = trying.try_recovery_code if kind == "recovery" else trying.try_app_code
    return attempt(user, typed, networks=networks, now=clock.seconds())


def _ask(request: HttpRequest, standing: Standing, kind: str = "", problem: str = "") -> HttpResponse:
    options = None
    if standing.passkeys and passkeys.can_be_used():
        options, request.session[STATE] = passkeys.begin_step(standing.passkeys)
    context = admin.site.each_context(request) | {
        "options": options,
        "title": "Second step",
        "standing": standing,
        "problem": problem,
        "kind": kind,
        "next": wanted_page(request),
    }
    return render(request, "admin/second_factor/step.html", context, status=422 if problem else 200)


def wanted_page(request: HttpRequest) -> str:
    """The staff page that was asked for before, or the first one."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if safe and is_staff_path(asked) else reverse("admin:index")
