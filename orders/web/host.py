"""By which name the site was asked for: machines that look after it may use any, shoppers one that is ours."""

import logging
from collections.abc import Callable
from http import HTTPStatus

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from orders import conf
from orders.branding import brands
from orders.watching.seldom import Seldom
from orders.web import views

FOR_MACHINES = {"/healthz": views.healthz, "/readyz": views.readyz}
"""Load balancers and containers ask by address. These answers hold nothing that a false name could get into."""

_strange = Seldom(logging.getLogger(__name__))


class KnownHost:
    """Middleware before everything that asks for the host: a strange one gets a page that says where the site is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = FOR_MACHINES.get(request.path_info)
        if answer is not None:
            return answer(request)
        try:
            request.get_host()
        except DisallowedHost:
            return _misdirected(request)
        return self.get_response(request)


def _misdirected(request: HttpRequest) -> HttpResponse:
    asked_for = request.META.get("HTTP_HOST", "")[:100]
    _strange.say("The site was asked for as %r, which ALLOWED_HOSTS does not list.", asked_for)
    request.brand = brands.last_known()  # type: ignore[attr-defined]
    context = {"site_url": conf.site_url()}
    response = render(request, "misdirected.html", context, status=HTTPStatus.BAD_REQUEST)
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001 - so Django says no more of it
    return response
