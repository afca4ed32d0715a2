"""One's own second factor: what is set up, setting up, and taking away."""

import base64
from typing import Any
from urllib.parse import quote, urlencode

import django_otp
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orders import clock, conf
from orders.presenters.qr_code import draw_qr_code
from orders.second_factor import keeping, passkeys
from orders.second_factor.models import GROUP, AuthenticatorApp
from orders.second_factor.standing import standing_of
from orders.second_factor.step_views import let_in


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """What the one who is signed in has set up."""
    return page(request, "own.html", "Second factor")


@require_POST
def begin_app(request: HttpRequest) -> HttpResponse:
    """A secret for an authenticator app; the next page shows it."""
    keeping.begin_app(user_of(request), now=clock.seconds())
    return redirect("second_factor:app")


@require_http_methods(["GET", "HEAD", "POST"])
def app(request: HttpRequest) -> HttpResponse:
    """Shows the secret as a QR code and in letters until a first code of it was typed."""
    user = user_of(request)
    pending = keeping.app_being_set_up(user)
    if pending is None:
        return redirect("second_factor:own")
    if request.method != "POST":
        return _show_secret(request, pending)
    code = request.POST.get("code", "")[:100].replace(" ", "")
    confirmed = keeping.confirm_app(user, code, now=clock.seconds())
    if confirmed is None:
        return _show_secret(request, pending, "That is not the code that the app shows now.")
    return after_setting_up(request, confirmed, "Your authenticator app is set up.")


@require_POST
def remove_app(request: HttpRequest) -> HttpResponse:
    """Take the authenticator app away."""
    user = user_of(request)
    if is_last_of_those_required(user):
        return refuse_removal(request)
    if keeping.remove_app(user, now=clock.seconds()):
        stay_in(request)
        messages.success(request, "Your authenticator app is removed.")
    return redirect("second_factor:own")


@require_POST
def renew_codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes, shown in this answer and never again."""
    user = user_of(request)
    if not standing_of(user.pk).is_protected:
        return redirect("second_factor:own")
    return _show_codes(request, keeping.renew_codes(user, now=clock.seconds()))


def after_setting_up(request: HttpRequest, device: Any, said: str) -> HttpResponse:
    """This session has just shown the new factor. Who has no recovery codes yet gets them now."""
    let_in(request, device)
    messages.success(request, said)
    user = user_of(request)
    if standing_of(user.pk).codes_left:
        return redirect("second_factor:own")
    return _show_codes(request, keeping.renew_codes(user, now=clock.seconds()))


def stay_in(request: HttpRequest) -> None:
    """A session whose own device was just taken away goes on by another one of the same user's, if there is one."""
    standing = standing_of(user_of(request).pk)
    left = standing.app or next(iter(standing.passkeys), None)
    if left is not None:
        django_otp.login(request, left)


def is_last_of_those_required(user: User) -> bool:
    """Whether to take one away would leave none, where there must be one."""
    return conf.second_factor_required() and standing_of(user.pk).factors == 1


def refuse_removal(request: HttpRequest) -> HttpResponse:
    """Say why it stays."""
    messages.error(request, "This shop asks for a second factor: set up another before you remove this one.")
    return redirect("second_factor:own")


def _show_secret(request: HttpRequest, pending: AuthenticatorApp, problem: str = "") -> HttpResponse:
    secret = pending.secret()
    issuer = conf.store().name.replace(":", " ")
    label = quote(f"{issuer}:{user_of(request).username}")
    drawing = draw_qr_code(
        f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': issuer}, quote_via=quote)}"
    )
    context = {
        "qr": f"data:image/svg+xml;base64,{base64.b64encode(drawing.encode()).decode()}",
        "secret": " ".join(secret[at : at + GROUP] for at in range(0, len(secret), GROUP)),
        "problem": problem,
    }
    return page(request, "app.html", "Set up an authenticator app", context, status=422 if problem else 200)


def _show_codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    return page(request, "codes.html", "Your recovery codes", {"codes": codes})


def page(
    request: HttpRequest, template: str, title: str, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """A page of this room, with what all of them take."""
    user = user_of(request)
    frame = admin.site.each_context(request) | {
        "title": title,
        "standing": standing_of(user.pk),
        "passkeys_work": passkeys.can_be_used(),
        "required": conf.second_factor_required(),
    }
    return render(request, f"admin/second_factor/{template}", frame | (context or {}), status=status)


def user_of(request: HttpRequest) -> User:
    """Who is signed in."""
    assert isinstance(request.user, User)  # noqa: S101 - admin_view has seen to it
    return request.user
