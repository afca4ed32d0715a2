"""Signing in with a passkey alone: it is something one has, and has asked for something one is or knows."""

import json

from django.conf import settings
from django.contrib import admin, auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from orders import clock, conf
from orders.second_factor import passkeys
from orders.second_factor.step_views import LONGEST_ANSWER, let_in, wanted_page
from orders.second_factor.trying import TooManyAttempts
from orders.web.client_address import client_networks

BACKEND = "orders.second_factor.accounts.StaffAccounts"
ASKED = "passkey_asked"
LASTS_SECONDS = 600
"""How long an answer is waited for."""
WRONG = (
    "That passkey opens no account here, or it answered too late. "
    "Sign in with your password, and look whether it is still yours."
)


@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Asks for a passkey, and takes it; then the page that was wanted opens."""
    if request.user.is_authenticated and request.user.is_verified():  # type: ignore[attr-defined]
        return redirect(wanted_page(request))
    if not passkeys.can_be_used():
        return redirect("admin:login")
    if request.method != "POST":
        return _ask(request)
    answer = request.POST.get("passkey", "")[:LONGEST_ANSWER]
    networks = client_networks(request.META, trusted_proxies=conf.trusted_proxies())
    try:
        passkey = passkeys.sign_in(_asked(request), answer, networks=networks, now=clock.seconds())
    except TooManyAttempts as refused:
        minutes = f"{refused.minutes} minute{'s' if refused.minutes > 1 else ''}"
        return _ask(request, f"Too many attempts to sign in. Wait {minutes} and try again.")
    if passkey is None:
        return _ask(request, WRONG)
    auth.login(request, passkey.user, backend=BACKEND)
    let_in(request, passkey)
    response = redirect(wanted_page(request))
    response.delete_cookie(ASKED, path=request.path)
    return response


def _asked(request: HttpRequest) -> passkeys.State | None:
    """What this browser was asked a while ago; None where that is not known."""
    text = request.get_signed_cookie(ASKED, default=None, salt=ASKED, max_age=LASTS_SECONDS)
    return None if text is None else dict(json.loads(text))


def _ask(request: HttpRequest, problem: str = "") -> HttpResponse:
    """What was asked is kept by the browser, signed: a session for each stranger who looks would be a row for each."""
    options, state = passkeys.begin_sign_in()
    context = admin.site.each_context(request) | {
        "options": options,
        "title": "Sign in with a passkey",
        "problem": problem,
        "next": wanted_page(request),
    }
    response = render(request, "admin/second_factor/sign_in.html", context, status=422 if problem else 200)
    response.set_signed_cookie(
        ASKED,
        json.dumps(state),
        salt=ASKED,
        max_age=LASTS_SECONDS,
        path=request.path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response
