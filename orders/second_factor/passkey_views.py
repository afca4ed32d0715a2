"""One's own passkeys: adding one, calling it otherwise, taking it away."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from orders import clock
from orders.second_factor import keeping, passkeys
from orders.second_factor.own_views import (
    after_setting_up,
    is_last_of_those_required,
    page,
    refuse_removal,
    stay_in,
    user_of,
)

STATE = "passkey_registration"
LONGEST_NAME = 60
LONGEST_ANSWER = 20_000


@require_http_methods(["GET", "HEAD", "POST"])
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Asks for a name, and has the browser make a passkey."""
    if not passkeys.can_be_used():
        return redirect("second_factor:own")
    if request.method != "POST":
        return _ask(request)
    user, now = user_of(request), clock.seconds()
    passkey = passkeys.complete_registration(
        user,
        request.session.pop(STATE, None),
        request.POST.get("answer", "")[:LONGEST_ANSWER],
        name=_name(request) or "Passkey",
        now=now,
    )
    if passkey is None:
        return _ask(request, "The passkey could not be taken. Try again.")
    return after_setting_up(request, passkey, f"The passkey “{passkey.name}” is set up.")


@require_POST
def rename_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    """Call it otherwise."""
    name = _name(request)
    if name and keeping.rename_passkey(user_of(request), pk, name):
        messages.success(request, f"The passkey is called “{name}” now.")
    return redirect("second_factor:own")


@require_POST
def remove_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it away."""
    user = user_of(request)
    if is_last_of_those_required(user):
        return refuse_removal(request)
    if keeping.remove_passkey(user, pk, now=clock.seconds()):
        stay_in(request)
        messages.success(request, "The passkey is removed here. Remove it from your device as well.")
    return redirect("second_factor:own")


def _ask(request: HttpRequest, problem: str = "") -> HttpResponse:
    options, request.session[STATE] = passkeys.begin_registration(user_of(request))
    context = {"options": options, "problem": problem, "name": _name(request)}
    return page(request, "passkey.html", "Add a passkey", context, status=422 if problem else 200)


def _name(request: HttpRequest) -> str:
    typed = request.POST.get("name", "")
    return " ".join("".join(letter for letter in typed if letter.isprintable()).split())[:LONGEST_NAME]
